"""What was registered: the titles that can be, the sheet of each agency, and what a nomination finds of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef

from awards.enums import AwardForm
from awards.models import Award, Nomination, TitleRegistration
from clusters.enums import PhaseKind
from clusters.members import overlapping_year
from clusters.models import Agency, Membership, Season, SeasonPhase
from clusters.rights import Rights
from emulation_portal.lib import dates
from emulation_portal.lib.text import search_key


@dataclass(frozen=True, slots=True)
class RegistrationTerm:
    """When registration is open, by the season's own dates: ``opens`` to the end of ``last_day``."""

    opens: date
    last_day: date

    def has_begun(self, day: date) -> bool:
        return self.opens <= day

    def is_over(self, day: date) -> bool:
        return day > self.last_day


def term_of(season: Season, block: str) -> RegistrationTerm | None:
    """The block's own dates before those of both blocks; None where the season has none. One query."""
    rows = SeasonPhase.objects.filter(season=season, kind=PhaseKind.REGISTRATION, block__in=("", block))
    found = rows.order_by("-block").first()
    return None if found is None else RegistrationTerm(found.opens, dates.last_day(found.closes))


class MayRegister(StrEnum):
    """How somebody stands to the sheet of one agency on a day."""

    FREELY = "freely"
    WITH_REASON = "with_reason"  # the secretariat, for another agency or after the last day
    NOT_BEGUN = "not_begun"
    OVER = "registration_over"
    NOT = "not"

    @property
    def writes(self) -> bool:
        return self in (MayRegister.FREELY, MayRegister.WITH_REASON)


def may_register(
    rights: Rights, season_id: int, agency_id: int, term: RegistrationTerm | None, day: date
) -> MayRegister:
    """Officers and head of an agency until the last day; its secretariat for every member, also afterwards.

    Before the first day nobody does. Without dates registration is open all year.
    """
    own = any(m.season_id == season_id and m.agency_id == agency_id for m in rights.memberships)
    leads = rights.is_secretariat(season_id)
    if not own and not leads:
        return MayRegister.NOT
    if term is not None and not term.has_begun(day):
        return MayRegister.NOT_BEGUN
    if term is not None and term.is_over(day):
        return MayRegister.WITH_REASON if leads else MayRegister.OVER
    return MayRegister.FREELY if own else MayRegister.WITH_REASON


def titles_of(day: date) -> list[Award]:
    """The emulation titles in force on a day, those for people before those for collectives. One query."""
    found = Award.objects.valid_on(day).filter(form=AwardForm.TITLE)
    return sorted(found, key=lambda award: (not award.may_go_to(person=True), award.ordinal))


def titles_day(season: Season) -> date:
    """Titles are those of the law of the season's year: today within it, else its nearest day."""
    return min(max(dates.today(), date(season.year, 1, 1)), date(season.year, 12, 31))


@dataclass(frozen=True, slots=True)
class RegistrationSheet:
    """One agency with what it registered, in the order of titles."""

    agency: Agency
    rows: tuple[TitleRegistration, ...]


def sheets_of(season: Season) -> list[RegistrationSheet]:
    """Every member of the season's year, also one that registered nothing, block by block. Two queries."""
    held = Membership.objects.filter(overlapping_year(season.year), cluster_id=season.cluster_id)
    members = {row.agency_id: row.agency for row in held.select_related("agency").order_by("agency__sort_key")}
    rows = TitleRegistration.objects.filter(season=season).select_related("award").order_by("award__ordinal")
    of_agency: dict[int, list[TitleRegistration]] = {pk: [] for pk in members}
    for row in rows:
        of_agency.setdefault(row.agency_id, []).append(row)
    return [RegistrationSheet(agency, tuple(of_agency[pk])) for pk, agency in members.items()]


# -- beside nominations ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class RegisteredFor:
    """What a nomination finds: ``count`` registered by its agency for its title, 0 for none.

    ``is_named``: whether the names that were registered hold the person; None where nobody was named, or none is asked.
    """

    count: int
    is_named: bool | None = None
    is_late: bool = False


def registered_for(nominations: Sequence[Nomination]) -> dict[int, RegisteredFor]:
    """By the ids of nominations for titles, in seasons where anything was registered at all. One query."""
    titled = [each for each in nominations if each.award.form == AwardForm.TITLE]
    rows = TitleRegistration.objects.filter(season__in={each.season_id for each in titled}) if titled else ()
    held = {(row.season_id, row.agency_id, row.award_id): row for row in rows}
    seasons = {season for season, _agency, _award in held}
    return {each.pk: _found(each, held) for each in titled if each.season_id in seasons}


def _found(nomination: Nomination, held: dict[tuple[int, int, int], TitleRegistration]) -> RegisteredFor:
    row = held.get((nomination.season_id, nomination.agency_id, nomination.award_id))
    if row is None:
        return RegisteredFor(0)
    named = None
    if nomination.person is not None and row.names:
        named = search_key(nomination.person.full_name) in {search_key(name) for name in row.name_list}
    return RegisteredFor(row.count, named, is_late=bool(row.late_reason))


# -- what waits --------------------------------------------------------------------------------------------------------
def open_registrations(season_ids: Iterable[int], agency_ids: Iterable[int], day: date) -> list[SeasonPhase]:
    """Registrations that are open on that day, in seasons where none of these agencies has registered. One query."""
    registered = TitleRegistration.objects.filter(season=OuterRef("season"), agency__in=agency_ids)
    rows = SeasonPhase.objects.filter(
        ~Exists(registered), season__in=season_ids, kind=PhaseKind.REGISTRATION, opens__lte=day, closes__gt=day
    )
    return list(rows.select_related("season__cluster"))


__all__ = [
    "MayRegister",
    "RegisteredFor",
    "RegistrationSheet",
    "RegistrationTerm",
    "may_register",
    "open_registrations",
    "registered_for",
    "sheets_of",
    "term_of",
    "titles_day",
    "titles_of",
]
