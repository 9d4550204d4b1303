"""The catalogue as a workbook: written as it is stored, and what a changed one says. Writes nothing.

Two sheets, of indicators and of checks. The file stands for the whole catalogue: what is taken out of it is to go.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _

from emulation_portal.lib.text import bare_text, clean_text, search_key
from emulation_portal.ui.sheets import (
    Archive,
    BadBook,
    BadHeads,
    BookRow,
    BookSheet,
    CellKind,
    FoundTable,
    Limits,
    SheetCell,
    match_heads,
    read_book,
    words,
)

from .columns import COLUMNS, MODELS, SHEETS, CatalogueColumn, Holds, sheet_names, shown
from .deciding import Key, SentLine, SheetKind, Value

MAX_BYTES, LIMITS = 2_000_000, Limits(unpacked=24_000_000, cells=120_000, rows=6_000)
YEARS = range(2000, 2101)
MOST_WHOLE = 32_767
_YES = frozenset({"co", "yes", "true", "1", "x"})
_NO = frozenset({"khong", "no", "false", "0"})


class UnreadableCatalogue(Exception):
    """The file is no workbook of the catalogue; the words say what to do."""


@dataclass(slots=True)
class CellProblem:
    """What is wrong with one cell or row of the file, named as the file names it; ``row`` 0: no row of it."""

    sheet: str
    row: int
    column: str
    message: str


@dataclass(slots=True)
class CatalogueReading:
    """The lines of a file; ``notes``: what was left aside."""

    lines: dict[SheetKind, list[SentLine]] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


# -- writing -----------------------------------------------------------------------------------------------------------
def workbook(lines: Mapping[SheetKind, Mapping[Key, Mapping[str, Value]]]) -> bytes:
    """Both sheets with heads that stay in sight; numbers are numbers, words stay words."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E4ECF3", "border": 1})
    plain, whole = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"valign": "top"})
    for kind in SheetKind:
        sheet = book.add_worksheet(str(SHEETS[kind]))
        for at, column in enumerate(COLUMNS[kind]):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, str(column.head), head)
        for row, line in enumerate(lines[kind].values(), start=1):
            for at, column in enumerate(COLUMNS[kind]):
                value = line[column.name]
                if column.holds is Holds.WHOLE and value is not None:
                    sheet.write_number(row, at, int(value), whole)
                elif text := shown(column, value):
                    sheet.write_string(row, at, text, plain)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(lines[kind]), 1), len(COLUMNS[kind]) - 1)
    book.close()
    return out.getvalue()


# -- reading -----------------------------------------------------------------------------------------------------------
def read(content: bytes) -> CatalogueReading:
    """What the file says, with every cell that cannot be read. UnreadableCatalogue where it is no such workbook, or a
    sheet or column of it is missing.
    """
    sheets = _sheets(content)
    reading, missing = CatalogueReading(), []
    for kind in SheetKind:
        if kind not in sheets:
            missing.append(_("The sheet “%(sheet)s” is missing.") % {"sheet": SHEETS[kind]})
            continue
        heads = [column.head_column() for column in COLUMNS[kind]]
        try:
            table = match_heads(sheets[kind], heads)
        except BadHeads as error:
            missing.append(f"“{sheets[kind].name}”: {words.heads_fault(error, heads)}")
        else:
            _SheetOfCatalogue(kind, sheets[kind], table, reading).read()
    if missing:
        raise UnreadableCatalogue(" ".join(missing))
    return reading


def _sheets(content: bytes) -> dict[SheetKind, BookSheet]:
    if len(content) > MAX_BYTES:
        raise UnreadableCatalogue(_("The file is larger than 2 MB. The catalogue as a workbook is far smaller."))
    try:
        book = read_book(Archive(content, LIMITS.unpacked), LIMITS)
    except BadBook as error:
        raise UnreadableCatalogue(words.book_fault(error.fault)) from error
    named = {kind: sheet_names(kind) for kind in SheetKind}
    found: dict[SheetKind, BookSheet] = {}
    for sheet in book.sheets:
        for kind, names in named.items():
            if search_key(sheet.name) in names:
                found.setdefault(kind, sheet)
    if not found:
        said = _(
            "The file holds neither the sheet “%(first)s” nor “%(second)s”. Download the catalogue and change that."
        )
        raise UnreadableCatalogue(said % {"first": SHEETS[SheetKind.INDICATORS], "second": SHEETS[SheetKind.CHECKS]})
    return found


class _SheetOfCatalogue:
    """One sheet; collects lines, problems and notes."""

    def __init__(self, kind: SheetKind, sheet: BookSheet, table: FoundTable, reading: CatalogueReading):
        self.kind, self.sheet, self.table, self.reading = kind, sheet, table, reading
        self.columns = [column for column in COLUMNS[kind] if not column.is_told]
        self.chosen = {column.name: column.chosen() for column in self.columns if column.holds is Holds.CHOICE}

    def read(self) -> None:
        if self.table.unread:
            said = _("“%(sheet)s”: other columns were not read: %(heads)s.")
            self.reading.notes.append(said % {"sheet": self.sheet.name, "heads": ", ".join(self.table.unread)})
        if hidden := [row.number for row in self.table.rows if row.is_hidden]:
            said = _("“%(sheet)s”: rows hidden in the file were read too: %(rows)s.")
            told = {"sheet": self.sheet.name, "rows": ", ".join(map(str, hidden[:20]))}
            self.reading.notes.append(said % told)
        self.reading.lines[self.kind] = [line for row in self.table.rows if (line := self._line(row))]

    def _line(self, row: BookRow) -> SentLine | None:
        """None for a row that holds nothing in the catalogue's columns."""
        cells = {column.name: row.cell(self.table.columns[column.name]) for column in self.columns}
        if all(cell.is_empty for cell in cells.values()):
            return None
        values: dict[str, Value] = {}
        for column in self.columns:
            try:
                values[column.name] = self._value(column, cells[column.name])
            except _BadCell as error:
                self._fault(row.number, column, str(error))
        return SentLine(row.number, values)

    def _fault(self, row: int, column: CatalogueColumn, message: str) -> None:
        self.reading.problems.append(CellProblem(self.sheet.name, row, str(column.head), message))

    def _value(self, column: CatalogueColumn, cell: SheetCell) -> Value:
        if cell.kind is CellKind.FLAG and column.holds is Holds.FLAG:
            return cell.text == "TRUE"
        if words.is_spoilt(cell):
            raise _BadCell(words.cell_fault(cell.kind, cell.name, cell.text))
        text = clean_text(cell.text)
        if not bare_text(text):
            if not column.is_blank:
                raise _BadCell(_("This cell is empty; fill it in."))
            return None if column.holds is Holds.WHOLE else ""
        if column.holds is Holds.WHOLE:
            return _whole(column, cell, text)
        if column.holds is Holds.FLAG:
            return _flag(text)
        if column.holds is Holds.CHOICE:
            return self._choice(column, text)
        return self._text(column, text)

    def _choice(self, column: CatalogueColumn, text: str) -> str:
        value = self.chosen[column.name].get(search_key(text))
        if value is None:
            labels = ", ".join(f"“{label}”" for _value, label in (column.choices.choices if column.choices else ()))
            raise _BadCell(
                _("“%(said)s” is not known here. Write one of: %(known)s.") % {"said": text[:60], "known": labels}
            )
        return value

    def _text(self, column: CatalogueColumn, text: str) -> str:
        limit = column.limit(MODELS[self.kind])
        if limit and len(text) > limit:
            said = _("The text has %(count)s characters; at most %(limit)s fit.")
            raise _BadCell(said % {"count": len(text), "limit": limit})
        return text


class _BadCell(ValueError):
    """A cell that cannot be read; its words are the message."""


def _whole(column: CatalogueColumn, cell: SheetCell, text: str) -> int:
    number = cell.number if cell.number is not None else Decimal(text) if text.isdecimal() and len(text) < 9 else None
    if number is None or number != int(number) or not 0 <= number <= MOST_WHOLE:
        raise _BadCell(_("“%(said)s” is not a whole number that can stand here.") % {"said": text[:60]})
    if column.name.startswith("valid_") and number not in YEARS:
        raise _BadCell(_("“%(said)s” is not a year.") % {"said": text[:60]})
    if column.name == "entry_scale" and number not in (1, 1000):
        raise _BadCell(_("Figures are typed in units of 1 or 1000."))
    return int(number)


def _flag(text: str) -> bool:
    key = search_key(text)
    if key not in _YES | _NO:
        raise _BadCell(_("Write “%(yes)s” or “%(no)s” here.") % {"yes": _("Yes"), "no": _("No")})
    return key in _YES


__all__ = ["MAX_BYTES", "CatalogueReading", "CellProblem", "UnreadableCatalogue", "read", "workbook"]
