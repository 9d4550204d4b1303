"""Sheets that only a book of several clusters has: blocks and rates over all of them, completeness, years."""

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_col_to_name

from emulation_portal.lib.numbers import NO_VALUE
from reports.workbooks.book import Book, cell
from results.figures import BlockFigures, FigureSet, IndicatorRef
from results.figures.merging import National
from results.figures.rates import competition_ranks
from results.words import block_title

from .block import AGENCY, BANDS, FIRST, FIRST_COLUMN, NAMES, NUMBERS, UNITS, BlockPage
from .focus import HEAD as FOCUS_HEAD
from .focus import FocusPage

CLUSTER, CLUSTER_WIDTH = FIRST_COLUMN, 22


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
            (BANDS, "", "head"),
            (NAMES, _("Cluster"), "head"),
            (UNITS, "", "unit"),
            (NUMBERS, "", "number_row"),
        ):
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
        heads = (_("Cluster"), _("Place in the nation"), _("Place in the cluster"), self._share_head())
        for col, words in enumerate(heads, start=first):
            self.sheet.text(FOCUS_HEAD, col, words, "head")
            self.sheet.text(FOCUS_HEAD + 1, col, "%" if col == self.share_col else "", "unit")
            self.sheet.text(FOCUS_HEAD + 2, col, f"({col + 1})", "number_row")
        self.last_used = self.share_col

    def _share_head(self) -> str:
        period = self.focus.page.block.period
        return _("Share of the year's target reached") if period.is_part_year else _("Share of target reached")

    @cached_property
    def _places(self) -> dict[str, int]:
        return _places(self.focus.page.block, self.focus.rate)

    def _write_more(self, row: int, agency: str) -> None:
        sheet, page, code = self.sheet, self.focus.page, self.focus.rate.code
        sheet.text(row, self.cluster_col, page.clusters.name(page.block.block, agency), "cell_wrap")
        own = page.clusters.figures(page.block.block, agency).line(code, agency).place
        order = 0 if self.focus.rate.direction == "higher" else 1
        letter, name = xl_col_to_name(self.rate_col), xl_col_to_name(self.cluster_col)
        first, last = FOCUS_HEAD + 4, self.total_row
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

    def _set_up(self) -> None:
        super()._set_up()
        self.sheet.text(self.total_row, self.cluster_col, "", "total")
        for col in (self.nation_col, self.own_col, self.share_col):
            self.sheet.text(self.total_row, col, "", "total")
        self.sheet.ws.set_column(self.cluster_col, self.cluster_col, CLUSTER_WIDTH)
        self.sheet.ws.autofilter(FOCUS_HEAD + 2, 0, self.total_row - 1, self.last_used)


def _places(block: BlockFigures, indicator: IndicatorRef) -> dict[str, int]:
    measured_by = {code: block.line(indicator.code, code).value.measured for code in block.codes}
    known = {code: value for code, value in measured_by.items() if value is not None}
    return dict(competition_ranks(known, higher_is_better=indicator.direction == "higher"))


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
        if page is None or code not in page.columns:
            self.sheet.text(row, col, NO_VALUE, "cell_center")
            return
        link = page.ref(None, code)
        self.sheet.formula(row, col, f'=IF({link}="","",{link})', page.value(None, code), "rate:calc")


__all__ = [
    "AGENCY",
    "CLUSTER",
    "Clusters",
    "CompletenessPage",
    "NationBlockPage",
    "NationFocusPage",
    "YearsPage",
]
