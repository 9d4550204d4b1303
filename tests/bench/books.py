"""What a workbook costs beside writing the same cells with the bare writer."""

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

WRITERS = ("_write_string", "_write_number", "_write_formula", "_write_blank", "_write_boolean")


@dataclass
class Recording:
    """Every cell that was written: sheet, writer, position, value, and which format."""

    sheets: list[str] = field(default_factory=list)
    cells: list[tuple] = field(default_factory=list)
    formats: dict[int, dict] = field(default_factory=dict)

    def keep(self, sheet: Worksheet, writer: str, arguments: tuple) -> None:
        if sheet.name not in self.sheets:
            self.sheets.append(sheet.name)
        row, col, value, *rest = arguments
        style = rest[0] if rest else None
        if style is not None:
            self.formats[id(style)] = {"num_format": style.num_format, "bold": bool(style.bold)}
        self.cells.append((sheet.name, writer, row, col, value, id(style) if style else None, tuple(rest[1:])))

    def write_bare(self, path: Path) -> None:
        """The same cells with nothing around them."""
        book = xlsxwriter.Workbook(str(path), {"in_memory": True})
        formats = {key: book.add_format(properties) for key, properties in self.formats.items()}
        writers = {
            (sheet.name, name): getattr(sheet, name.lstrip("_"))
            for sheet in map(book.add_worksheet, self.sheets)
            for name in WRITERS
        }
        for sheet, writer, row, col, value, style, rest in self.cells:
            writers[sheet, writer](row, col, value, formats.get(style), *rest)
        book.close()


@contextmanager
def recorded():
    """A recording of all that is written to any worksheet inside the block."""
    recording = Recording()
    originals = {name: getattr(Worksheet, name) for name in WRITERS}

    def keeping(name):
        def write(sheet, *arguments):
            recording.keep(sheet, name, arguments)
            return originals[name](sheet, *arguments)

        return write

    with mock.patch.multiple(Worksheet, **{name: keeping(name) for name in WRITERS}):
        yield recording


def seconds(act) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started
