"""Sheets that only a book of several clusters has: clusters side by side, completeness, years."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_col_to_name

from clusters.enums import Block
from results.figures import BlockFigures, FigureSet, IndicatorRef
from results.merging import National
from results.rates import competition_ranks

from .base import Book, cell
from .block_page import (
    AGENCY,
    BANDS,
    DASH,
    FIRST,
    FIRST_COLUMN,
    NAMES,
    NUMBERS,
    UNITS,
    BlockPage,
    block_title,
    ratio,
    scaled,
    unit,
)
from .focus_page import HEAD as FOCUS_HEAD
from .focus_page import FocusPage
from .styles import FONT
from .targets_page import TARGET, TargetsPage, measured

CLUSTER, CLUSTER_WIDTH = FIRST_COLUMN, 22
BAR = "#2B6C96"


class Clusters:
    """Which cluster an agency is in, in one year."""

    def __init__(self, sets: tuple[FigureSet, ...], language: str):
        self.sets, self.language = sets, language
        self._of = {
            (name, agency.code): figures
            for figures in reversed(sets)
            for name, block in figures.blocks.items()
            for agency in block.agencies
        }

    def name(self, block: str, agency: str) -> str:
        return self._of[block, agency].cluster_short(self.language)

    def figures(self, block: str, agency: str) -> BlockFigures:
        return self._of[block, agency].blocks[block]

    def members(self, block: BlockFigures) -> list[tuple[FigureSet, list[int]]]:
        """The clusters of a merged block in its order, with the places of their members in its list."""
        found: dict[str, tuple[FigureSet, list[int]]] = {}
        for place, agency in enumerate(block.agencies):
            figures = self._of[block.block, agency.code]
            found.setdefault(figures.cluster_code, (figures, []))[1].append(place)
        return list(found.values())


class NationBlockPage(BlockPage):
    """A block's sheet over all clusters: the cluster beside the agency, filters over both."""

    first_column = FIRST_COLUMN + 1

    def __init__(self, book: Book, block: BlockFigures, clusters: Clusters, *, last_year: bool = False, year: str = ""):
        self.clusters, self.year = clusters, year
        super().__init__(book, block, last_year=last_year)

    def _sheet_title(self, name: str) -> str:
        return f"{name} {self.year}" if self.year else super()._sheet_title(name)

    def _write_head(self) -> None:
        super()._write_head()
        for row, words, style in (
            (BANDS, "", "head"), (NAMES, _("Cluster"), "head"), (UNITS, "", "unit"), (NUMBERS, "", "number_row"),
        ):  # fmt: skip
            self.sheet.text(row, CLUSTER, words, style)

    def _write_state(self, row: int, agency) -> None:
        super()._write_state(row, agency)
        self.sheet.text(row, CLUSTER, self.clusters.name(self.block.block, agency.code), "cell_wrap")

    def _write_total(self) -> None:
        super()._write_total()
        self.sheet.text(self.total_row, CLUSTER, "", "total")

    def _set_up_page(self) -> None:
        super()._set_up_page()
        self.sheet.ws.set_column(CLUSTER, CLUSTER, CLUSTER_WIDTH)
        self.sheet.ws.repeat_columns(0, CLUSTER)
        self.sheet.ws.autofilter(NUMBERS, 0, self.last_row, self.first_column + len(self.columns) - 1)

    def span(self, col: int) -> str:
        """A column of all agencies as other sheets write it."""
        letter = xl_col_to_name(col)
        return f"{self.sheet.quoted}!${letter}${FIRST + 1}:${letter}${self.last_row + 1}"


class NationFocusPage(FocusPage):
    """A headline rate agency by agency, with the places in the nation and in the own cluster, to be filtered."""

    has_chart = False

    def _write_more_heads(self) -> None:
        first = self.last_used + 1
        self.cluster_col, self.nation_col, self.own_col, self.share_col = range(first, first + 4)
        heads = (_("Cluster"), _("Place in the nation"), _("Place in the cluster"), _("Share of target reached"))
        for col, words in enumerate(heads, start=first):
            self.sheet.text(FOCUS_HEAD, col, words, "head")
            self.sheet.text(FOCUS_HEAD + 1, col, "%" if col == self.share_col else "", "unit")
            self.sheet.text(FOCUS_HEAD + 2, col, f"({col + 1})", "number_row")
        self.last_used = self.share_col

    @cached_property
    def _places(self) -> dict[str, int]:
        return _places(self.focus.page.block, self.focus.rate)

    def _write_more(self, row: int, agency: str) -> None:
        sheet, page, code = self.sheet, self.focus.page, self.focus.rate.code
        sheet.text(row, self.cluster_col, page.clusters.name(page.block.block, agency), "cell_wrap")
        own = page.clusters.figures(page.block.block, agency).rank(agency, code)
        order = 0 if self.focus.rate.direction == "higher" else 1
        letter, name = xl_col_to_name(self.rate_col), xl_col_to_name(self.cluster_col)
        first, last = FOCUS_HEAD + 4, self.total_row
        rates, names = f"${letter}${first}:${letter}${last}", f"${name}${first}:${name}${last}"
        value, cluster = cell(row, self.rate_col), cell(row, self.cluster_col)
        if self.focus.rate.direction == "neutral":
            sheet.text(row, self.nation_col, DASH, "cell_center")
            sheet.text(row, self.own_col, DASH, "cell_center")
        else:
            place = self._places.get(agency)
            formula = f'=IF(ISNUMBER({value}),RANK({value},{rates},{order}),"")'
            sheet.formula(row, self.nation_col, formula, place, "count:calc")
            better = ">" if order == 0 else "<"
            formula = f'=IF(ISNUMBER({value}),COUNTIFS({names},{cluster},{rates},"{better}"&{value})+1,"")'
            sheet.formula(row, self.own_col, formula, own.place if own else None, "count:calc")
        goal = page.block.target(agency, code)
        held, aim = page.value(agency, code), float(goal.value / 100) if goal else None
        share = held / aim if held is not None and aim else None
        v, t = cell(row, self.rate_col), cell(row, self.target_col)
        formula = f'=IF(COUNT({v},{t})<2,"",IF({t}=0,"",{v}/{t}))'
        sheet.formula(row, self.share_col, formula, share, "rate:calc")

    def _set_up(self) -> None:
        super()._set_up()
        self.sheet.text(self.total_row, self.cluster_col, "", "total")
        for col in (self.nation_col, self.own_col, self.share_col):
            self.sheet.text(self.total_row, col, "", "total")
        self.sheet.ws.set_column(self.cluster_col, self.cluster_col, CLUSTER_WIDTH)
        self.sheet.ws.autofilter(FOCUS_HEAD + 2, 0, self.total_row - 1, self.last_used)


def _places(block: BlockFigures, indicator: IndicatorRef) -> dict[str, int]:
    measured_by = {code: block.value(code, indicator.code).measured for code in block.codes}
    known = {code: value for code, value in measured_by.items() if value is not None}
    return dict(competition_ranks(known, higher_is_better=indicator.direction == "higher"))


@dataclass(frozen=True, slots=True)
class _Table:
    """One headline rate's rows of clusters."""

    page: NationBlockPage
    last: NationBlockPage | None
    rate: IndicatorRef


class ClustersPage:
    """Clusters side by side for every headline rate: parts added by cluster, target, gap, last year, place; a chart."""

    HEAD = 4
    (ORDINAL, NAME, MEMBERS, HELD, PART, WHOLE, RATE, GOAL, GAP, SHARE, LAST, CHANGE, PLACE) = range(13)
    WIDTHS = (5, 30, 10, 10, 16, 16, 11, 11, 12, 12, 12, 12, 10)

    def __init__(self, book: Book, clusters: Clusters):
        self.book, self.clusters = book, clusters
        self.sheet = book.add_sheet(pgettext("sheet", "Clusters"))
        self.tables: list[_Table] = []
        self.targets: TargetsPage | None = None

    def attach(self, pages: list[NationBlockPage], last: dict[str, NationBlockPage], targets: TargetsPage) -> None:
        self.targets = targets
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
            sheet.ws.set_column(col, col, width)
        self.book.set_up_page(sheet)

    def _write_table(self, row: int, table: _Table) -> int:
        block, rate, language = table.page.block, table.rate, self.book.language
        words = f"{Block(block.block).label} · {rate.name(language)}"
        self.sheet.merged(row, 0, self.PLACE, words, "band")
        self._write_heads(row + 1, table)
        members = self.clusters.members(block)
        first, last = row + 2, row + 1 + len(members)
        rates = [figures.blocks[block.block].total(rate.code) for figures, _places_of in members]
        known = {n: f.measured for n, f in enumerate(rates) if f.measured is not None}
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
            _("No."), _("Cluster"), _("Members"), _("With figures"),
            f"{part.name(language)} ({unit(part, language)})", f"{whole.name(language)} ({unit(whole, language)})",
            f"{rate.name(language)} (%)", _("Derived target, %"), _("Gap to target, points"),
            _("Share of target reached, %"), _("Same period last year, %"), _("Against last year, points"),
            _("Place among clusters"),
        )  # fmt: skip
        for col, words in enumerate(heads):
            self.sheet.text(row, col, words, "head")
        self.sheet.ws.set_row(row, 96)

    def _write_cluster(self, row: int, number: int, own: BlockFigures, at: list[int], table: _Table) -> None:
        sheet, page, rate = self.sheet, table.page, table.rate
        sheet.number(row, self.ORDINAL, number + 1, "index:input")
        sheet.number(row, self.MEMBERS, len(own.agencies), "count:input")
        sheet.number(row, self.HELD, len(own.agencies) - len(own.missing()), "count:input")
        name, names = cell(row, self.NAME), page.span(CLUSTER)
        for col, code in ((self.PART, rate.numerator), (self.WHOLE, rate.denominator)):
            held = page.span(page.columns[code].col)
            formula = f'=IF(SUMPRODUCT(({names}={name})*ISNUMBER({held}))=0,"",SUMPRODUCT(({names}={name})*1,{held}))'
            value = scaled(own.indicators[code], own.total(code).amount)
            sheet.formula(row, col, formula, value, f"{page.number_format(code)}:calc")
        formula = self._rate_of(
            name, names, *(page.span(page.columns[c].col) for c in (rate.numerator, rate.denominator))
        )
        sheet.formula(row, self.RATE, formula.format(nothing=""), ratio(own.total(rate.code)), "rate:calc")
        self._write_target(row, own, at, table)
        self._write_last(row, own, table, ratio(own.total(rate.code)))

    def _rate_of(self, name: str, names: str, parts: str, wholes: str) -> str:
        """Sums over the rows of a cluster that have both parts of a rate; {nothing} where the wholes add to zero."""
        both = f"({names}={name})*ISNUMBER({parts})*ISNUMBER({wholes})"
        top, bottom = f"SUMPRODUCT({both},{parts})", f"SUMPRODUCT({both},{wholes})"
        return f'=IF({bottom}=0,"{{nothing}}",{top}/{bottom})'

    def _write_target(self, row: int, own: BlockFigures, at: list[int], table: _Table) -> None:
        sheet, code = self.sheet, table.rate.code
        part, target = self.targets.parts.get(code), own.total_target(code)
        of_one_kind = len({t.comparator for (_agency, c), t in own.targets.items() if c == code}) < 2
        if part is None or not of_one_kind or at != list(range(at[0], at[-1] + 1)):
            for col in (self.GOAL, self.GAP, self.SHARE):
                sheet.text(row, col, DASH, "cell_center")
            return
        goal = measured(table.rate, target.value) if target else None
        formula = self.targets.derived_target(part, part.first + at[0], part.first + at[-1])
        sheet.formula(row, self.GOAL, formula, goal, "rate:calc")
        self._write_gap(row, ratio(own.total(code)), goal, "calc")

    def _write_gap(self, row: int, value: float | None, goal: float | None, role: str) -> None:
        v, t = cell(row, self.RATE), cell(row, self.GOAL)
        both = value is not None and goal is not None
        gap = (value - goal) * 100 if both else None
        self.sheet.formula(row, self.GAP, f'=IF(COUNT({v},{t})=2,({v}-{t})*100,"")', gap, f"points:{role}")
        share = value / goal if both and goal else None
        formula = f'=IF(COUNT({v},{t})<2,"",IF({t}=0,"",{v}/{t}))'
        self.sheet.formula(row, self.SHARE, formula, share, f"rate:{role}")

    def _write_last(self, row: int, own: BlockFigures, table: _Table, now: float | None) -> None:
        sheet, rate, last = self.sheet, table.rate, table.last
        if last is None:
            for col in (self.LAST, self.CHANGE):
                sheet.text(row, col, DASH, "cell_center")
            return
        before, name, names = ratio(own.last_total(rate.code)), cell(row, self.NAME), last.span(CLUSTER)
        spans = [last.span(last.columns[code].col) for code in (rate.numerator, rate.denominator)]
        formula = self._rate_of(name, names, *spans).format(nothing=DASH)
        sheet.formula(row, self.LAST, formula, DASH if before is None else before, "rate:calc")
        self._write_change(row, now, before, "calc")

    def _write_change(self, row: int, now: float | None, before: float | None, role: str) -> None:
        this, then = cell(row, self.RATE), cell(row, self.LAST)
        change = DASH if now is None or before is None else (now - before) * 100
        formula = f'=IF(COUNT({this},{then})=2,({this}-{then})*100,"{DASH}")'
        self.sheet.formula(row, self.CHANGE, formula, change, f"points:{role}")

    def _write_place(self, row: int, first: int, last: int, place: int | None, rate: IndicatorRef) -> None:
        if rate.direction == "neutral":
            self.sheet.text(row, self.PLACE, DASH, "cell_center")
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
        if table.last is None:
            for col in (self.LAST, self.CHANGE):
                sheet.text(row, col, DASH, "total_center")
        else:
            link, before = table.last.ref(None, rate.code), table.last.value(None, rate.code)
            shown = DASH if before is None else before
            sheet.formula(row, self.LAST, f'=IF({link}="","{DASH}",{link})', shown, "rate:total")
            self._write_change(row, page.value(None, rate.code), before, "total")
        sheet.text(row, self.PLACE, "", "total")

    def _write_nation_target(self, row: int, table: _Table) -> None:
        target = table.page.block.total_target(table.rate.code)
        part = self.targets.parts.get(table.rate.code)
        if part is None:
            for col in (self.GOAL, self.GAP, self.SHARE):
                self.sheet.text(row, col, DASH, "total_center")
            return
        goal, link = (
            measured(table.rate, target.value) if target else None,
            self.targets.ref(None, table.rate.code, TARGET),
        )
        self.sheet.formula(row, self.GOAL, f'=IF({link}="","",{link})', goal, "rate:total")
        self._write_gap(row, table.page.value(None, table.rate.code), goal, "total")

    def _add_chart(self, row: int, first: int, last: int, words: str) -> int:
        """A bar for each cluster; the row after the chart."""
        title, font = self.sheet.title, {"name": FONT, "size": 9}
        chart = self.book.workbook.add_chart({"type": "bar"})
        chart.add_series({
            "name": words, "categories": [title, first, self.NAME, last, self.NAME],
            "values": [title, first, self.RATE, last, self.RATE], "fill": {"color": BAR}, "gap": 60,
            "data_labels": {"value": True, "font": font},
        })  # fmt: skip
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


class CompletenessPage:
    """Who has reported: clusters by block and period, with figures and approved, and who is missing."""

    WIDTHS = (5, 30, 34, 12, 12, 12, 70)

    def __init__(self, book: Book, clusters: Clusters):
        self.book, self.clusters = book, clusters
        self.sheet = book.add_sheet(_("Completeness"))

    def write(self) -> None:
        sheet, language = self.sheet, self.book.language
        said = _("Members with figures that count, and with approved figures, in every period of the year.")
        self.book.write_heading(sheet, _("Completeness of reporting"), said)
        heads = (
            _("No."), _("Cluster"), _("Block · period"), _("Members"), _("With figures"), _("Approved"),
            _("Without figures"),
        )  # fmt: skip
        for col, (words, width) in enumerate(zip(heads, self.WIDTHS, strict=True)):
            sheet.text(4, col, words, "head")
            sheet.ws.set_column(col, col, width)
        row, number = 5, 0
        for figures in self.clusters.sets:
            for block in figures.blocks.values():
                for period in block.periods:
                    members = [a for a in block.everybody if a.code in block.members_of.get(period.period_code, ())]
                    if not members:
                        continue
                    number += 1
                    refs = {a.code: block.board.get((a.code, period.period_code)) for a in members}
                    missing = [a for a in members if not (refs[a.code] and refs[a.code].counts)]
                    final = sum(bool(ref and ref.is_final) for ref in refs.values())
                    names = "; ".join(a.name(language) for a in missing)
                    sheet.number(row, 0, number, "index:input")
                    sheet.text(row, 1, figures.cluster_short(language), "cell_wrap")
                    sheet.text(row, 2, f"{block_title(block.block)} · {period.name(language)}", "cell_wrap")
                    counts = (len(members), len(members) - len(missing), final)
                    for col, count in enumerate(counts, start=3):
                        sheet.number(row, col, count, "count:input")
                    sheet.text(row, 6, names, "cell_wrap")
                    sheet.fit_row(row, (names, self.WIDTHS[6]))
                    row += 1
        sheet.ws.autofilter(4, 0, max(row - 1, 5), len(heads) - 1)
        sheet.ws.freeze_panes(5, 2)
        sheet.ws.repeat_rows(4)
        self.book.set_up_page(sheet)


class YearsPage:
    """Every headline rate of the nation in the years chosen, side by side."""

    def __init__(self, book: Book, figures: National):
        self.book, self.national = book, figures
        self.sheet = book.add_sheet(pgettext("sheet", "Years"))
        self.pages: dict[int, dict[str, NationBlockPage]] = {}

    def attach(self, pages: dict[int, dict[str, NationBlockPage]]) -> None:
        """By year, the sheets of the blocks."""
        self.pages = pages

    def write(self) -> None:
        sheet, years = self.sheet, sorted(self.pages)
        said = _("Each cell links to the total of its year's sheet; a year in which nobody reported stays empty.")
        self.book.write_heading(sheet, _("Headline rates by year"), said)
        for col, words in enumerate((_("No."), _("Headline indicator"), *map(str, years))):
            sheet.text(4, col, words, "head")
        row = 5
        for name, block in self.national.latest.blocks.items():
            for indicator in block.headline:
                if not indicator.is_rate:
                    continue
                sheet.number(row, 0, row - 4, "index:input")
                words = f"{block_title(name)} · {indicator.name(self.book.language)}"
                sheet.text(row, 1, words, "cell_wrap")
                for col, year in enumerate(years, start=2):
                    self._write_cell(row, col, self.pages[year].get(name), indicator.code)
                row += 1
        sheet.ws.set_column(0, 0, 5)
        sheet.ws.set_column(1, 1, 60)
        sheet.ws.set_column(2, 1 + len(years), 12)
        sheet.ws.freeze_panes(5, 2)
        self.book.set_up_page(sheet)

    def _write_cell(self, row: int, col: int, page: NationBlockPage | None, code: str) -> None:
        if page is None or code not in page.columns:
            self.sheet.text(row, col, DASH, "cell_center")
            return
        link = page.ref(None, code)
        self.sheet.formula(row, col, f'=IF({link}="","",{link})', page.value(None, code), "rate:calc")


__all__ = [
    "AGENCY", "Clusters", "ClustersPage", "CompletenessPage", "NationBlockPage", "NationFocusPage", "YearsPage",
]  # fmt: skip
