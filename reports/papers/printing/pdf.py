"""Prints a document as PDF with our own line breaking, page by page, so that memory stays small however long it is.

The same content in the same order as the Word file. A character the typeface does not hold, such as an emoji, is
printed by its code in brackets, ``[U+1F642]``; joiners and variation selectors are left out. The same document gives
the same bytes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from reports.papers.content.model import (
    HEADINGS,
    Annex,
    Block,
    Chart,
    Document,
    PaperParagraph,
    PaperRow,
    PaperTable,
    TextRun,
    naming,
)

from . import layout
from .metrics import HEAD_PAD
from .pages import PT, PageWriter, single_line
from .typesetting import TypesetLine, lines_of

PAD_X, PAD_Y = 1.4, 0.7
BAR = (122, 140, 163)
OVER_TABLE = 24  # millimetres kept for the headings over a table that stands on one page


def write(document: Document, path: Path, fonts: Mapping[str, Path]) -> None:
    """Write the file; ``fonts`` are the files of the typeface by style, '' B I BI."""
    printer = _PdfPrinter(document, fonts)
    printer.print_all()
    printer.pdf.output(str(path))


class _PdfPrinter(PageWriter):
    def __init__(self, document: Document, fonts: Mapping[str, Path]):
        self.source = document
        super().__init__(fonts)
        self.pdf.foot = self.printable(document.foot)
        self._set_properties()

    def _set_properties(self) -> None:
        said, pdf = self.source.properties, self.pdf
        pdf.set_title(said.title)
        pdf.set_subject(said.subject)
        pdf.set_author(said.author)
        pdf.set_keywords(said.keywords)
        pdf.set_creator(said.author)
        pdf.set_producer("fpdf2")
        pdf.set_lang("en" if self.source.language == "en" else "vi")
        pdf.set_creation_date(datetime(*said.created, tzinfo=UTC))

    def print_all(self) -> None:
        self._page(wide=False, first=True)
        self._letterhead()
        self._title()
        tail = len(self.source.blocks) - self.source.tail()
        self._blocks(self.source.blocks[:tail])
        self._keep_tail(self.source.blocks[tail:])
        self._blocks(self.source.blocks[tail:])
        self._ending()
        for annex in self.source.annexes:
            self._annex(annex)

    # -- frame ----------------------------------------------------------------------------------------------------
    def _letterhead(self) -> None:
        """The left column whole, then the right one: the order in which the Word file reads."""
        head, full = self.source.letterhead, self.inside
        size: float = layout.NATION
        while size > 10 and self._one_line(head.nation, size, "B") > full * 0.68:
            size -= 0.5
        right = max(full * (1 - layout.HEAD_LEFT), self._one_line(head.nation, size, "B") + HEAD_PAD)
        left, at = full - right, layout.MARGIN_LEFT + full - right
        top = self.y
        if head.superior:
            self._text((TextRun(head.superior),), size=size - 0.5, align="center", room=left)
        self._text((TextRun(head.issuer),), size=size - 0.5, align="center", room=left, bold=True)
        self._rule(left * 0.4, layout.MARGIN_LEFT, left)
        low, self.y = self.y, top
        self._text((TextRun(head.nation),), size=size, align="center", x=at, room=right, bold=True)
        self._text((TextRun(head.motto),), size=size, align="center", x=at, room=right, bold=True)
        self._rule(self._one_line(head.motto, size, "B"), at, right)
        self.y = top = max(low, self.y) + 2.5
        self._text((TextRun(head.number),), size=layout.NUMBER, align="center", room=left)
        low, self.y = self.y, top
        self._text((TextRun(head.place_and_date),), size=layout.PLACE, align="center", x=at, room=right, italic=True)
        self.y = max(low, self.y)

    def _title(self) -> None:
        self._text((TextRun(self.source.kind),), size=layout.KIND, align="center", bold=True, before=16)
        self._text((TextRun(self.source.about),), size=layout.ABOUT, align="center", bold=True)
        self._rule(self.inside * 0.3, layout.MARGIN_LEFT, self.inside)
        for notice in self.source.notices:
            self._text((TextRun(notice),), size=layout.SMALL, align="center", bold=True, italic=True, before=4)
        self.y += 8 * PT

    # -- blocks ---------------------------------------------------------------------------------------------------
    def _blocks(self, blocks: Iterable[Block]) -> None:
        held = list(blocks)
        for place, block in enumerate(held):
            if isinstance(block, PaperParagraph):
                with naming(block):
                    self._keep_with_table(held[place:])
                    self._paragraph(block)
            elif isinstance(block, PaperTable):
                self._table(block)
            else:
                self._chart(block)

    def _paragraph(self, block: PaperParagraph) -> None:
        look, level = layout.LOOKS[block.style], HEADINGS.get(block.style)
        if level:
            self._need(4 * look.size * PT * layout.LINE)
            self.pdf.start_section(self.printable(block.text), level=level - 1, strict=False)
        self._text(
            block.runs,
            size=look.size,
            align=look.align,
            first=look.first,
            before=look.before,
            after=look.after,
            line=layout.LINE,
            bold=look.bold,
            italic=look.italic,
            keep=2 if look.keep_next else 0,
        )

    def _keep_with_table(self, blocks: Sequence[Block]) -> None:
        """A new page where the headings that these blocks begin with fit on this one and the table after them does not
        begin on it."""
        height = 0.0
        for block in blocks:
            if isinstance(block, PaperTable):
                return self._need(height + self._start(block)) if height else None
            if isinstance(block, Chart) or block.style not in HEADINGS:
                return None
            height += self._paragraph_height(block)
        return None

    def _paragraph_height(self, block: PaperParagraph, most: int | None = None) -> float:
        """Millimetres of a paragraph, of its first lines where it has more than ``most``."""
        look = layout.LOOKS[block.style]
        made = lines_of(
            self._runs(block.runs),
            self.inside,
            self.width(look.size),
            first=look.first,
            bold=look.bold,
            italic=look.italic,
        )
        lines = len(made) if most is None else min(len(made), most)
        return lines * look.size * PT * self.single * layout.LINE + (look.before + look.after) * PT

    def _keep_tail(self, blocks: Iterable[Block]) -> None:
        """A new page where the last words and the signature do not fit on this one together."""
        height = self._ending_height()
        for block in (each for each in blocks if isinstance(each, PaperParagraph)):  # a tail holds no others
            with naming(block):
                height += self._paragraph_height(block, 4)
        self._need(height)

    def _caption(self, text: str, needed: float) -> None:
        if text:
            self._need(needed)
            self._text((TextRun(text),), size=layout.BODY, align="center", bold=True, before=6, after=4)

    def _note(self, text: str) -> None:
        if text:
            self._text((TextRun(text),), size=layout.SMALL, align="left", italic=True, before=2, after=8)

    def _table(self, block: PaperTable) -> None:
        size, widths, heads = self._table_size, block.widths(self.inside), _head_rows(block)
        centred = ["center"] * len(widths)
        aligned = [column.align for column in block.columns]

        def head() -> None:
            for row in heads:
                self._row(row, widths, centred, size)

        height = self._stacked(heads, block)
        self._caption(block.caption, self._start(block))
        whole = self._whole(block)
        self._need(height + 12 if whole is None else whole - 14)
        head()
        for number, row in enumerate(block.rows):
            if row.role == "band" and number + 1 < len(block.rows):  # no band at the foot without a row of its own
                needed = sum(self._height(self._lines(r, widths, size), size) for r in block.rows[number : number + 2])
                if self.y + needed > self.bottom:
                    self._page()
                    head()
            self._row(row, widths, aligned, size, head, height)
        self._note(block.note)
        if not block.note:
            self.y += 2.5

    def _stacked(self, rows: Iterable[PaperRow], block: PaperTable) -> float:
        """Millimetres of rows of a table, one under the other."""
        size, widths = self._table_size, block.widths(self.inside)
        return sum(self._height(self._lines(row, widths, size), size) for row in rows)

    def _whole(self, block: PaperTable) -> float | None:
        """Millimetres of a table that stands on one page with its caption; None for one that is parted."""
        if not block.is_short:
            return None
        height = self._stacked((*_head_rows(block), *block.rows), block) + 14
        return height if height < self.bottom - layout.MARGIN_TOP - OVER_TABLE else None

    def _start(self, block: PaperTable) -> float:
        """Millimetres that must be left for a table to begin: for all of it, or for its head and some of its rows."""
        whole = self._whole(block)
        return self._stacked(_head_rows(block), block) + 24 if whole is None else whole

    @property
    def _table_size(self) -> float:
        return layout.TABLE_WIDE if self.wide else layout.TABLE

    def _lines(self, row: PaperRow, widths: Sequence[float], size: float) -> list[list[TypesetLine]]:
        if row.role == "band":
            widths = [sum(widths)]
        bold = row.role in ("band", "total")
        return [
            lines_of(self._runs(cell), room - 2 * PAD_X, self.width(size), bold=bold) if cell else []
            for cell, room in zip(row.cells, widths, strict=False)
        ]

    def _height(self, cells: list[list[TypesetLine]], size: float) -> float:
        return max(1, *(len(lines) for lines in cells), 1) * size * PT * self.single + 2 * PAD_Y

    def _row(
        self,
        row: PaperRow,
        widths: Sequence[float],
        aligned: Sequence[str],
        size: float,
        head: Callable[[], None] | None = None,
        head_height: float = 0,
    ) -> None:
        """One row on one page where it fits on any; a taller one goes on over pages, line by line."""
        cells, step = self._lines(row, widths, size), size * PT * self.single
        whole = self.bottom - layout.MARGIN_TOP - head_height
        while True:
            height = self._height(cells, size)
            if self.y + height <= self.bottom or head is None:
                self._boxes(row, cells, widths, aligned, size, height)
                return
            room = int((self.bottom - self.y - 2 * PAD_Y) / step)
            if height > whole and room >= 2:
                part = [lines[:room] for lines in cells]
                self._boxes(row, part, widths, aligned, size, self._height(part, size))
                cells = [lines[room:] for lines in cells]
            self._page()
            head()

    def _boxes(
        self,
        row: PaperRow,
        cells: list[list[TypesetLine]],
        widths: Sequence[float],
        aligned: Sequence[str],
        size: float,
        height: float,
    ) -> None:
        step = size * PT * self.single
        x: float = layout.MARGIN_LEFT
        if row.role == "band":
            widths, aligned = [sum(widths)], ["left"]
        for lines, width, align in zip(cells, widths, aligned, strict=False):
            self.pdf.rect(x, self.y, width, height)
            y = self.y + PAD_Y
            for line in lines:
                self._draw(line, x + PAD_X, y + step * 0.5 + size * PT * 0.35, width - 2 * PAD_X, size, align)
                y += step
            x += width
        self.y += height

    # -- charts ---------------------------------------------------------------------------------------------------
    def _chart(self, block: Chart) -> None:
        size = layout.TABLE
        widths = [self.inside * share for share in layout.CHART_SHARES]
        rows = [PaperRow((bar.label, (), bar.value)) for bar in block.bars]
        heights = [self._height(self._lines(row, widths, size), size) for row in rows]
        self._caption(block.title, min(sum(heights) + 22, self.bottom - layout.MARGIN_TOP))
        head = PaperRow(tuple((TextRun(text, italic=True),) if text else () for text in block.heads))
        aligned = ["left", "left", "right"]
        self._plain(head, widths, aligned, size)
        for row, bar in zip(rows, block.bars, strict=True):
            self._need(self._height(self._lines(row, widths, size), size))
            top = self.y
            self._plain(row, widths, aligned, size)
            self._bar(bar.share, bar.mark, layout.MARGIN_LEFT + widths[0] + 1, widths[1] - 2, top)
        self._note(block.note)

    def _plain(self, row: PaperRow, widths: Sequence[float], aligned: Sequence[str], size: float) -> None:
        cells, step = self._lines(row, widths, size), size * PT * self.single
        x: float = layout.MARGIN_LEFT
        height = self._height(cells, size)
        for lines, width, align in zip(cells, widths, aligned, strict=True):
            for number, line in enumerate(lines):
                y = self.y + PAD_Y + number * step + step * 0.5 + size * PT * 0.35
                self._draw(line, x + PAD_X, y, width - 2 * PAD_X, size, align)
            x += width
        self.y += height

    def _bar(self, share: float | None, mark: float | None, x: float, width: float, top: float) -> None:
        if share is not None:
            self.pdf.set_fill_color(*BAR)
            self.pdf.rect(x, top + 1.3, width * min(max(share, 0.005), 1), 3.2, style="F")
        if mark is not None:
            at = x + width * min(mark, 1)
            self.pdf.line(at, top + 0.8, at, top + 5)

    # -- the end --------------------------------------------------------------------------------------------------
    def _ending(self) -> None:
        recipients, signature = self.source.recipients, self.source.signature
        self._need(self._ending_height())
        left, right = self.inside * 0.48, self.inside * 0.52
        at, top = layout.MARGIN_LEFT + left, self.y
        self.y += 6 * PT
        if recipients.lines:
            label = (TextRun(recipients.label),)
            self._text(
                label, size=layout.RECIPIENTS_LABEL, align="left", room=left, bold=True, italic=True, breaks=False
            )
        for line in recipients.lines:
            self._text((TextRun(f"- {line}"),), size=layout.RECIPIENTS, align="left", room=left - 4, breaks=False)
        low, self.y = self.y, top + 6 * PT
        for line in signature.capacity:
            self._text((TextRun(line),), size=layout.BODY, align="center", x=at, room=right, bold=True, breaks=False)
        if signature.name:
            name = (TextRun(signature.name),)
            self._text(
                name,
                size=layout.BODY,
                align="center",
                x=at,
                room=right,
                bold=True,
                breaks=False,
                before=layout.SIGN_SPACE,
            )
        self.y = max(low, self.y)

    def _ending_height(self) -> float:
        left = len(self.source.recipients.lines) * layout.RECIPIENTS * PT * 2 + 10
        return max(left, (len(self.source.signature.capacity) + 3) * layout.BODY * PT * 1.4 + layout.SIGN_SPACE * PT)

    def _annex(self, annex: Annex) -> None:
        self._page(wide=annex.wide, first=True)
        self.pdf.start_section(self.printable(f"{annex.number}. {annex.title}"), level=0, strict=False)
        self._text((TextRun(annex.number),), size=layout.ANNEX, align="center", bold=True)
        self._text((TextRun(annex.title),), size=layout.BODY, align="center", bold=True)
        self._text((TextRun(annex.enclosed),), size=layout.BODY, align="center", italic=True, after=6)
        self._blocks(annex.blocks)


def _head_rows(block: PaperTable) -> list[PaperRow]:
    return [PaperRow(tuple((TextRun(text, bold, not bold),) for text in texts)) for texts, bold in block.heads()]


__all__ = ["single_line", "write"]
