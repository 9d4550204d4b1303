"""The ministry officer's page: all clusters of a year, in the blocks one supervises."""

from fractions import Fraction

import pytest
from django.urls import reverse

from tests.factories.clusters import AgencyFactory, ClusterFactory, MembershipFactory, SeasonFactory
from tests.support.pages import BUDGET, ask, grow, text

URL = "/ministry/"


def tables(response):
    return {table.anchor: table for table in response.context["tables"]}


def test_clusters_stand_side_by_side_and_totals_add_parts(as_user, world):
    world.set_targets()
    world.fill_all()
    world.fill(world.other_agencies[1], values={"fully_enforced_cases": 400})
    table = tables(as_user("ministry").get(URL))["bang-completion-rate-cases"]
    assert [(r.name, r.counted, r.final, r.members, r.rate.text, r.is_provisional) for r in table.rows] == [
        ("Cụm khác", 1, 0, 1, "24,00%", True),
        ("Cụm thử", 3, 3, 3, "84,00%", False),
    ]
    assert (table.total.part, table.total.whole, table.total.rate.text) == ("10.560", "14.000", "75,43%")
    assert table.rows[1].gap == table.rows[1].national_gap == Fraction(475, 10000)
    assert (table.national, table.rows[1].derived, table.rows[0].derived) == ("79,25%", "79,25%", "–")


def test_a_column_without_a_figure_is_left_out(as_user, world):
    world.fill_all()
    page = text(as_user("ministry").get(URL))
    for head in ("Cao hơn chỉ tiêu", "bình quân gia quyền", "Biểu đồ chênh lệch"):
        assert head not in page
    world.set_targets()
    table = tables(as_user("ministry").get(URL))["bang-completion-rate-cases"]
    assert table.has_derived and table.has_gap and table.has_national


def test_rows_lead_to_the_overview_and_to_the_reports(as_user, world):
    row = tables(as_user("ministry").get(URL))["bang-completion-rate-cases"].rows[1]
    place = [world.cluster.slug, 2024]
    assert (row.url, row.reports_url) == (
        reverse("dashboards:overview", args=place),
        reverse("reports:runs", args=place),
    )


def test_only_supervised_blocks_are_shown(as_user, world):
    world.ministry.supervised_blocks = ["department_of_justice"]
    world.ministry.save()
    assert set(tables(as_user("ministry").get(URL))) == {"bang-appraisal-coverage-rate"}


def test_year_may_be_chosen(as_user, world):
    SeasonFactory(cluster=world.cluster, year=2023)
    client = as_user("ministry")
    assert [
        client.get(URL, query).context["year"] for query in ({}, {"year": "2023"}, {"year": "1999"}, {"year": "x"})
    ] == [
        2024,
        2023,
        2024,
        2024,
    ]


def test_year_without_seasons_says_so(as_user, world):
    world.season.phases.all().delete()
    world.other_season.phases.all().delete()
    for season in (world.season, world.other_season):
        season.leaderships.all().delete()
        season.delete()
    response = as_user("ministry").get(URL)
    assert (response.status_code, response.context["tables"]) == (200, [])


@pytest.mark.parametrize(
    "name", ["officer", "head", "secretariat", "cluster_head", "deputy", "other_head", "nobody", "administrator"]
)
def test_page_is_the_ministrys(as_user, world, name):
    assert as_user(name).get(URL).status_code == 404


@pytest.mark.parametrize("name", ["ministry", "approver"])
def test_ministry_page_costs_the_same_for_any_number_of_clusters(as_user, world, name):
    world.fill_all()
    client = as_user(name)
    _page, few = ask(client, URL)
    grow(world, 4)
    for _number in range(4):
        cluster = ClusterFactory()
        SeasonFactory(cluster=cluster, year=2024)
        agency = AgencyFactory()
        MembershipFactory(cluster=cluster, agency=agency)
        world.fill(agency, state="approved")
    _page, many = ask(client, URL)
    assert few == many <= BUDGET
