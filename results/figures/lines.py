"""One indicator of one agency, or of all members, with everything it is compared with. Pure.

``compare`` alone decides what may stand beside what: like members in like periods. An agency is compared where its
figure is there both now and in the same period of last year, in which it carries the sum of those it succeeds; every
other member is left out by name. A target is the year's: in a part of the year nothing is called missed, and the part
of the target that a result grows towards stands beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from . import rates
from .values import EMPTY, HIDDEN, AgencyRef, AmountTable, Figure, IndicatorRef, PeriodRef, Rank, TargetRef

# Figures of which a part was there when the year began: as large a part as the first of the two is of the second.
CARRIED_OVER = {
    f"{name}_{measure}": (f"carried_over_{measure}", f"accepted_{measure}")
    for name in ("eligible", "enforceable")
    for measure in ("cases", "money")
}
FLOORS = frozenset({"gt", "gte"})


class Organised(StrEnum):
    """Whose figures stand on a line: those of the members as they reported. Reading them as another year's members,
    then or now, adds to this."""

    AS_REPORTED = "as_reported"


class Why(StrEnum):
    """Why a member is left out of the comparison with last year."""

    NO_FIGURE = "no_figure"  # nothing of this indicator is there this year
    NO_LAST_YEAR = "no_last_year"  # it, or one of those it succeeds, has none of last year, or was divided


@dataclass(frozen=True, slots=True)
class LeftOut:
    agency: AgencyRef
    why: Why


@dataclass(frozen=True, slots=True)
class Compared:
    """Who is compared with last year's ``period`` (None: there is none), and the figures of both years over them."""

    period: PeriodRef | None
    members: tuple[AgencyRef, ...]
    left_out: tuple[LeftOut, ...]
    value: Figure
    last: Figure

    @property
    def among(self) -> int:
        return len(self.members) + len(self.left_out)

    @property
    def is_partial(self) -> bool:
        """Whether some are compared and some are not."""
        return bool(self.members and self.left_out)


@dataclass(frozen=True, slots=True)
class Line:
    """``agency`` None: all members. Gaps, ``change`` in points for a rate; else in the indicator's unit, and a ratio.

    ``value`` adds what is there, while ``last`` and ``change`` are those of ``compared``. ``target`` is the year's; for
    all members it is derived from theirs. ``prorata_gap`` is None where the result does not grow towards the target.
    ``met`` is None while the year may still change the answer. ``place`` is among the members that have a figure.
    """

    indicator: IndicatorRef
    agency: AgencyRef | None
    period: PeriodRef | None
    value: Figure
    target: TargetRef | None
    national_target: TargetRef | None
    compared: Compared
    place: Rank | None = None

    @property
    def last(self) -> Figure:
        return self.compared.last

    @property
    def gap(self) -> Fraction | None:
        """Value less target of the year."""
        return _gap(self.value, self.target)

    @property
    def national_gap(self) -> Fraction | None:
        return _gap(self.value, self.national_target)

    @property
    def prorata_target(self) -> Fraction | None:
        """The part of the year's target that belongs to this period."""
        return prorata(self.target, self.indicator, self.period)

    @property
    def prorata_gap(self) -> Fraction | None:
        portion, measured = self.prorata_target, self.value.measured
        return None if portion is None or measured is None else measured - portion

    @property
    def attainment(self) -> Fraction | None:
        target, measured = self.target, self.value.measured
        return None if target is None or not target.value or measured is None else measured / target.value

    @property
    def met(self) -> bool | None:
        return met(self.value.measured, self.target, self.indicator, self.period)

    @property
    def change(self) -> Fraction | None:
        """Against last year over like members; None for yes and no, of which there is no more or less."""
        if self.indicator.is_boolean:
            return None
        return change(self.compared.value, self.compared.last)

    @property
    def is_part_year(self) -> bool:
        return self.period is not None and self.period.is_part_year


def compare(
    agencies: Iterable[AgencyRef],
    now: AmountTable,
    before: AmountTable,
    indicator: IndicatorRef,
    period: PeriodRef | None,
) -> Compared:
    """The comparison of these agencies with themselves in last year's ``period``.

    A rate is there where both its parts are, also where nothing was counted: it then adds nothing to either part.
    """
    members: list[AgencyRef] = []
    left_out: list[LeftOut] = []
    for agency in agencies:
        why = _why_not(agency.code, now, before, indicator)
        if why is None:
            members.append(agency)
        else:
            left_out.append(LeftOut(agency, why))
    codes = [agency.code for agency in members]
    value, last = now.total(codes, indicator), before.total(codes, indicator)
    return Compared(period, tuple(members), tuple(left_out), value, last)


def of_one(
    agency: AgencyRef, now: AmountTable, before: AmountTable, indicator: IndicatorRef, period: PeriodRef | None
) -> Compared:
    """The comparison of one agency with itself, whose figures are shown and not counted."""
    why = _why_not(agency.code, now, before, indicator)
    if why is not None:
        return Compared(period, (), (LeftOut(agency, why),), EMPTY, EMPTY)
    value, last = now.figure(agency.code, indicator), before.figure(agency.code, indicator)
    return Compared(period, (agency,), (), value, last)


def hidden(period: PeriodRef | None) -> Compared:
    """What a viewer knows who may not see the figures."""
    return Compared(period, (), (), HIDDEN, HIDDEN)


def _why_not(agency: str, now: AmountTable, before: AmountTable, indicator: IndicatorRef) -> Why | None:
    if not now.figure(agency, indicator).is_known:
        return Why.NO_FIGURE
    return None if before.figure(agency, indicator).is_known else Why.NO_LAST_YEAR


# -- against a target -------------------------------------------------------------------------------------------------
def met(
    measured: Fraction | None, target: TargetRef | None, indicator: IndicatorRef, period: PeriodRef | None
) -> bool | None:
    """Whether the year's target is reached; None before the year's end, unless an amount that only grows is there."""
    if target is None:
        return None
    found = rates.meets(measured, target.comparator, target.value)
    if found is None or period is None or not period.is_part_year:
        return found
    stays = not indicator.is_rate and indicator.cumulative and target.comparator in FLOORS
    return True if found and stays else None


def prorata(target: TargetRef | None, indicator: IndicatorRef, period: PeriodRef | None) -> Fraction | None:
    """The year's target times months over twelve; None where the result does not grow through the year towards it.

    It grows for an amount that adds up, and for what is done of a stock of work that was there when the year began. A
    share of what came up, like what was done on time, is the same share at any time.
    """
    if target is None or period is None or target.comparator not in FLOORS or not grows(indicator):
        return None
    return target.value * period.months / 12


def grows(indicator: IndicatorRef) -> bool:
    """Whether a figure starts at nothing when the year begins and grows towards its end."""
    if indicator.is_rate:
        return indicator.denominator in CARRIED_OVER and indicator.numerator not in CARRIED_OVER
    return indicator.cumulative and not indicator.is_boolean and indicator.code not in CARRIED_OVER


def _gap(figure: Figure, target: TargetRef | None) -> Fraction | None:
    return None if target is None or figure.measured is None else figure.measured - target.value


def change(now: Figure, before: Figure) -> Fraction | None:
    """Points for a rate, a ratio of last year otherwise."""
    if now.rate is not None:
        return None if now.ratio is None or before.ratio is None else (now.ratio - before.ratio) * 100
    return rates.change_ratio(now.amount, before.amount)


__all__ = [
    "CARRIED_OVER",
    "FLOORS",
    "Compared",
    "LeftOut",
    "Line",
    "Organised",
    "Why",
    "change",
    "compare",
    "grows",
    "hidden",
    "met",
    "of_one",
    "prorata",
]
