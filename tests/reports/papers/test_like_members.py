"""The year-end report compares like members in like periods, and judges no year before its end."""

import pytest
from django.urls import reverse

from results.enums import State
from tests.factories.pledges import TargetFactory
from tests.factories.reference import consistent_values
from tests.support.html import main_of, text_of
from tests.support.world import YEAR

LAST, NINE, LAST_NINE = "THADS-2023-12m", "THADS-2024-9m", "THADS-2023-9m"


def report(client, world) -> str:
    response = client.get(reverse("reports:paper", args=[world.cluster.slug, YEAR]))
    return text_of(main_of(response)).replace("\u00a0", " ")


def fill(world, agency, period, cases, money, state=State.APPROVED):
    """Completed cases of 20,000 and money of 20 billion dong."""
    values = {
        "fully_enforced_cases": cases,
        "terminated_cases": 0,
        "eligible_cases": 20_000,
        "collected_money": money * 10**6,
        "terminated_money": 0,
        "reduced_money": 0,
        "eligible_money": 20 * 10**9,
    }
    values = consistent_values(agency.kind) | values
    return world.fill(agency, period=world.periods[period], state=state, values=values)


@pytest.fixture
def two_of_three(world):
    """Two members rose from 5,200 to 5,300 completed cases; the third, larger than both, has not reported."""
    one, two, three = world.enforcement
    for agency, before, now in ((one, 5_200, 5_300), (two, 5_200, 5_300), (three, 11_923, None)):
        fill(world, agency, LAST, before, before)
        if now:
            fill(world, agency, "THADS-2024-12m", now, now + 350)
    return world


def test_members_that_are_missing_are_missing_in_both_years(two_of_three, as_user):
    said = report(as_user("secretariat"), two_of_three)
    gone = two_of_three.enforcement[2].name_vi
    assert "giảm 52,52%" not in said
    assert f"cùng kỳ năm 2023 tính trên 02/03 đơn vị có số liệu cả hai năm, không gồm {gone}." in said
    own = "so với cùng kỳ năm 2023 của các đơn vị có số liệu"
    assert f"đã thi hành xong 10.600 việc, tăng 1,92% {own} (10.400 việc)" in said
    assert f"đã thi hành xong hơn 11 tỷ đồng, tăng 8,65% {own} (hơn 10 tỷ đồng)" in said


def test_annex_says_over_how_many_and_without_whom_years_are_compared(two_of_three, as_user):
    said = report(as_user("secretariat"), two_of_three)
    gone = two_of_three.enforcement[2].name_vi
    assert f"trên 02/03 đơn vị có số liệu cả hai năm; không gồm: {gone}." in said
    assert "2/3 đơn vị" in said and f"Không gồm: {gone} (mọi chỉ tiêu)." in said


def test_without_anybody_in_both_years_nothing_is_compared(world, as_user):
    fill(world, world.enforcement[0], LAST, 9_000, 9_000)
    fill(world, world.enforcement[1], "THADS-2024-12m", 5_000, 5_000)
    said = report(as_user("secretariat"), world)
    nobody = "Không đơn vị nào có số liệu của cả hai năm để so sánh với cùng kỳ năm 2023."
    assert said.replace(f"Viết lại: {nobody}", "").count(nobody) == 1 and "giảm" not in said


def test_a_rate_is_the_quotient_of_the_two_figures_beside_it(world, as_user):
    """Who left out one of the two parts is in neither."""
    one, two, three = world.enforcement
    for agency in (one, two):
        fill(world, agency, "THADS-2024-12m", 15_000, 5_000)
    gap = {"fully_enforced_cases": 9_000, "terminated_cases": None, "eligible_cases": 10_000}
    world.fill(three, state=State.APPROVED, values=consistent_values(three.kind) | gap)
    said = report(as_user("secretariat"), world)
    assert "đã thi hành xong 30.000 việc trên tổng số 40.000 việc có điều kiện thi hành, đạt 75,00%" in said


@pytest.fixture
def nine_months(world):
    """Targets of the year of 83.25 % and 62.5 %; after nine months 67.62 % of the cases are done."""
    for agency in world.enforcement:
        fill(world, agency, NINE, 13_524, 9_000)
        for code, value in (("completion_rate_cases", "83.25"), ("completion_rate_money", "62.5")):
            TargetFactory(agency=agency, indicator=world.indicators[code], year=YEAR, value=value, comparator="gte")
    return world


def test_report_of_nine_months_calls_nothing_missed(nine_months, as_user):
    said = report(as_user("secretariat"), nine_months)
    assert "so với chỉ tiêu được giao" not in said
    assert not any(words in said for words in ("chưa đạt chỉ tiêu", "chưa đạt nội dung", "mới đạt chỉ tiêu"))
    assert "chỉ tiêu chung cả năm là từ 83,25% trở lên, so với 9/12 chỉ tiêu thì cao hơn 5,18 điểm %" in said
    assert "chỉ tiêu chung cả năm là từ 62,50% trở lên, so với 9/12 chỉ tiêu thì thấp hơn 1,88 điểm %" in said
    assert "Chưa hết năm nên chưa đánh giá việc hoàn thành các chỉ tiêu chủ yếu giao cho cả năm" in said


def test_report_of_nine_months_tells_of_the_target_that_was_decided_for_them(nine_months, as_user):
    for agency in nine_months.enforcement:
        indicator = nine_months.indicators["completion_rate_cases"]
        given = {"value": "68", "comparator": "gte", "period_code": "9m"}
        TargetFactory(agency=agency, indicator=indicator, year=YEAR, **given)
    said = report(as_user("secretariat"), nine_months)
    assert "từ 83,25% trở lên, so với chỉ tiêu giao cho kỳ thì thấp hơn 0,38 điểm %" in said
    assert "từ 62,50% trở lên, so với 9/12 chỉ tiêu thì thấp hơn 1,88 điểm %" in said
    assert "So với chỉ tiêu của kỳ (điểm %)" in said


def test_annex_of_nine_months_says_whose_target_it_is(nine_months, as_user):
    said = report(as_user("secretariat"), nine_months)
    assert "Chỉ tiêu cả năm" in said and "So với 9/12 chỉ tiêu (điểm %)" in said
    assert "+5,18" in said and "−15,63" in said


def test_what_did_not_arise_reads_as_on_the_pages(world, as_user):
    for agency in world.enforcement:
        world.fill(agency, state=State.APPROVED, nothing=["withdrawn_cases"])
    said = report(as_user("secretariat"), world)
    row = said.split(world.indicators["withdrawn_cases"].name_vi)[1]
    assert "không phát sinh" in row[:60]


def test_yes_and_no_are_counted(world, as_user):
    for agency, answer in zip(world.departments, (1, 1, 0), strict=True):
        world.fill(agency, state=State.APPROVED, values={"statistics_sent_on_time": answer})
    said = report(as_user("secretariat"), world)
    row = said.split(world.indicators["statistics_sent_on_time"].name_vi)[1]
    assert "2/3 có" in row[:60]
