"""Five classes fitted to how far many figures lie from their targets, or else to the figures themselves. Pure.

The fixed steps of ``places`` say the same of every page; where all agencies lie close together they are all on one of
them. Here the edges follow the spread: on each side of the target about as many agencies are in one class as in the
next. The target itself stays an edge, so a class never says that a target is reached which is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .places import EDGES, Placing, distance, step_between

Edges = tuple[Fraction, Fraction, Fraction]

CLASSES = 5
FEWEST = 5  # so few distances on one side have no spread to follow
# Edges are whole multiples of one of these, the finer where the distances are small: distance below, width.
GRAINS = ((2, Fraction(1, 10)), (10, Fraction(1, 2)), (50, Fraction(1)))
COARSEST = Fraction(10)


@dataclass(frozen=True, slots=True)
class TargetClasses:
    """Round the target: ``edges`` as those of ``places``, and the class of each agency that is judged."""

    edges: Edges
    steps: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ValueClass:
    """Agencies whose figures lie together, from the least to the greatest of them, both included."""

    number: int
    least: Placing
    greatest: Placing
    agencies: frozenset[str]


def target_classes(standings: Iterable[Placing], *, is_rate: bool) -> TargetClasses | None:
    """The class of each agency round its target, in a part of the year round its part; None where none is judged."""
    far = {row.agency.code: found for row in standings if (found := distance(row, is_rate=is_rate)) is not None}
    if not far:
        return None
    edges = fitted([each for each, met in far.values() if not met], [each for each, met in far.values() if met])
    return TargetClasses(edges, {code: step_between(each, met, edges) for code, (each, met) in far.items()})


def fitted(short: Sequence[Fraction], better: Sequence[Fraction]) -> Edges:
    """The edges that part those short of the target into two and those that reach it into three, about as large.

    ``short`` and ``better``: how far, as numbers that are not negative.
    """
    low, near, well = EDGES
    if len(short) >= FEWEST:
        low = -_edge(sorted(short), Fraction(1, 2), above=Fraction(0))
    if len(better) >= FEWEST:
        ordered = sorted(better)
        near = _edge(ordered, Fraction(1, 3), above=Fraction(0))
        well = _edge(ordered, Fraction(2, 3), above=near)
    return low, near, well


def _edge(ordered: Sequence[Fraction], share: Fraction, *, above: Fraction) -> Fraction:
    """The distance below which about this share lies, as a figure that can be read; more than ``above``."""
    found = ordered[int(len(ordered) * share)]
    grain = next((width for limit, width in GRAINS if found < limit), COARSEST)
    return max(round(found / grain) * grain, above + grain)


def value_classes(standings: Iterable[Placing]) -> tuple[ValueClass, ...]:
    """The figures in five groups about as large, the greatest first; equal figures are in one. Empty for fewer than
    five that differ."""
    known = [(row.value.measured, row) for row in standings if row.value.measured is not None]
    values = sorted({measured for measured, _row in known}, reverse=True)
    if len(values) < CLASSES:
        return ()
    ordered = sorted(known, key=lambda each: -each[0])
    found: list[list[Placing]] = [[] for _number in range(CLASSES)]
    above: dict[Fraction, int] = {}
    for position, (measured, row) in enumerate(ordered):
        number = above.setdefault(measured, position * CLASSES // len(ordered))
        found[number].append(row)
    return tuple(
        ValueClass(number, rows[-1], rows[0], frozenset(row.agency.code for row in rows))
        for number, rows in enumerate((rows for rows in found if rows), start=1)
    )


__all__ = ["CLASSES", "Edges", "TargetClasses", "ValueClass", "fitted", "target_classes", "value_classes"]
