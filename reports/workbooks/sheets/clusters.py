"""The clusters of a year side by side: target, place, and the comparison of each one's members with last year."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_col_to_name

from emulation_portal.lib.numbers import NO_VALUE
from reports.workbooks.book import Book, cell
from reports.workbooks.styles import FONT
from results.figures import BlockFigures, IndicatorRef
from results.figures.lines import Line
from results.figures.rates import competition_ranks
from results.words import block_name, unit_text

from .block import ratio, scaled
from .comparison import BEFORE as THEN
from .comparison import CHANGE as CHANGED
from .comparison import LIKE as NOW
from .comparison import MEMBERS as COUNTED
from .comparison import ComparisonPage, both_years, over
from .nation import Clusters, NationBlockPage
from .targets import TARGET, TargetsPage, measured

BAR = "#2B6C96"


@dataclass(frozen=True, slots=True)
class _Table:
    """One headline rate's rows of clusters."""

    page: NationBlockPage
    last: NationBlockPage | None
    rate: IndicatorRef


class ClustersPage:
    """Clusters side by side for every headline rate: parts added by cluster, target, gap, last year, place; a chart."""

    HEAD = 4
    (ORDINAL, NAME, MEMBERS, HELD, PART, WHOLE, RATE, GOAL, GAP, PACE, SHARE, COMPARED, LIKE, LAST, CHANGE, PLACE) = (
        range(16)
    )
    WIDTHS = (5, 30, 10, 10, 16, 16, 11, 11, 12, 12, 12, 11, 12, 12, 12, 10)
    AGAINST_LAST = (COMPARED, LIKE, LAST, CHANGE)

    def __init__(self, book: Book, clusters: Clusters):
        self.book, self.clusters = book, clusters
        self.sheet = book.add_sheet(pgettext("sheet", "Clusters"))
        self.tables: list[_Table] = []
        self.targets: TargetsPage | None = None
        self.comparison: ComparisonPage | None = None

    def attach(
        self,
        pages: list[NationBlockPage],
        last: dict[str, NationBlockPage],
        targets: TargetsPage,
        comparison: ComparisonPage,
    ) -> None:
        self.targets, self.comparison = targets, comparison
        self.tables = [
            _Table(page, last.get(page.block.block), indicator)
            for page in pages
            for indicator in page.block.headline
            if indicator.is_rate
        ]

    def write(self) -> None:
        sheet = self.sheet
        said = _("A cluster's rate is the sum of its members' numerators over that of their denominators.")
        self.book.write_heading(sheet, _("Clusters side by side"), said)
        row, starts = self.HEAD, []
        for table in self.tables:
            starts.append(row)
            row = self._write_table(row, table)
        sheet.ws.set_h_pagebreaks(starts[1:])  # a chart is not parted from its table
        if not self.tables:
            sheet.merged(row, 0, self.PLACE, _("No headline rate was chosen."), "cell")
        for col, width in enumerate(self.WIDTHS):
            hidden = {"hidden": True} if col == self.PACE and not self.targets.is_part_year else {}
            sheet.ws.set_column(col, col, width, None, hidden)
        sheet.ws.freeze_panes(self.HEAD, self.MEMBERS)
        sheet.ws.repeat_rows(0, self.HEAD - 2)
        self.book.set_up_page(sheet)

    def _write_table(self, row: int, table: _Table) -> int:
        block, rate, language = table.page.block, table.rate, self.book.language
        words = f"{block_name(block.block)} · {rate.name(language)}"
        band = f"{block_name(block.block)} · {block.period.name(language)} · {rate.name(language)}"
        self.sheet.merged(row, 0, self.PLACE, band, "band")
        self._write_heads(row + 1, table)
        members = self.clusters.members(block)
        first, last = row + 2, row + 1 + len(members)
        lines = [figures.blocks[block.block].line(rate.code) for figures, _places_of in members]
        known = {n: line.value.measured for n, line in enumerate(lines) if line.value.measured is not None}
        places = competition_ranks(known, higher_is_better=rate.direction == "higher")
        for number, (figures, at) in enumerate(members):
            self._write_cluster(first + number, number, figures.blocks[block.block], at, table)
            self.sheet.text(first + number, self.NAME, figures.cluster_short(language), "cell_wrap")
            self._write_place(first + number, first, last, places.get(number), rate)
        self._write_nation(last + 1, table)
        return self._add_chart(last + 3, first, last, words)

    def _write_heads(self, row: int, table: _Table) -> None:
        block, rate, language = table.page.block, table.rate, self.book.language
        part, whole = (block.indicators[code] for code in (rate.numerator, rate.denominator))
        heads = (
            _("No."),
            _("Cluster"),
            _("Members"),
            _("With figures"),
            f"{part.name(language)} ({unit_text(part, money='nghin')})",
            f"{whole.name(language)} ({unit_text(whole, money='nghin')})",
            f"{rate.name(language)} (%)",
            *self._goal_heads(block),
            _("Members compared with last year"),
            _("This year, members compared, %"),
            _("Same period last year, members compared, %"),
            _("Against last year, points"),
            _("Place among clusters"),
        )
        for col, words in enumerate(heads):
            self.sheet.text(row, col, words, "head")
        self.sheet.ws.set_row(row, 96)

    def _goal_heads(self, block: BlockFigures) -> tuple[str, str, str, str]:
        """Whose target it is: before its end that of the whole year."""
        pace = _("Gap to the part of the target for these months, points")
        if block.period.is_part_year:
            heads = _("Derived target of the year, %"), _("Gap to the year's target, points")
            return *heads, pace, _("Share of the year's target reached, %")
        return _("Derived target, %"), _("Gap to target, points"), pace, _("Share of target reached, %")

    def _write_cluster(self, row: int, number: int, own: BlockFigures, at: list[int], table: _Table) -> None:
        sheet, page, rate = self.sheet, table.page, table.rate
        sheet.number(row, self.ORDINAL, number + 1, "index:input")
        sheet.number(row, self.MEMBERS, len(own.agencies), "count:input")
        sheet.number(row, self.HELD, len(own.agencies) - len(own.missing()), "count:input")
        name, names = cell(row, self.NAME), page.clusters_span
        for col, code in ((self.PART, rate.numerator), (self.WHOLE, rate.denominator)):
            held = page.cells_of(code)
            formula = f'=IF(SUMPRODUCT(({names}={name})*ISNUMBER({held}))=0,"",SUMPRODUCT(({names}={name})*1,{held}))'
            value = scaled(own.indicators[code], own.line(code).value.amount)
            sheet.formula(row, col, formula, value, f"{page.number_format(code)}:calc")
        formula = self._rate_of(name, names, *(page.cells_of(c) for c in (rate.numerator, rate.denominator)))
        line = own.line(rate.code)
        sheet.formula(row, self.RATE, formula, ratio(line.value), "rate:calc")
        self._write_target(row, own, at, table)
        self._write_last(row, line, table)

    def _rate_of(self, name: str, names: str, parts: str, wholes: str) -> str:
        """Sums over the rows of a cluster that have both parts of a rate."""
        both = f"({names}={name})*ISNUMBER({parts})*ISNUMBER({wholes})"
        top, bottom = f"SUMPRODUCT({both},{parts})", f"SUMPRODUCT({both},{wholes})"
        return f'=IF({bottom}=0,"",{top}/{bottom})'

    def _write_target(self, row: int, own: BlockFigures, at: list[int], table: _Table) -> None:
        sheet, code = self.sheet, table.rate.code
        line = own.line(code)
        part = self.targets.parts.get(code)
        of_one_kind = len({t.comparator for (_agency, c), t in own.targets.items() if c == code}) < 2
        if part is None or not of_one_kind or at != list(range(at[0], at[-1] + 1)):
            for col in (self.GOAL, self.GAP, self.PACE, self.SHARE):
                sheet.text(row, col, NO_VALUE, "cell_center")
            return
        goal = measured(table.rate, line.target.value) if line.target else None
        formula = self.targets.derived_target(part, part.first + at[0], part.first + at[-1])
        sheet.formula(row, self.GOAL, formula, goal, "rate:calc")
        self._write_gap(row, line, goal, "calc")

    def _write_gap(self, row: int, line: Line, goal: float | None, role: str) -> None:
        value, v, t = ratio(line.value), cell(row, self.RATE), cell(row, self.GOAL)
        both = value is not None and goal is not None
        gap = (value - goal) * 100 if both else None
        self.sheet.formula(row, self.GAP, f'=IF(COUNT({v},{t})=2,({v}-{t})*100,"")', gap, f"points:{role}")
        self._write_pace(row, line, role)
        share = value / goal if both and goal else None
        formula = f'=IF(COUNT({v},{t})<2,"",IF({t}=0,"",{v}/{t}))'
        self.sheet.formula(row, self.SHARE, formula, share, f"rate:{role}")

    def _write_pace(self, row: int, line: Line, role: str) -> None:
        """Against months over twelve of the target, where the result grows towards it."""
        if not line.is_part_year or line.prorata_target is None:
            self.sheet.text(row, self.PACE, "", "total" if role == "total" else "cell")
            return
        v, t = cell(row, self.RATE), cell(row, self.GOAL)
        formula = f'=IF(COUNT({v},{t})=2,({v}-{self.targets.asked(line, t)})*100,"")'
        self.sheet.formula(row, self.PACE, formula, self.targets.pace(line, ratio(line.value)), f"points:{role}")

    def _write_last(self, row: int, line: Line, table: _Table) -> None:
        """The members of the cluster that have figures of both years, and the rates of both over them."""
        sheet, rate, page, last = self.sheet, table.rate, table.page, table.last
        if last is None:
            for col in self.AGAINST_LAST:
                sheet.text(row, col, NO_VALUE, "cell_center")
            return
        compared, members = line.compared, cell(row, self.COMPARED)
        both = f"({page.clusters_span}={cell(row, self.NAME)})*{both_years(page, last, rate)}"
        sheet.formula(row, self.COMPARED, f"=SUMPRODUCT({both})", len(compared.members), "count:calc")
        for col, source, figure in ((self.LIKE, page, compared.value), (self.LAST, last, compared.last)):
            value, formula = ratio(figure), f'=IF({members}=0,"{NO_VALUE}",{over(both, source, rate)})'
            sheet.formula(row, col, formula, NO_VALUE if value is None else value, "rate:calc")
        self._write_change(row, ratio(compared.value), ratio(compared.last))

    def _write_change(self, row: int, now: float | None, before: float | None) -> None:
        this, then = cell(row, self.LIKE), cell(row, self.LAST)
        change = NO_VALUE if now is None or before is None else (now - before) * 100
        formula = f'=IF(COUNT({this},{then})=2,({this}-{then})*100,"{NO_VALUE}")'
        self.sheet.formula(row, self.CHANGE, formula, change, "points:calc")

    def _write_place(self, row: int, first: int, last: int, place: int | None, rate: IndicatorRef) -> None:
        if rate.direction == "neutral":
            self.sheet.text(row, self.PLACE, NO_VALUE, "cell_center")
            return
        letter = xl_col_to_name(self.RATE)
        rates, value = f"${letter}${first + 1}:${letter}${last + 1}", cell(row, self.RATE)
        order = 0 if rate.direction == "higher" else 1
        formula = f'=IF(ISNUMBER({value}),RANK({value},{rates},{order}),"")'
        self.sheet.formula(row, self.PLACE, formula, place, "count:calc")

    def _write_nation(self, row: int, table: _Table) -> None:
        """All clusters, linked to the block's own total."""
        sheet, page, rate, block = self.sheet, table.page, table.rate, table.page.block
        sheet.text(row, self.ORDINAL, "", "total")
        sheet.text(row, self.NAME, _("All clusters"), "total")
        sheet.number(row, self.MEMBERS, len(block.agencies), "count:total")
        sheet.number(row, self.HELD, len(block.agencies) - len(block.missing()), "count:total")
        for col, code in ((self.PART, rate.numerator), (self.WHOLE, rate.denominator), (self.RATE, rate.code)):
            link = page.ref(None, code)
            style = f"{page.number_format(code)}:total"
            sheet.formula(row, col, f'=IF({link}="","",{link})', page.value(None, code), style)
        self._write_nation_target(row, table)
        self._write_nation_last(row, table)
        sheet.text(row, self.PLACE, "", "total")

    def _write_nation_last(self, row: int, table: _Table) -> None:
        """Linked to the sheet on which all together are compared."""
        sheet, rate = self.sheet, table.rate
        if table.last is None:
            for col in self.AGAINST_LAST:
                sheet.text(row, col, NO_VALUE, "total_center")
            return
        compared = table.page.block.line(rate.code).compared
        now, before = ratio(compared.value), ratio(compared.last)
        change = NO_VALUE if now is None or before is None else (now - before) * 100
        shown = (NO_VALUE if value is None else value for value in (now, before))
        values = (len(compared.members), *shown, change)
        styles = ("count:total", "rate:total", "rate:total", "points:total")
        for col, source, value, style in zip(
            self.AGAINST_LAST, (COUNTED, NOW, THEN, CHANGED), values, styles, strict=True
        ):
            sheet.formula(row, col, f"={self.comparison.ref(rate.code, source)}", value, style)

    def _write_nation_target(self, row: int, table: _Table) -> None:
        line = table.page.block.line(table.rate.code)
        part = self.targets.parts.get(table.rate.code)
        if part is None:
            for col in (self.GOAL, self.GAP, self.PACE, self.SHARE):
                self.sheet.text(row, col, NO_VALUE, "total_center")
            return
        goal, link = (
            measured(table.rate, line.target.value) if line.target else None,
            self.targets.ref(None, table.rate.code, TARGET),
        )
        self.sheet.formula(row, self.GOAL, f'=IF({link}="","",{link})', goal, "rate:total")
        self._write_gap(row, line, goal, "total")

    def _add_chart(self, row: int, first: int, last: int, words: str) -> int:
        """A bar for each cluster; the row after the chart."""
        title, font = self.sheet.title, {"name": FONT, "size": 9}
        chart = self.book.workbook.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": words,
                "categories": [title, first, self.NAME, last, self.NAME],
                "values": [title, first, self.RATE, last, self.RATE],
                "fill": {"color": BAR},
                "gap": 60,
                "data_labels": {"value": True, "font": font},
            }
        )
        chart.set_title({"name": words, "name_font": {"name": FONT, "size": 12}, "overlay": False})
        chart.set_y_axis({"reverse": True, "num_font": font})
        grid = {"visible": True, "line": {"color": "#D5DCE2"}}
        chart.set_x_axis({"num_format": "0%", "min": 0, "major_gridlines": grid, "num_font": font})
        chart.set_legend({"none": True})
        height = 110 + 26 * (last - first + 1)
        chart.set_size({"width": 900, "height": height})
        options = {"description": words, "object_position": 2}
        self.sheet.ws.insert_chart(row, self.NAME, chart, options)
        return row + height // 20 + 2


__all__ = ["ClustersPage"]
