"""Cells of tables: figures in the units of their column, bound to what they are, or words for why none stands."""

from fractions import Fraction

from emulation_portal.lib.numbers import (
    format_count,
    format_dong_in_thousands,
    format_percent,
    format_points,
    format_signed_percent,
)
from results.figures import BlockFigures, Figure, IndicatorRef, TargetRef

from .lookup import Measure, Ref, change_of, gap_of, target_of, value_of
from .model import FactRun, FigureRun, Runs
from .numbers import target_words
from .wording import word

DASH = "–"


class Cells:
    """Cells about one block in one language; ``agency`` empty is the cluster."""

    def __init__(self, block: BlockFigures, lang: str):
        self.block, self.lang = block, lang
        self.gone = frozenset(a.code for a in block.missing())

    def _bound(self, text: str | None, code: str, agency: str, measure: Measure, *, bold: bool = False) -> Runs:
        if text is None:
            return (FactRun(DASH),)
        return (FigureRun(text, str(Ref(code, agency, measure)), bold),)

    def value(self, code: str, agency: str = "", *, last: bool = False, bold: bool = False) -> Runs:
        if agency in self.gone and not last:
            return self._said("table_missing")
        figure, indicator = value_of(self.block, code, agency, last=last), self.block.indicators[code]
        if figure.rate is not None and figure.ratio is None:
            return self._said("table_zero")
        text = self.printed(figure, indicator)
        if text is None:
            return self._said("table_no_last" if last else "table_empty" if agency else "table_none")
        return self._bound(text, code, agency, Measure.LAST if last else Measure.VALUE, bold=bold)

    def _said(self, key: str) -> Runs:
        """Why no figure stands in the cell, in words."""
        return (FactRun(word(key, self.lang), italic=True),)

    def printed(self, figure: Figure, indicator: IndicatorRef) -> str | None:
        if figure.rate is not None:
            return None if figure.ratio is None else format_percent(figure.ratio, 2, self.lang)
        if figure.amount is None:
            return None
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
        return self.printed(Figure(amount=-(-value.numerator // value.denominator)), indicator) or DASH

    def target(self, code: str, agency: str = "") -> Runs:
        goal = self.goal(target_of(self.block, code, agency), code)
        if goal is None and agency:
            return self._said("table_no_target")
        return self._bound(goal, code, agency, Measure.TARGET)

    def gap(self, code: str, agency: str = "") -> Runs:
        return self._bound(self.points(gap_of(self.block, code, agency), code), code, agency, Measure.GAP)

    def points(self, gap: Fraction | None, code: str) -> str | None:
        if gap is None:
            return None
        if self.block.indicators[code].is_rate:
            return format_points(gap, self.lang, unit=False)
        return ("+" if gap > 0 else "") + (self.printed(Figure(amount=int(gap)), self.block.indicators[code]) or "")

    def attainment(self, code: str) -> Runs:
        reached = self.block.total_attainment(code)
        text = None if reached is None else format_percent(reached, 2, self.lang)
        return self._bound(text, code, "", Measure.GAP)

    def change(self, code: str, agency: str = "") -> Runs:
        change = change_of(self.block, code, agency)
        if change is None:
            return (FactRun(DASH),)
        rate = self.block.indicators[code].is_rate
        text = format_points(change, self.lang, unit=False) if rate else format_signed_percent(change, 2, self.lang)
        return self._bound(text, code, agency, Measure.CHANGE)

    def place(self, code: str, agency: str) -> Runs:
        rank = self.block.rank(agency, code)
        return self._bound(f"{rank.place}/{rank.among}" if rank else None, code, agency, Measure.PLACE)

    def unit(self, code: str) -> Runs:
        indicator = self.block.indicators[code]
        return (FactRun(word("thousand_dong", self.lang) if indicator.is_money else indicator.unit(self.lang)),)


__all__ = ["DASH", "Cells"]
