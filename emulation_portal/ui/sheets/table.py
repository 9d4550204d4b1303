"""A table as it stands on a page, as a workbook or as text: the same rows in the same order.

In a workbook the figures of a page are numbers, in the format they are printed in; words stay words, so that what
begins like a formula is none. In a text file nothing may be taken for another kind: a place such as 1/6, which a
spreadsheet program makes a day of, has a column for each of its numbers, and words that look like a number or a day are
kept words.
Both are written row by row, without holding the table twice.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from emulation_portal.lib.printed import Figures, Places, Printed, read_place, read_printed
from emulation_portal.lib.printing import MINUS, language
from emulation_portal.ui.language import lang

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
WIDEST, SHEET_NAME = 60, 31
_TAGS = {"vi": "[$-42A]", "en": ""}
_TAKEN_FOR_ANOTHER = re.compile(
    r"\s*(\d{1,4}\s*[/.-]\s*\d{1,4}(\s*[/.-]\s*\d{1,4})?|0\d+|\d+([.,]\d+)?e[+-]?\d+|\d{1,2}:\d{2}(:\d{2})?|true|false)\s*",
    re.IGNORECASE,
)

Cell = str | int | Printed
Line = list[tuple[str, Cell]]  # every cell as printed, and what it is


def write_table(
    form: str, title: str, notes: Sequence[str], heads: Sequence[str], rows: Iterable[Sequence[str]]
) -> bytes:
    """``form``: xlsx or csv. ``notes`` stand under the title: what was chosen, the data version.

    A head that is ``Figures`` or ``Places`` says so of its column; texts are as printed on the page.
    """
    return (_xlsx if form == "xlsx" else _csv)(title, notes, _heads(heads), _rows(heads, rows))


def _heads(heads: Sequence[str]) -> list[str]:
    return [text for head in heads for text in (_place_heads(head) if isinstance(head, Places) else [str(head)])]


def _place_heads(head: str) -> list[str]:
    return [str(head), _("%(head)s: among") % {"head": head}]


def _rows(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Line]:
    """Every cell as printed, and what it is."""
    active = lang()
    for row in rows:
        yield [cell for head, text in zip(heads, row, strict=True) for cell in _cells(head, text, active)]


def _cells(head: str, text: str, lang: str) -> Line:
    if isinstance(head, Places):
        place = read_place(text)
        return [(str(n), n) for n in place] if place else [(text, text), ("", "")]
    figure = read_printed(text, lang) if isinstance(head, Figures) else None
    return [(text, figure or text)]


def _csv(title: str, notes: Sequence[str], heads: Sequence[str], rows: Iterable[Line]) -> bytes:
    """UTF-8 with its mark, without which a spreadsheet program takes Vietnamese for something else."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in ([title], *([note] for note in notes), [], heads):
        writer.writerow([_inert(text) for text in line])
    for row in rows:
        writer.writerow([_inert(text) if isinstance(cell, str) else text for text, cell in row])
    return (BOM + out.getvalue()).encode()


def _inert(text: str) -> str:
    """A leading apostrophe keeps a spreadsheet program from working words out, and from taking them for a day."""
    if (text.startswith(FORMULA_STARTS) and not _is_number(text)) or _TAKEN_FOR_ANOTHER.fullmatch(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    digits = text[1:].replace(".", "").replace(",", "").replace("%", "").strip()
    return digits.isdecimal()


def _xlsx(title: str, notes: Sequence[str], heads: Sequence[str], rows: Iterable[Line]) -> bytes:
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold, head = book.add_format({"bold": True, "font_size": 13}), book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_sheet_name(title))
        sheet.write_string(0, 0, title, bold)
        for number, note in enumerate(notes, start=1):
            sheet.write_string(number, 0, note)
        top = len(notes) + 2
        for col, text in enumerate(heads):
            sheet.write_string(top, col, text, head)
        widths = _write_rows(book, sheet, top + 1, rows, [len(text) for text in heads])
        for col, width in enumerate(widths):
            sheet.set_column(col, col, min(width, WIDEST) + 2)
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
    return out.getvalue()


def _write_rows(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    first: int,
    rows: Iterable[Line],
    widths: list[int],
) -> list[int]:
    """Write the rows from ``first`` on; the widths that all of them need."""
    formats: dict[str, xlsxwriter.format.Format] = {}
    tag = _TAGS[language(lang())]
    for number, row in enumerate(rows, start=first):
        for col, (text, cell) in enumerate(row):
            widths[col] = max(widths[col], len(text))
            if isinstance(cell, str):
                sheet.write_string(number, col, cell)
            elif isinstance(cell, int):
                sheet.write_number(number, col, cell)
            else:
                code = number_format(cell, tag)
                formats[code] = formats.get(code) or book.add_format({"num_format": code})
                sheet.write_number(number, col, float(cell.number), formats[code])
    return widths


def number_format(figure: Printed, tag: str = "") -> str:
    """The format in which a spreadsheet shows the number as it was printed; a zero has no sign."""
    part = "." + "0" * figure.decimals if figure.decimals else ""
    suffix = '"{}"'.format(figure.suffix.replace('"', "")) if figure.suffix else ""
    shown = f"#,##0{part}{'%' if figure.is_percent else ''}{suffix}"
    return f"{tag}{'+' if figure.is_signed else ''}{shown};{tag}{MINUS}{shown};{tag}{shown}"


def _sheet_name(title: str) -> str:
    """The title as far as the name of a sheet may hold it."""
    name = re.sub(r"[\[\]:*?/\\]", " ", title)
    return " ".join(name.split())[:SHEET_NAME].strip(" '") or _("Table")


__all__ = ["FORMS", "number_format", "write_table"]
