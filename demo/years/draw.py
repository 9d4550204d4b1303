"""Chance that is the same on every machine, and splitting whole numbers without losing one. Plain values only."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

Choice = TypeVar("Choice")


class Draw:
    """A source of chance named by its keys: the same keys give the same draws, whatever was drawn elsewhere."""

    def __init__(self, *keys: object):
        # Seeding by text does not use Python's randomised hash.
        self._source = Random("|".join(map(str, keys)))  # noqa: S311 - made-up figures, the same on every machine

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._source.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both possible."""
        return low + int(self._source.random() * (high - low + 1))

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        return choices[self.whole(0, len(choices) - 1)]


def part(whole: float, share: float) -> int:
    """A share of a number, rounded down."""
    return int(whole * share)


def apportion(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Split a whole number by weights so that the parts add up to it; the largest remainders are served first."""
    sum_of_weights = sum(weights.values())
    if total < 0 or sum_of_weights <= 0:
        raise ValueError("nothing to split, or nobody to split it among")
    exact = {key: total * weight / sum_of_weights for key, weight in weights.items()}
    parts = {key: int(value) for key, value in exact.items()}
    missing = total - sum(parts.values())
    by_remainder = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
    # Large totals lose digits in floating point, so more than one may be missing, or too much, for the first.
    for turn in range(min(abs(missing), len(by_remainder))):
        parts[by_remainder[turn]] += 1 if missing > 0 else -1
    parts[by_remainder[0]] += total - sum(parts.values())
    return parts
