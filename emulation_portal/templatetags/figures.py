"""Filters that print figures and days through `emulation_portal.lib`, in the page's language.

A missing value (None or an empty text) is printed as an en dash: there is no value to show.
"""

from functools import wraps

from django import template

from emulation_portal.lib import dates, numbers
from emulation_portal.ui.language import lang

register = template.Library()


def _figure(function):
    """Register a filter that shows a dash where there is no value."""

    @wraps(function)
    def shown(value, *args):
        return numbers.NO_VALUE if value is None or value == "" else function(value, *args)

    return register.filter(function.__name__, shown)


@_figure
def count(value):
    """12.345"""
    return numbers.format_count(value, lang())


@_figure
def decimal(value, places=2):
    """1.234,50"""
    return numbers.format_decimal(value, places, lang())


@_figure
def percent(ratio, places=2):
    """A ratio: 0.8125 is 81,25%."""
    return numbers.format_percent(ratio, places, lang())


@_figure
def signed_percent(ratio, places=1):
    """A relative change: 0.038 is +3,8%."""
    return numbers.format_signed_percent(ratio, places, lang())


@_figure
def points(value, places=2):
    """Percentage points with sign and unit: +1,25 điểm %."""
    return numbers.format_points(value, lang(), places)


@_figure
def bare_points(value, places=2):
    """Percentage points for a column whose head names the unit: +1,25."""
    return numbers.format_points(value, lang(), places, unit=False)


@_figure
def money_ty(dong):
    """Đồng, cut off at tỷ: 2.345 tỷ đồng."""
    return numbers.format_money(dong, "ty", lang())


@_figure
def money_nghin(dong):
    """Đồng as the figure of a nghìn-đồng column: 12.345."""
    return numbers.format_dong_in_thousands(dong, lang())


@_figure
def money_dong(dong):
    """12.345.000 đồng"""
    return numbers.format_money(dong, "dong", lang())


@_figure
def numeric_date(day):
    """05/02/2025"""
    return dates.format_date(day)


@_figure
def short_date(day, year=None):
    """25/11 inside the given year (usually the season's), 25/11/2024 outside it or without one."""
    return dates.format_date(day) if year in (None, "") else dates.format_short(day, int(year))


@_figure
def long_date(day):
    """ngày 05 tháng 02 năm 2025"""
    return dates.format_date_long(day, lang())


@_figure
def moment(value):
    """17:00 ngày 07/10/2024"""
    return dates.format_moment(value, lang())


@register.filter
def plain(value):
    """Identifiers, years and SVG geometry: never localised; nothing for None."""
    return "" if value is None else str(value)
