"""The pledge as rows: promise beside result, and who has signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from results import rates
from results.figures import HIDDEN, AgencyRef, BlockFigures, Figure, IndicatorRef, TargetRef

from . import words


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One promise; ``kept`` is None where it cannot be measured or has no result yet."""

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


def items(rows: Iterable, figures: BlockFigures, agency: AgencyRef | None) -> list[ItemRow]:
    """Promises with the block's results, or with those of one agency where the totals are not visible."""
    by_id = {indicator.id: indicator for indicator in figures.indicators.values()}
    return [_item(row, by_id.get(row.indicator_id), figures, agency) for row in rows]


def _item(row, indicator: IndicatorRef | None, figures: BlockFigures, agency: AgencyRef | None) -> ItemRow:
    if indicator is None:
        return ItemRow(row.ordinal, row.text, "", "", "", "", None, "", "flat", None)
    value, last, target = _measured(figures, indicator.code, agency)
    promise = TargetRef(Fraction(row.value), row.comparator) if row.value is not None else None
    kept = rates.meets(value.measured, promise.comparator, promise.value) if promise and row.comparator else None
    gap = value.measured - promise.value if promise and value.measured is not None else None
    before = words.shown(last, indicator)
    return ItemRow(
        ordinal=row.ordinal,
        text=row.text,
        unit=words.unit_text(indicator),
        assigned=words.target_text(target, indicator) if target else "",
        last=before.text if before.is_value else words.NO_VALUE,
        promised=words.target_text(promise, indicator),
        result=words.shown(value, indicator),
        gap=words.gap_text(gap, indicator),
        gap_look="flat" if kept is None else "up" if kept else "down",
        kept=kept,
    )


def _measured(figures: BlockFigures, code: str, agency: AgencyRef | None) -> tuple[Figure, Figure, TargetRef | None]:
    if figures.totals_visible:
        return figures.total(code), figures.last_total(code), figures.total_target(code)
    if agency is None:
        return HIDDEN, HIDDEN, None
    return figures.value(agency.code, code), figures.last_value(agency.code, code), figures.target(agency.code, code)


@dataclass(frozen=True, slots=True)
class Signature:
    agency: str
    signer: str
    signed_on: object


def signatures(rows: Iterable, figures: BlockFigures) -> list[Signature]:
    """Every member of the block in official order, signed or not; then signers that are no members any more."""
    held = {row.agency_id: row for row in rows}
    found = [_signature(agency.name(words.lang()), held.pop(agency.id, None)) for agency in figures.agencies]
    return found + [_signature(row.agency.name, row) for row in held.values()]


def _signature(name: str, row) -> Signature:
    if row is None:
        return Signature(name, _("Head of the agency"), None)
    signer = row.person.full_name if row.person else ""
    return Signature(name, " · ".join(filter(None, [row.title, signer])), row.signed_on)
