"""What happened to a submission: changes of its values, its steps, and what differs from the version before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import AuditEntry
from results import words
from results.enums import Action, ChangeHow
from results.figures import Cell, IndicatorRef
from results.figures.refs import submission_cells
from results.models import ResultChange, Submission
from results.words import columns
from results.workflow import GIVING_BACK, WITH_THE_AGENCY

LATEST = 200  # changes listed on one page


@dataclass(frozen=True)
class ChangeInWords:
    """One change of a value, in words."""

    code: str
    name: str
    old: str
    new: str
    note: str
    at: object
    who: str
    how: str
    is_note_only: bool


def changes_of(submission: Submission, indicators: Iterable[IndicatorRef]) -> dict[str, list[ChangeInWords]]:
    """The changes of some cells, newest first, by indicator code."""
    by_id = {i.id: i for i in indicators}
    found: dict[str, list[ChangeInWords]] = {}
    for row in ResultChange.objects.filter(submission=submission, indicator__in=by_id):
        change = _told(row, by_id[row.indicator_id])
        found.setdefault(change.code, []).append(change)
    return found


def latest_changes(
    changes: Iterable[ResultChange], indicators: Mapping[str, IndicatorRef]
) -> tuple[list[ChangeInWords], int]:
    """The newest of a version's changes, read newest first, and how many there are in all."""
    by_id = {i.id: i for i in indicators.values()}
    rows = [row for row in changes if row.indicator_id in by_id]
    return [_told(row, by_id[row.indicator_id]) for row in rows[:LATEST]], len(rows)


def _told(row: ResultChange, indicator: IndicatorRef) -> ChangeInWords:
    note = row.new_note if row.new_note != row.old_note else ""
    return ChangeInWords(
        code=indicator.code,
        name=indicator.name(words.lang()),
        old=_value(indicator, row.old_value, row.old_nothing),
        new=_value(indicator, row.new_value, row.new_nothing),
        note=note,
        at=row.at,
        who=row.actor_name,
        how=ChangeHow(row.how).label,
        is_note_only=not row.changes_figure,
    )


def _value(indicator: IndicatorRef, value: int | None, nothing: bool) -> str:
    if value is None and not nothing:
        return words.empty()
    shown = Cell(value, nothing)
    return columns.cell_with_unit(indicator, shown) if indicator.is_money else columns.cell(indicator, shown)


def differences(
    submission: Submission,
    cells: Mapping[str, Cell],
    versions: Iterable[Submission],
    changes: Callable[[], Iterable[ResultChange]],
) -> tuple[str, dict[str, tuple[Cell, Cell]]]:
    """Against what, and which cells differ by code (before, now).

    A returned submission is compared with what was returned, a new version with the one before it among ``versions``;
    "" and nothing where there is neither. What the own head sent back is compared while it is with the agency: those
    who review it have not seen what was before. ``changes`` gives those of its values, newest first.
    """
    returned, sent_back = submission.returned_at, submission.sent_back_at
    with_the_agency = submission.state in WITH_THE_AGENCY
    if with_the_agency and sent_back and sent_back == submission.given_back_at:
        before, kind = _as_it_was(cells, changes(), sent_back), "sent_back"
    elif returned and returned > submission.created_at:
        before, kind = _as_it_was(cells, changes(), returned), "returned"
    elif submission.version > 1:
        previous = next((each for each in versions if each.version == submission.version - 1), None)
        before, kind = (submission_cells(previous) if previous else {}), "version"
    else:
        return "", {}
    codes = dict.fromkeys([*before, *cells])
    pairs = {code: (before.get(code, Cell()), cells.get(code, Cell())) for code in codes}
    return kind, {code: pair for code, pair in pairs.items() if _shown(pair[0]) != _shown(pair[1])}


def _shown(cell: Cell) -> tuple[int | None, bool]:
    return cell.value, cell.nothing


def _as_it_was(cells: Mapping[str, Cell], changes: Iterable[ResultChange], moment: datetime) -> dict[str, Cell]:
    """The values before the first change since a moment."""
    before = dict(cells)
    for row in changes:  # newest first, so the oldest is written last
        if row.at >= moment:
            before[row.indicator.code] = Cell(row.old_value, row.old_nothing, row.old_note)
    return before


@dataclass(frozen=True)
class Return:
    """Why a report came back: who gave which reason when; ``step`` is the return, the sending back or the reopening."""

    step: str
    who: str
    at: datetime | None
    reason: str

    @property
    def words(self) -> str:
        return words.returned(self.step, self.who, self.at, self.reason)


def returns_of(submissions: Iterable[Submission], steps: Iterable[str] = GIVING_BACK) -> dict[int, Return]:
    """The last return of each submission by one of these steps, unless it was taken back; one query for any number.

    A version begun by a reopening has its reason in the record of the version before, and keeps it itself.
    """
    rows = list(submissions)
    acts = [f"submission.{step}" for step in (*GIVING_BACK, Action.RECALL)]
    ids = [str(row.pk) for row in rows]
    entries = AuditEntry.objects.filter(target_type="results.submission", target_id__in=ids, action__in=acts)
    told: dict[str, list[AuditEntry]] = {}
    for entry in entries.order_by("at", "pk"):
        told.setdefault(entry.target_id, []).append(entry)
    begun = _reopenings([row for row in rows if row.version > 1])
    found = {row.pk: _last_return(row, told.get(str(row.pk), []), begun.get(row.pk), frozenset(steps)) for row in rows}
    return {pk: last for pk, last in found.items() if last}


def _reopenings(rows: list[Submission]) -> dict[int, AuditEntry]:
    """The reopening that began each of the versions; it stands in the record of the version before."""
    if not rows:
        return {}
    pairs = {(row.agency_id, row.period_id, row.version - 1): row.pk for row in rows}
    names = ("pk", "agency_id", "period_id", "version")
    earlier = Submission.objects.filter(
        agency__in={key[0] for key in pairs}, period__in={key[1] for key in pairs}
    ).values_list(*names)
    begun = {str(row[0]): pairs[row[1:]] for row in earlier if row[1:] in pairs}
    acts = AuditEntry.objects.filter(
        target_type="results.submission", target_id__in=begun, action=f"submission.{Action.REOPEN}"
    )
    return {begun[entry.target_id]: entry for entry in acts}


def _last_return(
    row: Submission, entries: Iterable[AuditEntry], begun: AuditEntry | None, steps: frozenset[str]
) -> Return | None:
    held = [Return(Action.REOPEN, begun.actor_name, begun.at, begun.note)] if begun else []
    for entry in entries:
        step = entry.action.partition(".")[2]
        if step in GIVING_BACK and step != Action.REOPEN:
            held.append(Return(step, entry.actor_name, entry.at, entry.note))
        elif step == Action.RECALL and entry.after.get("recalled") in GIVING_BACK and held:
            held.pop()
    last = next((each for each in reversed(held) if each.step in steps), None)
    if last is None and not held and row.return_reason:
        step = Action.REOPEN if row.version > 1 else Action.RETURN
        return Return(step, "", row.given_back_at, row.return_reason) if step in steps else None
    return last


def steps_taken(submissions: Iterable[Submission]) -> list[AuditEntry]:
    """Openings, hand-overs, returns, approvals … of all versions, newest first; saves are told cell by cell."""
    ids = [str(s.pk) for s in submissions]
    rows = AuditEntry.objects.filter(target_type="results.submission", target_id__in=ids)
    return list(rows.exclude(action="result.save"))
