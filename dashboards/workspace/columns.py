"""A table as a list of columns: the page and the file to take away are made from the same list, so that they agree."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.utils.html import SafeString


class NamedRow(Protocol):
    """What a row of a table of members is about; ``url`` is empty for the row of all."""

    @property
    def name(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def is_own(self) -> bool: ...


Row = TypeVar("Row", bound=NamedRow)


@dataclass(frozen=True, slots=True)
class TableCell:
    """What stands in a cell: words with the address they lead to, or a drawing.

    ``tone`` is a class of the whole cell (``strong``, ``muted``), ``look`` one of the words in it.
    """

    text: str = ""
    url: str = ""
    tone: str = ""
    look: str = ""
    drawing: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[Row]):
    """``cell`` makes a row's cell. ``classes`` are those of head and cells; ``drawing`` stands beside the head.

    ``on_page`` and ``in_file`` tell where the column stands; the head of a file may also be of the kinds that
    ``emulation_portal.lib.printed`` names, which say what the texts under it are.
    """

    head: str
    cell: Callable[[Row], TableCell]
    classes: str = "num"
    drawing: SafeString | str = ""
    on_page: bool = True
    in_file: bool = True


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the page: its cells with the classes of their columns."""

    row: NamedRow
    cells: tuple[tuple[str, TableCell], ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """What the template prints."""

    heads: tuple[TableColumn, ...]
    rows: tuple[ShownRow, ...]
    total: ShownRow | None


def shown(columns: Iterable[TableColumn[Row]], rows: Iterable[Row], total: Row | None = None) -> ShownTable:
    """The table of the page."""
    heads = tuple(column for column in columns if column.on_page)

    def made(row: Row) -> ShownRow:
        return ShownRow(row, tuple(_placed(column, column.cell(row)) for column in heads))

    return ShownTable(heads, tuple(map(made, rows)), made(total) if total else None)


def filed(columns: Iterable[TableColumn[Row]], rows: Sequence[Row], name: str) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the file, with the names of the rows under ``name`` first."""
    heads = [column for column in columns if column.in_file]
    return [name, *(c.head for c in heads)], [[row.name, *(c.cell(row).text for c in heads)] for row in rows]


def _placed(column: TableColumn, cell: TableCell) -> tuple[str, TableCell]:
    return f"{column.classes} {cell.tone}".rstrip(), cell


__all__ = ["NamedRow", "ShownRow", "ShownTable", "TableCell", "TableColumn", "filed", "shown"]
