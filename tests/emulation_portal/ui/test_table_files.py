"""B36 B37: the table of a page as a file. Numbers are numbers, and nothing is taken for another kind."""

import csv
import io
import re

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from emulation_portal.lib.printed import Figures, Moves, Over, Parts, Places
from emulation_portal.ui.sheets.table import write_table
from results import words

CASES = "completion_rate_cases"


@pytest.fixture
def filled(world):
    world.set_targets()
    world.fill_all()
    return world


def taken(as_user, filled, form, code=CASES, name="indicator_table", **query):
    place = [filled.cluster.slug, filled.season.year]
    url = reverse(f"dashboards:{name}", args=[*place, *([code] if code else []), form])
    return as_user("secretariat").get(url, query).content


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_b36_a_place_is_no_day_but_two_numbers(as_user, filled):
    rows = lines(taken(as_user, filled, "csv"))
    start = next(at for at, row in enumerate(rows) if row and row[0] == "Đơn vị")
    assert rows[start][-2:] == ["Thứ hạng", "Thứ hạng: trong số"]
    places = [row[-2:] for row in rows[start + 1 : start + 4]]
    assert [second for _first, second in places] == ["3", "3", "3"] and {first for first, _second in places} <= set(
        "123"
    )
    assert not any("/" in cell and cell.replace("/", "").isdecimal() for row in rows for cell in row)


def test_b36_a_name_that_looks_like_a_day_stays_a_name(as_user, filled):
    agency = filled.enforcement[0]
    agency.short_name = "1/6"
    agency.save()
    rows = lines(taken(as_user, filled, "csv"))
    assert any(row and row[0] == "'1/6" for row in rows)


def test_b37_figures_of_a_workbook_are_numbers_as_they_are_printed(as_user, filled):
    book = load_workbook(io.BytesIO(taken(as_user, filled, "xlsx")))
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if row[0].value == "Đơn vị")
    first = sheet[head[0].row + 1]
    by_head = {cell.value: each for cell, each in zip(head, first, strict=True)}
    result = by_head["Kết quả"]
    page = as_user("secretariat").get(
        reverse("dashboards:indicator", args=[filled.cluster.slug, filled.season.year, CASES])
    )
    line = next(row.line for row in page.context["page"].rows if row.name == first[0].value)
    printed = words.shown(line.value, line.indicator).text
    assert result.data_type == "n" and f"{result.value * 100:.2f}%".replace(".", ",") == printed
    assert "0.00%" in result.number_format
    assert all(by_head[name].data_type == "n" for name in ("Thứ hạng", "Thứ hạng: trong số"))
    assert sheet.title not in ("Sheet", "Sheet1") and sheet.freeze_panes == f"B{head[0].row + 1}"


def test_b37_counts_keep_their_groups_and_totals_add_up(as_user, filled):
    sheet = load_workbook(io.BytesIO(taken(as_user, filled, "xlsx", code="completed_cases"))).active
    head = next(row for row in sheet.iter_rows() if row[0].value == "Đơn vị")
    at = [cell.value for cell in head].index("Kết quả")
    cells = [row[at] for row in sheet.iter_rows(min_row=head[0].row + 1)]
    assert all(cell.data_type == "n" and "#,##0" in cell.number_format for cell in cells)
    assert sum(cell.value for cell in cells[:-1]) == cells[-1].value


def test_b36_figures_for_a_spreadsheet_are_bare_numbers_under_their_unit(as_user, filled):
    text = taken(as_user, filled, "sheet.csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    start = next(at for at, row in enumerate(rows) if row and row[0] == "Đơn vị")
    body = [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]
    first = text.splitlines()[start + 1]
    assert {"Kết quả (%)", "So với chỉ tiêu (điểm %)", "Tử số (việc)", "Mẫu số (việc)"} <= set(rows[start])
    assert all(re.fullmatch(r"-?\d+,\d\d", row["Kết quả (%)"]) for row in body)
    assert all(re.fullmatch(r"\d+", row[name]) for row in body for name in ("Tử số (việc)", "Mẫu số (việc)"))
    assert '"' not in first and "'" not in first


def test_b36_words_for_a_spreadsheet_stay_words(as_user, filled):
    for agency, name in zip(filled.enforcement, ("1/6", "=1+1", "a;b"), strict=True):
        agency.short_name = name
        agency.save()
    text = taken(as_user, filled, "sheet.csv").decode("utf-8-sig")
    names = {row[0] for row in csv.reader(io.StringIO(text), delimiter=";") if row}
    assert {"'1/6", "'=1+1", "a;b"} <= names


def test_the_text_for_a_spreadsheet_follows_the_readers_language(as_user, filled):
    user = filled.users["secretariat"]
    user.language = "en"
    user.save()
    rows = lines(taken(as_user, filled, "sheet.csv"))
    start = next(at for at, row in enumerate(rows) if row and row[0] == "Agency")
    assert re.fullmatch(r"\d+\.\d\d", rows[start + 1][rows[start].index("Result (%)")])


KINDS = [Figures("F"), Parts("P"), Moves("M"), Over("O"), Places("Q"), "W"]
CELLS = ["81,25%", "12.345 / 15.200\N{NO-BREAK SPACE}việc", "▼\N{NO-BREAK SPACE}2", "84,00% (2/6 đơn vị)", "1/6", "1/6"]


def test_what_is_two_numbers_on_a_page_has_two_columns():
    with translation.override("vi"):
        sheet = load_workbook(io.BytesIO(write_table("xlsx", "Bảng", [], KINDS, [CELLS]))).active
        text = write_table("sheet.csv", "Bảng", [], KINDS, [CELLS]).decode("utf-8-sig").splitlines()
    head, row = ([cell.value for cell in line] for line in sheet.iter_rows(min_row=3, max_row=4))
    over = ["O", "O: số đơn vị so sánh", "O: trong số"]
    assert head == ["F", "Tử số", "Mẫu số", "M", *over, "Q", "Q: trong số", "W"]
    assert row == [0.8125, 12345, 15200, -2, 0.84, 2, 6, 1, 6, "1/6"]
    assert text[3] == "81,25;12345;15200;-2;84,00;2;6;1;6;'1/6"


def test_the_text_for_programs_is_as_it_was():
    with translation.override("vi"):
        text = write_table("csv", "Bảng", [], KINDS, [CELLS]).decode("utf-8-sig").splitlines()
    assert text[2] == "F,P,M,O,Q,Q: trong số,W"
    assert text[3] == f'"81,25%",{CELLS[1]},{CELLS[2]},"84,00% (2/6 đơn vị)",1,6,\'1/6'


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (Parts("P"), "chưa có"),
        (Moves("M"), "mới sáp nhập"),
        (Over("O"), "–"),
        (Figures("F"), "không PS"),
        (Places("Q"), "–"),
    ],
)
def test_words_in_place_of_numbers_stay_words(head, text):
    sheet = load_workbook(io.BytesIO(write_table("xlsx", "Bảng", [], [head], [[text]]))).active
    assert sheet.cell(4, 1).value == text
    assert text in write_table("sheet.csv", "Bảng", [], [head], [[text]]).decode("utf-8-sig").splitlines()[3]


def test_b37_compared_sides_are_numbers_too(as_user, filled):
    sides = {
        "first": filled.enforcement[0].code,
        "second": filled.enforcement[1].code,
        "what": "agencies",
        "block": "civil_enforcement",
    }
    sheet = load_workbook(io.BytesIO(taken(as_user, filled, "xlsx", code="", name="compare_table", **sides))).active
    kinds = {cell.data_type for row in sheet.iter_rows(min_col=4) for cell in row if cell.value is not None}
    assert "n" in kinds and "d" not in kinds
