"""The workbook in which awards received are brought into the ledger: its heads, its template, and what an upload says.

Nothing here touches the database but the lists of codes in the template: an upload is read before anything is written.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from awards.models import Award
from clusters.models import Agency
from emulation_portal.lib.legacy import legacy
from emulation_portal.lib.text import bare_text, clean_text, turning_characters
from emulation_portal.ui.language import lang
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
    UploadedBook,
    match_heads,
    read_book,
    words,
)

MAX_UNPACKED, MAX_LINES, MAX_CELL = 40_000_000, 2000, 400
COLUMNS = ("award", "agency", "person", "year", "number", "date", "issuer")
APART = "apart"  # may be left out: tells two persons of one name apart
LOOKED_UP = frozenset({"award", "agency", "person", "year", "number", "date", APART})  # marks do not count
WIDTHS = (16, 22, 28, 10, 22, 14, 32, 26)
TYPED_ROWS = 200


class Unreadable(Exception):
    """The file is no workbook of this kind; the words say what to do. ``trouble`` is kept with the import."""

    def __init__(self, reason: str, **about):
        super().__init__(reason)
        self.reason, self.about = reason, about

    def __str__(self):
        return _words_of(self.reason, self.about)

    @classmethod
    def of(cls, trouble: dict) -> "Unreadable":
        """The same fault again, from what was kept of it."""
        return cls(**trouble)

    @property
    def trouble(self) -> dict:
        return {"reason": self.reason, **self.about}


def _words_of(reason: str, about: dict) -> str:
    if reason == "book":
        return words.book_fault(about["fault"])
    if reason == "heads":
        named = {column.name: column for column in columns()}
        error = BadHeads([named[name] for name in about["missing"]], named.get(about["twice"]))
        return words.heads_fault(error, named.values())
    said = {
        "too_large": _("The file is larger than 2 MB. Split it into several."),
        "no_lines": _("The first sheet has no line below its heads. Fill in the template."),
        "too_many_lines": _("The workbook has more than 2,000 lines. Split it into several."),
        "turning": _(
            "Line %(line)s holds invisible characters that turn the direction of writing (%(codes)s), in cell "
            "%(cell)s. Delete them."
        ),
        "gave_up": _("The workbook could not be read to its end. Copy its lines into the template and send that."),
    }
    return said[reason] % about if about else said[reason]


def heads() -> tuple[str, ...]:
    """The heads of ``COLUMNS`` in the active language."""
    return (
        _("Award (code)"),
        _("Agency (code)"),
        _("Person (full name)"),
        _("Year of achievement"),
        _("Number of the decision"),
        _("Day of the decision"),
        _("Issuer"),
    )


def _other_heads() -> dict[str, list[str]]:
    """How else people head these columns."""
    return {
        "award": [_("Title (code)"), _("Form of commendation (code)")],
        "person": [_("Full name")],
        "year": [_("Year received")],
        "date": [_("Day of signing")],
        "issuer": [_("Issuing body"), _("Signatory")],
        APART: [apart_head(), _("Year of birth"), _("Position held")],
    }


def apart_head() -> str:
    return _("Year of birth or position")


def columns() -> list[HeadColumn]:
    """The columns with their heads in every language, the active one first."""
    active = lang()
    labels: dict[str, list[str]] = {name: [] for name in (*COLUMNS, APART)}
    for code in dict.fromkeys((active, *dict(settings.LANGUAGES))):
        with translation.override(code):
            for name, label in zip(COLUMNS, heads(), strict=True):
                labels[name].append(label)
            for name, other in _other_heads().items():
                labels[name] += other
    return [HeadColumn(name, tuple(said), is_required=name != APART) for name, said in labels.items()]


# -- the template ------------------------------------------------------------------------------------------------------
def template() -> bytes:
    """An empty workbook with its heads, and the codes that may be used."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Ledger")
    _write(sheet, [(*heads(), apart_head())], WIDTHS)
    for column in range(1, len(WIDTHS) + 1):
        for row in range(2, TYPED_ROWS + 2):
            sheet.cell(row, column).number_format = "@"
    codes = book.create_sheet(_("Codes"))
    awards = [(award.code, award.name) for award in Award.objects.all()]
    agencies = [(agency.code, agency.name) for agency in Agency.objects.all()]
    _write(codes, [(_("Code"), _("Name")), *awards, *agencies], (22, 60))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet, rows: Iterable[tuple], widths: tuple[int, ...]) -> None:
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"


# -- reading -----------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class LedgerReading:
    """What an upload says. ``rows``: lines as plain values; a hidden one says so, and one of a hidden sheet names it.

    ``notes``: what the reader is told beside them (``hidden_sheets``, ``other_sheets``: name and number of lines;
    ``unread``: heads of other columns; ``cleaned``: cells that held characters nobody sees; ``strict``).
    """

    rows: list[dict] = field(default_factory=list)
    notes: dict = field(default_factory=dict)


def opened(content: bytes) -> Archive:
    """The file as an archive, its cells not read yet. Unreadable."""
    try:
        return Archive(content, MAX_UNPACKED)
    except BadBook as error:
        raise Unreadable("book", fault=error.fault.value) from error


def read(archive: Archive) -> LedgerReading:
    """The lines of the visible sheet and of hidden ones that hold such lines. Unreadable."""
    try:
        book = read_book(archive, Limits(unpacked=MAX_UNPACKED))
    except BadBook as error:
        raise Unreadable("book", fault=error.fault.value) from error
    main, others = _tables(book)
    reading = LedgerReading(notes={"strict": book.is_strict, "unread": list(main.unread), "cleaned": []})
    _add(reading, main, "")
    hidden = [(sheet, table) for sheet, table in others if sheet.is_hidden]
    for sheet, table in hidden:
        _add(reading, table, sheet.name)
    reading.notes["hidden_sheets"] = _counted(hidden)
    reading.notes["other_sheets"] = _counted([pair for pair in others if not pair[0].is_hidden])
    if not reading.rows:
        raise Unreadable("no_lines")
    return reading


def _tables(book: UploadedBook) -> tuple[FoundTable, list[tuple[BookSheet, FoundTable]]]:
    """The table of the first visible sheet that has one, and those of the other sheets. Unreadable."""
    wanted, faults = columns(), []
    found: list[tuple[BookSheet, FoundTable]] = []
    for sheet in book.sheets:
        try:
            found.append((sheet, match_heads(sheet, wanted)))
        except BadHeads as error:
            faults += [] if sheet.is_hidden or not sheet.rows else [error]
    main = next((pair for pair in found if not pair[0].is_hidden), None)
    if main is not None:
        return main[1], [pair for pair in found if pair is not main]
    if not faults:
        raise Unreadable("no_lines")
    nearest = min(faults, key=lambda error: len(error.missing))
    missing = [column.name for column in nearest.missing]
    raise Unreadable("heads", missing=missing, twice=nearest.twice.name if nearest.twice else "")


def _counted(sheets: list[tuple[BookSheet, FoundTable]]) -> list[list]:
    return [[sheet.name, len(table.rows)] for sheet, table in sheets if table.rows]


def _add(reading: LedgerReading, table: FoundTable, hidden_sheet: str) -> None:
    for row in table.rows:
        line = _line(row, table, reading.notes["cleaned"])
        if not line:
            continue
        line |= {"line": row.number, "sheet": hidden_sheet, "hidden": row.is_hidden or bool(hidden_sheet)}
        reading.rows.append(line)
        if len(reading.rows) > MAX_LINES:
            raise Unreadable("too_many_lines")


def _line(row: BookRow, table: FoundTable, cleaned: list[str]) -> dict:
    """A row as plain values by column; ``spoilt``: cells that hold what nobody typed. Empty where nothing is said."""
    line: dict = {}
    spoilt = []
    for name in (*COLUMNS, APART):
        cell = row.cell(table.columns[name]) if name in table.columns else SheetCell(1, row.number, CellKind.EMPTY)
        text = cell.text[:MAX_CELL]
        if turning := turning_characters(text):
            raise Unreadable("turning", line=row.number, cell=cell.name, codes=", ".join(turning))
        if _is_spoilt(name, cell):
            spoilt.append([name, cell.kind.value, cell.name, text])
        line[name] = _said(name, cell, text)
        if line[name] != " ".join(text.split()) and cell.kind is CellKind.TEXT and len(cleaned) < MAX_LINES:
            cleaned.append(cell.name)
    return line | {"spoilt": spoilt} if spoilt or any(line.values()) else {}


def _is_spoilt(name: str, cell: SheetCell) -> bool:
    if name == "date" and cell.kind is CellKind.NUMBER:
        return not _is_run_together(cell.text)
    return words.is_spoilt(cell, day=name == "date")


def _said(name: str, cell: SheetCell, text: str) -> str:
    if name == "date" and cell.kind is CellKind.NUMBER and _is_run_together(text):
        text = text.zfill(8)  # 05022026 typed as a number has lost its first zero
    if legacy(text):
        return text  # cleaning would take letters of an old font for invisible characters
    return bare_text(text) if name in LOOKED_UP else clean_text(text)


def _is_run_together(text: str) -> bool:
    return text.isdecimal() and len(text) in (7, 8)


__all__ = [
    "APART",
    "COLUMNS",
    "LedgerReading",
    "Unreadable",
    "apart_head",
    "columns",
    "heads",
    "opened",
    "read",
    "template",
]
