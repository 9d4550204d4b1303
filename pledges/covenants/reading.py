"""What pledges hold: promises in force, who has to sign, what keeps a draft from being opened, what was frozen."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from clusters.enums import LeadershipRole
from clusters.members import members_on
from clusters.models import Agency, Leadership, Season
from clusters.querysets import in_force
from emulation_portal.lib import dates
from pledges.enums import AddendumState, Comparator, ItemKind, PledgeState, SigningOrder, ValueType
from pledges.frozen import Difference, FrozenItem, FrozenText, canonical, differences, hash_of
from pledges.models import Pledge, PledgeAddendum, PledgeComment, PledgeItem, PledgeSignature

PARTS = ("bases", "preamble", "measures", "commitment")
PERCENTAGE = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{1,4})?)\s?%")
MEASURED = frozenset({ItemKind.INDICATOR, ItemKind.SHARE, ItemKind.AWARD})


# -- who signs ---------------------------------------------------------------------------------------------------------
def day_of_members(season: Season) -> date:
    """The day whose members are asked: today, within the season's year."""
    return min(max(dates.today(), date(season.year, 1, 1)), date(season.year, 12, 31))


def members_of(pledge: Pledge) -> list[Agency]:
    """The members of the block, the leading agency first, then in official order. Two queries."""
    day = day_of_members(pledge.season)
    members = list(members_on(pledge.season.cluster_id, day, pledge.block).order_by("sort_key"))
    leading = leading_agency(pledge, day)
    return sorted(members, key=lambda agency: agency.pk != leading)


def leading_agency(pledge: Pledge, day: date) -> int | None:
    """The head agency where it is of the block, else the deputy that is; None where nobody leads the block."""
    held = Leadership.objects.filter(in_force(day), season=pledge.season_id, agency__kind=pledge.block)
    roles = dict(held.values_list("role", "agency_id"))
    return roles.get(LeadershipRole.HEAD) or roles.get(LeadershipRole.DEPUTY)


def still_members(pledge: Pledge) -> set[int]:
    """Who of the block is a member now."""
    return set(
        members_on(pledge.season.cluster_id, day_of_members(pledge.season), pledge.block).values_list("pk", flat=True)
    )


def waits_for_leader(rows: Sequence[PledgeSignature], row: PledgeSignature, order: str) -> PledgeSignature | None:
    """The line of the leading agency, which has to sign before this one; None where it need not or has."""
    if order != SigningOrder.HEAD_FIRST:
        return None
    first = min(rows, key=lambda each: each.ordinal, default=None)
    return first if first is not None and first.pk != row.pk and first.signed_at is None else None


# -- promises in force -------------------------------------------------------------------------------------------------
def in_force_items(items: Iterable[PledgeItem]) -> list[PledgeItem]:
    """The promises that hold: those of the pledge, with those of signed addenda added or in the place of the former.

    The addenda of ``items`` are to be read with them.
    """
    held = [item for item in items if item.addendum is None or item.addendum.state == AddendumState.SIGNED]
    replaced = {item.replaces_id for item in held if item.replaces_id}
    return sorted((i for i in held if i.pk not in replaced), key=lambda i: (i.ordinal, i.pk))


def items_of(pledge: Pledge) -> list[PledgeItem]:
    """The promises that hold, in their order. One query."""
    rows = PledgeItem.objects.filter(pledge=pledge).select_related("addendum", "indicator")
    return in_force_items(rows)


# -- what keeps a draft from being opened ------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Obstacle:
    """What has to be done first: ``no_members``, ``no_items``, ``no_value``, ``reason``, ``other_figure`` (its words
    name another percentage than is promised), ``answer``, ``term``."""

    code: str
    item: PledgeItem | None = None
    count: int = 0


UPWARDS, DOWNWARDS = frozenset({Comparator.GT, Comparator.GTE}), frozenset({Comparator.LT, Comparator.LTE})


def is_below(item: PledgeItem) -> bool:
    """Whether less is promised than is assigned, in the direction of the promise."""
    if item.value is None or item.assigned is None:
        return False
    if item.comparator in UPWARDS:
        return item.value < item.assigned
    return item.comparator in DOWNWARDS and item.value > item.assigned


def obstacles_of_items(items: Iterable[PledgeItem]) -> list[Obstacle]:
    """The promises that are not ready to be signed."""
    found = []
    for item in items:
        if item.kind in MEASURED and item.value is None:
            found.append(Obstacle("no_value", item))
        elif is_below(item) and not item.reason:
            found.append(Obstacle("reason", item))
        if item.value is not None and names_other_percentage(item):
            found.append(Obstacle("other_figure", item))
    return found


def names_other_percentage(item: PledgeItem) -> bool:
    """Whether the words of a promise name percentages, and none of them is the promised one."""
    in_percent = item.kind == ItemKind.SHARE or (item.indicator and item.indicator.value_type == ValueType.RATE)
    named = [Decimal(figure.replace(",", ".")) for figure in PERCENTAGE.findall(item.text)]
    return bool(in_percent and named and item.value not in named)


def obstacles(
    pledge: Pledge, items: Sequence[PledgeItem], comments: Iterable[PledgeComment], members: Sequence[Agency]
) -> list[Obstacle]:
    """What keeps the draft from being opened for signing."""
    found = []
    if not members:
        found.append(Obstacle("no_members"))
    if not items:
        found.append(Obstacle("no_items"))
    if pledge.sign_until and pledge.sign_until < dates.today():
        found.append(Obstacle("term"))
    found += obstacles_of_items(items)
    if unanswered := sum(not comment.answered_at for comment in comments):
        found.append(Obstacle("answer", count=unanswered))
    return found


# -- the frozen text ---------------------------------------------------------------------------------------------------
def text_of(pledge: Pledge, items: Iterable[PledgeItem], signers: Iterable[str]) -> FrozenText:
    """What is signed, as the rows have it. ``pledge.season.cluster`` and the items' indicators are to be read."""
    return FrozenText(
        cluster=pledge.season.cluster.code,
        year=pledge.season.year,
        block=pledge.block,
        title=pledge.title,
        parts={name: getattr(pledge, name) for name in PARTS},
        items=tuple(_frozen(item) for item in items),
        signers=tuple(signers),
        order=pledge.order,
        sign_until=pledge.sign_until,
    )


def addendum_text(addendum: PledgeAddendum, items: Iterable[PledgeItem], signers: Iterable[str]) -> FrozenText:
    """What is signed of an addendum; it quotes the hash of its pledge."""
    pledge = addendum.pledge
    return FrozenText(
        cluster=pledge.season.cluster.code,
        year=pledge.season.year,
        block=pledge.block,
        title=pledge.title,
        parts={"text": addendum.text},
        items=tuple(_frozen(item) for item in items),
        signers=tuple(signers),
        order=pledge.order,
        addendum=addendum.number,
        day=addendum.date,
        of=pledge.text_hash,
    )


def _frozen(item: PledgeItem) -> FrozenItem:
    return FrozenItem(
        ordinal=item.ordinal,
        kind=item.kind,
        text=item.text,
        indicator=item.indicator.code if item.indicator else "",
        comparator=item.comparator,
        value=item.value,
        assigned=item.assigned,
        last_value=item.last_value,
        reason=item.reason,
        replaces=item.replaces.ordinal if item.replaces else None,
    )


@dataclass(frozen=True, slots=True)
class Check:
    """A frozen text against the rows of now. ``tampered`` tells what does not fit: ``frozen`` (text and hash),
    ``text`` (rows and frozen text) or ``signature`` (a signature of another text); empty: all fits."""

    tampered: tuple[str, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def is_intact(self) -> bool:
        return not self.tampered


def checked(subject: Pledge | PledgeAddendum, text: FrozenText, signatures: Iterable[PledgeSignature]) -> Check | None:
    """Compare what was frozen with what stands in the rows; None for a text that was never frozen here."""
    if not subject.frozen:
        return None
    now, found = canonical(text), []
    if hash_of(subject.frozen) != subject.text_hash:
        found.append("frozen")
    if now != subject.frozen:
        found.append("text")
    if any(row.signed_hash and row.signed_hash != subject.text_hash for row in signatures):
        found.append("signature")
    return Check(tuple(found), differences(subject.frozen, now) if "text" in found else ())


@dataclass(frozen=True, slots=True)
class WholePledge:
    """A pledge with all that belongs to it, read at one moment. Three queries."""

    pledge: Pledge
    items: tuple[PledgeItem, ...]
    addenda: tuple[PledgeAddendum, ...]
    signatures: tuple[PledgeSignature, ...]  # those that are not void

    @classmethod
    def read(cls, pledge: Pledge) -> "WholePledge":
        rows = PledgeItem.objects.filter(pledge=pledge).select_related("addendum", "indicator", "replaces", "outcome")
        signed = PledgeSignature.objects.filter(pledge=pledge, voided_at=None).select_related("agency", "person")
        return cls(pledge, tuple(rows), tuple(pledge.addenda.all()), tuple(signed))

    def own_items(self, addendum: PledgeAddendum | None = None) -> list[PledgeItem]:
        """The promises that were written into the pledge itself, or into one addendum."""
        wanted = addendum.pk if addendum else None
        return [item for item in self.items if item.addendum_id == wanted]

    def signatures_of(self, addendum: PledgeAddendum | None = None) -> list[PledgeSignature]:
        wanted = addendum.pk if addendum else None
        return [row for row in self.signatures if row.addendum_id == wanted]

    @property
    def in_force(self) -> list[PledgeItem]:
        return in_force_items(self.items)

    def check(self, addendum: PledgeAddendum | None = None) -> Check | None:
        """Whether the pledge, or one addendum, is what was frozen; None where it is not frozen."""
        rows = self.signatures_of(addendum)
        signers = [row.agency.code for row in sorted(rows, key=lambda row: row.ordinal)]
        items = self.own_items(addendum)
        if addendum is None:
            if self.pledge.state == PledgeState.DRAFT:
                return None
            return checked(self.pledge, text_of(self.pledge, items, signers), rows)
        if addendum.state == AddendumState.DRAFT:
            return None
        addendum.pledge = self.pledge
        return checked(addendum, addendum_text(addendum, items, signers), rows)


def frozen_pledges() -> Q:
    """Pledges whose text is kept as it was signed."""
    return ~Q(state=PledgeState.DRAFT) & ~Q(frozen="")


__all__ = [
    "MEASURED",
    "PARTS",
    "Check",
    "Obstacle",
    "WholePledge",
    "addendum_text",
    "checked",
    "day_of_members",
    "frozen_pledges",
    "in_force_items",
    "is_below",
    "items_of",
    "leading_agency",
    "members_of",
    "obstacles",
    "obstacles_of_items",
    "still_members",
    "text_of",
    "waits_for_leader",
]
