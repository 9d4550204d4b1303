"""The agency page to the end of the year: course of both years, estimate with its method, what can still be reached."""

import re
from datetime import date
from fractions import Fraction

import pytest

from clusters.models import Membership
from tests.factories.pledges import TargetFactory
from tests.support.pages import BUDGET, address, ask, grow, text

CASES, MONEY, COVERAGE = "completion_rate_cases", "completion_rate_money", "appraisal_coverage_rate"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def agency(world):
    return world.enforcement[1]


@pytest.fixture
def half(world, clock, agency):
    """Half of 2024 is reported: 1.000 of 2.000 cases are completed."""
    clock(date(2024, 4, 10))
    world.fill(agency, period=world.periods["THADS-2024-6m"], values={"fully_enforced_cases": 920})
    return world


@pytest.fixture
def last_year(world, agency):
    """Half of 2023: 800 of 1.600 cases; the whole year: 1.600 of 2.000."""
    for code, done, eligible in (("6m", 720, 1600), ("12m", 1520, 2000)):
        values = {"fully_enforced_cases": done, "eligible_cases": eligible}
        world.fill(agency, period=world.periods[f"THADS-2023-{code}"], state="approved", values=values)


@pytest.fixture
def shown(as_user, world, agency):
    """``shown()`` gives the outlook on cases as the head reads it; other codes, people and addresses by name."""

    def read(code=CASES, name="head", of=None, **query):
        response = as_user(name).get(address(world, "dashboards:agency", (of or agency).code), query)
        assert response.status_code == 200
        return next((row for row in response.context["outlooks"] if row.code == code), None)

    return read


def lines(row) -> list[str]:
    return [f"{line.label}: {line.text}".replace(NBSP, " ") for line in row.reach]


# -- the estimate -----------------------------------------------------------------------------------------------------
def test_estimate_by_the_share_of_last_year(shown, half, last_year):
    half.set_targets()
    row = shown()
    # numerator 1.000 ÷ (800 ÷ 1.600) = 2.000; denominator 2.000 ÷ (1.600 ÷ 2.000) = 2.500
    assert row.estimate == Fraction(2000, 2500)
    assert row.estimate_parts.replace(NBSP, " ") == "2.000 việc / 2.500 việc"
    assert row.method.startswith("Cách tính: theo tỷ trọng cùng kỳ năm trước.")
    assert "tử số bằng 50,00% và mẫu số bằng 80,00% so với cuối năm" in row.method
    assert (row.tone, row.finding) == ("ok", "Ước cuối năm 80,00%: đạt chỉ tiêu")
    assert row.gap_text == f"+0,75{NBSP}điểm{NBSP}%"
    # target above 79,25 %: 1.586 of 2.000 and 1.982 of 2.500
    assert lines(row) == [
        "Theo mẫu số hiện nay, 2.000 việc: còn phải hoàn thành thêm 586 việc",
        "Theo mẫu số ước cuối năm, khoảng 2.500 việc: còn phải hoàn thành thêm 982 việc",
    ]
    assert row.deadline == date(2024, 9, 30)


def test_estimate_by_days_without_last_year_counts_what_was_carried_over_once(shown, half):
    row = shown()
    # 183 of 366 days; of 3.000 accepted cases 1.000 were carried over, so the denominator grows by 5/3
    assert row.estimate == Fraction(1000 * 2) / (2000 * Fraction(5, 3))
    assert row.method.startswith("Cách tính: theo tỷ lệ số ngày, vì năm 2023 không có số liệu của kỳ này hoặc của cuối")
    assert "Đã qua 183 trong 366 ngày" in row.method and row.method.endswith("chỉ tính một lần trong mẫu số.")
    assert (row.tone, row.finding) == ("", "Ước cuối năm 60,00%; chưa được giao chỉ tiêu")


def test_estimate_says_so_on_the_page(as_user, half, agency, last_year):
    page = text(as_user("head").get(address(half, "dashboards:agency", agency.code)))
    assert "Đây là số ước tính, không phải kết quả." in page and "≈ 80,00%" in page


def test_estimate_below_the_target_is_a_warning(shown, half, last_year, agency):
    TargetFactory(agency=agency, indicator=half.indicators[CASES], value="80.5")
    row = shown()
    assert (row.tone, row.finding) == (
        "warn",
        f"Ước cuối năm 80,00%: không đạt, −0,50{NBSP}điểm{NBSP}% so với chỉ tiêu",
    )


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"fully_enforced_cases": None}, "Không ước tính: chưa có đủ số liệu cần thiết."),
        ({"carried_over_cases": None}, "Không ước tính: chưa có đủ số liệu cần thiết."),
        (
            {"eligible_cases": 0, "fully_enforced_cases": 0, "terminated_cases": 0},
            "Không ước tính: mẫu số đến nay bằng 0 nên không có tỷ lệ.",
        ),
        (
            {"fully_enforced_cases": 1900},
            "Không ước tính: theo nhịp độ này số hoàn thành sẽ lớn hơn số phải hoàn thành.",
        ),
    ],
)
def test_no_estimate_says_why(shown, world, clock, agency, values, why):
    world.set_targets()
    clock(date(2024, 4, 10))
    world.fill(agency, period=world.periods["THADS-2024-6m"], values=values)
    row = shown()
    assert (row.estimate, row.no_estimate) == (None, why)


def test_no_estimate_where_last_year_had_nothing_by_now(shown, half, agency):
    for code, done in (("6m", 0), ("12m", 1520)):
        values = {"fully_enforced_cases": done, "terminated_cases": 0}
        half.fill(agency, period=half.periods[f"THADS-2023-{code}"], state="approved", values=values)
    assert "cùng kỳ năm trước chưa phát sinh số nào" in shown().no_estimate


def test_zero_denominator_is_no_rate(shown, world, agency):
    world.set_targets()
    none = dict.fromkeys(("eligible_cases", "fully_enforced_cases", "terminated_cases"), 0)
    world.fill(agency, values=none)
    row = shown()
    assert (row.finding, row.tone, row.reach) == ("Không phát sinh nên không có tỷ lệ", "", ())
    assert row.no_estimate == "Không ước tính: mẫu số đến nay bằng 0 nên không có tỷ lệ."


def test_no_figures_at_all(as_user, shown, world, agency):
    world.set_targets()
    row = shown()
    assert (row.finding, row.no_estimate, row.reach, row.has_course) == (
        "Chưa có số liệu",
        "Không ước tính: chưa có đủ số liệu cần thiết.",
        (),
        False,
    )
    assert text(as_user("head").get(address(world, "dashboards:agency", agency.code))).count("Chưa có số liệu") >= 2


def test_last_report_stands_in_while_the_next_is_not_there(shown, half, last_year, agency):
    """Others have reported the whole year, the agency has not."""
    half.set_targets()
    half.fill(half.enforcement[2])
    half.fill(agency, state="draft")
    row = shown(period="12m")
    assert row.estimate == Fraction(4, 5) and len(row.reach) == 2
    assert row.made_of == ("Theo báo cáo 6 tháng năm 2024 (10/2023 – 3/2024); chưa có báo cáo 12 tháng.")
    assert shown(period="6m").made_of == ""


# -- the year's end ---------------------------------------------------------------------------------------------------
def test_year_end_needs_no_estimate(shown, world, agency, last_year):
    world.set_targets()
    world.fill(agency, values={"fully_enforced_cases": 1400})
    row = shown()
    assert (row.estimate, row.no_estimate) == (None, "Đây là số liệu cuối năm, không cần ước tính.")
    assert row.finding == f"Cả năm 74,00%: không đạt, −5,25{NBSP}điểm{NBSP}% so với chỉ tiêu"
    assert lines(row) == ["Theo số liệu cả năm: thiếu 106 việc so với chỉ tiêu"]
    money = shown(MONEY)
    assert lines(money) == ["Theo số liệu cả năm: đã đạt, dư 75,0 triệu đồng"]


def test_earlier_period_of_a_finished_year_points_to_its_end(shown, half, agency):
    half.set_targets()
    half.fill(agency)
    row = shown(period="6m")
    assert (row.estimate, row.reach) == (None, ())
    assert row.no_estimate == "Đã có số liệu cả năm: chọn kỳ cuối năm để xem."
    assert row.finding == "Đến nay đạt 50,00% (6 tháng)"


def test_year_that_is_over_without_its_report(shown, half, clock):
    half.set_targets()
    clock(date(2024, 10, 3))
    row = shown()
    assert lines(row)[0].endswith("báo cáo cả năm phải có thêm 586 việc") and row.is_over


def test_first_report_of_a_department_covers_its_year(shown, world):
    department = world.departments[1]
    world.fill(department)
    row = shown(COVERAGE, "head_dept", department)
    assert row.no_estimate == "Báo cáo này đã bao quát cả năm, phần cuối năm do đơn vị tự ước."


# -- what can still be reached ----------------------------------------------------------------------------------------
def test_target_that_is_reached_says_what_is_to_spare(shown, half, agency):
    TargetFactory(agency=agency, indicator=half.indicators[CASES], value=40)
    assert lines(shown())[0] == "Theo mẫu số hiện nay, 2.000 việc: đã đạt, dư 199 việc"


def test_target_that_no_case_can_reach(shown, half, agency):
    TargetFactory(agency=agency, indicator=half.indicators[CASES], value=100)
    assert lines(shown())[0].endswith("không còn đạt được: cần thêm 1.001 việc, chỉ còn 1.000 việc")


@pytest.mark.parametrize(
    ("comparator", "value", "said"),
    [
        ("lt", 60, "chưa vượt, còn được thêm 199 việc"),
        ("lte", 40, "đã vượt quá 200 việc"),
        ("eq", "50.01", "không có số nào đạt đúng bằng chỉ tiêu này"),
    ],
)
def test_targets_of_other_kinds(shown, half, agency, comparator, value, said):
    TargetFactory(agency=agency, indicator=half.indicators[CASES], value=value, comparator=comparator)
    assert lines(shown())[0].endswith(said)


def test_money_is_said_in_its_size(shown, half, agency):
    TargetFactory(agency=agency, indicator=half.indicators[MONEY], value=60)
    # above 60 % of 2.000 million: 985 million are there, so one đồng more than 215 million
    assert lines(shown(MONEY))[0] == "Theo mẫu số hiện nay, 2,0 tỷ đồng: còn phải hoàn thành thêm 215,0 triệu đồng"


def test_no_target(as_user, shown, half, agency):
    assert (shown().reach, shown().target_text) == ((), "")
    page = text(as_user("head").get(address(half, "dashboards:agency", agency.code)))
    assert "Không được giao chỉ tiêu nên không có mức phải đạt." in page


def test_all_of_an_estimated_denominator_can_be_reached(shown, world, clock):
    """The estimate is 192,3 drafts: a target of 100 % asks for 192 and not for a part of one more."""
    department = world.departments[1]
    TargetFactory(agency=department, indicator=world.indicators[COVERAGE], value=100, comparator="gte")
    clock(date(2024, 7, 10))
    for code, done in (("STP-2024-6m", 95), ("STP-2023-6m", 89), ("STP-2023-year_official", 180)):
        values = {
            "drafts_appraised_council": done,
            "drafts_appraised_committee": 0,
            "drafts_requiring_appraisal": done,
            "drafts_appraised_on_time": done,
        }
        world.fill(department, period=world.periods[code], values=values)
    row = shown(COVERAGE, "head_dept", department)
    assert lines(row) == [
        "Theo mẫu số hiện nay, 95 dự thảo: đã đạt vừa đủ",
        "Theo mẫu số ước cuối năm, khoảng 192 dự thảo: còn phải hoàn thành thêm 97 dự thảo",
    ]
    assert row.finding == "Ước cuối năm 100,00%: đạt chỉ tiêu"


def test_agency_that_left_during_the_year_has_no_year_end(shown, half, last_year, agency):
    half.set_targets()
    Membership.objects.filter(agency=agency).update(valid_to=date(2024, 7, 1))
    half.fill(half.enforcement[2])
    row = shown(name="secretariat", period="6m")
    assert (row.estimate, row.reach) == (None, ())
    assert row.no_estimate == "Không ước tính: đơn vị không còn là thành viên ở kỳ cuối năm."


# -- pace -------------------------------------------------------------------------------------------------------------
def test_pace_is_pro_rata_and_no_gap_of_the_year(shown, half):
    half.set_targets()
    said = shown().progress.replace(NBSP, " ")
    assert said == (
        "Tiến độ, chia theo thời gian: 6/12 của chỉ tiêu là 39,63%; kết quả chênh +10,38 điểm % so với mức đó. "
        "Đây không phải là mức chênh của cả năm."
    )


def test_no_pace_at_the_years_end_nor_for_what_is_not_carried_over(shown, world, agency, clock):
    world.set_targets()
    world.fill(agency)
    assert shown().progress == ""
    clock(date(2024, 7, 10))
    department = world.departments[1]
    TargetFactory(agency=department, indicator=world.indicators[COVERAGE], value=90)
    world.fill(department, period=world.periods["STP-2024-6m"])
    assert shown(COVERAGE, "head_dept", department).progress == ""


# -- the course -------------------------------------------------------------------------------------------------------
def test_course_stands_beside_last_years(shown, half, last_year, agency):
    half.fill(agency, period=half.periods["THADS-2024-3m"], values={"fully_enforced_cases": 420})
    row = shown()
    assert [(p.head, p.now.text, p.last.text) for p in row.points] == [
        ("3 tháng", "25,00%", "–"),
        ("6 tháng", "50,00%", "50,00%"),
        ("12 tháng", "–", "80,00%"),
    ]
    assert row.values == (Fraction(1, 4), Fraction(1, 2), None)
    assert row.previous == (None, Fraction(1, 2), Fraction(4, 5))
    assert row.chart_label == (
        "2024: 3 tháng 25,00%, 6 tháng 50,00%, 12 tháng –; 2023: 3 tháng –, 6 tháng 50,00%, 12 tháng 80,00%; "
        "ước cuối năm 80,00%"
    )
    assert [bool(point.url) for point in row.points] == [True, True, False]


def test_chart_has_a_picture_in_words_and_a_table(as_user, half, last_year, agency):
    page = as_user("head").get(address(half, "dashboards:agency", agency.code)).content.decode()
    section = page.partition('aria-labelledby="h-outlook"')[2].partition("</section>")[0]
    assert len(re.findall(r'<svg class="course"[^>]* role="img"', section)) == section.count("dtable--course") == 2
    assert "style=" not in section and "<script" not in section


# -- who, and what it costs -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("head", True),
        ("officer", True),
        ("secretariat", True),
        ("deputy", True),
        ("ministry", True),
        ("officer_dept", False),
        ("head_dept", False),
    ],
)
def test_last_year_and_what_follows_from_it_are_not_released_with_this_year(shown, half, last_year, name, sees):
    half.release(half.periods["THADS-2024-6m"])
    assert (shown(name=name) is not None) is sees


def test_single_member(shown, half, last_year, agency):
    Membership.objects.filter(agency__in=[half.enforcement[0], half.enforcement[2]]).delete()
    assert shown().estimate == Fraction(4, 5)


def test_english(as_user, half, last_year, agency):
    half.set_targets()
    user = half.users["head"]
    user.language = "en"
    user.save()
    page = text(as_user("head").get(address(half, "dashboards:agency", agency.code)))
    assert "Estimate for the year&#x27;s end 80.00%: the target would be reached" in page
    assert "586 cases more to be completed" in page


@pytest.mark.parametrize("name", ["secretariat", "head", "deputy", "approver"])
def test_page_costs_the_same_for_any_number_of_members(as_user, half, last_year, agency, name):
    half.set_targets()
    client, url = as_user(name), address(half, "dashboards:agency", agency.code)
    _page, few = ask(client, url)
    grow(half, 5)
    _page, many = ask(client, url)
    assert few == many <= BUDGET
