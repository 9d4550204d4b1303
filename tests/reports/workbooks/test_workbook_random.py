"""A season nobody chose: the workbook equals a second calculation over the raw rows, cell by cell."""

import pytest

from results.figures.read import read_figures
from tests.prove import seasons
from tests.support.files.office import recalculated
from tests.support.files.report_books import BLOCKS, LAST, TARGETS, built, differences
from tests.support.random_season import TARGETED

RECALCULATED = (2, 5, 6)


@pytest.fixture(params=seasons(), ids="seed{}".format)
def drawn(draw_season, request):
    return draw_season(request.param)


@pytest.fixture
def book(drawn, once):
    return once(drawn.seed, lambda folder: built(read_figures(drawn.season), folder))


def test_block_sheets_equal_the_second_calculation(drawn, book):
    indicators = drawn.world.indicators
    for name, expected in drawn.expected().items():
        sheets = [(BLOCKS[name], False)] + ([(LAST[name], True)] if drawn.seed % 2 else [])
        for title, last in sheets:
            amounts = expected.last if last else expected.now
            for agency in drawn.agencies[name]:
                for code in expected.amounts():
                    shown = book.value(title, agency, indicators[code])
                    assert shown == scaled(amounts[agency.code].get(code), indicators[code])
                for code in expected.rates():
                    shown = book.value(title, agency, indicators[code])
                    assert shown == share(expected.percent(agency.code, code, last=last))
            for code in expected.amounts():
                total = expected.total(code, last=last)
                assert book.value(title, None, indicators[code]) == scaled(total, indicators[code])
            for code in expected.rates():
                total = expected.total_percent(code, last=last)
                assert book.value(title, None, indicators[code]) == share(total)


def test_targets_sheet_equals_the_second_calculation(drawn, book):
    sheet = book.values[TARGETS]
    for name, expected in drawn.expected().items():
        for code in TARGETED[name]:
            indicator = drawn.world.indicators[code]
            (band,) = (
                row
                for row in range(1, sheet.max_row + 1)
                if f"· {indicator.name_vi} (" in str(sheet.cell(row, 1).value or "")
            )
            for number, agency in enumerate(drawn.agencies[name], start=1):
                assert sheet.cell(band + number, 2).value == agency.name_vi
                gap = expected.gap(agency.code, code)
                assert sheet.cell(band + number, 8).value == near(gap)
            total = band + len(drawn.agencies[name]) + 1
            assert sheet.cell(total, 7).value == share(expected.total_target(code))
            assert sheet.cell(total, 8).value == near(expected.total_gap(code))


@pytest.mark.office
@pytest.mark.service
@pytest.mark.parametrize("drawn", RECALCULATED, indirect=True)
def test_recalculated_cells_equal_the_cached_ones(book, tmp_path):
    formulas, found = differences(book.path, recalculated(book.path, tmp_path))
    assert (formulas > 500, found) == (True, [])


def scaled(amount, indicator):
    if amount is None:
        return None
    return pytest.approx(amount / 1000 if indicator.value_type == "money_dong" else amount, rel=1e-14)


def share(percent):
    return None if percent is None else pytest.approx(float(percent / 100), rel=1e-13)


def near(points):
    return None if points is None else pytest.approx(float(points), abs=1e-10)
