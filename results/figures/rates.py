"""Arithmetic of figures. A rate is two numbers; rates add by adding parts; a mean of percentages does not exist."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Rate:
    """A share kept as its two parts: rates are combined by adding parts, never by averaging values."""

    part: int
    whole: int

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.part + other.part, self.whole + other.whole)

    @property
    def value(self) -> Fraction | None:
        """The ratio, exact; None means there was nothing to count, which is not the same as zero."""
        return _ratio(self.part, self.whole) if self.whole else None

    @property
    def percent(self) -> Fraction | None:
        return _ratio(100 * self.part, self.whole) if self.whole else None


@lru_cache(maxsize=16384)
def _ratio(part: int, whole: int) -> Fraction:
    """One rate is asked for by value, gap, change and rank of the same page; reducing it once is enough."""
    return Fraction(part, whole)


def weighted_target(pairs: Iterable[tuple[Decimal | Fraction, int]]) -> Fraction | None:
    """A cluster's target: the denominator-weighted mean of its members' targets, in percent.

    ``pairs`` are (target in percent, denominator). Members that all carry one target give that target even where
    nothing was counted; otherwise None when the weights are zero.
    """
    rows = [(Fraction(target), weight) for target, weight in pairs]
    weight = sum(w for _, w in rows)
    if weight:
        return sum((t * w for t, w in rows), Fraction(0)) / weight
    distinct = {t for t, _ in rows}
    return distinct.pop() if len(distinct) == 1 else None


def meets(measured: Fraction | None, comparator: str, target: Fraction | None) -> bool | None:
    """Whether a value reaches its target by the comparator of the decision; exact, before any rounding."""
    if measured is None or target is None:
        return None
    return {
        "gt": measured > target,
        "gte": measured >= target,
        "lt": measured < target,
        "lte": measured <= target,
        "eq": measured == target,
    }[comparator]


def change_ratio(now: int | None, before: int | None) -> Fraction | None:
    """Change against last year as a ratio of last year; None where last year was zero or is missing."""
    return None if now is None or not before else Fraction(now - before, before)


def competition_ranks(values: Mapping[str, Fraction], *, higher_is_better: bool) -> dict[str, int]:
    """Places from 1; equal values share a place and the next place is skipped."""
    places: dict[Fraction, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=higher_is_better), 1):
        places.setdefault(value, place)
    return {key: places[value] for key, value in values.items()}
