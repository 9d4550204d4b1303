"""Both books and the report of a random season compare what a second calculation compares, over the same members."""

from functools import partial

import docx
import pytest
from docx.table import Table

from reports.papers.content.cluster_report import compose
from reports.papers.printing.docx import write
from reports.papers.read import read_matter
from results.figures.read import read_figures
from tests.prove import seasons
from tests.support.files.report_books import COMPARISON, SUMMARY, TARGETS, Workbook, write_book, write_ministry_book
from tests.support.independent import (
    amount_text,
    calculate,
    decimal_text,
    percent_of,
    percent_text,
    points_text,
    rounded,
)
from tests.support.random_season import TARGETED, season_and_neighbour
from tests.support.world import YEAR

DASH = "–"
YEAR_NOT_OVER = "Chưa hết năm"


@pytest.fixture(params=seasons(), ids="seed{}".format)
def drawn(draw_season, request):
    return draw_season(request.param, season_and_neighbour)


def codes(drawn):
    return {block: period.period_code for block, period in drawn.periods.items()}


def near(value):
    return None if value is None else pytest.approx(float(value), rel=1e-11, abs=1e-9)


def in_cells(figure, row):
    """An amount in the unit of the books, a rate as a share of one; a dash where there is none."""
    if isinstance(figure, tuple):
        share = percent_of(figure)
        return DASH if share is None else near(share / 100)
    if figure is None:
        return DASH
    return near(figure / 1000 if row["value_type"] == "money_dong" else figure)


def expected_row(expected, code, names):
    """This year's total, members compared, both years over them, both changes, who is left out."""
    row, compared = expected.catalogue[code], expected.compared(code)
    total = expected.total_parts(code) if row["numerator"] else expected.total(code)
    now, before = (in_cells(figure, row) for figure in (compared.value, compared.last))
    change = share = DASH
    if row["numerator"]:
        share = None
        change = DASH if compared.change is None else near(compared.change)
    elif compared.members and row["value_type"] != "boolean":
        by = 1000 if row["value_type"] == "money_dong" else 1
        change = near((compared.value - compared.last) / by)
        share = DASH if compared.change is None else near(compared.change / 100)
    out = "; ".join(names[a] for a in expected.members if a in compared.left_out) or None
    return [in_cells(total, row), len(compared.members), now, before, change, share, out]


def check_comparison(book: Workbook, blocks, names) -> None:
    sheet = book.values[COMPARISON]
    rows = {sheet.cell(r, 2).value: r for r in range(7, sheet.max_row + 1)}
    for expected in blocks.values():
        held = any(expected.stood_for.values())
        for code, listed in expected.catalogue.items():
            found = [sheet.cell(rows[listed["name_vi"]], column).value for column in range(4, 11)]
            wanted = expected_row(expected, code, names)
            if not held:
                wanted = [wanted[0], *[DASH] * 5, None]
            assert found == wanted, code


def check_summary(book: Workbook, blocks, indicators) -> None:
    for block, expected in blocks.items():
        for code in TARGETED[block]:
            compared, indicator = expected.compared(code), indicators[code]
            said = partial(book.summary, indicator)
            if any(expected.stood_for.values()):
                assert said("Cùng kỳ năm trước").value == in_cells(compared.last, expected.catalogue[code])
                assert said("So với năm trước").value == (DASH if compared.change is None else near(compared.change))
                assert said("Số đơn vị so sánh").value == f"{len(compared.members)}/{len(expected.members)}"
            if any(each.months < 12 for each in blocks.values()):
                pace, target = expected.prorata_gap(None, code), expected.total_target(code)
                assert (said("So với phần chỉ tiêu theo số tháng").value or None) == near(pace)
                assert (said("So với chỉ tiêu cả năm").value or None) == near(expected.total_gap(code))
                if expected.months < 12:
                    wanted = YEAR_NOT_OVER if target is not None and expected.total_percent(code) is not None else None
                    assert (said("Đánh giá").value or None) == wanted


def check_targets(book: Workbook, blocks, members) -> None:
    """Before the end of the year nobody has met or missed a rate."""
    sheet = book.values[TARGETS]
    verdicts = [sheet.cell(r, 13).value for r in range(7, sheet.max_row + 1)]
    going_on = [expected for expected in blocks.values() if expected.months < 12]
    assert (YEAR_NOT_OVER in verdicts) == any(
        expected.percent(agency, code) is not None
        for expected in going_on
        for code in expected.rates()
        for agency in expected.members
        if (agency, code) in expected.targets
    )
    if len(going_on) == len(blocks):
        assert not {"Đạt", "Không đạt"} & set(verdicts)


def test_book_of_the_cluster_compares_like_members(drawn, tmp_path):
    figures = read_figures(drawn.season, period_codes=codes(drawn))
    path = tmp_path / "book.xlsx"
    write_book(figures, path)
    book, blocks = Workbook(path), drawn.expected()
    in_order = {block: figures.blocks[block].codes for block in blocks}
    for block, expected in blocks.items():
        expected.members.sort(key=in_order[block].index)
    names = {a.code: a.name_vi for listed in drawn.agencies.values() for a in listed}
    check_comparison(book, blocks, names)
    check_summary(book, blocks, drawn.world.indicators)
    check_targets(book, blocks, names)


def test_book_of_the_ministry_compares_like_members(drawn, tmp_path):
    path = tmp_path / "nation.xlsx"
    write_ministry_book({"years": [YEAR], "blocks": list(codes(drawn)), "periods": codes(drawn)}, path)
    members = {block: [a.code for a in listed] for block, listed in drawn.agencies.items()}
    for agency in drawn.world.other_agencies:
        members[agency.kind].append(agency.code)
    periods = ({b: p.code for b, p in held.items()} for held in (drawn.periods, drawn.last_periods))
    book, blocks = Workbook(path), calculate(members, *periods, YEAR)
    listed = [a for held in drawn.agencies.values() for a in held] + drawn.world.other_agencies
    names = {a.code: a.name_vi for a in listed}
    order = [str(row[1].value) for sheet in book.values for row in sheet.iter_rows() if len(row) > 1]
    for expected in blocks.values():
        expected.members.sort(key=lambda code: order.index(names[code]))
    check_comparison(book, blocks, names)
    check_summary(book, blocks, drawn.world.indicators)
    check_targets(book, blocks, names)
    assert SUMMARY in book.values.sheetnames


# -- the report --------------------------------------------------------------------------------------------------------
def annex_rows(path) -> dict[str, dict[str, str]]:
    """Name of an indicator → head → cell, of the tables of all indicators in the first annex."""
    found = {}
    for table in docx.Document(str(path)).tables:
        heads = [cell.text for cell in table.rows[0].cells]
        if "Chỉ tiêu thống kê" in heads and "Ghi chú" in heads:
            for cells in _rows(table):
                found[cells[heads.index("Chỉ tiêu thống kê")]] = dict(zip(heads, cells, strict=True))
    return found


def _rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows[1:]]


def last_text(compared, row) -> str:
    if compared.last is None:
        return "không có"
    if isinstance(compared.last, tuple):
        percent = percent_of(compared.last)
        return "không phát sinh" if percent is None else percent_text(percent)
    if row["value_type"] == "boolean":
        return f"{compared.last}/{len(compared.members)} có"
    return amount_text(compared.last, row["value_type"])


def change_text(compared) -> str:
    if compared.change is None:
        return DASH
    if isinstance(compared.value, tuple):
        return points_text(compared.change)
    value = rounded(compared.change)
    return ("+" if value > 0 else "") + decimal_text(value) + "%"


def test_annex_of_the_report_compares_like_members(drawn, tmp_path):
    figures = read_figures(drawn.season, period_codes=codes(drawn))
    write(compose(figures, read_matter(drawn.season, figures)), tmp_path / "report.docx")
    rows = annex_rows(tmp_path / "report.docx")
    for block, expected in drawn.expected().items():
        for code, listed in expected.catalogue.items():
            row, compared = rows[listed["name_vi"]], expected.compared(code)
            assert row[f"Cùng kỳ năm {YEAR - 1}"] == last_text(compared, listed), code
            assert row["So cùng kỳ (điểm % hoặc %)"] == change_text(compared), code
            partial_ = bool(compared.members and compared.left_out)
            said = f"{len(compared.members)}/{len(expected.members)} đơn vị"
            assert (said in row["Ghi chú"]) == partial_
            assert ("đơn vị" in row["Ghi chú"]) == partial_
            if code in TARGETED[block] and expected.months < 12:
                pace, gap = expected.prorata_gap(None, code), expected.total_gap(code)
                head = f"So với {expected.months}/12 chỉ tiêu (điểm %)"
                assert row[head] == (DASH if pace is None else points_text(pace))
                assert row["So với chỉ tiêu cả năm (điểm %)"] == (DASH if gap is None else points_text(gap))
