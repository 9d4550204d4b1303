"""What a document holds, once, whatever prints it: a letterhead, blocks of text and tables, signature, annexes.

Frozen and free of Django. A figure stands in the text as a ``FigureRun``, which knows what it is bound to; a name, a
date or a number of law that comes out of stored rows as a ``FactRun``; everything else is plain ``TextRun``. The
checker reads this difference. Lengths are millimetres, type sizes points.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class TextRun:
    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class FactRun:
    """A name, day or number of law out of stored rows; no figure of the contest."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class FigureRun:
    """A figure as printed; ``ref`` is its placeholder, such as ``completed_cases@:value``."""

    text: str
    ref: str
    bold: bool = False
    italic: bool = False


Run = TextRun | FactRun | FigureRun
WHOLE_ROWS = 16  # tables of so many rows are not parted
Runs = tuple[Run, ...]


def text_of(runs: Runs) -> str:
    return "".join(run.text for run in runs)


class Style(StrEnum):
    """How a paragraph stands on the page."""

    BODY = "body"
    ADDRESSEE = "addressee"
    BASIS = "basis"
    CHAPTER = "chapter"  # I., II.
    SECTION = "section"  # 1., 2.
    SUBSECTION = "subsection"  # a), b)
    ITEM = "item"
    NOTE = "note"


HEADINGS = {Style.CHAPTER: 1, Style.SECTION: 2, Style.SUBSECTION: 3}


@dataclass(frozen=True, slots=True)
class PaperParagraph:
    """``slot`` names an automatic paragraph that people may replace or hide; ``written`` are people's own words."""

    runs: Runs
    style: Style = Style.BODY
    slot: str = ""
    section: str = ""
    written: bool = False

    @property
    def text(self) -> str:
        return text_of(self.runs)


class Unprintable(Exception):
    """A paragraph that a printer could not write; its message is the paragraph's beginning."""


NAMED_BY = 100  # characters of a paragraph that tell which one it is


@contextmanager
def naming(paragraph: PaperParagraph) -> Iterator[None]:
    """What goes wrong while a paragraph is printed names it; faults of the disk stay what they are."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise Unprintable(paragraph.text[:NAMED_BY].strip()) from error


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """``share`` is the part of the width; ``align`` one of left, right, center."""

    head: str
    share: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """``cells`` in the order of columns; ``role`` is '', total or band (one cell over the whole width)."""

    cells: tuple[Runs, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class PaperTable:
    """``caption`` stands over the table; ``number_row`` prints (1), (2) … under the heads."""

    columns: tuple[PaperColumn, ...]
    rows: tuple[PaperRow, ...]
    caption: str = ""
    note: str = ""
    number_row: bool = False

    @property
    def is_short(self) -> bool:
        """Short enough to stand on one page whole."""
        return len(self.rows) <= WHOLE_ROWS

    def widths(self, inside: float) -> list[float]:
        """The width of every column, together ``inside``."""
        whole = sum(column.share for column in self.columns)
        return [inside * column.share / whole for column in self.columns]

    def heads(self) -> list[tuple[tuple[str, ...], bool]]:
        """The rows of the head, each with whether it is the names of the columns."""
        numbers = tuple(f"({number})" for number in range(1, len(self.columns) + 1))
        return [(tuple(column.head for column in self.columns), True), *([(numbers, False)] if self.number_row else [])]


@dataclass(frozen=True, slots=True)
class Bar:
    """``share`` of the axis, 0 to 1; None where there is no value; ``mark`` is the target's place."""

    label: Runs
    value: Runs
    share: float | None
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one measure, each with its name and its figure in words: no figure stands in the drawing alone."""

    title: str
    heads: tuple[str, str, str]
    bars: tuple[Bar, ...]
    note: str = ""


Block = PaperParagraph | PaperTable | Chart


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Left the issuer under its superior, with number and symbol; right nation and motto, with place and date."""

    superior: str
    issuer: str
    number: str
    place_and_date: str
    nation: str
    motto: str


@dataclass(frozen=True, slots=True)
class Signature:
    """``capacity`` lines in capitals, the name below the space for the signature."""

    capacity: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Recipients:
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    number: str
    title: str
    enclosed: str
    blocks: tuple[Block, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Properties:
    """What programs show about the file; ``created`` follows from the data, so that bytes repeat."""

    title: str
    subject: str
    author: str
    keywords: str
    created: tuple[int, int, int]


@dataclass(frozen=True)
class Document:
    language: str
    letterhead: Letterhead
    kind: str
    about: str
    notices: tuple[str, ...]
    blocks: tuple[Block, ...]
    signature: Signature
    recipients: Recipients
    annexes: tuple[Annex, ...]
    foot: str
    properties: Properties
    problems: tuple[str, ...] = field(default=())

    def tail(self) -> int:
        """How many blocks at the end of the body must stand on one page with the signature: the last paragraph and
        the headings over it."""
        if not self.blocks or not isinstance(self.blocks[-1], PaperParagraph):
            return 0
        count = 1
        for block in reversed(self.blocks[:-1]):
            if not isinstance(block, PaperParagraph) or block.style not in HEADINGS:
                break
            count += 1
        return count

    def every_block(self) -> Iterator[Block]:
        yield from self.blocks
        for annex in self.annexes:
            yield from annex.blocks

    def paragraphs(self) -> Iterator[PaperParagraph]:
        return (block for block in self.every_block() if isinstance(block, PaperParagraph))

    def every_run(self) -> Iterator[Run]:
        """All runs of text, tables and charts in the order they are printed."""
        for block in self.every_block():
            if isinstance(block, PaperParagraph):
                yield from block.runs
            elif isinstance(block, PaperTable):
                yield from (run for row in block.rows for cell in row.cells for run in cell)
            else:
                yield from (run for bar in block.bars for run in (*bar.label, *bar.value))
