"""The comparison of two collections sees what changed, and is blind to nothing but what ``normal.py`` names."""

import io
import zipfile

import pytest
import xlsxwriter
from fpdf import FPDF

from tests.equality.collecting import write_texts
from tests.equality.comparing import compare
from tests.equality.normal import text_of
from tests.equality.visit import Home, forms_of

PAGE = """<html><head><link href="/static/css/portal.0123456789ab.css"></head><body hx-headers='{"X-CSRFToken": "ccc"}'>
<h1>Cụm <b>12.345</b></h1>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="aaa">
<input type="hidden" name="once" value="bbb">
<input name="version" value="7"></form></body></html>"""
HTML = "text/html; charset=utf-8"


def workbook(rate: float = 98.76, name: str = "Vĩnh Long") -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Kết quả")
        sheet.write_row(0, 0, [name, rate])
    return content.getvalue()


def paper(*pages: str) -> bytes:
    pdf = FPDF()
    pdf.set_font("helvetica")
    for text in pages:
        pdf.add_page()
        pdf.cell(text=text or " ")
    return bytes(pdf.output())


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def collection(tmp_path):
    """``collection(name, {address: body})`` writes a collection as a visit does, and returns its folder."""

    def write(name: str, outputs: dict[str, bytes]):
        raw = tmp_path / f"{name}-raw"
        raw.mkdir()
        home = Home(raw)
        for address, body in outputs.items():
            home.put("thuky", address, {"Status": "200", "Content-Type": HTML if address.endswith("/") else ""}, body)
        home.write_addresses()
        assert write_texts(raw, tmp_path / name) == len(outputs)
        return tmp_path / name

    return write


@pytest.fixture
def before(collection):
    return collection("before", {"/": PAGE.encode(), "/s/a/2024/": PAGE.encode(), "/table.xlsx": workbook()})


def test_the_same_outputs_are_equal(collection, before, capsys):
    after = collection("after", {"/": PAGE.encode(), "/s/a/2024/": PAGE.encode(), "/table.xlsx": workbook()})
    assert compare(before, after) == 0
    assert "3 equal, 0 differ, 0 missing, 0 new" in capsys.readouterr().out


def test_a_changed_page_is_told_with_both_texts(collection, before, capsys):
    changed = PAGE.replace("12.345", "12.346").encode()
    after = collection("after", {"/": changed, "/s/a/2024/": changed, "/table.xlsx": workbook()})
    assert compare(before, after) == 1
    told = capsys.readouterr().out
    assert "-12.345" in told and "+12.346" in told
    assert told.count("differs:") == 1, "one cause on two pages is told once"
    assert "1 equal, 2 differ" in told


def test_a_page_that_is_missing_or_new_is_told(collection, before, capsys):
    after = collection("after", {"/": PAGE.encode(), "/s/b/2024/": PAGE.encode(), "/table.xlsx": workbook()})
    assert compare(before, after) == 1
    told = capsys.readouterr().out
    assert "missing: thuky/~s~a~2024~" in told and "new: thuky/~s~b~2024~" in told


@pytest.mark.parametrize("change", [{"rate": 98.77}, {"name": "Vinh Long"}, {"name": "Vĩnh Long "}])
def test_a_changed_cell_of_a_workbook_is_told(collection, before, capsys, change):
    after = collection("after", {"/": PAGE.encode(), "/s/a/2024/": PAGE.encode(), "/table.xlsx": workbook(**change)})
    assert compare(before, after) == 1
    told = capsys.readouterr().out
    assert f"+{next(iter(change.values()))}" in told and "differs: thuky/~table.xlsx" in told


def test_another_status_is_a_difference(collection, before, tmp_path, capsys):
    after = collection("after", {"/": PAGE.encode(), "/s/a/2024/": PAGE.encode(), "/table.xlsx": workbook()})
    page = next(after.glob("thuky/~s~a*"))
    page.write_text(page.read_text().replace("Status: 200", "Status: 403"))
    assert compare(before, after) == 1
    assert "+Status: 403" in capsys.readouterr().out


def test_only_what_is_allowed_may_differ(collection, before, tmp_path, capsys):
    changed = PAGE.replace("12.345", "12.346")
    after = collection("after", {"/": changed.encode(), "/s/a/2024/": PAGE.encode(), "/table.xlsx": workbook(1)})
    allow = tmp_path / "allow.txt"
    allow.write_text("# the foot\nthuky/~.txt ^12\\.34\n")
    assert compare(before, after, allow=allow) == 1
    assert "1 differ, 0 missing" in capsys.readouterr().out
    allow.write_text("thuky/~.txt ^12\\.34\nthuky/~table*\n")
    assert compare(before, after, allow=allow) == 0


def test_only_what_is_asked_for_is_compared(collection, before):
    after = collection("after", {"/": PAGE.encode(), "/table.xlsx": workbook(1)})
    assert compare(before, after, only=["thuky/~.txt"]) == 0
    assert compare(before, after, only=["thuky/~.txt", "thuky/~table*"]) == 1


def test_two_empty_folders_are_no_proof(tmp_path, capsys):
    assert compare(tmp_path, tmp_path) == 2


@pytest.mark.parametrize(
    "other",
    [
        PAGE.replace("aaa", "xyz"),
        PAGE.replace("bbb", "xyz"),
        PAGE.replace("ccc", "xyz"),
        PAGE.replace("0123456789ab", "ba9876543210"),
        PAGE.replace("><", ">\n   <").replace("Cụm ", "  Cụm\n"),
    ],
    ids=["token", "once", "token of scripts", "static", "white space"],
)
def test_what_is_named_is_left_out_of_pages(other):
    assert other != PAGE
    assert text_of(other.encode(), HTML) == text_of(PAGE.encode(), HTML)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('value="7"', 'value="8"'),
        ('name="version"', 'name="versions"'),
        ('type="hidden" name="once"', 'type="text" name="once"'),
        ("portal.", "other."),
        ('{"X-', '{"Y-'),
        ("<b>12.345</b>", "<i>12.345</i>"),
        ("12.345", "12 345"),
        ("Cụm", "cụm"),
    ],
)
def test_nothing_else_is_left_out_of_pages(old, new):
    assert old in PAGE
    assert text_of(PAGE.replace(old, new).encode(), HTML) != text_of(PAGE.encode(), HTML)


def test_packing_and_the_day_of_making_are_left_out_of_workbooks():
    parts = parts_of(workbook())
    core = parts["docProps/core.xml"]
    start = core.index(b">", core.index(b"<dcterms:created")) + 1
    parts["docProps/core.xml"] = core[:start] + b"1999-12-31T00:00:00Z" + core[core.index(b"<", start) :]
    other = packed(dict(reversed(parts.items())))
    assert parts["docProps/core.xml"] != core
    assert text_of(other) == text_of(workbook())


def test_other_words_about_a_workbook_and_other_parts_are_seen():
    parts = parts_of(workbook())
    titled = {**parts, "docProps/core.xml": parts["docProps/core.xml"].replace(b"<dc:creator>", b"<dc:creator>X")}
    assert text_of(packed(titled)) != text_of(workbook())
    assert text_of(packed({**parts, "xl/media/image1.png": b"\x89PNG\xff"})) != text_of(workbook())
    assert text_of(packed({"inner.xlsx": workbook()})) != text_of(packed({"inner.xlsx": workbook(1)}))


def test_papers_are_their_text_and_their_pages():
    assert text_of(paper("12.345")) == text_of(paper("12.345"))
    assert text_of(paper("12.345")) != text_of(paper("12.346"))
    assert text_of(paper("12.345")) != text_of(paper("12.345", ""))


def test_forms_are_asked_as_they_stand_and_with_each_choice():
    [form] = forms_of(
        '<form action="/x/"><input name="q" value="1"><select name="s"><option value="a"><option value="b" selected>'
        "</select><input type=checkbox name=c value=1></form>"
    )
    assert list(form.addresses("/y/")) == ["/x/?q=1&s=b", "/x/?q=1&s=a", "/x/?q=1&s=b"]
