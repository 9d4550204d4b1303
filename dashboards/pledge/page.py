"""The pledge as rows: promise beside result, and who has signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from dashboards.workspace.comparison_words import Note
from results import words
from results.figures import AgencyRef, BlockFigures, IndicatorRef, TargetRef, lines
from results.figures.lines import Line


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One promise; ``kept`` is None where it cannot be measured, has no result yet or the year may still change it.

    ``why_open`` says which. ``compared`` says over whom last year is counted, where not over all.
    """

    ordinal: int
    text: str
    unit: str
    assigned: str
    last: str
    promised: str
    result: words.Shown | None
    gap: str
    gap_look: str
    kept: bool | None
    why_open: str = ""
    compared: Note | None = None


def items(rows: Iterable, figures: BlockFigures, agency: AgencyRef | None) -> list[ItemRow]:
    """Promises with the block's results, or with those of one agency where the totals are not visible."""
    by_id = {indicator.id: indicator for indicator in figures.indicators.values()}
    return [_item(row, by_id.get(row.indicator_id), figures, agency) for row in rows]


def _item(row, indicator: IndicatorRef | None, figures: BlockFigures, agency: AgencyRef | None) -> ItemRow:
    if indicator is None:
        return ItemRow(row.ordinal, row.text, "", "", "", "", None, "", "flat", None, _("not measured"))
    line = figures.line(indicator.code, None if figures.totals_visible or agency is None else agency.code)
    promise = TargetRef(Fraction(row.value), row.comparator) if row.value is not None else None
    measured, is_whole = line.value.measured, _is_whole(figures, line)
    is_judged = promise and row.comparator and is_whole
    kept = lines.met(measured, promise, indicator, line.period) if is_judged else None
    # What a part of the members did is no part of what all promised, but a rate of theirs is a rate.
    is_apart = promise and measured is not None and (is_whole or indicator.is_rate)
    gap = measured - promise.value if is_apart else None
    before = words.shown(line.last, indicator)
    return ItemRow(
        ordinal=row.ordinal,
        text=row.text,
        unit=words.unit_text(indicator),
        assigned=words.target_text(line.target, indicator) if line.target else "",
        last=before.text if before.is_value else words.NO_VALUE,
        promised=words.target_text(promise, indicator),
        result=words.shown(line.value, indicator),
        gap=words.gap_text(gap, indicator),
        gap_look="flat" if kept is None else "up" if kept else "down",
        kept=kept,
        why_open=_why_open(line, promise, is_whole=is_whole) if kept is None else "",
        compared=comparison_words.note(line.compared, line.period.year - 1) if line.period else None,
    )


def _is_whole(figures: BlockFigures, line: Line) -> bool:
    """Whether the figure holds everybody it stands for."""
    if line.agency is not None:
        return line.value.is_known
    return all(figures.value(code, line.indicator.code).is_known for code in figures.codes)


def _why_open(line: Line, promise: TargetRef | None, *, is_whole: bool) -> str:
    if promise is None or not promise.comparator:
        return _("not measured")
    if line.value.hidden:
        return _("not released")
    if line.value.measured is None:
        return _("no result yet")
    if not is_whole:
        return _("not all members have reported")
    return _("shows at the year's end")


def notes(rows: Iterable[ItemRow]) -> list[tuple[str, Note]]:
    """Each note on last year once, with the numbers of the promises it is about."""
    found: dict[Note, list[str]] = {}
    for row in rows:
        if row.compared:
            found.setdefault(row.compared, []).append(str(row.ordinal))
    return [(", ".join(numbers), note) for note, numbers in found.items()]


@dataclass(frozen=True, slots=True)
class SignatureLine:
    agency: str
    signer: str
    signed_on: object


def signatures(rows: Iterable, figures: BlockFigures) -> list[SignatureLine]:
    """Every member of the block in official order, signed or not; then signers that are no members any more."""
    held = {row.agency_id: row for row in rows}
    found = [_signature(agency.name(words.lang()), held.pop(agency.id, None)) for agency in figures.agencies]
    return found + [_signature(row.agency.name, row) for row in held.values()]


def _signature(name: str, row) -> SignatureLine:
    if row is None:
        return SignatureLine(name, _("Head of the agency"), None)
    signer = row.person.full_name if row.person else ""
    return SignatureLine(name, " · ".join(filter(None, [row.title, signer])), row.signed_on)
