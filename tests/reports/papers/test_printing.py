"""What the printed files are: layout measured in the file, one text in both, the same bytes, whatever is in names."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import docx as word
import pytest
from django.conf import settings
from docx.oxml.ns import qn
from docx.shared import Mm
from fontTools.ttLib import TTFont

from reports.papers.content.background import (
    Matter,
    MovementFacts,
    PledgeFacts,
    Promise,
    Record,
    Section,
    Written,
)
from reports.papers.content.cluster_report import compose
from reports.papers.content.decree import Frame, Framed, Issuer, Signer
from reports.papers.content.model import PaperColumn, PaperParagraph, PaperRow, PaperTable, Style, TextRun
from reports.papers.printing import docx, pdf
from reports.papers.printing.metrics import width_of
from reports.typefaces import fonts
from results.figures.read import read_figures
from tests.support.files.papers import as_pdf, bare, docx_blocks, docx_text, pdf_pages, pdf_text
from tests.support.programs import said as said_by

MATTER = Matter(
    frame=Frame(
        issuer=Issuer("Sở Tư pháp tỉnh thử", "SỞ TƯ PHÁP", "UBND TỈNH THỬ", "Tỉnh thử", "STP", 5, date(2025, 2, 5)),
        signer=Signer(("CỤM TRƯỞNG", "GIÁM ĐỐC SỞ TƯ PHÁP TỈNH THỬ"), "Trần Thị Thử"),
        recipients=("Bộ Tư pháp;", "Lưu: VT."),
    ),
    bases=("Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15",),
    records=tuple(
        Record(f"Đơn vị {n}", False, "", "Cờ thi đua", "", f"{n}/QĐ-BTP", date(2025, 1, 3), "Bộ trưởng")
        for n in range(60)
    ),
)
NASTY = (
    "=1+1 <b>đậm</b> & \"nháy\" 'đơn'",
    "\u202eđảo chiều\u200f",
    "\U0001f642 cười \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "Hòa Ti\u00eb\u0302\u0301n",
    "]]> <!-- x --> {{ 7*7 }} {% x %}",
    "chữ\x00\x0b\x1fẩn",
    "x" * 10_000,
)


@pytest.fixture(scope="session")
def typeface():
    return fonts.serif(settings.DATA_DIR / "fonts")


@pytest.fixture
def figures(draw_season):
    return read_figures(draw_season(1).season, with_published=False)


@pytest.fixture
def report(figures):
    return compose(figures, MATTER)


@pytest.fixture
def printed(report, once, typeface):
    return once("printed", lambda folder: print_both(report, folder, typeface))


def print_both(report, folder, typeface):
    paths = folder / "report.docx", folder / "report.pdf"
    docx.write(report, paths[0])
    pdf.write(report, paths[1], typeface)
    return paths


def test_margins_paper_and_type_are_those_of_the_decree(printed):
    file = word.Document(str(printed[0]))
    first = file.sections[0]
    assert [round(side / Mm(1)) for side in (first.page_width, first.page_height)] == [210, 297]
    for section in file.sections:
        margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
        assert [round(side / Mm(1), 1) for side in margins] == [20, 20, 30, 15]
        assert section.different_first_page_header_footer
    assert {s.orientation for s in file.sections[1:]} == {0, 1} or any(s.orientation for s in file.sections[1:])
    normal = file.styles["Normal"]
    faces = normal.element.rPr.rFonts.attrib
    assert {faces[qn(f"w:{kind}")] for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert normal.font.size.pt == 13
    body = [p for p in file.paragraphs if p.text.startswith("Trong ")]
    assert body and {run.font.size.pt for p in body for run in p.runs} == {13}


def test_page_number_stands_centred_in_the_top_margin_but_not_on_the_first_page(printed):
    file = word.Document(str(printed[0]))
    header = file.sections[0].header
    assert "PAGE" in "".join(e.text or "" for e in header._element.iter(qn("w:instrText")))
    assert header.paragraphs[0].alignment == 1
    assert "".join(p.text for p in file.sections[0].first_page_header.paragraphs) == ""
    pages = pdf_pages(printed[1])
    assert not pages[0].lstrip()[0].isdigit()
    assert pages[1].lstrip().startswith("2")


def test_nations_name_fits_on_one_line_and_place_and_date_have_their_zeros(printed):
    head = word.Document(str(printed[0])).tables[0]
    nation = head.rows[0].cells[1]
    assert nation.paragraphs[0].text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    size = nation.paragraphs[0].runs[0].font.size.pt
    assert 12 <= size <= 13
    assert width_of(nation.paragraphs[0].text, size, bold=True) < nation.width / 36000
    assert head.rows[1].cells[0].text == "Số: 05/BC-STP"
    assert head.rows[1].cells[1].text == "Tỉnh thử, ngày 05 tháng 02 năm 2025"
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n" in pdf_pages(printed[1])[0]
    for table in word.Document(str(printed[0])).element.body.iter(qn("w:tbl")):
        widths = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
        assert sum(widths) <= (297 - 45) * 1440 / 25.4 + 8


def test_long_tables_repeat_their_heads_and_rows_stay_whole(printed):
    tables = word.Document(str(printed[0])).tables
    heads = [t for t in tables if t.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
    assert len(heads) == len(tables) - 2  # the letterhead and the signatures only place things
    assert sum("Danh hiệu" in page for page in pdf_pages(printed[1])) >= 2


def test_word_file_and_pdf_have_one_text(printed):
    assert pdf_text(printed[1], like=printed[0]) == docx_text(printed[0])


def test_the_same_report_gives_the_same_bytes(report, printed, tmp_path, typeface):
    again = print_both(report, tmp_path, typeface)
    assert [p.read_bytes() for p in again] == [p.read_bytes() for p in printed]


@pytest.mark.office
def test_libreoffice_opens_the_word_file_with_the_nations_name_on_one_line(printed, tmp_path):
    made = as_pdf(printed[0], tmp_path)
    # Letters that the machine's Times lacks come from another face, so the name is found by two of its whole words.
    found = said_by("pdftotext", "-bbox", "-l", 1, made, "-")
    tops = {w: re.search(rf'yMin="([0-9.]+)"[^>]*>{w}<', found).group(1) for w in ("HÒA", "NGHĨA", "NAM")}
    assert len({round(float(top)) for top in tops.values()}) == 1
    pages = pdf_pages(made)
    assert not pages[0].lstrip()[0].isdigit() and pages[1].lstrip().startswith("2")


def nasty_matter(block: str) -> dict:
    """The same texts wherever else people's words stand."""
    promises = tuple(Promise(n, text, "completion_rate_cases", "gte", Fraction(1)) for n, text in enumerate(NASTY))
    others = tuple(Promise(n, text) for n, text in enumerate(NASTY))
    return {
        "movements": tuple(MovementFacts(text, "", "", None, None, text, text) for text in NASTY),
        "records": tuple(Record(text, True, text, "Cờ", "", "1/QĐ", date(2025, 1, 3), text) for text in NASTY),
        "pledges": (PledgeFacts(block, "Giao ước", None, promises + others),),
    }


def expected_in_pdf(text: str) -> str:
    """Characters outside the typeface are printed by their code, joiners are left out."""
    letters = "".join(f"[U+{ord(c):04X}]" if ord(c) > 0xFFFF else c for c in text if ord(c) not in (0x200D,))
    return letters.replace("\u202e", "").replace("\u200f", "")


def test_whatever_stands_in_names_and_words_stays_whole_and_inert(figures, tmp_path, typeface):
    block = next(iter(figures.blocks.values()))
    agencies = tuple(replace(a, name_vi=t) for a, t in zip(block.agencies, NASTY, strict=False))
    blocks = {**figures.blocks, block.block: replace(block, agencies=agencies)}
    written = tuple(Written(Section.PROPOSALS, text) for text in NASTY)
    report = compose(replace(figures, blocks=blocks), replace(MATTER, written=written, **nasty_matter(block.block)))
    paths = print_both(report, tmp_path, typeface)
    said = docx_blocks(paths[0])
    for text in NASTY:
        kept = docx.storable(text).strip()
        assert kept in [line.removesuffix("./.").strip() for line in said]
        # A paragraph, a movement with its plan and result, a recipient, an agency, an issuer, a promise, a note.
        assert sum(kept in line for line in said) >= 7
    assert word.Document(str(paths[0])).core_properties.title
    # One text but for letters the typeface has not; page by page that cannot be lined up, so words are counted.
    wanted = bare(expected_in_pdf("".join(said)))
    got = bare("".join(pdf_pages(paths[1])))
    assert sorted(set(wanted)) == sorted(set(got)) or set(wanted) <= set(got)
    assert "[U+1F642]" in got and got.count("x" * 60) >= 1
    fonts_used = said_by("pdffonts", paths[1])
    assert "yes yes yes" in fonts_used


def test_lines_are_as_long_and_as_far_apart_as_those_of_times(typeface):
    if not fonts.chosen().is_like_times:  # the machine has none: then the spare one is taken, with widths of its own
        assert {file.name.startswith(fonts.SPARE) for file in typeface.values()} == {True}
        return
    text = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc: 86.359 việc, 84,54%"
    for style, is_bold in (("", False), ("B", True)):
        font = TTFont(typeface[style])
        names = font.getBestCmap()
        units = sum(font["hmtx"][names[ord(c)]][0] for c in text)
        millimetres = units / font["head"].unitsPerEm * 13 * 25.4 / 72
        assert millimetres == pytest.approx(width_of(text, 13, bold=is_bold), rel=0.005)
    assert pdf.single_line(TTFont(typeface[""])) == pytest.approx(1.15, abs=0.002)


def test_a_paragraph_ends_the_report_with_its_mark(report):
    last = [b for b in report.blocks if isinstance(b, PaperParagraph)][-1]
    assert last.text.endswith("./.")
    assert isinstance(last.runs[0], TextRun) and Path(settings.DATA_DIR)


@pytest.mark.parametrize("lines", range(16, 34))
def test_no_heading_is_parted_from_the_table_under_it(lines, tmp_path, typeface):
    """Wherever on the page they come: a chapter and a section, then a table that stands on one page, or a longer."""
    columns = (PaperColumn("Cột", 1.0),)
    short, long = (PaperTable(columns, tuple(PaperRow(((TextRun(f"Dòng {n}"),),)) for n in range(n))) for n in (9, 40))
    filling = [PaperParagraph((TextRun(f"Đoạn {n}."),)) for n in range(lines)]
    heads = [
        PaperParagraph((TextRun("I. CHƯƠNG"),), Style.CHAPTER),
        PaperParagraph((TextRun("1. Mục"),), Style.SECTION),
    ]
    for table in (short, long):
        document = Framed(MATTER.frame, "vi", "BÁO CÁO", "BC").document(
            "Thử", (*filling, *heads, table), end=date(2024, 12, 31)
        )
        pdf.write(document, tmp_path / "p.pdf", typeface)
        (page,) = (text for text in pdf_pages(tmp_path / "p.pdf") if "I. CHƯƠNG" in text)
        assert "Dòng 0" in page and ("Dòng 8" in page or table is long)
