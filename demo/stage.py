"""Everything a loading holds in its hands: reference rows by code, the story, the plan, the moment."""

from dataclasses import dataclass, field
from datetime import date, datetime

from clusters.members import SuccessionMap, rule_day
from clusters.models import Agency, Cluster, Season
from pledges.models import Indicator
from results.models import DayOff, ReportingPeriod

from .facts import CLUSTER
from .people import People
from .years.cast import HEAD_AGENCY, HEAD_AGENCY_NOW
from .years.plan import Plan, PlanPeriod
from .years.story import MERGER_YEAR, SPLIT_YEARS, Story, StoryMember
from .years.texts import CLUSTER as NEW_CLUSTER

FAMILY = (CLUSTER, NEW_CLUSTER["code"])


class UnsoundDemo(Exception):
    """A made-up submission that the portal itself would not accept."""


@dataclass
class Stage:
    """One loading. ``now`` is its moment; nothing stored lies after it."""

    now: datetime
    plan: Plan
    story: Story
    people: People | None = None
    clusters: dict[str, Cluster] = field(default_factory=dict)
    seasons: dict[tuple[str, int], Season] = field(default_factory=dict)

    def __post_init__(self):
        self.agencies = {a.code: a for a in Agency.objects.select_related("province")}
        self.indicators = {i.code: i for i in Indicator.objects.all()}
        rows = list(ReportingPeriod.objects.all())
        self.rows = {row.code: row for row in rows}
        self.periods = sorted((plan_period(row) for row in rows), key=lambda p: (p.year, p.block, p.sequence))
        self.succession = SuccessionMap.load()
        self.calendar = DayOff.objects.calendar()
        self.old = {m.code: m for m in self.story.facts.old}
        self.new = {m.code: m for m in self.story.facts.new}

    def periods_in(self, year: int, block: str) -> list[PlanPeriod]:
        return [p for p in self.periods if p.year == year and p.block == block]

    def members_in(self, cluster: str, period: PlanPeriod) -> list[StoryMember]:
        """Who reports in a period as a member of the cluster, by the portal's own rule of the day."""
        day = rule_day(period_end=period.end, year=period.year)
        members = self.new.values() if cluster == NEW_CLUSTER["code"] else self.old.values()
        return [
            m
            for m in members
            if m.block == period.block
            and (m.cluster == cluster or cluster == NEW_CLUSTER["code"])
            and self.is_valid(m.code, day)
            and self.cluster_exists(cluster, day)
        ]

    def cluster_exists(self, cluster: str, day: date) -> bool:
        row = self.clusters[cluster]
        return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)

    def is_valid(self, agency: str, day: date) -> bool:
        row = self.agencies[agency]
        return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)

    def members_of(self, cluster: str, year: int) -> list[StoryMember]:
        """Everybody who reports in some period of the season, by code."""
        found = {
            m.code: m
            for block in ("civil_enforcement", "department_of_justice")
            for period in self.periods_in(year, block)
            for m in self.members_in(cluster, period)
        }
        return [found[code] for code in sorted(found)]

    def is_led(self, cluster: str, year: int) -> bool:
        """Whether a head agency is known: in the year of the article, and illustratively since the mergers."""
        return (cluster, year) == (CLUSTER, SPLIT_YEARS[-1]) or cluster == NEW_CLUSTER["code"]

    def head_agency(self, cluster: str) -> str:
        return HEAD_AGENCY if cluster == CLUSTER else HEAD_AGENCY_NOW

    def not_later(self, moment: datetime) -> datetime:
        return min(moment, self.now)


def plan_period(row: ReportingPeriod) -> PlanPeriod:
    return PlanPeriod(**{name: getattr(row, name) for name in PlanPeriod.__slots__})


def season_keys(stage: Stage) -> list[tuple[str, int]]:
    """Every season of the demonstration in the order of years: all clusters of 2024, then the family."""
    first = SPLIT_YEARS[-1]
    keys = [(cluster, first) for cluster in sorted({m.cluster for m in stage.old.values()})]
    keys += [(CLUSTER, MERGER_YEAR)]
    keys += [(NEW_CLUSTER["code"], year) for year in range(MERGER_YEAR, stage.plan.live_year + 1)]
    return keys
