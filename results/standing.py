"""Who stands where among all members: place, place of last year, movement, and how far from the target. Pure.

Last year's places are worked out for the agencies of now that have a figure this year: one that succeeded others
carries their sum, so that the places of both years are places among the same agencies, also while some have not yet
reported. A merged agency has no place of its own to compare with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from . import rates
from .figures import AgencyRef, BlockFigures, Figure, IndicatorRef, TargetRef

# Where the five steps round a target part, in points of a rate or percent of the target of an amount: 1 lies below the
# first edge, 2 below the target, 3 reaches it, 4 and 5 exceed it by the second and the third edge.
EDGES = (Fraction(-1), Fraction(1, 2), Fraction(3, 2))
STEPS = range(1, 6)

NO_VALUE, NOTHING_AROSE, MERGED, NO_LAST_YEAR, NOTHING_LAST_YEAR = (
    "no_value", "nothing_arose", "merged", "no_last_year", "nothing_last_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aim:
    """The target a value is measured against; ``is_national`` where the agency was assigned none of its own."""

    target: TargetRef
    is_national: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """One agency's value among all. ``moved``: places won (+) or lost (−); None for the reason in ``without``."""

    agency: AgencyRef
    value: Figure
    last: Figure
    aim: Aim | None
    gap: Fraction | None
    met: bool | None
    step: int | None
    change: Fraction | None
    place: int | None
    last_place: int | None
    moved: int | None
    without: str


def standings(figures: BlockFigures, code: str) -> tuple[Standing, ...]:
    """All members, the best first; those without a figure last, in the official order."""
    indicator = figures.indicators[code]
    now = {a: figures.value(a, code) for a in figures.codes}
    before = {a: figures.last_value(a, code) for a in figures.codes}
    places = _places(now, indicator)
    last_places = _places({a: before[a] for a in places}, indicator)
    found = [
        _standing(figures, agency, indicator, now, before, places.get(agency.code), last_places.get(agency.code))
        for agency in figures.agencies
    ]
    return tuple(sorted(found, key=_order))


def _order(standing: Standing) -> tuple[int, int]:
    """By place; then values without a place, what arose nowhere, and the missing. Sorting keeps the official order."""
    rest = {NOTHING_AROSE: 1, NO_VALUE: 2}.get(standing.without, 0)
    return rest, standing.place or 0


def _places(values: Mapping[str, Figure], indicator: IndicatorRef) -> dict[str, int]:
    if indicator.direction == "neutral":
        return {}
    known = {agency: figure.measured for agency, figure in values.items() if figure.measured is not None}
    return rates.competition_ranks(known, higher_is_better=indicator.direction == "higher")


def _standing(
    figures: BlockFigures, agency: AgencyRef, indicator: IndicatorRef, now: Mapping[str, Figure],
    before: Mapping[str, Figure], place: int | None, last_place: int | None,
) -> Standing:  # fmt: skip
    name, code = agency.code, indicator.code
    value, found = now[name], aim(figures, name, indicator)
    without = _without(figures, name, value, before[name])
    if without == MERGED:
        last_place = None
    target = found.target if found else None
    met = rates.meets(value.measured, target.comparator, target.value) if target else None
    comparable = not without and place and last_place
    return Standing(
        agency=agency,
        value=value,
        last=before[name],
        aim=found,
        gap=value.measured - target.value if target and value.measured is not None else None,
        met=met,
        step=step(value.measured, target, is_rate=indicator.is_rate) if target else None,
        change=figures.change(name, code),
        place=place,
        last_place=last_place,
        moved=last_place - place if comparable else None,
        without=without,
    )


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
    if met is None or (not is_rate and not target.value):
        return None
    distance = measured - target.value
    if not is_rate:
        distance = distance * 100 / target.value
    far = abs(distance)
    if not met:
        return 1 if -far < EDGES[0] else 2
    return 3 if far < EDGES[1] else 4 if far < EDGES[2] else 5


__all__ = [
    "EDGES", "MERGED", "NOTHING_AROSE", "NOTHING_LAST_YEAR", "NO_LAST_YEAR", "NO_VALUE", "STEPS", "Aim", "Standing",
    "aim", "standings", "step",
]  # fmt: skip
