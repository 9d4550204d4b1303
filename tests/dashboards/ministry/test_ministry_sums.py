"""The ministry's page adds like periods alone, names what it leaves out, and judges nobody before the year's end."""

from datetime import date

import pytest

from clusters.models import Membership
from results.enums import State
from tests.factories.clusters import (
    AgencyFactory,
    ClusterFactory,
    MembershipFactory,
    SeasonFactory,
    SuccessionFactory,
)
from tests.factories.pledges import TargetFactory
from tests.factories.reference import load_periods
from tests.support.html import main_of, parse, table_in, text_of

URL = "/ministry/"
MERGER = date(2025, 7, 1)
CASES = "completion_rate_cases"


def panel(client, query="", code="completion-rate-cases"):
    [found] = parse(client.get(URL + query)).xpath(f"//section[@id='bang-{code}']")
    return found


def percents(cells) -> list[str]:
    return [cell for cell in cells if cell.endswith("%")]


@pytest.fixture
def merged_midyear(world, clock):
    """2025: three old agencies to 30 June, then two successors in a cluster of their own."""
    clock(date(2025, 11, 20))
    world.periods |= load_periods(2025)
    old, cluster = world.enforcement, ClusterFactory(short_name_vi="Cụm mới")
    SeasonFactory(cluster=world.cluster, year=2025)
    SeasonFactory(cluster=cluster, year=2025)
    new = [AgencyFactory(valid_from=MERGER) for _number in range(2)]
    for before, after in ((0, 0), (1, 0), (2, 1)):
        SuccessionFactory(predecessor=old[before], successor=new[after], date=MERGER)
    for agency in old:
        nine = {"fully_enforced_cases": 1500}
        world.fill(agency, period=world.periods["THADS-2025-9m"], state=State.APPROVED, values=nine)
        agency.valid_to = MERGER
        agency.save()
    Membership.objects.filter(agency__in=old).update(valid_to=MERGER)
    for agency, done in zip(new, (1500, 1700), strict=True):
        MembershipFactory(cluster=cluster, agency=agency, valid_from=MERGER)
        twelve = {"fully_enforced_cases": done}
        world.fill(agency, period=world.periods["THADS-2025-12m"], state=State.APPROVED, values=twelve)
    indicator = world.indicators[CASES]
    TargetFactory(scope="nation", agency=None, indicator=indicator, year=2025, value="83.90")
    for agency in (*old, *new):
        TargetFactory(agency=agency, indicator=indicator, year=2025, value="83.90")
    world.new = new
    return world


def test_nine_months_of_old_agencies_are_not_added_to_twelve_of_their_successors(as_user, merged_midyear):
    table = table_in(panel(as_user("ministry"), "?year=2025"))
    total = table.foot["Tất cả các cụm"]
    assert total[0] == "2/2"  # each agency or its successor once
    # (1.500 + 80 + 1.700 + 80) / 4.000; with the old agencies' 9 months it would be 81,00%.
    assert percents(total) == ["84,00%", "83,90%"]
    national = as_user("ministry").get("/ministry/national/", {"year": 2025, "indicator": CASES})
    assert national.context["page"].total.value.text == "84,00%"


def test_the_cluster_left_out_of_the_sum_is_named_with_its_period(as_user, merged_midyear):
    found = panel(as_user("ministry"), "?year=2025")
    assert "Cụm thử (9 tháng năm 2025 (10/2024 – 6/2025))" in text_of(found)
    assert "12 tháng năm 2025 (10/2024 – 9/2025)" in text_of(found)
    rows = table_in(found).rows
    assert {name for name in rows if "9 tháng" in name} == {"Cụm thử 9 tháng năm 2025 (10/2024 – 6/2025)"}


def test_a_cluster_in_the_middle_of_the_year_is_not_said_to_miss_the_years_target(as_user, merged_midyear):
    [row] = [r for r in panel(as_user("ministry"), "?year=2025").xpath(".//tbody/tr") if "9 tháng" in r.text_content()]
    assert "−4,90" in text_of(row) and not row.xpath(".//*[@class='down']")  # 79,00% against 83,90% of the whole year
    assert "+16,08" in text_of(row)  # against 62,925%, the part of it for nine months


def test_all_clusters_show_the_derived_target_that_the_workbook_shows(as_user, world):
    """Two clusters of unlike targets: weighted by what was eligible, as the ministry's workbook has it."""
    world.fill_all()
    other = world.other_agencies[1]
    world.fill(other, state=State.APPROVED, size=2)
    for agency, value in (*((a, "80") for a in world.enforcement), (other, "88")):
        TargetFactory(agency=agency, indicator=world.indicators[CASES], year=2024, value=value)
    total = table_in(panel(as_user("ministry"))).foot["Tất cả các cụm"]
    assert percents(total) == ["84,00%", "82,00%"]
    assert "+2,00" in total


def test_clusters_stand_in_one_period_and_the_heading_names_it(as_user, world):
    """One cluster has reported twelve months, the other nine: both are shown in the period of most, never mixed."""
    for agency in world.enforcement:
        world.fill(agency, period=world.periods["THADS-2024-9m"], state=State.APPROVED)
    world.fill(world.other_agencies[1], period=world.periods["THADS-2024-9m"], state=State.APPROVED)
    world.fill(world.other_agencies[1], state=State.APPROVED)
    third = AgencyFactory()
    cluster = ClusterFactory()
    SeasonFactory(cluster=cluster, year=2024)
    MembershipFactory(cluster=cluster, agency=third)
    world.fill(third, period=world.periods["THADS-2024-9m"], state=State.APPROVED)
    found = panel(as_user("ministry"))
    assert "9 tháng năm 2024 (10/2023 – 6/2024)" in text_of(found)
    assert sorted(cells[0] for cells in table_in(found).rows.values()) == ["1/1", "1/1", "3/3"]
    assert table_in(found).foot["Tất cả các cụm"][0] == "5/5"


def test_page_says_whose_targets_they_are(as_user, merged_midyear):
    text = text_of(main_of(as_user("ministry").get(URL, {"year": 2025})))
    assert "Chỉ tiêu toàn quốc cả năm 83,90%" in text
    assert "trước khi hết năm chưa kết luận đạt hay không đạt" in text
