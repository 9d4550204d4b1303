"""Text set on the pages of a PDF: letters and their widths, lines, paragraphs, and where a page ends."""

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import TTFFont

from reports.papers.content.model import FactRun, Runs

from . import layout
from .docx import storable
from .typesetting import TypesetLine, Width, lines_of

FAMILY = "serif"
PT = 25.4 / 72
HIGHEST_LINE = 1.22  # of a typeface with tall lines: more would part the lines of the spare one too far
RULE_WIDTH = 0.25


class Pages(FPDF):
    """Pages with their number in the top margin, not on the first of the report or of an annex, and a foot."""

    first, foot, size = 1, "", 0.0

    def header(self) -> None:
        number = self.page_no() - self.first + 1
        if number > 1:
            self.set_font(FAMILY, "", layout.BODY)
            text = str(number)
            self.text((self.w - self.get_string_width(text)) / 2, layout.HEADER_DISTANCE + layout.BODY * PT, text)

    def footer(self) -> None:
        self.set_font(FAMILY, "I", layout.FOOT)
        x = self.w - layout.MARGIN_RIGHT - self.get_string_width(self.foot)
        self.text(x, self.h - layout.FOOTER_DISTANCE, self.foot)


class PageWriter:
    """Writes from ``y`` downwards and begins a page where one is full; ``fonts`` as for ``pdf.write``."""

    def __init__(self, fonts: Mapping[str, Path]):
        self.pdf = Pages(unit="mm", format="A4")
        for style, file in fonts.items():
            self.pdf.add_font(FAMILY, style, str(file))
        regular = cast(TTFFont, self.pdf.fonts[FAMILY])  # what is added from files is of this kind
        self.known = set(regular.cmap)
        self.single = single_line(regular.ttfont)
        self.pdf.set_auto_page_break(False)
        self.pdf.set_line_width(RULE_WIDTH)
        self._widths: dict[tuple[str, str], float] = {}
        self.y, self.wide = 0.0, False

    # -- letters --------------------------------------------------------------------------------------------------
    def printable(self, text: str) -> str:
        return "".join(self._letter(letter) for letter in storable(text))

    def _letter(self, letter: str) -> str:
        if letter in " \t\n" or ord(letter) in self.known:
            return letter
        if unicodedata.category(letter) in ("Cf", "Mn", "Zl", "Zp"):
            return ""
        return " " if letter.isspace() else f"[U+{ord(letter):04X}]"

    def _runs(self, runs: Runs) -> Runs:
        return tuple(FactRun(self.printable(run.text), run.bold, run.italic) for run in runs)

    def width(self, size: float) -> Width:
        """Widths at a size, from widths at 100 points that are asked for once."""

        def measured(text: str, style: str) -> float:
            key = text, style
            if key not in self._widths:
                if len(self._widths) > 20_000:
                    self._widths.clear()
                self.pdf.set_font(FAMILY, style, 100)
                self._widths[key] = self.pdf.get_string_width(text)
            return self._widths[key] * size / 100

        return measured

    # -- pages ----------------------------------------------------------------------------------------------------
    @property
    def inside(self) -> float:
        return layout.text_width(self.wide)

    @property
    def bottom(self) -> float:
        return self.pdf.h - layout.MARGIN_BOTTOM

    def _page(self, *, wide: bool | None = None, first: bool = False) -> None:
        """A new page; the foot of the one before is printed with it."""
        if wide is not None:
            self.wide = wide
        if first:
            self.pdf.first = self.pdf.page_no() + 1
        self.pdf.add_page("L" if self.wide else "P")
        self.y = layout.MARGIN_TOP

    def _need(self, height: float) -> None:
        if self.y + height > self.bottom and self.y > layout.MARGIN_TOP:
            self._page()

    # -- lines ----------------------------------------------------------------------------------------------------
    def _draw(self, line: TypesetLine, x: float, y: float, room: float, size: float, align: str) -> None:
        """One line with its baseline at ``y``; justified by widening its spaces, each of which is printed."""
        width = self.width(size)
        space = width(" ", "")
        slack = max(0.0, room - line.width)
        if align == "right":
            x += slack
        elif align == "center":
            x += slack / 2
        elif align == "justify" and not line.is_last and len(line.words) > 1:
            space += slack / (len(line.words) - 1)
            for number, word in enumerate(line.words):
                end = " " if number < len(line.words) - 1 else ""
                self._pieces(word.pieces, x, y, size, end)
                x += word.width + space
            return
        self._pieces(_joined(line), x, y, size, "")

    def _pieces(self, pieces: Sequence[tuple[str, str]], x: float, y: float, size: float, end: str) -> None:
        last = len(pieces) - 1
        for number, (text, style) in enumerate(pieces):
            self.pdf.set_font(FAMILY, style, size)
            self.pdf.text(x, y, text + (end if number == last else ""))
            if number < last:
                x += self.pdf.get_string_width(text)

    def _text(
        self,
        runs: Runs,
        *,
        size: float,
        align: str,
        x: float = layout.MARGIN_LEFT,
        room: float | None = None,
        first: float = 0,
        before: float = 0,
        after: float = 0,
        line: float = 1.0,
        bold: bool = False,
        italic: bool = False,
        breaks: bool = True,
        keep: int = 0,
    ) -> None:
        """Runs as lines from the present height on. ``breaks`` allows new pages; ``keep`` lines must follow on it."""
        room = self.inside if room is None else room
        made = lines_of(self._runs(runs), room, self.width(size), first=first, bold=bold, italic=italic)
        height = size * PT * self.single * line
        self.y += before * PT
        if breaks:
            self._need(height * min(len(made), 2) + keep * height)
        for number, each in enumerate(made):
            # Neither the first line of a paragraph alone at the foot nor its last alone at the head of a page.
            lonely = number == len(made) - 2 and len(made) > 3 and self.y + 2 * height > self.bottom
            if breaks and (self.y + height > self.bottom or lonely):
                self._page()
            shift = first if number == 0 else 0
            baseline = self.y + height * 0.5 + size * PT * 0.35
            self._draw(each, x + shift, baseline, room - shift, size, align)
            self.y += height
        self.y += after * PT

    def _rule(self, width: float, x: float, inside: float) -> None:
        self.y += 1.2
        left = x + (inside - width) / 2
        self.pdf.line(left, self.y, left + width, self.y)
        self.y += 1

    def _one_line(self, text: str, size: float, style: str) -> float:
        width = self.width(size)
        words = self.printable(text).split(" ")
        return sum(width(word, style) for word in words) + width(" ", "") * (len(words) - 1)


def single_line(font: TTFont) -> float:
    """The distance of lines set single, in sizes of the type, as word processors take it from the typeface."""
    high = font["hhea"]
    wanted = (high.ascent - high.descent + high.lineGap) / font["head"].unitsPerEm
    return min(float(wanted), HIGHEST_LINE)


def _joined(line: TypesetLine) -> list[tuple[str, str]]:
    """The pieces of a line with the spaces between its words; neighbours of one style are one piece."""
    joined: list[tuple[str, str]] = []
    for number, word in enumerate(line.words):
        for place, (text, style) in enumerate(word.pieces):
            gap = " " if number and not place else ""
            before, looked = joined.pop() if joined else ("", style)
            if looked == style:
                joined.append((before + gap + text, style))
            else:
                joined += [(before + gap, looked), (text, style)]
    return joined


__all__ = ["FAMILY", "PT", "PageWriter", "single_line"]
