"""When things were done: plausible moments around a period's due date, never after the moment of loading."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from emulation_portal.lib import dates

from .draw import Draw
from .plan import PlanPeriod

# Departments send the official figures of a year before the January review, well before the legal due date.
_OFFICIAL_WINDOW = (6, 24)
_OPENS, _CLOSES = (8, 0), (17, 0)  # hour, minute: working hours of an office
_ONE_IN = 14  # so many submissions, one is late


@dataclass(frozen=True, slots=True)
class Moments:
    """The life of one submission. ``sealed`` is used where the state asks for it."""

    created: datetime
    typed: datetime
    handed_over: datetime
    submitted: datetime
    received: datetime
    approved: datetime
    sealed: datetime

    def ending(self, day: date, steps: int) -> "Moments":
        """The same order and times of day, put off so far that the last of so many steps falls on a later day."""
        own = [getattr(self, name) for name in self.__slots__]
        put_off = max(day - own[steps - 1].date(), timedelta(0))
        return Moments(*(moment + put_off for moment in own))

    def squeezed(self, first: datetime, last: datetime, steps: int, days_off: Set[date] = frozenset()) -> "Moments":
        """The same order between the two, in working hours, where the first so many steps would run past the end."""
        own = [getattr(self, name) for name in self.__slots__]
        if own[steps - 1] <= last:
            return self
        shares = [min(place, steps) / (steps + 1) for place in range(1, len(own) + 1)]
        return Moments(*(working_moment(min(first, last), last, share, days_off) for share in shares))


def moments_of(period: PlanPeriod, seed: str, days_off: Set[date], *, may_be_late: bool = True) -> Moments:
    """Around the due date, in working hours: a few are late by some working days."""
    draw = Draw(seed, "moments")
    submitted = _submission_day(period, draw, days_off, may_be_late)
    typed = max(period.data_cutoff + timedelta(days=1), submitted - timedelta(days=draw.whole(1, 3)))
    received = dates.add_working_days(submitted, 1, days_off)
    approved = dates.add_working_days(received, draw.whole(1, 3), days_off)
    sealed = dates.add_working_days(approved, draw.whole(12, 20), days_off)
    typed = min(typed, submitted)
    return Moments(
        created=_at(typed, 8, draw.whole(0, 20)),
        typed=_at(typed, 8, draw.whole(25, 59)),
        handed_over=_at(submitted, 9, draw.whole(0, 59)),
        submitted=_at(submitted, draw.whole(10, 16), draw.whole(0, 59)),
        received=_at(received, draw.whole(8, 10), draw.whole(0, 59)),
        approved=_at(approved, draw.whole(8, 16), draw.whole(0, 59)),
        sealed=_at(sealed, draw.whole(8, 16), draw.whole(0, 59)),
    )


def working_moment(first: datetime, last: datetime, share: float, days_off: Set[date] = frozenset()) -> datetime:
    """The moment at which this share of the working hours between the two has passed; of all hours where none lies
    between them, as between a midnight and the next morning."""
    hours = _working_hours(first, last, days_off) or [(first, last)]
    left = sum((end - begin for begin, end in hours), timedelta(0)) * share
    for begin, end in hours:
        if left < end - begin:
            return begin + left
        left -= end - begin
    return hours[-1][1]


def _working_hours(first: datetime, last: datetime, days_off: Set[date]) -> list[tuple[datetime, datetime]]:
    first, last = (moment.astimezone(dates.TIME_ZONE) for moment in (first, last))
    days = (first.date() + timedelta(days=offset) for offset in range((last.date() - first.date()).days + 1))
    worked = (day for day in days if dates.is_working_day(day, days_off))
    spans = ((max(first, _at(day, *_OPENS)), min(last, _at(day, *_CLOSES))) for day in worked)
    return [(begin, end) for begin, end in spans if begin < end]


def _submission_day(period: PlanPeriod, draw: Draw, days_off: Set[date], may_be_late: bool) -> date:
    if period.is_year_end and period.block == "department_of_justice":
        first, last = (date(period.year + 1, 1, day) for day in _OFFICIAL_WINDOW)
    else:
        first, last = max(period.data_cutoff + timedelta(days=1), period.due_date - timedelta(days=6)), period.due_date
        if draw.whole(1, _ONE_IN) == 1 and may_be_late:
            return dates.add_working_days(period.due_date, draw.whole(1, 3), days_off)
    span = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return draw.one_of([day for day in span if dates.is_working_day(day, days_off)] or [last])


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=dates.TIME_ZONE)


def day_after(period: PlanPeriod) -> datetime:
    """The first moment at which the figures of a period can be known."""
    return _at(period.data_cutoff + timedelta(days=1), 0, 0)
