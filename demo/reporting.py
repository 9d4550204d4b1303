"""Storing what was reported: submissions with their results, their history and the releases."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from accounts.models import AuditEntry
from clusters.models import Season
from emulation_portal.lib import dates
from results.checks.validation import check_value
from results.enums import Action, ChangeHow, State
from results.figures import Cell, IndicatorRef
from results.figures.refs import indicators_in_force
from results.models import Release, Result, ResultChange, Submission

from .explaining import notes_for
from .stage import FAMILY, Stage, UnsoundDemo
from .years import cast, duties, texts
from .years.departments import STOCKS, YES_NO
from .years.draw import Draw
from .years.live_state import LiveState, live_state
from .years.plan import PlanPeriod
from .years.story import DEPARTMENT, MERGER_YEAR, StoryMember
from .years.timeline import Moments, day_after, moments_of, working_moment

_STEPS = (Action.HAND_OVER, Action.SUBMIT, Action.RECEIVE, Action.APPROVE, Action.SEAL)
_STATES = (State.DRAFT, State.AWAITING_SIGNATURE, State.SUBMITTED, State.RECEIVED, State.APPROVED, State.SEALED)
_REACHED = {state: place for place, state in enumerate(_STATES)}  # how many of the steps lie behind a state
STEP_NAMES = ("handed_over", "submitted", "received", "approved", "sealed")
_TYPED_SHARE = 0.5  # how much of a draft is filled in
_TOO_EARLY = 0.15  # of a period: before that only stocks are known


@dataclass(frozen=True)
class Report:
    """One submission to be stored."""

    member: StoryMember
    period: PlanPeriod
    state: str
    cluster: str | None  # whose season it belongs to, if any
    cells: dict[str, Cell] = field(default_factory=dict)
    moments: Moments | None = None
    is_returned: bool = False  # sent back after it had been received; a draft again

    @property
    def steps(self) -> int:
        return _REACHED[State.RECEIVED if self.is_returned else self.state]

    @property
    def updated(self) -> datetime:
        if self.is_returned:
            return self.moments.approved
        return getattr(self.moments, STEP_NAMES[self.steps - 1] if self.steps else "typed")


class ReportingDesk:
    """Makes reports out of the story and refuses those the portal's own validators would refuse."""

    def __init__(self, stage: Stage):
        self.stage = stage
        self._indicators: dict[tuple[str, int], dict[str, IndicatorRef]] = {}

    def indicators(self, period: PlanPeriod) -> dict[str, IndicatorRef]:
        key = (period.block, period.year)
        if key not in self._indicators:
            self._indicators[key] = indicators_in_force(*key)
        return self._indicators[key]

    def complete(self, member: StoryMember, period: PlanPeriod, cluster: str | None) -> Report:
        """A report that went the whole way; the year-end ones are sealed as soon as there was time for it."""
        cells = self._cells(member, period)
        self._require_sound(member, period, cells)
        # A department answers "sent on time" in its own form, so none is late here.
        may_be_late = period.block != DEPARTMENT
        moments = moments_of(period, f"{period.code}|{member.code}", self.stage.calendar.off, may_be_late=may_be_late)
        sealed = period.is_year_end and moments.sealed <= self.stage.now
        state = State.SEALED if sealed else State.APPROVED
        return Report(member, period, state, cluster, cells, self._fitted(moments, period, state))

    def live(self, member: StoryMember, period: PlanPeriod, cluster: str | None, progress: LiveState) -> Report:
        """A report of the live period on its way; drafts are half filled in but for those that were sent back."""
        cells, state = self._cells(member, period), progress.state
        self._require_sound(member, period, cells)
        may_be_late = progress.may_be_late and period.block != DEPARTMENT
        moments = moments_of(period, f"{period.code}|{member.code}", self.stage.calendar.off, may_be_late=may_be_late)
        if state == State.DRAFT and not progress.is_returned:
            cells, moments = self._draft_cells(period, cells), self._just_begun(member, period)
        if state == State.SEALED and moments.sealed > self.stage.now:
            state = State.APPROVED
        report = Report(member, period, state, cluster, cells, moments, progress.is_returned)
        # The return is one step more, at the moment at which others are approved.
        steps = report.steps + progress.is_returned
        if progress.is_overdue and steps:
            moments = moments.ending(self._lately(period, member), 2 + steps)
        return replace(report, moments=self._squeezed(moments, period, 2 + steps))

    def _cells(self, member: StoryMember, period: PlanPeriod) -> dict[str, Cell]:
        story = self.stage.story
        kind = {"period_code": period.period_code, "months": period.months, "is_year_end": period.is_year_end}
        values = story.at(period.year, member.code, **kind)
        notes, typed = story.notes(member.code, values), self.indicators(period)
        return {
            code: Cell(None if nothing else value, nothing, notes.get(code, ""))
            for code, value in values.items()
            if code in typed
            for nothing in [value == 0 and typed[code].value_type != "boolean"]
        }

    def _draft_cells(self, period: PlanPeriod, cells: dict[str, Cell]) -> dict[str, Cell]:
        """The first rows of the form; of a period that is still running only what is known by now.

        What nobody must fill in comes last and is not begun.
        """
        listed = self.indicators(period).items()
        typed = [code for code, i in listed if i.is_typed and code in cells and code not in duties.CODES]
        if not self.stage.plan.is_early(period):
            kept = typed[: max(1, int(len(typed) * _TYPED_SHARE))]
            return {code: cells[code] for code in kept}
        span = (period.data_cutoff - period.start).days
        elapsed = max(0, (self.stage.plan.day - period.start).days) / span
        kept = [code for code in typed if code in STOCKS or (code in YES_NO and elapsed >= _TOO_EARLY)]
        if elapsed >= _TOO_EARLY:
            kept = typed[: max(1, int(len(typed) * _TYPED_SHARE * elapsed))]
        return {code: _grown_to(cells[code], code, elapsed) for code in kept}

    def _require_sound(self, member: StoryMember, period: PlanPeriod, cells: dict[str, Cell]) -> None:
        """What a form would take: ranges, whole numbers of its units. Relations are asked when notes are made."""
        indicators = self.indicators(period)
        for code, cell in cells.items():
            check_value(indicators[code], cell.value)
            if (cell.value or 0) % indicators[code].entry_scale:
                raise UnsoundDemo(f"{period.code} {member.code} {code}: not a whole number of form units")

    def _just_begun(self, member: StoryMember, period: PlanPeriod) -> Moments:
        """A draft was opened within the last days that were worked, however long ago the period ended."""
        days = timedelta(days=4)  # a weekend and a day off lie within
        earliest = datetime.combine(period.start, datetime.min.time(), tzinfo=dates.TIME_ZONE)
        opened = self.stage.not_later(max(self.stage.now - days, earliest))
        share = Draw(period.code, member.code, "begun").between(0.2, 0.9)
        begun = working_moment(opened, self.stage.now, share, self.stage.calendar.off)
        return Moments(*([begun] * len(Moments.__slots__)))

    def _lately(self, period: PlanPeriod, member: StoryMember) -> date:
        """A working day shortly before the loading."""
        day = self.stage.plan.day - timedelta(days=Draw(period.code, member.code, "lately").whole(1, 5))
        while not dates.is_working_day(day, self.stage.calendar.off):
            day -= timedelta(days=1)
        return day

    def _fitted(self, moments: Moments, period: PlanPeriod, state: str) -> Moments:
        # Opening and typing come before the steps of the workflow.
        return self._squeezed(moments, period, 2 + _REACHED[state])

    def _squeezed(self, moments: Moments, period: PlanPeriod, steps: int) -> Moments:
        return moments.squeezed(day_after(period), self.stage.now, steps, self.stage.calendar.off)


def _grown_to(cell: Cell, code: str, share: float) -> Cell:
    if code in STOCKS or code in YES_NO or cell.value is None:
        return cell
    return Cell(int(cell.value // 1000 * share) * 1000 if cell.value >= 10**9 else int(cell.value * share))


# -- which reports there are -------------------------------------------------------------------------------------------
def reports_in(stage: Stage, desk: ReportingDesk, years: Iterable[int]) -> list[Report]:
    """Everything reported for these years as the plan has it, in a fixed order."""
    found = []
    for period in (p for p in stage.periods if p.year in set(years)):
        clusters = stage.clusters_in(period)
        for member in stage.reporters(period):
            cluster = clusters.get(member.code)
            if stage.plan.is_complete(period):
                found.append(desk.complete(member, period, cluster))
            elif stage.plan.is_live(period) and (progress := live_state(stage.plan, period, member.province)):
                found.append(desk.live(member, period, cluster, progress))
    return found


# -- storing -----------------------------------------------------------------------------------------------------------
def store(stage: Stage, reports: list[Report]) -> int:
    """Write reports with results and history; returns how many results were written."""
    rows = Submission.objects.bulk_create(_submission(stage, report) for report in reports)
    pairs = list(zip(reports, rows, strict=True))
    results = Result.objects.bulk_create(
        (result for report, row in pairs for result in _results(stage, report, row)), batch_size=2000
    )
    _explain(stage, pairs)
    ResultChange.objects.bulk_create(
        (change for report, row in pairs if _keeps_history(stage, report) for change in _changes(stage, report, row)),
        batch_size=2000,
    )
    AuditEntry.objects.bulk_create(
        (entry for report, row in pairs for entry in _entries(stage, report, row)), batch_size=2000
    )
    return len(results)


def _keeps_history(stage: Stage, report: Report) -> bool:
    """Who typed what is told of the family, and of what somebody may be reviewing now."""
    return report.cluster in FAMILY or stage.plan.is_live(report.period)


def _explain(stage: Stage, pairs: list[tuple[Report, Submission]]) -> None:
    """What the portal asks about a report is answered by a note, before the history is written."""
    notes = notes_for(stage, [row for _report, row in pairs])
    reports = {row.pk: report for report, row in pairs}
    for (pk, code), note in notes.items():
        reports[pk].cells[code] = replace(reports[pk].cells[code], note=note)
        Result.objects.filter(submission=pk, indicator=stage.indicators[code]).update(note=note)


def _submission(stage: Stage, report: Report) -> Submission:
    moments, steps = report.moments, STEP_NAMES[: report.steps]
    _, approver = cast.reviewers(report.member.code, report.member.block, is_led=_is_led(stage, report))
    late = 0
    if "submitted" in steps:
        late = stage.calendar.late(report.period.due_date, moments.submitted.date())
    return Submission(
        agency=stage.agencies[report.member.code],
        period=stage.rows[report.period.code],
        state=report.state,
        created_at=moments.created,
        updated_at=report.updated,
        approved_by=stage.people.users[approver] if "approved" in steps else None,
        late_days=late,
        first_submitted_at=moments.submitted if "submitted" in steps else None,
        returned_at=report.updated if report.is_returned else None,
        return_reason=texts.RETURNED[report.member.block] if report.is_returned else "",
        is_illustrative=True,
        **{f"{step}_at": getattr(moments, step) for step in steps},
    )


def _is_led(stage: Stage, report: Report) -> bool:
    return report.cluster is not None and stage.is_led(report.cluster, report.period.year)


def _author(stage: Stage, report: Report):
    username = cast.account_of(report.member.code, cast.OFFICER)
    return stage.people.users[username] if username else None


def _results(stage: Stage, report: Report, row: Submission) -> Iterable[Result]:
    author = _author(stage, report)
    for code, cell in report.cells.items():
        yield Result(
            submission=row,
            indicator=stage.indicators[code],
            value=cell.value,
            nothing_arose=cell.nothing,
            note=cell.note,
            updated_at=report.moments.typed,
            updated_by=author,
        )


def _changes(stage: Stage, report: Report, row: Submission) -> Iterable[ResultChange]:
    author = _author(stage, report)
    for code, cell in report.cells.items():
        yield ResultChange(
            submission=row,
            indicator=stage.indicators[code],
            new_value=cell.value,
            new_nothing=cell.nothing,
            new_note=cell.note,
            at=report.moments.typed,
            actor=author,
            actor_name=_name(author, "Chuyên viên"),
            how=ChangeHow.FORM,
        )


def _entries(stage: Stage, report: Report, row: Submission) -> Iterable[AuditEntry]:
    moments, agency = report.moments, report.member.code
    receiver, approver = cast.reviewers(agency, report.member.block, is_led=_is_led(stage, report))
    users = stage.people.users
    author, head = _author(stage, report), users.get(cast.account_of(agency, cast.HEAD) or "")
    acts = (
        (moments.handed_over, author, "Chuyên viên"),
        (moments.submitted, head, "Thủ trưởng đơn vị"),
        (moments.received, users[receiver], ""),
        (moments.approved, users[approver], ""),
        (moments.sealed, users[cast.MINISTRY_APPROVER], ""),
    )
    yield _entry("submission.open", row, moments.created, author, "Chuyên viên", {}, {"state": _STATES[0]})
    for place, (action, (at, actor, part)) in enumerate(zip(_STEPS, acts, strict=True)):
        if place < report.steps:
            before, after = _STATES[place], _STATES[place + 1]
            yield _entry(f"submission.{action}", row, at, actor, part, {"state": before}, {"state": after})
    if report.is_returned:
        states = {"state": State.RECEIVED}, {"state": State.DRAFT}
        yield _entry(
            f"submission.{Action.RETURN}", row, report.updated, users[receiver], "", *states, row.return_reason
        )


def _entry(
    action: str, row: Submission, at: datetime, actor, part: str, before: dict, after: dict, note: str = ""
) -> AuditEntry:
    return AuditEntry(
        at=at,
        actor=actor,
        actor_name=_name(actor, part),
        action=action,
        target_type=Submission._meta.label_lower,
        target_id=str(row.pk),
        target_label=str(row)[:300],
        before=before,
        after=after,
        note=note,
    )


def _name(actor, part: str) -> str:
    """The person, or for those without an account the part they play."""
    return actor.get_full_name() if actor else f"{part} {cast.MARK}"


def release_all(stage: Stage, season: Season) -> None:
    """Every complete period of the season is shown to the whole cluster, a day after the last approval."""
    chair = stage.people.users[cast.CLUSTER_HEAD] if stage.is_led(season.cluster.code, season.year) else None
    if chair is None and season.year >= MERGER_YEAR and season.cluster.code not in FAMILY:
        chair = stage.people.users[cast.MINISTRY_APPROVER]  # whom the portal asks while nobody leads
    rows, entries = [], []
    for period in (p for p in stage.periods if p.year == season.year and stage.plan.is_complete(p)):
        codes = [m.code for m in stage.members_in(season.cluster.code, period)]
        approved = Submission.objects.filter(period=stage.rows[period.code], agency__code__in=codes)
        last = approved.order_by("-approved_at").values_list("approved_at", flat=True).first()
        if last:
            at = stage.not_later(last + timedelta(days=1))
            rows.append(Release(season=season, period=stage.rows[period.code], released_at=at, released_by=chair))
            entries.append(_release_entry(season, period, at, chair))
    Release.objects.bulk_create(rows)
    AuditEntry.objects.bulk_create(entries)


def _release_entry(season: Season, period: PlanPeriod, at: datetime, chair) -> AuditEntry:
    return AuditEntry(
        at=at,
        actor=chair,
        actor_name=_name(chair, "Cụm trưởng"),
        action="figures.release",
        target_type=Season._meta.label_lower,
        target_id=str(season.pk),
        target_label=str(season)[:300],
        after={"period": period.code},
    )
