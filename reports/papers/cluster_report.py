"""The cluster's year-end report as a file: one content, printed as Word and as PDF."""

from abc import abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.exporting.figures import FIGURES
from reports.exporting.registry import Exporter, NoFigures, Progress, register, silent
from reports.exporting.sources import Input
from results.figures import FigureSet

from .content.background import Matter
from .content.cluster_report import compose
from .content.model import Document
from .printing import docx, fonts, pdf
from .read import MATTER


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterReportInput(Input):
    figures: Annotated[FigureSet, FIGURES]
    matter: Annotated[Matter, MATTER]


class ClusterReport(Exporter[ClusterReportInput]):
    """What both files share; a printer says only how the pages come about."""

    input_type = ClusterReportInput
    builder_version = 3
    is_whole = True
    file_stem = gettext_lazy("Year-end-report")

    @abstractmethod
    def print_document(self, document: Document, path: Path) -> None:
        """Write the composed report to the file."""

    def write(self, made_of: ClusterReportInput, path: Path, progress: Progress = silent) -> None:
        figures, language = made_of.figures, made_of.language
        if not any(block.agencies and block.period for block in figures.blocks.values()):
            raise NoFigures(figures.version_code)
        with translation.override(language):
            progress(0, 2, _("Writing the text"))
            document = compose(figures, made_of.matter, language)
            progress(1, 2, _("Printing the pages"))
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


__all__ = ["ClusterReportDocx", "ClusterReportInput", "ClusterReportPdf"]
