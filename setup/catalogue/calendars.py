"""Calendars of reporting by what people know of them: the kinds of periods that they hold on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from emulation_portal.lib import dates
from emulation_portal.ui.language import in_language
from results.models import CalendarRule


def rules_in_force(rules: QuerySet[CalendarRule], day: date) -> list[CalendarRule]:
    """Those of the rules that hold on a day, in the order of their periods. One query."""
    rows = rules.order_by("calendar", "sequence", "-effective_from")
    return [rule for rule in rows if dates.covers(rule.effective_from, rule.effective_to, day)]


def period_names(rules: Iterable[CalendarRule], year: int) -> list[str]:
    """The names of their periods, each once."""
    names = (in_language(rule.name_vi, rule.name_en) for rule in rules)
    return list(dict.fromkeys(name.replace("{year}", str(year)) for name in names))


def calendar_names(day: date) -> dict[tuple[str, str], str]:
    """By block and calendar the names of the periods on a day; the code of one that has none then. One query."""
    rules = list(CalendarRule.objects.order_by("calendar", "sequence", "-effective_from"))
    held: dict[tuple[str, str], list[CalendarRule]] = {(rule.block, rule.calendar): [] for rule in rules}
    for rule in rules:
        if dates.covers(rule.effective_from, rule.effective_to, day):
            held[rule.block, rule.calendar].append(rule)
    return {key: "; ".join(period_names(own, day.year)) or key[1] for key, own in held.items()}


__all__ = ["calendar_names", "period_names", "rules_in_force"]
