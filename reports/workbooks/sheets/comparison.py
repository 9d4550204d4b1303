"""This year beside the same period of last year, indicator by indicator, over the members that have figures of both.

This year's total of all members stands first; what is compared are like members alone, worked out by formulas over both
years' sheets, with how many they are and who is left out. Other sheets take the comparison of a total from here.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation_portal.lib.numbers import NO_VALUE
from reports.workbooks.book import Book, cell, height_of, names_of, points
from reports.workbooks.print_pages import (
    PRINTED_HEIGHT,
    PRINTED_WIDTH,
    ROW_HEIGHTS,
    Breaks,
    largest_scale,
    roomiest,
    row_breaks,
)
from results.figures import IndicatorRef
from results.words import block_name, unit_text

from .block import BlockPage, cell_value

HEAD, FIRST = 4, 6
ORDINAL, INDICATOR, UNIT, NOW, MEMBERS, LIKE, BEFORE, CHANGE, SHARE, OUT = range(10)
WIDTHS = (5, 54, 14, 17, 11, 17, 17, 15, 11, 44)
HEAD_HEIGHT, UNIT_HEIGHT, TITLE_HEIGHT, GAP_HEIGHT = 30, 24, 54, 4.5
SMALLEST = 63  # printed size in percent, below which another page is better

Pages = tuple[BlockPage, BlockPage | None]


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of indicators, the names of groups by row, and how high in points each row is that is written."""

    rows: dict[str, int]
    bands: dict[int, str]
    heights: dict[int, float]


class ComparisonPage:
    def __init__(self, book: Book):
        self.book = book
        self.sheet = book.add_sheet(_("Against last year"))
        self.pages: list[Pages] = []
        self.places = SheetRows({}, {}, {})

    def attach(self, pages: list[Pages]) -> None:
        """Each block's sheet with that of last year, None where nothing is held."""
        self.pages = pages
        _roomy, close, low = ROW_HEIGHTS
        # Groups have their heads here too where that costs no page.
        layouts = (self._places(close), self._places(low), self._places(low, headed=False))
        self.places = roomiest(layouts, lambda found: len(self._row_breaks(found, SMALLEST)))

    def _places(self, line: float, *, headed: bool = True) -> SheetRows:
        places, row = SheetRows({}, {}, {}), FIRST
        for page, last in self.pages:
            places.heights[row] = line
            row += 1
            for name, indicators in page.block.groups(self.book.language):
                if headed:
                    places.bands[row], places.heights[row] = name, line
                    row += 1
                for row, indicator in enumerate(indicators, start=row):  # noqa: B020 - goes on after the last
                    places.rows[indicator.code] = row
                    places.heights[row] = height_of(self._left_out(page, last, indicator), WIDTHS[OUT], line)
                row += 1
        return places

    def _left_out(self, page: BlockPage, last: BlockPage | None, indicator: IndicatorRef) -> str:
        if last is None or indicator.aggregation == "none":
            return ""
        compared = page.block.line(indicator.code).compared
        return names_of([out.agency for out in compared.left_out], self.book.language)

    def ref(self, code: str, col: int) -> str:
        """A cell of an indicator's row as other sheets write it."""
        return self.sheet.ref(self.places.rows[code], col)

    # -- writing --------------------------------------------------------------------------------------------------
    def write(self) -> None:
        self._write_head()
        row = FIRST
        for page, last in self.pages:
            row = self._write_block(row, page, last)
        for at, height in self.places.heights.items():
            self.sheet.ws.set_row(at, height)
        self.sheet.ws.freeze_panes(FIRST, UNIT)
        self.sheet.ws.repeat_rows(HEAD, HEAD + 1)
        self._set_up_page()

    def _set_up_page(self) -> None:
        self.book.set_up_page(self.sheet, fit=False)
        scale = largest_scale(self.breaks, SMALLEST, int(PRINTED_WIDTH * 100 / sum(map(points, WIDTHS))))
        self.sheet.ws.set_print_scale(scale)
        self.sheet.ws.set_h_pagebreaks(self.breaks(scale)[0])

    def breaks(self, scale: int) -> Breaks:
        """The rows that begin another page at a printed size in percent; the width is of one page."""
        return self._row_breaks(self.places, scale), []

    def _row_breaks(self, places: SheetRows, scale: int) -> list[int]:
        room = PRINTED_HEIGHT * 100 / scale - HEAD_HEIGHT - UNIT_HEIGHT
        return row_breaks(places.heights, set(places.bands), room, TITLE_HEIGHT)

    def _write_head(self) -> None:
        sheet = self.sheet
        said = _(
            "Compared over the members that have figures of both years. Changes of rates are in percentage points; "
            "money in thousand dong."
        )
        self.book.write_heading(sheet, _("This year beside the same period of last year"), said)
        heads = (
            (_("No."), ""),
            (_("Indicator"), ""),
            (_("Unit"), ""),
            (_("This year"), _("all members with a figure")),
            (_("Members compared"), ""),
            (_("This year"), _("members compared")),
            (_("Last year"), _("members compared")),
            (_("Change"), _("rates: points")),
            (_("Change, %"), "%"),
            (_("Left out of the comparison"), ""),
        )
        for col, (words, below) in enumerate(heads):
            sheet.text(HEAD, col, words, "head")
            sheet.text(HEAD + 1, col, below, "unit")
            sheet.ws.set_column(col, col, WIDTHS[col])
        sheet.ws.set_row(HEAD - 1, GAP_HEIGHT)
        sheet.ws.set_row(HEAD, HEAD_HEIGHT)
        sheet.ws.set_row(HEAD + 1, UNIT_HEIGHT)

    def _write_block(self, row: int, page: BlockPage, last: BlockPage | None) -> int:
        self.sheet.merged(row, ORDINAL, OUT, self._block_words(page, last), "total")
        for number, indicator in enumerate(_in_groups(page, self.book.language), start=1):
            row = self.places.rows[indicator.code]
            if row - 1 in self.places.bands:
                self.sheet.merged(row - 1, ORDINAL, OUT, self.places.bands[row - 1], "band")
            self._write_row(row, number, page, last, indicator)
        return row + 1

    def _block_words(self, page: BlockPage, last: BlockPage | None) -> str:
        block, language = page.block, self.book.language
        name = block_name(block.block)
        period = block.period.name(language) if block.period else NO_VALUE
        if last is None:
            return _("{block} · {period} · no figures of last year are held").format(block=name, period=period)
        held = sum(a.code in block.last_cells for a in block.agencies)
        said = _("{block} · {period} beside {last} · last year's figures of {held} of {all} agencies")
        return said.format(
            block=name, period=period, last=block.last_period.name(language), held=held, all=len(block.agencies)
        )

    def _write_row(self, row: int, number: int, page: BlockPage, last: BlockPage | None, indicator) -> None:
        sheet, code = self.sheet, indicator.code
        sheet.number(row, ORDINAL, number, "index:input")
        sheet.text(row, INDICATOR, indicator.name(self.book.language), "cell_wrap")
        said = _("members answering yes") if indicator.is_boolean else unit_text(indicator, money="nghin")
        sheet.text(row, UNIT, said, "cell_center")
        kind = page.number_format(code)
        kind = "count" if kind == "yes_no" else kind
        link, now = page.ref(None, code), page.value(None, code)
        sheet.formula(row, NOW, f'=IF({link}="","{NO_VALUE}",{link})', NO_VALUE if now is None else now, f"{kind}:calc")
        if last is None or indicator.aggregation == "none":
            for col in range(MEMBERS, OUT):
                sheet.text(row, col, NO_VALUE, "cell_right")
            sheet.text(row, OUT, "", "cell")
            return
        self._write_like(row, page, last, indicator, kind)
        self._write_change(row, page, indicator, kind)
        sheet.text(row, OUT, self._left_out(page, last, indicator), "cell_wrap")

    def _write_like(self, row: int, page: BlockPage, last: BlockPage, indicator: IndicatorRef, kind: str) -> None:
        """How many have figures of both years, and the sums or rates of both years over them."""
        compared, members = page.block.line(indicator.code).compared, cell(row, MEMBERS)
        both = both_years(page, last, indicator)
        self.sheet.formula(row, MEMBERS, f"=SUMPRODUCT({both})", len(compared.members), "count:calc")
        kinds = kind, last.number_format(indicator.code)
        kinds = ("count", "count") if kind == "count" else kinds
        figures = (LIKE, page, compared.value, kinds[0]), (BEFORE, last, compared.last, kinds[1])
        for col, source, figure, look in figures:
            value = cell_value(indicator, figure)
            formula = f'=IF({members}=0,"{NO_VALUE}",{over(both, source, indicator)})'
            self.sheet.formula(row, col, formula, NO_VALUE if value is None else value, f"{look}:calc")

    def _write_change(self, row: int, page: BlockPage, indicator: IndicatorRef, kind: str) -> None:
        sheet, compared = self.sheet, page.block.line(indicator.code).compared
        this, then = cell(row, LIKE), cell(row, BEFORE)
        now, before = (cell_value(indicator, figure) for figure in (compared.value, compared.last))
        if indicator.is_boolean:
            for col in (CHANGE, SHARE):
                sheet.text(row, col, NO_VALUE, "cell_right")
            return
        both = now is not None and before is not None
        if indicator.is_rate:
            value, formula, style = (now - before) * 100 if both else NO_VALUE, f"({this}-{then})*100", "points:calc"
        else:
            value, formula = now - before if both else NO_VALUE, f"{this}-{then}"
            style = "signed3:calc" if kind == "money3" else "signed:calc"
        sheet.formula(row, CHANGE, f'=IF(COUNT({this},{then})=2,{formula},"{NO_VALUE}")', value, style)
        if indicator.is_rate:
            sheet.text(row, SHARE, "", "cell")
            return
        share = (now - before) / before if both and before else NO_VALUE
        formula = f'=IF(COUNT({this},{then})<2,"{NO_VALUE}",IF({then}=0,"{NO_VALUE}",({this}-{then})/{then}))'
        sheet.formula(row, SHARE, formula, share, "change:calc")


def _in_groups(page: BlockPage, language: str) -> list[IndicatorRef]:
    """A block's indicators, group by group."""
    return [indicator for _name, indicators in page.block.groups(language) for indicator in indicators]


def both_years(page: BlockPage, last: BlockPage, indicator: IndicatorRef) -> str:
    """One for every member that has the indicator in both years, else nought: of a rate both its parts."""
    needed = (indicator.numerator, indicator.denominator) if indicator.is_rate else (indicator.code,)
    return "*".join(f"ISNUMBER({source.cells_of(code)})" for source in (page, last) for code in needed)


def over(both: str, source: BlockPage, indicator: IndicatorRef) -> str:
    """The sum of an amount, or the rate, of one year's sheet over those members."""
    if not indicator.is_rate:
        return f"SUMPRODUCT({both},{source.cells_of(indicator.code)})"
    part, whole = (f"SUMPRODUCT({both},{source.cells_of(c)})" for c in (indicator.numerator, indicator.denominator))
    return f'IF({whole}=0,"{NO_VALUE}",{part}/{whole})'


__all__ = ["BEFORE", "CHANGE", "LIKE", "MEMBERS", "ComparisonPage", "both_years", "over"]
