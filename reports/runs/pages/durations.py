"""How long a report usually takes, from those that were built before: plain arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

NEAR = 2  # of similar size: at most twice as many agencies, at least half as many
MOST = 31  # the newest so many of a kind are looked at
_MINUTE = 60
_STEPS = ((10, 1), (_MINUTE, 5), (10 * _MINUTE, _MINUTE), (None, 5 * _MINUTE))  # up to so many seconds: rounded to


@dataclass(frozen=True, slots=True)
class Past:
    """A report that was built: how long it took, and how many agencies it was about (0 where nobody knows)."""

    seconds: float
    size: int = 0


def usual(past: Iterable[Past], size: int = 0) -> float | None:
    """The median duration of past reports of similar size; None where there is none to go by.

    Where either size is unknown they count as similar, unless there are some of known and similar size.
    """
    held = [each for each in past if each.seconds >= 0]
    near = [each for each in held if each.size and size and each.size <= size * NEAR and size <= each.size * NEAR]
    chosen = near or [each for each in held if not (each.size and size)]
    return median(each.seconds for each in chosen) if chosen else None


def left(usual_seconds: float, elapsed: float) -> float | None:
    """What is left of the usual time; None once it is over."""
    rest = usual_seconds - max(elapsed, 0)
    return rest if rest > 0 else None


def rounded(seconds: float) -> tuple[int, bool]:
    """A duration as one says it: a number, and whether it counts minutes. Rounded up, at least one second.

    Seconds one by one up to 10, by fives up to a minute; then minutes, from ten on by fives.
    """
    step = next(step for limit, step in _STEPS if limit is None or seconds <= limit)
    whole = max(1, -int(-seconds // step)) * step
    return (whole // _MINUTE, True) if whole >= _MINUTE else (whole, False)


__all__ = ["MOST", "NEAR", "Past", "left", "rounded", "usual"]
