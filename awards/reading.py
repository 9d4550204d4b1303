"""What papers, books and pages tell about awards: plain rows read in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from emulation_portal.lib.text import search_key

from .enums import ClassificationLevel, NominationState
from .models import AnnualClassification, AwardRecord, Nomination


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One award received. ``agency`` is where a person works, or the agency itself."""

    recipient: str
    is_person: bool
    agency: str
    award: str
    form: str
    decision: str
    date: date
    issuer: str


@dataclass(frozen=True, slots=True)
class NominationRow:
    recipient: str
    is_person: bool
    agency: str
    award: str
    state: str
    state_label: str


def records_of(agency_ids: Iterable[int], year: int) -> tuple[RecordRow, ...]:
    """Awards of agencies and their people for the achievements of a year, in official order. One query."""
    ids = list(agency_ids)
    rows = AwardRecord.objects.standing().filter(Q(agency__in=ids) | Q(at_agency__in=ids), achievement_year=year)
    rows = rows.select_related("agency", "at_agency", "person", "award")
    found = [
        RecordRow(
            recipient=r.recipient,
            is_person=r.person_id is not None,
            agency=(r.agency or r.at_agency).name,
            award=r.award.name,
            form=r.award.get_form_display(),
            decision=r.decision_number,
            date=r.decision_date,
            issuer=r.issuer,
        )
        for r in rows.order_by("award__ordinal", "agency__sort_key", "person__sort_key", "pk")
    ]
    return tuple(sorted(found, key=lambda row: row.is_person))


def nominations_of(agency_ids: Iterable[int], *season_ids: int) -> tuple[NominationRow, ...]:
    """Nominations of some seasons that stand: withdrawn ones are left out. One query."""
    rows = Nomination.objects.filter(season__in=season_ids, agency__in=list(agency_ids))
    rows = rows.exclude(state=NominationState.WITHDRAWN).select_related("agency", "person", "award")
    return tuple(
        NominationRow(
            recipient=n.nominee,
            is_person=n.person_id is not None,
            agency=n.agency.name,
            award=n.award.name,
            state=n.state,
            state_label=n.get_state_display(),
        )
        for n in rows.order_by("award__ordinal", "agency__sort_key", "person__sort_key", "pk")
    )


@dataclass(frozen=True, slots=True)
class ClassificationRow:
    """How an agency was classified for a year; ``date`` and ``decision`` where the decision is known.

    ``text`` is what was printed where it is known from print, ``source`` the mark of that text.
    """

    pk: int
    agency_id: int
    agency: str
    level: str
    level_label: str
    decision: str
    date: date | None
    issuer: str
    text: str
    source: str
    is_official: bool
    is_illustrative: bool


def classifications_of(agency_ids: Iterable[int], year: int) -> tuple[ClassificationRow, ...]:
    """The classification of these agencies for a year, the best first, then in official order. One query."""
    rows = AnnualClassification.objects.standing().filter(agency__in=list(agency_ids), year=year)
    found = [
        ClassificationRow(
            pk=row.pk,
            agency_id=row.agency_id,
            agency=row.agency.name,
            level=row.level,
            level_label=row.get_level_display(),
            decision=row.decision_number,
            date=row.decision_date,
            issuer=row.issuer,
            text=row.text,
            source=row.source,
            is_official=row.is_official,
            is_illustrative=row.is_illustrative,
        )
        for row in rows.select_related("agency").order_by("agency__sort_key", "pk")
    ]
    return tuple(sorted(found, key=lambda row: ClassificationLevel.values.index(row.level)))


def undecided_of(blocks: Iterable[str]) -> QuerySet[Nomination]:
    """Nominations of all seasons that wait for the Ministry's decision, the longest waiting first. One query."""
    rows = Nomination.objects.filter(state=NominationState.SUBMITTED, agency__kind__in=list(blocks))
    return rows.select_related("award", "season__cluster").order_by("submitted_at", "pk")


def decision_days(year: int | None = None, *, without=()) -> dict[tuple[str, str, int], date]:
    """The day of every decision that the ledger quotes, by number and issuer (as searched for) and year. One query.

    ``without``: keys of rows that are left out.
    """
    rows = AwardRecord.objects.standing().order_by("-pk")
    rows = rows if year is None else rows.filter(decision_date__year=year)
    quoted = rows.exclude(pk__in=without).values_list("decision_number", "issuer", "decision_date")
    return {(search_key(number), search_key(issuer), day.year): day for number, issuer, day in quoted}


@dataclass(frozen=True, slots=True)
class WaitingNomination:
    """A proposed nomination that somebody has to act on; ``note`` is why it was given back, if it was."""

    pk: int
    nominee: str
    award: str
    note: str
    is_own: bool


def proposed_of(season_id: int, agency_id: int, *, everybody: bool) -> tuple[WaitingNomination, ...]:
    """Nominations not submitted yet: the agency's that were given back; ``everybody``: all of the season. One query."""
    rows = Nomination.objects.filter(season=season_id, state=NominationState.PROPOSED)
    rows = rows if everybody else rows.filter(agency=agency_id).exclude(note="")
    return tuple(
        WaitingNomination(n.pk, n.nominee, n.award.name, n.note, n.agency_id == agency_id)
        for n in rows.select_related("agency", "person", "award")
    )
