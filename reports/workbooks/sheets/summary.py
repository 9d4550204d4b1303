"""The first sheet of figures: headline results with target, gap and last year, and what was printed elsewhere.

Every figure is a formula that leads through a block's total to each agency's row.
"""

from fractions import Fraction

from django.utils.translation import gettext as _

from emulation_portal.lib.numbers import NO_VALUE, format_exact
from emulation_portal.ui.language import lang
from reports.workbooks.book import Book, cell, names_of
from results.figures import IndicatorRef, PublishedRef
from results.words import block_name, unit_text

from .block import BlockPage, cell_value
from .comparison import BEFORE, MEMBERS, ComparisonPage
from .comparison import CHANGE as CHANGED
from .targets import GAP, MET, NATION, NATION_GAP, PRORATA, TARGET, TargetsPage, measured, verdict

HEAD, FIRST = 4, 7
(
    ORDINAL,
    INDICATOR,
    PART,
    WHOLE,
    UNIT,
    VALUE,
    GOAL,
    TO_GOAL,
    PACE,
    NATIONAL,
    TO_NATIONAL,
    LAST,
    CHANGE,
    COMPARED,
    VERDICT,
) = range(15)
WIDTHS = (5, 40, 15, 15, 10, 11, 11, 11, 12, 11, 12, 11, 12, 11, 16)
BILLION = 10**6  # nghìn đồng in a tỷ
MEASURES = ("value", "target", "gap_pp", "attainment_pct")


class SummaryPage:
    def __init__(self, book: Book):
        self.book = book
        self.sheet = book.add_sheet(_("Summary"))
        self.pages: list[BlockPage] = []
        self.last: dict[str, BlockPage] = {}
        self.targets: TargetsPage | None = None
        self.comparison: ComparisonPage | None = None
        self.rows: dict[str, int] = {}

    def attach(
        self, pages: list[BlockPage], last: dict[str, BlockPage], targets: TargetsPage, comparison: ComparisonPage
    ) -> None:
        """Tell which sheets hold the figures; they come later in the book."""
        self.pages, self.last, self.targets, self.comparison = pages, last, targets, comparison

    def write(self) -> None:
        self._write_head()
        row = FIRST
        for page in self.pages:
            period = page.block.period
            words = f"{block_name(page.block.block)} · {period.name(self.book.language) if period else NO_VALUE}"
            self.sheet.merged(row, ORDINAL, VERDICT, words, "band")
            row += 1
            for number, indicator in enumerate(page.block.headline, start=1):
                self._write_indicator(row, number, page, indicator)
                row += 1
        row = self._write_reporting(row + 1)
        self._write_printed(row + 1)
        self._set_up()

    def _write_head(self) -> None:
        sheet = self.sheet
        scope = self.book.background.only_agency or self.book.figures.cluster_name(self.book.language)
        title = _("Summary of results, year {year}").format(year=self.book.figures.year)
        self.book.write_heading(sheet, title, scope)
        goal = (_("Target"), _("Gap to target"))
        if self.targets.is_part_year:
            goal = (_("Target of the year"), _("Gap to the year's target"))
        heads = (
            (_("No."), ""),
            (_("Headline indicator"), ""),
            (_("Numerator"), ""),
            (_("Denominator"), ""),
            (_("Unit"), ""),
            (_("Result"), "%"),
            (goal[0], _("%, derived")),
            (goal[1], _("points")),
            (_("Gap to the part of the target for these months"), _("points")),
            (_("National target"), "%"),
            (_("Gap to national target"), _("points")),
            (_("Same period last year"), _("%, members compared")),
            (_("Against last year"), _("points")),
            (_("Members compared"), ""),
            (_("Assessment"), ""),
        )
        number = 0
        for col, (words, below) in enumerate(heads):
            number += col != PACE or self.targets.is_part_year
            sheet.text(HEAD, col, words, "head")
            sheet.text(HEAD + 1, col, below, "unit")
            sheet.text(HEAD + 2, col, f"({number})", "number_row")
        sheet.ws.set_row(HEAD, 62 if self.targets.is_part_year else 48)
        sheet.ws.set_row(HEAD + 1, 28)

    # -- headline indicators --------------------------------------------------------------------------------------
    def _write_indicator(self, row: int, number: int, page: BlockPage, indicator: IndicatorRef) -> None:
        sheet, language, code = self.sheet, self.book.language, indicator.code
        self.rows[code] = row
        parts = [page.block.indicators[c] for c in (indicator.numerator, indicator.denominator) if c]
        words = indicator.name(language)
        if parts:
            words += "\n(" + " / ".join(part.name(language) for part in parts) + ")"
        sheet.number(row, ORDINAL, number, "index:input")
        sheet.text(row, INDICATOR, words, "cell_wrap")
        for col, part in zip((PART, WHOLE), parts, strict=False):
            self._write_part(row, col, page, indicator, part)
        sheet.text(row, UNIT, self._unit(parts[0] if parts else indicator), "cell_center")
        link = page.ref(None, code)
        style = f"{page.number_format(code)}:total"
        sheet.formula(row, VALUE, f'=IF({link}="","",{link})', page.value(None, code), style)
        self._write_targets(row, page, indicator)
        self._write_last(row, page, indicator)
        self._name_cells(row, indicator)
        sheet.ws.set_row(row, 48)

    def _unit(self, indicator: IndicatorRef) -> str:
        return unit_text(indicator)

    def _write_part(self, row: int, col: int, page: BlockPage, rate: IndicatorRef, part: IndicatorRef) -> None:
        """Counts as they are; money in tỷ đồng with all that three decimals show."""
        counted, value = page.part_of_rate(rate, part.code)
        if part.is_money:
            value = None if value is None else value / BILLION
            self.sheet.formula(row, col, f'=IFERROR(({counted})/{BILLION},"")', value, "money3:total")
        else:
            self.sheet.formula(row, col, f"={counted}", value, "count:total")

    def _write_targets(self, row: int, page: BlockPage, indicator: IndicatorRef) -> None:
        line, code = page.block.line(indicator.code), indicator.code
        value, times = page.value(None, code), 100 if indicator.is_rate else 1
        goal = measured(indicator, line.target.value) if line.target else None
        national = measured(indicator, line.national_target.value) if line.national_target else None
        gap = (value - goal) * times if value is not None and goal is not None else None
        behind = (value - national) * times if value is not None and national is not None else None
        rate = "rate:total" if indicator.is_rate else "decimal:total"
        points = "points:total" if indicator.is_rate else "signed:total"
        none = NO_VALUE if national is None else None
        cells = (
            (GOAL, TARGET, goal, rate),
            (TO_GOAL, GAP, gap, points),
            (NATIONAL, NATION, none or national, rate),
            (PACE, PRORATA, self.targets.pace(line, value), points),
            (TO_NATIONAL, NATION_GAP, none or behind, points),
            (VERDICT, MET, verdict(line), "total_center"),
        )
        for col, source, cached, style in cells:
            link = self.targets.ref(None, code, source)
            if link is None:
                self.sheet.text(row, col, NO_VALUE, "total_center")
            else:
                self.sheet.formula(row, col, f'=IF({link}="","",{link})', cached, style)

    def _write_last(self, row: int, page: BlockPage, indicator: IndicatorRef) -> None:
        """The comparison is made on its own sheet, over like members; how many they are stands beside it."""
        last, sheet, code = self.last.get(page.block.block), self.sheet, indicator.code
        if last is None or indicator.aggregation == "none":
            for col in (LAST, CHANGE, COMPARED):
                sheet.text(row, col, NO_VALUE, "total_center")
            return
        compared = page.block.line(code).compared
        now, before = (cell_value(indicator, figure) for figure in (compared.value, compared.last))
        both, times = now is not None and before is not None, 100 if indicator.is_rate else 1
        style = f"{last.number_format(code)}:total"
        sheet.formula(row, LAST, f"={self.comparison.ref(code, BEFORE)}", NO_VALUE if before is None else before, style)
        style = "points:total" if indicator.is_rate else "signed:total"
        change = (now - before) * times if both else NO_VALUE
        sheet.formula(row, CHANGE, f"={self.comparison.ref(code, CHANGED)}", change, style)
        among = f"/{compared.among}"
        formula = f'={self.comparison.ref(code, MEMBERS)}&"{among}"'
        sheet.formula(row, COMPARED, formula, f"{len(compared.members)}{among}", "total_center")

    def _name_cells(self, row: int, indicator: IndicatorRef) -> None:
        """Names such as completion_rate_cases and completion_rate_cases_gap for whoever builds on the book."""
        for suffix, col in (("", VALUE), ("_part", PART), ("_whole", WHOLE), ("_target", GOAL), ("_gap", TO_GOAL)):
            self.book.workbook.define_name(indicator.code + suffix, self.sheet.absolute(row, col))

    # -- who has reported -----------------------------------------------------------------------------------------
    def _write_reporting(self, row: int) -> int:
        sheet, language = self.sheet, self.book.language
        sheet.text(row, 0, _("Reporting"), "heading")
        row += 1
        heads = ((ORDINAL, _("No.")), (INDICATOR, _("Block")), (PART, _("Members")), (WHOLE, _("With figures")))
        for col, words in heads:
            sheet.text(row, col, words, "head")
        sheet.text(row, UNIT, _("Approved"), "head")
        sheet.merged(row, VALUE, VERDICT, _("Without figures, left out of the totals"), "head")
        for number, page in enumerate(self.pages, start=1):
            row, block = row + 1, page.block
            missing, open_ones = block.missing(), block.not_final()
            sheet.number(row, ORDINAL, number, "index:input")
            sheet.text(row, INDICATOR, block_name(block.block), "cell")
            sheet.number(row, PART, len(block.agencies), "index:input")
            sheet.number(row, WHOLE, len(block.agencies) - len(missing), "index:input")
            sheet.number(row, UNIT, len(block.agencies) - len(open_ones), "index:input")
            names = names_of(missing, language) or _("every member has figures")
            sheet.merged(row, VALUE, VERDICT, names, "cell_wrap")
            sheet.fit_row(row, (names, sum(WIDTHS[VALUE:])))
        return row + 1

    # -- what was printed elsewhere -------------------------------------------------------------------------------
    def _write_printed(self, row: int) -> None:
        printed = [(page, p) for page in self.pages for p in page.block.published if self._is_comparable(page, p)]
        if not printed:
            return
        sheet = self.sheet
        sheet.text(row, 0, _("Published figures beside recomputed ones"), "heading")
        said = _("A published figure stands for the range from lowest to highest that its wording allows.")
        sheet.text(row + 1, 0, said, "subtitle")
        row += 2
        heads = (
            (ORDINAL, ORDINAL, _("No.")),
            (INDICATOR, INDICATOR, _("Indicator and measure")),
            (PART, UNIT, _("As published")),
            (VALUE, GOAL, _("Lowest")),
            (TO_GOAL, NATIONAL, _("Highest")),
            (TO_NATIONAL, LAST, _("Recomputed")),
            (CHANGE, COMPARED, _("Agrees")),
            (VERDICT, VERDICT, _("Published for")),
        )
        for first, last, words in heads:
            sheet.merged(row, first, last, words, "head")
        sheet.ws.set_row(row, 32)
        for number, (page, published) in enumerate(printed, start=1):
            self._write_printed_row(row + number, number, page, published)

    def _is_comparable(self, page: BlockPage, published: PublishedRef) -> bool:
        return published.indicator in page.block.indicators and published.measure in MEASURES

    def _write_printed_row(self, row: int, number: int, page: BlockPage, published: PublishedRef) -> None:
        sheet, indicator = self.sheet, page.block.indicators[published.indicator]
        sheet.number(row, ORDINAL, number, "index:input")
        words = f"{indicator.name(self.book.language)} ({_measure(published, indicator)})"
        sheet.text(row, INDICATOR, words, "cell_wrap")
        text = published.text or _derived_words(published)
        sheet.merged(row, PART, UNIT, text, "cell_wrap")
        by = Fraction(1, 10**9) if indicator.is_money and published.measure == "value" else Fraction(1)
        whole = published.measure == "value" and not indicator.is_rate
        style = "money3:input" if by != 1 else "count:input" if whole else "decimal:input"
        for first, last, bound in ((VALUE, GOAL, published.low), (TO_GOAL, NATIONAL, published.high)):
            sheet.merged(row, first, last, "", style)
            sheet.number(row, first, None if bound is None else float(Fraction(bound) * by), style)
        value, formula = self._recomputed(page, published, by)
        style = style.replace("input", "total")
        sheet.merged(row, TO_NATIONAL, LAST, "", style)
        if formula is None:
            sheet.text(row, TO_NATIONAL, NO_VALUE, "total_center")
        else:
            sheet.formula(row, TO_NATIONAL, formula, value, style)
        self._write_agreement(row, published, page.block.recomputed(published), by != 1)
        period = next((p for p in page.block.periods if p.period_code == published.period_code), None)
        sheet.text(row, VERDICT, period.name(self.book.language) if period else published.period_code, "cell_center")
        sheet.fit_row(row, (words, WIDTHS[INDICATOR]), (text, WIDTHS[PART] + WIDTHS[WHOLE] + WIDTHS[UNIT]))

    def _write_agreement(self, row: int, published: PublishedRef, recomputed: Fraction | None, is_money: bool) -> None:
        low, high, own = cell(row, VALUE), cell(row, TO_GOAL), cell(row, TO_NATIONAL)
        self.sheet.merged(row, CHANGE, COMPARED, "", "cell_center")
        agrees, yes, no = published.contains(recomputed), _("agrees"), _("differs")
        if published.low is None or published.high is None:
            self.sheet.text(row, CHANGE, NO_VALUE, "cell_center")
            return
        value = None if agrees is None else yes if agrees else no
        # What was derived from rounded figures is known to two decimals only; đồng are the ninth decimal of a tỷ.
        digits = 2 if published.kind == "derived" and not is_money else 9
        inside = f"AND(ROUND({own},{digits})>={low},ROUND({own},{digits})<={high})"
        self.sheet.formula(row, CHANGE, f'=IF(COUNT({own})=0,"",IF({inside},"{yes}","{no}"))', value, "cell_center")

    def _recomputed(self, page: BlockPage, published: PublishedRef, by: Fraction) -> tuple[float | None, str | None]:
        """The value in the published measure, and the formula that leads to our own cells."""
        code, measure = published.indicator, published.measure
        indicator = page.block.indicators[code]
        exact = page.block.recomputed(published)
        value = None if exact is None else float(exact * by)
        total = page.ref(None, code)
        if measure == "value":
            scale = "*100" if indicator.is_rate else f"/{BILLION}" if indicator.is_money else ""
            return value, f'=IF({total}="","",{total}{scale})'
        goal, gap = self.targets.ref(None, code, TARGET), self.targets.ref(None, code, GAP)
        if goal is None:
            return None, None
        if measure == "gap_pp":
            return value, f'=IF({gap}="","",{gap})'
        if measure == "target":
            scale = "*100" if indicator.is_rate else f"/{BILLION}" if indicator.is_money else ""
            return value, f'=IF({goal}="","",{goal}{scale})'
        return value, f'=IF(COUNT({total},{goal})<2,"",{total}/{goal}*100)'

    def _set_up(self) -> None:
        for col, width in enumerate(WIDTHS):
            hidden = {"hidden": True} if col == PACE and not self.targets.is_part_year else {}
            self.sheet.ws.set_column(col, col, width, None, hidden)
        self.sheet.ws.freeze_panes(FIRST, PART)
        self.sheet.ws.repeat_rows(HEAD, FIRST - 1)
        self.book.set_up_page(self.sheet)


def _measure(published: PublishedRef, indicator: IndicatorRef) -> str:
    if published.measure == "value":
        return "%" if indicator.is_rate else unit_text(indicator)
    return {
        "target": _("target, %"),
        "gap_pp": _("gap to target, points"),
        "attainment_pct": _("share of target reached, %"),
    }[published.measure]


def _derived_words(published: PublishedRef) -> str:
    if published.value is None:
        return NO_VALUE
    return _("derived: {value}").format(value=format_exact(published.value, lang()))


__all__ = ["SummaryPage"]
