"""Mending the ledger: a row entered wrongly is corrected or withdrawn, with a reason; the record keeps both.

A row that a decision of the portal wrote belongs to that decision: its number, day and issuer change with the decision
and all of its rows; who was awarded is mended by withdrawing the row, which gives the nomination back to be decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.editing import locked
from accounts.models import User
from awards.enums import NominationState
from awards.models import Award, AwardRecord, Decision, Nomination
from awards.reading import decision_days
from clusters.models import Agency, Person
from clusters.versions import raise_data_version
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.text import search_key

from .lines import day_faults, number_used

STAMPED = (
    "award",
    "agency",
    "person",
    "at_agency",
    "achievement_year",
    "decision_number",
    "decision_date",
    "issuer",
    "withdrawn_at",
)


class Unfit(Exception):
    """What was typed does not agree; ``faults`` say what."""

    def __init__(self, faults: list[str]):
        super().__init__(*faults)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Wording:
    """What a row of the ledger is to say. ``everywhere``: also in the other rows that quote the same decision."""

    award: Award
    agency: Agency
    person: Person | None
    year: int
    number: str
    day: date
    issuer: str
    everywhere: bool = False


def quoting(record: AwardRecord) -> list[AwardRecord]:
    """The other rows that stand in the ledger and quote the same decision. One query.

    Those that a decision of the portal wrote change with that decision alone, so they stand beside no other row.
    """
    rows = AwardRecord.objects.standing().filter(decision_date=record.decision_date).exclude(pk=record.pk)
    if record.decision_id is None:
        rows = rows.filter(decision=None)
    key = (search_key(record.decision_number), search_key(record.issuer))
    return [row for row in rows if (search_key(row.decision_number), search_key(row.issuer)) == key]


@transaction.atomic
def correct(*, record: AwardRecord, wording: Wording, reason: str, actor: User, seen: str = "") -> None:
    """Set what a row says. NotAllowed; Stale; Refusal: ``withdrawn_row``, ``in_the_ledger``; Unfit."""
    _require(record, actor)
    stored = locked(record, seen, STAMPED)
    if stored.withdrawn_at:
        raise Refusal("withdrawn_row", stored)
    others = quoting(stored) if wording.everywhere or stored.decision_id else []
    _check(stored, wording, others)
    before, touched = _said(stored), [(stored.of_agency.pk, stored.achievement_year)]
    if stored.decision_id is None:
        _set_recipient(stored, wording)
    rows = [stored, *others]
    for row in rows:
        row.decision_number, row.decision_date, row.issuer = wording.number, wording.day, wording.issuer
        row.corrected_at = dates.now()
    stored.reason = reason
    try:
        with transaction.atomic():
            _save(rows, stored)
    except IntegrityError:
        raise Refusal("in_the_ledger", stored) from None
    after = _said(stored)
    changed = [name for name in before if before[name] != after[name]]
    audit.record(
        actor=actor,
        action="ledger.correct",
        target=stored,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed} | ({"other_rows": len(others)} if others else {}),
        note=reason,
    )
    _raise([*touched, *((row.of_agency.pk, row.achievement_year) for row in rows)])


@transaction.atomic
def withdraw(*, record: AwardRecord, reason: str, actor: User) -> None:
    """Take a row out of the ledger; it stays to be seen, with the reason. NotAllowed; Refusal: ``withdrawn_row``."""
    _require(record, actor)
    stored = locked(record, "", STAMPED)
    if stored.withdrawn_at:
        raise Refusal("withdrawn_row", stored)
    decision, nomination = stored.decision, stored.nomination
    stored.withdrawn_at, stored.reason, stored.decision, stored.nomination = dates.now(), reason, None, None
    stored.save(update_fields=["withdrawn_at", "reason", "decision", "nomination"])
    if nomination:
        _give_back(nomination, reason)
    if decision and not decision.records.exists() and not decision.nominations.exists():
        decision.delete()  # its number is free again
    audit.record(actor=actor, action="ledger.withdraw", target=stored, before=_said(stored), note=reason)
    _raise([(stored.of_agency.pk, stored.achievement_year)])


def may_mend(user: User, record: AwardRecord) -> bool:
    return user.has_perm("awards.mend_record", record)


def _require(record: AwardRecord, actor: User) -> None:
    if not may_mend(actor, record):
        raise NotAllowed


def _check(stored: AwardRecord, wording: Wording, others: list[AwardRecord]) -> None:
    award, agency = wording.award, wording.agency
    faults = day_faults(wording.day, award=award, agency=agency, year=wording.year)
    days = decision_days(wording.day.year, without=[stored.pk, *(row.pk for row in others)])
    other = days.get((search_key(wording.number), search_key(wording.issuer), wording.day.year))
    if other and other != wording.day:
        faults.append(number_used(other))
    if faults:
        raise Unfit(faults)


def _set_recipient(row: AwardRecord, wording: Wording) -> None:
    row.award, row.person, row.achievement_year = wording.award, wording.person, wording.year
    row.agency = None if wording.person else wording.agency
    row.at_agency = wording.agency if wording.person else None


def _save(rows: list[AwardRecord], first: AwardRecord) -> None:
    for row in rows:
        row.save()
    if first.decision_id:
        decision: Decision = first.decision
        decision.number, decision.date, decision.issuer = first.decision_number, first.decision_date, first.issuer
        decision.save()


def _give_back(nomination: Nomination, reason: str) -> None:
    Nomination.objects.filter(pk=nomination.pk, state=NominationState.GRANTED).update(
        state=NominationState.SUBMITTED, decision=None, decided_at=None, note=reason
    )


def _said(row: AwardRecord) -> dict:
    """What a row says, in words that can be read without the portal."""
    return {
        "award": row.award.code,
        "agency": row.of_agency.code,
        "person": row.person.full_name if row.person else "",
        "year": row.achievement_year,
        "number": row.decision_number,
        "date": row.decision_date.isoformat(),
        "issuer": row.issuer,
    }


def _raise(touched: Iterable[tuple[int, int]]) -> None:
    by_year: dict[int, set[int]] = {}
    for agency_id, year in touched:
        by_year.setdefault(year, set()).add(agency_id)
    for year, ids in by_year.items():
        raise_data_version(agency_ids=ids, year=year)


__all__ = ["STAMPED", "Unfit", "Wording", "correct", "may_mend", "quoting", "withdraw"]
