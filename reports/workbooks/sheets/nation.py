"""Sheets that only a book of several clusters has: blocks and rates over all of them, completeness, years."""

from abc import abstractmethod
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_col_to_name

from emulation_portal.lib.numbers import NO_VALUE
from reports.workbooks.book import Book, cell
from results.figures import AgencyRef, BlockFigures, FigureSet, IndicatorRef
from results.figures.merging import National
from results.figures.rates import competition_ranks
from results.words import block_title

from .agency_rows import BANDS, FIRST_COLUMN, NAMES, NUMBERS, UNITS, AgencyRows
from .block import BlockPage
from .focus import Focus, FocusPage, FocusTable
from .indicator_rows import INDICATOR, IndicatorRows, lies_across

CLUSTER, CLUSTER_WIDTH = FIRST_COLUMN, 28


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
    """A block's sheet over all clusters: the cluster beside the agency, and filters."""

    def __init__(self, book: Book, block: BlockFigures, clusters: Clusters, *, last_year: bool = False, year: str = ""):
        self.clusters, self.year = clusters, year
        super().__init__(book, block, last_year=last_year)

    @property
    @abstractmethod
    def clusters_span(self) -> str:
        """The names of the clusters beside all agencies, as other sheets write them."""

    def _sheet_title(self, name: str) -> str:
        return f"{name} {self.year}" if self.year else super()._sheet_title(name)

    def _cluster_name(self, agency: AgencyRef) -> str:
        return self.clusters.name(self.block.block, agency.code)


class NationAgencyRows(NationBlockPage, AgencyRows):
    first_column = FIRST_COLUMN + 1
    label_widths = (*AgencyRows.label_widths, CLUSTER_WIDTH)

    @property
    def clusters_span(self) -> str:
        return self.sheet.span(*self.column_span(CLUSTER))

    def _write_head(self) -> None:
        super()._write_head()
        for row, words, style in (
            (BANDS, "", "head"),
            (NAMES, _("Cluster"), "head"),
            (UNITS, "", "unit"),
            (NUMBERS, "", "number_row"),
        ):
            self.sheet.text(row, CLUSTER, words, style)

    def _write_agency(self, row: int, number: int, agency: AgencyRef) -> None:
        super()._write_agency(row, number, agency)
        self.sheet.text(row, CLUSTER, self._cluster_name(agency), "cell_shrunk")

    def _write_totals(self) -> None:
        super()._write_totals()
        self.sheet.text(self.total_row, CLUSTER, "", "total")

    def _set_up_page(self) -> None:
        super()._set_up_page()
        self.sheet.ws.autofilter(NUMBERS, 0, self.last_row, self.last_column)


class NationIndicatorRows(NationBlockPage, IndicatorRows):
    """Of few agencies; the filter is over indicators."""

    first_row = IndicatorRows.first_row + 1

    @property
    def clusters_span(self) -> str:
        return self.sheet.span(*self.row_span(self.first_row - 1))

    def _write_head(self) -> None:
        super()._write_head()
        row = self.first_row - 1
        for col in range(self.last_used + 1):
            self.sheet.text(row, col, _("Cluster") if col == INDICATOR else "", "unit")
        for agency, col in self._agencies():
            self.sheet.text(row, col, self._cluster_name(agency), "unit")

    def _set_up_page(self) -> None:
        super()._set_up_page()
        self.sheet.ws.autofilter(self.first_row - 1, 0, self.end - 1, self.last_used)


def nation_block_page(
    book: Book, block: BlockFigures, clusters: Clusters, *, last_year: bool = False, year: str = ""
) -> NationBlockPage:
    kind = NationIndicatorRows if lies_across(block) else NationAgencyRows
    return kind(book, block, clusters, last_year=last_year, year=year)


class NationFocusTable(FocusTable):
    """A headline rate agency by agency, with the places in the nation and in the own cluster."""

    def _write_more_heads(self) -> None:
        first = self.last_used + 1
        self.cluster_col, self.nation_col, self.own_col, self.share_col = range(first, first + 4)
        heads = (_("Cluster"), _("Place in the nation"), _("Place in the cluster"), self._share_head())
        for col, words in enumerate(heads, start=first):
            self.sheet.text(self.head, col, words, "head")
            self.sheet.text(self.head + 1, col, "%" if col == self.share_col else "", "unit")
            self.sheet.text(self.head + 2, col, f"({col + 1})", "number_row")
        self.last_used = self.share_col

    def _share_head(self) -> str:
        period = self.focus.page.block.period
        return _("Share of the year's target reached") if period.is_part_year else _("Share of target reached")

    @cached_property
    def _places(self) -> dict[str, int]:
        return _places(self.focus.page.block, self.focus.rate)

    def _write_more(self, row: int, agency: str) -> None:
        sheet, page, code = self.sheet, self.focus.page, self.focus.rate.code
        name = page.clusters.name(page.block.block, agency)
        sheet.text(row, self.cluster_col, name, "cell_shrunk")
        own = page.clusters.figures(page.block.block, agency).line(code, agency).place
        order = 0 if self.focus.rate.direction == "higher" else 1
        letter, name = xl_col_to_name(self.rate_col), xl_col_to_name(self.cluster_col)
        first, last = self.first + 1, self.total_row
        rates, names = f"${letter}${first}:${letter}${last}", f"${name}${first}:${name}${last}"
        value, cluster = cell(row, self.rate_col), cell(row, self.cluster_col)
        if self.focus.rate.direction == "neutral":
            sheet.text(row, self.nation_col, NO_VALUE, "cell_center")
            sheet.text(row, self.own_col, NO_VALUE, "cell_center")
        else:
            place = self._places.get(agency)
            formula = f'=IF(ISNUMBER({value}),RANK({value},{rates},{order}),"")'
            sheet.formula(row, self.nation_col, formula, place, "count:calc")
            better = ">" if order == 0 else "<"
            formula = f'=IF(ISNUMBER({value}),COUNTIFS({names},{cluster},{rates},"{better}"&{value})+1,"")'
            sheet.formula(row, self.own_col, formula, own.place if own else None, "count:calc")
        goal = page.block.line(code, agency).target
        held, aim = page.value(agency, code), float(goal.value / 100) if goal else None
        share = held / aim if held is not None and aim else None
        v, t = cell(row, self.rate_col), cell(row, self.target_col)
        formula = f'=IF(COUNT({v},{t})<2,"",IF({t}=0,"",{v}/{t}))'
        sheet.formula(row, self.share_col, formula, share, "rate:calc")

    def write(self) -> None:
        super().write()
        for col in (self.cluster_col, self.nation_col, self.own_col, self.share_col):
            self.sheet.text(self.total_row, col, "", "total")

    def widths(self) -> dict[int, float]:
        return super().widths() | {self.cluster_col: CLUSTER_WIDTH}


class NationFocusPage(FocusPage):
    """A sheet for each rate, to be filtered; so many agencies are no chart."""

    table_kind = NationFocusTable
    has_charts = False

    def _title(self) -> str:
        return self.tables[0].focus.group

    def _sheet_title(self, found: list[Focus]) -> str:
        return found[0].group

    def _set_up(self) -> None:
        super()._set_up()
        table = self.tables[0]
        self.sheet.ws.autofilter(table.first - 1, 0, table.total_row - 1, table.last_used)


def _places(block: BlockFigures, indicator: IndicatorRef) -> dict[str, int]:
    measured_by = {code: block.line(indicator.code, code).value.measured for code in block.codes}
    known = {code: value for code, value in measured_by.items() if value is not None}
    return dict(competition_ranks(known, higher_is_better=indicator.direction == "higher"))


class CompletenessPage:
    """Who has reported: clusters by block and period, with figures and approved, and who is missing."""

    WIDTHS = (5, 32, 40, 12, 12, 12, 64)

    def __init__(self, book: Book, clusters: Clusters):
        self.book, self.clusters = book, clusters
        self.sheet = book.add_sheet(_("Completeness"))

    def write(self) -> None:
        sheet, language = self.sheet, self.book.language
        about = _("Members with figures that count, and with approved figures, in every period of the year.")
        self.book.write_heading(sheet, _("Completeness of reporting"), about)
        heads = (
            _("No."),
            _("Cluster"),
            _("Block · period"),
            _("Members"),
            _("With figures"),
            _("Approved"),
            _("Without figures"),
        )
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
                    named, said = (
                        figures.cluster_short(language),
                        f"{block_title(block.block)} · {period.name(language)}",
                    )
                    sheet.text(row, 1, named, "cell_wrap")
                    sheet.text(row, 2, said, "cell_wrap")
                    counts = (len(members), len(members) - len(missing), final)
                    for col, count in enumerate(counts, start=3):
                        sheet.number(row, col, count, "count:input")
                    sheet.text(row, 6, names, "cell_wrap")
                    sheet.fit_row(row, (names, self.WIDTHS[6]), (named, self.WIDTHS[1]), (said, self.WIDTHS[2]))
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
        said = _(
            "Each cell links to the total of its year's sheet, over the members of that year, whose number stands "
            "below; a year in which nobody reported stays empty."
        )
        self.book.write_heading(sheet, _("Headline rates by year"), said)
        for col, words in enumerate((_("No."), _("Headline indicator"), *map(str, years))):
            sheet.text(4, col, words, "head")
        row, number = 5, 0
        for name, block in self.national.latest.blocks.items():
            for indicator in block.headline:
                if not indicator.is_rate:
                    continue
                number += 1
                sheet.number(row, 0, number, "index:input")
                words = f"{block_title(name)} · {indicator.name(self.book.language)}"
                sheet.text(row, 1, words, "cell_wrap")
                for col, year in enumerate(years, start=2):
                    self._write_cell(row, col, self.pages[year].get(name), indicator.code)
                row += 1
            row = self._write_members(row, name, years)
        sheet.ws.set_column(0, 0, 5)
        sheet.ws.set_column(1, 1, 60)
        sheet.ws.set_column(2, 1 + len(years), 24)
        sheet.ws.freeze_panes(5, 2)
        sheet.ws.repeat_rows(4)
        self.book.set_up_page(sheet)

    def _write_members(self, row: int, name: str, years: list[int]) -> int:
        """Of how many agencies a block's totals are, and of which period: the years are not of the same ones."""
        sheet = self.sheet
        sheet.text(row, 0, "", "cell")
        words = f"{block_title(name)} · {_('agencies with figures / members, period')}"
        sheet.text(row, 1, words, "cell_wrap")
        for col, year in enumerate(years, start=2):
            page = self.pages[year].get(name)
            said = NO_VALUE
            if page is not None:
                block = page.block
                counted = len(block.agencies) - len(block.missing())
                said = f"{counted}/{len(block.agencies)} · {block.period.name(self.book.language)}"
            sheet.text(row, col, said, "cell_wrap")
            sheet.fit_row(row, (said, 24))
        return row + 1

    def _write_cell(self, row: int, col: int, page: NationBlockPage | None, code: str) -> None:
        if page is None or code not in page.block.indicators:
            self.sheet.text(row, col, NO_VALUE, "cell_center")
            return
        link = page.ref(None, code)
        self.sheet.formula(row, col, f'=IF({link}="","",{link})', page.value(None, code), "rate:calc")


__all__ = ["Clusters", "CompletenessPage", "NationBlockPage", "NationFocusPage", "YearsPage", "nation_block_page"]
