"""Days off of a year as a calendar library works them out: a proposal, which a person adopts after looking."""

from dataclasses import dataclass
from datetime import date

import holidays

from emulation_portal.lib import dates
from results.enums import DayKind

# The library words a day that is made up for as "... (thay cho ngày 04/05/2024)".
_SWAPPED = "thay cho ngày %d/%m/%Y"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One day that differs from the usual week; ``reason`` is Vietnamese, as it is stored."""

    date: date
    kind: str
    reason: str


def propose(year: int) -> list[Proposal]:
    """Public holidays on weekdays and make-up days of a year, in order; days moved by announcement may be missing."""
    calendar = holidays.country_holidays("VN", years=(year - 1, year, year + 1), language="vi")
    off = [
        Proposal(day, DayKind.OFF, _reason(name))
        for day, name in calendar.items()
        if day.year == year and not dates.is_weekend(day)
    ]
    made_up = [
        Proposal(day, DayKind.MADE_UP, _made_up_for(day, calendar))
        for day in calendar.weekend_workdays
        if day.year == year
    ]
    return sorted(off + made_up, key=lambda each: each.date)


def _reason(name: str) -> str:
    return name.replace("Nguyên Đán", "Nguyên đán").replace("; ", ", ")[:120]


def _made_up_for(day: date, calendar) -> str:
    """What a make-up day makes up for, where the library says so."""
    words = day.strftime(_SWAPPED)
    found = next((off for off, name in calendar.items() if words in name), None)
    return f"Làm bù cho ngày {dates.format_date(found)}" if found else "Ngày làm bù"
