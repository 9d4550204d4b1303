"""Workbooks that people really send: read as they are, or refused with what to do; nothing read wrongly in silence."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.ledger import importing
from awards.models import AwardRecord, LedgerImport
from clusters.models import Agency
from tests.awards.uploads import HEADS, ISSUER, SHEET, book, bordered, edited, enter, said, send
from tests.factories.clusters import AgencyFactory, AppointmentFactory, PersonFactory


@pytest.fixture
def ministry(as_user):
    return as_user("ministry")


@pytest.fixture
def row(world, merit):
    """One good line of the officer's agency; words by name replace its cells."""
    good = {
        "award": merit.code,
        "agency": world.enforcement[1].code,
        "person": None,
        "year": "2023",
        "number": "7/QĐ-BTP",
        "date": "05/02/2024",
        "issuer": ISSUER,
    }
    return lambda **more: tuple((good | more).values())


def numbers() -> list[str]:
    return list(AwardRecord.objects.order_by("pk").values_list("decision_number", flat=True))


# -- which lines are read ----------------------------------------------------------------------------------------------
def test_b07_rows_are_read_whatever_the_file_says_of_its_size(ministry, row):
    content = book(row(number="1"), row(number="2"))
    content = edited(content, SHEET, lambda xml: xml.replace('<dimension ref="A1:G3"', '<dimension ref="A1"'))
    enter(ministry, send(ministry, content))
    assert numbers() == ["1", "2"]


def test_b09_without_heads_the_file_is_refused_with_those_expected(ministry, row):
    page = send(ministry, book(row(number="1"), row(number="2"), heads=None))
    assert page.status_code == 422 and not LedgerImport.objects.exists()
    assert "Tệp không đúng mẫu" in said(page)
    assert all(f"“{head}”" in said(page) for head in importing.heads())


def test_b09_heads_are_matched_by_their_words_in_any_order(ministry, row):
    heads = (
        "CƠ QUAN BAN HÀNH quyết định",
        "so quyet dinh",
        "Họ và tên",
        "NGÀY QUYẾT ĐỊNH",
        "Năm  đạt (yyyy)",
        "Mã đơn vị",
        "Danh hiệu",
    )
    award, agency, _none, year, number, day, issuer = row()
    content = book(
        (issuer, number, None, day, year, agency, award), heads=heads, change=lambda b: b.active.insert_rows(1, 2)
    )
    page = send(ministry, content)
    assert "Không có dòng nào lỗi" in said(page)
    enter(ministry, page)
    assert [(r.decision_number, r.issuer, r.achievement_year) for r in AwardRecord.objects.all()] == [
        ("7/QĐ-BTP", ISSUER, 2023)
    ]


def test_b09_a_missing_head_is_named_and_two_alike_too(ministry, row):
    heads = list(HEADS)
    heads[2] = "Ghi chú"
    page = send(ministry, book(row(person="Ai đó"), heads=heads))
    assert page.status_code == 422 and "Thiếu tiêu đề cột “Cá nhân (họ và tên)”" in said(page)
    twice = send(ministry, book((*row(), "x"), heads=(*HEADS, HEADS[0])))
    assert twice.status_code == 422 and "Có hai cột cùng mang tiêu đề “Danh hiệu, hình thức (mã)”" in said(twice)


def test_b13_hidden_rows_are_counted_and_asked_about(ministry, row):
    def hide(made):
        made.active.row_dimensions[3].hidden = True

    page = send(ministry, book(row(number="1"), row(number="2"), row(number="3"), change=hide))
    assert "Tệp có 1 dòng bị ẩn" in said(page)
    unanswered = enter(ministry, page)
    assert unanswered.status_code == 422 and "Cần chọn cách xử lý các dòng bị ẩn" in said(unanswered)
    assert numbers() == []
    enter(ministry, page, hidden="leave")
    assert numbers() == ["1", "3"]


def test_b13_hidden_rows_are_entered_where_that_is_wanted(ministry, row):
    def hide(made):
        made.active.row_dimensions[2].hidden = True

    enter(ministry, send(ministry, book(row(number="1"), row(number="2"), change=hide)), hidden="enter")
    assert sorted(numbers()) == ["1", "2"]


def test_b14_the_visible_sheet_is_read_and_the_hidden_one_asked_about(ministry, row):
    def old_sheet(made):
        old = made.create_sheet("cũ", 0)
        for cells in (HEADS, row(number="cũ")):
            old.append(cells)
        old.sheet_state = "hidden"
        made.active = 1

    page = send(ministry, book(row(number="mới"), change=old_sheet))
    assert "Trang tính ẩn “cũ” có 1 dòng" in said(page)
    enter(ministry, page, hidden="leave")
    assert numbers() == ["mới"]


def test_another_sheet_with_lines_is_told_and_other_columns_too(ministry, row):
    def second(made):
        other = made.create_sheet("2024")
        for cells in (HEADS, row(), row()):
            other.append(cells)

    page = send(ministry, book((*row(), "ghi"), heads=(*HEADS, "Ghi chú"), change=second))
    assert "Trang tính “2024” cũng có 2 dòng" in said(page) and "Các cột không đọc: Ghi chú" in said(page)


def test_b15_blank_rows_with_a_border_do_not_count(ministry, row):
    page = send(ministry, bordered(book(row(number="1")), 25_000))
    assert "Không có dòng nào lỗi" in said(page)
    enter(ministry, page)
    assert numbers() == ["1"]


# -- what the cells hold -----------------------------------------------------------------------------------------------
def put(name, value, style=None):
    def change(made):
        made.active[name].value = value
        if style:
            made.active[name].number_format = style

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put("E2", datetime(2025, 12, 1), "d-mmm"), "Ô E2: Excel đã đổi nội dung gõ vào thành ngày 01/12/2025"),
        (put("E2", 0.5, "hh:mm"), "Ô E2: Excel đã đổi nội dung gõ vào thành giờ 12:00"),
        (put("E2", "#N/A"), "Ô E2 đang hiện lỗi #N/A của Excel"),
        (put("E2", '="9052"&"/QĐ-BTP"'), "Ô E2 chứa công thức chưa được tính"),
        (put("E2", 1234567890123456789), "Ô E2: Excel chỉ giữ mười lăm chữ số đầu"),
        (put("G2", True), "Ô G2: Excel đã đổi nội dung gõ vào thành giá trị lô-gic TRUE"),
        (put("F2", 45853), "Ô F2 chứa số 45853, không phải ngày"),
        (put("D2", datetime(2023, 1, 1), "yyyy"), "Ô D2: Excel đã đổi nội dung gõ vào thành ngày 01/01/2023"),
    ],
)
def test_b11_b12_b24_what_excel_did_to_a_cell_is_said_by_its_name(ministry, row, change, words):
    page = send(ministry, book(row(), change=change))
    assert words in said(page) and "1 dòng có lỗi" in said(page)
    enter(ministry, page)
    assert numbers() == []


def test_a_formula_with_its_result_is_read_as_the_result(ministry, row):
    content = edited(
        book(row(), change=put("E2", '="9"&"/QĐ"')),
        SHEET,
        lambda xml: (
            xml.replace("<v></v>", "<v>9/QĐ</v>")
            .replace("<v />", "<v>9/QĐ</v>")
            .replace('<c r="E2">', '<c r="E2" t="str">')
        ),
    )
    enter(ministry, send(ministry, content))
    assert numbers() == ["9/QĐ"]


@pytest.mark.parametrize(
    "written",
    [
        "15/07/2024",
        "15-07-2024",
        "15.07.2024",
        "2024-07-15",
        "15/07/24",
        "15/07/2024 00:00:00",
        "ngày 15/07/2024",
        "15072024",
        15072024,
        datetime(2024, 7, 15, 17, 30),
        "15/07/2024\u200b",
    ],
)
def test_b22_days_are_read_by_the_reader_of_the_forms(ministry, row, written):
    enter(ministry, send(ministry, book(row(date=written))))
    assert list(AwardRecord.objects.values_list("decision_date", flat=True)) == [date(2024, 7, 15)]


def test_characters_nobody_sees_are_taken_out_and_told(ministry, row):
    page = send(ministry, book(row(number="7\u200b/QĐ")))
    assert "1 ô có ký tự ẩn, đã được loại bỏ: E2" in said(page)
    enter(ministry, page)
    assert numbers() == ["7/QĐ"]


@pytest.mark.parametrize("issuer", ["Bộ trưởng \U0001f44d", "Bé tr­ëng Bé T­ ph¸p"])
def test_words_that_no_paper_can_print_are_faults(ministry, row, issuer):
    page = send(ministry, book(row(issuer=issuer)))
    assert "1 dòng có lỗi" in said(page)
    assert "U+1F44D" in said(page) or "Bộ trưởng Bộ Tư pháp" in said(page)


# -- what the lines say ------------------------------------------------------------------------------------------------
def employ(world, name, **more):
    person = PersonFactory(full_name=name, **{k: more.pop(k) for k in ("birth_year",) if k in more})
    AppointmentFactory(person=person, agency=world.enforcement[1], **more)
    return person


@pytest.mark.parametrize(
    ("stored", "written"),
    [("Trần Thị Hòa", "Trần Thị Hoà"), ("H'Hen Niê", "H’Hen Niê"), ("Đinh Văn Đạt", "\u00d0inh Văn \u00d0ạt")],
)
def test_b17_b18_b19_a_name_is_matched_in_every_spelling(ministry, world, row, stored, written):
    person = employ(world, stored)
    enter(ministry, send(ministry, book(row(person=written))))
    assert [record.person for record in AwardRecord.objects.all()] == [person]


def test_b19_another_vowel_is_asked_about_and_not_matched(ministry, world, row):
    employ(world, "Lê Thúy Vy")
    page = send(ministry, book(row(person="Lê Thuý Vi")))
    assert "Có phải là “Lê Thúy Vy” không?" in said(page)
    enter(ministry, page)
    assert numbers() == []


def test_b20_two_persons_of_one_name_are_told_apart_by_a_column(ministry, world, row):
    employ(world, "Lê Thúy Vy", title="Chấp hành viên")
    second = employ(world, "Lê Thúy Vy", title="Kế toán")
    page = send(ministry, book(row(person="Lê Thúy Vy")))
    assert "Có nhiều người cùng họ tên này" in said(page) and "Chấp hành viên" in said(page)
    assert "“Năm sinh hoặc chức vụ”" in said(page)
    told = book((*row(person="Lê Thúy Vy"), "kế toán"), heads=(*HEADS, "Năm sinh hoặc chức vụ"))
    enter(ministry, send(ministry, told))
    assert [record.person for record in AwardRecord.objects.all()] == [second]


def test_b21_an_agency_outside_its_life_and_a_later_achievement_are_faults(ministry, world, row):
    old = AgencyFactory(valid_to=date(2024, 3, 1))
    new = AgencyFactory(valid_from=date(2024, 3, 1))
    content = book(
        row(agency=old.code, date="01/03/2024", number="1"),
        row(agency=new.code, date="29/02/2024", number="2"),
        row(year="2024", date="31/12/2023", number="3"),
        row(agency=old.code, date="29/02/2024", number="4"),
    )
    page = send(ministry, content)
    text = said(page)
    assert "3 dòng có lỗi" in text and "đến hết ngày 29/02/2024, không gồm ngày quyết định" in text
    assert "từ ngày 01/03/2024, khi ra quyết định chưa có" in text and "Năm đạt 2024 sau ngày quyết định" in text
    enter(ministry, page)
    assert numbers() == []


def test_names_stand_beside_the_codes(ministry, world, row, merit):
    page = said(send(ministry, book(row(award=merit.code.lower(), agency=world.enforcement[1].code.lower()))))
    assert merit.name in page and Agency.objects.get(pk=world.enforcement[1].pk).name in page


# -- files that are no such workbook -----------------------------------------------------------------------------------
def container(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (container("EncryptedPackage"), "Tệp có mật khẩu mở"),
        (container("Workbook"), "tệp Excel kiểu cũ (.xls)"),
        ("Danh hiệu,Đơn vị\r\nBK,STP\r\n".encode(), "tệp văn bản (.csv)"),
        ("Danh hiệu\tĐơn vị\r\nBK\tSTP\r\n".encode("utf-16"), "tệp văn bản (.csv)"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "trang web mang đuôi tệp Excel"),
        (b"%PDF-1.7 x", "loại tài liệu khác"),
        (packed(word__document_xml=b"<x/>", _rels__a_rels=b"<x/>"), "loại tài liệu khác"),
        (packed(xl__workbook_bin=b"x"), "tệp Excel nhị phân (.xlsb)"),
        (packed(mimetype=b"x", content_xml=b"<x/>"), "tệp OpenDocument (.ods)"),
        (b"\r\n  \n", "Tệp trống"),
        (b"khong phai tep", "Không mở được tệp"),
    ],
    ids=["locked", "xls", "csv", "csv-utf16", "html", "pdf", "docx", "xlsb", "ods", "blank", "text"],
)
def test_each_kind_of_other_file_is_told_what_to_do(ministry, world, content, words):
    page = send(ministry, content)
    assert page.status_code == 422 and words in said(page)
    assert not LedgerImport.objects.exists()


def test_a_strict_workbook_is_read_like_any_other(ministry, row):
    content = book(row(number="1"))
    for part in ("xl/workbook.xml", SHEET, "xl/_rels/workbook.xml.rels", "_rels/.rels"):
        content = edited(
            content,
            part,
            lambda xml: xml.replace(
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main",
            ).replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                "http://purl.oclc.org/ooxml/officeDocument/relationships",
            ),
        )
    page = send(ministry, content)
    assert "Strict Open XML Spreadsheet" in said(page)
    enter(ministry, page)
    assert numbers() == ["1"]


def test_a_sheet_of_a_million_rows_is_refused_in_words(ministry, row):
    page = send(ministry, bordered(book(row()), 150_000, columns="A" * 4))
    assert "Tệp có quá nhiều ô" in said(page)
    assert not AwardRecord.objects.exists()


def test_a_small_file_that_unpacks_to_very_much_is_refused_at_once(ministry, row):
    content = edited(book(row()), SHEET, lambda xml: xml.replace("</sheetData>", "<row/>" * 2_000_000 + "</sheetData>"))
    assert len(content) < 60_000
    page = send(ministry, content)
    assert page.status_code == 422 and "lớn bất thường" in said(page)


def test_a_large_workbook_is_read_by_a_worker_and_holds_nobody(ministry, row):
    content = bordered(book(row(number="1")), 40_000, columns="ABCDEF")
    answer = ministry.post(reverse("awards:upload"), {"file": SimpleUploadedFile("lon.xlsx", content)}, follow=True)
    assert "đang được đọc ở nền" in said(answer)
    found = LedgerImport.objects.get()
    asked = reverse("awards:reading", args=[found.pk])
    assert ministry.get(asked).status_code == 204 and "HX-Refresh" not in ministry.get(asked).headers
    page = send(ministry, content)
    assert LedgerImport.objects.count() == 1 and "Không có dòng nào lỗi" in said(page)
    assert ministry.get(asked).headers["HX-Refresh"] == "true"
    enter(ministry, page)
    assert numbers() == ["1"] and LedgerImport.objects.get().content is None
