"""The portal's only clock, its calendar arithmetic and how days are written. All days are days in Vietnam.

Ranges are half-open: `valid_from` is the first day, `valid_to` the first day that no longer counts, None is open-ended.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import overload
from zoneinfo import ZoneInfo

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

FIRST_YEAR = 1900  # nobody means a day before

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def now() -> datetime:
    """This moment, aware, in Vietnam."""
    return datetime.now(TIME_ZONE)


def today() -> date:
    """The day it is in Vietnam: rights, deadlines and phases begin and end by it."""
    return now().date()


def day_of(moment: datetime) -> date:
    """The day it was in Vietnam at that moment."""
    return moment.astimezone(TIME_ZONE).date()


def format_date(d: date) -> str:
    """05/02/2025"""
    return f"{d.day:02d}/{d.month:02d}/{d.year:04d}"


def format_date_long(d: date, lang: str = "vi") -> str:
    """ngày 05 tháng 02 năm 2025; Decree 30/2020 pads days below 10 and the months 1 and 2, no other."""
    if lang.lower().startswith("en"):
        return f"{d.day} {_ENGLISH_MONTHS[d.month - 1]} {d.year}"
    month = f"{d.month:02d}" if d.month in (1, 2) else str(d.month)
    return f"ngày {d.day:02d} tháng {month} năm {d.year}"


def format_short(d: date, year: int) -> str:
    """25/11 inside the given year, 25/11/2024 outside it."""
    return f"{d.day:02d}/{d.month:02d}" if d.year == year else format_date(d)


def format_moment(moment: datetime, lang: str = "vi") -> str:
    """17:00 ngày 07/10/2024, in Vietnam's time; ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    local = moment.astimezone(TIME_ZONE)
    joint = ", " if lang.lower().startswith("en") else " ngày "
    return f"{local:%H:%M}{joint}{format_date(local)}"


def is_weekend(d: date) -> bool:
    return d.weekday() >= _SATURDAY


def is_working_day(d: date, days_off: Set[date] = frozenset(), made_up: Set[date] = frozenset()) -> bool:
    """Monday to Friday unless it is a day off, and whatever day is worked to make up for one."""
    return d in made_up or (not is_weekend(d) and d not in days_off)


def add_working_days(start: date, n: int, days_off: Set[date] = frozenset()) -> date:
    """The n-th working day after `start`; `start` itself for 0, working day or not. ValueError below 0."""
    if n < 0:
        raise ValueError("working days are counted forwards")
    day = start
    while n:
        day += _ONE_DAY
        n -= is_working_day(day, days_off)
    return day


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked beside the usual Monday to Friday: days off, and days that make up for them."""

    off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()

    def works(self, d: date) -> bool:
        return is_working_day(d, self.off, self.made_up)

    def ends_on(self, due: date) -> date:
        """The day a term ends on: its due day, or the next working day where nobody works on that."""
        day = due
        while not self.works(day):
            day += _ONE_DAY
        return day

    def between(self, start: date, day: date) -> int:
        """How many working days lie after ``start``, up to and including ``day``; 0 for a day before it."""
        return sum(self.works(start + timedelta(days=n)) for n in range(1, (day - start).days + 1))

    def late(self, due: date, day: date) -> int:
        """How many working days late something is on ``day``; 0 until the term has ended."""
        return self.between(self.ends_on(due), day)


def covers(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether the half-open range holds the day."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day < valid_to)


def last_day(valid_to: date | None) -> date | None:
    """The last day that counts ("đến hết ngày"), as forms and papers show it."""
    return None if valid_to is None else valid_to - _ONE_DAY


@overload
def first_day_after(last: date) -> date: ...
@overload
def first_day_after(last: None) -> None: ...
def first_day_after(last: date | None) -> date | None:
    """The half-open end for a last day that somebody typed."""
    return None if last is None else last + _ONE_DAY
