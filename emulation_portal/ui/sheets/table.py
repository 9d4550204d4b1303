"""A table as it stands on a page, as a workbook or as text: the same rows in the same order.

In a workbook the figures of a page are numbers, in the format they are printed in; words stay words, so that what
begins like a formula is none. In a text file nothing may be taken for another kind: a place such as 1/6, which a
spreadsheet program makes a day of, has a column for each of its numbers, and words that look like a number or a day are
kept words.

There are two texts. `SHEET_CSV` is opened by a spreadsheet program with the settings of the language that is read: in
Vietnamese with semicolons and decimal commas. Its figures are bare numbers, and what is two numbers on the page has two
columns, as in the workbook. `CSV` is for programs and prints everything as the page does, with commas between.
A workbook is written row by row, without holding the table twice.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import xlsxwriter
from django.utils.translation import gettext as _

from emulation_portal.lib.printed import (
    Figures,
    Moves,
    Over,
    Parts,
    Places,
    Printed,
    read_move,
    read_over,
    read_parts,
    read_place,
    read_printed,
)
from emulation_portal.lib.printing import MINUS, language
from emulation_portal.lib.spreadsheets import SETTINGS, inert
from emulation_portal.ui.language import lang

XLSX, SHEET_CSV, CSV = "xlsx", "sheet.csv", "csv"
FORMS = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    SHEET_CSV: "text/csv; charset=utf-8",
    CSV: "text/csv; charset=utf-8",
}
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
WIDEST, SHEET_NAME = 60, 31
_TAGS = {"vi": "[$-42A]", "en": ""}

Cell = str | int | Printed
Line = list[tuple[str, Cell]]  # every cell as printed, and what it is


def write_table(
    form: str, title: str, notes: Sequence[str], heads: Sequence[str], rows: Iterable[Sequence[str]]
) -> bytes:
    """``form``: one of FORMS. ``notes`` stand under the title: what was chosen, the data version.

    A head of the kinds of `emulation_portal.lib.printed` says so of its column; texts are as printed on the page.
    """
    if form == CSV:
        as_printed = list(map(_as_printed, heads))
        return _csv(title, notes, _heads(as_printed), _rows(as_printed, rows))
    write = _xlsx if form == XLSX else _sheet_csv
    return write(title, notes, _heads(heads), _rows(heads, rows))


def _as_printed(head: str) -> str:
    """The head of a column that stays one: only places are two, or they would be days."""
    if isinstance(head, Over):
        return Figures(head)
    return head if isinstance(head, Figures | Places) else str(head)


def _heads(heads: Sequence[str]) -> list[str]:
    return [text for head in heads for text in _heads_of(head)]


def _heads_of(head: str) -> list[str]:
    if isinstance(head, Places):
        return [str(head), _("%(head)s: among") % {"head": head}]
    if isinstance(head, Parts):
        named = _("Numerator"), _("Denominator")
        return [f"{head.side}: {name.lower()}" if head.side else name for name in named]
    if isinstance(head, Over):
        return [str(head), _("%(head)s: members compared") % {"head": head}, _("%(head)s: among") % {"head": head}]
    return [str(head)]


def _rows(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Line]:
    """Every cell as printed, and what it is."""
    active = lang()
    for row in rows:
        yield [cell for head, text in zip(heads, row, strict=True) for cell in _cells(head, text, active)]


def _cells(head: str, text: str, lang: str) -> Line:
    if isinstance(head, Places):
        return _numbers(read_place(text), text)
    if isinstance(head, Parts):
        parts = read_parts(text, lang)
        first, _slash, second = text.partition(" / ")
        if not parts:
            return [(text, text), ("", "")]
        return [(first, replace(parts[0], suffix=parts[1].suffix)), (second, parts[1])]
    if isinstance(head, Moves):
        moved = read_move(text)
        return [(text, text if moved is None else moved)]
    if isinstance(head, Over):
        figure, shown, over = read_over(text, lang)
        return [(shown, figure or shown), *_numbers(over, "")]
    figure = read_printed(text, lang) if isinstance(head, Figures) else None
    return [(text, figure or text)]


def _numbers(found: tuple[int, int] | None, text: str) -> Line:
    """Two whole numbers in cells of their own, or the words that stand in their place."""
    return [(str(number), number) for number in found] if found else [(text, text), ("", "")]


def _csv(title: str, notes: Sequence[str], heads: Sequence[str], rows: Iterable[Line]) -> bytes:
    printed = ([inert(text) if isinstance(cell, str) else text for text, cell in row] for row in rows)
    return _text(",", title, notes, heads, printed)


def _sheet_csv(title: str, notes: Sequence[str], heads: Sequence[str], rows: Iterable[Line]) -> bytes:
    """The unit of a column's figures stands in its head: with a unit in the cell not every program sees a number."""
    separator, point = SETTINGS[language(lang())]
    held = list(rows)
    units = (_unit([row[col][1] for row in held]) for col in range(len(heads)))
    heads = [f"{head} ({unit})" if unit and unit not in head else head for head, unit in zip(heads, units, strict=True)]
    return _text(separator, title, notes, heads, ([_bare(cell, point) for _text, cell in row] for row in held))


def _unit(cells: Iterable[Cell]) -> str:
    """What all figures of a column are of; nothing where they are of several units."""
    found = {"%" if cell.is_percent else " ".join(cell.suffix.split()) for cell in cells if isinstance(cell, Printed)}
    return found.pop() if len(found) == 1 else ""


def _text(
    separator: str, title: str, notes: Sequence[str], heads: Sequence[str], rows: Iterable[Iterable[str]]
) -> bytes:
    """UTF-8 with its mark, without which a spreadsheet program takes Vietnamese for something else."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for line in ([title], *([note] for note in notes), [], heads):
        writer.writerow([inert(text) for text in line])
    writer.writerows(rows)
    return (BOM + out.getvalue()).encode()


def _bare(cell: Cell, point: str) -> str:
    """A figure as it is typed into a spreadsheet: no groups, no unit, the sign of the keyboard; words kept words."""
    if isinstance(cell, str):
        return inert(cell)
    if isinstance(cell, int):
        return str(cell)
    shown = cell.number.scaleb(2) if cell.is_percent else cell.number
    return f"{shown:.{cell.decimals}f}".replace(".", point)


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


__all__ = ["CSV", "FORMS", "SHEET_CSV", "XLSX", "number_format", "write_table"]
