"""How a person stands towards submissions: rights, leadership of the season and open phases put together.

One desk per person and day; it keeps what it has read, so a list of submissions costs no more than one season.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import F, FilteredRelation

from accounts.models import User
from clusters.enums import AppointmentRole, LeadershipRole
from clusters.members import SuccessionMap, rule_day
from clusters.models import Appointment, Leadership, Season, SeasonPhase
from clusters.phases import entry_phases
from clusters.querysets import in_force
from clusters.rights import rights_of
from emulation_portal.lib import dates

from .authors import NO_AUTHORS, authors_of
from .enums import State
from .models import ResultChange, Submission
from .reviewers import NO_LEADERS, Leaders, Reviewer, Reviewers, reviewers_of
from .workflow import STEPS, UNDER_REVIEW, ActorStanding

SeasonKey = tuple[int, int]  # cluster, year
Leading = tuple[int, str, str]  # agency, its block, its role
Stay = tuple[Season, date, date | None]  # a season, and the membership in its cluster


class Desk:
    """Standing of one person; ask ``standing(submission)``."""

    def __init__(self, user: User):
        self.user = user
        self.rights = rights_of(user)
        self._leading: dict[SeasonKey, list[Leading]] = {}
        self._leaders: dict[SeasonKey, Leaders] = {}
        self._heads: dict[frozenset[int], frozenset[int]] = {}
        self._seasons: dict[tuple[int, int], Season | None] = {}
        self._own_seasons: dict[int, Season] = {}
        self._stays: dict[tuple[int, int], list[Stay]] = {}
        self._phases: dict[int, list[SeasonPhase]] = {}
        self._authors: dict[int, frozenset[int]] = {}

    def season(self, agency, period) -> Season | None:
        key = (agency.pk, period.pk)
        if key not in self._seasons:
            own = self._own_seasons.get(self._own_season_id(agency, period) or 0)
            self._seasons[key] = own or self._season_read(agency, period)
        return self._seasons[key]

    def _season_read(self, agency, period) -> Season | None:
        """Read with whoever leads it today, and with the agency's other seasons of that year."""
        day, key = rule_day(period_end=period.end, year=period.year), (agency.pk, period.year)
        if key not in self._stays:
            self._stays[key] = self._read_stays(*key)
        return next((season for season, *span in self._stays[key] if dates.covers(*span, day)), None)

    def _read_stays(self, agency_id: int, year: int) -> list[Stay]:
        """The seasons of a year in which an agency is a member at some time, from when until when. One query."""
        seasons = Season.objects.filter(year=year, cluster__memberships__agency=agency_id).select_related("cluster")
        today = FilteredRelation("leaderships", condition=in_force(dates.today(), "leaderships__"))
        span = {"since": F("cluster__memberships__valid_from"), "until": F("cluster__memberships__valid_to")}
        leader = {"leads": F("led__agency_id"), "of_block": F("led__agency__kind"), "as_role": F("led__role")}
        found: dict[tuple, Stay] = {}
        for row in seasons.annotate(led=today).annotate(**span, **leader):
            found.setdefault((row.pk, row.since), (row, row.since, row.until))
            leading = self._leading.setdefault((row.cluster_id, row.year), [])
            if row.leads is not None:
                leading.append((row.leads, row.of_block, row.as_role))
        return list(found.values())

    def season_id(self, agency, period) -> int | None:
        """The season's key; the person's own memberships and terms tell it without a query."""
        own = self._own_season_id(agency, period)
        if own is not None:
            return own
        season = self.season(agency, period)
        return season.pk if season else None

    def _own_season_id(self, agency, period) -> int | None:
        day = rule_day(period_end=period.end, year=period.year)
        for own in self.rights.memberships:
            if own.agency_id == agency.pk and own.year == period.year and own.covers(day):
                return own.season_id
        for scope in self.rights.led_scopes:
            spans = (span for member, *span in scope.members if member == agency.pk)
            if scope.year == period.year and any(dates.covers(*span, day) for span in spans):
                return scope.season_id
        return None

    def know_own(self, seasons: Iterable[Season]) -> None:
        """Spare reading the person's seasons where the page has read them."""
        self._own_seasons |= {season.pk: season for season in seasons}

    def know_season(self, agency, period, season: Season) -> None:
        """Spare the question where a list already knows the season of its rows."""
        self._seasons[agency.pk, period.pk] = season

    def standing(self, submission: Submission) -> ActorStanding:
        agency, period = submission.agency, submission.period
        season = self.season(agency, period)
        own = agency.pk in self.rights.own_agency_ids
        receives, approves = (False, False) if own else self._reviews(agency.pk, period.block, season)
        supervises = period.block in self.rights.approver_blocks
        if submission.state in UNDER_REVIEW and (approves or supervises):
            authors = self.authors(submission)
        else:
            authors = NO_AUTHORS
        is_secretariat = bool(season and self.rights.is_secretariat(season.pk))
        if supervises and not approves and not own:
            approves = self.is_left_to_the_ministry(submission, authors)
        return ActorStanding(
            is_officer=agency.pk in self.rights.officer_ids,
            is_head=agency.pk in self.rights.head_ids,
            is_secretariat=is_secretariat,
            receives=receives,
            approves=approves,
            is_ministry_approver=supervises,
            # Asked of nobody else: only they enter anything.
            entry_is_open=(own or is_secretariat) and self._entry_is_open(submission, season.pk if season else None),
            changed_a_value=self.user.pk in authors,
            is_sealed=submission.state == State.SEALED,
            recallable=self._recallable(submission),
        )

    @property
    def succession(self) -> SuccessionMap:
        return self.rights.succession

    def entry_standing(self, submission: Submission) -> ActorStanding:
        """The standing towards entering figures alone: who reviews them is not asked."""
        agency, period = submission.agency, submission.period
        season_id = self.season_id(agency, period)
        enters = agency.pk in self.rights.own_agency_ids
        is_secretariat = season_id is not None and self.rights.is_secretariat(season_id)
        return ActorStanding(
            is_officer=agency.pk in self.rights.officer_ids,
            is_head=agency.pk in self.rights.head_ids,
            is_secretariat=is_secretariat,
            entry_is_open=(enters or is_secretariat) and self._entry_is_open(submission, season_id),
        )

    def phases(self, period, season_id: int | None) -> list[SeasonPhase]:
        """The entry phases of a period in a season."""
        held = [] if season_id is None else self.entry_phases(season_id)
        return [row for row in held if row.period_code == period.period_code and row.block in ("", period.block)]

    def entry_phases(self, season: Season | int) -> list[SeasonPhase]:
        """Those of all periods of a season; ``season`` or its key."""
        key = season.pk if isinstance(season, Season) else season
        if key not in self._phases:
            self._phases[key] = entry_phases(key)
        return self._phases[key]

    def know_phases(self, season: Season, phases: list[SeasonPhase]) -> None:
        """Spare reading the entry phases of a season where the page has read all of them."""
        self._phases[season.pk] = phases

    def sees(self, agency, period) -> bool:
        """Whether the agency's figures of the period are shown to the person: the rule of ``visible_to``."""
        rights = self.rights
        if agency.pk in rights.own_agency_ids or period.block in rights.supervised_blocks:
            return True
        day = rule_day(period_end=period.end, year=period.year)
        return any(
            scope.year == period.year and scope.sees(agency.pk, period.block, day) for scope in rights.led_scopes
        )

    def releases(self, season: Season, block: str | None = None) -> bool:
        """Who shows figures to the members: the head of the head agency; while none leads, the ministry's approver."""
        if self.leaders(season).heads:
            return self.rights.heads_cluster(season.pk)
        approved = self.rights.approver_blocks
        return block in approved if block else bool(approved)

    def nudges(self, agency_id: int, block: str, season_id: int | None) -> bool:
        """Whether the person may remind another agency of a report that is overdue."""
        if agency_id in self.rights.own_agency_ids:
            return False
        leads = season_id is not None and self.rights.is_secretariat(season_id)
        return leads or block in self.rights.supervised_blocks

    def leaders(self, season: Season | None) -> Leaders:
        """The agencies that lead a season today."""
        if season is None:
            return NO_LEADERS
        key = (season.cluster_id, season.year)
        if key not in self._leaders:
            own = next(iter(self.rights.leads(season.pk, current=False)), None)
            leading = own.leading if own else self._leading.get(key)
            self._leaders[key] = leaders_of(_leading_today(season) if leading is None else leading, self.succession)
        return self._leaders[key]

    def know_leaders(self, leaders: Mapping[SeasonKey, Leaders]) -> None:
        """Spare reading who leads these seasons today where the page has read it."""
        self._leaders |= leaders

    def reviewers(self, agency_id: int, block: str, season: Season | None) -> Reviewers:
        return reviewers_of(agency_id, block, self.leaders(season))

    def reviewer_of(self, submission: Submission) -> Reviewer:
        """Who reviews a submission: the head agency, a deputy agency or the Ministry."""
        season = self.season(submission.agency, submission.period)
        return self.reviewers(submission.agency_id, submission.period.block, season).who

    def _reviews(self, agency_id: int, block: str, season: Season | None) -> tuple[bool, bool]:
        """Whether the person receives, and whether the person approves."""
        rights, found = self.rights, self.reviewers(agency_id, block, season)
        if found.who == Reviewer.MINISTRY:
            return block in rights.supervised_blocks, block in rights.approver_blocks
        scopes = [scope for scope in rights.leads(season.pk) if scope.agency_id in found.agencies]
        return bool(scopes), any(scope.as_head for scope in scopes)

    def _recallable(self, submission: Submission) -> str:
        last = submission.last_step or {}
        stands = last.get("by") == self.user.pk and STEPS[last["action"]].target == submission.state
        return last["action"] if stands else ""

    def is_left_to_the_ministry(self, submission: Submission, authors: frozenset[int] | None = None) -> bool:
        """Whether everybody who could approve has a value of their own in the version."""
        season = self.season(submission.agency, submission.period)
        agencies = self.reviewers(submission.agency_id, submission.period.block, season).agencies
        authors = self.authors(submission) if authors is None else authors
        if not (agencies and authors):
            return False
        if agencies not in self._heads:
            held = Appointment.objects.valid_on(dates.today()).filter(agency__in=agencies, role=AppointmentRole.HEAD)
            self._heads[agencies] = frozenset(held.exclude(person__user=None).values_list("person__user", flat=True))
        heads = self._heads[agencies]
        return bool(heads) and heads <= authors

    def _entry_is_open(self, submission: Submission, season_id: int | None) -> bool:
        """A returned or reopened submission may be corrected after its phase has closed."""
        if submission.given_back_at is not None:
            return True
        return any(phase.is_open(dates.today()) for phase in self.phases(submission.period, season_id))

    def authors(self, submission: Submission) -> frozenset[int]:
        """Whose values the version holds; read once."""
        return self.authors_of([submission.pk])[submission.pk]

    def authors_of(self, submission_ids: Collection[int]) -> dict[int, frozenset[int]]:
        """Whose values each of these versions holds. One query for those that were not asked for before."""
        new = set(submission_ids) - set(self._authors)
        if new:
            self._learn(new, ResultChange.objects.filter(submission__in=new))
        return {pk: self._authors[pk] for pk in submission_ids}

    def know_changes(self, submission_ids: Iterable[int], changes: Iterable[ResultChange]) -> None:
        """Spare reading whose values these versions hold where the page has read all changes of their figures."""
        self._learn(submission_ids, changes)

    def _learn(self, submission_ids: Iterable[int], changes: Iterable[ResultChange]) -> None:
        found = authors_of(changes)
        self._authors |= {pk: found.get(pk, NO_AUTHORS) for pk in submission_ids}


def _leading_today(season: Season) -> list[Leading]:
    rows = Leadership.objects.filter(season_id=season.pk).valid_on(dates.today())
    return list(rows.values_list("agency_id", "agency__kind", "role"))


def leaders_of(leading: Iterable[Leading], succession: SuccessionMap) -> Leaders:
    """Each leading agency (with its block and role), or who stands for it today, with the agencies that it succeeds."""
    succession = succession.as_of(dates.today())
    heads: set[int] = set()
    deputies: dict[str, set[int]] = {}
    for agency_id, block, role in leading:
        into = heads if role == LeadershipRole.HEAD else deputies.setdefault(block, set())
        into |= succession.with_predecessors(succession.with_successors([agency_id]))
    return Leaders(frozenset(heads), {block: frozenset(ids) for block, ids in deputies.items()})


def desk_of(user: User) -> Desk:
    """The person's desk today, kept on the account object for the length of a request."""
    kept = getattr(user, "_desk", None)
    if kept is None or kept.rights is not rights_of(user):
        kept = user._desk = Desk(user)
    return kept
