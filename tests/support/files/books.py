"""Reading a workbook back: its block sheets, its named cells, and all cells with their cached values."""

import math
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

ERRORS = ("#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "#N/A", "#NUM!", "#NULL!", "Err:")


@dataclass
class Book:
    """``values`` are cached values, ``formulas`` what the cells hold, both by sheet and address."""

    path: Path
    values: dict[tuple[str, str], object]
    formulas: dict[tuple[str, str], object]
    names: dict[str, tuple[str, str]]
    rows: dict[str, list[list]]

    def named(self, name: str):
        """The value of a defined name's cell; the empty text of a formula is None."""
        value = self.values.get(self.names[name])
        return None if value == "" else value


def read_book(path: Path) -> Book:
    cached, live = load_workbook(path, data_only=True), load_workbook(path)
    names = {}
    for name, defined in live.defined_names.items():
        for sheet, address in defined.destinations:
            names[name] = (sheet, address.replace("$", ""))
    return Book(
        path=path,
        values=_cells(cached),
        formulas=_cells(live),
        names=names,
        rows={sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in cached},
    )


def _cells(book) -> dict[tuple[str, str], object]:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def block_tables(book: Book, columns: list[str], rows: list[str]) -> list[dict[str, list]]:
    """The blocks' sheets whose labels hold all these indicators in order, as agency or total → values in that order.

    A sheet lies either way: a column for each indicator, or a row.
    """
    found = []
    for listed in book.rows.values():
        for lying in (listed, [list(each) for each in zip(*listed, strict=True)]):
            table = _table(lying, columns, rows)
            if table:
                found.append(table)
    return found


def _table(listed: list[list], columns: list[str], rows: list[str]) -> dict[str, list]:
    """The labels of bands stand between those of the indicators where the sheet lies across."""
    for number, labels in enumerate(listed):
        places = [place for place, label in enumerate(labels) if label in columns]
        if [labels[place] for place in places] == columns:
            return {
                name: [None if row[place] == "" else row[place] for place in places]
                for row in listed[number + 1 :]
                for name in row[: places[0]]
                if name in rows
            }
    return {}


def differences(one: Book, other: Book) -> dict[tuple[str, str], tuple]:
    """Cells whose values differ by more than the last digits of a float, empty text and no value being the same."""
    found = {}
    for place in one.values.keys() | other.values.keys():
        left, right = one.values.get(place) or None, other.values.get(place) or None
        if not _same(left, right):
            found[place] = (left, right)
    return found


def _same(left, right) -> bool:
    numbers = (int, float)
    if isinstance(left or 0, numbers) and isinstance(right or 0, numbers):
        return math.isclose(left or 0, right or 0, rel_tol=1e-12, abs_tol=1e-9)
    return left == right


def errors(book: Book) -> dict[tuple[str, str], object]:
    return {p: v for p, v in book.values.items() if isinstance(v, str) and v.startswith(ERRORS)}
