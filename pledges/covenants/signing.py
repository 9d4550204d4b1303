"""Signing: a text is frozen and hashed, every member's head signs or refuses, and at the year's end it is closed.

The same for a pledge and for an addendum of one. Whoever signs holds the post of head that day, and what is signed is
the text that the person has read: its hash travels with the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from clusters.enums import AppointmentRole
from clusters.members import SuccessionMap
from clusters.models import Agency, Appointment
from clusters.querysets import in_force
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.steps import IllegalStep
from emulation_portal.lib.text import clean_text
from pledges.enums import AddendumState, ItemKind, PledgeAction, PledgeState
from pledges.frozen import canonical, hash_of
from pledges.models import Pledge, PledgeAddendum, PledgeItem, PledgeOutcome, PledgeSignature
from pledges.workflow import STEPS

from . import telling
from .acts import held, require_writer, told
from .reading import (
    WholePledge,
    addendum_text,
    in_force_items,
    members_of,
    obstacles,
    obstacles_of_items,
    still_members,
    text_of,
    waits_for_leader,
)
from .services import NOTHING, Beside


def _move(pledge: Pledge, action: str) -> None:
    """IllegalStep where the step does not start from the state."""
    pledge.state = STEPS.next_state(pledge.state, action)
    for stamp in STEPS[action].stamps:
        setattr(pledge, stamp, dates.now())


# -- opening -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def open_pledge(*, pledge: Pledge, beside: Mapping[int, Beside], actor: User | None) -> Pledge:
    """Freeze the draft, hash it, and ask every member's head to sign.

    ``beside``: what stands beside each promise by its id, as of now. NotAllowed, Gone, IllegalStep; Refusal:
    ``not_ready`` about the obstacles.
    """
    require_writer(actor, pledge.season)
    found = held(pledge)
    _move(found, PledgeAction.OPEN)
    items = list(found.items.filter(addendum=None).select_related("indicator"))
    for item in items:
        near = beside.get(item.pk, NOTHING)
        item.assigned, item.last_value = near.assigned, near.last_value
    members = members_of(found)
    if hindering := obstacles(found, items, found.comments.all(), members):
        raise Refusal("not_ready", hindering)
    PledgeItem.objects.bulk_update(items, ["assigned", "last_value"])
    items = list(found.items.filter(addendum=None).select_related("indicator"))  # as the engine keeps the figures
    _freeze(found, canonical(text_of(found, items, [member.code for member in members])))
    found.intact_at, found.broken_at, found.signed_on = dates.now(), None, None
    found.save()
    _ask(found, None, members)
    told(found, "open", actor, after={"hash": found.text_hash, "signers": [member.code for member in members]})
    telling.opened(found, None, actor)
    return found


def _freeze(subject: Pledge | PledgeAddendum, text: str) -> None:
    subject.frozen, subject.text_hash = text, hash_of(text)


def _ask(pledge: Pledge, addendum: PledgeAddendum | None, members: list[Agency]) -> None:
    """A line for each member, in the order of signing."""
    PledgeSignature.objects.bulk_create(
        PledgeSignature(pledge=pledge, addendum=addendum, agency=member, ordinal=number)
        for number, member in enumerate(members, start=1)
    )


@transaction.atomic
def take_back(*, pledge: Pledge, reason: str, actor: User) -> None:
    """Back to a draft: signatures given so far are void. NotAllowed, Gone, IllegalStep."""
    require_writer(actor, pledge.season)
    found = held(pledge)
    _move(found, PledgeAction.TAKE_BACK)
    _void(found, None)
    told(found, "take_back", actor, before={"hash": found.text_hash}, note=clean_text(reason))
    found.frozen, found.text_hash, found.opened_at, found.changed_at = "", "", None, dates.now()
    found.intact_at = found.broken_at = None
    found.save()
    telling.withdrawn(found)
    telling.taken_back(found, reason, actor)


def _void(pledge: Pledge, addendum: PledgeAddendum | None) -> None:
    rows = PledgeSignature.objects.filter(pledge=pledge, addendum=addendum, voided_at=None)
    rows.update(voided_at=dates.now())


# -- signing -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Standing:
    """As whom somebody signs for an agency: the appointment that holds today."""

    appointment: Appointment

    @property
    def title(self) -> str:
        return self.appointment.title or self.appointment.agency.head_title


def standing_of(user: User, agency: Agency) -> Standing | None:
    """The person's appointment today as head of the agency, or of one that stands for it; None without one."""
    today = dates.today()
    standing = {agency.pk}
    if agency.valid_to is not None and agency.valid_to <= today:
        standing = SuccessionMap.load().as_of(today).with_successors(standing)
    rows = Appointment.objects.filter(
        in_force(today), in_force(today, "agency__"), person__user=user, agency__in=standing, role=AppointmentRole.HEAD
    )
    found = rows.select_related("agency", "person").order_by("-valid_from").first()
    return Standing(found) if found else None


def ended_on(user: User, agency: Agency) -> date | None:
    """The last day on which the person was head of the agency, where that is over."""
    rows = Appointment.objects.filter(
        person__user=user, agency=agency, role=AppointmentRole.HEAD, valid_to__lte=dates.today()
    )
    ends = rows.order_by("-valid_to").values_list("valid_to", flat=True).first()
    return dates.last_day(ends)


@transaction.atomic
def sign(*, signature: PledgeSignature, read_hash: str, actor: User) -> PledgeSignature:
    """The head of a member signs the text that has the hash ``read_hash``; with the last signature it is signed.

    NotAllowed (``ended`` about the last day in office); Gone; Refusal: ``not_open``, ``void``, ``signed_already``,
    ``no_member``, ``other_text``, ``tampered``, ``after_leader`` (about the line that comes first).
    """
    lines = _held_lines(signature)
    pledge, row = lines.pledge, lines.row
    standing = _require_standing(row, actor)
    if row.signed_at is not None:
        raise Refusal("signed_already", row)
    if read_hash != _subject(pledge, row).text_hash:
        raise Refusal("other_text", row)
    if not _is_intact(pledge, row.addendum):
        raise Refusal("tampered", pledge)
    if first := waits_for_leader(lines.of_members, row, pledge.order):
        raise Refusal("after_leader", first)
    row.person, row.title = standing.appointment.person, standing.title
    row.signed_at, row.signed_on, row.signed_hash = dates.now(), dates.today(), read_hash
    row.refused_at, row.refusal = None, ""
    row.save()
    signer = {"agency": row.agency.code, "title": row.title, "person": row.person.full_name, "hash": read_hash}
    told(pledge, "sign", actor, after=signer)
    if all(each.signed_at for each in lines.of_members):
        _complete(pledge, row.addendum, actor)
    return row


@transaction.atomic
def refuse(*, signature: PledgeSignature, reason: str, actor: User) -> None:
    """The head of a member does not sign, and says why; the secretariat is told.

    NotAllowed, Gone; Refusal: ``not_open``, ``void``, ``signed_already``, ``no_member``.
    """
    lines = _held_lines(signature)
    pledge, row = lines.pledge, lines.row
    _require_standing(row, actor)
    if row.signed_at is not None:
        raise Refusal("signed_already", row)
    row.refused_at, row.refusal = dates.now(), clean_text(reason, multiline=True)
    row.save()
    told(pledge, "refuse", actor, after={"agency": row.agency.code}, note=row.refusal)
    telling.refused(row, actor)


@dataclass(frozen=True, slots=True)
class _Lines:
    """A line of signing, with all lines of the same text whose agencies are members now."""

    pledge: Pledge
    row: PledgeSignature
    of_members: tuple[PledgeSignature, ...]


def _held_lines(signature: PledgeSignature) -> _Lines:
    """The line as it is stored, of a text that is open. Refusal: ``void``, ``signed_already``, ``not_open``,
    ``no_member``."""
    pledge = held(signature.pledge)
    stored = PledgeSignature.objects.select_related("addendum").filter(pk=signature.pk, voided_at=None).first()
    if stored is None:
        raise Refusal("void", signature)
    if _subject(pledge, stored).state not in (PledgeState.OPEN, AddendumState.OPEN):
        raise Refusal("signed_already" if stored.signed_at else "not_open", stored)
    rows = PledgeSignature.objects.filter(pledge=pledge, addendum=stored.addendum, voided_at=None)
    members = still_members(pledge)
    of_members = tuple(each for each in rows.select_related("agency", "addendum") if each.agency_id in members)
    row = next((each for each in of_members if each.pk == stored.pk), None)
    if row is None:
        raise Refusal("no_member", stored.agency)
    return _Lines(pledge, row, of_members)


def _subject(pledge: Pledge, row: PledgeSignature) -> Pledge | PledgeAddendum:
    return pledge if row.addendum is None else row.addendum


def _require_standing(row: PledgeSignature, actor: User) -> Standing:
    standing = standing_of(actor, row.agency)
    if standing is None:
        last = ended_on(actor, row.agency)
        raise NotAllowed("ended", last) if last else NotAllowed("no_head", row.agency)
    return standing


def _is_intact(pledge: Pledge, addendum: PledgeAddendum | None) -> bool:
    whole = WholePledge.read(pledge)
    checks = [whole.check(), whole.check(addendum) if addendum else None]
    return all(check is None or check.is_intact for check in checks)


@transaction.atomic
def complete(*, pledge: Pledge, actor: User) -> None:
    """Signed, after whoever has not signed is a member no more. NotAllowed, Gone; Refusal: ``still_waits``."""
    require_writer(actor, pledge.season)
    found = held(pledge)
    STEPS.next_state(found.state, PledgeAction.COMPLETE)
    rows = list(PledgeSignature.objects.filter(pledge=found, addendum=None, voided_at=None).select_related("agency"))
    members = still_members(found)
    waited_for = [row for row in rows if row.signed_at is None and row.agency_id in members]
    if waited_for or not any(row.signed_at for row in rows):
        raise Refusal("still_waits", waited_for[0].agency if waited_for else None)
    _complete(found, None, actor)


def _complete(pledge: Pledge, addendum: PledgeAddendum | None, actor: User) -> None:
    if addendum is None:
        _move(pledge, PledgeAction.COMPLETE)
        pledge.signed_on = dates.today()
        pledge.save()
    else:
        addendum.state, addendum.signed_on = AddendumState.SIGNED, dates.today()
        addendum.save()
    told(pledge, "complete", actor, about=addendum, after={"signed_on": dates.today().isoformat()})
    telling.signed(pledge, addendum, actor)


# -- closing -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PromiseOutcome:
    """What came of a promise; ``kept`` None where the figures do not tell."""

    value: Decimal | None = None
    kept: bool | None = None
    note: str = ""


@transaction.atomic
def close(*, pledge: Pledge, outcomes: Mapping[int, PromiseOutcome], actor: User | None) -> None:
    """Keep what came of each promise that holds, and close the pledge.

    NotAllowed, Gone, IllegalStep; Refusal: ``year_runs``, ``addendum_open``, ``outcome`` (about a promise of which it
    is not told whether it was kept).
    """
    require_writer(actor, pledge.season)
    found = held(pledge)
    _move(found, PledgeAction.CLOSE)
    if actor is not None and dates.today().year <= found.season.year:
        raise Refusal("year_runs", found.season.year)
    if found.addenda.exclude(state=AddendumState.SIGNED).exists():
        raise Refusal("addendum_open", found)
    items = in_force_items(PledgeItem.objects.filter(pledge=found).select_related("addendum", "indicator"))
    for item in items:
        if item.kind != ItemKind.INDICATOR and outcomes.get(item.pk, PromiseOutcome()).kept is None:
            raise Refusal("outcome", item)
    PledgeOutcome.objects.bulk_create(
        PledgeOutcome(item=item, value=said.value, kept=said.kept, note=clean_text(said.note))
        for item, said in ((item, outcomes.get(item.pk, PromiseOutcome())) for item in items)
    )
    found.save()
    kept = {item.text: outcomes.get(item.pk, PromiseOutcome()).kept for item in items}
    told(found, "close", actor, after={"kept": kept})


# -- addenda -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def open_addendum(*, addendum: PledgeAddendum, beside: Mapping[int, Beside], actor: User) -> PledgeAddendum:
    """Freeze an addendum and ask every member to sign it.

    NotAllowed, Gone; Refusal: ``not_signed``, ``not_draft``, ``not_ready``, ``tampered``.
    """
    require_writer(actor, addendum.pledge.season)
    pledge = held(addendum.pledge)
    stored = pledge.addenda.get(pk=addendum.pk)
    stored.pledge = pledge
    if pledge.state != PledgeState.SIGNED:
        raise Refusal("not_signed", pledge)
    if stored.state != AddendumState.DRAFT:
        raise Refusal("not_draft", stored)
    if not _is_intact(pledge, None):
        raise Refusal("tampered", pledge)
    items = list(stored.items.select_related("indicator", "replaces"))
    for item in items:
        near = beside.get(item.pk, NOTHING)
        item.assigned, item.last_value = near.assigned, near.last_value
    if hindering := obstacles_of_items(items):
        raise Refusal("not_ready", hindering)
    PledgeItem.objects.bulk_update(items, ["assigned", "last_value"])
    items = list(stored.items.select_related("indicator", "replaces"))
    members = members_of(pledge)
    _freeze(stored, canonical(addendum_text(stored, items, [member.code for member in members])))
    stored.state, stored.opened_at = AddendumState.OPEN, dates.now()
    stored.save()
    _ask(pledge, stored, members)
    told(pledge, "addendum_open", actor, about=stored, after={"hash": stored.text_hash})
    telling.opened(pledge, stored, actor)
    return stored


@transaction.atomic
def take_back_addendum(*, addendum: PledgeAddendum, reason: str, actor: User) -> None:
    """Back to a draft; its signatures are void. NotAllowed, Gone; Refusal: ``not_open``."""
    require_writer(actor, addendum.pledge.season)
    pledge = held(addendum.pledge)
    stored = pledge.addenda.get(pk=addendum.pk)
    if stored.state != AddendumState.OPEN:
        raise Refusal("not_open", stored)
    _void(pledge, stored)
    told(pledge, "addendum_back", actor, about=stored, before={"hash": stored.text_hash}, note=clean_text(reason))
    stored.state, stored.frozen, stored.text_hash, stored.opened_at = AddendumState.DRAFT, "", "", None
    stored.save()
    telling.withdrawn(pledge, stored)


__all__ = [
    "IllegalStep",
    "PromiseOutcome",
    "Standing",
    "close",
    "complete",
    "ended_on",
    "open_addendum",
    "open_pledge",
    "refuse",
    "sign",
    "standing_of",
    "take_back",
    "take_back_addendum",
]
