"""A block's figures of one year in one sheet: sums and rates as live formulas, with the total of all agencies.

This is the one home of the block's figures in the book; every other sheet links to its cells. Money stands in nghìn
đồng as officials write it, exact to the đồng. Which way the sheet lies is told by `agency_rows` and `indicator_rows`.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from reports.workbooks.book import Book, cell
from results.enums import State
from results.figures import AgencyRef, BlockFigures, Figure, IndicatorRef
from results.words import block_name, block_title

NAME = re.compile(r"[a-z_][a-z0-9_]*")
NAME_WIDTH = 36
AT = "{at}"  # stands for the agency's row or column in the formula of a line


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
class SheetLine:
    """One indicator's cells; ``template`` is an agency's formula, with AT for its row or column."""

    indicator: IndicatorRef
    template: str
    input_style: str = ""
    calc_style: str = ""
    total_style: str = ""


class BlockPage(ABC):
    """A kind says where the cells stand: ``place`` and ``span``, and how head, labels and printed pages look."""

    def __init__(self, book: Book, block: BlockFigures, *, last_year: bool = False):
        self.book, self.block, self.last_year = book, block, last_year
        self.sheet = book.add_sheet(self._sheet_title(block_title(block.block)))
        self.period = block.last_period if last_year else block.period
        # Other sheets ask for the same figures again.
        self.figure: Callable[[str, str], Figure] = cache(block.last_value if last_year else block.value)
        self.total: Callable[[str], Figure] = cache(block.last_total if last_year else self._total_now)
        self._lay_out()
        places = {code: self._place_of(code) for code in block.indicators}
        self.lines = {code: SheetLine(each, row_formula(each, places)) for code, each in block.indicators.items()}
        self._fractions = self._codes_with_fractions()

    # -- what a kind says -----------------------------------------------------------------------------------------
    @abstractmethod
    def _lay_out(self) -> None:
        """Decide where agencies and indicators stand."""

    @abstractmethod
    def place(self, agency: str | None, code: str) -> tuple[int, int]:
        """Row and column of an agency's figure, or of the total (None)."""

    @abstractmethod
    def _place_of(self, code: str) -> str:
        """The address of an agency's figure, with AT for where the agency stands."""

    @abstractmethod
    def span(self, code: str) -> tuple[str, str]:
        """The first and last cell of an indicator over all agencies; both years' sheets lie the same way."""

    # -- addresses and values for other sheets --------------------------------------------------------------------
    def ref(self, agency: str | None, code: str) -> str:
        """The cell of an agency, or of the total (None), as other sheets write it."""
        return self.sheet.ref(*self.place(agency, code))

    def value(self, agency: str | None, code: str) -> int | float | None:
        figure = self.total(code) if agency is None else self.figure(agency, code)
        return cell_value(self.block.indicators[code], figure)

    def cells_of(self, code: str) -> str:
        """An indicator's cells of all agencies, as other sheets write them."""
        return self.sheet.span(*self.span(code))

    def part_of_rate(self, indicator: IndicatorRef, code: str) -> tuple[str, int | float | None]:
        """The numerator or denominator of a total rate as counted in it: a formula for other sheets, and its value.

        An agency that lacks one of the two is in neither.
        """
        rate = self.total(indicator.code).rate
        amount = None if rate is None else rate.part if code == indicator.numerator else rate.whole
        value = scaled(self.block.indicators[code], amount)
        if self._parts_are_paired(indicator):
            link = self.ref(None, code)
            return f'IF({link}="","",{link})', value
        both = "*".join(f"ISNUMBER({self.cells_of(c)})" for c in (indicator.numerator, indicator.denominator))
        return f'IF(SUMPRODUCT({both})=0,"",SUMPRODUCT({both},{self.cells_of(code)}))', value

    def number_format(self, code: str) -> str:
        indicator = self.block.indicators[code]
        return "rate" if indicator.is_rate else self._format(indicator)

    def _total_now(self, code: str) -> Figure:
        return self.block.line(code).value

    def _sheet_title(self, name: str) -> str:
        return _("Last year {block}").format(block=name) if self.last_year else name

    # -- plan -----------------------------------------------------------------------------------------------------
    def _codes_with_fractions(self) -> set[str]:
        """Money that is no whole number of nghìn đồng is shown with its three decimals."""
        found = set()
        for code, indicator in self.block.indicators.items():
            if indicator.is_money:
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
        for line in self.lines.values():
            kind = self._format(line.indicator)
            line.input_style, line.calc_style = f"{kind}:input", f"{kind}:calc"
            line.total_style = f"{'count' if kind == 'yes_no' else kind}:total"

    # -- writing --------------------------------------------------------------------------------------------------
    def _heading(self) -> str:
        block = block_name(self.block.block)
        said = _("{block}: results of the same period last year") if self.last_year else _("{block}: results by agency")
        return said.format(block=block)

    def _period_words(self) -> str:
        if self.period is None:
            return ""
        return _("{period}; money in thousand dong").format(period=self.period.name(self.book.language))

    def _write_figures(self, agency: str, at: str) -> None:
        """All cells of an agency that stands at this row or column."""
        held = (self.block.last_cells if self.last_year else self.block.cells).get(agency, {})
        write_number, write_formula, figure_of, place = self.sheet.number, self.sheet.formula, self.figure, self.place
        for code, line in self.lines.items():
            indicator, (row, col) = line.indicator, place(agency, code)
            if self.last_year and self.period and indicator.since > self.period.year:
                write_number(row, col, None, line.calc_style if line.template else line.input_style)
                continue
            if line.template:
                value = cell_value(indicator, figure_of(agency, code))
                write_formula(row, col, line.template.replace(AT, at), value, line.calc_style)
                continue
            typed = held.get(code)
            if typed is None:
                write_number(row, col, None, line.input_style)
            else:
                style = "nothing:input" if typed.nothing else line.input_style
                write_number(row, col, scaled(indicator, typed.amount), style)

    def _state(self, agency: AgencyRef) -> tuple[str, str]:
        """How far an agency's figures are, and the style of the words."""
        if self.last_year:
            there = agency.code in self.block.last_cells
            return (_("Figures held") if there else _("No figures")), "cell_center"
        ref = self.block.status.get(agency.code)
        if ref is None or not ref.counts:
            return _("No figures yet"), "cell_warn"
        return str(State(ref.counting_state).label), "cell_center"

    def _missing_words(self) -> str:
        missing = len(self.block.agencies) - self._present()
        return _("{count} missing").format(count=missing) if missing else ""

    def _present(self) -> int:
        if self.last_year:
            return sum(a.code in self.block.last_cells for a in self.block.agencies)
        return len(self.block.agencies) - len(self.block.missing())

    def _write_totals(self) -> None:
        sheet = self.sheet
        for code, line in self.lines.items():
            (row, col), indicator, figure = self.place(None, code), line.indicator, self.total(code)
            if indicator.aggregation == "none":
                sheet.text(row, col, "", "total")
            elif indicator.is_rate:
                sheet.formula(row, col, self._total_rate(indicator), ratio(figure), line.total_style)
            else:
                span = ":".join(self.span(code))
                formula = f'=IF(COUNT({span})=0,"",SUM({span}))'
                sheet.formula(row, col, formula, scaled(indicator, figure.amount), line.total_style)

    def _total_rate(self, indicator: IndicatorRef) -> str:
        """Sum of parts over sum of wholes; agencies that lack one of the two are left out of both."""
        if self._parts_are_paired(indicator):
            top, bottom = (cell(*self.place(None, code)) for code in (indicator.numerator, indicator.denominator))
            return f'=IF(COUNT({top},{bottom})<2,"",IF({bottom}=0,"",{top}/{bottom}))'
        tops, bottoms = (":".join(self.span(code)) for code in (indicator.numerator, indicator.denominator))
        both = f"ISNUMBER({tops})*ISNUMBER({bottoms})"
        sums = f"SUMPRODUCT({both},{tops})", f"SUMPRODUCT({both},{bottoms})"
        return f'=IF({sums[1]}=0,"",{sums[0]}/{sums[1]})'

    def _parts_are_paired(self, indicator: IndicatorRef) -> bool:
        return all(
            (self.figure(a.code, indicator.numerator).amount is None)
            == (self.figure(a.code, indicator.denominator).amount is None)
            for a in self.block.agencies
        )


def row_formula(indicator: IndicatorRef, places: Mapping[str, str]) -> str:
    """The formula of one agency's cell, empty for typed values. Whatever lacks an input stays empty."""
    if indicator.is_rate:
        part, whole = places[indicator.numerator], places[indicator.denominator]
        return f'=IF(COUNT({part},{whole})<2,"",IF({whole}=0,"",{part}/{whole}))'
    if not indicator.formula:
        return ""
    names = dict.fromkeys(NAME.findall(indicator.formula))
    inputs = [places[name] for name in names if name in places]
    body = NAME.sub(lambda found: places.get(found[0], found[0].upper()), indicator.formula).replace(" ", "")
    return f'=IF(COUNT({",".join(inputs)})={len(inputs)},{body},"")'


def numbered_formula(indicator: IndicatorRef, numbers: dict[str, int]) -> str:
    """The row of column numbers, as official forms have it: (3) = (1) + (2)."""
    own = f"({numbers[indicator.code]})"
    if indicator.is_rate:
        return f"{own} = ({numbers[indicator.numerator]}) / ({numbers[indicator.denominator]})"
    if indicator.formula:
        return f"{own} = " + NAME.sub(lambda found: f"({numbers.get(found[0], found[0])})", indicator.formula)
    return own


__all__ = ["BlockPage", "cell_value", "ratio", "scaled"]
