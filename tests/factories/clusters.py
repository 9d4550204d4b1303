from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from clusters.enums import AgencyKind, AppointmentRole, Block, LeadershipRole, PhaseKind, SuccessionKind
from clusters.models import (
    Agency,
    AgencySuccession,
    Appointment,
    Cluster,
    Leadership,
    Membership,
    Person,
    Province,
    Season,
    SeasonPhase,
)

from .accounts import UserFactory

LONG_AGO = date(2008, 8, 1)
PREFIXES = {"civil_enforcement": "THADS", "department_of_justice": "STP", "ministry_body": "BTP"}
NAMES = {"civil_enforcement": "Thi hành án dân sự", "department_of_justice": "Sở Tư pháp", "ministry_body": "Vụ"}


class ProvinceFactory(DjangoModelFactory):
    code = factory.Sequence(lambda n: f"{n % 100:02d}")
    valid_from = factory.Sequence(lambda n: LONG_AGO + timedelta(days=n // 100))
    kind = "tinh"
    name_vi = factory.Sequence(lambda n: f"Tỉnh thử {n:03d}")
    name_en = factory.Sequence(lambda n: f"Trial province {n:03d}")
    full_name_vi = factory.SelfAttribute("name_vi")

    class Meta:
        model = Province


class AgencyFactory(DjangoModelFactory):
    """A competing agency; ``block`` chooses its kind."""

    class Params:
        block = Block.CIVIL_ENFORCEMENT
        number = factory.Sequence(lambda n: n)

    kind = factory.SelfAttribute("block")
    code = factory.LazyAttribute(lambda o: f"{PREFIXES[o.kind]}-T{o.number:03d}")
    province = factory.SubFactory(ProvinceFactory)
    name_vi = factory.LazyAttribute(lambda o: f"{NAMES[o.kind]} tỉnh thử {o.number:03d}")
    name_en = factory.LazyAttribute(lambda o: f"Trial agency {o.number:03d}")
    short_name = factory.LazyAttribute(lambda o: f"{PREFIXES[o.kind]} thử {o.number:03d}")
    head_title = "Thủ trưởng"
    symbol = factory.LazyAttribute(lambda o: PREFIXES[o.kind])
    valid_from = LONG_AGO

    class Meta:
        model = Agency


class MinistryBodyFactory(AgencyFactory):
    class Params:
        block = AgencyKind.MINISTRY_BODY

    province = None
    supervised_blocks = factory.LazyFunction(lambda: list(Block.values))


class SuccessionFactory(DjangoModelFactory):
    """An edge; the predecessor's end and the successor's beginning are the caller's to set."""

    predecessor = factory.SubFactory(AgencyFactory)
    successor = factory.SubFactory(AgencyFactory)
    date = date(2025, 7, 1)
    kind = SuccessionKind.MERGED

    class Meta:
        model = AgencySuccession


class ClusterFactory(DjangoModelFactory):
    code = factory.Sequence(lambda n: f"CT{n:03d}")
    slug = factory.Sequence(lambda n: f"cum-thu-{n:03d}")
    name_vi = factory.Sequence(lambda n: f"Cụm thi đua thử nghiệm {n:03d}")
    name_en = factory.Sequence(lambda n: f"Trial cluster {n:03d}")
    short_name_vi = factory.Sequence(lambda n: f"Cụm thử {n:03d}")
    short_name_en = factory.Sequence(lambda n: f"Trial {n:03d}")
    valid_from = date(2020, 1, 1)

    class Meta:
        model = Cluster


class SeasonFactory(DjangoModelFactory):
    cluster = factory.SubFactory(ClusterFactory)
    year = 2024

    class Meta:
        model = Season


class PhaseFactory(DjangoModelFactory):
    """By default the entry of one period (give ``block`` and ``period_code``)."""

    season = factory.SubFactory(SeasonFactory)
    kind = PhaseKind.ENTRY
    opens = date(2024, 9, 1)
    closes = date(2025, 1, 1)

    class Meta:
        model = SeasonPhase


class MembershipFactory(DjangoModelFactory):
    cluster = factory.SubFactory(ClusterFactory)
    agency = factory.SubFactory(AgencyFactory)
    valid_from = date(2020, 1, 1)

    class Meta:
        model = Membership


class PersonFactory(DjangoModelFactory):
    """Somebody without an account; pass ``user=UserFactory()`` for one who signs in."""

    full_name = factory.Sequence(lambda n: f"Nguyễn Văn Thử {n}")
    user = None

    class Meta:
        model = Person


class AppointmentFactory(DjangoModelFactory):
    """An officer with an account of their own."""

    person = factory.SubFactory(PersonFactory, user=factory.SubFactory(UserFactory))
    agency = factory.SubFactory(AgencyFactory)
    role = AppointmentRole.OFFICER
    title = "Chuyên viên"
    valid_from = date(2020, 1, 1)

    class Meta:
        model = Appointment


class LeadershipFactory(DjangoModelFactory):
    season = factory.SubFactory(SeasonFactory)
    agency = factory.SubFactory(AgencyFactory)
    role = LeadershipRole.HEAD
    valid_from = factory.LazyAttribute(lambda o: date(o.season.year, 1, 1))
    valid_to = factory.LazyAttribute(lambda o: date(o.season.year + 1, 2, 5))

    class Meta:
        model = Leadership
