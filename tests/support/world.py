"""One small season with everybody in it: two blocks of three agencies, their people, the ministry and a neighbour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.models import User
from clusters.enums import AppointmentRole, Block, LeadershipRole
from clusters.models import Agency, Cluster, Season
from emulation_portal.lib import dates
from pledges.models import Indicator
from results.enums import State
from results.models import Release, ReportingPeriod, Result, Submission
from tests.factories.accounts import UserFactory
from tests.factories.clusters import (
    AgencyFactory,
    AppointmentFactory,
    ClusterFactory,
    LeadershipFactory,
    MembershipFactory,
    MinistryBodyFactory,
    PersonFactory,
    PhaseFactory,
    ProvinceFactory,
    SeasonFactory,
)
from tests.factories.pledges import TargetFactory
from tests.factories.reference import consistent_values, load_catalogue, load_periods

YEAR = 2024
# Entry of THADS-2024-12m (due 4 October) and of STP-2024-year_first (due 20 November) is open then.
NOW = datetime(YEAR, 10, 2, 9, 0, tzinfo=dates.TIME_ZONE)
MONEY_TARGET, CASE_TARGET = "45.50", "79.25"


@dataclass
class World:
    """Handles on the season; ``users`` by role, see ``small_world``."""

    cluster: Cluster
    season: Season
    enforcement: list[Agency]
    departments: list[Agency]
    other_cluster: Cluster
    other_season: Season
    other_agencies: list[Agency]
    ministry: Agency
    bureau: Agency
    indicators: dict[str, Indicator]
    periods: dict[str, ReportingPeriod]
    users: dict[str, User] = field(default_factory=dict)

    @property
    def agencies(self) -> list[Agency]:
        return self.enforcement + self.departments

    @property
    def head_agency(self) -> Agency:
        return self.departments[0]

    @property
    def deputy_agency(self) -> Agency:
        return self.enforcement[0]

    def period_of(self, agency: Agency) -> ReportingPeriod:
        """The period whose entry is open at ``NOW``."""
        return self.periods["THADS-2024-12m" if agency.kind == Block.CIVIL_ENFORCEMENT else "STP-2024-year_first"]

    def fill(
        self,
        agency: Agency,
        *,
        period: ReportingPeriod | None = None,
        state: str = State.SUBMITTED,
        version: int = 1,
        values: Mapping[str, int | None] | None = None,
        nothing: Iterable[str] = (),
        size: int = 1,
        by: User | None = None,
        **fields,
    ) -> Submission:
        """A submission with results. ``values`` replaces values that break no check; None leaves a cell empty."""
        moment = dates.now()
        counts = state not in (State.DRAFT, State.AWAITING_SIGNATURE)
        final = state in (State.APPROVED, State.SEALED)
        stamps = {"submitted_at": moment if counts else None, "approved_at": moment if final else None} | fields
        submission = Submission.objects.create(
            agency=agency,
            period=period or self.period_of(agency),
            state=state,
            version=version,
            created_at=moment,
            updated_at=moment,
            **stamps,
        )
        self.write(submission, consistent_values(agency.kind, size) | dict(values or {}), nothing, by)
        return submission

    def write(self, submission: Submission, values: Mapping[str, int | None], nothing: Iterable[str] = (), by=None):
        """Results as rows, without the service: empty cells get no row."""
        nothing = set(nothing)
        Result.objects.bulk_create(
            Result(
                submission=submission,
                indicator=self.indicators[code],
                value=None if code in nothing else values.get(code),
                nothing_arose=code in nothing,
                updated_at=dates.now(),
                updated_by=by,
            )
            for code in sorted(set(values) | nothing)
            if code in nothing or values[code] is not None
        )

    def fill_all(self, state: str = State.APPROVED) -> list[Submission]:
        """Every member has figures of different size in the period that is open."""
        return [
            self.fill(agency, state=state, size=number)
            for agencies in (self.enforcement, self.departments)
            for number, agency in enumerate(agencies, start=1)
        ]

    def release(self, period: ReportingPeriod) -> Release:
        return Release.objects.create(season=self.season, period=period, released_at=dates.now())

    def set_targets(self) -> None:
        """One target for cases and one for money for every enforcement agency, and national ones."""
        for code, value in (("completion_rate_cases", CASE_TARGET), ("completion_rate_money", MONEY_TARGET)):
            indicator = self.indicators[code]
            TargetFactory(scope="nation", agency=None, indicator=indicator, year=YEAR, value=value)
            for agency in self.enforcement:
                TargetFactory(agency=agency, indicator=indicator, year=YEAR, value=value)


def appointed(agency: Agency, role: str, *, name: str, **dated) -> User:
    """An account whose person holds the role at the agency."""
    user = UserFactory(username=name)
    AppointmentFactory(person=PersonFactory(user=user), agency=agency, role=role, **dated)
    return user


def small_world() -> World:
    """The season 2024 of one cluster, and a neighbouring cluster of one agency per block; nothing is reported yet.

    ``users``: officer, head (enforcement agency 2); officer_dept, head_dept (department 2); secretariat, cluster_head
    (department 1, which leads); deputy_officer, deputy (enforcement agency 1, which deputises); other_officer,
    other_head (department of the other cluster); ministry, approver (all blocks); bureau (officer of the Ministry's
    body for enforcement alone); administrator; nobody (no appointment). Enforcement agency 3 and department 3 have no
    people.
    """
    cluster = ClusterFactory(code="CTN", slug="cum-thu-nghiem", short_name_vi="Cụm thử", short_name_en="Trial")
    other = ClusterFactory(code="CKH", slug="cum-khac", short_name_vi="Cụm khác", short_name_en="Other")
    members, others = _agencies(cluster, 3), _agencies(other, 1)
    made = World(
        cluster=cluster,
        season=SeasonFactory(cluster=cluster, year=YEAR),
        enforcement=members[Block.CIVIL_ENFORCEMENT],
        departments=members[Block.DEPARTMENT_OF_JUSTICE],
        other_cluster=other,
        other_season=SeasonFactory(cluster=other, year=YEAR),
        other_agencies=others[Block.DEPARTMENT_OF_JUSTICE] + others[Block.CIVIL_ENFORCEMENT],
        ministry=MinistryBodyFactory(code="BTP-TCCB", short_name="Vụ TCCB"),
        bureau=MinistryBodyFactory(
            code="BTP-QLTHADS", short_name="Cục QLTHADS", supervised_blocks=[Block.CIVIL_ENFORCEMENT]
        ),
        indicators=load_catalogue(),
        periods=load_periods(YEAR - 1, YEAR),
    )
    _open_entry(made)
    _lead(made)
    made.users = _people(made)
    return made


def _agencies(cluster: Cluster, count: int) -> dict[str, list[Agency]]:
    found: dict[str, list[Agency]] = {block: [] for block in Block.values}
    for _number in range(count):
        province = ProvinceFactory()
        for block in Block.values:
            agency = AgencyFactory(block=block, province=province)
            MembershipFactory(cluster=cluster, agency=agency)
            found[block].append(agency)
    return found


def _open_entry(world: World) -> None:
    for season in (world.season, world.other_season):
        for code in ("THADS-2024-12m", "STP-2024-year_first"):
            period = world.periods[code]
            PhaseFactory(
                season=season,
                block=period.block,
                period_code=period.period_code,
                opens=date(YEAR, 9, 25),
                closes=date(YEAR, 12, 1),
            )


def _lead(world: World) -> None:
    LeadershipFactory(season=world.season, agency=world.head_agency, role=LeadershipRole.HEAD)
    LeadershipFactory(season=world.season, agency=world.deputy_agency, role=LeadershipRole.DEPUTY)
    LeadershipFactory(season=world.other_season, agency=world.other_agencies[0], role=LeadershipRole.HEAD)


def _people(world: World) -> dict[str, User]:
    officer, head = AppointmentRole.OFFICER, AppointmentRole.HEAD
    places = {
        "officer": (world.enforcement[1], officer),
        "head": (world.enforcement[1], head),
        "officer_dept": (world.departments[1], officer),
        "head_dept": (world.departments[1], head),
        "secretariat": (world.head_agency, officer),
        "cluster_head": (world.head_agency, head),
        "deputy_officer": (world.deputy_agency, officer),
        "deputy": (world.deputy_agency, head),
        "other_officer": (world.other_agencies[0], officer),
        "other_head": (world.other_agencies[0], head),
        "ministry": (world.ministry, officer),
        "approver": (world.ministry, head),
        "bureau": (world.bureau, officer),
    }
    users = {name: appointed(agency, role, name=name) for name, (agency, role) in places.items()}
    users["nobody"] = UserFactory(username="nobody")
    users["administrator"] = UserFactory(username="administrator", is_administrator=True)
    return users
