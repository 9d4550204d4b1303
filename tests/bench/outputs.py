"""The large outputs that are measured: a workbook of all clusters and years, a table of many rows, a whole report."""

import io

import xlsxwriter

from clusters.models import Season
from emulation_portal.ui.sheets.table import write_table
from reports.exporting.registry import exporter_of
from reports.exporting.subject import Subject
from reports.papers.cluster_report import ClusterReportInput
from reports.papers.read import read_matter
from results.figures.read import read_figures
from tests.bench.data import YEARS

ROWS, HEADS = 200_000, ("Cụm", "Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị", "Trạng thái")


def nation_input():
    """What the ministry's workbook over all years is made of."""
    periods = {"civil_enforcement": "12m", "department_of_justice": "year_first"}
    parameters = {"years": list(YEARS), "blocks": list(periods), "periods": periods}
    return exporter_of("ministry-workbook").read(Subject(None, parameters))


def whole_season():
    return Season.objects.select_related("cluster").get(cluster__code="CTN", year=2024)


def report_input(season):
    """What the year-end report of a season is made of."""
    figures = read_figures(season, year_end=True)
    return ClusterReportInput(figures=figures, matter=read_matter(season, figures))


def rows():
    for number in range(ROWS):
        yield ("Cụm thử", f"Đơn vị {number % 126}", "Tỷ lệ thi hành xong", "12 tháng", f"{number}", "Đã duyệt")


def long_table() -> bytes:
    return write_table("xlsx", "Bảng dài", ["Ghi chú"], HEADS, rows())


def bare_table() -> bytes:
    """The same cells with nothing around them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows()):
            for col, text in enumerate(row):
                sheet.write_string(number, col, text)
    return out.getvalue()
