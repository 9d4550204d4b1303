"""Cells of tables: figures in the units of their column, bound to what they are, or words for why none stands."""

from fractions import Fraction
from math import floor

from emulation_portal.lib.numbers import (
    NO_VALUE,
    format_count,
    format_dong_in_thousands,
    format_percent,
    format_points,
    format_signed_percent,
)
from results.figures import BlockFigures, Figure, IndicatorRef, TargetRef
from results.figures.lines import Line, Why

from .model import FactRun, FigureRun, Runs
from .numbers import target_words
from .placeholders import Measure, Ref, answer_words, lacking_of, line_of
from .wording import word

THOUSAND = 1000  # money stands in thousands of đồng


class Cells:
    """Cells about one block in one language; ``agency`` empty is the cluster."""

    def __init__(self, block: BlockFigures, lang: str):
        self.block, self.lang = block, lang
        self.gone = frozenset(a.code for a in block.missing())

    def _bound(self, text: str | None, code: str, agency: str, measure: Measure, *, bold: bool = False) -> Runs:
        if text is None:
            return (FactRun(NO_VALUE),)
        return (FigureRun(text, str(Ref(code, agency, measure)), bold),)

    def _line(self, code: str, agency: str) -> Line:
        return line_of(self.block, code, agency)

    def value(self, code: str, agency: str = "", *, bold: bool = False) -> Runs:
        if agency in self.gone:
            return self._said("table_missing")
        figure = self._line(code, agency).value
        return self._figure(figure, code, agency, Measure.VALUE, "table_empty" if agency else "table_none", bold=bold)

    def last(self, code: str, agency: str = "") -> Runs:
        """The same period last year; of an agency without a figure now, that it is not compared."""
        compared = self._line(code, agency).compared
        held = agency and self.block.last_value(agency, code).is_known
        if held and any(out.why is Why.NO_FIGURE for out in compared.left_out):
            return self._said("table_not_compared")
        return self._figure(compared.last, code, agency, Measure.LAST, "table_no_last")

    def _figure(
        self, figure: Figure, code: str, agency: str, measure: Measure, none: str, *, bold: bool = False
    ) -> Runs:
        """A figure, or in words that nothing arose or that none is there."""
        if figure.nothing or (figure.rate is not None and figure.ratio is None):
            return self._said("table_zero")
        text = self.printed(figure, self.block.indicators[code])
        return self._said(none) if text is None else self._bound(text, code, agency, measure, bold=bold)

    def _said(self, key: str) -> Runs:
        """Why no figure stands in the cell, in words."""
        return (FactRun(word(key, self.lang), italic=True),)

    def printed(self, figure: Figure, indicator: IndicatorRef) -> str | None:
        if figure.rate is not None:
            return None if figure.ratio is None else format_percent(figure.ratio, 2, self.lang)
        if figure.amount is None:
            return None
        if indicator.is_boolean:
            return answer_words(figure, self.lang)
        if indicator.is_money:
            return format_dong_in_thousands(figure.amount, self.lang)
        return format_count(figure.amount, self.lang)

    def goal(self, target: TargetRef | None, code: str) -> str | None:
        return None if target is None else self.printed_goal(target.value, code)

    def printed_goal(self, value: Fraction, code: str) -> str:
        """A target or promise in the unit of the column."""
        indicator = self.block.indicators[code]
        if indicator.is_rate:
            return target_words(value, self.lang)
        return self.printed(Figure(amount=-(-value.numerator // value.denominator)), indicator) or NO_VALUE

    def target(self, code: str, agency: str = "") -> Runs:
        goal = self.goal(self._line(code, agency).target, code)
        if goal is None and agency:
            return self._said("table_no_target")
        return self._bound(goal, code, agency, Measure.TARGET)

    def gap(self, code: str, agency: str = "") -> Runs:
        """Against the target of the year."""
        return self._bound(self.points(self._line(code, agency).gap, code), code, agency, Measure.GAP)

    def pace(self, code: str, agency: str = "") -> Runs:
        """Against the part of the year's target that belongs to the months of the period."""
        return self._bound(self.points(self._line(code, agency).prorata_gap, code), code, agency, Measure.PACE)

    def compared(self, code: str) -> str:
        """Over how many members the years are compared, where it is some and not all."""
        compared = self.block.line(code).compared
        if not compared.is_partial:
            return ""
        return word("compared", self.lang).format(count=len(compared.members), of=compared.among)

    def points(self, gap: Fraction | None, code: str) -> str | None:
        if gap is None:
            return None
        if self.block.indicators[code].is_rate:
            return format_points(gap, self.lang, unit=False)
        whole = floor(gap)  # a part of one that is lacking is one that is lacking; of one too many it is none
        return ("+" if whole > 0 else "") + (self.printed(Figure(amount=whole), self.block.indicators[code]) or "")

    def lacking(self, code: str, agency: str = "") -> Runs:
        """The least that is lacking to the year's target, in the unit of the column; a part of it counts as a whole."""
        lacking, indicator = lacking_of(self.block, code, agency), self.block.indicators[code]
        part = self.block.indicators[indicator.numerator] if indicator.is_rate else indicator
        if lacking is not None and part.is_money:
            lacking = -(-lacking // THOUSAND) * THOUSAND
        text = None if lacking is None else self.printed(Figure(amount=lacking), part)
        return self._bound(text, code, agency, Measure.SHORT)

    def attainment(self, code: str) -> Runs:
        reached = self.block.line(code).attainment
        text = None if reached is None else format_percent(reached, 2, self.lang)
        return self._bound(text, code, "", Measure.GAP)

    def change(self, code: str, agency: str = "") -> Runs:
        change = self._line(code, agency).change
        if change is None:
            return (FactRun(NO_VALUE),)
        rate = self.block.indicators[code].is_rate
        text = format_points(change, self.lang, unit=False) if rate else format_signed_percent(change, 2, self.lang)
        return self._bound(text, code, agency, Measure.CHANGE)

    def place(self, code: str, agency: str) -> Runs:
        rank = self._line(code, agency).place
        return self._bound(f"{rank.place}/{rank.among}" if rank else None, code, agency, Measure.PLACE)

    def unit(self, code: str) -> Runs:
        indicator = self.block.indicators[code]
        return (FactRun(word("thousand_dong", self.lang) if indicator.is_money else indicator.unit(self.lang)),)


__all__ = ["Cells"]
