"""Storing what was reported: submissions with their results, their history and the releases."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from accounts.models import AuditEntry
from clusters.models import Season
from emulation_portal.lib import dates
from results.checks import CheckRule, missing_required, outcomes
from results.checks.catalogue import check_rules
from results.checks.validation import check_value
from results.enums import Action, ChangeHow, State
from results.figures import Cell, IndicatorRef
from results.figures.refs import indicators_in_force
from results.models import Release, Result, ResultChange, Submission

from .explaining import notes_for
from .facts import CLUSTER
from .stage import FAMILY, Stage, UnsoundDemo
from .years import cast
from .years.departments import STOCKS, YES_NO
from .years.plan import PlanPeriod
from .years.story import DEPARTMENT, MERGER_YEAR, SPLIT_YEARS, StoryMember
from .years.texts import CLUSTER as NEW_CLUSTER
from .years.timeline import Moments, day_after, moments_of

_STEPS = (Action.HAND_OVER, Action.SUBMIT, Action.RECEIVE, Action.APPROVE, Action.SEAL)
_STATES = (State.DRAFT, State.AWAITING_SIGNATURE, State.SUBMITTED, State.RECEIVED, State.APPROVED, State.SEALED)
_REACHED = {state: place for place, state in enumerate(_STATES)}  # how many of the steps lie behind a state
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

    @property
    def steps(self) -> int:
        return _REACHED[self.state]


class ReportingDesk:
    """Makes reports out of the story and refuses those the portal's own validators would refuse."""

    def __init__(self, stage: Stage):
        self.stage = stage
        self._indicators: dict[tuple[str, int], dict[str, IndicatorRef]] = {}
        self._rules: dict[tuple[str, int], list[CheckRule]] = {}

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

    def live(self, member: StoryMember, period: PlanPeriod, cluster: str, state: str) -> Report:
        """A report of the live period in some state; drafts are half filled in."""
        cells = self._cells(member, period)
        self._require_sound(member, period, cells)
        if state == State.DRAFT:
            cells = self._draft_cells(period, cells)
        moments = moments_of(period, f"{period.code}|{member.code}", self.stage.calendar.off, may_be_late=False)
        if state == State.DRAFT:
            moments = self._just_begun(moments, period)
        return Report(member, period, state, cluster, cells, self._fitted(moments, period, state))

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
        """The first rows of the form; of a period that is still running only what is known by now."""
        typed = [code for code, i in self.indicators(period).items() if i.is_typed and code in cells]
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
        """What the workflow asks before a hand-over: ranges, relations, nothing required left empty."""
        indicators = self.indicators(period)
        for code, cell in cells.items():
            check_value(indicators[code], cell.value)
            if (cell.value or 0) % indicators[code].entry_scale:
                raise UnsoundDemo(f"{period.code} {member.code} {code}: not a whole number of form units")
        key = (period.block, period.year)
        if key not in self._rules:
            self._rules[key] = check_rules(*key)
        broken = [o.rule.code for o in outcomes(self._rules[key], cells, indicators) if o.blocks]
        empty = [i.code for i in missing_required(cells, indicators)]
        if broken or empty:
            raise UnsoundDemo(f"{period.code} {member.code}: {', '.join(broken + empty)}")

    def _just_begun(self, moments: Moments, period: PlanPeriod) -> Moments:
        """A draft was opened within the last day, however long ago the period ended."""
        day = timedelta(days=1)
        earliest = datetime.combine(period.start, datetime.min.time(), tzinfo=dates.TIME_ZONE)
        opened = self.stage.not_later(max(self.stage.now - day, earliest))
        return Moments(*([opened + (self.stage.now - opened) / 2] * len(Moments.__slots__)))

    def _fitted(self, moments: Moments, period: PlanPeriod, state: str) -> Moments:
        # Opening and typing come before the steps of the workflow.
        return moments.squeezed(day_after(period), self.stage.now, 2 + _REACHED[state])


def _grown_to(cell: Cell, code: str, share: float) -> Cell:
    if code in STOCKS or code in YES_NO or cell.value is None:
        return cell
    return Cell(int(cell.value // 1000 * share) * 1000 if cell.value >= 10**9 else int(cell.value * share))


# -- which reports there are -------------------------------------------------------------------------------------------
def reports_in(stage: Stage, desk: ReportingDesk, years: Iterable[int]) -> list[Report]:
    """Everything reported for these years as the plan has it, in a fixed order."""
    found = []
    for period in (p for p in stage.periods if p.year in set(years)):
        for cluster, member in _members(stage, period):
            if stage.plan.is_complete(period):
                found.append(desk.complete(member, period, cluster))
            elif stage.plan.is_live(period) and (state := stage.plan.states(period).get(member.province)):
                found.append(desk.live(member, period, cluster, state))
    return found


def _members(stage: Stage, period: PlanPeriod) -> list[tuple[str | None, StoryMember]]:
    """Who reports in a period, with the cluster in whose season it counts.

    Before the first season only the family reports every period. In the year of the mergers those who will join the
    family report to the end without a season of their own.
    """
    old = [m for m in stage.old.values() if m.block == period.block]
    if period.year < SPLIT_YEARS[-1]:
        return [(None, m) for m in old if m.cluster == CLUSTER or period.is_year_end]
    if period.year < MERGER_YEAR:
        return [(m.cluster, m) for m in old]
    joined = stage.members_in(NEW_CLUSTER["code"], period)
    if joined:
        return [(NEW_CLUSTER["code"], m) for m in joined]
    leaving = {code for m in stage.new.values() for code in m.predecessors}
    return [(CLUSTER if m.cluster == CLUSTER else None, m) for m in old if m.code in leaving]


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
        (change for report, row in pairs if report.cluster in FAMILY for change in _changes(stage, report, row)),
        batch_size=2000,
    )
    AuditEntry.objects.bulk_create(
        (entry for report, row in pairs for entry in _entries(stage, report, row)), batch_size=2000
    )
    return len(results)


def _explain(stage: Stage, pairs: list[tuple[Report, Submission]]) -> None:
    """What the portal asks about a report is answered by a note, before the history is written."""
    notes = notes_for(stage, [row for _report, row in pairs])
    reports = {row.pk: report for report, row in pairs}
    for (pk, code), note in notes.items():
        reports[pk].cells[code] = replace(reports[pk].cells[code], note=note)
        Result.objects.filter(submission=pk, indicator=stage.indicators[code]).update(note=note)


def _submission(stage: Stage, report: Report) -> Submission:
    moments, done = report.moments, report.steps
    steps = ("handed_over", "submitted", "received", "approved", "sealed")[:done]
    _, approver = cast.reviewers(report.member.code, report.member.block, is_led=_is_led(stage, report))
    late = 0
    if "submitted" in steps:
        late = stage.calendar.late(report.period.due_date, moments.submitted.date())
    return Submission(
        agency=stage.agencies[report.member.code],
        period=stage.rows[report.period.code],
        state=report.state,
        created_at=moments.created,
        updated_at=getattr(moments, steps[-1] if steps else "typed"),
        approved_by=stage.people.users[approver] if done >= _REACHED[State.APPROVED] else None,
        late_days=late,
        first_submitted_at=moments.submitted if "submitted" in steps else None,
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


def _entry(action: str, row: Submission, at: datetime, actor, part: str, before: dict, after: dict) -> AuditEntry:
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
    )


def _name(actor, part: str) -> str:
    """The person, or for those without an account the part they play."""
    return actor.get_full_name() if actor else f"{part} {cast.MARK}"


def release_all(stage: Stage, season: Season) -> None:
    """Every complete period of the season is shown to the whole cluster, a day after the last approval."""
    led = stage.is_led(season.cluster.code, season.year)
    chair = stage.people.users[cast.CLUSTER_HEAD] if led else None
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
