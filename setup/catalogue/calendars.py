"""Calendars of reporting by what people know of them: the kinds of periods that they hold on a day."""

from collections.abc import Iterable
from datetime import date

from emulation_portal.lib import dates
from emulation_portal.ui.language import in_language
from results.models import CalendarRule


def rules_in_force(calendars: Iterable[str], blocks: Iterable[str], day: date) -> list[CalendarRule]:
    """The rules of these calendars and blocks that hold on a day, in the order of their periods. One query."""
    rows = CalendarRule.objects.filter(calendar__in=list(calendars), block__in=list(blocks))
    return [
        rule
        for rule in rows.order_by("calendar", "sequence", "-effective_from")
        if dates.covers(rule.effective_from, rule.effective_to, day)
    ]


def period_names(rules: Iterable[CalendarRule], year: int) -> list[str]:
    """The names of their periods, each once."""
    names = (in_language(rule.name_vi, rule.name_en) for rule in rules)
    return list(dict.fromkeys(name.replace("{year}", str(year)) for name in names))


def calendar_choices(calendars: Iterable[str], blocks: Iterable[str], day: date) -> list[tuple[str, str]]:
    """Each calendar by its periods; one without a rule today by its code. One query."""
    wanted = sorted(set(calendars))
    rules = rules_in_force(wanted, blocks, day)
    names = {each: period_names((rule for rule in rules if rule.calendar == each), day.year) for each in wanted}
    return [(each, "; ".join(names[each]) or each) for each in wanted]


__all__ = ["calendar_choices", "period_names", "rules_in_force"]
