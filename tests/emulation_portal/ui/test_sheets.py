"""The reader of uploaded workbooks: what a cell is, and that no file breaks it."""

import io
import zipfile
from datetime import datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from emulation_portal.ui.sheets import Archive, BadBook, BadHeads, BookFault, HeadColumn, Limits, match_heads, read_book

MOST = 40_000_000


def saved(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def of(*rows, change=None) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    return saved(made)


def read(content, limits=None):
    return read_book(Archive(content, MOST), limits or Limits())


def kinds(content) -> list[tuple[str, str, str]]:
    return [(c.name, c.kind.value, c.text) for row in read(content).sheets[0].rows for c in row.cells.values()]


def parts(content, **changed) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, changed.get(name.rsplit("/", 1)[-1], lambda held: held)(source.read(name)))
    return out.getvalue()


def sheet(xml: str) -> bytes:
    whole = f'<worksheet xmlns:x="m"><sheetData>{xml}</sheetData></worksheet>'.encode()
    return parts(of(("x",)), **{"sheet1.xml": lambda held: whole})


def test_every_kind_of_cell_is_told():
    content = of(
        ("chữ", 5, 5.0, 0.1 + 0.2, True, datetime(2025, 7, 15, 8, 30), time(9, 5), "#DIV/0!", "=1+1", " \u200b", None)
    )
    assert kinds(content) == [
        ("A1", "text", "chữ"),
        ("B1", "number", "5"),
        ("C1", "number", "5"),
        ("D1", "number", "0.3"),
        ("E1", "flag", "TRUE"),
        ("F1", "day", "15/07/2025"),
        ("G1", "time", "09:05"),
        ("H1", "error", "#DIV/0!"),
        ("I1", "no_value", ""),
    ]


def test_days_of_a_workbook_that_counts_from_1904():
    def count(made):
        made.epoch = CALENDAR_MAC_1904

    assert kinds(of((datetime(2025, 7, 15),), change=count)) == [("A1", "day", "15/07/2025")]


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        (
            '<x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c><x:v>1</x:v></x:c></x:row>',
            [("A1", "text", "a"), ("B1", "number", "1")],
        ),
        (
            '<row r="7"><c r="AA7" t="inlineStr"><is><r><t>a</t></r><rPh><t>x</t></rPh><r><t>b</t></r></is></c></row>',
            [("AA7", "text", "ab")],
        ),
        (
            '<row r="2"><c r="A2" t="str"><f>""</f><v></v></c><c r="B2" t="str"><f>x</f></c></row>',
            [("B2", "no_value", "")],
        ),
        (
            '<row r="2"><c r="A2" t="d"><v>2025-07-15T00:00:00</v></c><c r="B2"><v>1e999</v></c></row>',
            [("A2", "day", "15/07/2025"), ("B2", "error", "1e999")],
        ),
        ('<row r="2"><c r="A2"><v>1234567890123456</v></c></row>', [("A2", "rounded", "1234567890123456")]),
    ],
)
def test_what_other_programs_write_is_read(xml, found):
    assert kinds(sheet(xml)) == found


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (sheet('<row><c t="s"><v>9</v></c></row>'), BookFault.DAMAGED),
        (sheet('<row><c r="XFE1"><v>9</v></c></row>'), BookFault.DAMAGED),
        (sheet('<row><c r="A1"><v><c r="B1">9</c></v></c></row>'), BookFault.DAMAGED),
        (
            parts(of(("x",)), **{"sheet1.xml": lambda held: b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
            BookFault.DAMAGED,
        ),
        (
            parts(of(("x",)), **{"sheet1.xml": lambda held: b'<?xml version="1.0" encoding="xyz"?><x/>'}),
            BookFault.DAMAGED,
        ),
        (parts(of(("x",)), **{"workbook.xml": lambda held: held[:40]}), BookFault.DAMAGED),
        (parts(of(("x",)), **{".rels": lambda held: b"<x/>"}), BookFault.NO_BOOK),
    ],
)
def test_damage_is_told_as_damage(content, fault):
    with pytest.raises(BadBook) as error:
        read(content)
    assert error.value.fault is fault


def test_cells_rows_and_parts_read_again_and_again_are_limited():
    wide = of(*([1] * 10 for _ in range(10)))
    for limits in (Limits(cells=99), Limits(rows=9)):
        with pytest.raises(BadBook):
            read(wide, limits)
    assert len(read(wide, Limits(cells=100, rows=10)).sheets[0].rows) == 10
    again = b'<sheet name="x" xmlns:r="r" r:id="rId1"/>' * 2000 + b"</sheets>"
    many = parts(wide, **{"workbook.xml": lambda held: held.replace(b"</sheets>", again)})
    with pytest.raises(BadBook):
        read_book(Archive(many, 2_000_000), Limits(cells=10**9, rows=10**9))


COLUMNS = [
    HeadColumn("so", ("Số quyết định", "Number")),
    HeadColumn("ngay", ("Ngày quyết định",)),
    HeadColumn("them", ("Thêm",), False),
]


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (("Số quyết định", "Ngày quyết định"), {"so": 1, "ngay": 2}),
        (("NGAY QUYET DINH", "", "số  quyết định khen"), {"so": 3, "ngay": 1}),
        (("Ngày quyết định (dd/mm)", "number", "Thêm"), {"so": 2, "ngay": 1, "them": 3}),
        (("Ngày quyết định", "Số quyết định", "Số quyết định cũ"), {"so": 2, "ngay": 1}),
    ],
)
def test_heads_are_found_by_their_words(heads, found):
    table = match_heads(read(of(("BẢNG",), heads, ("a", "b", "c"))).sheets[0], COLUMNS)
    assert table.columns == found and [row.number for row in table.rows] == [3]


def test_heads_that_are_missing_or_stand_twice_are_named():
    with pytest.raises(BadHeads) as error:
        match_heads(read(of(("Số quyết định", "Ghi chú"), ("1", "2"))).sheets[0], COLUMNS)
    assert [column.name for column in error.value.missing] == ["ngay"]
    with pytest.raises(BadHeads) as error:
        match_heads(read(of(("Số quyết định", "SỐ QUYẾT ĐỊNH", "Ngày quyết định"))).sheets[0], COLUMNS)
    assert error.value.twice.name == "so"


BASE = of(("Danh hiệu", 5, "=1+1", datetime(2025, 7, 15)), ("x", None, "#N/A", 0.5))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_damage_breaks_the_reader(data):
    names = zipfile.ZipFile(io.BytesIO(BASE)).namelist()
    name = data.draw(st.sampled_from(names)).rsplit("/", 1)[-1]
    at, length = data.draw(st.integers(0, 1500)), data.draw(st.integers(0, 12))
    put = data.draw(st.sampled_from([b"", b"<", b"9" * 30, b'"', b"\xff\xfe", b"</c>", b"<c>", b"&amp;", b"\0", b"-1"]))
    spoilt = parts(
        BASE, **{name: lambda held: held[: at % (len(held) + 1)] + put + held[at % (len(held) + 1) + length :]}
    )
    cut = data.draw(st.integers(0, 40))
    for content in (spoilt, spoilt[: len(spoilt) - cut * 20]):
        try:
            read(content)
        except BadBook as error:
            assert error.fault in BookFault
