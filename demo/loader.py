"""Loading the demonstration: all of it into an empty portal, or the seasons that have come due since."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts.models import User
from clusters.models import Season
from emulation_portal.lib import dates
from results.models import ReportingPeriod
from setup.reference.clusters import load_leadership
from setup.reference.results import PERIOD_YEARS, ensure_periods

from .campaigns import load_campaigns
from .facts import CLUSTER, read_facts
from .people import load_people, read_people
from .recognition import load_recognition
from .registering import load_registrations
from .reporting import ReportingDesk, release_all, reports_in, store
from .seasons import keep_entry_open, load_clusters, load_season, load_targets
from .stage import Stage, plan_period, season_keys
from .years.partition import FAMILY_NOW
from .years.plan import FIRST_LIVE_YEAR, Plan, plan_for
from .years.story import MERGER_YEAR, SPLIT_YEARS, Story


class DemoRefused(Exception):
    """The demonstration may not be loaded here; ``reason`` is one of not_demo_mode, foreign_data."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Loaded:
    """What one loading did: seasons and results added, entry phases prolonged."""

    live_year: int
    seasons: int = 0
    results: int = 0
    prolonged: int = 0


def require_demo_mode() -> None:
    """DemoRefused where accounts with a published password have no place."""
    if not settings.DEMO_MODE:
        raise DemoRefused("not_demo_mode")


@transaction.atomic
def load() -> Loaded:
    """Bring the demonstration up to today; needs the reference data. Loading twice on a day changes nothing.

    An empty portal gets everything. Where the demonstration is there already, what people have typed stays: entry of
    the live periods is kept open, and when a later season has become live, that one (with those in between) is added.
    DemoRefused outside the demonstration mode, and where the portal holds other seasons or any other account: the
    demonstration's accounts have a password that everybody knows.
    """
    require_demo_mode()
    with translation.override("vi"):
        present = _years_present()
        stage = set_stage()
        if present is None:
            return load_recent(stage, load_base(stage))
        return _catch_up(stage, present)


def _years_present() -> int | None:
    """The latest live season of an earlier loading, None where the portal is empty."""
    mine = Season.objects.filter(cluster__code=FAMILY_NOW, is_illustrative=True)
    if mine.exists():
        return max(mine.values_list("year", flat=True))
    if Season.objects.exists() or User.objects.exists():
        raise DemoRefused("foreign_data")
    return None


def kind_of_data() -> str:
    """What the database holds: "demonstration", "empty" (reference data at most), or "real"."""
    try:
        return "empty" if _years_present() is None else "demonstration"
    except DemoRefused:
        return "real"


def set_stage() -> Stage:
    """Everything that is worked out before anything is stored."""
    now = dates.now()
    last = max(PERIOD_YEARS[-1], now.year + 1)
    if last > PERIOD_YEARS[-1]:
        ensure_periods(range(PERIOD_YEARS[-1] + 1, last + 1))
    plan = todays_plan()
    return Stage(now=now, plan=plan, story=Story(read_facts(), plan.live_year))


def todays_plan() -> Plan:
    return plan_for(dates.today(), [plan_period(row) for row in ReportingPeriod.objects.all()])


def load_base(stage: Stage) -> Loaded:
    """People, and the years before the mergers, which are the same whenever they are loaded."""
    stage.people = load_people(stage.agencies)
    load_clusters(stage)
    load_targets(stage, range(SPLIT_YEARS[0], MERGER_YEAR))
    loaded = Loaded(stage.plan.live_year)
    _load_years(stage, range(SPLIT_YEARS[0], MERGER_YEAR), loaded)
    load_leadership()  # of the reference data, for the seasons that exist now
    return loaded


def load_recent(stage: Stage, loaded: Loaded) -> Loaded:
    """The year of the mergers and all since, with the live season half entered."""
    load_targets(stage, range(MERGER_YEAR, stage.plan.live_year + 1))
    _load_years(stage, range(MERGER_YEAR, stage.plan.live_year + 1), loaded)
    loaded.live_year = stage.plan.live_year
    return loaded


def _load_years(stage: Stage, years: range, loaded: Loaded) -> None:
    seasons = [load_season(stage, key) for key in season_keys(stage) if key[1] in years]
    loaded.results += store(stage, reports_in(stage, ReportingDesk(stage), years))
    for season in seasons:
        release_all(stage, season)
    for season in seasons:
        load_registrations(stage, season)
    if (season := stage.seasons.get((CLUSTER, SPLIT_YEARS[-1]))) in seasons:
        load_recognition(stage, season)
    for year in (year for year in years if year >= MERGER_YEAR):
        load_campaigns(stage, year)
    loaded.seasons += len(seasons)


def _catch_up(stage: Stage, present: int) -> Loaded:
    stage.people = read_people()
    loaded = Loaded(stage.plan.live_year)
    years = range(max(present + 1, FIRST_LIVE_YEAR), stage.plan.live_year + 1)
    if years:
        load_clusters(stage)
        load_targets(stage, years)
        _load_years(stage, years, loaded)
    loaded.prolonged = keep_entry_open(stage)
    return loaded
