"""Every write of submissions and results. Each records who did it in its own transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict, cast

from django.db import transaction
from django.db.models import Field

from accounts import audit
from accounts.models import User
from clusters.members import SuccessionMap, members_on, rule_day
from clusters.models import Agency, Season
from clusters.versions import raise_data_version, raise_season
from emulation_portal.lib import dates
from emulation_portal.lib.dates import WorkCalendar
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.text import clean_text

from .checks import Findings, blocking
from .checks.compared import Place
from .checks.validation import InvalidValue, check_value
from .enums import Action, ChangeHow, State
from .figures import COUNTING_STATES, IndicatorRef
from .figures.refs import submission_indicators
from .models import DayOff, Release, ReportingPeriod, Result, ResultChange, Submission
from .roles import Desk, desk_of
from .sheets.sheet import Sheet, findings_of, read_sheet
from .telling import acts
from .workflow import NEWEST_ONLY, STEPS, ActorStanding, StepActor, SubmissionStep

NOTE_LENGTH = 500


class StaleSubmission(Exception):
    """Somebody else moved or edited the submission first."""


class NoteRequired(Exception):
    """The step needs a reason."""


class BlockedByChecks(Exception):
    """Relations that fail, or required cells that are empty, keep the submission from being handed over."""

    def __init__(self, findings: Findings):
        super().__init__("blocked")
        self.findings = findings


class TakenStep(TypedDict):
    """What a submission keeps of the step that led here: who took it, from which state, and the values it replaced."""

    action: str
    by: int
    state: str
    before: dict[str, object]


class RecordedStep(TypedDict):
    """What the record is told of a step."""

    action: str
    before: object
    after: object
    note: str


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What was typed into one cell. ``version`` is that of the row the person saw (0: empty; None: do not compare)."""

    value: int | None = None
    nothing: bool = False
    note: str = ""
    version: int | None = None


@dataclass(slots=True)
class SaveReport:
    """What became of a batch: saved and unchanged codes, and stored rows that had changed under the person."""

    saved: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    conflicts: dict[str, Result] = field(default_factory=dict)


@transaction.atomic
def open_submission(*, agency: Agency, period: ReportingPeriod, actor: User) -> Submission:
    """The newest version of the agency's submission, begun as a draft where none exists."""
    desk = desk_of(actor)
    if agency.kind != period.block or desk.season(agency, period) is None:
        raise NotAllowed("not_a_member")
    existing = Submission.objects.filter(agency=agency, period=period).order_by("-version").first()
    if existing and desk.sees(agency, period):
        return existing
    _require_entry(desk.entry_standing(Submission(agency=agency, period=period)))
    now = dates.now()
    submission, created = Submission.objects.get_or_create(
        agency=agency, period=period, version=1, defaults={"created_at": now, "updated_at": now}
    )
    if created:
        audit.record(actor=actor, action="submission.open", target=submission, after=State.DRAFT)
        raise_data_version(agency_ids=[agency.pk], year=period.year)
    return submission


@transaction.atomic
def save_cells(
    *, submission: Submission, entries: Mapping[str, CellEntry], actor: User, how: str | None = None
) -> SaveReport:
    """Store typed values; a row that changed since the person saw it is left alone and reported.

    Raises NotAllowed, StaleSubmission (no longer a draft) or InvalidValue (nothing is then written).
    """
    submission = _locked(submission)
    _require_open(submission, Desk(actor))
    stored = {r.indicator.code: r for r in submission.results.select_related("indicator")}
    return _save(submission, submission_indicators(submission), stored, entries, actor, how)


@transaction.atomic
def enter_cells(
    *, place: Place, actor: User, entries_of: Callable[[Sheet], Mapping[str, CellEntry]], with_targets: bool = True
) -> tuple[Sheet, SaveReport]:
    """Store what ``entries_of`` reads from what was typed beside the sheet as it stands; the sheet as it is then.

    One reading under the lock serves the checks of rights and state, the reading of the form and the answer. Begins
    the draft where nothing was entered yet. Raises as ``save_cells`` does.
    """
    desk = desk_of(actor)

    def read() -> Sheet:
        return read_sheet(place, succession=desk.succession, locked=True, with_targets=with_targets)

    sheet = read()
    if sheet.submission is None:
        open_submission(agency=place.agency, period=place.period, actor=actor)
        sheet = read()
    submission = sheet.as_submission
    _require_open(submission, desk)
    stored = dict(sheet.results)
    report = _save(submission, sheet.indicators, stored, entries_of(sheet), actor)
    return sheet.with_results(stored), report


def _save(
    submission: Submission,
    indicators: Mapping[str, IndicatorRef],
    stored: dict[str, Result],
    entries: Mapping[str, CellEntry],
    actor: User,
    how: str | None = None,
) -> SaveReport:
    """``stored`` holds the rows by indicator, under the lock, and takes the new ones."""
    report = SaveReport()
    changes: list[ResultChange] = []
    method = how or _method(submission, actor)
    is_told = _has_entered_today(stored.values(), actor)
    for code, entry in entries.items():
        indicator = indicators.get(code)
        if indicator is None or not indicator.is_typed:
            raise InvalidValue(code, "not_typed")
        check_value(indicator, entry.value)
        change = _save_cell(submission, indicator, stored, entry, actor, method, report)
        if change:
            changes.append(change)
    ResultChange.objects.bulk_create(changes)
    if changes:
        if submission.last_step:  # somebody has acted: the step that led here is no longer recalled
            Submission.objects.filter(pk=submission.pk).update(last_step=None)
        audit.record(
            actor=actor,
            action="result.save",
            target=submission,
            after={"cells": sorted(report.saved), "how": str(method)},
            on_behalf_of=submission.agency.code if method == ChangeHow.ON_BEHALF else "",
        )
        if method == ChangeHow.ON_BEHALF and not is_told:
            acts.entered_on_behalf(submission, actor)
    return report


def _has_entered_today(stored: Iterable[Result], actor: User) -> bool:
    """Whether the person's own entry of today on the agency's behalf stands in the version: it was told of then."""
    today = dates.today()
    return any(
        row.on_behalf and row.updated_by_id == actor.pk and dates.day_of(row.updated_at) == today for row in stored
    )


def _locked(submission: Submission) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("agency__province", "period")
    return rows.get(pk=submission.pk)


def _require_open(submission: Submission, desk: Desk) -> None:
    _require_entry(desk.entry_standing(submission))
    if submission.state != State.DRAFT:
        raise StaleSubmission(submission.pk)


def _require_entry(standing: ActorStanding) -> None:
    if not standing.edits:
        raise NotAllowed("entry_closed" if standing.is_own or standing.is_secretariat else "right_ended")


def _method(submission: Submission, actor: User) -> str:
    if submission.agency_id not in desk_of(actor).rights.own_agency_ids:
        return ChangeHow.ON_BEHALF
    return ChangeHow.CORRECTION if submission.given_back_at else ChangeHow.FORM


def _save_cell(
    submission: Submission,
    indicator: IndicatorRef,
    stored: dict[str, Result],
    entry: CellEntry,
    actor: User,
    how: str,
    report: SaveReport,
) -> ResultChange | None:
    row = stored.get(indicator.code)
    note = clean_text(entry.note)[:NOTE_LENGTH]
    wanted = (None if entry.nothing else entry.value, entry.nothing, note)
    held = (row.value, row.nothing_arose, row.note) if row else (None, False, "")
    if wanted == held:
        report.unchanged.add(indicator.code)
        return None
    if entry.version is not None and entry.version != (row.version if row else 0):
        report.conflicts[indicator.code] = row or Result(submission=submission, version=0)
        return None
    now = dates.now()
    row = stored.setdefault(indicator.code, row or Result(submission=submission, indicator_id=indicator.id, version=0))
    row.value, row.nothing_arose, row.note = wanted
    row.version, row.updated_at, row.updated_by = row.version + 1, now, actor
    if wanted[:2] != held[:2]:
        row.on_behalf = how == ChangeHow.ON_BEHALF
    row.save()
    report.saved.add(indicator.code)
    return ResultChange(
        submission=submission,
        indicator_id=indicator.id,
        old_value=held[0],
        new_value=wanted[0],
        old_nothing=held[1],
        new_nothing=wanted[1],
        old_note=held[2],
        new_note=wanted[2],
        at=now,
        actor=actor,
        actor_name=actor.display_name,
        how=how,
    )


@transaction.atomic
def take_step(*, submission: Submission, action: str, actor: User, note: str = "") -> Submission:
    """Move a submission along its workflow and record who did it.

    Tells the agency. Raises IllegalStep, StaleSubmission, NotAllowed, NoteRequired or BlockedByChecks;
    nothing is then written. Reopening
    returns the new draft, every other step the submission itself.
    """
    # Locked, so that no cell is saved between the checks and the hand-over.
    submission = _locked(submission)
    step, before = STEPS[action], submission.state
    after = STEPS.next_state(before, action)
    require_step(submission, action, actor)
    if step.newest_only and not is_newest(submission):
        raise StaleSubmission(submission.pk)
    note = clean_text(note)[:1000]
    if step.needs_note and not note:
        raise NoteRequired(action)
    if step.needs_sound:
        _require_sound(submission)
    if action == Action.REOPEN:
        return _reopen(submission, actor, note)
    if action == Action.RECALL:
        return _recall(submission, actor)
    stamp = _stamp(submission, step, actor, note)
    told = RecordedStep(action=f"submission.{action}", before=before, after=after, note=note)
    last = _undoing(submission, action, actor, stamp)
    moved = _move(submission, step, actor, told, state=after, last_step=last, **stamp)
    acts.step_taken(moved, action, actor, note)
    return moved


def _move(
    submission: Submission, step: SubmissionStep, actor: User, told: RecordedStep, **fields: object
) -> Submission:
    """One conditional update on the state the submission is in, its record, and the version of the data."""
    if not Submission.objects.filter(pk=submission.pk, state=submission.state).update(**fields):
        raise StaleSubmission(submission.pk)
    audit.record(actor=actor, target=submission, **told)
    if step.raises_version:
        raise_data_version(agency_ids=[submission.agency_id], year=submission.period.year)
    submission.refresh_from_db()
    return submission


def _undoing(submission: Submission, action: str, actor: User, stamp: Iterable[str]) -> TakenStep | None:
    """What recalling a step puts back; None for a step that stays."""
    if not STEPS[action].recallable:
        return None
    columns = _columns(name for name in stamp if name != "updated_at")
    before = {name: _as_plain(column.value_from_object(submission)) for name, column in columns.items()}
    return TakenStep(action=str(action), by=actor.pk, state=submission.state, before=before)


def _columns(names: Iterable[str]) -> dict[str, "Field[Any, Any]"]:
    """Columns of submissions by name, in the order of the names."""
    columns = {column.name: column for column in Submission._meta.concrete_fields}
    return {name: columns[name] for name in names}


def _as_plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _recall(submission: Submission, actor: User) -> Submission:
    """Put the submission back to where the actor's last step began. Nobody has acted since: acting clears the step."""
    last = cast(TakenStep, submission.last_step)  # it is there: only who took it may recall it
    fields = {name: column.to_python(last["before"][name]) for name, column in _columns(last["before"]).items()}
    after = {"state": last["state"], "recalled": last["action"]}
    told = RecordedStep(action="submission.recall", before=submission.state, after=after, note="")
    step = STEPS[Action.RECALL]
    moved = _move(submission, step, actor, told, state=last["state"], last_step=None, updated_at=dates.now(), **fields)
    acts.step_recalled(moved, last["action"])
    return moved


def require_step(submission: Submission, action: str, actor: User) -> None:
    """NotAllowed with its reason unless the person may take the step, the state left aside."""
    standing, who = Desk(actor).standing(submission), STEPS[action].who
    if standing.acts_as(who):
        return
    if who == StepActor.APPROVER and standing.approves and standing.changed_a_value:
        raise NotAllowed("own_change")
    if who == StepActor.ENTERING and standing.is_own:
        raise NotAllowed("entry_closed")
    raise NotAllowed("not_recallable" if who == StepActor.TAKER else "no_right")


def _require_sound(submission: Submission) -> None:
    findings = blocking(findings_of(submission, SuccessionMap.load()))
    if findings:
        raise BlockedByChecks(findings)


def _stamp(submission: Submission, step: SubmissionStep, actor: User, note: str) -> dict[str, object]:
    """What the step fills: a moment, unless the field holds something else."""
    now = dates.now()
    others: dict[str, Callable[[], object]] = {
        "approved_by": lambda: actor,
        "first_submitted_at": lambda: submission.first_submitted_at or submission.submitted_at or now,
        "late_days": lambda: late_days(submission),
        "return_reason": lambda: note,
    }
    return {"updated_at": now} | {name: others[name]() if name in others else now for name in step.stamps}


def late_days(submission: Submission, calendar: WorkCalendar | None = None) -> int:
    """Working days from the end of the term to today, where it is submitted today; ``calendar`` where it was read.

    The first submission decides: a correction that was asked for, or a restatement of an approved version, is not late.
    """
    if submission.version > 1 or submission.submitted_at is not None:
        return submission.late_days
    return (calendar or DayOff.objects.calendar()).late(submission.period.due_date, dates.today())


def _reopen(submission: Submission, actor: User, note: str) -> Submission:
    now = dates.now()
    draft, created = Submission.objects.get_or_create(
        agency=submission.agency,
        period=submission.period,
        version=submission.version + 1,
        defaults={
            "state": State.DRAFT,
            "created_at": now,
            "updated_at": now,
            "returned_at": now,
            "return_reason": note,
            "late_days": submission.late_days,
            "first_submitted_at": submission.first_submitted_at or submission.submitted_at,
            "is_illustrative": submission.is_illustrative,
        },
    )
    if not created:
        raise StaleSubmission(submission.pk)
    Result.objects.bulk_create(_copies(submission.results.all(), draft))
    audit.record(
        actor=actor,
        action="submission.reopen",
        target=submission,
        before={"state": submission.state, "version": submission.version},
        after={"state": State.DRAFT, "version": draft.version},
        note=note,
    )
    raise_data_version(agency_ids=[submission.agency_id], year=submission.period.year)
    acts.step_taken(draft, Action.REOPEN, actor, note)
    return draft


def _copies(results: Iterable[Result], draft: Submission) -> list[Result]:
    return [
        Result(
            submission=draft,
            indicator_id=r.indicator_id,
            value=r.value,
            nothing_arose=r.nothing_arose,
            note=r.note,
            on_behalf=r.on_behalf,
            updated_at=r.updated_at,
            updated_by_id=r.updated_by_id,
        )
        for r in results
    ]


def possible_steps(submission: Submission, user: User) -> list[str]:
    """The steps this person may take now, in the order of the table."""
    standing = desk_of(user).standing(submission)
    found = [action for action in STEPS.starting_from(submission.state) if standing.may(action)]
    if NEWEST_ONLY.intersection(found) and not is_newest(submission):
        return [action for action in found if action not in NEWEST_ONLY]
    return found


def is_newest(submission: Submission) -> bool:
    """Whether no later version of the same figures has been begun."""
    later = Submission.objects.filter(
        agency_id=submission.agency_id, period_id=submission.period_id, version__gt=submission.version
    )
    return not later.exists()


@transaction.atomic
def release(*, season: Season, period: ReportingPeriod, actor: User) -> Release:
    """Show the figures of a block and period to the whole cluster; repeating it changes nothing.

    NotAllowed while no member's figures of the period count: there is nothing to show.
    """
    require_chair(season, period, actor)
    shown = Release.objects.filter(season=season, period=period)
    if not shown.exists() and not has_figures(season, period):
        raise NotAllowed("nothing_reported")
    row, created = Release.objects.get_or_create(
        season=season, period=period, defaults={"released_at": dates.now(), "released_by": actor}
    )
    if created:
        audit.record(actor=actor, action="figures.release", target=season, after={"period": period.code})
        raise_season(season.pk)
        acts.released(season, period, actor, desk_of(actor))
    return row


@transaction.atomic
def withdraw_release(*, season: Season, period: ReportingPeriod, actor: User) -> None:
    """Hide a block and period from the members again; repeating it changes nothing."""
    require_chair(season, period, actor)
    deleted, _ = Release.objects.filter(season=season, period=period).delete()
    if deleted:
        audit.record(actor=actor, action="figures.withdraw", target=season, before={"period": period.code})
        raise_season(season.pk)
        acts.release_withdrawn(season, period)


def has_figures(season: Season, period: ReportingPeriod) -> bool:
    """Whether figures of a member count in the period."""
    day = rule_day(period_end=period.end, year=season.year)
    members = members_on(season.cluster_id, day, period.block)
    return Submission.objects.filter(period=period, agency__in=members, state__in=COUNTING_STATES).exists()


def require_chair(season: Season, period: ReportingPeriod, actor: User) -> None:
    """NotAllowed unless the person may release figures of the period's block in this season."""
    if period.year != season.year or not Desk(actor).releases(season, period.block):
        raise NotAllowed("no_right")
