"""Words of this room's objects in the active language: ``{% load results_words %}``."""

from django import template

from results import words
from results.checks import words as check_words

register = template.Library()


@register.filter
def moment(value):
    """17:00 ngày 07/10/2024"""
    return words.moment(value)


@register.filter
def day(value):
    """07/10/2024"""
    return words.day(value) if value else ""


@register.filter
def check_message(outcome):
    """What a relation demands."""
    return outcome.rule.message(words.lang())


@register.simple_tag
def operands(outcome, found, indicators):
    """The values a relation was worked out with: ``Có điều kiện thi hành - việc 8.884 việc; …``."""
    return check_words.operands(outcome, found, indicators)


@register.simple_tag
def why_skipped(group, found, indicators):
    """Why some relations were not worked out."""
    return check_words.why_skipped(group, found, indicators)


@register.simple_tag
def listed(outcomes, indicators):
    """The checks behind some outcomes, each once."""
    return check_words.listed(outcomes, indicators)


@register.filter
def indicator_name(indicator):
    return indicator.name(words.lang())


@register.filter
def definition(indicator):
    return indicator.definition(words.lang())


@register.filter
def short_period(period):
    """The name of a period where the year is told beside it: 12 tháng."""
    return words.without_year(period.name, period.year)
