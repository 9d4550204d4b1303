"""What a book quotes beside the figures: legal bases of the periods, the catalogue of awards, awards received."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.conf import settings

from awards.enums import NominationState
from awards.models import Award
from awards.reading import NominationRow, RecordRow, nominations_of, records_of
from results.figures import FigureSet
from results.models import ReportingPeriod

from .parts import PackFile


@dataclass(frozen=True, slots=True)
class AwardRow:
    name: str
    form: str
    level: str
    decided_by: str
    law_article: str


@dataclass(frozen=True, slots=True)
class Extras:
    """``bases``: legal basis by period code. ``only_agency``: the name of the one agency the book is about.
    ``parts``: the finished files of a pack. ``read``: what the sources of the exporter gave, by their names."""

    is_illustrative: bool = False
    bases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    awards: tuple[AwardRow, ...] = ()
    records: tuple[RecordRow, ...] = ()
    nominations: tuple[NominationRow, ...] = ()
    only_agency: str = ""
    parts: tuple[PackFile, ...] = ()
    read: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


NO_EXTRAS = Extras()


def read_extras(figures: FigureSet, *, season_ids: Iterable[int] = ()) -> Extras:
    """Four queries. Words come out in the active language. ``season_ids`` where the figures are of several seasons."""
    periods = [b.period.id for b in figures.blocks.values() if b.period]
    members = [a.id for b in figures.blocks.values() for a in b.agencies]
    nominations = nominations_of(members, *(season_ids or [figures.season_id]))
    proposed = (NominationState.PROPOSED, NominationState.GRANTED)  # not sent on yet; told by its record
    return Extras(
        is_illustrative=settings.DEMO_MODE,
        bases=dict(ReportingPeriod.objects.filter(pk__in=periods).values_list("code", "legal_basis")),
        awards=tuple(
            AwardRow(a.name, a.get_form_display(), a.get_level_display(), a.decided_by, a.law_article)
            for a in Award.objects.all()
        ),
        records=records_of(members, figures.year),
        nominations=tuple(row for row in nominations if row.state not in proposed),
    )


__all__ = ["NO_EXTRAS", "AwardRow", "Extras", "read_extras"]
