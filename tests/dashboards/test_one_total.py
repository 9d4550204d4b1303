"""One season in every form the portal has: page, cluster workbook, ministry workbook, CSV, JSON, Word and PDF.

Each form is read back by itself and compared with one calculation over the raw rows that uses none
of the portal's code.
"""

import csv
import io
import json

import docx
import pytest
from django.urls import reverse

from reports.exporting.registry import exporter_of
from reports.exporting.subject import Subject
from reports.management.commands.build_report import write_parts
from reports.runs.build_input import read_materials
from results.enums import State
from tests.reports.workbooks.test_ministry_workbook import ALL, CLUSTERS, PERIODS, cell, cluster_row
from tests.support.files.office import recalculated
from tests.support.files.papers import bare, docx_text, pdf_pages, pdf_text
from tests.support.files.report_books import Workbook, differences, write_ministry_book
from tests.support.html import main_of, text_of
from tests.support.independent import grouped, percent_text


class Forms:
    """Every form of one season, built once."""

    def __init__(self, drawn, client, folder):
        world = drawn.world
        for period in drawn.periods.values():
            world.release(period)
        self.drawn, self.world = drawn, world
        parameters = {"blocks": list(PERIODS), "periods": PERIODS}
        kinds = [exporter_of(kind) for kind in exporter_of("cluster-pack").parts]
        kinds = [each for each in kinds if not each.months and each.is_ready(Subject(drawn.season, parameters))]
        made = write_parts(read_materials(kinds, Subject(drawn.season, parameters)), folder)
        files = {file.kind: file.path for file in made}
        self.book = Workbook(files["cluster-workbook"])
        self.files = files
        self.word = summary_rows(files["cluster-report-docx"])
        self.pdf = bare("".join(pdf_pages(files["cluster-report-pdf"])))
        self.nation = self._nation(folder)
        place = [world.cluster.slug, 2024]
        self.page = text_of(main_of(client.get(reverse("dashboards:overview", args=place))))
        table = b"".join(client.get(reverse("reports:open_data_csv", args=place)).streaming_content).decode("utf-8-sig")
        self.csv = list(csv.DictReader(io.StringIO(table)))
        self.json = json.loads(b"".join(client.get(reverse("reports:open_data_json", args=place)).streaming_content))

    def _nation(self, folder):
        path = folder / "nation.xlsx"
        write_ministry_book(ALL, path)
        return Workbook(path)

    def row(self, rows, block, code):
        """The cluster's total in the year-end period."""
        wanted = (block, PERIODS[block], code, "cluster")
        names = ("block", "period_code", "indicator_code", "scope")
        (found,) = (each for each in rows if tuple(each[name] for name in names) == wanted)
        return found


def summary_rows(path) -> dict[str, str]:
    """Name of an indicator → its result as the first annex of the Word file has it."""
    found = {}
    for table in docx.Document(str(path)).tables:
        heads = [cell.text for cell in table.rows[0].cells]
        if "Chỉ tiêu thống kê" in heads and "Kế hoạch giao" in heads:
            for row in table.rows:
                cells = [cell.text for cell in row.cells]
                found[cells[heads.index("Chỉ tiêu thống kê")]] = cells[heads.index("Thực hiện")]
    return found


@pytest.fixture(params=(1, 2, 5), ids="seed{}".format)
def forms(world, draw_season, request, as_user, once):
    drawn = draw_season(request.param)
    for number, agency in enumerate(world.other_agencies, start=4):
        world.fill(agency, state=State.APPROVED, size=number)
    return once(request.param, lambda folder: Forms(drawn, as_user("secretariat"), folder))


def test_every_form_has_the_same_total_of_every_headline_indicator(forms):
    compared = 0
    for block, expected in forms.drawn.expected().items():
        headline = [i for i in forms.world.indicators.values() if i.block == block and i.is_headline]
        for indicator in headline:
            percent, parts = expected.total_percent(indicator.code), expected.total_parts(indicator.code)
            share, shown = pytest.approx(float(percent / 100), rel=1e-13), percent_text(percent)
            assert shown in forms.page
            assert forms.book.summary(indicator, "Kết quả").value == share
            sheet = forms.nation.values[CLUSTERS]
            assert cell(sheet, cluster_row(sheet, indicator, forms.world.cluster.short_name_vi), 7) == share
            table, document = (
                forms.row(forms.csv, block, indicator.code),
                forms.row(forms.json["rows"], block, indicator.code),
            )
            assert (int(table["numerator"]), int(table["denominator"])) == parts
            assert (document["numerator"], document["denominator"]) == parts
            assert table["percent"].replace(".", ",") + "%" == shown
            assert forms.word[indicator.name_vi] == shown and shown in forms.pdf
            compared += 1
    assert compared == 3


def test_counts_behind_the_rates_stand_in_every_form(forms):
    for block, expected in forms.drawn.expected().items():
        counts = [i for i in forms.world.indicators.values() if i.block == block and i.value_type == "count"]
        for indicator in counts:
            total = expected.total(indicator.code)
            if total is None:
                continue
            assert int(forms.row(forms.csv, block, indicator.code)["value"]) == total
            assert forms.row(forms.json["rows"], block, indicator.code)["value"] == total
            assert forms.word[indicator.name_vi] == grouped(total) and grouped(total) in forms.pdf


def test_word_and_pdf_say_one_thing(forms):
    word, pdf = forms.files["cluster-report-docx"], forms.files["cluster-report-pdf"]
    assert pdf_text(pdf, like=word) == docx_text(word)


@pytest.mark.office
@pytest.mark.parametrize("forms", [2], indirect=True)
def test_a_second_program_works_out_the_same_in_both_workbooks(forms, tmp_path):
    for number, book in enumerate((forms.book, forms.nation)):
        formulas, found = differences(book.path, recalculated(book.path, tmp_path / str(number)))
        assert (formulas > 300, found) == (True, [])
