"""One cell: what it says as it would be typed, and what kind of thing the workbook holds there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from emulation_portal.lib.dates import format_date

MAX_EXACT = 10**15  # a spreadsheet keeps fifteen digits; what is longer has lost its end
_OTHER_DATE_FORMATS = frozenset([*range(27, 37), *range(50, 59)])  # built-in day formats of single countries


class CellKind(StrEnum):
    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    ROUNDED = "rounded"  # a number longer than a spreadsheet can keep
    DAY = "day"
    TIME = "time"
    FLAG = "flag"
    ERROR = "error"
    NO_VALUE = "no_value"  # a formula that nobody has worked out


@dataclass(frozen=True, slots=True)
class SheetCell:
    """``text``: days as day/month/year, whole numbers without a point; of an error what is shown (#N/A)."""

    column: int
    row: int
    kind: CellKind
    text: str = ""
    day: date | None = None
    number: Decimal | None = None

    @property
    def name(self) -> str:
        """C7"""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def is_empty(self) -> bool:
        return self.kind is CellKind.EMPTY


@dataclass(slots=True)
class CellStyles:
    """Which of a workbook's cell styles show a day, and from which day it counts."""

    formats: dict[int, str]
    days: list[bool]
    epoch: datetime = CALENDAR_WINDOWS_1900

    @classmethod
    def none(cls) -> CellStyles:
        return cls({}, [])

    def add(self, number_format: int) -> None:
        code = self.formats.get(number_format) or BUILTIN_FORMATS.get(number_format) or "General"
        self.days.append(number_format in _OTHER_DATE_FORMATS or is_date_format(code))

    def count_from_1904(self) -> None:
        self.epoch = CALENDAR_MAC_1904

    def is_day(self, style: str | None) -> bool:
        index = whole(style)
        return index < len(self.days) and self.days[index]


def number_cell(column: int, row: int, written: str, style: str | None, styles: CellStyles) -> SheetCell:
    """A cell that holds a number, which is also how days are kept."""
    number = _number(written)
    if number is None:
        return SheetCell(column, row, CellKind.ERROR, written[:40])
    if styles.is_day(style) and (found := _moment(column, row, number, styles)):
        return found
    kind = CellKind.ROUNDED if abs(number) >= MAX_EXACT else CellKind.NUMBER
    return SheetCell(column, row, kind, _plain(number), number=number)


def whole(written: str | None) -> int:
    """A whole number as a file writes it; 0 where it says nothing of the kind."""
    return int(written) if written and written.isdecimal() and len(written) < 9 else 0


def _number(written: str) -> Decimal | None:
    try:
        number = Decimal(written.strip()) if len(written) < 64 else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number.adjusted()) < 300 else None


def day_cell(column: int, row: int, written: str) -> SheetCell:
    """A cell of the strict form, which writes days out."""
    try:
        moment = datetime.fromisoformat(written.strip().rstrip("Z"))
    except ValueError:
        return SheetCell(column, row, CellKind.TEXT, written)
    return SheetCell(column, row, CellKind.DAY, format_date(moment.date()), day=moment.date())


def _moment(column: int, row: int, number: Decimal, styles: CellStyles) -> SheetCell | None:
    try:
        moment = from_excel(float(number), styles.epoch)
    except (ValueError, OverflowError, TypeError):
        return None
    if isinstance(moment, datetime):
        return SheetCell(column, row, CellKind.DAY, format_date(moment.date()), day=moment.date())
    return SheetCell(column, row, CellKind.TIME, f"{moment:%H:%M}") if isinstance(moment, time) else None


def _plain(number: Decimal) -> str:
    """2024 for 2024.0; other numbers as the workbook keeps them, rounded as far as it shows them at most."""
    rounded = Decimal(repr(float(number)))
    if rounded == rounded.to_integral_value():
        return str(int(rounded))
    return format(rounded.normalize(), "f")
