"""Everything a loading holds in its hands: reference rows by code, the story, the plan, the moment."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from clusters.members import SuccessionMap, rule_day
from clusters.models import Agency, Cluster, Membership, Season
from emulation_portal.lib import dates
from pledges.models import Indicator
from results.models import DayOff, ReportingPeriod

from .facts import CLUSTER
from .people import People
from .years.cast import HEAD_AGENCY, HEAD_AGENCY_NOW
from .years.partition import FAMILY_NOW, REGIONS, Region
from .years.plan import Plan, PlanPeriod
from .years.story import MERGER_YEAR, SPLIT_YEARS, Story, StoryMember

FAMILY = (CLUSTER, FAMILY_NOW)


class UnsoundDemo(Exception):
    """A made-up submission that the portal itself would not accept."""


@dataclass
class Stage:
    """One loading. ``now`` is its moment; nothing stored lies after it."""

    now: datetime
    plan: Plan
    story: Story
    people: People | None = None
    seasons: dict[tuple[str, int], Season] = field(default_factory=dict)

    def __post_init__(self):
        self.agencies = {a.code: a for a in Agency.objects.select_related("province")}
        self.indicators = {i.code: i for i in Indicator.objects.all()}
        rows = list(ReportingPeriod.objects.all())
        self.rows = {row.code: row for row in rows}
        self.periods = sorted((plan_period(row) for row in rows), key=lambda p: (p.year, p.block, p.sequence))
        self.succession = SuccessionMap.load()
        self.calendar = DayOff.objects.calendar()
        facts = self.story.facts
        known = {m.code: m for m in (*facts.old, *facts.new)}
        known |= {code: replace(member, code=code) for code, member in facts.renamed.items()}
        self.members = {code: known[code] for code in sorted(known)}
        self.read_clusters()

    def read_clusters(self) -> None:
        """Hold the clusters and memberships as they are stored by now."""
        self.clusters = {row.code: row for row in Cluster.objects.all()}
        self.memberships = defaultdict(list)
        rows = Membership.objects.filter(agency__code__in=self.members).order_by("agency__code")
        for cluster, *held in rows.values_list("cluster__code", "agency__code", "valid_from", "valid_to"):
            self.memberships[cluster].append(tuple(held))

    def periods_in(self, year: int, block: str) -> list[PlanPeriod]:
        return [p for p in self.periods if p.year == year and p.block == block]

    def reporters(self, period: PlanPeriod) -> list[StoryMember]:
        """Every agency of the nation that reports in a period, by code."""
        day = rule_day(period_end=period.end, year=period.year)
        return [m for m in self.members.values() if m.block == period.block and self.is_valid(m.code, day)]

    def members_in(self, cluster: str, period: PlanPeriod) -> list[StoryMember]:
        """Who reports in a period as a member of the cluster, by the portal's own rule of the day."""
        day = rule_day(period_end=period.end, year=period.year)
        codes = {code for code, first, end in self.memberships[cluster] if dates.covers(first, end, day)}
        return [m for m in self.reporters(period) if m.code in codes]

    def clusters_in(self, period: PlanPeriod) -> dict[str, str]:
        """The cluster of every agency that is in one, by the rule of the day."""
        day = rule_day(period_end=period.end, year=period.year)
        return {
            code: cluster
            for cluster, rows in self.memberships.items()
            for code, first, end in rows
            if dates.covers(first, end, day)
        }

    def cluster_of(self, region: Region, year: int) -> str:
        """The cluster that the provinces of a region form in a year since the mergers, known or made up."""
        official = self.clusters.get(region.official)
        known = official and dates.covers(official.valid_from, official.valid_to, date(year, 12, 31))
        return official.code if known else region.code

    def is_valid(self, agency: str, day: date) -> bool:
        row = self.agencies[agency]
        return dates.covers(row.valid_from, row.valid_to, day)

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
        return (cluster, year) == (CLUSTER, SPLIT_YEARS[-1]) or cluster == FAMILY_NOW

    def head_agency(self, cluster: str) -> str:
        return HEAD_AGENCY if cluster == CLUSTER else HEAD_AGENCY_NOW

    def not_later(self, moment: datetime) -> datetime:
        return min(moment, self.now)


def plan_period(row: ReportingPeriod) -> PlanPeriod:
    return PlanPeriod(**{name: getattr(row, name) for name in PlanPeriod.__slots__})


def season_keys(stage: Stage) -> list[tuple[str, int]]:
    """Every season of the demonstration in the order of years: all clusters of 2024, the family's last half year, then
    all clusters of every year since the mergers."""
    first = SPLIT_YEARS[-1]
    keys = [(cluster, first) for cluster in sorted({m.cluster for m in stage.story.facts.old})]
    keys += [(CLUSTER, MERGER_YEAR)]
    years = range(MERGER_YEAR, stage.plan.live_year + 1)
    return keys + [(stage.cluster_of(region, year), year) for year in years for region in REGIONS]
