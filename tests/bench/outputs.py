"""The large outputs that are measured: a workbook of all clusters and years, a table of many rows, a whole report."""

import io

import xlsxwriter

from clusters.models import Season
from emulation_portal.ui.sheets.table import write_table
from reports.exporting.nation import nation_scope, read_nation
from reports.runs.build_input import Material
from results.figures.read import read_figures
from tests.bench.data import YEARS

ROWS, HEADS = 200_000, ("Cụm", "Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị", "Trạng thái")


def nation_material():
    """Figures and extras of the ministry's workbook over all years."""
    periods = {"civil_enforcement": "12m", "department_of_justice": "year_first"}
    scope = nation_scope({"years": list(YEARS), "blocks": list(periods), "periods": periods})
    figures = read_nation(scope)
    return figures, Material(scope, figures, figures.version_code).extras("vi")


def whole_season():
    season = Season.objects.select_related("cluster").get(cluster__code="CTN", year=2024)
    return read_figures(season, year_end=True)


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
