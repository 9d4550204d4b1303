"""Several blocks of figures beside each other: which of them may be added or compared. Pure.

``lines.compare`` decides over whom a block is compared with its last year. Here stands what more than one block asks:
whether two are in like periods, which clusters are in the period of the sum, and who of a later year stands in an
earlier one as it was organised then.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from .block import BlockFigures, FigureSet
from .values import PeriodRef


def in_like_periods(one: PeriodRef | None, other: PeriodRef | None) -> bool:
    """Whether two periods are the same part of their years, told in figures of the same kind."""
    if one is None or other is None:
        return False
    return (one.period_code, one.months, one.figures) == (other.period_code, other.months, other.figures)


def left_out(together: BlockFigures, sets: Iterable[FigureSet]) -> list[FigureSet]:
    """Seasons whose members are not in a merged block, because their period is another."""
    return [
        each
        for each in sets
        if (own := each.blocks.get(together.block))
        and own.agencies
        and together.period
        and own.period != together.period
    ]


def forebears(late: BlockFigures) -> frozenset[str]:
    """Everybody whose figures the last year of a block is made of."""
    return frozenset(code for then in late.stood_for.values() for code in then)


def within(late: BlockFigures, codes: Collection[str]) -> BlockFigures:
    """The block compared with these agencies of last year alone.

    A member that was, or succeeded, somebody else as well has no last year among them and is left out whole.
    """
    kept = {now: then for now, then in late.stood_for.items() if set(then) <= set(codes)}
    cells = {now: cells for now, cells in late.last_cells.items() if now in kept}
    return replace(late, stood_for=kept, last_cells=cells)


__all__ = ["forebears", "in_like_periods", "left_out", "within"]
