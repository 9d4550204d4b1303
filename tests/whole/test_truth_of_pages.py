"""What pages say is true: like members beside like members, a year's target in a part of the year, and small words."""

from datetime import date

import pytest
from django.urls import reverse

from pledges.models import Target
from results.models import PublishedFigure
from tests.factories.clusters import AgencyFactory, SuccessionFactory
from tests.factories.pledges import PledgeFactory, PledgeItemFactory, TargetFactory
from tests.support.html import main_of, table_in, text_of

CASES, MONEY = "completion_rate_cases", "completion_rate_money"
LAST_YEAR, NINE_MONTHS = "THADS-2023-12m", "THADS-2024-9m"
MERGED = date(2024, 1, 1)


def place(world):
    return [world.cluster.slug, world.season.year]


@pytest.fixture
def page(as_user, world):
    """``page(name, *more)`` is the main part of a page as the secretariat, or somebody else, reads it."""

    def read(name, *more, of="secretariat", **query):
        response = as_user(of).get(reverse(f"dashboards:{name}", args=[*place(world), *more]), query)
        assert response.status_code == 200
        return main_of(response)

    return read


def said(node) -> str:
    return text_of(node).replace("\N{NO-BREAK SPACE}", " ")


def section(main, anchor):
    return main.get_element_by_id(anchor)


def cases(done, eligible=2000):
    return {"fully_enforced_cases": done, "terminated_cases": 0, "eligible_cases": eligible}


# -- part against whole -----------------------------------------------------------------------------------------------
@pytest.fixture
def partly(world):
    """Two of three have reported, both two points better than last year; the third had most of last year."""
    for agency, now, last in zip(world.enforcement, (1640, 1240, None), (1600, 1200, 9000), strict=True):
        eligible = 2000 if last < 9000 else 10000
        world.fill(agency, period=world.periods[LAST_YEAR], state="approved", values=cases(last, eligible))
        if now:
            world.fill(agency, state="approved", values=cases(now))
    return world


def test_overview_sets_the_same_members_beside_each_other(partly, page):
    """Two rose by two points; beside everybody of last year they fell by more than twelve."""
    table = section(page("overview"), "bang-completion-rate-cases")
    (cells,) = table_in(table).foot.values()
    assert cells[-2:] == ["70,00%", "+2,00"]
    assert "chỉ tính 2/3 đơn vị có số liệu của cả hai năm" in said(table)
    assert f"Năm nay chưa có số liệu: {partly.enforcement[2].short_name}" in said(table)


def test_overview_tile_says_of_how_many_last_year_is(partly, page):
    tile = next(each for each in page("overview").xpath("//*[@class='tile']") if "về việc" in each.get("aria-label"))
    assert "Năm 2023: 70,00% (2/3 đơn vị)" in said(tile)


@pytest.mark.parametrize(
    ("code", "last", "change"), [("completed_cases", "2.800", "+2,9%"), (CASES, "70,00%", "+2,00 điểm %")]
)
def test_indicator_page_sets_the_same_members_beside_each_other(partly, page, code, last, change):
    main = page("indicator", code)
    (cells,) = table_in(main).foot.values()
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in cells[-3:-1]] == [last, change]
    assert f"Năm nay chưa có số liệu: {partly.enforcement[2].short_name}" in said(main)


def test_table_of_an_indicator_names_who_is_left_out(partly, as_user):
    url = reverse("dashboards:indicator_table", args=[*place(partly), CASES, "csv"])
    text = b"".join(as_user("secretariat").get(url)).decode("utf-8-sig")
    assert "chỉ tính 2/3 đơn vị có số liệu của cả hai năm" in text
    assert f"Năm nay chưa có số liệu: {partly.enforcement[2].short_name}" in text


def test_pledge_sets_the_same_members_beside_each_other_and_judges_no_part_of_them(partly, page):
    pledge = PledgeFactory(season=partly.season, signed_on=date(2024, 2, 5))
    PledgeItemFactory(ordinal=1, pledge=pledge, indicator=partly.indicators[CASES], comparator="gte", value="90")
    main = page("pledge", "civil_enforcement")
    row = main.xpath("//table[contains(@class, 'dtable--promises')]/tbody/tr")[0]
    cells = [said(cell) for cell in row.xpath("./td")]
    assert cells[3] == "70,00%"
    assert "Không đạt" not in said(row) and "chưa đủ số liệu các đơn vị" in said(row)
    assert partly.enforcement[2].short_name in said(main.xpath("//*[@class='compared']")[0])


def test_everybody_compared_needs_no_note(world, page):
    for agency in world.enforcement:
        world.fill(agency, period=world.periods[LAST_YEAR], state="approved")
        world.fill(agency, state="approved")
    assert "của cả hai năm" not in said(section(page("overview"), "bang-completion-rate-cases"))


def test_what_was_printed_of_all_is_not_judged_by_some(partly, page):
    PublishedFigure.objects.create(
        code="T1",
        scope_kind="cluster",
        scope_code=partly.cluster.code,
        year=2024,
        block="civil_enforcement",
        indicator=partly.indicators[CASES],
        unit="percent",
        status="unknown",
        kind="published",
        period_code="12m",
        measure="value",
        value="84",
        low="83.995",
        high="84.005",
        precision="rounded",
    )
    row = said(section(page("overview"), "h-published-civil_enforcement").getparent().getparent())
    assert "chưa đối chiếu được" in row


# -- a part of the year against a year's target -----------------------------------------------------------------------
@pytest.fixture
def nine_months(world, clock):
    """Nine months are reported by everybody: 65 % against 79,25 % of the year, of which nine twelfths are 59,44 %."""
    clock(date(2024, 7, 10))
    world.set_targets()
    for agency in world.enforcement:
        money = {"collected_money": 100_000_000, "terminated_money": 0, "reduced_money": 0}
        world.fill(agency, period=world.periods[NINE_MONTHS], state="approved", values=cases(1300) | money)
    return world


def test_agency_page_calls_no_target_missed_before_the_year_ends(nine_months, page):
    agency = nine_months.enforcement[1]
    main = page("agency", agency.code)
    assert "Đạt 0 trong 2" not in said(main) and "chưa đạt" not in said(main)
    assert "Kết quả của 9/12 năm, chưa đánh giá đạt hay không đạt chỉ tiêu giao cho cả năm 2024." in said(main)
    assert "tỷ lệ thi hành xong về tiền, thấp hơn 29,13 điểm %" in said(main)
    card = next(each for each in main.xpath("//li[contains(@class, 'kpi')]") if "về việc" in said(each))
    assert "chỉ tiêu cả năm 79,25%" in said(card)
    assert "+5,56 điểm %" in said(card) and "9/12 chỉ tiêu: 59,44%" in said(card) and "−14,25" not in said(card)


@pytest.mark.parametrize(("name", "more"), [("overview", []), ("indicator", [CASES])])
def test_tables_say_that_the_target_is_the_whole_years(nine_months, page, name, more):
    main = page(name, *more)
    table = section(main, "bang-completion-rate-cases") if name == "overview" else main
    heads = [said(head) for head in table.xpath(".//thead//th")]
    assert "Chỉ tiêu giao cả năm 2024" in heads
    assert any(head.startswith("So với 9/12 chỉ tiêu năm") for head in heads)
    (cells,) = table_in(table).foot.values()
    assert any(cell.startswith("+5,56") for cell in cells) and any(cell.startswith("−14,25") for cell in cells)


def test_gap_to_the_years_target_is_no_bad_mark_before_the_year_ends(nine_months, page):
    table = section(page("overview"), "bang-completion-rate-cases")
    gaps = [each for each in table.xpath(".//tfoot//td/span") if "−14,25" in said(each)]
    assert {each.get("class") for each in gaps} == {"flat"}


def test_home_says_that_the_target_is_the_whole_years(nine_months, as_user):
    main = main_of(as_user("secretariat").get(reverse("dashboards:home")))
    assert "Chỉ tiêu giao cả năm 2024: 79,25%" in said(main)
    assert "+5,56 điểm % so với 9/12 chỉ tiêu năm" in said(main)


def test_pledge_is_not_broken_before_the_year_ends(nine_months, page):
    pledge = PledgeFactory(season=nine_months.season, signed_on=date(2024, 2, 5))
    PledgeItemFactory(ordinal=1, pledge=pledge, indicator=nine_months.indicators[CASES], comparator="gte", value="90")
    table = page("pledge", "civil_enforcement").xpath("//table[contains(@class, 'dtable--promises')]")[0]
    assert "Không đạt" not in said(table)
    assert "đánh giá khi hết năm" in said(table)


def test_nothing_is_forecast_of_a_year_that_has_ended(nine_months, page, clock):
    agency = nine_months.enforcement[1]
    assert "Ước cuối năm" in said(page("agency", agency.code, of="head"))
    clock(date(2024, 10, 2))
    main = page("agency", agency.code, of="head")
    assert "Ước cuối năm" not in said(main)
    assert "Năm báo cáo đã kết thúc ngày 30/09/2024 nên không ước tính nữa." in said(main)


def test_share_of_what_came_up_is_not_prorated(world, page, clock):
    """What was appraised on time is the same share at any time of the year: half a target would praise everybody."""
    clock(date(2024, 7, 10))
    code, agency = "appraisal_coverage_rate", world.departments[1]
    TargetFactory(agency=agency, indicator=world.indicators[code], year=2024, value="95")
    values = {"drafts_requiring_appraisal": 100, "drafts_appraised_council": 90, "drafts_appraised_committee": 0}
    world.fill(agency, period=world.periods["STP-2024-6m"], state="approved", values=values)
    main = page("agency", agency.code)
    assert "6/12 chỉ tiêu năm" not in said(main)
    assert "Đạt 0 trong 1" not in said(main)


@pytest.mark.parametrize(("value", "gap"), [(750, "−1"), (751, "0"), (752, "+1")])
def test_part_of_a_case_that_is_lacking_is_not_called_nothing(world, page, clock, value, gap):
    """Nine twelfths of 1.001 cases are 750,75: 750 lack one more, and 751 are not more than was asked."""
    clock(date(2024, 7, 10))
    code, agency = "newly_accepted_cases", world.enforcement[1]
    TargetFactory(agency=agency, indicator=world.indicators[code], year=2024, comparator="gte", value="1001")
    world.fill(agency, period=world.periods[NINE_MONTHS], state="approved", values={code: value})
    (row,) = [row for row in page("indicator", code).xpath("//table//tbody/tr") if agency.short_name in said(row)][:1]
    assert gap in [said(cell) for cell in row.xpath("./td")]


# -- small truths -----------------------------------------------------------------------------------------------------
def test_no_target_is_said_only_where_none_is_assigned(world, page):
    world.fill_all()
    world.set_targets()
    tile = next(each for each in page("overview").xpath("//*[@class='tile']") if "về việc" in each.get("aria-label"))
    assert "79,25%" in said(tile)
    Target.objects.filter(agency=world.enforcement[0]).delete()
    tile = next(each for each in page("overview").xpath("//*[@class='tile']") if "về việc" in each.get("aria-label"))
    assert "Chưa giao chỉ tiêu" not in said(tile)
    assert "mới giao chỉ tiêu cho 2/3 đơn vị" in said(tile)
    Target.objects.filter(agency__isnull=False).delete()
    tile = next(each for each in page("overview").xpath("//*[@class='tile']") if "về việc" in each.get("aria-label"))
    assert "Chưa giao chỉ tiêu" in said(tile)


def test_yes_is_counted_and_not_added(world, page):
    for agency, answer in zip(world.departments, (1, 0, 1), strict=True):
        world.fill(agency, state="approved", values={"emulation_plan_issued": answer})
    main = page("indicator", "emulation_plan_issued")
    (cells,) = table_in(main).foot.values()
    assert "2/3 có" in cells
    derived = page("derivation", "emulation_plan_issued")
    assert said(derived.xpath("//*[contains(@class, 'figure-large')]")[0]).startswith("2/3 có")


@pytest.mark.parametrize(("value", "printed"), [(1_000_400_000, "0"), (999_600_000, "0"), (2_000_000_000, "+1")])
def test_gap_that_is_rounded_to_zero_has_no_sign(world, page, value, printed):
    agency, indicator = world.enforcement[1], world.indicators["collected_money"]
    TargetFactory(agency=agency, indicator=indicator, year=2024, value=1_000_000_000)
    world.fill(agency, state="approved", values={"collected_money": value})
    table = page("agency", agency.code).xpath("//section[@aria-labelledby='h-all']")[0]
    row = next(row for row in table.xpath(".//tbody/tr") if row.xpath(".//a[contains(@href, '/collected_money')]"))
    assert said(row.xpath("./td")[4]) == printed


def test_indicator_before_the_release_does_not_say_that_nobody_has_figures(world, page):
    for agency in (world.enforcement[0], world.enforcement[2]):
        world.fill(agency, state="approved")
    main = page("indicator", CASES, of="officer")
    assert "Chưa đơn vị nào có số liệu" not in said(main)
    assert "số liệu của các đơn vị khác chưa công bố" in said(main)
    world.fill(world.enforcement[1], state="approved")
    assert "Chỉ" not in said(page("indicator", CASES, of="officer").get_element_by_id("h-rows"))
    other = said(page("indicator", CASES, of="officer_dept").get_element_by_id("h-rows"))
    assert other == "Số liệu kỳ này chưa công bố."


def test_rate_of_which_nothing_was_counted_reads_alike_on_every_page(world, page, as_user):
    agency = world.enforcement[1]
    submission = world.fill(agency, state="approved", values=cases(0, 0))
    words = "không phát sinh"
    assert table_in(page("indicator", CASES)).rows[agency.short_name][0] == words
    assert words in said(section(page("overview"), "bang-completion-rate-cases"))
    sheet = as_user("officer").get(reverse("results:submission", args=[submission.pk]))
    (row,) = main_of(sheet).xpath(
        "//*[@id='s-rates']//tr[starts-with(normalize-space(th), 'Tỷ lệ thi hành xong về việc')]"
    )
    assert words in said(row)


# -- whose last year it is --------------------------------------------------------------------------------------------
def test_agency_page_says_why_there_is_nothing_to_compare_with(world, page):
    agency = world.enforcement[1]
    world.fill(agency, state="approved")
    assert "Cùng kỳ năm 2023 đơn vị không có số liệu để so sánh." in said(page("agency", agency.code))
    world.fill(agency, period=world.periods[LAST_YEAR], state="approved")
    assert "Cùng kỳ năm 2023" not in said(page("agency", agency.code))


def test_agency_page_says_that_last_year_is_a_sum(world, page):
    heir, gone = world.enforcement[1], [AgencyFactory(block="civil_enforcement", valid_to=MERGED) for _ in range(2)]
    heir.valid_from = MERGED
    heir.save(update_fields=["valid_from"])
    for each in gone:
        SuccessionFactory(predecessor=each, successor=heir, date=MERGED)
        world.fill(each, period=world.periods[LAST_YEAR], state="approved", values=cases(1000))
    world.fill(heir, state="approved", values=cases(2200, 4000))
    main = page("agency", heir.code)
    assert "Số liệu năm 2023 là tổng của 2 đơn vị đã hợp nhất thành đơn vị này." in said(main)
    assert "+5,00 điểm %" in said(main.xpath("//section[@aria-labelledby='h-all']")[0])
