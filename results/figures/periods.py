"""Reporting periods worked out from the rules of a calendar. Plain values only.

A rule writes its days relative to the emulation year ``Y``: ``Y-03-31``, ``Y-1-10-01`` (1 October of the year before),
``Y+1-03-01``; ``end`` is the period's last day and ``end+4wd`` the fourth working day after it. Rules are replaced when
the circular behind them is: of the rows of one period the one in force on the period's last day applies, because a
report is made after that day and under the circular valid then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date

from emulation_portal.lib.dates import add_working_days, covers

# A period's code begins with the short form of who reports: an enforcement agency or a department (sở tư pháp).
CODE_PREFIXES = {"civil_enforcement": "THADS", "department_of_justice": "STP"}

_YEAR_DAY = re.compile(r"Y(?P<shift>[+-]\d)?-(?P<month>\d\d)-(?P<day>\d\d)")
_END_DAY = re.compile(r"end(?:\+(?P<working_days>\d{1,2})wd)?")


class BadRule(ValueError):
    """A rule that names no day, or rules that contradict each other."""


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """One period of a calendar; ``effective_to`` is the first day the row no longer applies, None while it does."""

    calendar: str
    block: str
    period_code: str
    sequence: int
    name_vi: str
    name_en: str
    months: int
    start_rule: str
    end_rule: str
    data_cutoff_rule: str
    due_rule: str
    cumulative: bool
    figures: str
    is_year_end: bool
    legal_basis: str
    effective_from: date
    effective_to: date | None = None
    is_official: bool = True


@dataclass(frozen=True, slots=True)
class PeriodDates:
    """One period of one year. ``start``, ``end``, ``data_cutoff`` and ``due_date`` all belong to what they end."""

    code: str
    calendar: str
    block: str
    year: int
    period_code: str
    sequence: int
    name_vi: str
    name_en: str
    months: int
    start: date
    end: date
    data_cutoff: date
    due_date: date
    cumulative: bool
    figures: str
    is_year_end: bool
    legal_basis: str
    is_official: bool
    due_rule: str = ""


def day_of_year(rule: str, year: int) -> date:
    """The day a rule such as ``Y-1-10-01`` names in an emulation year; BadRule when it names none."""
    found = _YEAR_DAY.fullmatch(rule)
    if found is None:
        raise BadRule(f"{rule!r} names no day of a year")
    try:
        return date(year + int(found["shift"] or 0), int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise BadRule(f"{rule!r} names no day in {year}") from error


def resolve(rule: str, year: int, end: date, days_off: Set[date] = frozenset()) -> date:
    """The day any rule names, for a period that ends on ``end``; BadRule when it names none."""
    found = _END_DAY.fullmatch(rule)
    if found is None:
        return day_of_year(rule, year)
    return add_working_days(end, int(found["working_days"] or 0), days_off)


def name_in(pattern: str, year: int) -> str:
    """``12 tháng năm {year}`` becomes ``12 tháng năm 2024``."""
    return pattern.replace("{year}", str(year))


def in_force(rules: Iterable[PeriodRule], year: int) -> tuple[PeriodRule, ...]:
    """For each period the row in force on its last day in ``year``, by calendar and sequence.

    A period without such a row does not exist that year. BadRule when two rows claim the same period.
    """
    chosen: dict[tuple[str, str], PeriodRule] = {}
    for rule in rules:
        if covers(rule.effective_from, rule.effective_to, day_of_year(rule.end_rule, year)):
            key = (rule.calendar, rule.period_code)
            if key in chosen:
                raise BadRule(f"two rules of {rule.calendar} claim {rule.period_code} of {year}")
            chosen[key] = rule
    return tuple(sorted(chosen.values(), key=lambda rule: (rule.calendar, rule.sequence)))


def period_of(rule: PeriodRule, year: int, days_off: Set[date] = frozenset()) -> PeriodDates:
    """The period a rule makes in an emulation year; BadRule when its days do not make a period."""
    end = day_of_year(rule.end_rule, year)
    start = day_of_year(rule.start_rule, year)
    if start >= end:
        raise BadRule(f"{rule.period_code} of {year} ends before it begins")
    return PeriodDates(
        code=f"{CODE_PREFIXES[rule.block]}-{year}-{rule.period_code}",
        calendar=rule.calendar,
        block=rule.block,
        year=year,
        period_code=rule.period_code,
        sequence=rule.sequence,
        name_vi=name_in(rule.name_vi, year),
        name_en=name_in(rule.name_en, year),
        months=rule.months,
        start=start,
        end=end,
        data_cutoff=resolve(rule.data_cutoff_rule, year, end, days_off),
        due_date=resolve(rule.due_rule, year, end, days_off),
        cumulative=rule.cumulative,
        figures=rule.figures,
        is_year_end=rule.is_year_end,
        legal_basis=rule.legal_basis,
        is_official=rule.is_official,
        due_rule=rule.due_rule,
    )


def periods_for(year: int, rules: Iterable[PeriodRule], days_off: Set[date] = frozenset()) -> tuple[PeriodDates, ...]:
    """Every period of an emulation year, by calendar and sequence; BadRule when the rules do not agree."""
    return tuple(period_of(rule, year, days_off) for rule in in_force(rules, year))
