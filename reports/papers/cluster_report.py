"""The cluster's year-end report as a file: one content, printed as Word and as PDF."""

from abc import abstractmethod
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Season
from reports.exporting.registry import Exporter, NoFigures, Progress, register
from reports.exporting.sources import Source
from reports.models import PaperHead, Paragraph
from results.figures import FigureSet
from results.models import Release

from .content.background import Matter
from .content.cluster_report import compose
from .content.model import Document
from .printing import docx, fonts, pdf
from .read import read_matter


def _versions(season: Season, language: str) -> list[tuple]:
    """The cluster's next year, for its pledges; all clusters of the year and what they released, for the places in the
    nation; people's words and the number of the paper."""
    seasons = Season.objects.filter(Q(year=season.year) | Q(cluster=season.cluster_id, year=season.year + 1))
    words = Paragraph.objects.filter(season=season, language=language)
    return [
        *seasons.order_by("pk").values_list("pk", "data_version"),
        *Release.objects.filter(season__year=season.year).order_by("pk").values_list("pk"),
        *words.order_by("pk").values_list("pk", "version"),
        *PaperHead.objects.filter(season=season).values_list("number", "dated"),
    ]


MATTER = Source("matter", read_matter, _versions)


def _matter(figures: FigureSet, language: str, extras) -> Matter:
    """As it was read with the figures; read now where a file is written by itself."""
    found = extras.read.get(MATTER.name) if extras else None
    if found is None:
        season = Season.objects.select_related("cluster").get(pk=figures.season_id)
        found = read_matter(season, figures, language)
    return found


class ClusterReport(Exporter):
    """What both files share; a printer says only how the pages come about."""

    builder_version = 3
    is_whole = True
    sources = (MATTER,)
    file_stem = gettext_lazy("Year-end-report")

    @abstractmethod
    def print_document(self, document: Document, path: Path) -> None:
        """Write the composed report to the file."""

    def build(
        self, figures: FigureSet, path: Path, *, language: str = "vi", progress: Progress | None = None, extras=None
    ) -> None:
        if not any(block.agencies and block.period for block in figures.blocks.values()):
            raise NoFigures(figures.version_code)
        report = progress or (lambda done, total, label: None)
        with translation.override(language):
            report(0, 2, _("Writing the text"))
            document = compose(figures, _matter(figures, language, extras), language)
            report(1, 2, _("Printing the pages"))
            self.print_document(document, path)


@register
class ClusterReportDocx(ClusterReport):
    kind = "cluster-report-docx"
    order = 20
    extension = "docx"
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    title = gettext_lazy("Year-end report of the cluster (Word)")
    sentence = gettext_lazy("The report in the layout of Decree 30/2020, to be edited further in Word.")

    def print_document(self, document: Document, path: Path) -> None:
        docx.write(document, path)


@register
class ClusterReportPdf(ClusterReport):
    kind = "cluster-report-pdf"
    order = 21
    extension = "pdf"
    content_type = "application/pdf"
    title = gettext_lazy("Year-end report of the cluster (PDF)")
    sentence = gettext_lazy("The same report as pages to read, send and print.")

    def print_document(self, document: Document, path: Path) -> None:
        pdf.write(document, path, fonts.serif(settings.DATA_DIR / "fonts"))


__all__ = ["ClusterReportDocx", "ClusterReportPdf"]
