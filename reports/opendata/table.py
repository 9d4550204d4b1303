"""The rows as CSV: RFC 4180, UTF-8, with or without the mark by which spreadsheet programs know it.

A text cell that begins like a formula, or with an apostrophe, gets one apostrophe before it; whoever reads the file
with a program takes one leading apostrophe off every text cell and has the text again. Numbers are never changed.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

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


def cells(row: OpenRow) -> list[str]:
    return [inert(text) if words else text for text, words in zip(map(_text, row.values()), _WORDS, strict=True)]


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def inert(text: str) -> str:
    return f"'{text}" if text.startswith(STARTS) else text


def _lines(lines: Iterable[Iterable[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue()
