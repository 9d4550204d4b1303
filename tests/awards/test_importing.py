"""Taking a workbook into the ledger: every fault named, nothing lost, nothing entered twice."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from awards.enums import ImportState
from awards.ledger import importing
from awards.models import AwardRecord, LedgerImport

ISSUER = "Bộ trưởng Bộ Tư pháp"


def workbook(*rows, name="so.xlsx"):
    book = Workbook()
    for row in (importing.heads(), *rows):
        book.active.append(row)
    for cells in book.active.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def row(world, merit):
    """One good line of the officer's agency; words by name replace its cells."""
    good = {
        "award": merit.code,
        "agency": world.enforcement[1].code,
        "person": "",
        "year": 2023,
        "number": "7/QĐ-BTP",
        "date": "05/02/2024",
        "issuer": ISSUER,
    }
    return lambda **more: tuple((good | more)[name] for name in importing.COLUMNS)


def upload(world, file):
    return importing.read_upload(file=file, actor=world.users["ministry"])


def faults(world, *rows) -> list[tuple[str, ...]]:
    return [line.faults for line in importing.check(upload(world, workbook(*rows)))]


def test_good_lines_stand_in_the_ledger_once(world, row):
    person = world.users["officer"].person
    made = upload(world, workbook(row(), row(person=person.full_name.upper(), date=datetime(2024, 2, 5))))
    assert importing.apply(made, actor=world.users["ministry"]) == 2
    rows = AwardRecord.objects.order_by("pk")
    assert [(r.agency, r.person, r.decision_date) for r in rows] == [
        (world.enforcement[1], None, date(2024, 2, 5)),
        (None, person, date(2024, 2, 5)),
    ]
    with pytest.raises(importing.AppliedAlready):
        importing.apply(made, actor=world.users["ministry"])
    again = upload(world, workbook(row(), name="khac.xlsx"))
    assert [line.known for line in importing.check(again)] == [True]
    assert importing.apply(again, actor=world.users["ministry"]) == 0
    assert AwardRecord.objects.count() == 2


def test_the_same_file_is_one_import(world, row):
    file = workbook(row())
    first = upload(world, file)
    file.seek(0)
    assert upload(world, file) == first


def test_every_fault_of_a_line_is_named_and_nothing_is_entered(world, row):
    found = faults(
        world,
        row(award="XX"),
        row(agency="YY"),
        row(person="Không Có Ai"),
        row(year="20x4", date="2024-02-31"),
        row(number="", issuer=""),
        row(date="01/01/2030"),
        row(date="01/01/1990"),
        row(),
        row(),
    )
    assert [len(each) for each in found] == [1, 1, 1, 2, 2, 1, 3, 0, 1]
    assert "dòng 9" in found[8][0]
    made = LedgerImport.objects.get()
    with pytest.raises(importing.Faulty):
        importing.apply(made, actor=world.users["ministry"])
    made.refresh_from_db()
    assert (AwardRecord.objects.count(), made.state) == (0, ImportState.PREVIEW)


@pytest.mark.parametrize(("name", "length"), [("number", 80), ("issuer", 160)])
def test_what_is_too_long_for_the_ledger_is_a_fault_and_not_cut(world, row, name, length):
    found = faults(world, row(**{name: "x" * length}), row(**{name: "y" * (length + 1)}), row(**{name: "z" * 10_000}))
    assert [len(each) for each in found] == [0, 1, 1]
    assert str(length) in found[1][0]


def test_a_number_with_another_day_is_a_fault_in_the_file_and_against_the_ledger(world, row):
    first = upload(world, workbook(row()))
    importing.apply(first, actor=world.users["ministry"])
    again = faults(
        world, row(number="7/qđ-btp", date="06/02/2024"), row(date="06/02/2023"), row(year=2022, issuer="Thủ tướng")
    )
    assert [len(each) for each in again] == [1, 0, 0]
    assert "05/02/2024" in again[0][0]
    within = faults(world, row(number="8", date="01/03/2024"), row(number="8", year=2022, date="02/03/2024"))
    assert [len(each) for each in within] == [0, 1] and "01/03/2024" in within[1][0]


def test_what_begins_like_a_formula_stays_text(world, row):
    made = upload(world, workbook(row(number="=HYPERLINK(1)", issuer="@Bộ & <b>")))
    importing.apply(made, actor=world.users["ministry"])
    record = AwardRecord.objects.get()
    assert (record.decision_number, record.issuer) == ("=HYPERLINK(1)", "@Bộ & <b>")


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_turned_text_is_refused_with_its_line_and_marks_of_direction_are_kept(world, row):
    with pytest.raises(importing.Unreadable) as error:
        upload(world, workbook(row(), row(issuer="Bộ \u202etrưởng\u2066")))
    assert "Dòng 3 " in str(error.value) and "U+202E, U+2066" in str(error.value)
    assert not LedgerImport.objects.exists()
    marked = {"issuer": f"\u200e{ISSUER}", "agency": f"\u200e{world.enforcement[1].code}"}
    found = upload(world, workbook(row(**marked)))
    (line,) = importing.check(found)
    assert (line.cells["issuer"], line.cells["agency"]) == (f"\u200e{ISSUER}", world.enforcement[1].code)
    assert line.faults == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"khong phai tep", packed(a=b"x"), packed(bomb=b"0" * 50_000_000), b"0" * 2_000_001],
    ids=["empty", "text", "zip", "bomb", "large"],
)
def test_a_file_that_is_no_workbook_is_refused_in_words(world, content):
    with pytest.raises(importing.Unreadable) as error:
        upload(world, SimpleUploadedFile("so.xlsx", content))
    assert str(error.value)
    assert not LedgerImport.objects.exists()


def spoiled(file: SimpleUploadedFile, part: str, change) -> SimpleUploadedFile:
    """The same workbook with one part of its archive changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.read())) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
    return SimpleUploadedFile("so.xlsx", out.getvalue())


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.replace(b"</sheetData>", b"&unknown;</sheetData>"),
        lambda xml: b"",
    ],
    ids=["cut", "entity", "empty"],
)
def test_a_damaged_sheet_is_refused_in_words_and_leaves_nothing(world, row, change):
    with pytest.raises(importing.Unreadable) as error:
        upload(world, spoiled(workbook(row()), "xl/worksheets/sheet1.xml", change))
    assert str(error.value)
    assert not LedgerImport.objects.exists() and not AwardRecord.objects.exists()


def test_too_many_lines_and_none_at_all_are_refused(world, row):
    for file in (workbook(), workbook(*([row()] * 2001))):
        with pytest.raises(importing.Unreadable):
            upload(world, file)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.one_of(st.none(), st.text(max_size=30), st.integers(), st.dates()), min_size=7, max_size=7))
def test_whatever_a_line_holds_it_is_judged_and_not_entered_by_chance(world, merit, cells):
    rows = [dict(zip(importing.COLUMNS, (str(cell or "") for cell in cells), strict=True)) | {"line": 2}]
    found = LedgerImport(file_name="x", sha256="x", rows=rows, uploaded_by=world.users["ministry"])
    [line] = importing.check(found)
    assert line.faults and line.record is None


def test_the_template_lists_every_code_and_comes_back_through_the_import(world, row, merit):
    book = load_workbook(io.BytesIO(importing.template()))
    assert [cell.value for cell in book.worksheets[0][1]] == [*importing.heads(), "Năm sinh hoặc chức vụ"]
    codes = {cells[0] for cells in book.worksheets[1].iter_rows(values_only=True)}
    assert {merit.code, world.enforcement[1].code} <= codes
    for column, value in enumerate(row(), start=1):
        book.worksheets[0].cell(2, column).value = value
    out = io.BytesIO()
    book.save(out)
    assert [line.faults for line in importing.check(upload(world, SimpleUploadedFile("m.xlsx", out.getvalue())))] == [
        ()
    ]


def test_checking_costs_the_same_however_many_lines(world, row, django_assert_num_queries):
    person = world.users["officer"].person.full_name
    few = upload(world, workbook(row(), row(person=person)))
    many = upload(world, workbook(row(person=person), *(row(number=str(n)) for n in range(200))))
    for found in (few, many):
        with django_assert_num_queries(6):
            importing.check(found)
