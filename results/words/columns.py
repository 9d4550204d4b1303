"""Figures in the unit of their own column, as they are typed and checked: money in nghìn đồng."""

from django.utils.translation import gettext as _

from emulation_portal.lib.numbers import (
    NBSP,
    NO_VALUE,
    Kind,
    format_count,
    format_decimal,
    format_entry,
    format_money,
    format_percent,
)
from emulation_portal.ui.language import lang
from pledges.enums import SIGNS, CasesOrMoney
from results.figures import Cell, Figure, IndicatorRef, TargetRef

from .common import nothing
from .pages import amount_text


def kind_of(indicator: IndicatorRef) -> Kind:
    if indicator.is_money:
        return Kind.MONEY_THOUSAND
    return Kind.BOOLEAN if indicator.value_type == "boolean" else Kind.COUNT


def scale_of(indicator: IndicatorRef) -> int | None:
    return indicator.entry_scale if indicator.is_money else None


def unit(indicator: IndicatorRef) -> str:
    """The unit in which the column is typed and shown: money in nghìn đồng."""
    if indicator.is_money and indicator.entry_scale == 1000:
        return _("thousand dong")
    return indicator.unit(lang())


def amount(indicator: IndicatorRef, value: int | None) -> str:
    """An amount in the unit of its column."""
    if value is None:
        return NO_VALUE
    if indicator.value_type == "boolean":
        return _("Yes") if value else _("No")
    return amount_text(value, indicator, money="nghin" if indicator.entry_scale == 1000 else "dong")


def figure(indicator: IndicatorRef, shown: Figure) -> str:
    """The value as every page prints it: a rate of which nothing was counted says that nothing arose."""
    if shown.rate is not None:
        return nothing() if shown.ratio is None else format_percent(shown.ratio, lang=lang())
    return nothing() if shown.nothing else amount(indicator, shown.amount)


def why_open(shown: Figure) -> str:
    """Why a rate whose parts are both there has no value."""
    return _("denominator is 0") if shown.rate is not None and shown.ratio is None else ""


def cell(indicator: IndicatorRef, shown: Cell) -> str:
    return nothing() if shown.nothing else amount(indicator, shown.value)


def cell_with_unit(indicator: IndicatorRef, shown: Cell) -> str:
    """A value where no head of a column names its unit: 7.957.000 nghìn đồng."""
    if shown.nothing or shown.value is None or indicator.value_type == "boolean":
        return cell(indicator, shown)
    return f"{amount(indicator, shown.value)}{NBSP}{unit(indicator)}"


def figure_with_unit(indicator: IndicatorRef, shown: Figure) -> str:
    """The same of a figure; a rate carries its own sign."""
    text = figure(indicator, shown)
    plain = shown.nothing or shown.amount is None or indicator.is_rate or indicator.value_type == "boolean"
    return text if plain else f"{text}{NBSP}{unit(indicator)}"


def entry(indicator: IndicatorRef, shown: Cell) -> str:
    """A stored cell as it stands in its input, so that it is read back as the same."""
    if shown.nothing:
        return nothing()
    if shown.value is None:
        return ""
    return format_entry(shown.value, kind=kind_of(indicator), scale=scale_of(indicator), lang=lang())


def exact(indicator: IndicatorRef, shown: Cell) -> str:
    """The value with its smallest unit: 12.345.000 đồng."""
    if shown.nothing or shown.value is None or indicator.value_type == "boolean":
        return cell(indicator, shown)
    if indicator.is_money:
        return format_money(shown.value, "dong", lang())
    return f"{format_count(shown.value, lang())}{NBSP}{indicator.unit(lang())}"


def target(indicator: IndicatorRef, ref: TargetRef | None) -> str:
    """≥ 83,25%"""
    if ref is None:
        return ""
    if indicator.is_rate:
        return f"{SIGNS[ref.comparator]} {format_percent(ref.value / 100, lang=lang())}"
    figure = amount(indicator, int(ref.value)) if ref.value.denominator == 1 else format_decimal(ref.value, 2, lang())
    return f"{SIGNS[ref.comparator]} {figure}"


def side(indicator: IndicatorRef) -> str:
    """Cases or money, where an indicator has both; else nothing."""
    return str(CasesOrMoney(indicator.side).label) if indicator.side else ""


def sides() -> tuple[str, str]:
    """The heads of the two halves of a paired table."""
    return _("Cases"), _("Money (thousand dong)")
