"""A block's sheet: a row per agency, a column per indicator, sums and rates as live formulas, totals below.

This is the one home of the block's figures in the book; every other sheet links to its cells. Money stands in nghìn
đồng as officials write it, exact to the đồng.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from math import ceil

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from reports.workbooks.book import Book, cell
from results.enums import State
from results.figures import AgencyRef, BlockFigures, Figure, IndicatorRef
from results.words import block_name, block_title, unit_text

NAME = re.compile(r"[a-z_][a-z0-9_]*")
BANDS, NAMES, UNITS, NUMBERS, FIRST = 4, 5, 6, 7, 8
ORDINAL, AGENCY, STATE, FIRST_COLUMN = 0, 1, 2, 3
STATE_WIDTH, NAME_WIDTH, ORDINAL_WIDTH = 12, 31, 5
WIDTHS = {"money_dong": 14.5, "rate": 9.5, "boolean": 10}
# Printed size in percent, and what A4 landscape holds at full size where the standard typeface runs wide.
SCALE, PAGE_PIXELS = 64, 780


def scaled(indicator: IndicatorRef, amount: int | None) -> int | float | None:
    """An amount in the unit of the sheets: nghìn đồng for money, else as it is."""
    if amount is None or not indicator.is_money:
        return amount
    whole, rest = divmod(amount, 1000)
    return amount / 1000 if rest else whole


def ratio(figure: Figure) -> float | None:
    """What the formula of a rate gives: the division of two whole numbers."""
    rate = figure.rate
    return rate.part / rate.whole if rate is not None and rate.whole else None


def cell_value(indicator: IndicatorRef, figure: Figure) -> int | float | None:
    """A figure as it stands in a cell: a share of one for a rate, an amount in the unit of the sheets."""
    return ratio(figure) if indicator.is_rate else scaled(indicator, figure.amount)


@dataclass(slots=True)
class SheetColumn:
    """One indicator's column; ``template`` is the formula of a row, with {r} for its number."""

    indicator: IndicatorRef
    col: int
    letter: str
    template: str
    input_style: str
    calc_style: str
    total_style: str


class BlockPage:
    first_column = FIRST_COLUMN

    def __init__(self, book: Book, block: BlockFigures, *, last_year: bool = False):
        self.book, self.block, self.last_year = book, block, last_year
        name = block_title(block.block)
        self.sheet = book.add_sheet(self._sheet_title(name))
        self.period = block.last_period if last_year else block.period
        self.rows = {agency.code: FIRST + n for n, agency in enumerate(block.agencies)}
        self.last_row = FIRST + len(block.agencies) - 1
        self.total_row = self.last_row + 1
        # Other sheets ask for the same figures again.
        self.figure: Callable[[str, str], Figure] = cache(block.last_value if last_year else block.value)
        self.total: Callable[[str], Figure] = cache(block.last_total if last_year else self._total_now)
        self.columns = self._columns()
        self.chunks = chunks_of(block.groups(book.language), self.first_column)
        self._fractions = self._codes_with_fractions()

    def _total_now(self, code: str) -> Figure:
        return self.block.line(code).value

    def _sheet_title(self, name: str) -> str:
        return _("Last year {block}").format(block=name) if self.last_year else name

    # -- addresses and values for other sheets --------------------------------------------------------------------
    def ref(self, agency: str | None, code: str) -> str:
        """The cell of an agency, or of the total (None), as other sheets write it."""
        return self.sheet.ref(self.total_row if agency is None else self.rows[agency], self.columns[code].col)

    def value(self, agency: str | None, code: str) -> int | float | None:
        figure = self.total(code) if agency is None else self.figure(agency, code)
        return cell_value(self.columns[code].indicator, figure)

    def rows_of(self, code: str) -> str:
        """An indicator's cells of all agencies, as other sheets write them; both years' sheets have the same rows."""
        letter = self.columns[code].letter
        return f"{self.sheet.quoted}!${letter}${FIRST + 1}:${letter}${self.last_row + 1}"

    def part_of_rate(self, indicator: IndicatorRef, code: str) -> tuple[str, int | float | None]:
        """The numerator or denominator of a total rate as counted in it: a formula for other sheets, and its value.

        An agency that lacks one of the two is in neither.
        """
        rate = self.total(indicator.code).rate
        amount = None if rate is None else rate.part if code == indicator.numerator else rate.whole
        value = scaled(self.columns[code].indicator, amount)
        if self._parts_are_paired(indicator):
            link = self.ref(None, code)
            return f'IF({link}="","",{link})', value
        both = "*".join(f"ISNUMBER({self.rows_of(c)})" for c in (indicator.numerator, indicator.denominator))
        return f'IF(SUMPRODUCT({both})=0,"",SUMPRODUCT({both},{self.rows_of(code)}))', value

    def number_format(self, code: str) -> str:
        return "rate" if self.columns[code].indicator.is_rate else self._format(self.columns[code].indicator)

    # -- plan -----------------------------------------------------------------------------------------------------
    def _columns(self) -> dict[str, SheetColumn]:
        letters = {code: xl_col_to_name(self.first_column + n) for n, code in enumerate(self.block.indicators)}
        return {
            code: SheetColumn(
                indicator, self.first_column + n, letters[code], row_formula(indicator, letters), "", "", ""
            )
            for n, (code, indicator) in enumerate(self.block.indicators.items())
        }

    def _codes_with_fractions(self) -> set[str]:
        """Money that is no whole number of nghìn đồng is shown with its three decimals."""
        found = set()
        for code, column in self.columns.items():
            if column.indicator.is_money:
                amounts = (self.figure(a.code, code).amount for a in self.block.agencies)
                if any(amount is not None and amount % 1000 for amount in amounts):
                    found.add(code)
        return found

    def _format(self, indicator: IndicatorRef) -> str:
        if indicator.is_rate:
            return "rate"
        if indicator.value_type == "boolean":
            return "yes_no"
        return "money3" if indicator.code in self._fractions else "money" if indicator.is_money else "count"

    def _choose_styles(self) -> None:
        for column in self.columns.values():
            kind = self._format(column.indicator)
            column.input_style, column.calc_style = f"{kind}:input", f"{kind}:calc"
            column.total_style = f"{'count' if kind == 'yes_no' else kind}:total"

    # -- writing --------------------------------------------------------------------------------------------------
    def write(self) -> None:
        self._choose_styles()
        self._write_head()
        for number, agency in enumerate(self.block.agencies, start=1):
            self._write_agency(FIRST + number - 1, number, agency)
        self._write_total()
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
        for column in self.columns.values():
            indicator = column.indicator
            sheet.text(NAMES, column.col, indicator.name(language), "head")
            said = " · ".join(filter(None, [indicator.legacy_code, unit_text(indicator, money="nghin")]))
            sheet.text(UNITS, column.col, said, "unit")
            sheet.text(NUMBERS, column.col, numbered_formula(indicator, numbers), "number_row")
        sheet.ws.set_row(NAMES, 92)
        sheet.ws.set_row(UNITS, 26)
        sheet.ws.set_row(NUMBERS, 24)

    def _heading(self) -> str:
        block = block_name(self.block.block)
        said = _("{block}: results of the same period last year") if self.last_year else _("{block}: results by agency")
        return said.format(block=block)

    def _period_words(self) -> str:
        if self.period is None:
            return ""
        return _("{period}; money in thousand dong").format(period=self.period.name(self.book.language))

    def _write_bands(self) -> None:
        for chunk in self.chunks:
            self.sheet.merged(BANDS, chunk.first, chunk.last, chunk.name, "head")

    def _write_agency(self, row: int, number: int, agency: AgencyRef) -> None:
        sheet, code_of, row_number = self.sheet, agency.code, str(row + 1)
        sheet.number(row, ORDINAL, number, "index:input")
        name = agency.name(self.book.language)
        sheet.text(row, AGENCY, name, "cell_wrap")
        sheet.fit_row(row, (name, NAME_WIDTH))
        self._write_state(row, agency)
        cells = (self.block.last_cells if self.last_year else self.block.cells).get(code_of, {})
        write_number, write_formula, figure_of = sheet.number, sheet.formula, self.figure
        for code, column in self.columns.items():
            indicator = column.indicator
            if column.template:
                figure = figure_of(code_of, code)
                value = cell_value(indicator, figure)
                write_formula(row, column.col, column.template.replace("{r}", row_number), value, column.calc_style)
                continue
            typed = cells.get(code)
            if typed is None:
                write_number(row, column.col, None, column.input_style)
            else:
                style = "nothing:input" if typed.nothing else column.input_style
                write_number(row, column.col, scaled(indicator, typed.amount), style)

    def _write_state(self, row: int, agency: AgencyRef) -> None:
        if self.last_year:
            there = agency.code in self.block.last_cells
            self.sheet.text(row, STATE, _("Figures held") if there else _("No figures"), "cell_center")
            return
        ref = self.block.status.get(agency.code)
        if ref is None or not ref.counts:
            self.sheet.text(row, STATE, _("No figures yet"), "cell_warn")
        else:
            self.sheet.text(row, STATE, State(ref.counting_state).label, "cell_center")

    def _write_total(self) -> None:
        sheet, row = self.sheet, self.total_row
        sheet.text(row, ORDINAL, "", "total")
        sheet.text(row, AGENCY, _("TOTAL"), "total")
        missing = len(self.block.agencies) - self._present()
        sheet.text(row, STATE, _("{count} missing").format(count=missing) if missing else "", "total_center")
        for code, column in self.columns.items():
            figure = self.total(code)
            indicator = column.indicator
            if indicator.aggregation == "none":
                sheet.text(row, column.col, "", "total")
            elif indicator.is_rate:
                sheet.formula(row, column.col, self._total_rate(indicator), ratio(figure), column.total_style)
            else:
                span = f"{column.letter}{FIRST + 1}:{column.letter}{self.last_row + 1}"
                formula = f'=IF(COUNT({span})=0,"",SUM({span}))'
                sheet.formula(row, column.col, formula, scaled(indicator, figure.amount), column.total_style)

    def _present(self) -> int:
        if self.last_year:
            return sum(a.code in self.block.last_cells for a in self.block.agencies)
        return len(self.block.agencies) - len(self.block.missing())

    def _total_rate(self, indicator: IndicatorRef) -> str:
        """Sum of parts over sum of wholes; agencies that lack one of the two are left out of both."""
        part, whole = self.columns[indicator.numerator], self.columns[indicator.denominator]
        if self._parts_are_paired(indicator):
            top, bottom = cell(self.total_row, part.col), cell(self.total_row, whole.col)
            return f'=IF(COUNT({top},{bottom})<2,"",IF({bottom}=0,"",{top}/{bottom}))'
        tops = f"{part.letter}{FIRST + 1}:{part.letter}{self.last_row + 1}"
        bottoms = f"{whole.letter}{FIRST + 1}:{whole.letter}{self.last_row + 1}"
        both = f"ISNUMBER({tops})*ISNUMBER({bottoms})"
        sums = f"SUMPRODUCT({both},{tops})", f"SUMPRODUCT({both},{bottoms})"
        return f'=IF({sums[1]}=0,"",{sums[0]}/{sums[1]})'

    def _parts_are_paired(self, indicator: IndicatorRef) -> bool:
        return all(
            (self.figure(a.code, indicator.numerator).amount is None)
            == (self.figure(a.code, indicator.denominator).amount is None)
            for a in self.block.agencies
        )

    # -- page -----------------------------------------------------------------------------------------------------
    def _set_up_page(self) -> None:
        """Printed pages hold whole groups of indicators where they fit, with the agencies' names repeated on each."""
        ws = self.sheet.ws
        self.book.set_up_page(self.sheet, fit=False)
        for col, width in ((ORDINAL, ORDINAL_WIDTH), (AGENCY, NAME_WIDTH), (STATE, STATE_WIDTH)):
            ws.set_column(col, col, width)
        for column in self.columns.values():
            ws.set_column(column.col, column.col, width_of(column.indicator))
        ws.freeze_panes(FIRST, self.first_column)
        ws.repeat_rows(BANDS, NUMBERS)
        ws.repeat_columns(ORDINAL, STATE)
        ws.set_print_scale(SCALE)
        ws.set_v_pagebreaks([page[0] for page in printed_pages(self.chunks)[1:]])
        ws.print_area(0, 0, self.total_row, self.first_column + len(self.columns) - 1)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Neighbouring columns of one group that print on one page: first and last column, width in pixels."""

    name: str
    first: int
    last: int
    pixels: float


def width_of(indicator: IndicatorRef) -> float:
    return WIDTHS.get(indicator.value_type, 11.5)


def pixels(width: float) -> float:
    return 7 * width + 5


ROOM = PAGE_PIXELS * 100 / SCALE - sum(pixels(width) for width in (ORDINAL_WIDTH, NAME_WIDTH, STATE_WIDTH))


def chunks_of(groups: Iterable[tuple[str, tuple[IndicatorRef, ...]]], first: int = FIRST_COLUMN) -> list[Chunk]:
    """The groups from a column on, those too wide for a page cut into even parts."""
    found = []
    for name, indicators in groups:
        widths = [pixels(width_of(indicator)) for indicator in indicators]
        for part in even_parts(widths):
            found.append(Chunk(name, first, first + len(part) - 1, sum(part)))
            first += len(part)
    return found


def even_parts(widths: list[float]) -> list[list[float]]:
    """As few parts of as even a number of columns as fit on a page each."""
    for count in range(ceil(sum(widths) / ROOM), len(widths) + 1):
        size = ceil(len(widths) / count)
        parts = [widths[start : start + size] for start in range(0, len(widths), size)]
        if all(sum(part) <= ROOM for part in parts):
            return parts
    return [[width] for width in widths]


def printed_pages(chunks: list[Chunk]) -> list[tuple[int, float]]:
    """First column and width of each page: as many chunks as fit."""
    pages: list[tuple[int, float]] = []
    for chunk in chunks:
        if pages and pages[-1][1] + chunk.pixels <= ROOM:
            pages[-1] = (pages[-1][0], pages[-1][1] + chunk.pixels)
        else:
            pages.append((chunk.first, chunk.pixels))
    return pages


def row_formula(indicator: IndicatorRef, letters: dict[str, str]) -> str:
    """The formula of one agency's row, empty for typed values. Whatever lacks an input stays empty."""
    if indicator.is_rate:
        part, whole = letters[indicator.numerator] + "{r}", letters[indicator.denominator] + "{r}"
        return f'=IF(COUNT({part},{whole})<2,"",IF({whole}=0,"",{part}/{whole}))'
    if not indicator.formula:
        return ""
    names = dict.fromkeys(NAME.findall(indicator.formula))
    inputs = [letters[name] + "{r}" for name in names if name in letters]

    def address(found: re.Match) -> str:
        return letters[found[0]] + "{r}" if found[0] in letters else found[0].upper()

    body = NAME.sub(address, indicator.formula).replace(" ", "")
    return f'=IF(COUNT({",".join(inputs)})={len(inputs)},{body},"")'


def numbered_formula(indicator: IndicatorRef, numbers: dict[str, int]) -> str:
    """The row of column numbers, as official forms have it: (3) = (1) + (2)."""
    own = f"({numbers[indicator.code]})"
    if indicator.is_rate:
        return f"{own} = ({numbers[indicator.numerator]}) / ({numbers[indicator.denominator]})"
    if indicator.formula:
        return f"{own} = " + NAME.sub(lambda found: f"({numbers.get(found[0], found[0])})", indicator.formula)
    return own


__all__ = ["BlockPage", "ratio", "scaled"]
