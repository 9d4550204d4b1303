"""Both books set like members beside each other, by formulas, and judge no year before its end."""

import pytest
from openpyxl import load_workbook

from results.enums import State
from results.figures.read import read_figures
from tests.factories.pledges import TargetFactory
from tests.factories.reference import consistent_values
from tests.support.files.office import recalculated
from tests.support.files.report_books import write_book, write_ministry_book
from tests.support.world import YEAR

# By their names in both languages.
SUMMARY, COMPARISON = ("Tổng hợp", "Summary"), ("So với năm trước", "Against last year")
TARGETS = ("Chỉ tiêu và chênh lệch", "Targets and gaps")
BLOCK = "civil_enforcement"


def cluster_book(world, folder, period="12m"):
    figures = read_figures(world.season, period_codes={BLOCK: period})
    write_book(figures, folder / "book.xlsx")
    return folder / "book.xlsx"


def ministry_book(world, folder, period="12m"):
    write_ministry_book({"years": [YEAR], "blocks": [BLOCK], "periods": {BLOCK: period}}, folder / "nation.xlsx")
    return folder / "nation.xlsx"


BOOKS = pytest.mark.parametrize("build", [cluster_book, ministry_book])


def rows_of(path, title: tuple[str, str]) -> list[tuple]:
    (sheet,) = (sheet for sheet in load_workbook(path, data_only=True) if sheet.title in title)
    return list(sheet.iter_rows(values_only=True))


def numbers(path, title: tuple[str, str], beginning: str) -> list[float]:
    """The numbers of the rows whose second cell begins so."""
    rows = [row for row in rows_of(path, title) if str(row[1] or "").startswith(beginning)]
    return [cell for row in rows for cell in row[2:] if isinstance(cell, int | float)]


def words(path, title: tuple[str, str]) -> str:
    return "\n".join(str(cell) for row in rows_of(path, title) for cell in row if cell is not None)


def fill(world, agency, period, cases):
    values = {"fully_enforced_cases": cases, "terminated_cases": 0, "eligible_cases": 20_000}
    values = consistent_values(agency.kind) | values
    world.fill(agency, period=world.periods[period], state=State.APPROVED, values=values)


@pytest.fixture
def two_of_three(world):
    """Two members rose from 5,200 to 5,300 completed cases; a third, larger than both, has not reported."""
    one, two, three = world.enforcement
    for agency, before in ((one, 5_200), (two, 5_200), (three, 11_923)):
        fill(world, agency, "THADS-2023-12m", before)
    for agency in (one, two):
        fill(world, agency, "THADS-2024-12m", 5_300)
    return world


@BOOKS
def test_totals_are_compared_over_those_who_reported_in_both_years(two_of_three, tmp_path, build):
    path = build(two_of_three, tmp_path)
    name = two_of_three.indicators["completed_cases"].name_vi
    found = numbers(path, COMPARISON, name)
    assert 10_400 in found and 200 in found
    assert pytest.approx(200 / 10_400) in found


@BOOKS
def test_who_is_left_out_is_named(two_of_three, tmp_path, build):
    path = build(two_of_three, tmp_path)
    name = two_of_three.indicators["completed_cases"].name_vi
    (row,) = (row for row in rows_of(path, COMPARISON) if row[1] == name)
    assert two_of_three.enforcement[2].name_vi in str(row[-1])


@BOOKS
def test_summary_compares_the_rate_over_the_same_members(two_of_three, tmp_path, build):
    path = build(two_of_three, tmp_path)
    found = numbers(path, SUMMARY, two_of_three.indicators["completion_rate_cases"].name_vi)
    assert pytest.approx(10_400 / 40_000) in found and pytest.approx(0.5) in found
    assert "2/3" in words(path, SUMMARY) or "2/4" in words(path, SUMMARY)


@pytest.mark.office
@BOOKS
def test_a_second_program_works_out_the_same_comparison(two_of_three, tmp_path, build):
    path = build(two_of_three, tmp_path)
    again = recalculated(path, tmp_path / "again")
    name = two_of_three.indicators["completed_cases"].name_vi
    found = numbers(again, COMPARISON, name)
    assert pytest.approx(200 / 10_400) in found
    assert found == pytest.approx(numbers(path, COMPARISON, name))


@BOOKS
def test_nothing_is_missed_in_a_book_of_nine_months(world, tmp_path, build):
    for agency in world.enforcement:
        fill(world, agency, "THADS-2024-9m", 13_524)
        indicator = world.indicators["completion_rate_cases"]
        TargetFactory(agency=agency, indicator=indicator, year=YEAR, value="83.25", comparator="gte")
    path = build(world, tmp_path, "9m")
    for title in (SUMMARY, TARGETS):
        said = words(path, title)
        assert "Chưa đạt" not in said and "Không đạt" not in said
        assert "Chưa hết năm" in said and "Chỉ tiêu giao cả năm" in said
        assert pytest.approx(67.62 - 83.25 * 0.75) in numbers(path, title, "")


@BOOKS
def test_a_book_of_nine_months_uses_the_target_of_the_period_where_one_was_decided(world, tmp_path, build):
    for agency in world.enforcement:
        fill(world, agency, "THADS-2024-9m", 13_524)
        for period, value in (("", "83.25"), ("9m", "66.5")):
            indicator = world.indicators["completion_rate_cases"]
            given = {"period_code": period, "value": value, "comparator": "gte"}
            TargetFactory(agency=agency, indicator=indicator, year=YEAR, **given)
    path = build(world, tmp_path, "9m")
    assert "Chỉ tiêu của kỳ là chỉ tiêu có quyết định giao" in words(path, TARGETS)
    for title in (SUMMARY, TARGETS):
        found = numbers(path, title, "")
        assert pytest.approx(67.62 - 66.5) in found
        assert pytest.approx(67.62 - 83.25 * 0.75) not in found
