"""Finding a table in a sheet by the words of its heads, wherever it begins and in whatever order its columns stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from emulation_portal.lib.text import bare_text, search_key

from .book import BookRow, BookSheet

LOOKED_AT = 20  # rows with something in them; a table begins below its title and notes
_HINT = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """What a table holds. ``labels``: how its head may read, in any language; what stands in brackets is a hint."""

    name: str
    labels: tuple[str, ...]
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class FoundTable:
    """``columns``: where each column stands. ``unread``: heads of other columns below which something stands."""

    head: BookRow
    columns: dict[str, int]
    rows: tuple[BookRow, ...]
    unread: tuple[str, ...]


class BadHeads(ValueError):
    """A sheet without the table: ``missing`` columns of the row that comes nearest, all of them where none does;
    ``twice``: the column that two heads name.
    """

    def __init__(self, missing: Sequence[HeadColumn] = (), twice: HeadColumn | None = None):
        super().__init__(", ".join(column.name for column in missing) or "twice")
        self.missing, self.twice = tuple(missing), twice


def match_heads(sheet: BookSheet, columns: Sequence[HeadColumn]) -> FoundTable:
    """The table of a sheet: the first row whose heads name every required column. BadHeads."""
    fewest: list[HeadColumn] = list(columns)
    for at, row in enumerate(sheet.rows[:LOOKED_AT]):
        found = _columns(row, columns)
        missing = [column for column in columns if column.is_required and column.name not in found]
        if not missing:
            return _table(row, found, sheet.rows[at + 1 :])
        fewest = min(fewest, missing, key=len)
    raise BadHeads(fewest)


def _columns(row: BookRow, columns: Sequence[HeadColumn]) -> dict[str, int]:
    """Where the columns stand; BadHeads where two heads fit a column equally well."""
    fits: dict[str, list[tuple[int, int]]] = {}
    for at, cell in row.cells.items():
        if best := max(((_fit(cell.text, column), column.name) for column in columns), key=lambda each: each[0]):
            fit, name = best
            if fit:
                fits.setdefault(name, []).append((fit, at))
    found = {}
    for column in columns:
        if ranked := sorted(fits.get(column.name, ()), reverse=True):
            if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
                raise BadHeads(twice=column)
            found[column.name] = ranked[0][1]
    return found


def _fit(text: str, column: HeadColumn) -> int:
    """How well a head names the column: not at all (0), among other words, in its own words, with its hint too."""
    words = _words(text)
    return max((_fit_label(words, label) for label in column.labels), default=0)


def _fit_label(words: frozenset[str], label: str) -> int:
    core = _words(_HINT.sub(" ", label))
    if not core <= words:
        return 0
    exact = 200 if words == _words(label) else 100 if words == core else 0
    return exact + len(core)


def _words(text: str) -> frozenset[str]:
    return frozenset(search_key(text[:200]).split())


def _table(head: BookRow, columns: dict[str, int], rows: Iterable[BookRow]) -> FoundTable:
    kept = tuple(rows)
    read = set(columns.values())
    filled = {at for row in kept for at in row.cells} - read
    unread = tuple(bare_text(head.cell(at).text)[:60] or head.cell(at).name for at in sorted(filled))
    return FoundTable(head, columns, kept, unread)


__all__ = ["BadHeads", "FoundTable", "HeadColumn", "match_heads"]
