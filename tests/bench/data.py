"""Generated seasons of any size for measuring: bulk rows, every typed indicator filled in this year and last."""

from collections.abc import Iterable
from copy import copy
from datetime import timedelta

from accounts import audit
from clusters.enums import AppointmentRole, Block
from clusters.models import Agency, Cluster, Leadership, Membership, Season, SeasonPhase
from emulation_portal.lib import dates
from pledges.enums import PledgeState
from pledges.models import Pledge, PledgeSignature, Target
from results.enums import State
from results.models import Release, ReportingPeriod, Result, Submission
from tests.factories import covenants
from tests.factories.clusters import AgencyFactory, ClusterFactory, MembershipFactory, ProvinceFactory, SeasonFactory
from tests.factories.reference import consistent_values, load_periods
from tests.support.world import YEAR, World, appointed, small_world

PERIODS = {
    Block.CIVIL_ENFORCEMENT: ("THADS-2023-12m", "THADS-2024-3m", "THADS-2024-6m", "THADS-2024-9m", "THADS-2024-12m"),
    Block.DEPARTMENT_OF_JUSTICE: ("STP-2023-year_first", "STP-2024-6m", "STP-2024-year_first"),
}

YEARS = range(YEAR - 1, YEAR + 4)


def grown_world(provinces: int) -> World:
    """One season with two agencies of each province, all reported and released, one submission still a draft.

    The pledge of the enforcement block is signed by everybody.
    """
    world = small_world()
    _remove_neighbour(world)
    _grow(world, provinces)
    _report(world, world.agencies)
    _set_targets(world, world.agencies)
    for code in ("THADS-2024-12m", "STP-2024-year_first"):
        Release.objects.create(season=world.season, period=world.periods[code], released_at=dates.now())
    Submission.objects.filter(agency=world.enforcement[1], period=world.periods["THADS-2024-12m"]).update(
        state=State.DRAFT, approved_at=None, submitted_at=None
    )
    _promise(world)
    _begin(world)
    return world


def _promise(world: World) -> None:
    """Signed in bulk: a head for every agency would be somebody to sign in for every other page, too."""
    pledge = covenants.opened(world)
    now, person = dates.now(), world.users["head"].person
    PledgeSignature.objects.filter(pledge=pledge).update(signed_at=now, signed_on=dates.day_of(now), person=person)
    Pledge.objects.filter(pk=pledge.pk).update(state=PledgeState.SIGNED, signed_on=dates.day_of(now))


def nation(provinces: int, per_cluster: int) -> World:
    """The same number of agencies in many clusters, as the ministry sees them."""
    world = small_world()
    _remove_neighbour(world)
    _grow(world, per_cluster)
    others = []
    for _number in range(provinces // per_cluster - 1):
        cluster = ClusterFactory()
        SeasonFactory(cluster=cluster, year=YEAR)
        for _province in range(per_cluster):
            others += _pair(cluster)
    _report(world, [*world.agencies, *others])
    _set_targets(world, [*world.agencies, *others])
    _begin(world)
    return world


def _begin(world: World) -> None:
    """An entry of the audit log, as any portal has that somebody works with: without one no page is kept."""
    audit.record(actor=world.users["ministry"], action="bench.begun", target=world.season)


def nation_years(provinces: int, per_cluster: int) -> World:
    """The nation in the five years whose periods the tests hold: a season for every cluster and year, all reported."""
    world = nation(provinces, per_cluster)
    world.periods |= load_periods(*range(YEAR + 1, YEAR + 4))
    for code in ("THADS-2026-12m", "STP-2026-year_first"):
        world.periods |= _later(world.periods[code])
    clusters = list(Cluster.objects.filter(seasons__isnull=False).distinct())
    for year in YEARS:
        for cluster in clusters:
            if not Season.objects.filter(cluster=cluster, year=year).exists():
                SeasonFactory(cluster=cluster, year=year)
    codes = {
        Block.CIVIL_ENFORCEMENT: [f"THADS-{year}-12m" for year in YEARS if year > YEAR],
        Block.DEPARTMENT_OF_JUSTICE: [f"STP-{year}-year_first" for year in YEARS if year > YEAR],
    }
    members = Agency.objects.filter(memberships__cluster__in=clusters).distinct()
    _report(world, members, codes)
    return world


def _later(period: ReportingPeriod) -> dict[str, ReportingPeriod]:
    """The same period a year later, which the tests' calendar does not reach; nothing where it does."""
    code = period.code.replace(str(period.year), str(period.year + 1))
    if ReportingPeriod.objects.filter(code=code).exists():
        return {}
    made = copy(period)  # the earlier one stays what it is
    for name in ("start", "end", "data_cutoff", "due_date"):
        setattr(made, name, getattr(period, name) + timedelta(days=365))
    made.pk, made.year, made.code = None, period.year + 1, code
    made._state.adding = True
    made.save()
    return {made.code: made}


def _remove_neighbour(world: World) -> None:
    world.users["other_officer"].person.appointments.all().delete()
    world.users["other_head"].person.appointments.all().delete()
    SeasonPhase.objects.filter(season=world.other_season).delete()
    Leadership.objects.filter(season=world.other_season).delete()
    Membership.objects.filter(cluster=world.other_cluster).delete()
    Season.objects.filter(pk=world.other_season.pk).delete()
    world.other_cluster.delete()
    Agency.objects.filter(pk__in=[a.pk for a in world.other_agencies]).delete()


def _grow(world: World, provinces: int) -> None:
    while len(world.enforcement) < provinces:
        for agency in _pair(world.cluster):
            (world.enforcement if agency.kind == Block.CIVIL_ENFORCEMENT else world.departments).append(agency)
            appointed(agency, AppointmentRole.OFFICER, name=f"officer-{agency.code}")


def _pair(cluster) -> list[Agency]:
    province = ProvinceFactory()
    pair = [AgencyFactory(block=block, province=province) for block in Block.values]
    for agency in pair:
        MembershipFactory(cluster=cluster, agency=agency)
    return pair


def _report(world: World, agencies: Iterable[Agency], periods=PERIODS) -> None:
    agencies = list(agencies)
    sizes = {agency.pk: number for number, agency in enumerate(agencies, start=1)}
    moment = dates.now()
    submissions = Submission.objects.bulk_create(
        _approved(agency, world.periods[code], moment) for agency in agencies for code in periods[agency.kind]
    )
    Result.objects.bulk_create(
        (
            Result(submission=s, indicator=world.indicators[code], value=value, updated_at=moment)
            for s in submissions
            for code, value in consistent_values(s.agency.kind, sizes[s.agency_id]).items()
        ),
        batch_size=2000,
    )


def _approved(agency: Agency, period: ReportingPeriod, moment) -> Submission:
    stamps = {"created_at": moment, "updated_at": moment, "submitted_at": moment, "approved_at": moment}
    return Submission(agency=agency, period=period, state=State.APPROVED, **stamps)


def _set_targets(world: World, agencies: Iterable[Agency]) -> None:
    headline = [i for i in world.indicators.values() if i.is_headline]
    Target.objects.bulk_create(
        Target(scope="agency", agency=agency, indicator=indicator, year=YEAR, comparator="gt", value=80)
        for agency in agencies
        for indicator in headline
        if indicator.block == agency.kind
    )
    Target.objects.bulk_create(
        Target(scope="nation", indicator=indicator, year=YEAR, comparator="gt", value=79) for indicator in headline
    )
