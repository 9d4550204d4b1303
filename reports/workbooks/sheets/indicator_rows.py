"""A block's sheet of few agencies: a row per indicator, a column per agency, the total at the right, definitions.

Where indicators are more than agencies, a sheet with a column for each would print as many pages that are almost empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from reports.workbooks.book import LINE_HEIGHT, SMALL, cell, height_of, points
from reports.workbooks.print_pages import (
    LEGIBLE,
    PRINTED_HEIGHT,
    PRINTED_WIDTH,
    ROW_HEIGHTS,
    Breaks,
    column_starts,
    largest_scale,
    roomiest,
    row_breaks,
)
from results.figures import AgencyRef, BlockFigures, IndicatorRef
from results.words import unit_text

from .block import AT, BlockPage, numbered_formula

HEADS, STATES, FIRST = 4, 5, 6
ORDINAL, INDICATOR, UNIT, FIRST_COLUMN = 0, 1, 2, 3
ORDINAL_WIDTH, NAME_WIDTH, WIDE_NAME_WIDTH, UNIT_WIDTH = 5, 38, 56, 10.5
AGENCY_WIDTH, MONEY_WIDTH, TOTAL_MORE, MEANING_WIDTH = 11, 12.5, 1.5, 50
HEAD_HEIGHT, STATE_HEIGHT, TITLE_HEIGHT = 46, 16, 66
SMALL_LINE = 12.5  # points of a line of the small type


def lies_across(block: BlockFigures) -> bool:
    """Whether indicators are rows and agencies columns: where agencies are fewer."""
    return len(block.agencies) < len(block.indicators)


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """Where the indicators stand and the heads of their groups, if they have any; ``end`` is the row after the last.

    ``line`` is the height of a line of theirs in points.
    """

    rows: dict[str, int]
    bands: dict[int, str]
    end: int
    line: float


class IndicatorRows(BlockPage):
    first_row = FIRST

    def _lay_out(self) -> None:
        self.columns = {agency.code: FIRST_COLUMN + n for n, agency in enumerate(self.block.agencies)}
        self.last_column = FIRST_COLUMN + len(self.columns) - 1
        self.total_column = self.last_column + 1
        self.meaning_column = None if self.last_year else self.total_column + 1
        name_width = WIDE_NAME_WIDTH if self.meaning_column is None else NAME_WIDTH
        self.label_widths = (ORDINAL_WIDTH, name_width, UNIT_WIDTH)
        self.last_used = self.meaning_column or self.total_column
        groups = self.block.groups(self.book.language)
        listed = (indicator.code for _name, indicators in groups for indicator in indicators)
        self.numbers = {code: number for number, code in enumerate(listed, start=1)}
        layouts = [self._places(line) for line in ROW_HEIGHTS]
        if self.last_year:  # whose groups have their heads on this year's sheet too
            layouts.append(self._places(ROW_HEIGHTS[-1], headed=False))
        self.places = roomiest(layouts, self._pages)
        self.rows, self.bands, self.end = self.places.rows, self.places.bands, self.places.end

    def _places(self, line: float, *, headed: bool = True) -> RowPlaces:
        rows: dict[str, int] = {}
        bands: dict[int, str] = {}
        row = self.first_row
        for name, indicators in self.block.groups(self.book.language):
            if headed:
                bands[row] = name
                row += 1
            rows |= {indicator.code: row + n for n, indicator in enumerate(indicators)}
            row += len(indicators)
        return RowPlaces(rows, bands, row, line)

    def _pages(self, places: RowPlaces) -> int:
        """How many pages high the sheet would be with the smallest letters."""
        return len(self._row_breaks(places, LEGIBLE)) + 1

    def place(self, agency: str | None, code: str) -> tuple[int, int]:
        return self.rows[code], self.total_column if agency is None else self.columns[agency]

    def _place_of(self, code: str) -> str:
        return f"{AT}{self.rows[code] + 1}"

    def span(self, code: str) -> tuple[str, str]:
        return self.row_span(self.rows[code])

    def row_span(self, row: int) -> tuple[str, str]:
        """The first and last cell of a row over all agencies."""
        return cell(row, FIRST_COLUMN), cell(row, self.last_column)

    # -- writing --------------------------------------------------------------------------------------------------
    def write(self) -> None:
        self._choose_styles()
        self.book.write_heading(self.sheet, self._heading(), self._period_words())
        self._write_head()
        for row, name in self.bands.items():
            self.sheet.merged(row, ORDINAL, self.last_used, name, "band")
        for number, (code, row) in enumerate(self.rows.items(), start=1):
            self._write_labels(row, number, self.block.indicators[code])
        for agency in self.block.agencies:
            self._write_figures(agency.code, xl_col_to_name(self.columns[agency.code]))
        self._write_totals()
        self._set_up_page()

    def _write_head(self) -> None:
        sheet = self.sheet
        for col, words in ((ORDINAL, _("No.")), (INDICATOR, _("Indicator")), (UNIT, _("Unit"))):
            sheet.text(HEADS, col, words, "head")
        for agency, col in self._agencies():
            sheet.text(HEADS, col, agency.name(self.book.language), "head")
        sheet.text(HEADS, self.total_column, _("TOTAL"), "head")
        self._write_states()
        if self.meaning_column:
            sheet.text(HEADS, self.meaning_column, _("Definition"), "head")
            sheet.text(STATES, self.meaning_column, "", "unit")

    def _agencies(self) -> Iterator[tuple[AgencyRef, int]]:
        return ((agency, self.columns[agency.code]) for agency in self.block.agencies)

    def _write_states(self) -> None:
        sheet = self.sheet
        sheet.text(STATES, ORDINAL, "", "unit")
        sheet.text(STATES, INDICATOR, _("Reporting"), "unit")
        sheet.text(STATES, UNIT, "", "unit")
        for agency, col in self._agencies():
            words, style = self._state(agency)
            sheet.text(STATES, col, words, style if style == "cell_warn" else "unit")
        sheet.text(STATES, self.total_column, self._missing_words(), "unit")

    def _write_labels(self, row: int, number: int, indicator: IndicatorRef) -> None:
        sheet = self.sheet
        sheet.number(row, ORDINAL, number, "index:input")
        sheet.text(row, INDICATOR, indicator.name(self.book.language), "cell_wrap")
        sheet.text(row, UNIT, unit_text(indicator, money="nghin"), "cell_small")
        if self.meaning_column:
            sheet.text(row, self.meaning_column, self._meaning(indicator), "cell_small")
        sheet.ws.set_row(row, self.heights[row])

    def _meaning(self, indicator: IndicatorRef) -> str:
        """Its code in the forms, what it is made of by the numbers of the rows, and its definition."""
        made = numbered_formula(indicator, self.numbers).partition(" = ")[2]
        named = " = ".join(filter(None, [indicator.form_codes, made]))
        return ": ".join(filter(None, [named, indicator.definition(self.book.language)]))

    # -- page -----------------------------------------------------------------------------------------------------
    @cached_property
    def heights(self) -> dict[int, float]:
        return self._heights(self.places)

    def _heights(self, places: RowPlaces) -> dict[int, float]:
        """Every row's height in points, set by ourselves: not every program works it out, and pages are cut by it."""
        found = dict.fromkeys(places.bands, places.line)
        for code, row in places.rows.items():
            indicator = self.block.indicators[code]
            name = height_of(indicator.name(self.book.language), self.label_widths[INDICATOR], places.line)
            unit = height_of(unit_text(indicator, money="nghin"), self.label_widths[UNIT] * SMALL, SMALL_LINE)
            meaning = self._meaning(indicator) if self.meaning_column else ""
            found[row] = max(name, unit, height_of(meaning, MEANING_WIDTH * SMALL, SMALL_LINE))
        return dict(sorted(found.items()))

    @cached_property
    def widths(self) -> list[float]:
        """Of the agencies, the total and the definitions."""
        holds_money = any(indicator.is_money for indicator in self.block.indicators.values())
        width = MONEY_WIDTH if holds_money else AGENCY_WIDTH
        return [width] * len(self.columns) + [width + TOTAL_MORE] + [MEANING_WIDTH] * (self.meaning_column is not None)

    def _set_up_page(self) -> None:
        """As large as letters can be without another page; groups stay whole, heads and labels stand on every page."""
        ws = self.sheet.ws
        self.book.set_up_page(self.sheet, fit=False)
        for col, width in enumerate((*self.label_widths, *self.widths)):
            ws.set_column(col, col, width)
        ws.set_row(HEADS, HEAD_HEIGHT)
        ws.set_row(STATES, STATE_HEIGHT)
        for row in self.bands:
            ws.set_row(row, self.heights[row])
        ws.freeze_panes(self.first_row, FIRST_COLUMN)
        ws.repeat_rows(HEADS, self.first_row - 1)
        ws.repeat_columns(ORDINAL, UNIT)
        scale = largest_scale(self.breaks)
        rows, columns = self.breaks(scale)
        ws.set_print_scale(scale)
        ws.set_h_pagebreaks(rows)
        ws.set_v_pagebreaks(columns)
        ws.print_area(0, 0, self.end - 1, self.last_used)

    def breaks(self, scale: int) -> Breaks:
        """The rows and the columns that begin another page at a printed size in percent."""
        wide = PRINTED_WIDTH * 100 / scale - sum(map(points, self.label_widths))
        columns = column_starts([points(width) for width in self.widths], wide)
        return self._row_breaks(self.places, scale), [FIRST_COLUMN + start for start in columns[1:]]

    def _row_breaks(self, places: RowPlaces, scale: int) -> list[int]:
        head = HEAD_HEIGHT + STATE_HEIGHT + LINE_HEIGHT * (self.first_row - FIRST)
        high = PRINTED_HEIGHT * 100 / scale - head
        return row_breaks(self._heights(places), set(places.bands), high, TITLE_HEIGHT)


__all__ = ["FIRST_COLUMN", "HEADS", "INDICATOR", "STATES", "IndicatorRows", "lies_across"]
