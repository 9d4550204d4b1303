"""The catalogue as a workbook: it comes back as it went, every problem is told at once, changes are made as a whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from clusters.models import Season
from pledges.models import Indicator, IndicatorCheck
from setup.catalogue.deciding import cycles
from tests.factories.pledges import IndicatorFactory
from tests.setup.catalogue.desk import CHECKS, INDICATORS, CatalogueDesk, Sheet, problems, said

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30


@pytest.fixture
def spare(world) -> Indicator:
    """An indicator of the portal's own that nothing uses, in its place at the end of the catalogue."""
    return IndicatorFactory(code="thu_moi", ordinal=900, source="portal", name_vi="Chỉ tiêu thử")


# -- plain values ------------------------------------------------------------------------------------------------
def test_rings_are_found_each_once():
    assert cycles({"a": ["b"], "b": ["c", "x"], "c": ["b"], "d": ["d"], "e": ["a"]}) == [("b", "c"), ("d",)]
    assert cycles({"sum": ["a", "b"], "a": [], "b": ["a"]}) == []


# -- out ---------------------------------------------------------------------------------------------------------
def test_workbook_has_named_sheets_numbers_and_heads_that_stay(desk):
    book = desk.downloaded()
    assert book.sheetnames == [INDICATORS, CHECKS]
    sheet = Sheet(book)
    assert (sheet.sheet.freeze_panes, book[CHECKS].freeze_panes) == ("B2", "B2")
    scale = sheet.cell("completed_money", "Hệ số đơn vị nhập")
    assert (scale.value, scale.data_type) == (1000, "n")
    assert sheet.cell("completion_rate_cases", "Mã của tử số").value == "completed_cases"
    assert sheet.sheet.max_row == Indicator.objects.count() + 1


def test_workbook_comes_back_without_a_change(desk, full):
    page = desk.sent(desk.downloaded())
    assert (page.status_code, page.context["page"].changes, page.context["page"].problems) == (200, [], [])
    assert "Không có gì thay đổi." in said(page)


# -- what stands in the way ----------------------------------------------------------------------------------------
def test_missing_column_and_missing_sheet_are_named_with_what_to_do(desk):
    book = desk.downloaded()
    Sheet(book).sheet.delete_cols(Sheet(book).heads.index("Đơn vị tính") + 1)
    del book[CHECKS]
    page = desk.sent(book)
    assert page.status_code == 422
    assert "Thiếu trang tính “Phép kiểm tra”" in said(page) and "“Đơn vị tính”" in said(page)


def test_another_file_is_told_from_the_catalogue(desk):
    assert "Không mở được tệp này" in said(desk.sent(b"khong phai bang tinh"))
    book = desk.downloaded()
    for sheet in book.worksheets:
        sheet.title = f"Khác {sheet.title}"
    assert "Tệp không có trang tính" in said(desk.sent(book))


def test_every_problem_is_listed_at_once_by_row_and_column(desk, full, spare):
    book = desk.downloaded()
    sheet, checks = Sheet(book), Sheet(book, CHECKS)
    sheet.cell("thu_moi", "Đơn vị tính").value = "con gà"
    twice = sheet.add("thu_moi", Tên_chỉ_tiêu_thống_kê="Bản sao", Đơn_vị_tính="việc")
    twin = sheet.add("thu_moi", Mã="Thu_Moi", Đơn_vị_tính="việc")
    flag = sheet.add("thu_moi", Mã="thu_ba", Đơn_vị_tính="việc", Bắt_buộc="có thể")
    sheet.cell("accepted_cases", "Công thức").value = "carried_over_cases + completed_cases"
    checks.cell("C08", "Hệ thức phải đúng").value = "khong_co <= eligible_cases"
    page = desk.sent(book)
    assert page.status_code == 422
    found = {(sheet, row, column): text for sheet, row, column, text in problems(page)}
    assert "chưa có đơn vị tính “con gà”" in found[INDICATORS, sheet.row_of("thu_moi"), "Đơn vị tính"]
    assert found[INDICATORS, twice, "Mã"].startswith("Mã thu_moi đã có ở dòng")
    assert "chỉ khác mã thu_moi ở chữ hoa, chữ thường" in found[INDICATORS, twin, "Mã"]
    assert found[INDICATORS, flag, "Bắt buộc"] == "Ghi “Có” hoặc “Không” ở đây."
    assert "khong_co" in found[CHECKS, checks.row_of("C08"), "Hệ thức phải đúng"]
    assert "của năm 2024" in found[INDICATORS, sheet.row_of("accepted_cases"), "Công thức"]
    assert not Indicator.objects.filter(code="thu_ba").exists()
    assert all(text in said(page) for text in found.values())


def test_ring_of_formulas_is_told_with_its_path(desk, spare):
    book = desk.downloaded()
    sheet = Sheet(book)
    sheet.cell("thu_moi", "Công thức").value = "thu_hai + 1"
    sheet.add("thu_moi", Mã="thu_hai", Công_thức="thu_moi * 2", Thứ_tự_trong_danh_mục=901)
    (found,) = problems(desk.sent(book))
    assert found[:3] == (INDICATORS, sheet.row_of("thu_moi"), "Công thức")
    assert "thu_moi → thu_hai → thu_moi" in found[3]


@pytest.mark.parametrize(
    ("head", "value", "words"),
    [
        ("Mã", "Chỉ tiêu", "không dùng làm mã được"),
        ("Khối", "Khối lạ", "không dùng được ở đây"),
        ("Loại giá trị", "Tỷ lệ", "Tỷ lệ phải có mã"),
        ("Mã của tử số", "completed_cases", "Chỉ tỷ lệ mới có tử số"),
        ("Công thức", "completed_cases / 2", "Không đọc được"),
        ("Công thức", "carried_forward_cases + xyz", "không có các mã: xyz"),
        ("Công thức", "notarial_acts + 1", "không có các mã: notarial_acts"),
        ("Lịch báo cáo", "lich_la", "không có lịch báo cáo “lich_la”"),
        ("Thứ tự trong danh mục", 3.5, "không phải là số nguyên"),
        ("Năm đầu áp dụng", 12, "không phải là năm"),
        ("Hệ số đơn vị nhập", 10, "1 hoặc 1000"),
        ("Tên chỉ tiêu thống kê", None, "Ô này trống"),
        ("Tên chỉ tiêu thống kê", "x" * 300, "tối đa là 200"),
    ],
)
def test_one_cell_that_cannot_be_read_is_told_where_it_stands(desk, spare, head, value, words):
    book = desk.downloaded()
    sheet = Sheet(book)
    row = sheet.row_of("thu_moi")
    sheet.cell("thu_moi", head).value = value
    page = desk.sent(book)
    assert page.status_code == 422
    assert any(each[1] == row and words in each[3] for each in problems(page)), problems(page)


def test_formula_over_what_stands_below_it_is_refused(desk, spare):
    book = desk.downloaded()
    sheet = Sheet(book)
    sheet.cell("thu_moi", "Thứ tự trong danh mục").value = 1
    sheet.cell("thu_moi", "Công thức").value = "completed_cases + 1"
    ((*_, text),) = problems(desk.sent(book))
    assert "đứng sau trong danh mục: completed_cases" in text


def test_indicator_with_figures_cannot_be_taken_out_nor_one_of_the_reference_data(desk, full):
    book = desk.downloaded()
    Sheet(book).take_out("newly_accepted_cases")
    IndicatorCheck.objects.all().delete()
    used = [text for *_, text in problems(desk.sent(book))]
    assert any("Chỉ tiêu newly_accepted_cases đã có số liệu" in text and "2024" in text for text in used)
    book = desk.downloaded()
    Sheet(book).take_out("enforcement_citizens_received")
    assert any("enforcement_citizens_received" in text for *_, text in problems(desk.sent(book)))


def test_indicator_with_figures_keeps_its_years_and_what_is_printed_of_it(desk, full):
    book = desk.downloaded()
    sheet = Sheet(book)
    sheet.cell("newly_accepted_cases", "Năm cuối áp dụng").value = 2023
    sheet.cell("eligible_cases", "Tên chỉ tiêu thống kê").value = "Tên khác"
    told = {row: text for _sheet, row, _column, text in problems(desk.sent(book))}
    assert "Năm gần nhất ghi được ở đây là 2024" in told[sheet.row_of("newly_accepted_cases")]
    assert "Ghi lại như cũ" in told[sheet.row_of("eligible_cases")]


def test_years_that_were_stored_before_are_not_asked_about(desk, full):
    Indicator.objects.filter(code="newly_accepted_cases").update(valid_from_year=2030)
    assert problems(desk.sent(desk.downloaded())) == []


def test_check_must_compare_with_what_it_says(desk):
    book = desk.downloaded()
    checks = Sheet(book, CHECKS)
    checks.cell("C08", "So với").value = "Kỳ trước"
    checks.cell("C07", "Hệ thức phải đúng").value = "newly_accepted_cases"
    told = [text for *_, text in problems(desk.sent(book))]
    assert any("Không đọc được “newly_accepted_cases”" in text for text in told)
    assert any("Hệ thức so sánh với số liệu khác" in text for text in told)


def test_block_of_another_body_stays_as_it_is(world, as_user, spare):
    desk = CatalogueDesk(world, as_user("bureau"))
    book = desk.downloaded()
    sheet = Sheet(book)
    sheet.cell("notarial_acts", "Đơn vị tính").value = "vụ việc"
    sheet.take_out("legal_documents_issued")  # says nothing: the block is not this body's
    told = problems(desk.sent(book))
    assert told and all("đơn vị khác của Bộ phụ trách" in text for *_, text in told)


# -- changes -------------------------------------------------------------------------------------------------------
def test_changes_are_shown_old_and_new_and_made_as_a_whole(desk, spare):
    book = desk.downloaded()
    sheet, checks = Sheet(book), Sheet(book, CHECKS)
    sheet.cell("thu_moi", "Tên chỉ tiêu thống kê").value = "Chỉ tiêu đã đổi tên"
    sheet.add("completion_rate_cases", Mã="ty_le_moi", Mã_của_tử_số="thu_moi", Thứ_tự_trong_danh_mục=950)
    checks.cell("C08", "Thông báo").value = "Thông báo khác"
    versions = dict(Season.objects.values_list("pk", "data_version"))
    page = desk.sent(book)
    assert next((row["key"], row["column"], row["old"], row["new"]) for row in page.context["page"].rows) == (
        "thu_moi",
        "Tên chỉ tiêu thống kê",
        "Chỉ tiêu thử",
        "Chỉ tiêu đã đổi tên",
    )
    assert page.context["page"].counts == {"added": 1, "changed": 2, "removed": 0}
    assert Indicator.objects.get(code="thu_moi").name_vi == "Chỉ tiêu thử"  # nothing is stored before it is confirmed
    assert desk.applied(page).status_code == 302
    spare.refresh_from_db()
    rate = Indicator.objects.get(code="ty_le_moi")
    assert (spare.name_vi, spare.search_key, rate.numerator, rate.source) == (
        "Chỉ tiêu đã đổi tên",
        "chi tieu da doi ten",
        spare,
        "portal",
    )
    assert IndicatorCheck.objects.get(code="C08", block="civil_enforcement").message_vi == "Thông báo khác"
    entry = AuditEntry.objects.get(action="catalogue.import")
    assert (entry.note, entry.before["thu_moi name_vi"]) == ("12/QĐ-BTP, 01/02/2024", "Chỉ tiêu thử")
    assert all(Season.objects.get(pk=pk).data_version == version + 1 for pk, version in versions.items())


def test_unused_indicator_of_ones_own_is_taken_out(desk, spare):
    book = desk.downloaded()
    Sheet(book).take_out("thu_moi")
    assert desk.applied(desk.sent(book)).status_code == 302
    assert not Indicator.objects.filter(pk=spare.pk).exists()


def test_decision_is_asked_for_and_the_changes_stay_on_the_page(desk, spare):
    book = desk.downloaded()
    Sheet(book).cell("thu_moi", "Nhóm").value = "Nhóm khác"
    page = desk.applied(desk.sent(book), decision="")
    assert page.status_code == 422 and "Ghi quyết định hoặc văn bản" in said(page)
    assert [row["new"] for row in page.context["page"].rows] == ["Nhóm khác"]
    assert desk.applied(page).status_code == 302


def test_catalogue_changed_meanwhile_is_shown_anew(desk, spare):
    book = desk.downloaded()
    Sheet(book).cell("thu_moi", "Nhóm").value = "Nhóm khác"
    page = desk.sent(book)
    Indicator.objects.filter(pk=spare.pk).update(name_vi="Tên người khác đặt")
    again = desk.applied(page)
    assert again.status_code == 409 and "Người khác vừa sửa danh mục" in said(again)
    assert {row["old"] for row in again.context["page"].rows} == {"Nhóm thử", "Tên người khác đặt"}
    assert Indicator.objects.get(pk=spare.pk).group_vi == "Nhóm thử"
    assert desk.applied(again).status_code == 302


def test_list_that_was_tampered_with_is_refused(desk, spare):
    page = desk.client.post(reverse("setup:catalogue_upload"), {"proposal": "x:y:z", "decision": "1"})
    assert page.status_code == 422 and "Không đọc được danh sách thay đổi" in said(page)


@pytest.mark.parametrize("name", ["officer", "cluster_head", "administrator"])
def test_only_the_ministry_sends_a_catalogue(world, as_user, name):
    assert as_user(name).get(reverse("setup:catalogue_upload")).status_code == 403


# -- what it costs ---------------------------------------------------------------------------------------------------
def test_import_of_five_hundred_indicators_takes_few_queries(desk):
    book = desk.downloaded()
    sheet = Sheet(book)
    for number in range(500):
        sheet.add("newly_accepted_cases", Mã=f"moi_{number}", Thứ_tự_trong_danh_mục=1000 + number)
    with CaptureQueriesContext(connection) as seen:
        page = desk.sent(book)
    assert (page.status_code, page.context["page"].counts["added"]) == (200, 500)
    assert len(page.content) <= 150_000 and len(seen) <= MOST_QUERIES
    with CaptureQueriesContext(connection) as saved:
        assert desk.applied(page).status_code == 302
    assert Indicator.objects.filter(code__startswith="moi_").count() == 500
    assert len(saved) <= MOST_QUERIES, [each["sql"][:90] for each in saved]
