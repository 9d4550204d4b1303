"""The workbook of a random season holds what a second calculation gives, and its formulas give the same again."""

import pytest

from results.figures.read import read_figures
from tests.prove import seasons
from tests.support.files.books import block_tables, differences, errors, read_book
from tests.support.files.office import recalculated
from tests.support.files.report_books import write_book
from tests.support.random_season import ENFORCEMENT, TARGETED

RECALCULATED = (1, 3, 7)  # full years of some, merged members, parts of a year
TOTAL = "TỔNG CỘNG"


@pytest.fixture(params=seasons(), ids="seed{}".format)
def drawn(draw_season, request):
    return draw_season(request.param)


@pytest.fixture
def book(drawn, once):
    """Built as the portal builds it, of the periods that the season now shows."""
    return once(drawn.seed, lambda folder: build(drawn, folder / "book.xlsx"))


def build(drawn, path):
    figures = read_figures(drawn.season)
    write_book(figures, path)
    return read_book(path)


def in_the_sheets_unit(value, row):
    """Money stands in nghìn đồng."""
    if value is None or row["value_type"] != "money_dong":
        return value
    return value / 1000


def expected_cells(expected, agency, *, last=False):
    """A row of the block's sheet: amounts, and rates as shares of one; ``agency`` None is the total."""
    cells = []
    for code, row in expected.catalogue.items():
        if row["numerator"]:
            percent = expected.total_percent if agency is None else lambda c, **k: expected.percent(agency, c, **k)
            found = percent(code, last=last)
            cells.append(None if found is None else float(found / 100))
        elif agency is None:
            cells.append(in_the_sheets_unit(expected.total(code, last=last), row))
        else:
            cells.append(in_the_sheets_unit((expected.last if last else expected.now)[agency][code], row))
    return [None if cell is None else pytest.approx(cell, rel=1e-12) for cell in cells]


def tables(drawn, book, block, expected):
    """The block's sheet of this year and, where there is one, of last year; rows by agency code."""
    names = {a.name_vi: a.code for a in drawn.agencies[block]}
    columns = [row["name_vi"] for row in expected.catalogue.values()]
    found = block_tables(book, columns, [*names, TOTAL])
    return [{names.get(name): cells for name, cells in table.items()} for table in found]


def test_block_sheets_hold_every_figure_of_every_agency_and_the_totals(drawn, book):
    for block, expected in drawn.expected().items():
        now, *last = tables(drawn, book, block, expected)
        everybody = [*expected.members, None]
        assert now == {agency: expected_cells(expected, agency) for agency in everybody}
        had_figures = drawn.seed % 2 == 1
        assert last == [{a: expected_cells(expected, a, last=True) for a in everybody}] * had_figures


def test_summary_names_hold_rates_targets_and_gaps(drawn, book):
    for block, expected in drawn.expected().items():
        for code in TARGETED[block]:
            percent, target, gap = expected.total_percent(code), expected.total_target(code), expected.total_gap(code)
            assert book.named(code) == pytest.approx(float(percent / 100), rel=1e-12)
            assert book.named(f"{code}_target") == (target and pytest.approx(float(target / 100), rel=1e-12))
            assert book.named(f"{code}_gap") == (gap and pytest.approx(float(gap), abs=1e-9))


def test_every_figure_of_the_total_is_a_live_formula(drawn, book):
    for code in TARGETED[ENFORCEMENT]:
        for name in (code, f"{code}_target", f"{code}_gap"):
            assert str(book.formulas[book.names[name]]).startswith("=")


@pytest.mark.office
@pytest.mark.parametrize("drawn", RECALCULATED, indirect=True)
def test_recalculated_workbook_differs_nowhere_and_holds_no_error(book, tmp_path):
    again = read_book(recalculated(book.path, tmp_path))
    assert errors(again) == {}
    assert differences(book, again) == {}
