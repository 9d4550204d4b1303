"""Promises in words of the active language."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from emulation_portal.lib.numbers import format_decimal, format_money, format_percent
from emulation_portal.ui.language import lang
from pledges.enums import SIGNS, ItemKind, ValueType
from pledges.models import PledgeItem

NBSP = "\u00a0"


def promised_text(item: PledgeItem) -> str:
    """≥ 84,50%; empty where the promise has no figure."""
    if item.value is None:
        return ""
    return f"{SIGNS.get(item.comparator, '')}{NBSP}{value_text(item.value, item)}".strip()


def value_text(value: Decimal, item: PledgeItem) -> str:
    """A value of a promise with its unit: 84,50%, 1 đơn vị, 125,0 tỷ đồng."""
    indicator = item.indicator
    if item.kind == ItemKind.SHARE or (indicator and indicator.value_type == ValueType.RATE):
        return format_percent(Fraction(value) / 100, lang=lang())
    if indicator and indicator.value_type == ValueType.MONEY:
        return format_money(int(value), "ty", lang(), rounding="half_up", places=1)
    unit = indicator.unit if indicator else _("agencies")
    return f"{format_decimal(value, 0, lang())}{NBSP}{unit}"


__all__ = ["promised_text", "value_text"]
