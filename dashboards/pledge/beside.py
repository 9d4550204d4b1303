"""What stands beside a promised value: the target assigned to the block, and the block's result of the year before."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from clusters.models import Season
from pledges.covenants.services import NOTHING, Beside
from pledges.models import PledgeItem
from results.figures import BlockFigures, lines
from results.figures.read import read_figures
from results.figures.values import EMPTY, TargetRef

PERCENT, WHOLE = Decimal("0.01"), Decimal(1)


@dataclass(frozen=True, slots=True)
class BesideOf:
    """By indicator; ``is_derived``: the assigned target is a weighted mean of targets that differ."""

    beside: Beside
    is_derived: bool = False


def beside_codes(season: Season, block: str, codes: Iterable[str]) -> dict[str, BesideOf]:
    """What stands beside promises of these indicators, as of now: of the members of the year's end."""
    wanted = tuple(dict.fromkeys(codes))
    if not wanted:
        return {}
    figures = read_figures(season, year_end=True, only=wanted, with_published=False)
    shown = figures.blocks.get(block)
    return {} if shown is None else {code: _beside(shown, code) for code in wanted if code in shown.indicators}


def beside_items(season: Season, block: str, items: Iterable[PledgeItem]) -> dict[int, Beside]:
    """The same, by the ids of promises."""
    rows = [item for item in items if item.indicator]
    found = beside_codes(season, block, (item.indicator.code for item in rows))
    return {item.pk: found[item.indicator.code].beside if item.indicator.code in found else NOTHING for item in rows}


def _beside(block: BlockFigures, code: str) -> BesideOf:
    unit = PERCENT if block.indicators[code].is_rate else WHOLE
    target, last = assigned(block, code), block.line(code).last
    measured = last.measured
    return BesideOf(
        Beside(
            assigned=None if target is None else _decimal(target.value, unit),
            last_value=None if measured is None else _decimal(measured, unit),
        ),
        is_derived=target is not None and bool(target.derived_from) and not _is_common(block, code),
    )


def assigned(block: BlockFigures, code: str) -> TargetRef | None:
    """The block's target, derived from its members'. Before the year has figures it is the one that all members share,
    or is weighted by the parts that the same members had at the end of last year."""
    if (target := block.line(code).target) is not None:
        return target
    weighed = [block.last_value(agency.code, code) for agency in block.agencies]
    if any(value.is_empty for value in weighed):  # one that has no last year would not be counted; nobody is, then
        weighed = [EMPTY for _ in weighed]
    asked = [block.target(agency.code, code) for agency in block.agencies]
    return lines.derive(block.indicators[code], zip(block.agencies, weighed, asked, strict=True), None).target


def _is_common(block: BlockFigures, code: str) -> bool:
    return len({t.value for agency in block.codes if (t := block.target(agency, code)) is not None}) == 1


def _decimal(value: Fraction | int, unit: Decimal) -> Decimal:
    """Rounded as it is printed, so that nothing is called below for digits that nobody sees."""
    exact = Fraction(value)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(unit, ROUND_HALF_UP)


__all__ = ["BesideOf", "assigned", "beside_codes", "beside_items"]
