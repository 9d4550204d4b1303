"""How a person stands towards submissions: rights, leadership of the season and open phases put together.

One desk per person and day; it keeps what it has read, so a list of submissions costs no more than one season.
"""

from dataclasses import dataclass

from clusters.enums import LeadershipRole
from clusters.members import SuccessionMap, rule_day, season_of
from clusters.models import Leadership, Season, SeasonPhase
from clusters.phases import entry_phases
from clusters.rights import rights_of
from emulation_portal.lib import dates

from .enums import State
from .models import ResultChange, Submission
from .workflow import Standing

REVIEWED = (State.SUBMITTED, State.RECEIVED)


@dataclass(frozen=True, slots=True)
class Chairs:
    """The agencies that lead a season today, with the ended agencies they stand for."""

    head_ids: frozenset[int]
    deputy_ids: frozenset[int]


class Desk:
    """Standing of one person; ask ``standing(submission)``."""

    def __init__(self, user):
        self.user = user
        self.rights = rights_of(user)
        self._chairs: dict[int, Chairs] = {}
        self._seasons: dict[tuple[int, int], Season | None] = {}
        self._phases: dict[tuple, list[SeasonPhase]] = {}
        self._succession = self.rights.succession

    def season(self, agency, period) -> Season | None:
        key = (agency.pk, period.pk)
        if key not in self._seasons:
            self._seasons[key] = season_of(agency, period_end=period.end, year=period.year)
        return self._seasons[key]

    def know_season(self, agency, period, season: Season) -> None:
        """Spare the question where a list already knows the season of its rows."""
        self._seasons[agency.pk, period.pk] = season

    def standing(self, submission: Submission, *, changed: bool | None = None) -> Standing:
        """``changed`` answers "did this person change a value?" where a list has read it for all its rows."""
        agency, period = submission.agency, submission.period
        season = self.season(agency, period)
        own = agency.pk in self.rights.own_agency_ids
        receives, approves = (False, False) if own else self._reviews(agency.pk, period.block, season)
        return Standing(
            is_officer=agency.pk in self.rights.officer_ids,
            is_head=agency.pk in self.rights.head_ids,
            is_secretariat=bool(season and self.rights.is_secretariat(season.pk)),
            receives=receives,
            approves=approves,
            is_ministry_approver=period.block in self.rights.approver_blocks,
            entry_is_open=self._entry_is_open(submission, season),
            changed_a_value=approves and (self._changed_a_value(submission) if changed is None else changed),
        )

    @property
    def succession(self) -> SuccessionMap:
        if self._succession is None:
            self._succession = SuccessionMap.load()
        return self._succession

    def phases(self, period, season: Season | None) -> list[SeasonPhase]:
        """The entry phases of a period in a season."""
        key = (season.pk if season else None, period.pk)
        if key not in self._phases:
            self._phases[key] = entry_phases(season, block=period.block, period_code=period.period_code)
        return self._phases[key]

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
        if self.chairs(season.pk).head_ids:
            return self.rights.heads_cluster(season.pk)
        approved = self.rights.approver_blocks
        return block in approved if block else bool(approved)

    def standing_towards(self, agency, period) -> Standing:
        """The standing where no submission exists yet."""
        return self.standing(Submission(agency=agency, period=period, state=State.DRAFT, version=1))

    def chairs(self, season_id: int) -> Chairs:
        if season_id not in self._chairs:
            today = self.succession.as_of(dates.today())
            rows = list(
                Leadership.objects.valid_on(dates.today()).filter(season_id=season_id).values_list("agency_id", "role")
            )
            self._chairs[season_id] = Chairs(
                *(
                    frozenset(today.with_predecessors(a for a, r in rows if r == role))
                    for role in (LeadershipRole.HEAD, LeadershipRole.DEPUTY)
                )
            )
        return self._chairs[season_id]

    def _reviews(self, agency_id: int, block: str, season: Season | None) -> tuple[bool, bool]:
        """Who receives and who approves: the head agency; for its own submission the deputy, else the ministry."""
        chairs = self.chairs(season.pk) if season else Chairs(frozenset(), frozenset())
        if chairs.head_ids and agency_id not in chairs.head_ids:
            return self.rights.is_secretariat(season.pk), self.rights.heads_cluster(season.pk)
        if chairs.deputy_ids and agency_id not in chairs.deputy_ids:
            return self.rights.deputises(season.pk), self.rights.deputises(season.pk, as_head=True)
        return block in self.rights.supervised_blocks, block in self.rights.approver_blocks

    def _entry_is_open(self, submission: Submission, season: Season | None) -> bool:
        """A returned or reopened submission may be corrected after its phase has closed."""
        if submission.returned_at is not None or submission.sent_back_at is not None:
            return True
        return any(phase.is_open(dates.today()) for phase in self.phases(submission.period, season))

    def _changed_a_value(self, submission: Submission) -> bool:
        if submission.pk is None or submission.state not in REVIEWED:
            return False
        changes = ResultChange.objects.filter(submission=submission, actor=self.user)
        if submission.returned_at:
            changes = changes.filter(at__gte=submission.returned_at)
        return any(change.changes_figure for change in changes)


def desk_of(user) -> Desk:
    """The person's desk today, kept on the account object for the length of a request."""
    kept = getattr(user, "_desk", None)
    if kept is None or kept.rights is not rights_of(user):
        kept = user._desk = Desk(user)
    return kept
