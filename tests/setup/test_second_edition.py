"""The second edition of the reference data reaches an old database by load_reference; what the portal set stays."""

from datetime import date
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse

from clusters.enums import AppointmentRole
from clusters.models import Agency, Cluster, Leadership, LegalInstrument, Membership, Season
from results.models import PublishedFigure
from tests.support.html import main_of, text_of
from tests.support.world import appointed

pytestmark = pytest.mark.django_db
CITIES = ("01", "31", "46", "48", "79", "92")


def load() -> str:
    said = StringIO()
    call_command("load_reference", stdout=said)
    return said.getvalue().splitlines()[-1]


@pytest.fixture
def old_database(clock):
    """What a portal holds that loaded the first edition: its rows, and none of the second."""
    clock(date(2026, 11, 2))
    load()
    Membership.objects.filter(cluster__code__endswith="-2026").delete()
    for cluster in Cluster.objects.filter(code__endswith="-2026"):
        getattr(cluster, "offices", Membership.objects.none()).all().delete()
        cluster.delete()
    LegalInstrument.objects.filter(number="152/2025/NĐ-CP").update(effective_to=None)
    LegalInstrument.objects.filter(number="161/2026/NĐ-CP").delete()
    Membership.objects.filter(agency__code="STP-30-2008").update(source="K-L", is_official=False)
    PublishedFigure.objects.filter(code="PF186").delete()


def test_old_database_takes_the_law_of_the_second_edition(old_database):
    load()
    decree = LegalInstrument.objects.get(number="152/2025/NĐ-CP")
    assert decree.effective_to == date(2027, 3, 1)
    assert LegalInstrument.objects.filter(number="161/2026/NĐ-CP", effective_from=date(2026, 7, 1)).exists()
    assert LegalInstrument.objects.count() == 49


def test_old_database_takes_the_six_cities_with_both_agencies_of_each(old_database):
    load()
    members = Membership.objects.filter(cluster__code="TPTW-2026", valid_from=date(2026, 1, 1))
    found = sorted(members.values_list("agency__province__code", flat=True))
    assert found == sorted(CITIES * 2)
    assert {row.valid_to for row in members} == {date(2027, 1, 1)}


def test_old_database_takes_the_members_that_are_sourced_now_and_the_final_amount_of_2025(old_database):
    load()
    assert Membership.objects.get(agency__code="STP-30-2008").is_official
    figure = PublishedFigure.objects.filter(code="PF186").first()
    assert figure is not None
    assert (figure.year, figure.low, figure.high) == (2025, 150060000000000, 150060999999999)


def test_second_edition_loaded_twice_changes_nothing(old_database):
    assert load() != "Không có thay đổi."
    assert load() == "Không có thay đổi."


def test_member_that_the_portal_put_elsewhere_stays_there_alone(old_database):
    agency = Agency.objects.get(code="STP-01-2008")
    own = Cluster.objects.create(
        code="TPTW26",
        slug="thanh-pho-truc-thuoc-trung-uong-2026",
        name_vi="Cụm 6 thành phố",
        short_name_vi="6 thành phố",
        valid_from=date(2026, 1, 1),
        source="portal",
    )
    Membership.objects.create(cluster=own, agency=agency, valid_from=date(2026, 1, 1), source="portal")
    load()
    assert [row.cluster for row in Membership.objects.filter(agency=agency, valid_from__year=2026)] == [own]
    assert Membership.objects.filter(cluster__code="TPTW-2026").count() == 11
    assert load() == "Không có thay đổi."


def test_head_and_deputy_of_the_northern_delta_stand_in_its_season_and_are_not_official(old_database):
    season = Season.objects.create(cluster=Cluster.objects.get(code="DBBB"), year=2024)
    load()
    found = set(
        Leadership.objects.filter(season=season).values_list(
            "role", "agency__code", "valid_from", "valid_to", "is_official"
        )
    )
    assert found == {
        ("head", "STP-30-2008", date(2024, 1, 1), date(2025, 2, 28), False),
        ("deputy", "THADS-30-2009", date(2024, 1, 1), date(2025, 2, 28), False),
    }
    assert load() == "Không có thay đổi."


def test_head_agency_that_the_portal_set_stays_the_only_one(old_database):
    season = Season.objects.create(cluster=Cluster.objects.get(code="DBBB"), year=2024)
    own = Leadership.objects.create(
        season=season,
        agency=Agency.objects.get(code="STP-35-2008"),
        role="head",
        valid_from=date(2024, 1, 1),
        valid_to=date(2025, 1, 1),
    )
    load()
    assert [row.pk for row in Leadership.objects.filter(season=season, role="head")] == [own.pk]
    assert Leadership.objects.filter(season=season, role="deputy").exists()


@pytest.fixture
def ministry(old_database, client):
    load()
    body = Agency.objects.get(code="MOJ-PERSONNEL")
    client.force_login(appointed(body, AppointmentRole.HEAD, name="bo.duyet"))
    return client


def test_set_up_names_the_patrons_and_tells_which_list_is_incomplete(ministry):
    rows = main_of(ministry.get(reverse("setup:setup"))).xpath(".//tbody/tr")
    said = {code: text_of(row) for row in rows for code in ("TPTW-2026", "MNBG-2026", "DBBB") if code in text_of(row)}
    assert "Nguyễn Thanh Ngọc" in said["TPTW-2026"]
    assert "Phan Chí Hiếu" in said["MNBG-2026"]
    assert "Danh sách thành viên chưa đầy đủ" in said["MNBG-2026"]
    assert "Danh sách thành viên chưa đầy đủ" not in said["TPTW-2026"] + said["DBBB"]


def test_members_of_the_incomplete_cluster_say_so(ministry):
    page = text_of(main_of(ministry.get(reverse("setup:members", args=["mien-nui-bien-gioi-phia-bac-2026", 2026]))))
    assert "Lạng Sơn" in page
    assert "Danh sách thành viên chưa đầy đủ" in page


def test_ministry_page_says_of_which_cluster_the_members_are_not_all_known(ministry):
    Season.objects.create(cluster=Cluster.objects.get(code="MNBG-2026"), year=2026)
    page = text_of(main_of(ministry.get(reverse("dashboards:ministry"), {"year": "2026"})))
    assert "Danh sách thành viên của cụm Miền núi biên giới phía Bắc 2026 chưa đầy đủ" in page


def test_old_database_quotes_the_bases_of_papers_that_the_table_names(old_database):
    """The migration ranks the rows that are there as the table does."""
    ranks = dict(LegalInstrument.objects.values_list("number", "basis_rank"))
    LegalInstrument.objects.update(basis_rank=None)
    import_module("clusters.migrations.0004_legal_bases").rank_bases(apps, None)
    assert dict(LegalInstrument.objects.values_list("number", "basis_rank")) == ranks
    assert (ranks["06/2022/QH15"], ranks["11/2023/TT-BTP"], ranks["14/2025/TT-BTP"]) == (1, 4, None)
    LegalInstrument.objects.update(basis_rank=None)
    load()
    assert LegalInstrument.objects.get(number="98/2023/NĐ-CP").basis_rank == 2
