"""Writing an addendum to a signed pledge: what is changed and why, with promises that are added or take a place."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import Refusal
from emulation_portal.lib.text import clean_text
from pledges.enums import AddendumState, PledgeState
from pledges.models import Pledge, PledgeAddendum, PledgeItem

from .acts import held, require_writer, told
from .reading import WholePledge
from .services import NOTHING, Beside, Promised, set_item, stored_item, told_item


@transaction.atomic
def begin_addendum(*, pledge: Pledge, day: date, text: str, actor: User) -> PledgeAddendum:
    """A draft of the next addendum, dated from the day of signing to today.

    NotAllowed, Gone; Refusal: ``closed``, ``not_signed``, ``addendum_open`` (one at a time), ``day``.
    """
    require_writer(actor, pledge.season)
    found = _held_signed(pledge)
    if found.addenda.exclude(state=AddendumState.SIGNED).exists():
        raise Refusal("addendum_open", found)
    _check_day(found, day)
    number = (found.addenda.aggregate(last=Max("number"))["last"] or 0) + 1
    made = PledgeAddendum.objects.create(
        pledge=found, number=number, date=day, text=clean_text(text, multiline=True), state=AddendumState.DRAFT
    )
    told(found, "addendum", actor, about=made, after={"date": day.isoformat(), "text": made.text})
    return made


def _held_signed(pledge: Pledge) -> Pledge:
    found = held(pledge)
    if found.state == PledgeState.CLOSED:
        raise Refusal("closed", found)
    if found.state != PledgeState.SIGNED:
        raise Refusal("not_signed", found)
    return found


def _check_day(pledge: Pledge, day: date) -> None:
    if day > dates.today() or (pledge.signed_on and day < pledge.signed_on):
        raise Refusal("day", pledge.signed_on)


def _held_draft(addendum: PledgeAddendum) -> tuple[Pledge, PledgeAddendum]:
    pledge = _held_signed(addendum.pledge)
    stored = pledge.addenda.filter(pk=addendum.pk).first()
    if stored is None or stored.state != AddendumState.DRAFT:
        raise Refusal("not_draft", addendum)
    return pledge, stored


@transaction.atomic
def save_addendum_item(
    *,
    addendum: PledgeAddendum,
    said: Promised,
    beside: Beside = NOTHING,
    replaces: PledgeItem | None = None,
    item: PledgeItem | None = None,
    seen: str = "",
    actor: User,
) -> PledgeItem:
    """A promise that is added, or that takes the place of ``replaces``, which has to hold now.

    NotAllowed, Stale, Gone; Refusal: ``not_draft``, ``item_gone``, and those of a promise.
    """
    require_writer(actor, addendum.pledge.season)
    pledge, stored = _held_draft(addendum)
    in_force = WholePledge.read(pledge).in_force
    if replaces is not None and replaces.pk not in {each.pk for each in in_force}:
        raise Refusal("item_gone", replaces)
    if item is not None:
        row = stored_item(pledge, item, seen, stored)
    else:
        row = PledgeItem(pledge=pledge, addendum=stored, replaces=replaces)
        added = stored.items.filter(replaces=None).aggregate(last=Max("ordinal"))["last"] or 0
        last = max([added, *(each.ordinal for each in in_force)])
        row.ordinal = replaces.ordinal if replaces else last + 1
    before = told_item(row) if row.pk else None
    set_item(row, said, beside)
    row.save()
    told(pledge, "addendum_item", actor, about=stored, before=before, after=told_item(row))
    return row


@transaction.atomic
def remove_addendum_item(*, addendum: PledgeAddendum, item: PledgeItem, actor: User) -> None:
    """NotAllowed, Gone; Refusal: ``not_draft``, ``item_gone``."""
    require_writer(actor, addendum.pledge.season)
    pledge, stored = _held_draft(addendum)
    row = stored_item(pledge, item, "", stored)
    told(pledge, "addendum_item_removed", actor, about=stored, before=told_item(row))
    row.delete()


@transaction.atomic
def discard_addendum(*, addendum: PledgeAddendum, actor: User) -> None:
    """Take away a draft that was never opened. NotAllowed, Gone; Refusal: ``not_draft``, ``opened_before``."""
    require_writer(actor, addendum.pledge.season)
    pledge, stored = _held_draft(addendum)
    if stored.signatures.exists():
        raise Refusal("opened_before", stored)
    told(pledge, "addendum_discard", actor, about=stored, before={"text": stored.text})
    stored.delete()


__all__ = ["begin_addendum", "discard_addendum", "remove_addendum_item", "save_addendum_item"]
