"""Which season is live on a day, and how far each of its agencies has come. Plain values only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

FIRST_LIVE_YEAR = 2026

DRAFT, AWAITING, SUBMITTED, RECEIVED, APPROVED, SEALED = (
    "draft",
    "awaiting_signature",
    "submitted",
    "received",
    "approved",
    "sealed",
)
# How far the members of the live season are, by province of today. The agencies of those who try the portal out are
# still drafts; a member that is not named has not begun.
LIVE_STATES = {
    "civil_enforcement": {"80": DRAFT, "82": APPROVED, "86": AWAITING, "91": RECEIVED},
    "department_of_justice": {"80": DRAFT, "86": DRAFT, "91": SUBMITTED},
}
# Where the period itself has not ended nobody can have reported; the same agencies have begun to enter.
EARLY_STATES = {block: {p: s for p, s in states.items() if s == DRAFT} for block, states in LIVE_STATES.items()}


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    """What the plan needs to know of a reporting period; ``start``, ``end`` and ``data_cutoff`` are days inside it."""

    code: str
    block: str
    year: int
    period_code: str
    sequence: int
    months: int
    start: date
    end: date
    data_cutoff: date
    due_date: date
    is_year_end: bool


@dataclass(frozen=True)
class Plan:
    """The day of loading, the live year, and the live period of each block; every earlier year is complete."""

    day: date
    live_year: int
    live: dict[str, PlanPeriod] = field(default_factory=dict)

    @property
    def complete_years(self) -> range:
        """Years after the mergers that lie before the live one."""
        return range(FIRST_LIVE_YEAR, self.live_year)

    def is_live(self, period: PlanPeriod) -> bool:
        return period.year == self.live_year and self.live[period.block].code == period.code

    def is_complete(self, period: PlanPeriod) -> bool:
        """Whether all figures of the period are in: earlier years, and what comes before the live period."""
        if period.year != self.live_year:
            return period.year < self.live_year
        return period.sequence < self.live[period.block].sequence

    def is_early(self, period: PlanPeriod) -> bool:
        """A live period that was opened although its data are not all there yet."""
        return self.is_live(period) and period.data_cutoff >= self.day

    def states(self, period: PlanPeriod) -> dict[str, str]:
        """State by province of the agencies that have begun the live period."""
        return (EARLY_STATES if self.is_early(period) else LIVE_STATES)[period.block]


def plan_for(day: date, periods: Iterable[PlanPeriod]) -> Plan:
    """The plan of a day. Live is the season of the latest period whose data cut-off lies before the day, the later
    year on a tie, from 2026 on; a block that has no such period there gets the first one of that season."""
    periods = [period for period in periods if period.year >= FIRST_LIVE_YEAR]
    past = [period for period in periods if period.data_cutoff < day]
    live_year = max(past, key=lambda p: (p.data_cutoff, p.year)).year if past else FIRST_LIVE_YEAR
    return Plan(day, live_year, {block: _live_period(block, live_year, day, periods) for block in LIVE_STATES})


def _live_period(block: str, year: int, day: date, periods: Iterable[PlanPeriod]) -> PlanPeriod:
    of_season = sorted((p for p in periods if p.block == block and p.year == year), key=lambda p: p.sequence)
    if not of_season:
        raise ValueError(f"{block} has no periods in {year}")
    past = [period for period in of_season if period.data_cutoff < day]
    return past[-1] if past else of_season[0]
