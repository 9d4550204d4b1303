"""The cluster's year-end report as a file: one content, printed as Word and as PDF."""

from abc import abstractmethod
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Handover, Leadership, Representative, Season
from pledges.models import Pledge
from results.figures import FigureSet
from results.models import Release

from ..documents import docx, fonts, pdf
from ..documents.cluster_report import compose
from ..documents.matter import read_matter
from ..documents.model import Document
from ..models import PaperHead, Paragraph
from ..registry import Exporter, NoFigures, Progress, register
from ..scopes import digest


class ClusterReport(Exporter):
    """What both files share; a printer says only how the pages come about."""

    builder_version = 2
    is_whole = True
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
            season = Season.objects.select_related("cluster").get(pk=figures.season_id)
            document = compose(figures, read_matter(season, figures, language), language)
            report(1, 2, _("Printing the pages"))
            self.print_document(document, path)

    def sources(self, season: Season, language: str) -> str:
        """Words and number, leaders, signers and pledges; and, for the places in the nation, the other clusters."""
        year = Season.objects.filter(year=season.year)
        pledges = Pledge.objects.filter(
            season__cluster=season.cluster_id, season__year__in=(season.year, season.year + 1)
        )
        rows = {
            "words": Paragraph.objects.filter(season=season, language=language).values_list("pk", "version"),
            "head": PaperHead.objects.filter(season=season).values_list("number", "dated"),
            "nation": year.values_list("pk", "data_version"),
            "pledges": pledges.values_list("pk", "signed_on", "state"),
            "leaders": Leadership.objects.filter(season=season).values_list("agency", "role", "valid_from"),
            "handover": Handover.objects.filter(season=season).values_list("date", "to_agency"),
            "signers": Representative.objects.filter(season=season).values_list("person", "title", "is_cluster_head"),
            "released": Release.objects.filter(season__in=year).values_list("pk"),
        }
        return digest({name: [[str(v) for v in row] for row in found.order_by("pk")] for name, found in rows.items()})


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
