"""Reading the sheets of a workbook as they are: visible and hidden, every cell with its kind.

Nothing is worked out and nothing is believed that the file says of itself, such as how large a sheet is. Rows without a
word are not kept; what they cost is limited by the number of cells.
"""

from __future__ import annotations

from dataclasses import dataclass

from emulation_portal.lib.text import bare_text

from .archive import Archive, BadBook, BookFault
from .cells import CellKind, CellStyles, SheetCell, day_cell, number_cell, whole

_TRUE = ("1", "true", "on")
_STRICT = "purl.oclc.org"
_LONGEST = 32_767  # characters, as many as a spreadsheet keeps in a cell
_MOST_COLUMNS = 16_384  # as many as a spreadsheet has: XFD is the last


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: bytes of all parts, cells of all sheets with the empty ones, rows that hold something."""

    unpacked: int = 40_000_000
    cells: int = 400_000
    rows: int = 20_000


@dataclass(frozen=True, slots=True)
class BookRow:
    number: int
    is_hidden: bool
    cells: dict[int, SheetCell]  # by column, the first is 1; empty cells are left out

    def cell(self, column: int) -> SheetCell:
        return self.cells.get(column) or SheetCell(column, self.number, CellKind.EMPTY)


@dataclass(frozen=True, slots=True)
class BookSheet:
    name: str
    is_hidden: bool
    rows: tuple[BookRow, ...]  # those that hold something, in their order


@dataclass(frozen=True, slots=True)
class UploadedBook:
    """``is_strict``: saved in the strict form of Office Open XML, which is read alike."""

    sheets: tuple[BookSheet, ...]
    is_strict: bool = False


def read_book(archive: Archive, limits: Limits) -> UploadedBook:
    """Every sheet of an opened workbook. BadBook: damaged, no workbook inside, more cells or rows than allowed."""
    relations = archive.relations("")
    main = next((path for kind, path in relations.values() if kind == "officeDocument"), "")
    if not archive.has(main):
        raise BadBook(BookFault.NO_BOOK)
    parts = archive.relations(main)
    outline = _Outline()
    archive.walk(main, outline.start, lambda tag: None)
    styles = _styles(archive, _part(parts, "styles"), limits)
    if outline.is_from_1904:
        styles.count_from_1904()
    budget = _Budget(limits, _strings(archive, _part(parts, "sharedStrings"), limits), styles)
    sheets = [_sheet(archive, parts, budget, *each) for each in outline.sheets]
    return UploadedBook(tuple(sheet for sheet in sheets if sheet), outline.is_strict)


def _part(parts: dict[str, tuple[str, str]], wanted: str) -> str:
    return next((path for kind, path in parts.values() if kind == wanted), "")


class _Outline:
    """The list of sheets: name, hidden, and the relation that leads to its cells."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, str]] = []
        self.is_from_1904 = self.is_strict = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "workbook":
            self.is_strict = any(_STRICT in value for value in attributes.values())
        elif tag == "workbookPr":
            self.is_from_1904 = attributes.get("date1904") in _TRUE
        elif tag == "sheet":
            relation = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((bare_text(attributes.get("name", ""))[:80], is_hidden, relation))


def _styles(archive: Archive, part: str, limits: Limits) -> CellStyles:
    styles = CellStyles.none()
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        inside.append(tag)
        if len(styles.days) + len(styles.formats) > limits.cells:
            raise BadBook(BookFault.CELLS)
        if tag == "numFmt":
            styles.formats[whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")[:200]
        elif tag == "xf" and inside[-2:-1] == ["cellXfs"]:
            styles.add(whole(attributes.get("numFmtId")))

    if archive.has(part):
        archive.walk(part, start, lambda tag: inside.pop())
    return styles


def _strings(archive: Archive, part: str, limits: Limits) -> list[str]:
    """The texts that cells refer to by number, each with its parts joined and without readings of Asian signs."""
    found: list[str] = []
    reader = _Text()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            if len(found) >= limits.cells:
                raise BadBook(BookFault.CELLS)
            reader.begin()
        reader.start(tag)

    def end(tag: str) -> None:
        reader.end(tag)
        if tag == "si":
            found.append(reader.said())

    if archive.has(part):
        archive.walk(part, start, end, reader.text)
    return found


class _Text:
    """Collects what stands in ``t``, outside of readings (``rPh``)."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self._pieces: list[str] = []
        self._is_text = self._is_reading = False

    def start(self, tag: str) -> None:
        if tag == "rPh":
            self._is_reading = True
        elif tag == "t":
            self._is_text = not self._is_reading

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self._is_reading = False
        elif tag == "t":
            self._is_text = False

    def text(self, piece: str) -> None:
        if self._is_text:
            self._pieces.append(piece)

    def said(self) -> str:
        """What was collected; empty where nobody would see any of it."""
        text = "".join(self._pieces)[:_LONGEST]
        return text if bare_text(text) else ""

    def taken(self) -> str:
        """What was collected, which is then forgotten."""
        text = self.said()
        self.begin()
        return text


@dataclass(slots=True)
class _Budget:
    """What the sheets of a book share: texts, styles, and how much may still be read."""

    limits: Limits
    strings: list[str]
    styles: CellStyles
    cells: int = 0
    rows: int = 0

    def take_cell(self) -> None:
        self.cells += 1
        if self.cells > self.limits.cells:
            raise BadBook(BookFault.CELLS)

    def take_row(self) -> None:
        self.rows += 1
        if self.rows > self.limits.rows:
            raise BadBook(BookFault.CELLS)


def _sheet(
    archive: Archive, parts: dict[str, tuple[str, str]], budget: _Budget, name: str, is_hidden: bool, relation: str
) -> BookSheet | None:
    """None for a sheet without cells, such as a chart."""
    kind, path = parts.get(relation, ("", ""))
    if kind != "worksheet":
        return None
    reader = _Rows(budget)
    archive.walk(path, reader.start, reader.end, reader.text)
    return BookSheet(name, is_hidden, tuple(reader.rows))


@dataclass(slots=True)
class _Open:
    """The cell whose end has not come yet."""

    column: int
    kind: str
    style: str | None
    has_formula: bool = False
    value: list[str] | None = None


class _Rows:
    """Turns the elements of one sheet into rows."""

    def __init__(self, budget: _Budget):
        self.rows: list[BookRow] = []
        self._budget = budget
        self._number, self._is_hidden, self._column = 0, False, 0
        self._cells: dict[int, SheetCell] = {}
        self._cell: _Open | None = None
        self._in_value = False
        self._inline = _Text()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "row":
            self._begin_row(attributes)
        elif self._cell is not None:
            self._inside_cell(self._cell, tag)

    def end(self, tag: str) -> None:
        if tag == "v":
            self._in_value = False
        elif tag == "c" and self._cell is not None:
            self._end_cell(self._cell)
        elif tag == "row":
            self._end_row()
        elif self._cell is not None:
            self._inline.end(tag)

    def text(self, piece: str) -> None:
        if self._cell is None:
            return
        if self._in_value and self._cell.value is not None:
            self._cell.value.append(piece)
        else:
            self._inline.text(piece)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._number = whole(attributes.get("r")) or self._number + 1
        self._is_hidden = attributes.get("hidden") in _TRUE or attributes.get("ht") == "0"
        self._cells, self._column = {}, 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._budget.take_cell()
        self._column = _column(attributes.get("r", "")) or self._column + 1
        if self._column > _MOST_COLUMNS or self._cell is not None:  # no cell stands in another
            raise BadBook(BookFault.DAMAGED)
        self._cell = _Open(self._column, attributes.get("t", "n"), attributes.get("s"))

    def _inside_cell(self, opened: _Open, tag: str) -> None:
        if tag == "v":
            opened.value, self._in_value = [], True
        elif tag == "f":
            opened.has_formula = True
        elif tag == "is":
            self._inline.begin()
        else:
            self._inline.start(tag)

    def _end_cell(self, opened: _Open) -> None:
        self._cell = None
        cell = self._made(opened)
        if cell is not None and (cell.text or cell.kind is not CellKind.TEXT):
            self._cells[cell.column] = cell

    def _end_row(self) -> None:
        if self._cells:
            self._budget.take_row()
            self.rows.append(BookRow(self._number, self._is_hidden, self._cells))
        self._cells = {}

    def _made(self, opened: _Open) -> SheetCell | None:
        """The cell, or None where it holds nothing."""
        at, kind = (opened.column, self._number), opened.kind
        if kind == "inlineStr":
            return SheetCell(*at, CellKind.TEXT, self._inline.taken())
        written = "".join(opened.value or ())
        if not written:
            is_unworked = opened.has_formula and kind != "str"
            return (
                SheetCell(*at, CellKind.NO_VALUE)
                if is_unworked or (opened.has_formula and opened.value is None)
                else None
            )
        if kind == "s":
            return SheetCell(*at, CellKind.TEXT, self._shared(written))
        if kind == "e":
            return SheetCell(*at, CellKind.ERROR, written[:40])
        if kind == "b":
            return SheetCell(*at, CellKind.FLAG, "TRUE" if written in _TRUE else "FALSE")
        if kind == "d":
            return day_cell(*at, written)
        if kind == "str":
            return SheetCell(*at, CellKind.TEXT, written[:_LONGEST] if bare_text(written[:_LONGEST]) else "")
        return number_cell(*at, written, opened.style, self._budget.styles)

    def _shared(self, written: str) -> str:
        index = whole(written)
        if index >= len(self._budget.strings):
            raise BadBook(BookFault.DAMAGED)
        return self._budget.strings[index]


def _column(reference: str) -> int:
    """The number of a cell's column, from the letters of C7; 0 where the file does not say."""
    number = 0
    for letter in reference[:3]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


__all__ = ["BookRow", "BookSheet", "Limits", "UploadedBook", "read_book"]
