"""The dates of a season's year: phases, signing, leadership. Plain values only."""

from dataclasses import dataclass
from datetime import date, timedelta

from .draw import Draw
from .plan import Plan, PlanPeriod

_ENTRY_GOES_ON = timedelta(days=20)
LIVE_BEFORE, LIVE_AFTER = timedelta(days=7), timedelta(days=30)

# Month and day of the first day and of the first day after; a third number is the year, counted from the season's.
_PHASES = {
    "launch": ((1, 2), (2, 1)),
    "pledge": ((2, 1), (3, 16)),
    "registration": ((3, 1), (4, 1)),
    "midyear": ((7, 5), (7, 21)),
    "self_scoring": ((10, 15), (11, 6)),
    "cross_scoring": ((11, 6), (11, 21)),
    "appraisal": ((11, 21), (12, 11)),
    "voting": ((12, 11), (12, 26)),
    "review": ((1, 6, 1), (2, 5, 1)),
    "handover": ((2, 5, 1), (2, 6, 1)),
}
# A cluster that begins in the middle of a year signs its pledge then.
_MID_YEAR_PHASES = {"launch": ((7, 1), (7, 10)), "pledge": ((7, 10), (7, 21))}
_ONLY_FIRST_HALF = ("launch", "pledge", "registration")


@dataclass(frozen=True, slots=True)
class PhaseDates:
    """Half-open; an empty block means both."""

    kind: str
    opens: date
    closes: date
    block: str = ""
    period_code: str = ""


def phases_of(year: int, periods: list[PlanPeriod], first: date, end: date | None, plan: Plan) -> list[PhaseDates]:
    """The phases of a season whose cluster exists from ``first`` until before ``end``; entry of each period is one."""
    steps = [
        PhaseDates(kind, _day(year, opens), _day(year, closes))
        for kind, (opens, closes) in (_PHASES | (_MID_YEAR_PHASES if first > date(year, 1, 1) else {})).items()
        if (end is None or end > date(year, 12, 31) or kind in _ONLY_FIRST_HALF)
    ]
    steps = [phase for phase in steps if phase.closes > first]
    return steps + [entry_phase(period, plan) for period in periods]


def entry_phase(period: PlanPeriod, plan: Plan) -> PhaseDates:
    """From the day after the data cut-off to some weeks after the due date; the live period is open around the day."""
    opens, closes = period.data_cutoff + timedelta(days=1), period.due_date + _ENTRY_GOES_ON
    if plan.is_live(period):
        opens, closes = min(opens, plan.day - LIVE_BEFORE), max(closes, plan.day + LIVE_AFTER)
    return PhaseDates("entry", opens, closes, period.block, period.period_code)


def signing_day(year: int, first: date, latest: date) -> date:
    """The conference in winter, or the middle of July for a cluster that begins in summer; not after ``latest``."""
    usual = date(year, 7, 15) if first > date(year, 1, 1) else date(year, 2, 5)
    return min(usual, latest)


def leadership_span(year: int, first: date) -> tuple[date, date]:
    """From the first day of the year (or of the cluster) to the conference of the next year."""
    return max(first, date(year, 1, 1)), date(year + 1, 2, 5)


def recognition_days(year: int) -> tuple[date, date, date]:
    """When the nominations of a year are proposed, submitted to the Ministry and decided."""
    return date(year, 11, 15), date(year, 12, 10), date(year + 1, 1, 20)


def joining_day(first: date, seed: str) -> date:
    """Within the weeks after a movement was launched, or after the agency came to be."""
    return first + timedelta(days=Draw(seed, "joins").whole(5, 30))


def _day(year: int, parts: tuple[int, ...]) -> date:
    month, day, *later = parts
    return date(year + sum(later), month, day)
