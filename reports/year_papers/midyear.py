"""The cluster's mid-year report: what it is made of, and its text on the frame of papers."""

from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext_lazy

from pledges.models import Pledge
from pledges.movements.reading import movements_of
from reports.exporting.figures import FIGURES
from reports.exporting.registry import NoFigures
from reports.exporting.sources import Input, Source, SubjectReading
from reports.exporting.subject import Subject
from reports.papers.content.background import MovementFacts
from reports.papers.content.decree import Frame
from reports.papers.content.model import Document
from reports.papers.frame import LEADERS, PaperKind, frame_of, register_paper
from results.figures import FigureSet
from results.figures.read import read_states

from .midyear_text import MONTHS, HalfYearMatter, composed_midyear, has_reports, last_day_of


def _frame(reading: SubjectReading) -> Frame:
    """As every paper's, as of the end of the half-years; number and day are written in by hand."""
    return frame_of(reading, as_of=last_day_of(reading.of(FIGURES)))


MIDYEAR_FRAME = Source("mid-year frame", _frame, uses=(LEADERS, FIGURES))


def _matter(reading: SubjectReading) -> HalfYearMatter:
    """As of the end of the half-years: what was launched, joined and signed later is not in it.

    The season's data version rises with everything here.
    """
    season, end = reading.subject.season, last_day_of(reading.of(FIGURES))
    if end is None:
        return HalfYearMatter()
    movements = []
    for row in movements_of(season):
        if row.launched_on <= end:
            joined = tuple(response.agency for response in row.responses if response.responded_on <= end)
            told = (row.name, row.kind_label, row.scope_label, row.launched_on, row.ends, row.plan, "")
            movements.append(MovementFacts(*told, joined, row.of))
    signed = (
        Pledge.objects.filter(season=season, signed_on__lte=end).order_by("block").values_list("block", "signed_on")
    )
    return HalfYearMatter(tuple(movements), tuple(signed))


HALF_YEAR = Source("half-year", _matter, uses=(FIGURES,))


@dataclass(frozen=True, slots=True, kw_only=True)
class MidyearInput(Input):
    frame: Annotated[Frame, MIDYEAR_FRAME]
    figures: Annotated[FigureSet, FIGURES]
    matter: Annotated[HalfYearMatter, HALF_YEAR]


@register_paper
class MidyearReport(PaperKind[MidyearInput]):
    kind = "midyear-report"
    input_type = MidyearInput
    months = MONTHS
    order = 28
    title = gettext_lazy("Mid-year report of the cluster (six months)")
    file_stem = gettext_lazy("Mid-year-report")

    def is_ready(self, subject: Subject) -> bool:
        return has_reports(read_states(subject.season, period_codes=subject.parameters.get("periods")))

    def compose(self, made_of: MidyearInput) -> Document:
        if not has_reports(made_of.figures):
            raise NoFigures(made_of.figures.version_code)
        return composed_midyear(made_of.frame, made_of.figures, made_of.matter, made_of.language)


__all__ = ["MidyearInput", "MidyearReport"]
