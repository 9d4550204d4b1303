"""Registering titles: an agency's whole sheet at once, by itself until the last day, by the secretariat afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts import audit
from accounts.editing import stamp_of
from accounts.models import User
from awards.models import Award, TitleRegistration
from clusters.members import overlapping_year
from clusters.models import Agency, Membership, Season
from clusters.rights import rights_of
from clusters.versions import raise_data_version
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.text import clean_text

from .reading import MayRegister, may_register, term_of, titles_day, titles_of

MOST = 999  # of one title in one agency; more is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class Registered:
    """How many times a title is aimed for, and for whom where that is said."""

    count: int
    names: tuple[str, ...] = ()


Sheet = Mapping[int, Registered]  # by the ids of awards


class SheetChanged(Exception):
    """Somebody else saved the agency's sheet first; ``stored`` is it as it stands now."""

    def __init__(self, stored: Sheet):
        super().__init__(len(stored))
        self.stored = stored


def sheet_of(season: Season, agency: Agency) -> dict[int, Registered]:
    """What is stored for an agency. One query."""
    rows = TitleRegistration.objects.filter(season=season, agency=agency)
    return {row.award_id: Registered(row.count, tuple(row.name_list)) for row in rows}


def sheet_stamp(sheet: Sheet) -> str:
    return stamp_of({f"{pk:08d}": (each.count, *each.names) for pk, each in sheet.items()})


@transaction.atomic
def save_sheet(
    *,
    season: Season,
    agency: Agency,
    said: Sheet,
    actor: User | None,
    seen: str = "",
    reason: str = "",
    is_illustrative: bool = False,
) -> int:
    """Put what an agency registers in the place of what it had; returns how many titles it registers now.

    Its officers and head do until the last day. The secretariat may for every member, and after the last day, with a
    reason; before the first day nobody does. Without dates registration is open all year.

    NotAllowed; SheetChanged where ``seen`` is not the stamp of what is stored; Refusal: ``not_a_member``,
    ``not_begun``, ``registration_over``, ``reason``, ``no_title``, ``number``, ``names``.
    """
    _require_member(season, agency)
    late = actor is not None and _require_right(season, agency, actor, reason)
    titles = {award.pk: award for award in titles_of(titles_day(season))}
    wanted = {pk: _checked(titles.get(pk), each) for pk, each in said.items()}
    Season.objects.select_for_update().get(pk=season.pk)  # two who save one sheet come one after the other
    stored = sheet_of(season, agency)
    if seen and seen != sheet_stamp(stored):
        raise SheetChanged(stored)
    if stored == wanted:
        return len(stored)
    note = clean_text(reason, multiline=True) if late else ""
    _write(season, agency, stored, wanted, note, is_illustrative=is_illustrative)
    audit.record(
        actor=actor,
        action="registration.save",
        target=agency,
        before=_told(season, stored),
        after=_told(season, wanted),
        note=note,
    )
    raise_data_version(agency_ids=[agency.pk], year=season.year)
    return len(wanted)


def _require_member(season: Season, agency: Agency) -> None:
    held = Membership.objects.filter(overlapping_year(season.year), cluster_id=season.cluster_id, agency=agency)
    if not held.exists():
        raise Refusal("not_a_member", agency)


def _require_right(season: Season, agency: Agency, actor: User, reason: str) -> bool:
    """Whether it is entered with a reason."""
    term = term_of(season, agency.kind)
    may = may_register(rights_of(actor), season.pk, agency.pk, term, dates.today())
    if may == MayRegister.NOT:
        raise NotAllowed
    if not may.writes:
        raise Refusal(may.value, term)
    if may == MayRegister.WITH_REASON and not clean_text(reason):
        raise Refusal("reason", agency)
    return may == MayRegister.WITH_REASON


def _checked(award: Award | None, said: Registered) -> Registered:
    if award is None:
        raise Refusal("no_title")
    if not 1 <= said.count <= MOST:
        raise Refusal("number", award)
    names = tuple(filter(None, map(clean_text, said.names)))
    if names and len(names) != said.count:
        raise Refusal("names", (award, said.count, len(names)))
    return Registered(said.count, names)


def _write(season: Season, agency: Agency, stored: Sheet, wanted: Sheet, note: str, *, is_illustrative: bool) -> None:
    rows = TitleRegistration.objects.filter(season=season, agency=agency)
    rows.exclude(award__in=wanted).delete()
    for award_id, each in wanted.items():
        if stored.get(award_id) != each:
            values = {
                "count": each.count,
                "names": "\n".join(each.names),
                "registered_at": dates.now(),
                "late_reason": note,
                "is_illustrative": is_illustrative,
            }
            rows.update_or_create(season=season, agency=agency, award_id=award_id, defaults=values)


def _told(season: Season, sheet: Sheet) -> dict[str, object]:
    """A sheet as the record keeps it, by the codes of titles."""
    codes = dict(Award.objects.filter(pk__in=sheet).values_list("pk", "code"))
    told: dict[str, object] = {"year": season.year}
    return told | {codes[pk]: {"count": each.count, "names": list(each.names)} for pk, each in sheet.items()}


__all__ = ["MOST", "Registered", "Sheet", "SheetChanged", "save_sheet", "sheet_of", "sheet_stamp"]
