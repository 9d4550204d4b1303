"""Writing a pledge: begin it, from last year's where there is one, its sections and promises, and what members say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from accounts.editing import Stale, stamp
from accounts.models import User
from clusters.models import Agency, Season
from clusters.rights import rights_of
from clusters.versions import raise_season
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.text import clean_text
from pledges.enums import Comparator, Direction, ItemKind, ValueType
from pledges.models import Indicator, Pledge, PledgeAddendum, PledgeComment, PledgeConsent, PledgeItem

from .acts import held_draft, require_writer, told
from .reading import MEASURED, day_of_members, items_of

SECTION_FIELDS = (
    "title",
    "bases",
    "preamble",
    "measures",
    "commitment",
    "order",
    "comments_until",
    "sign_until",
)
LONG = ("bases", "preamble", "measures", "commitment")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a promised value: the target assigned to the block and the result of the year before."""

    assigned: Decimal | None = None
    last_value: Decimal | None = None


NOTHING = Beside()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise as it is typed; ``value`` in percent for rates and shares, else in the unit of the indicator."""

    kind: str
    text: str
    indicator: Indicator | None = None
    comparator: str = ""
    value: Decimal | None = None
    reason: str = ""


# -- beginning ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def begin(*, season: Season, block: str, title: str, actor: User | None, source: Pledge | None = None) -> Pledge:
    """A draft, empty or with the sections and promises that held of ``source``, its years moved on.

    NotAllowed; Refusal: ``begun_already``.
    """
    require_writer(actor, season)
    pledge = Pledge(season=season, block=block, title=clean_text(title), changed_at=dates.now())
    if source is not None:
        step = season.year - source.season.year
        for name in LONG:
            setattr(pledge, name, moved_on(getattr(source, name), source.season.year, step))
        pledge.order = source.order
    try:
        with transaction.atomic():
            pledge.save()
    except IntegrityError:
        raise Refusal("begun_already", pledge.get_block_display()) from None
    if source is not None:
        PledgeItem.objects.bulk_create(_copied(pledge, source))
    after = {"title": pledge.title, "from": source.season.year if source else None}
    told(pledge, "begin", actor, after=after)
    return pledge


def _copied(pledge: Pledge, source: Pledge) -> list[PledgeItem]:
    step = pledge.season.year - source.season.year
    return [
        PledgeItem(
            pledge=pledge,
            ordinal=number,
            kind=item.kind,
            text=moved_on(item.text, source.season.year, step),
            indicator=item.indicator,
            comparator=item.comparator,
            value=item.value,
        )
        for number, item in enumerate(items_of(source), start=1)
    ]


def moved_on(text: str, year: int, step: int) -> str:
    """The text with the source's year and the year before it moved on; other numbers stay as they are."""
    return re.sub(rf"(?<!\d)({year}|{year - 1})(?!\d)(?![/-])", lambda m: str(int(m[1]) + step), text)


@transaction.atomic
def discard(*, pledge: Pledge, actor: User) -> None:
    """Take away a draft that was never opened. NotAllowed, Gone; Refusal: ``not_draft``, ``opened_before``."""
    require_writer(actor, pledge.season)
    found = held_draft(pledge)
    if found.signatures.exists():
        raise Refusal("opened_before", found)
    texts = {"title": found.title, "items": [item.text for item in found.items.all()]}
    told(found, "discard", actor, before=texts)
    found.delete()


@transaction.atomic
def set_beside(*, pledge: Pledge, beside: Mapping[int, Beside], actor: User | None) -> None:
    """Put what stands beside the promises of a draft as of now, by their ids.

    NotAllowed, Gone; Refusal: ``not_draft``.
    """
    require_writer(actor, pledge.season)
    found = held_draft(pledge)
    items = list(found.items.filter(addendum=None, pk__in=beside))
    for item in items:
        item.assigned, item.last_value = beside[item.pk].assigned, beside[item.pk].last_value
    PledgeItem.objects.bulk_update(items, ["assigned", "last_value"])
    raise_season(found.season_id)


# -- sections and promises ---------------------------------------------------------------------------------------------
@transaction.atomic
def save_sections(*, pledge: Pledge, values: Mapping[str, object], seen: str, actor: User) -> None:
    """Title, sections in words, order and terms of a draft. NotAllowed, Stale, Gone; Refusal: ``not_draft``."""
    require_writer(actor, pledge.season)
    found = held_draft(pledge)
    if seen and seen != stamp(found, SECTION_FIELDS):
        raise Stale(found)
    before = _sections(found)
    for name, value in values.items():
        typed = clean_text(value, multiline=name in LONG) if isinstance(value, str) else value
        setattr(found, name, typed)
    if _sections(found) != before:
        found.changed_at = dates.now()
        found.save()
        told(found, "sections", actor, before=before, after=_sections(found))


def _sections(pledge: Pledge) -> dict[str, object]:
    return {name: str(getattr(pledge, name) or "") for name in SECTION_FIELDS}


@transaction.atomic
def save_item(
    *,
    pledge: Pledge,
    said: Promised,
    beside: Beside = NOTHING,
    item: PledgeItem | None = None,
    seen: str = "",
    actor: User | None,
) -> PledgeItem:
    """A new or changed promise of a draft, with what stands beside it.

    NotAllowed, Stale, Gone; Refusal: ``not_draft``, ``item_gone``, ``other_block``, ``too_much``, ``whole_number``.
    """
    require_writer(actor, pledge.season)
    found = held_draft(pledge)
    row = stored_item(found, item, seen) if item is not None else PledgeItem(pledge=found, ordinal=_next(found))
    before = told_item(row) if row.pk else None
    set_item(row, said, beside)
    if before == told_item(row):
        return row
    row.save()
    _touch(found)
    told(found, "item", actor, before=before, after=told_item(row))
    return row


def stored_item(pledge: Pledge, item: PledgeItem, seen: str, addendum: PledgeAddendum | None = None) -> PledgeItem:
    """The promise as it is stored now, of the pledge itself or of its addendum.

    Stale where it is not what was ``seen``; Refusal: ``item_gone``.
    """
    stored = pledge.items.filter(pk=item.pk, addendum=addendum).select_related("indicator").first()
    if stored is None:
        raise Refusal("item_gone", item)
    if seen and seen != stamp(stored, STAMPED_ITEM):
        raise Stale(stored)
    return stored


STAMPED_ITEM = ("text", "indicator", "comparator", "value", "reason")


def set_item(row: PledgeItem, said: Promised, beside: Beside) -> None:
    """Put a promise into its row. Refusal: ``other_block``, ``too_much``, ``whole_number``."""
    measured = said.kind in MEASURED
    indicator = said.indicator if said.kind == ItemKind.INDICATOR else None
    if indicator is not None and indicator.block != row.pledge.block:
        raise Refusal("other_block", indicator)
    value = said.value if measured else None
    _check_value(said.kind, indicator, value)
    row.kind, row.text, row.indicator = said.kind, clean_text(said.text), indicator
    row.comparator = (said.comparator or default_comparator(indicator)) if measured else ""
    row.value = value
    row.assigned, row.last_value = (beside.assigned, beside.last_value) if measured else (None, None)
    row.reason = clean_text(said.reason)


def default_comparator(indicator: Indicator | None) -> str:
    """At least; at most where less is better."""
    return Comparator.LTE if indicator is not None and indicator.direction == Direction.LOWER else Comparator.GTE


def _check_value(kind: str, indicator: Indicator | None, value: Decimal | None) -> None:
    if value is None:
        return
    in_percent = kind == ItemKind.SHARE or (indicator is not None and indicator.value_type == ValueType.RATE)
    if in_percent and not 0 <= value <= 100:
        raise Refusal("too_much", value)
    if not in_percent and value != value.to_integral_value():
        raise Refusal("whole_number", value)


def told_item(item: PledgeItem) -> dict[str, object]:
    """A promise as the record keeps it."""
    return {
        "ordinal": item.ordinal,
        "kind": item.kind,
        "text": item.text,
        "indicator": item.indicator.code if item.indicator else "",
        "comparator": item.comparator,
        "value": None if item.value is None else str(item.value.normalize()),
        "reason": item.reason,
    }


def _next(pledge: Pledge) -> int:
    return (pledge.items.filter(addendum=None).aggregate(last=Max("ordinal"))["last"] or 0) + 1


def _touch(pledge: Pledge) -> None:
    pledge.changed_at = dates.now()
    pledge.save(update_fields=["changed_at"])


@transaction.atomic
def remove_item(*, pledge: Pledge, item: PledgeItem, actor: User) -> None:
    """Take a promise out of a draft; what members said of it stays with its words.

    NotAllowed, Gone; Refusal: ``not_draft``, ``item_gone``.
    """
    require_writer(actor, pledge.season)
    found = held_draft(pledge)
    stored = stored_item(found, item, "")
    before = told_item(stored)
    PledgeComment.objects.filter(item=stored).update(item_text=stored.text)
    ordinal = stored.ordinal
    stored.delete()
    for row in found.items.filter(addendum=None, ordinal__gt=ordinal).order_by("ordinal"):
        PledgeItem.objects.filter(pk=row.pk).update(ordinal=F("ordinal") - 1)
    _touch(found)
    told(found, "item_removed", actor, before=before)


@transaction.atomic
def move_item(*, pledge: Pledge, item: PledgeItem, by: int, actor: User) -> int:
    """Move a promise up (-1) or down (1) in a draft; returns its place, counted from one.

    NotAllowed, Gone; Refusal: ``not_draft``, ``item_gone``.
    """
    require_writer(actor, pledge.season)
    found = held_draft(pledge)
    stored = stored_item(found, item, "")
    wanted = stored.ordinal + by
    other = found.items.filter(addendum=None, ordinal=wanted).first()
    if other is None:
        return stored.ordinal
    rows = PledgeItem.objects.filter(pledge=found)
    rows.filter(pk=stored.pk).update(ordinal=_next(found))
    rows.filter(pk=other.pk).update(ordinal=stored.ordinal)
    rows.filter(pk=stored.pk).update(ordinal=wanted)
    _touch(found)
    told(found, "item_moved", actor, before={"ordinal": stored.ordinal}, after={"ordinal": wanted, "text": stored.text})
    return wanted


# -- what members say --------------------------------------------------------------------------------------------------
def own_members(user: User, pledge: Pledge) -> set[int]:
    """The agencies one acts for that are members of the pledge's block now."""
    day = day_of_members(pledge.season)
    return {
        m.agency_id
        for m in rights_of(user).memberships
        if m.season_id == pledge.season_id and m.block == pledge.block and m.covers(day)
    }


def _require_member(actor: User, pledge: Pledge, agency: Agency) -> None:
    if agency.pk not in own_members(actor, pledge):
        raise NotAllowed("no_member", agency)


@transaction.atomic
def comment(*, pledge: Pledge, item: PledgeItem | None, agency: Agency, text: str, actor: User) -> PledgeComment:
    """A member says something of one promise of a draft, or of the whole (``item`` None).

    NotAllowed, Gone; Refusal: ``not_draft``, ``item_gone``, ``comments_closed``.
    """
    _require_member(actor, pledge, agency)
    found = held_draft(pledge)
    if found.comments_until and dates.today() > found.comments_until:
        raise Refusal("comments_closed", found.comments_until)
    if item is not None:
        stored_item(found, item, "")
    row = PledgeComment.objects.create(
        pledge=found,
        item=item,
        item_text=item.text if item else "",
        agency=agency,
        author=actor,
        written_at=dates.now(),
        text=clean_text(text, multiline=True),
    )
    told(found, "comment", actor, after={"agency": agency.code, "item": row.item_text, "text": row.text})
    return row


@transaction.atomic
def answer(*, remark: PledgeComment, text: str, actor: User) -> None:
    """The secretariat answers a comment. NotAllowed, Gone; Refusal: ``not_draft``, ``answered_already``."""
    require_writer(actor, remark.pledge.season)
    found = held_draft(remark.pledge)
    answered = clean_text(text, multiline=True)
    written = PledgeComment.objects.filter(pk=remark.pk, answered_at=None).update(
        answer=answered, answered_by=actor, answered_at=dates.now()
    )
    if not written:
        raise Refusal("answered_already", remark)
    told(found, "answer", actor, before={"text": remark.text}, after={"answer": answered})


@transaction.atomic
def agree(*, pledge: Pledge, agency: Agency, actor: User) -> None:
    """A member agrees with the draft as it stands. NotAllowed, Gone; Refusal: ``not_draft``."""
    _require_member(actor, pledge, agency)
    found = held_draft(pledge)
    PledgeConsent.objects.update_or_create(
        pledge=found, agency=agency, defaults={"by": actor, "agreed_at": dates.now()}
    )
    told(found, "agree", actor, after={"agency": agency.code})


__all__ = [
    "NOTHING",
    "SECTION_FIELDS",
    "STAMPED_ITEM",
    "Beside",
    "Promised",
    "agree",
    "answer",
    "begin",
    "comment",
    "default_comparator",
    "discard",
    "move_item",
    "moved_on",
    "own_members",
    "remove_item",
    "save_item",
    "save_sections",
    "set_beside",
    "set_item",
    "stored_item",
    "told_item",
]
