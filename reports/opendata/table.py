"""The rows as CSV: RFC 4180, UTF-8, with or without the mark by which spreadsheet programs know it.

A text cell that begins like a formula, or with an apostrophe, gets one apostrophe before it; whoever reads the file
with a program takes one leading apostrophe off every text cell and has the text again. Numbers are never changed.

A file for spreadsheets is the same table as a spreadsheet program reads it with the settings of a language, in
Vietnamese with semicolons and decimal commas; words that it would take for a number or a day are kept words.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

from emulation_portal.lib.printing import language
from emulation_portal.lib.spreadsheets import SETTINGS
from emulation_portal.lib.spreadsheets import inert as inert_in_sheets

from .columns import COLUMNS, NAMES
from .rows import OpenData, OpenRow, Value

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# Also the wide forms of an East Asian keyboard, which some spreadsheet programs work out as well.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
WRITTEN_AT_ONCE = 500
_WORDS = tuple(column.is_words for column in COLUMNS)


def csv_chunks(data: OpenData, *, bom: bool = True) -> Iterator[str]:
    """The file in pieces."""
    yield (BOM if bom else "") + _lines([NAMES])
    rows = iter(data.rows)
    while held := list(islice(rows, WRITTEN_AT_ONCE)):
        yield _lines(map(cells, held))


def sheet_chunks(data: OpenData) -> Iterator[str]:
    """The file for spreadsheets in pieces, in the settings of its language."""
    separator, point = SETTINGS[language(data.language)]
    yield BOM + _lines([NAMES], separator)
    rows = iter(data.rows)
    while held := list(islice(rows, WRITTEN_AT_ONCE)):
        yield _lines((_typed(row, point) for row in held), separator)


def _typed(row: OpenRow, point: str) -> list[str]:
    """The cells as they are typed into a spreadsheet."""
    texts = map(_text, row.values())
    return [_kept(text) if words else text.replace(".", point) for text, words in zip(texts, _WORDS, strict=True)]


def _kept(text: str) -> str:
    """Words that neither kind of program takes for anything else."""
    shown = inert(text)
    return shown if shown != text else inert_in_sheets(text)


def cells(row: OpenRow) -> list[str]:
    return [inert(text) if words else text for text, words in zip(map(_text, row.values()), _WORDS, strict=True)]


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def inert(text: str) -> str:
    return f"'{text}" if text.startswith(STARTS) else text


def _lines(lines: Iterable[Iterable[str]], separator: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return out.getvalue()
