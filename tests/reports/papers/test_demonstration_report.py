"""The report of the published year from the demonstration: its figures in prose, nothing untraceable, one text."""

import json
import re
import zipfile
from dataclasses import replace
from io import StringIO
from pathlib import Path

import docx as word
import pytest
import time_machine
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation
from docx.oxml.ns import qn

from clusters.models import Season
from demo import loader
from reports.papers.content.background import Section
from reports.papers.content.cluster_report import compose
from reports.papers.content.model import FigureRun, PaperParagraph, PaperTable, Style, TextRun
from reports.papers.content.stray_numbers import strangers
from reports.papers.read import read_matter
from results.figures.read import read_figures
from results.models import PublishedFigure
from tests.demo.test_load_demo import AUTUMN
from tests.support.demonstration import RolledBack, moment
from tests.support.files.papers import as_pdf, bare, docx_text, pdf_pages, pdf_text
from tests.support.programs import said as said_by

pytestmark = pytest.mark.django_db
CLUSTER, YEAR = "BSH", 2024
DEPARTMENTS, ENFORCEMENT = "department_of_justice", "civil_enforcement"
PUBLISHED = re.compile(r"\d[\d.,]*\d(?:%| tỷ)?")


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The years before the mergers; read only."""
    with django_db_blocker.unblock(), override_settings(DEMO_MODE=True), translation.override("vi"), RolledBack():
        call_command("load_reference", verbosity=0, stdout=StringIO())
        with time_machine.travel(moment(AUTUMN)):
            loader.load_base(loader.set_stage())
            yield Season.objects.get(cluster__code=CLUSTER, year=YEAR)


@pytest.fixture(scope="module")
def figures(demonstration):
    return read_figures(demonstration, year_end=True)


@pytest.fixture(scope="module")
def report(demonstration, figures):
    with override_settings(DEMO_MODE=True):
        return compose(figures, read_matter(demonstration, figures))


@pytest.fixture(scope="module")
def pack(demonstration, tmp_path_factory):
    """The files of the pack as the command writes them."""
    folder = tmp_path_factory.mktemp("pack")
    with override_settings(DEMO_MODE=True):
        output = folder / "p.zip"
        call_command("build_report", "cluster-pack", cluster=CLUSTER, year=YEAR, output=output, stdout=StringIO())
    with zipfile.ZipFile(folder / "p.zip") as packed:
        packed.extractall(folder)
        files = json.loads(packed.read("manifest.json"))["files"]
    return {Path(file["name"]).suffix: folder / file["name"] for file in files[:4]}


@pytest.fixture(scope="module")
def word_printed(pack, tmp_path_factory):
    """The Word file as LibreOffice prints it."""
    return as_pdf(pack[".docx"], tmp_path_factory.mktemp("word"))


def prose(report, section=None) -> list[str]:
    """Plain spaces in place of fixed ones."""
    found = [b for b in report.blocks if isinstance(b, PaperParagraph) and b.style in (Style.BODY, Style.ITEM)]
    return [b.text.replace("\u00a0", " ") for b in found if section in (None, b.section)]


def test_every_published_figure_stands_in_prose(report):
    rows = PublishedFigure.objects.filter(scope_kind="cluster", scope_code=CLUSTER, year=YEAR, kind="published")
    wanted: dict[str, set[str]] = {}
    for row in rows.filter(measure__in=("value", "gap_pp")):
        token = PUBLISHED.search(row.text).group()
        wanted.setdefault(row.block, set()).add(f"{token.rstrip('%')} điểm %" if row.measure == "gap_pp" else token)
    assert {block: len(tokens) for block, tokens in wanted.items()} == {DEPARTMENTS: 2, ENFORCEMENT: 6}
    for block, section in ((DEPARTMENTS, Section.DEPARTMENTS), (ENFORCEMENT, Section.ENFORCEMENT)):
        said = " ".join(prose(report, section))
        assert {token for token in wanted[block] if token not in said} == set()


def test_every_number_of_the_report_can_be_traced(report, figures):
    assert strangers(report, figures) == ()
    assert report.problems == ()


def test_a_slip_of_one_digit_is_found(report, figures):
    slot = next(p for p in report.paragraphs() if p.section == Section.ENFORCEMENT and any(map(is_count, p.runs)))
    (first, *_others) = (run.text for run in slot.runs if is_count(run))
    slipped = f"{first[:-1]}{(int(first[-1]) + 1) % 10}"
    typed = replace(slot, runs=(TextRun(slot.text.replace(first, slipped)),))
    blocks = tuple(typed if block is slot else block for block in report.blocks)
    assert [each.number for each in strangers(replace(report, blocks=blocks), figures)] == [slipped]


def is_count(run) -> bool:
    return isinstance(run, FigureRun) and re.fullmatch(r"[\d.]+", run.text) is not None


def test_word_file_and_pdf_of_the_pack_have_one_text(pack):
    assert pdf_text(pack[".pdf"], like=pack[".docx"]) == docx_text(pack[".docx"])


def test_lines_of_the_head_and_of_the_title_are_broken_where_they_should(report, pack):
    assert report.letterhead.place_and_date == "Vĩnh Long, ngày 05 tháng 02 năm 2025"
    first = [line.strip() for line in pdf_pages(pack[".pdf"])[0].splitlines()]
    for line in (*report.about.split("\n"), report.letterhead.nation, report.letterhead.motto):
        assert line.replace("\u00a0", " ") in [each.replace("\u00a0", " ") for each in first]
    assert report.signature.capacity[-1].split("\n") == ["GIÁM ĐỐC SỞ TƯ PHÁP", "TỈNH VĨNH LONG"]


@pytest.mark.office
def test_signature_stands_with_the_last_words_in_both_files(report, pack, word_printed):
    """Letters that the machine's Times lacks come from another face, so whole ASCII words are looked for."""
    assert report.recipients.lines[-1].endswith("VT.") and prose(report)[-1].endswith("./.")
    for path in (pack[".pdf"], word_printed):
        signed = [page for page in pdf_pages(path) if "VT." in page.split()]
        assert len(signed) == 1 and "./." in signed[0]


@pytest.mark.office
def test_days_and_heads_of_tables_are_not_torn(pack, word_printed):
    for path in (pack[".pdf"], word_printed):
        words = said_by("pdftotext", "-layout", path, "-").split()
        assert "20/01/2025" in words and words.count("STT") >= 8 and "ST" not in words


def test_bands_are_not_left_alone_at_the_foot_of_a_page(report, pack):
    tables = [block for block in report.every_block() if isinstance(block, PaperTable)]
    bands = {bare(row.cells[0][0].text) for table in tables for row in table.rows if row.role == "band"}
    for page in pdf_pages(pack[".pdf"]):
        lines = [bare(line) for line in page.splitlines() if line.strip()]
        assert lines[-2] not in bands  # the last line is the running foot
    cells = [cell for table in word.Document(str(pack[".docx"])).tables for cell in table._tbl.iter_tcs()]
    held = [cell for cell in cells if bare("".join(t.text for t in cell.iter(qn("w:t")))) in bands]
    assert len(held) >= len(bands) and all(cell.find(".//{*}keepNext") is not None for cell in held)
