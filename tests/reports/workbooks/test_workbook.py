"""The cluster's workbook: cells, formulas and their cached values, what is said where something is missing."""

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise

import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from awards.reading import ClassificationRow, NominationRow, RecordRow
from reports.exporting.registry import NoFigures, UnknownKind, exporter_of
from reports.workbooks.background import BookBackground, read_background
from reports.workbooks.book import Book
from reports.workbooks.print_pages import LARGEST, LEGIBLE
from reports.workbooks.sheets.agency_rows import chunks_of
from reports.workbooks.sheets.block import AT, numbered_formula, row_formula
from reports.workbooks.sheets.indicator_rows import FIRST, HEADS, STATES
from results.enums import State
from results.figures.read import read_figures
from tests.support.files.office import recalculated
from tests.support.files.report_books import BLOCKS, FIRST_AGENCY_COLUMN, SUMMARY, built, differences

CASES, MONEY = "completion_rate_cases", "completion_rate_money"


@pytest.fixture
def full(world):
    """Every member has approved figures, this year and last, and targets."""
    world.set_targets()
    world.fill_all()
    for agencies, code in ((world.enforcement, "THADS-2023-12m"), (world.departments, "STP-2023-year_first")):
        for number, agency in enumerate(agencies, start=2):
            world.fill(agency, period=world.periods[code], state=State.APPROVED, size=number)
    return read_figures(world.season)


@pytest.fixture(params=(True, False), ids=("indicators are rows", "agencies are rows"))
def lying(request, monkeypatch):
    """The sheets of blocks lie across, as with few agencies, or as with many."""
    monkeypatch.setattr("reports.workbooks.cluster.lies_across", lambda block: request.param)
    return request.param


def test_every_figure_of_a_block_stands_in_its_sheet(full, world, tmp_path, lying):
    book = built(full, tmp_path)
    assert book.lies_across(BLOCKS["civil_enforcement"]) is lying
    for name, block in full.blocks.items():
        for code, indicator in block.indicators.items():
            scale = 1000 if indicator.is_money else 1
            for agency in (*block.agencies, None):
                figure = block.value(agency.code, code) if agency else block.line(code).value
                shown = book.value(BLOCKS[name], agency, indicator)
                exact = float(figure.ratio) if indicator.is_rate else figure.amount
                assert shown == pytest.approx(exact if indicator.is_rate else exact / scale, rel=1e-14)


def test_inputs_are_numbers_and_sums_and_rates_are_formulas(full, tmp_path, lying):
    book = built(full, tmp_path)
    for name, block in full.blocks.items():
        for indicator in block.indicators.values():
            cell = book.formulas[BLOCKS[name]][book.address(BLOCKS[name], block.agencies[0], indicator)]
            assert cell.data_type == ("n" if indicator.is_typed else "f")
            total = book.formulas[BLOCKS[name]][book.address(BLOCKS[name], None, indicator)]
            assert total.data_type == "f"


@pytest.mark.parametrize("heading", ["Kết quả", "Tử số", "Mẫu số", "Chỉ tiêu giao", "Chênh lệch so với chỉ tiêu"])
@pytest.mark.parametrize("code", [CASES, MONEY])
def test_headline_cells_lead_to_every_agency(full, tmp_path, code, heading):
    book = built(full, tmp_path)
    block = full.blocks["civil_enforcement"]
    cell = book.summary(block.indicators[code], heading)
    reached = book.precedents(SUMMARY, cell.coordinate)
    title = BLOCKS["civil_enforcement"]
    columns = {coordinate_to_tuple(address)[1] for sheet, address in reached if sheet == title}
    assert set(range(FIRST_AGENCY_COLUMN, FIRST_AGENCY_COLUMN + len(block.agencies))) <= columns


def test_summary_shows_the_headline_figures(full, tmp_path):
    book = built(full, tmp_path)
    block = full.blocks["civil_enforcement"]
    for code in (CASES, MONEY):
        indicator = block.indicators[code]
        assert book.summary(indicator, "Kết quả").value == pytest.approx(float(block.line(code).value.ratio), rel=1e-14)
        gap = book.summary(indicator, "Chênh lệch so với chỉ tiêu")
        assert gap.value == pytest.approx(float(block.line(code).gap), abs=1e-12)
        assert gap.number_format == "[$-42A][>=0.005]+#,##0.00;[$-42A][<=-0.005]−#,##0.00;[$-42A]0.00"
        change = book.summary(indicator, "So với năm trước").value
        assert change == pytest.approx(float(block.line(code).change), abs=1e-12)
        assert book.summary(indicator, "Đánh giá").value == "Đạt"
    money = book.summary(block.indicators[MONEY], "Tử số")
    assert money.value == pytest.approx(block.line("completed_money").value.amount / 10**9, rel=1e-14)
    assert money.number_format.split(";")[0] == "[$-42A]#,##0.000"


def test_missing_agency_keeps_its_place_and_is_named(world, tmp_path):
    world.fill_all()
    late = world.enforcement[2]
    late.submissions.get().results.all().delete()
    late.submissions.all().delete()
    figures = read_figures(world.season)
    book = built(figures, tmp_path)
    title, block = BLOCKS["civil_enforcement"], figures.blocks["civil_enforcement"]
    assert {book.value(title, late, indicator) for indicator in block.indicators.values()} == {None}
    assert book.values[title].cell(STATES + 1, book.column_under(title, late.name_vi)).value == "Chưa có số liệu"
    assert book.value(title, None, block.indicators["eligible_cases"]) == block.line("eligible_cases").value.amount
    assert "SỐ LIỆU TẠM TÍNH, CHƯA CHỐT" in book.texts()
    said = f"Khối Thi hành án dân sự: chưa có số liệu của {late.name_vi}; tổng không gồm các đơn vị này."
    assert said in book.texts()


def test_zero_denominator_gives_an_empty_rate_and_no_error(world, tmp_path):
    world.fill_all()
    empty = {"eligible_cases": 0, "fully_enforced_cases": 0, "terminated_cases": 0}
    world.write(world.fill(world.enforcement[1], version=2, state=State.APPROVED, values=empty), {})
    figures = read_figures(world.season)
    book = built(figures, tmp_path)
    block = figures.blocks["civil_enforcement"]
    agency = world.enforcement[1]
    assert book.value(BLOCKS[block.block], agency, block.indicators["completed_cases"]) == 0
    assert book.value(BLOCKS[block.block], agency, block.indicators[CASES]) is None


def test_empty_input_leaves_the_agency_out_of_both_parts_of_the_total(world, tmp_path):
    world.fill_all()
    world.fill(world.enforcement[1], version=2, state=State.APPROVED, values={"terminated_cases": None}, size=2)
    figures = read_figures(world.season)
    block = figures.blocks["civil_enforcement"]
    book = built(figures, tmp_path)
    parts = [block.value(a.code, CASES).rate for a in (block.agencies[0], block.agencies[2])]
    expected = (parts[0].part + parts[1].part) / (parts[0].whole + parts[1].whole)
    assert book.value(BLOCKS[block.block], None, block.indicators[CASES]) == expected
    whole = sum(block.value(a.code, "eligible_cases").amount for a in block.agencies)
    assert book.value(BLOCKS[block.block], None, block.indicators["eligible_cases"]) == whole


def test_nothing_arose_is_a_zero_that_prints_as_words(world, tmp_path):
    world.fill(world.enforcement[0], state=State.APPROVED, nothing=["withdrawn_cases"])
    figures = read_figures(world.season)
    block = figures.blocks["civil_enforcement"]
    book = built(figures, tmp_path)
    address = book.address(BLOCKS[block.block], world.enforcement[0], block.indicators["withdrawn_cases"])
    cell = book.values[BLOCKS[block.block]][address]
    assert (cell.value, cell.number_format.rpartition(";")[2]) == (0, '"KPS"')


def test_money_that_is_no_whole_thousand_is_kept_to_the_dong(world, tmp_path):
    world.fill(world.enforcement[0], state=State.APPROVED, values={"reduced_money": 1_234_567_891})
    figures = read_figures(world.season)
    block = figures.blocks["civil_enforcement"]
    book = built(figures, tmp_path)
    address = book.address(BLOCKS[block.block], world.enforcement[0], block.indicators["reduced_money"])
    cell = book.values[BLOCKS[block.block]][address]
    assert (cell.value, cell.number_format.split(";")[0]) == (1_234_567.891, "[$-42A]#,##0.000")


def test_without_last_year_a_dash_stands_and_no_sheet(world, tmp_path):
    world.set_targets()
    world.fill_all()
    figures = read_figures(world.season)
    book = built(figures, tmp_path)
    indicator = figures.blocks["civil_enforcement"].indicators[CASES]
    assert [book.summary(indicator, name).value for name in ("Cùng kỳ năm trước", "So với năm trước")] == ["–", "–"]
    assert [title for title in book.values.sheetnames if title.startswith("Năm trước")] == []
    assert "không có số liệu năm trước" in book.texts()


def test_sheets_in_order(full, tmp_path):
    assert built(full, tmp_path).values.sheetnames == [
        "Bìa",
        "Tổng hợp",
        "Khối THADS",
        "Khối Sở Tư pháp",
        "Tỷ lệ chủ yếu - Khối THADS",
        "Tỷ lệ chủ yếu - Khối Sở Tư pháp",
        "Chỉ tiêu và chênh lệch",
        "So với năm trước",
        "Năm trước - Khối THADS",
        "Năm trước - Khối Sở Tư pháp",
        "Khen thưởng",
        "Nguồn và ghi chú",
    ]


def test_english_book(full, tmp_path):
    book = built(full, tmp_path, language="en")
    assert book.values.sheetnames[:4] == ["Cover", "Summary", "Enforcement", "Departments"]
    cell = book.values["Enforcement"].cell(FIRST + 2, FIRST_AGENCY_COLUMN)
    assert cell.number_format == "#,##0;−#,##0"


def test_same_figures_give_the_same_bytes(full, tmp_path):
    first, second = built(full, tmp_path, name="a.xlsx"), built(full, tmp_path, name="b.xlsx")
    assert first.path.read_bytes() == second.path.read_bytes()


def test_text_that_looks_like_a_formula_stays_text(full, world, tmp_path):
    block = full.blocks["civil_enforcement"]
    names = ("=1+1", "+84", "-5", "@SUM(A1)")
    agencies = tuple(replace(block.agencies[0], name_vi=name, code=name) for name in names)
    figures = replace(full, blocks={"civil_enforcement": replace(block, agencies=agencies)})
    book = built(figures, tmp_path)
    cells = [book.formulas[BLOCKS[block.block]].cell(HEADS + 1, FIRST_AGENCY_COLUMN + n) for n in range(4)]
    assert [(c.value, c.data_type) for c in cells[1:]] == [(name, "s") for name in names[1:]]
    with zipfile.ZipFile(book.path) as archive:
        assert "<t>=1+1</t>" in archive.read("xl/sharedStrings.xml").decode()


def test_page_set_up(full, tmp_path):
    book = built(full, tmp_path).formulas
    sheet = book["Khối THADS"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.freeze_panes) == (9, "landscape", "D7")
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$5:$6", "$A:$C")
    assert LEGIBLE <= sheet.page_setup.scale <= LARGEST
    assert book["Chỉ tiêu và chênh lệch"].page_setup.fitToHeight == 0
    assert book["Tổng hợp"].oddFooter.center.text == "Trang &P/&N"
    assert book["Tổng hợp"].oddFooter.left.text == f"Dữ liệu {full.version_code}"
    assert book.properties.subject == full.version_code
    assert "completion_rate_cases_gap" in book.defined_names
    assert len(book["Tỷ lệ chủ yếu - Khối THADS"]._charts) == 2


def test_page_set_up_of_many_agencies(full, tmp_path, monkeypatch):
    monkeypatch.setattr("reports.workbooks.cluster.lies_across", lambda block: False)
    book = built(full, tmp_path)
    sheet = book.formulas["Khối THADS"]
    assert (sheet.page_setup.orientation, sheet.freeze_panes) == ("landscape", "D9")
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$5:$8", "$A:$C")
    assert [cell.value for cell in book.values["Định nghĩa"][5]] == [
        "STT",
        "Chỉ tiêu thống kê",
        "Đơn vị tính",
        "Mã biểu",
        "Định nghĩa",
    ]


def test_every_sheet_is_a4_landscape_with_heads_in_sight(full, tmp_path, world):
    book = built(full, tmp_path, background=read_background(full)).formulas
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape"), sheet.title
        assert sheet.freeze_panes or sheet.title == "Bìa", sheet.title


def test_the_book_is_of_the_day_it_was_made(full, tmp_path, clock):
    clock(date(2025, 2, 5))
    assert built(full, tmp_path).values.properties.created == datetime(2025, 2, 5)


def test_empty_results_of_formulas_are_texts(world, tmp_path):
    """A program that does not work formulas out must not take an empty text for a missing number."""
    world.fill(world.enforcement[0], state=State.APPROVED)
    book = built(read_figures(world.season), tmp_path)
    with zipfile.ZipFile(book.path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    empty = [cell for sheet in sheets for cell in re.findall(r"<c [^>]*><f>[^<]*</f><v></v></c>", sheet)]
    assert empty and all(' t="str"' in cell for cell in empty)


def test_wide_groups_are_cut_where_a_page_ends(full):
    groups, room = full.blocks["civil_enforcement"].groups(), 700
    chunks = chunks_of(groups, 3, room)
    covered = [column for chunk in chunks for column in range(chunk.first, chunk.last + 1)]
    assert covered == list(range(3, 3 + sum(len(i) for _name, i in groups)))
    pages = [chunk.first for chunk in chunks if chunk.begins_page]
    sizes = [after - before for before, after in pairwise([*pages, covered[-1] + 1])]
    assert pages[0] == 3 and len(sizes) > 2 and max(sizes) - min(sizes) <= 3


def test_sheet_titles_are_short_clean_and_unique(full, tmp_path):
    book = Book(tmp_path / "t.xlsx", full, "vi", BookBackground())
    titles = [book.add_sheet(title).title for title in ("A/B:C?" + "x" * 40, "A/B:C?" + "x" * 40, "'quoted'", "[]")]
    assert titles == ["A B C " + "x" * 25, "A B C " + "x" * 21 + " (2)", "quoted", "Sheet"]
    book.workbook.close()


def test_illustrative_figures_say_so_first(full, tmp_path):
    book = built(replace(full, is_illustrative=True), tmp_path)
    assert book.values["Bìa"]["A1"].value.startswith("SỐ LIỆU MINH HỌA")
    assert book.formulas["Tổng hợp"].oddHeader.right.text.endswith("MINH HỌA")


def test_awards_sheet_says_that_none_is_recorded(full, tmp_path):
    book = built(full, tmp_path, background=read_background(full))
    assert "Chưa ghi nhận danh hiệu thi đua" in book.values["Khen thưởng"]["A5"].value


def test_awards_sheet_lists_what_is_recorded(full, tmp_path, world):
    day = full.blocks["civil_enforcement"].period.end
    agency = RecordRow("Sở Tư pháp A", False, "Sở Tư pháp A", "Cờ thi đua", "Danh hiệu", "12/QĐ", day, "Bộ")
    person = replace(agency, recipient="Trần Thị B", is_person=True, award="=Bằng khen", decision="13/QĐ")
    waiting = NominationRow("Sở Tư pháp C", False, "Sở Tư pháp C", "Cờ thi đua", "submitted", "Đã trình Bộ")
    book = built(full, tmp_path, background=BookBackground(records=(agency, person), nominations=(waiting,)))
    sheet = book.values["Khen thưởng"]
    assert [cell.value for cell in sheet[6]] == [
        1,
        "Sở Tư pháp A",
        "Cờ thi đua",
        "12/QĐ",
        "Bộ",
        datetime.combine(day, time()),
    ]
    assert sheet["F6"].is_date and sheet["F6"].number_format == "dd/mm/yyyy"
    assert [c.value for c in sheet[7]][:4] == [2, "Trần Thị B (Sở Tư pháp A)", "=Bằng khen", "13/QĐ"]
    assert [cell.value for cell in sheet[11]][:4] == [1, "Sở Tư pháp C", "Cờ thi đua", "Đã trình Bộ"]


def test_awards_sheet_tells_how_agencies_were_classified(full, tmp_path):
    day = full.blocks["civil_enforcement"].period.end
    known = ClassificationRow(
        pk=1,
        agency_id=1,
        agency="Cục A",
        level="excellent",
        level_label="Hoàn thành xuất sắc nhiệm vụ",
        decision="15/QĐ-BTP",
        date=day,
        issuer="Bộ trưởng",
        text="",
        source="portal",
        is_official=True,
        is_illustrative=False,
    )
    printed = replace(known, agency="Cục B", decision="", date=None, is_illustrative=True)
    book = built(full, tmp_path, background=BookBackground(classified=(known, printed)))
    rows = [[cell.value for cell in row] for row in book.values["Khen thưởng"].iter_rows(min_row=6, max_row=10)]
    assert [1, "Cục A", "Hoàn thành xuất sắc nhiệm vụ", "15/QĐ-BTP", "Bộ trưởng", datetime.combine(day, time())] in rows
    said = "Hoàn thành xuất sắc nhiệm vụ (minh họa)"
    assert [2, "Cục B", said, "đã công bố; chưa có số, ngày quyết định", "Bộ trưởng", None] in rows


def test_season_without_members_has_nothing_to_write(full, tmp_path):
    bare = {name: replace(block, agencies=()) for name, block in full.blocks.items()}
    with pytest.raises(NoFigures):
        built(replace(full, blocks=bare), tmp_path)


def test_unknown_kind():
    with pytest.raises(UnknownKind):
        exporter_of("nothing")


def test_formulas_of_sums_and_rates(full):
    indicators = full.blocks["civil_enforcement"].indicators
    letters = {code: f"C{number}_{AT}" for number, code in enumerate(indicators)}
    total = row_formula(indicators["accepted_cases"], letters)
    first, second = letters["carried_over_cases"], letters["newly_accepted_cases"]
    assert total == f'=IF(COUNT({first},{second})=2,{first}+{second},"")'
    numbers = {code: number for number, code in enumerate(indicators, start=1)}
    assert numbered_formula(indicators["accepted_cases"], numbers) == "(3) = (1) + (2)"
    assert numbered_formula(indicators[CASES], numbers) == "(15) = (10) / (7)"


@pytest.mark.office
@pytest.mark.service
def test_recalculated_cells_equal_the_cached_ones(full, world, tmp_path, lying):
    book = built(full, tmp_path, background=read_background(full))
    formulas, found = differences(book.path, recalculated(book.path, tmp_path))
    assert (formulas > 500, found) == (True, [])
