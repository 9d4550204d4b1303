"""What the pages of the catalogue say of an indicator, a formula and a check, in words of the active language."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation_portal.ui.language import lang
from pledges.enums import Severity, ValueType
from pledges.models import Indicator, IndicatorCheck
from results.checks import THIS
from setup.targets.fields import unit_of

from . import relations

NameOf = Callable[[str], str]


def unit_in_words(row: Indicator) -> str:
    """The unit in which it is typed and shown: money in nghìn đồng, an answer as such."""
    return _("yes or no") if row.value_type == ValueType.BOOLEAN else unit_of(row)


def made_of(row: Indicator) -> str:
    """Whether somebody types it."""
    if row.value_type == ValueType.RATE:
        return _("rate, worked out")
    if row.formula:
        return _("sum, worked out")
    return _("typed, required") if row.required else _("typed, may be left empty")


def formula_in_words(formula: str, name_of: NameOf) -> str:
    """The formula with the names of its parts; empty where there is none."""
    return expression_in_words(formula, name_of) if formula else ""


@dataclass(frozen=True, slots=True)
class CheckInWords:
    """A check as a page tells it; ``years`` is empty where it is always in force."""

    code: str
    relation: str
    message: str
    is_hard: bool
    effect: str
    scope: str
    years: str
    is_official: bool


def check_in_words(check: IndicatorCheck, about: Indicator | None, name_of: NameOf) -> CheckInWords:
    """A check, in the case of a general one as it is asked ``about`` an indicator."""
    whose = about.name if about else _("the indicator")
    return CheckInWords(
        code=check.code,
        relation=expression_in_words(check.expression, lambda code: whose if code == THIS else name_of(code)),
        message=check.message.replace("{indicator}", whose),
        is_hard=check.severity == Severity.HARD,
        effect=str(Severity(check.severity).label),
        scope=check.get_scope_display(),
        years=years_in_words(check.valid_from_year, check.valid_to_year),
        is_official=check.is_official,
    )


def years_in_words(first: int | None, last: int | None) -> str:
    """From when to when something is in force, both years included; empty where it always is."""
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("from %(year)s on") % {"year": first}
    return _("until the end of %(year)s") % {"year": last} if last else ""


def side_in_words(side: str) -> str:
    """What a prefix of an expression stands for."""
    said = {
        "previous": _("the period before"),
        "same_period": _("the same period of last year"),
        "last_year": _("the end of last year"),
        "published": _("as published"),
    }
    return said.get(side, side)


def expression_in_words(expression: str, name_of: NameOf) -> str:
    """An expression with names in place of codes."""
    point = "." if lang() == "en" else ","
    return relations.spoken(expression, name_of, side_in_words, _("and"), point)


__all__ = [
    "CheckInWords",
    "check_in_words",
    "expression_in_words",
    "formula_in_words",
    "made_of",
    "side_in_words",
    "unit_in_words",
    "years_in_words",
]
