"""What is wrong with an uploaded workbook, or with one of its cells, and what to do about it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .archive import BookFault
from .cells import CellKind, SheetCell
from .heads import BadHeads, HeadColumn

_BOOK = {
    BookFault.EMPTY: gettext_lazy("The file is empty. Save the workbook again and send it anew."),
    BookFault.LOCKED: gettext_lazy(
        "The workbook is locked with a password, so nobody but its owner can read it. Open it in Excel, take the "
        "password away (File, Info, Protect Workbook, Encrypt with Password: leave the box empty), save it and "
        "send it again."
    ),
    BookFault.OLD_KIND: gettext_lazy(
        "This is a workbook of the old kind (.xls), whatever its name says. Open it and save it as “Excel "
        "Workbook (.xlsx)”; renaming the file is not enough."
    ),
    BookFault.BINARY_KIND: gettext_lazy(
        "This is a binary workbook (.xlsb). Open it and save it as “Excel Workbook (.xlsx)”."
    ),
    BookFault.OPEN_DOCUMENT: gettext_lazy(
        "This is an OpenDocument file (.ods). Open it and save it as “Excel Workbook (.xlsx)”."
    ),
    BookFault.PLAIN_TEXT: gettext_lazy(
        "This is a text file (.csv), not a workbook. Open it in Excel, look whether every column is as it should "
        "be, and save it as “Excel Workbook (.xlsx)”; renaming the file is not enough."
    ),
    BookFault.WEB_PAGE: gettext_lazy(
        "This is a web page with the ending of a workbook, as some programs write it. Open it in Excel and save "
        "it as “Excel Workbook (.xlsx)”."
    ),
    BookFault.OTHER_DOCUMENT: gettext_lazy(
        "This is another kind of document, not a workbook. Copy its table into the template and send that."
    ),
    BookFault.NO_BOOK: gettext_lazy("This is not a workbook that can be opened. Save it as .xlsx and try again."),
    BookFault.DAMAGED: gettext_lazy(
        "This is not a workbook that can be opened: it is damaged. Open it in Excel, let it be repaired, save it "
        "as .xlsx and try again."
    ),
    BookFault.UNPACKS: gettext_lazy(
        "The file unpacks to far more than it should hold. Copy its lines into the template."
    ),
    BookFault.CELLS: gettext_lazy(
        "The workbook has too many cells; empty ones with a border or a colour count too. Copy the lines that are "
        "filled in into the template and send that."
    ),
}

_CELLS = {
    CellKind.ERROR: gettext_lazy("Cell %(cell)s shows the error %(said)s of Excel. Type what belongs there."),
    CellKind.NO_VALUE: gettext_lazy(
        "Cell %(cell)s holds a formula that has not been worked out, so its result is not in the file. Open the "
        "workbook in Excel and save it, or paste the result as a value."
    ),
    CellKind.DAY: gettext_lazy(
        "Cell %(cell)s: Excel has made the day %(said)s of what was typed. Format the cell as Text, then type it again."
    ),
    CellKind.TIME: gettext_lazy(
        "Cell %(cell)s: Excel has made the time %(said)s of what was typed. Format the cell as Text, then type it "
        "again."
    ),
    CellKind.ROUNDED: gettext_lazy(
        "Cell %(cell)s: Excel keeps only the first fifteen digits, the others have become zeros. Format the cell "
        "as Text, then type it again."
    ),
    CellKind.FLAG: gettext_lazy(
        "Cell %(cell)s: Excel has made the truth value %(said)s of what was typed. Format the cell as Text, then "
        "type it again."
    ),
    CellKind.NUMBER: gettext_lazy(
        "Cell %(cell)s holds the number %(said)s, which is no day. Format the cell as Text, then type "
        "day/month/year, such as 05/02/2025."
    ),
}


def book_fault(fault: BookFault | str) -> str:
    """Why the file cannot be read and what to do."""
    return str(_BOOK[BookFault(fault)])


def cell_fault(kind: CellKind | str, cell: str, said: str) -> str:
    """What Excel did to one cell, by its name, and what to do. ``kind``: what the cell holds and should not."""
    return str(_CELLS[CellKind(kind)]) % {"cell": cell, "said": said}


def is_spoilt(cell: SheetCell, *, day: bool = False) -> bool:
    """Whether the cell of a column of words (``day``: of days) holds what nobody typed there."""
    if cell.kind in (CellKind.EMPTY, CellKind.TEXT):
        return False
    if day:
        return cell.kind is not CellKind.DAY
    return cell.kind is not CellKind.NUMBER


def expected_heads(columns: Iterable[HeadColumn]) -> str:
    """“Award (code)”, “Agency (code)”"""
    return ", ".join(f"“{column.labels[0]}”" for column in columns)


def heads_fault(error: BadHeads, columns: Iterable[HeadColumn]) -> str:
    """Why no table was found: this is not the template, some of its heads are missing, or one stands twice."""
    if error.twice:
        return _(
            "Two columns are headed like “%(head)s”. Keep one of them under this head and name the other anew."
        ) % {"head": error.twice.labels[0]}
    wanted = [column for column in columns if column.is_required]
    if len(error.missing) > len(wanted) / 2:
        return _(
            "This is not the template: no row of the sheet holds its heads. Expected are %(heads)s, in any order. Put "
            "these heads above the lines, or copy the lines into the template."
        ) % {"heads": expected_heads(wanted)}
    return _(
        "The heads %(missing)s are missing. Expected are %(heads)s, in any order; write them above their columns."
    ) % {"missing": expected_heads(error.missing), "heads": expected_heads(wanted)}
