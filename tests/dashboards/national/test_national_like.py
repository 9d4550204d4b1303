"""The national page compares like members in like periods, and calls nothing missed before the year's end."""

from datetime import date

import pytest

from clusters.models import Membership, Province
from results.enums import State
from tests.factories.clusters import AgencyFactory, ClusterFactory, MembershipFactory, SeasonFactory
from tests.factories.pledges import TargetFactory
from tests.factories.reference import load_periods
from tests.support.html import main_of, table_in, text_of

URL = "/ministry/national/"
CASES = "completion_rate_cases"


def page_of(client, **query):
    return main_of(client.get(URL, {"indicator": CASES} | query))


def league(page):
    return table_in(page.xpath(".//section[@aria-labelledby='h-rows']")[0])


@pytest.fixture
def one_missing(world):
    """84,00 % of last year and now: but the third, whose last year was worse, has not reported."""
    for agency, last, now in zip(world.enforcement, (1600, 1600, 800), (1600, 1600, None), strict=True):
        twelve = world.periods["THADS-2023-12m"]
        world.fill(agency, period=twelve, state=State.APPROVED, values={"fully_enforced_cases": last})
        if now:
            world.fill(agency, state=State.APPROVED, values={"fully_enforced_cases": now})
    return world


def test_the_nation_of_two_is_not_set_against_last_years_three(as_user, one_missing):
    [total] = league(page_of(as_user("ministry"))).foot.values()
    assert "84,00% (2/4 đơn vị)" in total and "70,67%" not in " ".join(total)
    assert "0,00" in total and "+13,33" not in total


def test_who_is_left_out_of_the_change_is_named(as_user, one_missing):
    text = text_of(page_of(as_user("ministry")))
    missing = [one_missing.enforcement[2].short_name, one_missing.other_agencies[1].short_name]
    assert "So với cùng kỳ năm 2023 chỉ tính 2/4 đơn vị có số liệu của cả hai năm." in text
    assert all(name in text.partition("Năm nay chưa có số liệu:")[2] for name in missing)


def test_newcomers_push_nobody_down(as_user, world):
    """Of the two that had a last year the second is second again, though a third stands between them now."""
    for agency, last, now in zip(world.enforcement, (1900, 1000, None), (1800, 1200, 1500), strict=True):
        if last:
            twelve = world.periods["THADS-2023-12m"]
            world.fill(agency, period=twelve, state=State.APPROVED, values={"fully_enforced_cases": last})
        world.fill(agency, state=State.APPROVED, values={"fully_enforced_cases": now})
    rows = league(page_of(as_user("ministry"))).rows
    [cells] = [cells for name, cells in rows.items() if world.enforcement[1].short_name in name]
    assert cells[:2] == ["3", "2"] and cells[2].endswith("giữ nguyên hạng năm trước")


# -- a part of the year -----------------------------------------------------------------------------------------------
@pytest.fixture
def nine_months(world):
    """69,00 % where 79,25 % are asked of the whole year: 59,44 % belong to nine months."""
    world.set_targets()
    for agency in world.enforcement:
        nine = world.periods["THADS-2024-9m"]
        world.fill(agency, period=nine, state=State.APPROVED, values={"fully_enforced_cases": 1300})
    return world


def test_nine_months_miss_no_target_of_the_year(as_user, nine_months):
    page = page_of(as_user("ministry"), period="9m")
    assert not page.xpath(".//*[contains(@class, 'verdict--warn')]")
    assert not page.xpath(".//section[@aria-labelledby='h-rows']//*[@class='down']")
    text = text_of(page)
    assert "3 trong 3 đơn vị được giao chỉ tiêu đạt 9/12 chỉ tiêu năm" in text
    assert "chỉ tiêu toàn quốc cả năm là 79,25%, 9/12 chỉ tiêu năm là 59,44% (chênh +9,56 điểm %)" in text


def test_both_gaps_of_nine_months_stand_beside_each_other_and_say_whose_they_are(as_user, nine_months):
    page = page_of(as_user("ministry"), period="9m")
    [heads] = page.xpath(".//section[@aria-labelledby='h-rows']//thead")
    assert "So với chỉ tiêu cả năm, điểm %" in text_of(heads) and "So với 9/12 chỉ tiêu năm, điểm %" in text_of(heads)
    rows = league(page).rows
    [cells] = [cells for name, cells in rows.items() if nine_months.enforcement[0].short_name in name]
    assert {"−10,25", "+9,56"} <= set(cells)


def test_the_heat_table_of_nine_months_calls_nobody_far_from_the_target(as_user, nine_months):
    nine_months.fill(
        nine_months.other_agencies[1],
        period=nine_months.periods["THADS-2024-9m"],
        state=State.APPROVED,
        values={"fully_enforced_cases": 400},
    )
    text = text_of(page_of(as_user("ministry"), period="9m", view="heat"))
    assert "69,00% Vượt xa tiến độ (+9,56)" in text and "24,00% Chậm nhiều so với tiến độ (−35,44)" in text
    assert not any(word in text for word in ("Còn xa chỉ tiêu", "Gần đạt", "không đạt quá"))


def test_the_map_of_nine_months_counts_nobody_as_missing_the_target(as_user, nine_months):
    codes = ("01", "48", "56")
    for number, other in enumerate(Province.objects.filter(code__in=codes)):
        Province.objects.filter(pk=other.pk).update(code=f"n{number}")
    for agency, code in zip(nine_months.enforcement, codes, strict=True):
        Province.objects.filter(pk=agency.province_id).update(code=code)
    page = page_of(as_user("ministry"), period="9m")
    [found] = page.xpath(".//section[@aria-labelledby='h-map']")
    assert "3 trong 3 tỉnh, thành phố đạt 9/12 chỉ tiêu năm" in text_of(found)
    marks = [field.text_content() for field in found.xpath(".//a[contains(@class, 'tm--t5')]")]
    assert len(marks) == 3 and all("▲" in mark for mark in marks)


def test_a_share_that_does_not_grow_is_not_judged_before_the_years_end(as_user, world):
    """Drafts appraised of those that came up: 100 % are asked of the year, and of any day of it."""
    indicator = world.indicators["appraisal_coverage_rate"]
    for agency in world.departments:
        TargetFactory(agency=agency, indicator=indicator, year=2024, value="100", comparator="gte")
        values = {"drafts_requiring_appraisal": 50, "drafts_appraised_council": 20, "drafts_appraised_committee": 20}
        world.fill(agency, period=world.periods["STP-2024-6m"], state=State.APPROVED, values=values)
    client = as_user("ministry")
    heat = text_of(page_of(client, indicator=indicator.code, period="6m", view="heat"))
    assert "80,00% Chưa hết năm" in heat
    page = page_of(client, indicator=indicator.code, period="6m")
    assert not page.xpath(".//section[@aria-labelledby='h-rows']//*[@class='down']")


def test_a_cluster_that_ended_in_summer_is_named_where_it_is_left_out(as_user, world, clock):
    clock(date(2025, 11, 20))
    world.periods |= load_periods(2025)
    SeasonFactory(cluster=world.cluster, year=2025)
    cluster = ClusterFactory(short_name_vi="Cụm mới")
    SeasonFactory(cluster=cluster, year=2025)
    for agency in world.enforcement:
        world.fill(agency, period=world.periods["THADS-2025-9m"], state=State.APPROVED)
    Membership.objects.filter(agency__in=world.enforcement).update(valid_to=date(2025, 7, 1))
    new = AgencyFactory(valid_from=date(2025, 7, 1))
    MembershipFactory(cluster=cluster, agency=new, valid_from=date(2025, 7, 1))
    world.fill(new, period=world.periods["THADS-2025-12m"], state=State.APPROVED)
    client, said = as_user("ministry"), "Không cộng vào tổng vì thuộc kỳ khác: Cụm thử (9 tháng năm 2025"
    assert said in text_of(page_of(client, year=2025))
    assert said in client.get(f"{URL}table.csv", {"year": 2025, "indicator": CASES}).content.decode()
