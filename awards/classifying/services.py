"""The Ministry's yearly classification of agencies: entered with its decision, corrected or withdrawn with a reason."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.editing import locked
from accounts.models import User
from awards.models import AnnualClassification
from clusters.models import Agency
from clusters.versions import raise_data_version
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.tables import OWN_SOURCE
from emulation_portal.lib.text import clean_text

STAMPED = ("level", "decision_number", "decision_date", "issuer", "withdrawn_at")


@dataclass(frozen=True, slots=True)
class Classified:
    """What a decision says of one agency's year."""

    level: str
    number: str
    day: date
    issuer: str


@transaction.atomic
def classify(
    *, agency: Agency, year: int, said: Classified, actor: User | None, is_illustrative: bool = False
) -> AnnualClassification:
    """Enter how an agency was classified.

    NotAllowed; Refusal: ``classified_already``, ``before_the_year``, ``in_the_future``.
    """
    _require(agency, actor)
    row = AnnualClassification(agency=agency, year=year, is_illustrative=is_illustrative)
    _set(row, said)
    row.is_official = not is_illustrative
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refusal("classified_already", agency) from None
    audit.record(actor=actor, action="classification.enter", target=row, after=_told(row))
    raise_data_version(agency_ids=[agency.pk], year=year)
    return row


@transaction.atomic
def correct(*, row: AnnualClassification, said: Classified, reason: str, actor: User, seen: str = "") -> None:
    """Say rightly what was entered wrongly, or name the decision. NotAllowed; Stale; Refusal: days, ``withdrawn_row``.

    A row of the reference data is the portal's own from then on, so that loading them again leaves it.
    """
    _require(row.agency, actor)
    stored = locked(row, seen, STAMPED)
    if stored.withdrawn_at:
        raise Refusal("withdrawn_row", stored)
    before = _told(stored)
    _set(stored, said)
    stored.is_official, stored.is_illustrative = True, False  # the Ministry's own word
    stored.corrected_at, stored.reason = dates.now(), reason
    stored.save()
    audit.record(
        actor=actor, action="classification.correct", target=stored, before=before, after=_told(stored), note=reason
    )
    raise_data_version(agency_ids=[stored.agency_id], year=stored.year)


@transaction.atomic
def withdraw(*, row: AnnualClassification, reason: str, actor: User) -> None:
    """Take a classification back; it stays to be seen in the record. NotAllowed; Refusal: ``withdrawn_row``."""
    _require(row.agency, actor)
    stored = locked(row, "", STAMPED)
    if stored.withdrawn_at:
        raise Refusal("withdrawn_row", stored)
    stored.withdrawn_at, stored.reason, stored.source = dates.now(), reason, OWN_SOURCE
    stored.save(update_fields=["withdrawn_at", "reason", "source"])
    audit.record(actor=actor, action="classification.withdraw", target=stored, before=_told(stored), note=reason)
    raise_data_version(agency_ids=[stored.agency_id], year=stored.year)


def _require(agency: Agency, actor: User | None) -> None:
    if actor is not None and not actor.has_perm("awards.classify", agency):
        raise NotAllowed(about=agency)


def _set(row: AnnualClassification, said: Classified) -> None:
    """A year is classified at its end or later, never by a decision of an earlier year."""
    if said.day.year < row.year:
        raise Refusal("before_the_year", row.year)
    if said.day > dates.today():
        raise Refusal("in_the_future", row)
    row.level, row.decision_date = said.level, said.day
    row.decision_number, row.issuer = clean_text(said.number), clean_text(said.issuer)
    row.text, row.source = "", OWN_SOURCE


def _told(row: AnnualClassification) -> dict[str, object]:
    return {
        "agency": row.agency.code,
        "year": row.year,
        "level": row.level,
        "number": row.decision_number,
        "date": row.decision_date.isoformat() if row.decision_date else "",
        "issuer": row.issuer,
        "source": row.source,
    }


__all__ = ["STAMPED", "Classified", "classify", "correct", "withdraw"]
