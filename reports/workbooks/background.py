"""What a book quotes beside the figures: legal bases of the periods, the catalogue of awards, awards received."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.conf import settings

from awards.enums import NominationState
from awards.models import Award
from awards.reading import (
    ClassificationRow,
    NominationRow,
    RecordRow,
    classifications_of,
    nominations_of,
    records_of,
)
from reports.exporting.figures import FIGURES, NATIONAL_FIGURES
from reports.exporting.sources import Source, SubjectReading
from results.figures import FigureSet
from results.models import ReportingPeriod


@dataclass(frozen=True, slots=True)
class AwardRow:
    name: str
    form: str
    level: str
    decided_by: str
    law_article: str


@dataclass(frozen=True, slots=True)
class BookBackground:
    """``bases``: legal basis by period code. ``only_agency``: the name of the one agency the book is about."""

    is_illustrative: bool = False
    bases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    awards: tuple[AwardRow, ...] = ()
    records: tuple[RecordRow, ...] = ()
    nominations: tuple[NominationRow, ...] = ()
    classified: tuple[ClassificationRow, ...] = ()
    only_agency: str = ""


def read_background(figures: FigureSet, *, season_ids: Iterable[int] = (), only_agency: str = "") -> BookBackground:
    """Five queries. Words come out in the active language. ``season_ids`` where the figures are of several seasons."""
    periods = [b.period.id for b in figures.blocks.values() if b.period]
    members = [a.id for b in figures.blocks.values() for a in b.agencies]
    nominations = nominations_of(members, *(season_ids or [figures.season_id]))
    proposed = (NominationState.PROPOSED, NominationState.GRANTED)  # not sent on yet; told by its record
    return BookBackground(
        is_illustrative=settings.DEMO_MODE,
        bases=dict(ReportingPeriod.objects.filter(pk__in=periods).values_list("code", "legal_basis")),
        awards=tuple(
            AwardRow(a.name, a.get_form_display(), a.get_level_display(), a.decided_by, a.law_article)
            for a in Award.objects.all()
        ),
        records=records_of(members, figures.year),
        nominations=tuple(row for row in nominations if row.state not in proposed),
        classified=classifications_of(members, figures.year),
        only_agency=only_agency,
    )


def _of_season(reading: SubjectReading) -> BookBackground:
    figures, subject = reading.of(FIGURES), reading.subject
    members = (a.name(subject.language) for block in figures.blocks.values() for a in block.agencies)
    return read_background(figures, only_agency=next(members, "") if subject.agency else "")


def _of_the_nation(reading: SubjectReading) -> BookBackground:
    national = reading.of(NATIONAL_FIGURES)
    return read_background(national.latest, season_ids=[each.season_id for each in national.sets[0]])


# What both read changes with the data version of the seasons that the book is about.
BACKGROUND = Source("background", _of_season, uses=(FIGURES,))
NATIONAL_BACKGROUND = Source("national background", _of_the_nation, uses=(NATIONAL_FIGURES,))


__all__ = ["BACKGROUND", "NATIONAL_BACKGROUND", "AwardRow", "BookBackground", "read_background"]
