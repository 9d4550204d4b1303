"""Figures as pages print them: the value, its target, gap and change; money in the unit that a page chooses."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from django.utils.translation import gettext as _

from emulation_portal.lib.numbers import (
    NBSP,
    NO_VALUE,
    MoneyUnit,
    format_count,
    format_decimal,
    format_dong_in_thousands,
    format_exact,
    format_money,
    format_percent,
    format_points,
    format_signed_percent,
    round_half_up,
    signed,
)
from emulation_portal.ui.language import lang
from results.figures import Figure, IndicatorRef, TargetRef

from .common import empty, nothing

MONEY_UNITS = (("ty", 10**9), ("trieu", 10**6))


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as printed; ``kind`` is value, nothing, empty or hidden, so that no colour alone tells them apart."""

    text: str
    kind: str = "value"

    @property
    def is_value(self) -> bool:
        return self.kind == "value"


def shown(figure: Figure, indicator: IndicatorRef, *, money: MoneyUnit = "ty") -> Shown:
    """A figure in words: the value, "nothing arose", "empty" or "not released". Money in tỷ or nghìn đồng, bare."""
    if figure.hidden:
        return Shown(_("not released"), "hidden")
    if figure.nothing or (figure.rate is not None and figure.ratio is None):
        return Shown(nothing(), "nothing")
    if figure.is_empty:
        return Shown(empty(), "empty")
    if indicator.is_rate:
        return Shown(format_percent(figure.ratio, lang=lang()))
    if figure.among:
        return Shown(_("%(yes)s of %(among)s yes") % {"yes": figure.amount, "among": figure.among})
    return Shown(amount_text(figure.amount, indicator, money=money))


def amount_text(amount: int, indicator: IndicatorRef, *, money: MoneyUnit = "ty") -> str:
    """An amount without its unit."""
    if indicator.value_type == "boolean":
        return _("yes") if amount else _("no")
    if not indicator.is_money:
        return format_count(amount, lang())
    if money == "nghin":
        return format_dong_in_thousands(amount, lang())
    return format_money(amount, money, lang(), with_unit=False)


def unit_text(indicator: IndicatorRef, *, money: MoneyUnit = "ty") -> str:
    if not indicator.is_money:
        return indicator.unit(lang())
    return _("thousand dong") if money == "nghin" else _("billion dong")


def quantity(amount: int | Fraction, indicator: IndicatorRef) -> str:
    """An amount with its unit, money in the unit that suits its size: 106 việc, 125,0 triệu đồng."""
    if not indicator.is_money:
        return f"{format_decimal(amount, 0, lang())}{NBSP}{unit_text(indicator)}"
    unit = next((name for name, size in MONEY_UNITS if amount >= size), "nghin")
    return format_money(amount, unit, lang(), rounding="half_up", places=1)


def parts_text(figure: Figure, part: IndicatorRef, whole: IndicatorRef) -> str:
    """The two parts of a rate with their unit: 12.345 / 15.200 việc."""
    if figure.rate is None:
        return ""
    texts = [amount_text(amount, part) for amount in (figure.rate.part, figure.rate.whole)]
    return f"{texts[0]} / {texts[1]}{NBSP}{unit_text(whole)}"


def target_text(target: TargetRef | None, indicator: IndicatorRef) -> str:
    """83,25%, or an amount; a dash where no target was assigned."""
    if target is None:
        return NO_VALUE
    if indicator.is_rate:
        return format_percent(target.value / 100, lang=lang())
    if indicator.is_money:
        return amount_text(int(target.value), indicator, money="ty")
    return format_exact(round_half_up(target.value, 2), lang())


def target_ratio(target: TargetRef | None) -> Fraction | None:
    """The target as charts take it."""
    return None if target is None else Fraction(target.value) / 100


def ratio(points: Fraction | None) -> Fraction | None:
    """Percentage points as charts and ``delta`` take them."""
    return None if points is None else points / 100


def gap_text(gap: Fraction | None, indicator: IndicatorRef, *, unit: bool = True) -> str:
    """A distance with its sign. What is counted in wholes lacks the next whole, and exceeds by whole ones alone."""
    if gap is None:
        return NO_VALUE
    if indicator.is_rate:
        return format_points(gap, lang(), unit=unit)
    whole = floor(gap)
    return signed(amount_text(abs(whole), indicator), whole)


def change_text(change: Fraction | None, indicator: IndicatorRef) -> str:
    if change is None:
        return NO_VALUE
    return format_points(change, lang()) if indicator.is_rate else format_signed_percent(change, lang=lang())


def change_look(change: Fraction | None, indicator: IndicatorRef) -> str:
    """Class of a change: up and down say better and worse, flat says neither."""
    if not change or indicator.direction == "neutral":
        return "flat"
    return "up" if (change > 0) == (indicator.direction == "higher") else "down"


def column_head(indicator: IndicatorRef) -> str:
    """An indicator's name without its closing " - unit", which the head of the column adds itself."""
    name = indicator.name(lang())
    return name.rpartition(" - ")[0] or name


def better(indicator: IndicatorRef) -> str:
    return {"higher": "up", "lower": "down"}.get(indicator.direction, "none")
