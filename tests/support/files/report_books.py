"""Reading a built workbook back: cells by agency and indicator, and what a formula leads to."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from reports.exporting.registry import exporter_of
from reports.exporting.subject import Subject
from reports.workbooks.background import BookBackground, read_background
from reports.workbooks.cluster import ClusterBookInput
from reports.workbooks.sheets.agency_rows import NAMES
from reports.workbooks.sheets.indicator_rows import FIRST_COLUMN, HEADS, INDICATOR

REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")
BLOCKS = {"civil_enforcement": "Khối THADS", "department_of_justice": "Khối Sở Tư pháp"}
LAST = {block: f"Năm trước - {title}" for block, title in BLOCKS.items()}
SUMMARY, TARGETS, COMPARISON = "Tổng hợp", "Chỉ tiêu và chênh lệch", "So với năm trước"


def built(
    figures, folder: Path, *, name: str = "book.xlsx", language: str = "vi", background: BookBackground | None = None
) -> "Workbook":
    """The workbook of figures that a test has made, with nothing beside them unless it is given."""
    made_of = ClusterBookInput(figures=figures, background=background or BookBackground(), language=language)
    exporter_of("cluster-workbook").write(made_of, folder / name)
    return Workbook(folder / name)


def write_book(figures, path: Path) -> None:
    """The workbook of figures, with what is stored beside them."""
    background = read_background(figures)
    exporter_of("cluster-workbook").write(ClusterBookInput(figures=figures, background=background), path)


def write_ministry_book(parameters: dict, path: Path, *, language: str = "vi") -> None:
    """The workbook of the clusters and years that the parameters name."""
    exporter = exporter_of("ministry-workbook")
    exporter.write(exporter.read(Subject(None, parameters, language)), path)


@dataclass
class Workbook:
    path: Path

    @cached_property
    def formulas(self):
        return openpyxl.load_workbook(self.path)

    @cached_property
    def values(self):
        return openpyxl.load_workbook(self.path, data_only=True)

    def row_of(self, title: str, text: str, column: int = 2) -> int:
        """The only row whose cell in the column holds exactly the text."""
        sheet = self.values[title]
        (row,) = (r for r in range(1, sheet.max_row + 1) if sheet.cell(r, column).value == text)
        return row

    def column_of(self, title: str, indicator) -> int:
        sheet = self.values[title]
        (column,) = (c for c in range(4, sheet.max_column + 1) if sheet.cell(NAMES + 1, c).value == indicator.name_vi)
        return column

    def lies_across(self, title: str) -> bool:
        """Whether indicators are rows."""
        return self.values[title].cell(HEADS + 1, INDICATOR + 1).value in ("Chỉ tiêu thống kê", "Indicator")

    def column_under(self, title: str, name: str) -> int:
        """The column of an agency or of the total where indicators are rows."""
        (column,) = (cell.column for cell in self.values[title][HEADS + 1] if cell.value == name)
        return column

    def address(self, title: str, agency, indicator) -> str:
        """Where the figure stands, whichever way the sheet lies."""
        name = agency.name_vi if agency else "TỔNG CỘNG"
        if self.lies_across(title):
            return f"{get_column_letter(self.column_under(title, name))}{self.row_of(title, indicator.name_vi)}"
        row = self.row_of(title, name)
        return f"{get_column_letter(self.column_of(title, indicator))}{row}"

    def value(self, title: str, agency, indicator):
        """The cached value of an agency, or of the total (None); None for an empty cell or an empty text."""
        found = self.values[title][self.address(title, agency, indicator)].value
        return None if found == "" else found

    def summary(self, indicator, heading: str):
        """The cell of a headline indicator under a heading of the summary."""
        sheet = self.values[SUMMARY]
        (row,) = (
            r
            for r in range(1, sheet.max_row + 1)
            if str(sheet.cell(r, 2).value or "").startswith(f"{indicator.name_vi}\n(")
        )
        (column,) = (c for c in range(1, sheet.max_column + 1) if sheet.cell(5, c).value == heading)
        return sheet.cell(row, column)

    def precedents(self, title: str, address: str) -> set[tuple[str, str]]:
        """Every cell that the formula of a cell leads to, directly or not."""
        found: set[tuple[str, str]] = set()
        waiting = [(title, address)]
        while waiting:
            sheet, cell = waiting.pop()
            formula = self.formulas[sheet][cell].value
            if not isinstance(formula, str) or not formula.startswith("="):
                continue
            for reference in REFERENCE.finditer(formula):
                for step in _cells(reference, sheet):
                    if step not in found:
                        found.add(step)
                        waiting.append(step)
        return found

    def texts(self) -> str:
        """Everything written in the book, in one text."""
        cells = (c.value for sheet in self.values for row in sheet.iter_rows() for c in row)
        return "\n".join(str(value) for value in cells if value is not None)


def _cells(reference, sheet: str) -> list[tuple[str, str]]:
    title = (reference[1] or "").replace("''", "'") or sheet
    if not reference[4]:
        return [(title, f"{reference[2]}{reference[3]}")]
    left, top, right, bottom = range_boundaries(f"{reference[2]}{reference[3]}:{reference[4]}{reference[5]}")
    columns, rows = range(left, right + 1), range(top, bottom + 1)
    return [(title, f"{get_column_letter(c)}{r}") for c in columns for r in rows]


def differences(book: Path, again: Path) -> tuple[int, list[str]]:
    """How many formulas a book has, and the cells whose cached value another program works out differently."""
    cached, anew = (openpyxl.load_workbook(path, data_only=True) for path in (book, again))
    formulas, found = 0, []
    for sheet in openpyxl.load_workbook(book):
        for row in sheet.iter_rows():
            for cell in row:
                formulas += cell.data_type == "f"
                own, other = (w[sheet.title][cell.coordinate].value for w in (cached, anew))
                if _differ(own, other):
                    found.append(f"{sheet.title}!{cell.coordinate} {cell.value}: {own!r}, {other!r}")
    return formulas, found


def _differ(own, other) -> bool:
    if isinstance(other, str) and other.startswith("#"):
        return True
    if isinstance(own, int | float) and isinstance(other, int | float):
        return abs(own - other) > 1e-9 * max(1, abs(own))
    return (own or None) != (other or None)


FIRST_AGENCY_COLUMN = FIRST_COLUMN + 1
