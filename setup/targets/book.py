"""The workbook of targets: the grid as a template with keys, and what a filled-in one says. Writes nothing.

One sheet a block. Above the table stands the key of the sheet (cluster, year, period, indicators), so that a file of
another year is told from this one's; the heads of the columns are the indicators' codes. A number cell is read as it
is, a text as it is typed into the grid, also with its comparison in front: ≥ 84,5.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clusters.enums import Block
from emulation_portal.lib.text import bare_text
from emulation_portal.ui.sheets import (
    Archive,
    BadBook,
    BadHeads,
    BookRow,
    BookSheet,
    CellKind,
    FoundTable,
    HeadColumn,
    Limits,
    SheetCell,
    match_heads,
    read_book,
    words,
)
from pledges.enums import Comparator, ValueType
from pledges.models import Indicator

from .board import Assigned, Key, TargetBoard
from .fields import TROUBLES, TargetField, unit_of
from .saving import trouble_of

MAX_BYTES, LIMITS = 1_000_000, Limits(unpacked=12_000_000, cells=60_000, rows=2_000)
KEY_ROW, HEAD_ROW, FIRST_ROW = 3, 6, 7
KEY_COLUMN, FIRST_COLUMN = 2, 3
AGENCY = "agency"
SIGNS = {">": Comparator.GT, "≥": Comparator.GTE, ">=": Comparator.GTE, "<": Comparator.LT, "≤": Comparator.LTE}
SIGNS |= {"<=": Comparator.LTE, "=": Comparator.EQ}
_SIGNED = re.compile(r"\s*(>=|<=|[>≥<≤=])?\s*(.*)", re.DOTALL)
_KEY = re.compile(r"([A-Z0-9-]+);(\d{4});(\w*);([\w ]*)")


class UnreadableTargets(Exception):
    """The file is no workbook of these targets; the words say what to do."""


@dataclass(slots=True)
class CellFault:
    """What is wrong with one cell or row of the file, named as the file names it."""

    sheet: str
    cell: str
    message: str


@dataclass(slots=True)
class TargetReading:
    """``changes``: what would be stored. ``notes``: what was read otherwise than it stands, or left aside."""

    changes: dict[Key, Assigned] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cells: int = 0


# -- the template ------------------------------------------------------------------------------------------------------
def template(board: TargetBoard) -> bytes:
    """The grid as it is stored, with the keys by which it is read back."""
    book = Workbook()
    book.remove(book.active)
    for block in (block for block in Block if block in board.blocks):
        indicators = [each for each in board.indicators.values() if each.block == block]
        if indicators and any(agency.kind == block for agency in board.agencies.values()):
            _write_sheet(book.create_sheet(str(block.label)[:31]), board, block, indicators)
    if not book.worksheets:
        book.create_sheet(_("Targets"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(sheet: Worksheet, board: TargetBoard, block: Block, indicators: list[Indicator]) -> None:
    title = _("Targets of %(year)s: %(cluster)s") % {"year": board.year, "cluster": board.cluster.name}
    sheet.cell(1, 1, title).font = Font(bold=True, size=13)
    note = _(
        "Fill in the white cells. An emptied cell takes the target away. To change the comparison write it in front: "
        "≥ 84,5."
    )
    sheet.cell(2, 1, note)
    sheet.cell(KEY_ROW, 1, _("Key of the file, not to be changed"))
    sheet.cell(KEY_ROW, KEY_COLUMN, _key(board, indicators)).font = Font(color="808080")
    sheet.cell(HEAD_ROW, 1, agency_head()).font = Font(bold=True)
    sheet.cell(HEAD_ROW, 2, name_head()).font = Font(bold=True)
    for column, indicator in enumerate(indicators, start=FIRST_COLUMN):
        unit = unit_of(indicator)
        sheet.cell(HEAD_ROW - 1, column, f"{indicator.name} ({unit})" if unit else indicator.name)
        sheet.cell(HEAD_ROW - 1, column).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(HEAD_ROW, column, indicator.code).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 24
    rows = [agency for agency in board.agencies.values() if agency.kind == block]
    for number, agency in enumerate(rows, start=FIRST_ROW):
        for column, text in ((1, agency.code), (2, agency.name)):
            sheet.cell(number, column, text).fill = PatternFill("solid", fgColor="EEEEEE")
        for column, indicator in enumerate(indicators, start=FIRST_COLUMN):
            _write_target(sheet, number, column, board.stored((agency.pk, indicator.pk)), indicator)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 44
    sheet.freeze_panes = sheet.cell(FIRST_ROW, FIRST_COLUMN)


def _write_target(sheet: Worksheet, row: int, column: int, stored: Assigned, indicator: Indicator) -> None:
    cell = sheet.cell(row, column)
    is_rate = indicator.value_type == ValueType.RATE
    cell.number_format = "#,##0.00##" if is_rate else "#,##0"
    if stored.value is not None:
        shown = stored.value / _scale(indicator)
        cell.value = int(shown) if shown == int(shown) else float(shown)


def _scale(indicator: Indicator) -> int:
    return indicator.entry_scale if indicator.value_type == ValueType.MONEY else 1


def _key(board: TargetBoard, indicators: Iterable[Indicator]) -> str:
    codes = " ".join(indicator.code for indicator in indicators)
    return f"{board.cluster.code};{board.year};{board.period_code};{codes}"


def agency_head() -> str:
    return _("Code of the agency")


def name_head() -> str:
    return _("Name of the agency")


def _columns(codes: Iterable[str]) -> list[HeadColumn]:
    """The agency's columns with their heads in every language, then those of the indicators by code."""
    heads, names = [], []
    for language in dict(settings.LANGUAGES):
        with translation.override(language):
            heads.append(agency_head())
            names.append(name_head())
    of_agency = [HeadColumn(AGENCY, tuple(heads)), HeadColumn("name", tuple(names), is_required=False)]
    return [*of_agency, *(HeadColumn(code, (code,)) for code in codes)]


# -- reading -----------------------------------------------------------------------------------------------------------
def codes_in(content: bytes) -> list[str]:
    """The indicators that a file's keys name, so that the grid it is compared with shows them. UnreadableTargets."""
    return [code for _sheet, key in _keyed(_opened(content)) for code in key[4].split()]


def read(content: bytes, board: TargetBoard) -> TargetReading:
    """What the file would change. UnreadableTargets where it is no workbook of this cluster's year and period."""
    reading = TargetReading()
    for sheet, key in _keyed(_opened(content)):
        _check_key(key, board)
        if sheet.is_hidden:
            reading.notes.append(
                _("The sheet “%(name)s” is hidden in the file; it was read too.") % {"name": sheet.name}
            )
        _SheetReader(sheet, key[4].split(), board, reading).read()
    return reading


def _opened(content: bytes) -> tuple[BookSheet, ...]:
    try:
        return read_book(Archive(content, LIMITS.unpacked), LIMITS).sheets
    except BadBook as error:
        raise UnreadableTargets(words.book_fault(error.fault)) from error


def _keyed(sheets: Iterable[BookSheet]) -> list[tuple[BookSheet, re.Match[str]]]:
    found = []
    for sheet in sheets:
        texts = (cell.text for row in sheet.rows[:KEY_ROW] for cell in row.cells.values())
        key = next((match for text in texts if (match := _KEY.fullmatch(bare_text(text)))), None)
        if key:
            found.append((sheet, key))
    if not found:
        raise UnreadableTargets(
            _(
                "The file has no key: it is not the template of this page, or the key was deleted. Download the "
                "template again."
            )
        )
    return found


def _check_key(key: re.Match[str], board: TargetBoard) -> None:
    cluster, year, period = key[1], int(key[2]), key[3]
    if year != board.year:
        said = _(
            "This file is of the year %(theirs)s, the page of %(ours)s. Open the page of that year, or download its "
            "template."
        )
        raise UnreadableTargets(said % {"theirs": year, "ours": board.year})
    if board.cluster is None or cluster != board.cluster.code:
        raise UnreadableTargets(_("This file is of another cluster (%(code)s).") % {"code": cluster})
    if period != board.period_code:
        raise UnreadableTargets(_("This file is of another period of the year than the page. Choose the period first."))


class _SheetReader:
    """One sheet against the grid; collects changes, faults and notes."""

    def __init__(self, sheet: BookSheet, codes: list[str], board: TargetBoard, reading: TargetReading):
        self.sheet, self.codes, self.board, self.reading = sheet, codes, board, reading
        self.by_code = {each.code: each for each in board.indicators.values()}
        self.agencies = {agency.code.casefold(): agency for agency in board.agencies.values()}
        self.cells = set(board.cells())
        self.seen: dict[int, int] = {}

    def read(self) -> None:
        columns = _columns(self.codes)
        try:
            table = match_heads(self.sheet, columns)
        except BadHeads as error:
            raise UnreadableTargets(f"“{self.sheet.name}”: {words.heads_fault(error, columns)}") from error
        unknown = [code for code in self.codes if code not in self.by_code]
        if unknown:
            said = _("“%(sheet)s”: the catalogue of %(year)s has no indicator %(codes)s that your body assigns.")
            raise UnreadableTargets(
                said % {"sheet": self.sheet.name, "year": self.board.year, "codes": ", ".join(unknown)}
            )
        if table.unread:
            said = _("“%(sheet)s”: other columns were not read: %(heads)s.")
            self.reading.notes.append(said % {"sheet": self.sheet.name, "heads": ", ".join(table.unread)})
        for row in table.rows:
            self._row(row, table)

    def _row(self, row: BookRow, table: FoundTable) -> None:
        cell = row.cell(table.columns[AGENCY])
        code = bare_text(cell.text)
        if not code:
            if any(not row.cell(table.columns[each]).is_empty for each in self.codes):
                self._fault(cell, _("The code of the agency is missing."))
            return
        agency = self.agencies.get(code.casefold())
        if agency is None:
            said = _("No agency with the code %(code)s is a member of the cluster in %(year)s in a block of your body.")
            self._fault(cell, said % {"code": code, "year": self.board.year})
            return
        if agency.pk in self.seen:
            said = _("%(code)s stands twice, in row %(row)s too.") % {"code": agency.code, "row": self.seen[agency.pk]}
            self._fault(cell, said)
            return
        self.seen[agency.pk] = row.number
        if code != agency.code:
            said = _("“%(sheet)s” %(cell)s: %(typed)s was read as %(code)s.")
            told = {"sheet": self.sheet.name, "cell": cell.name, "typed": code, "code": agency.code}
            self.reading.notes.append(said % told)
        if row.is_hidden:
            said = _("“%(sheet)s”: row %(row)s is hidden in the file; it was read too.")
            self.reading.notes.append(said % {"sheet": self.sheet.name, "row": row.number})
        for each in self.codes:
            self._target(row.cell(table.columns[each]), (agency.pk, self.by_code[each].pk))

    def _target(self, cell: SheetCell, key: Key) -> None:
        if key not in self.cells:
            if not cell.is_empty:
                self._fault(cell, _("This indicator is not one of the agency's block."))
            return
        self.reading.cells += 1
        try:
            wanted = self._wanted(cell, key)
        except ValidationError as error:
            self._fault(cell, _with_ways(error.error_list[0]))
            return
        stored = self.board.stored(key)
        if wanted == stored or (wanted.value is None and stored.value is None):
            return
        if trouble := trouble_of(self.board, key, wanted):
            self._fault(cell, str(TROUBLES[trouble]))
        else:
            self.reading.changes[key] = wanted

    def _wanted(self, cell: SheetCell, key: Key) -> Assigned:
        stored, indicator = self.board.stored(key), self.board.indicators[key[1]]
        if cell.is_empty:
            return Assigned(None, stored.comparator)
        if cell.kind is CellKind.NUMBER and cell.number is not None:
            return Assigned(_from_number(cell, indicator, stored), stored.comparator)
        if words.is_spoilt(cell):
            raise ValidationError(words.cell_fault(cell.kind, cell.name, cell.text))
        sign, text = _SIGNED.fullmatch(cell.text).groups()
        number = TargetField(indicator).clean(text)
        value = None if number is None else number.normalize()
        return Assigned(value, SIGNS[sign].value if sign else stored.comparator)

    def _fault(self, cell: SheetCell, message: str) -> None:
        self.reading.faults.append(CellFault(self.sheet.name, cell.name, message))


def _from_number(cell: SheetCell, indicator: Indicator, stored: Assigned) -> Decimal:
    """A number as the workbook keeps it. One per cent is a hundredth where Excel shows percent: asked, not guessed."""
    number = Decimal(cell.text)
    if number * _scale(indicator) == stored.value and stored.value is not None:
        return stored.value
    if indicator.value_type == ValueType.RATE and 0 < number <= 1:
        said = _(
            "The cell holds %(number)s. A cell that Excel shows as a percentage holds a hundredth of it; write the "
            "percent as text, such as 83,25 or 0,5%%."
        )
        raise ValidationError(said % {"number": cell.text})
    value = number * _scale(indicator)
    TargetField(indicator).run_checks(value)
    return value.normalize()


def _with_ways(error: ValidationError) -> str:
    """The message, and how to write what may be meant."""
    said = " ".join(error.messages)
    choices = [each for each in (error.params or {}).get("choices", ()) if each.selectable]
    if not choices:
        return said
    ways = _(" or ").join(f"{each.entry} ({each.label})" for each in choices)
    return _("%(said)s In the cell write %(ways)s.") % {"said": said, "ways": ways}


__all__ = ["MAX_BYTES", "CellFault", "TargetReading", "UnreadableTargets", "codes_in", "read", "template"]
