"""What a year may end with, estimated from what is there now, and what a target still asks for. Exact, plain values.

A rate is never extended itself: its two parts are, each by one and the same method, and the rate is made of the two.

The method tried first is the **share of the same period last year**: had last year at this period reached 60 % of what
it ended with, this year's figure is taken for 60 % of what it will end with. Where last year cannot say, the parts are
extended **pro rata by days**: what arose in the days that have passed goes on at the same pace. Work that was already
there when the year began is then counted once and not again for every day.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor


class Method(StrEnum):
    SHARE = "share"
    DAYS = "days"


class Missing(StrEnum):
    """Why there is no estimate."""

    NO_FIGURES = "no_figures"
    NOTHING_COUNTED = "nothing_counted"  # the denominator is zero: there is no rate
    ZERO_SHARE = "zero_share"  # last year had nothing by now and something at the end
    YEAR_END = "year_end"  # nothing is left to estimate
    YEAR_OVER = "year_over"  # the year has ended, its report is not there yet
    MISFIT = "misfit"  # neither method fits: more would be done than there is to do


class Fallback(StrEnum):
    """Why the estimate goes by days and not by the share of last year."""

    NO_LAST_YEAR = "no_last_year"
    NO_SHARE = "no_share"  # last year ended with nothing
    MISFIT = "misfit"  # the shares would give a part above its whole


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rate: its value now, at the same period last year and at last year's end.

    ``standing`` is the share of it that was there when the year began, from 0 (all of it arose since) to 1; None where
    nobody knows.
    """

    now: int | None
    last_same: int | None = None
    last_end: int | None = None
    standing: Fraction | None = Fraction(0)

    @property
    def share(self) -> Fraction | None:
        """What part of last year's end the same period was; None where last year does not say.

        >>> Part(30, last_same=60, last_end=100).share
        Fraction(3, 5)
        """
        if self.last_same is None or self.last_end is None or self.last_end <= 0 or self.last_same < 0:
            return None
        return Fraction(self.last_same, self.last_end)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How many days of the reporting year the figures cover."""

    days: int
    of: int

    @classmethod
    def between(cls, start: date, end: date, year_end: date) -> "Elapsed":
        """All three days belong to what they begin or end."""
        return cls((end - start).days + 1, (year_end - start).days + 1)

    @property
    def is_over(self) -> bool:
        return self.days >= self.of


@dataclass(frozen=True, slots=True)
class Estimate:
    """The two parts at the end of the year; exact, so seldom whole numbers."""

    part: Fraction
    whole: Fraction
    method: Method
    fallback: Fallback | None = None

    @property
    def ratio(self) -> Fraction:
        return self.part / self.whole


def by_share(now: int, share: Fraction) -> Fraction:
    """The year's end, where ``now`` is as much of it as ``share``, which is above zero.

    >>> by_share(30, Fraction(3, 5))
    Fraction(50, 1)
    """
    return now / share


def by_days(now: int, elapsed: Elapsed, standing: Fraction = Fraction(0)) -> Fraction:
    """The year's end, where what arose since the year began goes on at the same pace and the rest stays.

    >>> by_days(30, Elapsed(73, 365))
    Fraction(150, 1)
    >>> by_days(30, Elapsed(73, 365), standing=Fraction(1, 3))
    Fraction(110, 1)
    """
    arose = now * (1 - standing)
    return now * standing + arose * Fraction(elapsed.of, elapsed.days)


def estimate(part: Part, whole: Part, elapsed: Elapsed) -> Estimate | Missing:
    """The rate's two parts at the year's end, or why they cannot be estimated."""
    if part.now is None or whole.now is None:
        return Missing.NO_FIGURES
    if elapsed.is_over:
        return Missing.YEAR_END
    if whole.now <= 0:
        return Missing.NOTHING_COUNTED
    if 0 in (part.share, whole.share):
        return Missing.ZERO_SHARE
    if part.share is None or whole.share is None:
        known = None not in (part.last_same, part.last_end, whole.last_same, whole.last_end)
        return _by_days(part, whole, elapsed, Fallback.NO_SHARE if known else Fallback.NO_LAST_YEAR)
    found = Estimate(by_share(part.now, part.share), by_share(whole.now, whole.share), Method.SHARE)
    return _by_days(part, whole, elapsed, Fallback.MISFIT) if _is_misfit(found, part.now, whole.now) else found


def _by_days(part: Part, whole: Part, elapsed: Elapsed, why: Fallback) -> Estimate | Missing:
    if part.now is None or whole.now is None or part.standing is None or whole.standing is None:
        return Missing.NO_FIGURES
    found = Estimate(
        by_days(part.now, elapsed, part.standing), by_days(whole.now, elapsed, whole.standing), Method.DAYS, why
    )
    return Missing.MISFIT if _is_misfit(found, part.now, whole.now) else found


def _is_misfit(found: Estimate, part: int, whole: int) -> bool:
    """More would be done than there is to do, though it is not so now."""
    return found.part > found.whole and part <= whole


# -- what is still needed ---------------------------------------------------------------------------------------------
class TargetStanding(StrEnum):
    REACHED = "reached"  # ``amount`` is to spare
    NEEDED = "needed"  # ``amount`` more of the numerator
    LOST = "lost"  # ``amount`` would be needed, less than that is left


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a rate stands against a target with a given denominator. ``left``: of the denominator not yet done."""

    standing: TargetStanding
    amount: int
    left: int


def reach(part: int, whole: int, comparator: str, target: Fraction) -> Reach | None:
    """What the numerator still has to grow by, exact; ``target`` in percent. An estimated denominator comes rounded:
    there is no half case.

    None where nothing was counted, or where no whole number can equal the target exactly.

    >>> reach(80, 100, "gt", Fraction(85))
    Reach(standing=<Standing.NEEDED: 'needed'>, amount=6, left=20)
    """
    if whole <= 0:
        return None
    wanted = Fraction(target) * whole / 100
    left = max(whole - part, 0)
    if comparator in ("lt", "lte"):
        room = (ceil(wanted) - 1 if comparator == "lt" else floor(wanted)) - part
        return Reach(TargetStanding.REACHED if room >= 0 else TargetStanding.LOST, abs(room), left)
    if comparator == "eq" and wanted.denominator != 1:
        return None
    least = floor(wanted) + 1 if comparator == "gt" else ceil(wanted)
    lacking = least - part
    if comparator == "eq" and lacking < 0:
        return Reach(TargetStanding.LOST, -lacking, left)
    if lacking <= 0:
        return Reach(TargetStanding.REACHED, -lacking, left)
    return Reach(TargetStanding.LOST if lacking > left else TargetStanding.NEEDED, lacking, left)
