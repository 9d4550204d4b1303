"""The workbook of targets: the grid as a template, what a filled-in one changes, and what is wrong with it."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.models import AuditEntry
from clusters.models import Season
from pledges.models import Target
from tests.factories.pledges import TargetFactory
from tests.setup.targets.desk import CASES, DECISION, MONEY, Desk, said

pytestmark = pytest.mark.django_db
SHEET = "Cơ quan thi hành án dân sự"


def downloaded(desk: Desk):
    response = desk.client.get(desk.url("template"))
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    return load_workbook(io.BytesIO(response.content))


def sheet_of(book, code: str = CASES):
    return next(sheet for sheet in book.worksheets if code in [cell.value for cell in sheet[6]])


def cell_of(book, agency: str, code: str = CASES):
    sheet = sheet_of(book, code)
    column = next(cell.column for cell in sheet[6] if cell.value == code)
    row = next(cell.row for cell in sheet["A"] if cell.value == agency)
    return sheet.cell(row, column)


def sent(desk: Desk, book, name: str = "chi-tieu.xlsx"):
    out = io.BytesIO()
    if isinstance(book, bytes):
        out = io.BytesIO(book)
    else:
        book.save(out)
    return desk.client.post(desk.url("upload"), {"file": SimpleUploadedFile(name, out.getvalue())})


def applied(desk: Desk, preview, **changed):
    """The changes of a preview confirmed with a decision."""
    proposal = preview.context["form"]["proposal"].value()
    return desk.client.post(preview.context["action"], {"proposal": proposal, **DECISION, **changed})


def faults(response) -> dict[str, str]:
    return {fault.cell: fault.message for fault in response.context["page"].faults}


@pytest.fixture
def first(desk) -> str:
    return desk.world.enforcement[0].code


def test_template_comes_back_without_a_change(desk):
    desk.world.set_targets()
    page = sent(desk, downloaded(desk))
    assert (page.status_code, page.context["page"].rows, page.context["page"].faults) == (200, [], [])
    assert "Không có gì thay đổi." in said(page)


def test_changes_are_shown_old_and_new_and_applied_as_a_whole(desk, first):
    desk.world.set_targets()
    second = desk.world.enforcement[1]
    book = downloaded(desk)
    assert cell_of(book, first).value == pytest.approx(79.25)
    cell_of(book, first).value = 84.5
    cell_of(book, second.code, MONEY).value = "≥ 46,45"
    before = Season.objects.get(pk=desk.world.season.pk).data_version
    page = sent(desk, book)
    assert [(row["agency"], row["old"], row["new"]) for row in page.context["page"].rows] == [
        (desk.world.enforcement[0].short_name, "> 79,25%", "> 84,5%"),
        (second.short_name, "> 45,5%", "≥ 46,45%"),
    ]
    assert desk.stored().get().value == Decimal("79.25")  # nothing is stored before it is confirmed
    assert applied(desk, page).status_code == 302
    assert (desk.stored().get().value, desk.stored().get().comparator) == (Decimal("84.5"), "gt")
    money = desk.stored(MONEY, second).get()
    assert (money.value, money.comparator, money.decision) == (Decimal("46.45"), "gte", "12/QĐ-BTP")
    assert money.decided_on == date(2024, 2, 1)
    assert AuditEntry.objects.get(action="target.import").note == "12/QĐ-BTP, 01/02/2024"
    assert Season.objects.get(pk=desk.world.season.pk).data_version == before + 1


def test_counts_and_money_come_back_in_the_unit_of_their_column(desk, first):
    desk.query = "?also=eligible_cases,eligible_money"
    book = downloaded(desk)
    cell_of(book, first, "eligible_cases").value = 1234
    cell_of(book, first, "eligible_money").value = 7957
    page = sent(desk, book)
    shown = [row["new"].replace("\N{NO-BREAK SPACE}", " ") for row in page.context["page"].rows]
    assert shown == ["≥ 1.234 việc", "≥ 7.957 nghìn đồng"]
    assert applied(desk, page).status_code == 302
    assert desk.stored("eligible_cases").get().value == 1234
    assert desk.stored("eligible_money").get().value == 7_957_000


def test_file_with_added_indicators_is_read_on_the_plain_page_too(desk, first):
    desk.query = "?also=eligible_cases"
    book = downloaded(desk)
    cell_of(book, first, "eligible_cases").value = 1234
    desk.query = ""
    page = sent(desk, book)
    assert applied(desk, page).status_code == 302
    assert desk.stored("eligible_cases").get().value == 1234


def test_emptied_cell_takes_a_target_away_but_not_one_of_the_reference_data(desk, first):
    desk.world.set_targets()
    Target.objects.filter(agency=desk.world.enforcement[1], indicator__code=CASES).update(source="S48")
    book = downloaded(desk)
    cell_of(book, first).value = None
    page = sent(desk, book)
    assert [row["new"] for row in page.context["page"].rows] == ["chưa giao chỉ tiêu"]
    assert applied(desk, page).status_code == 302
    assert not desk.stored().exists()
    cell = cell_of(book, desk.world.enforcement[1].code)
    cell.value = None
    assert "chỉ được thay bằng số khác" in faults(sent(desk, book))[cell.coordinate]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("8325 %", "Có phải là 83,25% không?"),
        (120, "khoảng từ 0 đến 100"),
        ("83.250", "hai cách"),
        (0.8325, "Ô định dạng phần trăm"),
        ("tám tư", "Đây không phải là số"),
        (date(2024, 3, 8), "08/03/2024"),
        ("#N/A", "#N/A"),
        (84.55555, "Quá nhiều chữ số thập phân."),
    ],
)
def test_bad_cell_is_named_with_what_is_wrong(desk, first, typed, words):
    book = downloaded(desk)
    cell = cell_of(book, first)
    cell.value = typed
    page = sent(desk, book)
    assert page.status_code == 422
    assert words in faults(page)[cell.coordinate]
    assert "Lưu 1 thay đổi" not in said(page)


def test_point_of_a_number_typed_as_text_is_read_as_the_grid_reads_it(desk, first):
    book = downloaded(desk)
    cell_of(book, first).value = "83.25"
    assert [row["new"] for row in sent(desk, book).context["page"].rows] == ["≥ 83,25%"]


def test_one_bad_cell_keeps_all_of_it_from_being_stored(desk, first):
    book = downloaded(desk)
    cell_of(book, first).value = 84
    cell_of(book, desk.world.enforcement[1].code).value = 184
    page = sent(desk, book)
    assert page.status_code == 422
    assert "1 ô không đọc được" in said(page)
    assert not Target.objects.exists()


# -- keys -------------------------------------------------------------------------------------------------------------
def test_codes_in_another_case_are_read_and_said(desk, first):
    book = downloaded(desk)
    sheet = sheet_of(book)
    cell_of(book, first).value = 84
    agency = next(cell for cell in sheet["A"] if cell.value == first)
    agency.value = f" {first.lower()} "
    head = next(cell for cell in sheet[6] if cell.value == CASES)
    head.value = CASES.upper()
    page = sent(desk, book)
    assert [row["new"] for row in page.context["page"].rows] == ["≥ 84%"]
    assert f"{first.lower()} được đọc là {first}." in said(page)


def test_missing_column_is_named(desk):
    book = downloaded(desk)
    sheet = sheet_of(book)
    column = next(cell.column for cell in sheet[6] if cell.value == MONEY)
    sheet.delete_cols(column)
    page = sent(desk, book)
    assert page.status_code == 422
    assert f"“{MONEY}”" in said(page)


def test_missing_column_of_agencies_is_named(desk):
    book = downloaded(desk)
    sheet_of(book).cell(6, 1).value = ""
    assert "“Mã đơn vị”" in said(sent(desk, book))


@pytest.mark.parametrize(
    ("part", "theirs", "words"),
    [
        (1, "2023", "Tệp này của năm 2023, còn trang này của năm 2024."),
        (0, "CKH", "Tệp này của cụm khác (CKH)."),
        (2, "9m", "Tệp này của kỳ khác với kỳ của trang."),
    ],
)
def test_file_of_another_year_cluster_or_period_is_refused(desk, part, theirs, words):
    book = downloaded(desk)
    for sheet in book.worksheets:
        key = sheet["B3"].value.split(";")
        key[part] = theirs
        sheet["B3"].value = ";".join(key)
    page = sent(desk, book)
    assert page.status_code == 422
    assert words in said(page)


def test_file_without_its_key_is_refused(desk):
    book = downloaded(desk)
    for sheet in book.worksheets:
        sheet["B3"].value = None
    assert "Tệp không có khóa" in said(sent(desk, book))


def test_agency_that_is_no_member_is_named(desk, first):
    book = downloaded(desk)
    cell = next(cell for cell in sheet_of(book)["A"] if cell.value == first)
    cell.value = desk.world.other_agencies[1].code
    page = sent(desk, book)
    assert faults(page)[cell.coordinate].startswith(f"Không có đơn vị mã {cell.value} là thành viên của cụm năm 2024")


def test_agency_of_the_other_block_and_one_that_stands_twice(desk, first):
    book = downloaded(desk)
    sheet, last = sheet_of(book), sheet_of(book).max_row
    sheet.cell(last + 1, 1).value = first
    sheet.cell(last + 2, 1).value = desk.world.departments[0].code
    sheet.cell(last + 2, 3).value = 80
    sheet.cell(last + 3, 3).value = 80
    found = faults(sent(desk, book))
    assert "có hai dòng" in found[f"A{last + 1}"]
    assert found[f"C{last + 2}"] == "Chỉ tiêu này không thuộc khối của đơn vị."
    assert found[f"A{last + 3}"] == "Thiếu mã đơn vị."


def test_indicator_that_is_not_known_is_named(desk):
    book = downloaded(desk)
    sheet = sheet_of(book)
    sheet["B3"].value += " la_lam"
    sheet.cell(6, sheet.max_column + 1).value = "la_lam"
    assert "danh mục năm 2024 không có chỉ tiêu la_lam" in said(sent(desk, book))


def test_hidden_rows_and_other_columns_are_told(desk, first):
    book = downloaded(desk)
    sheet = sheet_of(book)
    cell_of(book, first).value = 84
    sheet.row_dimensions[cell_of(book, first).row].hidden = True
    sheet.cell(6, sheet.max_column + 1).value = "Ghi chú"
    sheet.cell(7, sheet.max_column).value = "đã thống nhất"
    told = said(sent(desk, book))
    assert "bị ẩn trong tệp, vẫn được đọc" in told
    assert "các cột khác không được đọc: Ghi chú" in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp"),
        (b"PK khong phai", "hỏng"),
        (b"ma,don vi\n1,2\n", "không phải là sổ Excel"),
        (b"x" * 1_000_001, "lớn hơn 1 MB"),
    ],
)
def test_file_that_is_no_workbook_says_what_to_do(desk, content, words):
    page = sent(desk, content)
    assert page.status_code == 422
    assert page.context["form"].errors["file"], words


# -- two people -------------------------------------------------------------------------------------------------------
def test_what_somebody_else_changed_after_the_preview_is_told_and_the_typing_kept(desk, first):
    book = downloaded(desk)
    cell_of(book, first).value = 84
    preview = sent(desk, book)
    TargetFactory(
        agency=desk.world.enforcement[0], indicator=desk.world.indicators[CASES], year=2024, value=90, comparator="gte"
    )
    page = applied(desk, preview)
    assert page.status_code == 409
    assert "Người khác vừa sửa chỉ tiêu này, nay là ≥ 90%." in said(page)
    assert 'value="12/QĐ-BTP"' in page.content.decode()
    assert desk.stored().get().value == 90
    assert applied(desk, page).status_code == 302  # sent again it replaces what was told
    assert desk.stored().get().value == 84


@pytest.mark.parametrize("proposal", ["", "x", "[]x", '[["1-1","gte ","gte 84"]]', '[["a","b"]]', "null"])
def test_list_of_changes_that_was_altered_is_refused(desk, proposal):
    page = desk.client.post(desk.url("upload"), {"proposal": proposal, **DECISION})
    assert page.status_code == 422
    assert not Target.objects.exists()


def test_value_that_the_field_would_refuse_is_refused_in_a_list_too(desk):
    proposal = f'[["{desk.cell()}","gte ","gte 184"]]'
    assert desk.client.post(desk.url("upload"), {"proposal": proposal, **DECISION}).status_code == 422
    assert not Target.objects.exists()


def test_preview_needs_the_decision_too(desk, first):
    book = downloaded(desk)
    cell_of(book, first).value = 84
    page = applied(desk, sent(desk, book), decision="", decided_on="")
    assert page.status_code == 422
    assert "Ghi quyết định giao chỉ tiêu." in said(page) and "Ghi ngày quyết định." in said(page)
    assert not Target.objects.exists()


def test_book_of_a_period_comes_back_to_that_period(desk, first):
    desk.world.set_targets()
    desk.query = "?period=9m"
    book = downloaded(desk)
    cell_of(book, first).value = 60
    page = sent(desk, book)
    assert applied(desk, page).status_code == 302
    assert desk.stored(period="9m").get().value == 60
    assert desk.stored().get().value == Decimal("79.25")
