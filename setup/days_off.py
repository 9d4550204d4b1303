"""Keeping the days off: entering, changing, withdrawing one, and adopting the proposal of a year.

Every act counts the lateness of unsealed reports anew in its own transaction.
"""

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.editing import locked
from accounts.models import User
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.tables import OWN_SOURCE
from results.enums import DayKind
from results.models import DayOff

from .holiday_proposals import Proposal, propose
from .lateness import recounted

FIELDS = ("kind", "reason", "basis", "is_withdrawn")


class DayRefused(Exception):
    """The day cannot be entered like this; ``reason``: taken, weekend, weekday."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def add_day(*, day: date, kind: str, reason: str, basis: str, actor: User) -> DayOff:
    """A day off or a make-up day; one that was withdrawn comes back. NotAllowed, DayRefused."""
    _require(actor)
    _check_weekday(day, kind)
    with recounted():
        row = _store(Proposal(day, kind, reason), basis)
    audit.record(actor=actor, action="day_off.enter", target=row, after=_state(row))
    return row


@transaction.atomic
def change_day(*, row: DayOff, kind: str, reason: str, basis: str, actor: User, seen: str = "") -> DayOff:
    """Correct what is said of a day. NotAllowed, DayRefused, Stale, Gone."""
    _require(actor)
    _check_weekday(row.date, kind)
    stored = locked(row, seen, FIELDS)
    before = _state(stored)
    with recounted():
        stored.kind, stored.reason, stored.basis, stored.source = kind, reason, basis, OWN_SOURCE
        stored.save()
    if _state(stored) != before:
        audit.record(actor=actor, action="day_off.change", target=stored, before=before, after=_state(stored))
    return stored


@transaction.atomic
def withdraw_day(*, row: DayOff, reason: str, actor: User) -> None:
    """Take a day back with a reason; withdrawing it twice changes nothing. NotAllowed."""
    _require(actor)
    stored = locked(row, "", FIELDS)
    if stored.is_withdrawn:
        return
    with recounted():
        stored.is_withdrawn, stored.source = True, OWN_SOURCE
        stored.save(update_fields=["is_withdrawn", "source"])
    audit.record(actor=actor, action="day_off.withdraw", target=stored, before=_state(stored), note=reason)


@transaction.atomic
def adopt(*, year: int, chosen: Collection[date], basis: str, actor: User) -> list[DayOff]:
    """Enter the chosen days of a year's proposal, unofficial; days that are entered already stay. NotAllowed."""
    _require(actor)
    held = set(DayOff.objects.in_force().filter(date__year=year).values_list("date", flat=True))
    wanted = [each for each in propose(year) if each.date in chosen and each.date not in held]
    with recounted():
        rows = [_store(each, basis) for each in wanted]
    for row in rows:
        audit.record(actor=actor, action="day_off.adopt", target=row, after=_state(row))
    return rows


def _store(day: Proposal, basis: str) -> DayOff:
    """The row of a day that has none in force; of two who enter it at once the second is refused."""
    kept = DayOff.objects.select_for_update().filter(date=day.date).first()
    if kept and not kept.is_withdrawn:
        raise DayRefused("taken")
    row = kept or DayOff(date=day.date)
    row.kind, row.reason, row.basis = day.kind, day.reason, basis
    row.is_withdrawn, row.is_official, row.source = False, False, OWN_SOURCE
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise DayRefused("taken") from None
    return row


def _check_weekday(day: date, kind: str) -> None:
    if kind == DayKind.OFF and dates.is_weekend(day):
        raise DayRefused("weekend")
    if kind == DayKind.MADE_UP and not dates.is_weekend(day):
        raise DayRefused("weekday")


def _require(actor: User) -> None:
    if not actor.has_perm("results.keep_days"):
        raise NotAllowed("not_your_block")


def _state(row: DayOff) -> dict:
    return {"day": row.date.isoformat(), "kind": row.kind, "reason": row.reason, "basis": row.basis}
