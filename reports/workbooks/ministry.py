"""The ministry's workbook: all clusters and agencies in the columns of the cluster books, with filters and places."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.exporting.figures import NATIONAL_FIGURES
from reports.exporting.registry import NoFigures, register
from reports.exporting.sources import Input
from results import words
from results.figures import BlockFigures, FigureSet
from results.figures.alike import left_out
from results.figures.merging import National

from .background import NATIONAL_BACKGROUND, BookBackground
from .book import Book, WorkbookExporter
from .sheets.clusters import ClustersPage
from .sheets.comparison import ComparisonPage
from .sheets.cover import CoverPage
from .sheets.focus import focuses
from .sheets.indicator_rows import lies_across
from .sheets.nation import Clusters, CompletenessPage, NationBlockPage, NationFocusPage, YearsPage, nation_block_page
from .sheets.notes import AwardsPage, DefinitionsPage, NotesPage, StatesPage
from .sheets.summary import SummaryPage
from .sheets.targets import TargetsPage


class NationBook(Book):
    """``figures`` are those of the latest year; ``national`` holds all years and the clusters."""

    def __init__(self, path: Path, national: National, language: str, background: BookBackground):
        super().__init__(path, national.latest, language, background)
        self.national = national

    def of_year(self, figures: FigureSet) -> "NationBook":
        """The same open workbook, told about another year."""
        other = object.__new__(type(self))
        other.__dict__ = {**self.__dict__, "figures": figures}
        return other


@dataclass(frozen=True, slots=True, kw_only=True)
class MinistryBookInput(Input):
    figures: Annotated[National, NATIONAL_FIGURES]
    background: Annotated[BookBackground, NATIONAL_BACKGROUND]


@register
class MinistryWorkbook(WorkbookExporter[MinistryBookInput]):
    kind = "ministry-workbook"
    input_type = MinistryBookInput
    builder_version = 6
    order = 40
    is_national = True
    is_long = True
    title = gettext_lazy("Workbook of all clusters")
    sentence = gettext_lazy(
        "All clusters and agencies with targets, gaps, places, last year, awards and completeness; sums are formulas."
    )
    file_stem = gettext_lazy("Workbook-of-all-clusters")

    def open_book(self, made_of: MinistryBookInput, path: Path) -> NationBook:
        return NationBook(path, made_of.figures, made_of.language, made_of.background)

    def pages(self, book: NationBook) -> list:
        blocks = _blocks(book.figures)
        if not blocks:
            raise NoFigures(book.national.version_code)
        clusters = Clusters(book.national.sets[0], book.language)
        cover, summary, side = CoverPage(book, str(self.title)), SummaryPage(book), ClustersPage(book, clusters)
        cover.facts = _facts(book)
        years = YearsPage(book, book.national) if len(book.national.years) > 1 else None
        now = [nation_block_page(book, block, clusters) for block in blocks]
        focus_pages = [NationFocusPage(book, [focus]) for page in now for focus in focuses(page, book.language)]
        targets, comparison = TargetsPage(book, now), ComparisonPage(book)
        last = {
            page.block.block: nation_block_page(book, page.block, clusters, last_year=True)
            for page in now
            if page.block.last_period and any(page.block.last_cells.values())
        }
        earlier = _earlier(book)
        for page in focus_pages:
            page.attach(last.get(page.block.block), targets, comparison)
        comparison.attach([(page, last.get(page.block.block)) for page in now])
        summary.attach(now, last, targets, comparison)
        side.attach(now, last, targets, comparison)
        if years:
            latest = {page.block.block: page for page in now}
            years.attach({book.figures.year: latest, **earlier})
        notes = NotesPage(book, list(now), with_states=False)
        notes.remarks = _remarks(book)
        unsaid = [page for page in now if not lies_across(page.block)]
        definitions = [DefinitionsPage(book, unsaid)] if unsaid else []
        others = [page for held in earlier.values() for page in held.values()]
        rest = [
            *filter(None, [side, years]),
            *now,
            *focus_pages,
            targets,
            comparison,
            *last.values(),
            *others,
            CompletenessPage(book, clusters),
            StatesPage(book, list(now)),
            AwardsPage(book),
            *definitions,
            notes,
        ]
        cover.attach([summary, *rest])
        return [cover, summary, *rest]


def _blocks(figures: FigureSet) -> list[BlockFigures]:
    return [block for block in figures.blocks.values() if block.agencies and block.period]


def _earlier(book: NationBook) -> dict[int, dict[str, NationBlockPage]]:
    """The sheets of the earlier years that were chosen."""
    found = {}
    for figures, sets in zip(book.national.books[1:], book.national.sets[1:], strict=True):
        there, clusters = book.of_year(figures), Clusters(sets, book.language)
        found[figures.year] = {
            block.block: nation_block_page(there, block, clusters, year=str(figures.year)) for block in _blocks(figures)
        }
    return found


def _facts(book: NationBook) -> list[tuple[str, str]]:
    """What was chosen, for the cover."""
    language, national = book.language, book.national
    names = "; ".join(figures.cluster_short(language) for figures in national.sets[0])
    years = ", ".join(map(str, sorted(national.years)))
    blocks = "; ".join(words.block_name(name) for name in book.figures.blocks)
    return [(_("Clusters"), names), (_("Years"), years), (_("Blocks"), blocks)]


def _remarks(book: NationBook) -> list[str]:
    """Seasons of any year whose figures are of another period and do not add."""
    found = []
    for figures, sets in zip(book.national.books, book.national.sets, strict=True):
        for block in figures.blocks.values():
            apart = left_out(block, sets)
            if apart:
                year = f" {figures.year}" if len(book.national.years) > 1 else ""
                names = "; ".join(each.cluster_short(book.language) + year for each in apart)
                said = _("{block}: {names} reported for another period and are left out of the totals.")
                found.append(said.format(block=words.block_name(block.block), names=names))
    return found


__all__ = ["MinistryBookInput", "MinistryWorkbook", "NationBook"]
