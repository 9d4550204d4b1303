"""The cluster's year-end report: what it is made of, and its text on the frame of papers."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from django.utils.translation import gettext_lazy

from reports.exporting.figures import FIGURES
from reports.exporting.registry import NoFigures
from reports.exporting.sources import Input
from results.figures import FigureSet

from .content.background import Matter
from .content.cluster_report import compose
from .content.model import Document
from .frame import PaperKind, register_paper
from .read import MATTER


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterReportInput(Input):
    figures: Annotated[FigureSet, FIGURES]
    matter: Annotated[Matter, MATTER]


@register_paper
class ClusterReport(PaperKind[ClusterReportInput]):
    kind = "cluster-report"
    input_type = ClusterReportInput
    builder_version = 8
    order = 20
    has_own_page = True
    title = gettext_lazy("Year-end report of the cluster")
    file_stem = gettext_lazy("Year-end-report")
    sentences: ClassVar[dict[str, str]] = {
        "docx": gettext_lazy("The report in the layout of Decree 30/2020, to be edited further in Word."),
        "pdf": gettext_lazy("The same report as pages to read, send and print."),
    }

    def compose(self, made_of: ClusterReportInput) -> Document:
        figures = made_of.figures
        if not any(block.agencies and block.period for block in figures.blocks.values()):
            raise NoFigures(figures.version_code)
        return compose(figures, made_of.matter, made_of.language)


__all__ = ["ClusterReport", "ClusterReportInput"]
