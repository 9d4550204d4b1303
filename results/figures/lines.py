"""One indicator of one agency, or of all members, with everything it is compared with. Pure.

``compare`` alone decides what may stand beside what: like members in like periods. An agency is compared where its
figure is there both now and in the same period of last year, in which it carries the sum of those it succeeds; every
other member is left out by name. A target is the year's: in a part of the year nothing is called missed, and beside it
stands what the months ask for: the target of the period where a decision gives one, else months over twelve.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from . import rates
from .values import (
    EMPTY,
    HIDDEN,
    AgencyRef,
    AmountTable,
    Figure,
    IndicatorRef,
    PeriodRef,
    PeriodTarget,
    Rank,
    TargetRef,
)

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
    OTHER_MEANING = "other_meaning"  # the indicator has meant something else until this year
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
class Portion:
    """What a part of the year asks for. ``decided``: the target of the period; None where it is months over twelve."""

    value: Fraction
    comparator: str
    decided: PeriodTarget | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """``agency`` None: all members. Gaps, ``change`` in points for a rate; else in the indicator's unit, and a ratio.

    ``value`` adds what is there, while ``last`` and ``change`` are those of ``compared``. ``target`` is the year's; for
    all members it is derived from theirs. ``prorata_gap`` is to what the period asks for: its own target where a
    decision gives one (``portion.decided``), else months over twelve; None where the result does not grow towards it.
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
    def portion(self) -> Portion | None:
        """What this period asks for, and whether a decision says so."""
        return portion(self.target, self.indicator, self.period)

    @property
    def prorata_target(self) -> Fraction | None:
        """The part of the year's target that belongs to this period, or the period's own."""
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
    if before.means_otherwise(indicator):
        return Why.OTHER_MEANING
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


def portion(target: TargetRef | None, indicator: IndicatorRef, period: PeriodRef | None) -> Portion | None:
    """The target that a decision gives this period; else the year's times months over twelve.

    Without such a decision None where the result does not grow through the year towards its target. It grows for an
    amount that adds up, and for what is done of a stock of work that was there when the year began. A share of what
    came up, like what was done on time, is the same share at any time.
    """
    if target is None or period is None:
        return None
    if decided := target.part(period.period_code):
        return Portion(decided.value, decided.comparator, decided)
    if target.comparator not in FLOORS or not grows(indicator):
        return None
    return Portion(target.value * period.months / 12, target.comparator)


def prorata(target: TargetRef | None, indicator: IndicatorRef, period: PeriodRef | None) -> Fraction | None:
    """The value of ``portion``."""
    found = portion(target, indicator, period)
    return found.value if found else None


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


# -- the target of all together ---------------------------------------------------------------------------------------
class NoTarget(StrEnum):
    """Why all members together have no target."""

    HIDDEN = "hidden"  # the reader may not see everybody's figures
    NOBODY = "nobody"  # no member was assigned one
    NOT_ALL = "not_all"  # a member that counts was assigned none
    COMPARATORS = "comparators"  # some ask for at least so much, others for more or for less
    NOTHING_COUNTED = "nothing_counted"  # targets differ, and the denominators that would weigh them are zero


@dataclass(frozen=True, slots=True)
class TargetShare:
    """What one member brings: its target and, of a rate, the denominator of its figure as ``weight``.

    ``counts`` is False for a member without a figure beside members that have one.
    """

    agency: AgencyRef
    value: Figure
    target: TargetRef | None
    counts: bool

    @property
    def weight(self) -> int:
        return self.value.rate.whole if self.value.rate else 0

    @property
    def product(self) -> Fraction | None:
        """Target × denominator, in percent of the denominator's unit."""
        return None if self.target is None else self.target.value * self.weight


@dataclass(frozen=True, slots=True)
class DerivedTarget:
    """The arithmetic: ``shares`` of all members, and the target or why there is none."""

    indicator: IndicatorRef
    shares: tuple[TargetShare, ...]
    target: TargetRef | None
    why: NoTarget | None = None

    @property
    def counted(self) -> tuple[TargetShare, ...]:
        return tuple(share for share in self.shares if share.counts)

    @property
    def weight(self) -> int:
        """Σ denominator"""
        return sum(share.weight for share in self.counted)

    @property
    def product(self) -> Fraction:
        """Σ target × denominator"""
        return sum((share.product or Fraction(0) for share in self.counted), Fraction(0))


def derive(
    indicator: IndicatorRef,
    members: Iterable[tuple[AgencyRef, Figure, TargetRef | None]],
    period: PeriodRef | None,
) -> DerivedTarget:
    """The target of these members together, worked out from theirs and never stored.

    Of a rate it is the mean of their targets weighted by their denominators, Σ target × denominator ÷ Σ denominator; of
    an amount the sum. It counts the members that have a figure, since theirs is the result it stands beside; before
    anybody has one, all of them. A mean of percentages does not exist: where nothing was counted there is no such
    target, unless everybody carries the same. Holds the target of ``period`` where a decision gives one to any of them.
    """
    rows = list(members)
    nobody = all(value.is_empty for _agency, value, _target in rows)
    shares = tuple(TargetShare(agency, value, target, nobody or not value.is_empty) for agency, value, target in rows)
    counted = [share for share in shares if share.counts]
    if why := _why_none(counted, shares):
        return DerivedTarget(indicator, shares, None, why)
    held = [(share.target, share.weight) for share in counted if share.target]
    value = _together(indicator, [(target.value, weight) for target, weight in held])
    if value is None:
        return DerivedTarget(indicator, shares, None, NoTarget.NOTHING_COUNTED)
    parts = _parts(indicator, held, period)
    return DerivedTarget(
        indicator, shares, TargetRef(value, held[0][0].comparator, derived_from=len(held), parts=parts)
    )


def hidden_target(indicator: IndicatorRef) -> DerivedTarget:
    return DerivedTarget(indicator, (), None, NoTarget.HIDDEN)


def _why_none(counted: list[TargetShare], shares: tuple[TargetShare, ...]) -> NoTarget | None:
    if not any(share.target for share in shares):
        return NoTarget.NOBODY
    if any(share.target is None for share in counted):
        return NoTarget.NOT_ALL
    return NoTarget.COMPARATORS if len({share.target.comparator for share in counted if share.target}) != 1 else None


def _together(indicator: IndicatorRef, held: list[tuple[Fraction, int]]) -> Fraction | None:
    if indicator.is_rate:
        return rates.weighted_target(held)
    return sum((value for value, _weight in held), Fraction(0))


def _parts(
    indicator: IndicatorRef, held: list[tuple[TargetRef, int]], period: PeriodRef | None
) -> tuple[PeriodTarget, ...]:
    """What the period asks of all together, where a decision says it for one of them.

    Whoever was given no target of the period brings its months over twelve; none where that is not said of somebody.
    It is compared as the decisions say where they agree, else as the year's.
    """
    if period is None or not any(target.part(period.period_code) for target, _weight in held):
        return ()
    asked = [(portion(target, indicator, period), weight) for target, weight in held]
    known = [(part, weight) for part, weight in asked if part]
    value = _together(indicator, [(part.value, weight) for part, weight in known])
    if value is None or len(known) < len(asked):
        return ()
    comparators = {part.comparator for part, _weight in known if part.decided}
    comparator = comparators.pop() if len(comparators) == 1 else held[0][0].comparator
    return (PeriodTarget(period.period_code, value, comparator),)


__all__ = [
    "CARRIED_OVER",
    "FLOORS",
    "Compared",
    "DerivedTarget",
    "LeftOut",
    "Line",
    "NoTarget",
    "Organised",
    "Portion",
    "TargetShare",
    "Why",
    "change",
    "compare",
    "derive",
    "grows",
    "hidden",
    "hidden_target",
    "met",
    "of_one",
    "portion",
    "prorata",
]
