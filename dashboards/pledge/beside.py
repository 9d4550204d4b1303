"""What stands beside a promised value: the target assigned to the block, and the block's result of the year before."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from clusters.models import Season
from pledges.covenants.services import NOTHING, Beside
from pledges.models import PledgeItem
from results.figures import BlockFigures, rates
from results.figures.read import read_figures
from results.figures.values import TargetRef

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
    held = [(agency, target) for agency in block.codes if (target := block.target(agency, code)) is not None]
    if not held or len(held) < len(block.codes) or len({t.comparator for _, t in held}) != 1:
        return None
    values = {t.value for _, t in held}
    if len(values) == 1:
        return TargetRef(values.pop(), held[0][1].comparator, derived_from=len(held))
    if not block.indicators[code].is_rate:
        return TargetRef(sum((t.value for _, t in held), Fraction(0)), held[0][1].comparator, derived_from=len(held))
    lasts = [(t.value, block.last_value(agency, code).rate) for agency, t in held]
    if any(rate is None for _, rate in lasts):
        return None
    value = rates.weighted_target((value, rate.whole) for value, rate in lasts if rate is not None)
    return None if value is None else TargetRef(value, held[0][1].comparator, derived_from=len(held))


def _is_common(block: BlockFigures, code: str) -> bool:
    return len({t.value for agency in block.codes if (t := block.target(agency, code)) is not None}) == 1


def _decimal(value: Fraction | int, unit: Decimal) -> Decimal:
    """Rounded as it is printed, so that nothing is called below for digits that nobody sees."""
    exact = Fraction(value)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(unit, ROUND_HALF_UP)


__all__ = ["BesideOf", "assigned", "beside_codes", "beside_items"]
