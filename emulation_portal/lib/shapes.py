"""Geometry of the small charts: plain numbers in, SVG attribute strings out. No Django, no localisation.

Ratios are parts of one (0.8125 is 81,25 %) and may be int, float, Decimal, Fraction or None. Positions come out as
``"81.25%"`` with a point, because they are read by the browser and never by a person.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import SupportsFloat

Number = SupportsFloat  # int, float, Decimal or Fraction
Place = Callable[[int, Number], tuple[str, str]]  # of a value in its series, across and down

SPARK_MARGIN_X = 3.0
SPARK_MARGIN_Y = 5.0
DOTS_FROM, DOTS_TO = 0.05, 0.95


def percent(ratio: Number) -> str:
    """A share of the axis as an attribute value, kept inside the axis: 1.2 gives 100.00%, -0.1 gives 0.00%."""
    return f"{min(max(float(ratio), 0.0), 1.0) * 100:.2f}%"


@dataclass(frozen=True, slots=True)
class Axis:
    """A shared axis in ratio points, its ends on whole points."""

    low: float
    high: float

    def place(self, value: Number) -> float:
        """Where a value lies on the axis, 0 to 1 (outside values are kept at the end)."""
        return min(max((float(value) - self.low) / (self.high - self.low), 0.0), 1.0)


def axis(values: Iterable[Number | None]) -> Axis:
    """The smallest axis in whole points round zero that holds every value; None values are passed over."""
    known = [float(value) for value in values if value is not None]
    low = floor(round(min(known, default=0.0) * 100, 6)) / 100
    high = ceil(round(max(known, default=0.0) * 100, 6)) / 100
    low, high = min(low, 0.0), max(high, 0.0)
    return Axis(low, high) if high > low else Axis(-0.01, 0.01)


def span(values: Iterable[Number | None]) -> Axis:
    """The smallest axis in whole tens of points that holds every value: for dots, which need no zero."""
    known = [float(value) for value in values if value is not None]
    low = floor(round(min(known, default=0.0) * 10, 6)) / 10
    high = ceil(round(max(known, default=1.0) * 10, 6)) / 10
    return Axis(low, high if high > low else low + 0.1)


@dataclass(frozen=True, slots=True)
class GapBar:
    """A bar from zero to a value on a shared axis: attribute strings and the sign."""

    x: str
    width: str
    zero: str
    negative: bool


def gap_bar(value: Number, low: Number, high: Number) -> GapBar:
    """The bar of one gap; ``low`` and ``high`` are the ends of the axis and must differ."""
    scale = Axis(float(low), float(high))
    zero, end = scale.place(0), scale.place(value)
    start = min(zero, end)
    return GapBar(percent(start), percent(abs(end - zero)), percent(zero), float(value) < 0)


@dataclass(frozen=True, slots=True)
class Spark:
    """A sparkline: ``lines`` are polyline points, broken where values are missing."""

    lines: list[str]
    previous: list[str]
    target_y: str
    end_x: str
    end_y: str


def spark(
    values: Iterable[Number | None],
    previous: Iterable[Number | None] = (),
    target: Number | None = None,
    width: int = 116,
    height: int = 36,
) -> Spark:
    """The lines of a series, of last year's series and of the target on one scale."""
    now, before = list(values), list(previous)
    known = [float(value) for value in [*now, *before, target] if value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    steps = max(len(now), len(before)) - 1

    def point(index: int, value: Number) -> tuple[str, str]:
        x = SPARK_MARGIN_X + (width - 2 * SPARK_MARGIN_X) * (index / steps if steps > 0 else 1)
        share = (float(value) - low) / (high - low) if high > low else 1.0
        return f"{x:.1f}", f"{SPARK_MARGIN_Y + (height - 2 * SPARK_MARGIN_Y) * (1 - share):.1f}"

    shown = [(index, value) for index, value in enumerate(now) if value is not None]
    end_x, end_y = point(*shown[-1]) if shown else ("", "")
    target_y = point(0, target)[1] if target is not None else ""
    return Spark(_polylines(now, point), _polylines(before, point), target_y, end_x, end_y)


def _polylines(values: Sequence[Number | None], point: Place) -> list[str]:
    """Points of each unbroken run of at least two values."""
    runs: list[list[str]] = []
    run: list[str] = []
    for index, value in enumerate(values):
        if value is None:
            runs.append(run)
            run = []
        else:
            run.append(",".join(point(index, value)))
    return [" ".join(points) for points in [*runs, run] if len(points) > 1]


COURSE_WIDTH, COURSE_HEIGHT = 340, 128
COURSE_LEFT, COURSE_RIGHT, COURSE_TOP, COURSE_BOTTOM = 46.0, 294.0, 10.0, 100.0


@dataclass(frozen=True, slots=True)
class Course:
    """A year through its periods beside the year before: points and lines as attribute strings.

    ``ticks`` are the places of the periods along the lower edge; ``ahead`` leads from the last point to the estimate.
    """

    lines: list[str]
    points: list[tuple[str, str]]
    previous: list[str]
    previous_points: list[tuple[str, str]]
    target_y: str
    ahead: str
    estimate: tuple[str, str] | None
    ticks: list[str]


def course(
    values: Iterable[Number | None],
    previous: Iterable[Number | None],
    target: Number | None = None,
    estimate: Number | None = None,
) -> Course:
    """Both years over the same periods, one place each; the estimate stands at the last period."""
    now, before = list(values), list(previous)
    known = [float(value) for value in [*now, *before, target, estimate] if value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    steps = max(len(now), len(before)) - 1

    def place(index: int) -> float:
        share = index / steps if steps > 0 else 0.5
        return COURSE_LEFT + (COURSE_RIGHT - COURSE_LEFT) * share

    def point(index: int, value: Number) -> tuple[str, str]:
        share = (float(value) - low) / (high - low) if high > low else 0.5
        return f"{place(index):.1f}", f"{COURSE_BOTTOM - (COURSE_BOTTOM - COURSE_TOP) * share:.1f}"

    found = [point(index, value) for index, value in enumerate(now) if value is not None]
    end = point(max(steps, 0), estimate) if estimate is not None else None
    return Course(
        lines=_polylines(now, point),
        points=found,
        previous=_polylines(before, point),
        previous_points=[point(index, value) for index, value in enumerate(before) if value is not None],
        target_y=point(0, target)[1] if target is not None else "",
        ahead=" ".join(",".join(pair) for pair in (found[-1], end)) if found and end else "",
        estimate=end,
        ticks=[f"{place(index):.1f}" for index in range(len(now))],
    )


@dataclass(frozen=True, slots=True)
class Dots:
    """Positions along a strip; empty string where there is nothing to place."""

    others: list[str]
    own: str
    target: str


def dots(others: Iterable[Number | None], own: Number | None, target: Number | None = None) -> Dots:
    """Places of the others, of the own value and of the target; lowest and highest lie at 5 % and 95 %."""
    beside = [float(value) for value in others if value is not None]
    known = beside + [float(value) for value in (own, target) if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)

    def place(value: Number) -> str:
        share = (float(value) - low) / (high - low) if high > low else 0.5
        return percent(DOTS_FROM + (DOTS_TO - DOTS_FROM) * share)

    return Dots(
        [place(value) for value in beside],
        "" if own is None else place(own),
        "" if target is None else place(target),
    )
