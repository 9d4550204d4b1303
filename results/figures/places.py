"""Who stands where among all members: place, place of last year, movement, and how far from the target. Pure.

Movement is told among the agencies of now that have a figure in both years: one that succeeded others carries their
sum, so that the places of both years are places among the same agencies, also while some have not yet reported or had
nothing last year. A merged agency has no place of its own to compare with. In a part of the year the steps are those
round the part of the target that belongs to it, since nothing is missed before the year's end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from . import lines, rates
from .block import AgencyRef, BlockFigures, Figure, IndicatorRef, PeriodRef, TargetRef

# Where the five steps round a target part, in points of a rate or percent of the target of an amount: 1 lies below the
# first edge, 2 below the target, 3 reaches it, 4 and 5 exceed it by the second and the third edge.
EDGES = (Fraction(-1), Fraction(1, 2), Fraction(3, 2))
STEPS = range(1, 6)

NO_VALUE, NOTHING_AROSE, MERGED, NO_LAST_YEAR, NOTHING_LAST_YEAR = (
    "no_value",
    "nothing_arose",
    "merged",
    "no_last_year",
    "nothing_last_year",
)


@dataclass(frozen=True, slots=True)
class Aim:
    """The target of the year that a value is measured against; ``is_national`` where the agency has none of its own."""

    target: TargetRef
    is_national: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """How a value stands to a target of the year, ``gap`` to all of it, ``prorata_gap`` to the part for the period.

    ``met``: whether it is reached, None while the year may still change that; ``on_pace`` the same of the part.
    ``step``: which of the five steps round the target, in a part of the year round its part, a value is on.
    """

    gap: Fraction | None = None
    prorata_gap: Fraction | None = None
    met: bool | None = None
    on_pace: bool | None = None
    step: int | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the target, in a part of the year its part, is reached; None where that is open."""
        return self.met if self.on_pace is None else self.on_pace


@dataclass(frozen=True, slots=True)
class Placing:
    """One agency's value among all. ``moved``: places won (+) or lost (−) among those that have a figure in both
    years; None for the reason in ``without``."""

    agency: AgencyRef
    value: Figure
    last: Figure
    aim: Aim | None
    judged: Judged
    change: Fraction | None
    place: int | None
    last_place: int | None
    moved: int | None
    without: str

    @property
    def gap(self) -> Fraction | None:
        return self.judged.gap

    @property
    def met(self) -> bool | None:
        return self.judged.met

    @property
    def reached(self) -> bool | None:
        return self.judged.reached

    @property
    def step(self) -> int | None:
        return self.judged.step


@dataclass(frozen=True, slots=True)
class _Places:
    """Places among all of this year, and of both years among those that have a figure in both."""

    now: Mapping[str, int]
    like: Mapping[str, int]
    last: Mapping[str, int]


def standings(figures: BlockFigures, code: str) -> tuple[Placing, ...]:
    """All members, the best first; those without a figure last, in the official order."""
    indicator = figures.indicators[code]
    now = {a: figures.line(code, a).value for a in figures.codes}
    before = {a: figures.last_value(a, code) for a in figures.codes}
    like = [a for a in figures.codes if now[a].measured is not None and before[a].measured is not None]
    places = _Places(
        _places(now, indicator),
        _places({a: now[a] for a in like}, indicator),
        _places({a: before[a] for a in like}, indicator),
    )
    found = [_standing(figures, agency, indicator, before[agency.code], places) for agency in figures.agencies]
    return tuple(sorted(found, key=_order))


def _order(standing: Placing) -> tuple[int, int]:
    """By place; then values without a place, what arose nowhere, and the missing. Sorting keeps the official order."""
    rest = {NOTHING_AROSE: 1, NO_VALUE: 2}.get(standing.without, 0)
    return rest, standing.place or 0


def _places(values: Mapping[str, Figure], indicator: IndicatorRef) -> dict[str, int]:
    if indicator.direction == "neutral":
        return {}
    known = {agency: figure.measured for agency, figure in values.items() if figure.measured is not None}
    return rates.competition_ranks(known, higher_is_better=indicator.direction == "higher")


def _standing(
    figures: BlockFigures, agency: AgencyRef, indicator: IndicatorRef, last: Figure, places: _Places
) -> Placing:
    name = agency.code
    line, found = figures.line(indicator.code, name), aim(figures, name, indicator)
    without = _without(figures, name, line.value, last)
    last_place = None if without == MERGED else places.last.get(name)
    return Placing(
        agency=agency,
        value=line.value,
        last=last,
        aim=found,
        judged=judged(line.value, found.target if found else None, indicator, figures.period),
        change=line.change,
        place=places.now.get(name),
        last_place=last_place,
        moved=last_place - places.like[name] if last_place and not without else None,
        without=without,
    )


def judged(value: Figure, target: TargetRef | None, indicator: IndicatorRef, period: PeriodRef | None) -> Judged:
    """A value beside a target of the year; empty without either. Not every figure grows towards a part of it."""
    measured = value.measured
    if target is None or measured is None:
        return Judged()
    gap, met = measured - target.value, lines.met(measured, target, indicator, period)
    if period is None or not period.is_part_year:
        return Judged(gap, None, met, None, step(measured, target, is_rate=indicator.is_rate))
    part = lines.portion(target, indicator, period)
    if part is None:
        return Judged(gap, None, met)
    asked = replace(target, value=part.value, comparator=part.comparator)
    on_pace = rates.meets(measured, part.comparator, part.value)
    return Judged(gap, measured - part.value, met, on_pace, step(measured, asked, is_rate=indicator.is_rate))


def _without(figures: BlockFigures, agency: str, value: Figure, last: Figure) -> str:
    """Why there is no movement to show; empty where there is."""
    if value.measured is None:
        return NOTHING_AROSE if value.rate is not None else NO_VALUE
    then = figures.stood_for.get(agency, ())
    if len(then) > 1:
        return MERGED
    if last.measured is None:
        return NOTHING_LAST_YEAR if then and last.rate is not None else NO_LAST_YEAR
    return ""


def aim(figures: BlockFigures, agency: str, indicator: IndicatorRef) -> Aim | None:
    """The agency's own target; the national one for a rate whose agency was assigned none. A sum has no such share."""
    own = figures.target(agency, indicator.code)
    if own is not None:
        return Aim(own)
    national = figures.national_targets.get(indicator.code) if indicator.is_rate else None
    return Aim(national, is_national=True) if national else None


def step(measured: Fraction | None, target: TargetRef, *, is_rate: bool) -> int | None:
    """Which of the five steps round its target a value is on, the favourable side above."""
    met = rates.meets(measured, target.comparator, target.value)
    if measured is None or met is None:
        return None
    far = _far(measured - target.value, target.value, is_rate=is_rate)
    return None if far is None else step_between(far, met, EDGES)


def step_between(far: Fraction, met: bool, edges: tuple[Fraction, Fraction, Fraction]) -> int:
    """The step of a value so far from its target, where the steps part at these edges."""
    if not met:
        return 1 if -far < edges[0] else 2
    return 3 if far < edges[1] else 4 if far < edges[2] else 5


def distance(row: Placing, *, is_rate: bool) -> tuple[Fraction, bool] | None:
    """How far an agency is from its target, in a part of the year from its part, and whether it reaches it.

    In points of a rate or percent of the target of an amount, never negative; None where that is not judged.
    """
    gap = row.judged.gap if row.judged.on_pace is None else row.judged.prorata_gap
    reached, measured = row.reached, row.value.measured
    if row.step is None or gap is None or reached is None or measured is None:
        return None
    far = _far(gap, measured - gap, is_rate=is_rate)
    return None if far is None else (far, reached)


def _far(gap: Fraction, target: Fraction, *, is_rate: bool) -> Fraction | None:
    if is_rate:
        return abs(gap)
    return abs(gap * 100 / target) if target else None


__all__ = [
    "EDGES",
    "MERGED",
    "NOTHING_AROSE",
    "NOTHING_LAST_YEAR",
    "NO_LAST_YEAR",
    "NO_VALUE",
    "STEPS",
    "Aim",
    "Judged",
    "Placing",
    "aim",
    "distance",
    "judged",
    "standings",
    "step",
    "step_between",
]
