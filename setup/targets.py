"""Targets assigned to the agencies of a cluster, as the Ministry types them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from accounts import audit
from accounts.models import User
from clusters.models import Agency, Cluster
from clusters.rights import rights_of
from clusters.versions import raise_data_version
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.tables import OWN_SOURCE
from pledges.enums import Comparator, Direction, TargetScope, ValueType
from pledges.models import Indicator, Target

from .seasons import members_of_year

Key = tuple[int, int]  # agency, indicator


@dataclass(frozen=True, slots=True)
class Assigned:
    """A target as typed, in percent; ``value`` None: there is none."""

    value: Decimal | None
    comparator: str


class ReferenceTarget(Exception):
    """A target of the reference data is replaced by another value, never removed: loading would bring it back."""


class TargetBoard:
    """Members × headline rates of a year in some blocks, with the targets that are stored. Three queries."""

    def __init__(self, cluster: Cluster, year: int, blocks: Iterable[str]):
        self.cluster, self.year, self.blocks = cluster, year, frozenset(blocks)
        members = (m.agency for m in members_of_year(cluster, year) if m.agency.kind in self.blocks)
        self.agencies: dict[int, Agency] = {agency.pk: agency for agency in members}
        self.indicators = {each.pk: each for each in headline_rates(year, self.blocks)}
        rows = Target.objects.filter(
            scope=TargetScope.AGENCY, year=year, agency__in=self.agencies, indicator__in=self.indicators
        )
        self.targets: dict[Key, Target] = {(row.agency_id, row.indicator_id): row for row in rows}

    def cells(self) -> list[Key]:
        return [
            (agency.pk, indicator.pk)
            for agency in self.agencies.values()
            for indicator in self.indicators.values()
            if indicator.block == agency.kind
        ]

    def stored(self, key: Key) -> Assigned:
        target = self.targets.get(key)
        if target:
            return Assigned(target.value.normalize(), target.comparator)
        lower = self.indicators[key[1]].direction == Direction.LOWER
        return Assigned(None, Comparator.LTE if lower else Comparator.GTE)


def headline_rates(year: int, blocks: Iterable[str]):
    """The rates of the catalogue that stand for a block in a year."""
    in_force = (Q(valid_from_year=None) | Q(valid_from_year__lte=year)) & (
        Q(valid_to_year=None) | Q(valid_to_year__gte=year)
    )
    return Indicator.objects.filter(in_force, value_type=ValueType.RATE, is_headline=True, block__in=blocks)


def hold(cluster: Cluster) -> None:
    """Let nobody else change targets of the cluster until the transaction ends: what is compared stays stored."""
    Cluster.objects.select_for_update().get(pk=cluster.pk)


def record_refused(board: TargetBoard, typed: Mapping[Key, str], actor: User) -> None:
    """Keep what was typed over somebody else's newer targets beside what is stored."""
    audit.record(
        actor=actor,
        action="edit.refused",
        target=board.cluster,
        before={_name(board, key): _plain(board.stored(key)) for key in typed},
        after={_name(board, key): text for key, text in typed.items()},
    )


@transaction.atomic
def save_targets(*, board: TargetBoard, changes: Mapping[Key, Assigned], decision: str, actor: User) -> int:
    """Store changed targets of one year with the decision behind them; returns how many.

    NotAllowed for a block that is not the actor's to supervise.
    """
    if not board.blocks <= rights_of(actor).supervised_blocks:
        raise NotAllowed("not_your_block")
    changed = {key: wanted for key, wanted in changes.items() if wanted != board.stored(key)}
    for key in changed:
        _refuse_removal(board.targets.get(key), changed[key])
    before = {_name(board, key): _plain(board.stored(key)) for key in changed}
    for key, wanted in changed.items():
        _store(board, key, wanted, decision)
    if changed:
        raise_data_version(agency_ids={agency for agency, _indicator in changed}, year=board.year)
        after = {_name(board, key): _plain(wanted) for key, wanted in changed.items()}
        audit.record(
            actor=actor, action="target.assign", target=board.cluster, before=before, after=after, note=decision
        )
    return len(changed)


def is_reference(target: Target | None) -> bool:
    return target is not None and target.source not in ("", OWN_SOURCE)


def _refuse_removal(target: Target | None, wanted: Assigned) -> None:
    if wanted.value is None and is_reference(target):
        raise ReferenceTarget


def _store(board: TargetBoard, key: Key, wanted: Assigned, decision: str) -> None:
    rows = Target.objects.filter(scope=TargetScope.AGENCY, agency_id=key[0], indicator_id=key[1], year=board.year)
    if wanted.value is None:
        rows.delete()
        return
    values = {
        "value": wanted.value,
        "comparator": wanted.comparator,
        "decision": decision,
        "note": "",
        "source": OWN_SOURCE,
        "is_official": True,
        "is_illustrative": False,
    }
    Target.objects.update_or_create(
        scope=TargetScope.AGENCY, agency_id=key[0], indicator_id=key[1], year=board.year, defaults=values
    )


def _name(board: TargetBoard, key: Key) -> str:
    return f"{board.year} {board.agencies[key[0]].code} {board.indicators[key[1]].code}"


def _plain(assigned: Assigned) -> str | None:
    return None if assigned.value is None else f"{assigned.comparator} {assigned.value}"
