"""The cluster's year-end workbook: cover, summary, blocks, cases and money, targets, last year, awards, sources."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from reports.exporting.figures import FIGURES
from reports.exporting.registry import NoFigures, register
from reports.exporting.sources import Input
from results.figures import BlockFigures, FigureSet

from .background import BACKGROUND, BookBackground
from .book import Book, WorkbookExporter
from .sheets.agency_rows import AgencyRows
from .sheets.block import BlockPage
from .sheets.comparison import ComparisonPage
from .sheets.cover import CoverPage
from .sheets.focus import FocusPage, focuses
from .sheets.indicator_rows import IndicatorRows, lies_across
from .sheets.notes import AwardsPage, DefinitionsPage, NotesPage
from .sheets.summary import SummaryPage
from .sheets.targets import TargetsPage

_agency_title = _("Workbook of one agency's year")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterBookInput(Input):
    figures: Annotated[FigureSet, FIGURES]
    background: Annotated[BookBackground, BACKGROUND]


@register
class ClusterWorkbook(WorkbookExporter[ClusterBookInput]):
    kind = "cluster-workbook"
    input_type = ClusterBookInput
    builder_version = 6
    order = 10
    title = _("Year-end workbook of the cluster")
    sentence = _(
        "Summary, blocks by agency, cases and money, targets, last year, awards and sources; sums are formulas."
    )
    file_stem = _("Year-end-workbook")

    def open_book(self, made_of: ClusterBookInput, path: Path) -> Book:
        return Book(path, made_of.figures, made_of.language, made_of.background)

    def pages(self, book: Book) -> list:
        blocks = [b for b in book.figures.blocks.values() if b.agencies and b.period]
        if not blocks:
            raise NoFigures(book.figures.version_code)
        title = _agency_title if book.background.only_agency else self.title
        cover, summary = CoverPage(book, str(title)), SummaryPage(book)
        now = [_block_page(book, block) for block in blocks]
        found = [focuses(page, book.language) for page in now]
        # The order of sheets is the order in which they are made; the focus sheets need the targets' addresses.
        focus_pages = [FocusPage(book, held) for held in found if held]
        targets, comparison = TargetsPage(book, now), ComparisonPage(book)
        last = {
            page.block.block: _block_page(book, page.block, last_year=True)
            for page in now
            if page.block.last_period and any(page.block.last_cells.values())
        }
        for page in focus_pages:
            page.attach(last.get(page.block.block), targets, comparison)
        comparison.attach([(page, last.get(page.block.block)) for page in now])
        summary.attach(now, last, targets, comparison)
        unsaid = [page for page in now if not lies_across(page.block)]
        definitions = [DefinitionsPage(book, unsaid)] if unsaid else []
        rest = [
            *now,
            *focus_pages,
            targets,
            comparison,
            *last.values(),
            AwardsPage(book),
            *definitions,
            NotesPage(book, now),
        ]
        cover.attach([summary, *rest])
        return [cover, summary, *rest]


def _block_page(book: Book, block: BlockFigures, *, last_year: bool = False) -> BlockPage:
    return (IndicatorRows if lies_across(block) else AgencyRows)(book, block, last_year=last_year)


__all__ = ["ClusterBookInput", "ClusterWorkbook"]
