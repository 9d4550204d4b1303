"""The queue of a season: submissions that wait, with what is doubtful in them, and the board of all members."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import Block
from clusters.members import overlapping_year, rule_day
from clusters.models import Agency, Membership, Season
from emulation_portal.lib import dates
from results import words
from results.checks.compared import Comparisons, Place
from results.enums import Action, State
from results.figures import Cell
from results.figures.stored_rows import Held
from results.models import DayOff, Release, ReportingPeriod, ResultChange, Submission
from results.reviewers import Reviewer
from results.roles import Desk
from results.submission.history import Return, returns_of
from results.submission.reading import VersionReading
from results.workflow import FINAL_STATES, STATES, UNDER_REVIEW, WITH_THE_AGENCY

from .doubts import Checked
from .overdue_rows import LateReport, late_report
from .release_question import ReleaseQuestion, release_question


@dataclass(frozen=True)
class Waiting:
    """A submission that waits to be received or approved."""

    submission: Submission
    errors: int
    warnings: int  # doubtful relations, explained by a note or not
    unexplained: int  # those of the doubtful ones that no note explains
    changed: int | None  # cells that differ from the version before, or since the return; None for a first version
    is_mine: bool  # a step of this person is due
    holder: str  # whose turn it is: the head agency, a deputy agency or the Ministry
    returned: Return | None  # why it was returned before it came again

    @property
    def doubts(self) -> int:
        return self.errors + self.warnings


@dataclass(frozen=True)
class BoardColumn:
    """A reporting period of the board."""

    period: ReportingPeriod
    is_open: bool
    is_released: bool
    ask: ReleaseQuestion | None  # before the release or its withdrawal, for whoever may do it
    due: str


@dataclass(frozen=True)
class QueueLine:
    agency: Agency
    cells: list["ReviewCell"]


@dataclass(frozen=True)
class ReviewCell:
    """Where one member stands in one period; ``submission`` None: nothing was entered."""

    period: ReportingPeriod
    submission: Submission | None
    is_member: bool
    overdue_days: int | None  # working days since the term ended, of what was not sent
    on_behalf: bool = False  # this person may enter it for the agency now

    @property
    def state(self) -> str:
        if self.submission is None:
            return "missing"
        if self.submission.state == State.DRAFT:
            return "returned" if self.submission.returned_at else "editing"
        return self.submission.state

    @property
    def icon(self) -> str:
        """What is still with the agency looks alike; a return is told apart."""
        if self.state == "returned":
            return "reply"
        entering = self.submission.state in WITH_THE_AGENCY
        return STATES[State.DRAFT if entering else self.submission.state].icon

    @property
    def is_overdue(self) -> bool:
        return self.overdue_days is not None

    @property
    def was_sent(self) -> bool:
        """Whether it has left the agency, also where it came back since."""
        newest = self.submission
        return newest is not None and (newest.submitted_at is not None or newest.version > 1)

    @property
    def is_late(self) -> bool:
        """Sent after its term."""
        return self.submission is not None and not self.is_overdue and self.submission.late_days > 0

    @property
    def lateness(self) -> str:
        """What is said beside the state; empty for what is in time."""
        if self.overdue_days is not None:
            return words.overdue_text(self.overdue_days)
        return words.late_text(self.submission.late_days) if self.is_late else ""

    @property
    def is_final(self) -> bool:
        return self.submission is not None and self.submission.state in FINAL_STATES


@dataclass(frozen=True)
class ReviewBoard:
    block: str
    columns: list[BoardColumn]
    lines: list[QueueLine]

    @property
    def name(self) -> str:
        return words.block_name(self.block)


@dataclass(frozen=True)
class Queue:
    waiting: list[Waiting]
    boards: list[ReviewBoard]
    doubts: "Doubts"
    desk: Desk

    def reading(self, chosen: Waiting) -> VersionReading:
        """One that waits as its own page tells it, beside the queue."""
        return VersionReading(chosen.submission, self.desk, self.doubts.sheet(chosen.submission))

    def overdue(self) -> list[LateReport]:
        """Of every member the last report that is overdue, unless it has sent a later one; longest overdue first."""
        found = []
        for board in self.boards:
            for line in board.lines:
                told = (cell for cell in line.cells if cell.is_member and (cell.is_overdue or cell.was_sent))
                last = next(told, None)
                if last and last.overdue_days is not None:
                    url = reverse("results:entry", args=[line.agency.code, last.period.code])
                    found.append(late_report(line.agency, last.period, last.overdue_days, url))
        return sorted(found, key=lambda each: (-each.days, each.agency_code))

    @property
    def done(self) -> int:
        """How many of the newest versions are approved."""
        cells = [cell for board in self.boards for line in board.lines for cell in line.cells]
        return sum(cell.is_final for cell in cells)


def read_queue(season: Season, desk: Desk, blocks: Iterable[str]) -> Queue:
    """What waits in a season and where its members stand, in a constant number of queries."""
    return _Reader(season, desk, list(blocks)).queue()


class _Reader:
    def __init__(self, season: Season, desk: Desk, blocks: list[str]):
        self.season, self.desk, self.blocks = season, desk, blocks
        released = Exists(Release.objects.filter(season=season, period=OuterRef("pk")))
        years = (season.year - 1, season.year)
        calendar = list(ReportingPeriod.objects.filter(year__in=years).annotate(is_released=released))
        self.calendar = calendar
        self.periods = [p for p in calendar if p.year == season.year]
        touching = Membership.objects.filter(overlapping_year(season.year), cluster=season.cluster_id)
        rows = touching.filter(agency__kind__in=blocks).select_related("agency__province")
        self.memberships = list(rows.order_by("agency__sort_key", "agency__code"))
        self.phases = desk.entry_phases(season)
        self.released = {p.pk for p in calendar if p.is_released}
        self.held = self._read_submissions()
        self.workdays = DayOff.objects.calendar()

    def _read_submissions(self) -> dict[tuple[int, int], Held]:
        agencies = {m.agency_id: m.agency for m in self.memberships}
        periods = {p.pk: p for p in self.periods}
        found: dict[tuple[int, int], Held] = {}
        for row in Submission.objects.filter(agency__in=agencies, period__in=periods):
            row.agency, row.period = agencies[row.agency_id], periods[row.period_id]
            if self._is_member(row.agency, row.period):
                self.desk.know_season(row.agency, row.period, self.season)
                found.setdefault((row.agency_id, row.period_id), Held()).rows.append(row)
        return found

    def _is_member(self, agency: Agency, period: ReportingPeriod) -> bool:
        day = rule_day(period_end=period.end, year=self.season.year)
        return agency.kind == period.block and any(
            m.agency_id == agency.pk and m.valid_from <= day and (m.valid_to is None or m.valid_to > day)
            for m in self.memberships
        )

    def queue(self) -> Queue:
        waiting = [h.newest for h in self.held.values() if h.newest.state in UNDER_REVIEW]
        doubts = Doubts(waiting, self.held, self._beside(waiting), self.season.year)
        self.desk.know_changes([row.pk for row in waiting], doubts.changes)
        items = [self._waiting(row, doubts) for row in waiting]
        items.sort(key=lambda i: (not i.is_mine, -i.errors, -i.warnings, i.submission.submitted_at or dates.now()))
        return Queue(items, [self._board(block) for block in self.blocks], doubts, self.desk)

    def _beside(self, waiting: list[Submission]) -> Comparisons:
        by_block = {b: tuple(p for p in self.calendar if p.block == b) for b in Block.values}
        places = [Place(row.agency, row.period, by_block[row.period.block]) for row in waiting]
        return Comparisons(places, self.desk.succession)

    def _waiting(self, row: Submission, doubts: "Doubts") -> Waiting:
        standing = self.desk.standing(row)
        is_mine = standing.acts_as(STATES[row.state].waits_for)
        found = doubts.findings(row)
        counts = (len(found.errors), len(found.doubts), len(found.questions))
        return Waiting(row, *counts, doubts.changed(row), is_mine, self._holder(row), self.returns.get(row.pk))

    @cached_property
    def returns(self) -> dict[int, Return]:
        """What was returned before it came again, and why."""
        waiting = [held.newest for held in self.held.values() if held.newest.state in UNDER_REVIEW]
        again = [row for row in waiting if row.return_reason]
        return returns_of(again, (Action.RETURN, Action.REOPEN)) if again else {}

    def _holder(self, row: Submission) -> str:
        """By its part in the cluster: the page lists the agencies that one reviews and no others."""
        found = self.desk.reviewers(row.agency_id, row.period.block, self.season)
        return {
            Reviewer.HEAD_AGENCY: _("the head agency"),
            Reviewer.DEPUTY_AGENCY: _("the deputy agency"),
            Reviewer.MINISTRY: _("the Ministry"),
        }[found.who]

    def _board(self, block: str) -> ReviewBoard:
        today = dates.today()
        begun = {p.period_code for p in self.phases if p.block in ("", block) and p.opens <= today}
        opened = {p.period_code for p in self.phases if p.block in ("", block) and p.is_open(today)}
        held = {period_id for _agency, period_id in self.held}
        # That which runs first: it is what one looks for, and a narrow window shows the first columns.
        periods = [p for p in self.periods if p.block == block and (p.period_code in begun or p.pk in held)][::-1]
        members = list({m.agency_id: m.agency for m in self.memberships if m.agency.kind == block}.values())
        lines = [QueueLine(a, [self._cell(a, p, today, p.period_code in opened) for p in periods]) for a in members]
        columns = [
            BoardColumn(
                p,
                p.period_code in opened,
                p.pk in self.released,
                self._ask(p, members),
                words.due(p.due_date, self.workdays),
            )
            for p in periods
        ]
        return ReviewBoard(block, columns, [line for line in lines if any(c.is_member for c in line.cells)])

    def _ask(self, period: ReportingPeriod, agencies: Iterable[Agency]) -> ReleaseQuestion | None:
        if not self.desk.releases(self.season, period.block):
            return None
        members = [agency for agency in agencies if self._is_member(agency, period)]
        if period.pk not in self.released and not any(self._counts(agency, period) for agency in members):
            return None
        pending = [agency.short_name for agency in members if not self._is_final(agency, period)]
        return release_question(
            self.season,
            period,
            period.name,
            is_released=period.pk in self.released,
            among=len(members),
            not_final=pending,
        )

    def _counts(self, agency: Agency, period: ReportingPeriod) -> bool:
        held = self.held.get((agency.pk, period.pk))
        return bool(held and held.counting)

    def _is_final(self, agency: Agency, period: ReportingPeriod) -> bool:
        held = self.held.get((agency.pk, period.pk))
        return bool(held and held.counting and held.counting.state in FINAL_STATES)

    def _cell(self, agency: Agency, period: ReportingPeriod, today, is_open: bool) -> ReviewCell:
        held = self.held.get((agency.pk, period.pk))
        newest = held.newest if held else None
        is_sent = newest is not None and (newest.submitted_at is not None or newest.version > 1)
        ended = self.workdays.ends_on(period.due_date) < today
        overdue = self.workdays.late(period.due_date, today) if ended and not is_sent else None
        is_member = self._is_member(agency, period)
        on_behalf = is_member and self._enters_for(agency) and (newest is None or newest.state == State.DRAFT)
        corrected = newest is not None and newest.given_back_at
        return ReviewCell(period, newest, is_member, overdue, bool(on_behalf and (is_open or corrected)))

    def _enters_for(self, agency: Agency) -> bool:
        """The secretariat enters for every member but its own agency, which it enters anyway."""
        rights = self.desk.rights
        return rights.is_secretariat(self.season.pk) and agency.pk not in rights.own_agency_ids


class Doubts(Checked):
    """What the checks say of the waiting submissions, and what changed in them, read together."""

    def __init__(self, waiting: list[Submission], held: Mapping[tuple[int, int], Held], beside: Comparisons, year: int):
        self.before = {
            row.pk: next((s for s in held[row.agency_id, row.period_id].rows if s.version == row.version - 1), None)
            for row in waiting
        }
        super().__init__(waiting, beside, year, also=(s.pk for s in self.before.values() if s))
        self.changes = self._read_changes()

    def _read_changes(self) -> list[ResultChange]:
        rows = ResultChange.objects.filter(submission__in=[row.pk for row in self.rows])
        return [change for change in rows if change.changes_figure] if self.rows else []

    def changed(self, row: Submission) -> int | None:
        """How many cells differ since the return or from the version before; None where there is nothing before."""
        if row.returned_at and row.returned_at > row.created_at:
            since = (c for c in self.changes if c.submission_id == row.pk and c.at >= row.returned_at)
            return len({change.indicator_id for change in since})
        before = self.before[row.pk]
        if before is None:
            return None
        now, then = self.cells[row.pk], self.cells[before.pk]
        return sum(1 for code in {*now, *then} if _figure(now.get(code)) != _figure(then.get(code)))


def _figure(cell: Cell | None) -> tuple[int | None, bool]:
    return (cell.value, cell.nothing) if cell else (None, False)
