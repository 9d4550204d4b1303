"""A table as it stands on a page, as a workbook or as text: the same rows in the same order, every cell as printed.

Cells stay text, so that what begins like a formula is none and a number reads as on the page. Both are written row by
row, without holding the table twice.
"""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
WIDEST = 60


def write_table(
    form: str, title: str, notes: Sequence[str], heads: Sequence[str], rows: Iterable[Sequence[str]]
) -> bytes:
    """``form``: xlsx or csv. ``notes`` stand under the title: what was chosen, the data version."""
    return (_xlsx if form == "xlsx" else _csv)(title, notes, heads, rows)


def _csv(title, notes, heads, rows) -> bytes:
    """UTF-8 with its mark, without which a spreadsheet program takes Vietnamese for something else."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in ([title], *([note] for note in notes), [], heads, *rows):
        writer.writerow([_inert(cell) for cell in line])
    return (BOM + out.getvalue()).encode()


def _inert(cell: str) -> str:
    """A leading apostrophe keeps a spreadsheet program from working a text out; a signed number is none."""
    if cell.startswith(FORMULA_STARTS) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    digits = cell[1:].replace(".", "").replace(",", "").replace("%", "").strip()
    return digits.isdecimal()


def _xlsx(title, notes, heads, rows) -> bytes:
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold, head = book.add_format({"bold": True, "font_size": 13}), book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, title, bold)
        for number, note in enumerate(notes, start=1):
            sheet.write_string(number, 0, note)
        top = len(notes) + 2
        widths = [len(text) for text in heads]
        for col, text in enumerate(heads):
            sheet.write_string(top, col, text, head)
        for number, row in enumerate(rows, start=top + 1):
            for col, text in enumerate(row):
                sheet.write_string(number, col, text)
                widths[col] = max(widths[col], len(text))
        for col, width in enumerate(widths):
            sheet.set_column(col, col, min(width, WIDEST) + 2)
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
    return out.getvalue()
