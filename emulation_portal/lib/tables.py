"""Reading reference tables: CSV files in UTF-8 with a header row, whose every fault names its file and line."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

Read = TypeVar("Read")

_FLAGS = {"true": True, "false": False}

# The source of a row that was set in the portal itself: loading the tables again leaves it as it is.
OWN_SOURCE = "portal"


class BadTable(ValueError):
    """A reference table that cannot be taken over as it stands; the message names file and line."""


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One line of a table; an empty cell is empty text or None, and what cannot be read raises BadTable."""

    where: str
    cells: dict[str, str]

    def fault(self, message: str) -> BadTable:
        return BadTable(f"{self.where}: {message}")

    def text(self, column: str) -> str:
        return self.cells[column]

    def texts(self, columns: Iterable[str]) -> dict[str, str]:
        return {column: self.cells[column] for column in columns}

    def whole(self, column: str) -> int | None:
        return self._read(column, int, "a whole number")

    def number(self, column: str) -> Decimal | None:
        return self._read(column, Decimal, "a number with a point")

    def day(self, column: str) -> date | None:
        return self._read(column, date.fromisoformat, "a day like 2024-12-31")

    def flag(self, column: str) -> bool:
        if self.cells[column] not in _FLAGS:
            raise self.fault(f"{column} is {self.cells[column]!r}, not true or false")
        return _FLAGS[self.cells[column]]

    def parts(self, column: str) -> list[str]:
        """The parts of a cell that lists several, joined by semicolons."""
        return [part for part in self.cells[column].split(";") if part]

    def _read(self, column: str, reader: Callable[[str], Read], kind: str) -> Read | None:
        written = self.cells[column]
        if not written:
            return None
        try:
            return reader(written)
        except (ValueError, InvalidOperation) as error:
            raise self.fault(f"{column} is {written!r}, not {kind}") from error


def read_table(path: Path, columns: Iterable[str]) -> list[ReferenceRow]:
    """The lines of a table in the order of the file, texts composed (NFC); BadTable if a column is missing."""
    if not path.is_file():
        raise BadTable(f"{path.name}: the file is missing")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        absent = [column for column in columns if column not in (reader.fieldnames or ())]
        if absent:
            raise BadTable(f"{path.name}: no column {', '.join(absent)}")
        return [_row(path, reader.line_num, cells) for cells in reader]


def _row(path: Path, line: int, cells: dict[str, str]) -> ReferenceRow:
    where = f"{path.name} line {line}"
    if None in cells or None in cells.values():
        raise BadTable(f"{where}: not as many cells as columns")
    return ReferenceRow(where, {column: unicodedata.normalize("NFC", cell).strip() for column, cell in cells.items()})


def refuse_overlaps(
    rows: Iterable[ReferenceRow],
    identity: Callable[[ReferenceRow], Hashable],
    first: str = "valid_from",
    end: str = "valid_to",
) -> None:
    """BadTable when two lines with the same identity are valid on the same day, or one ends before it begins.

    The end is the first day no longer valid; an empty end is open.
    """
    lives: dict[Hashable, list[tuple[date, date | None, ReferenceRow]]] = {}
    for row in rows:
        begins = row.day(first)
        if begins is None:
            raise row.fault(f"{first} is empty")
        ends = row.day(end)
        if ends is not None and ends <= begins:
            raise row.fault(f"{end} is not after {first}")
        lives.setdefault(identity(row), []).append((begins, ends, row))
    for same in lives.values():
        same.sort(key=lambda life: life[0])
        for (_, ends, earlier), (begins, _, later) in pairwise(same):
            if ends is None or begins < ends:
                raise later.fault(f"valid on the same days as {earlier.where}")
