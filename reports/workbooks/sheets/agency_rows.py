"""A block's sheet of many agencies: a row per agency, a column per indicator, the totals below."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from reports.workbooks.book import LINE_HEIGHT, cell, points
from reports.workbooks.print_pages import PRINTED_WIDTH, column_starts
from results.figures import AgencyRef, IndicatorRef
from results.words import unit_text

from .block import AT, BlockPage, numbered_formula

BANDS, NAMES, UNITS, NUMBERS, FIRST = 4, 5, 6, 7, 8
ORDINAL, AGENCY, STATE, FIRST_COLUMN = 0, 1, 2, 3
ORDINAL_WIDTH, NAME_WIDTH, STATE_WIDTH = 5, 39, 11
WIDTHS = {"money_dong": 14.5, "rate": 9.5, "boolean": 10}
SCALE = 66  # printed size in percent


class AgencyRows(BlockPage):
    first_column = FIRST_COLUMN
    label_widths: tuple[float, ...] = (ORDINAL_WIDTH, NAME_WIDTH, STATE_WIDTH)

    def _lay_out(self) -> None:
        agencies = self.block.agencies
        self.rows = {agency.code: FIRST + n for n, agency in enumerate(agencies)}
        self.last_row = FIRST + len(agencies) - 1
        self.total_row = self.last_row + 1
        self.columns = {code: self.first_column + n for n, code in enumerate(self.block.indicators)}
        self.last_column = self.first_column + len(self.columns) - 1
        self.chunks = chunks_of(self.block.groups(self.book.language), self.first_column, self._room())

    def _room(self) -> float:
        return PRINTED_WIDTH * 100 / SCALE - sum(points(width) for width in self.label_widths)

    def place(self, agency: str | None, code: str) -> tuple[int, int]:
        return self.total_row if agency is None else self.rows[agency], self.columns[code]

    def _place_of(self, code: str) -> str:
        return xl_col_to_name(self.columns[code]) + AT

    def span(self, code: str) -> tuple[str, str]:
        return self.column_span(self.columns[code])

    def column_span(self, col: int) -> tuple[str, str]:
        """The first and last cell of a column over all agencies."""
        return cell(FIRST, col), cell(self.last_row, col)

    # -- writing --------------------------------------------------------------------------------------------------
    def write(self) -> None:
        self._choose_styles()
        self._write_head()
        for number, agency in enumerate(self.block.agencies, start=1):
            self._write_agency(FIRST + number - 1, number, agency)
        self.sheet.text(self.total_row, ORDINAL, "", "total")
        self.sheet.text(self.total_row, AGENCY, _("TOTAL"), "total")
        self.sheet.text(self.total_row, STATE, self._missing_words(), "total_center")
        self._write_totals()
        self._set_up_page()

    def _write_head(self) -> None:
        sheet, language = self.sheet, self.book.language
        self.book.write_heading(sheet, self._heading(), self._period_words())
        if self.book.notices():
            sheet.merged(2, ORDINAL, STATE, " ".join(self.book.notices()), "notice_small")
            sheet.ws.set_row(2, 42)
        for row in (BANDS, NAMES, UNITS):
            sheet.text(row, STATE, "", "head")
        sheet.text(BANDS, ORDINAL, "", "head")
        sheet.text(BANDS, AGENCY, "", "head")
        for col, words in ((ORDINAL, _("No.")), (AGENCY, _("Agency")), (STATE, _("Reporting"))):
            sheet.text(NAMES, col, words, "head")
            sheet.text(UNITS, col, "", "unit")
            sheet.text(NUMBERS, col, "", "number_row")
        self._write_bands()
        numbers = {code: n for n, code in enumerate(self.columns, start=1)}
        for code, col in self.columns.items():
            indicator = self.block.indicators[code]
            sheet.text(NAMES, col, indicator.name(language), "head")
            said = " · ".join(filter(None, [indicator.form_codes, unit_text(indicator, money="nghin")]))
            sheet.text(UNITS, col, said, "unit")
            sheet.text(NUMBERS, col, numbered_formula(indicator, numbers), "number_row")
        sheet.ws.set_row(NAMES, 78)
        sheet.ws.set_row(UNITS, 26)
        sheet.ws.set_row(NUMBERS, 24)

    def _write_bands(self) -> None:
        for chunk in self.chunks:
            self.sheet.merged(BANDS, chunk.first, chunk.last, chunk.name, "head")
        narrow = any(chunk.first == chunk.last for chunk in self.chunks)
        self.sheet.ws.set_row(BANDS, LINE_HEIGHT * (3 if narrow else 1))

    def _write_agency(self, row: int, number: int, agency: AgencyRef) -> None:
        self.sheet.number(row, ORDINAL, number, "index:input")
        name = agency.name(self.book.language)
        self.sheet.text(row, AGENCY, name, "cell_wrap")
        self.sheet.fit_row(row, (name, NAME_WIDTH))
        self.sheet.text(row, STATE, *self._state(agency))
        self._write_figures(agency.code, str(row + 1))

    def _set_up_page(self) -> None:
        """Pages as full as each other, with heads and the agencies' names repeated on each."""
        ws = self.sheet.ws
        self.book.set_up_page(self.sheet, fit=False)
        for col, width in enumerate(self.label_widths):
            ws.set_column(col, col, width)
        for code, col in self.columns.items():
            ws.set_column(col, col, width_of(self.block.indicators[code]))
        ws.freeze_panes(FIRST, self.first_column)
        ws.repeat_rows(BANDS, NUMBERS)
        ws.repeat_columns(ORDINAL, self.first_column - 1)
        ws.set_print_scale(SCALE)
        ws.set_v_pagebreaks([chunk.first for chunk in self.chunks[1:] if chunk.begins_page])
        ws.print_area(0, 0, self.total_row, self.last_column)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Neighbouring columns of one group on one page: first and last column."""

    name: str
    first: int
    last: int
    begins_page: bool = False


def width_of(indicator: IndicatorRef) -> float:
    return WIDTHS.get(indicator.value_type, 11.5)


def chunks_of(groups: Iterable[tuple[str, tuple[IndicatorRef, ...]]], first: int, room: float) -> list[Chunk]:
    """The groups from a column on, cut where a page ends."""
    named = [(name, points(width_of(indicator))) for name, indicators in groups for indicator in indicators]
    begins = column_starts([width for _name, width in named], room)
    found: list[Chunk] = []
    for place, (name, _width) in enumerate(named):
        if place in begins or not found or found[-1].name != name:
            found.append(Chunk(name, first + place, first + place, place in begins))
        else:
            found[-1] = replace(found[-1], last=first + place)
    return found


__all__ = ["AGENCY", "BANDS", "FIRST", "FIRST_COLUMN", "NAMES", "NUMBERS", "UNITS", "AgencyRows"]
