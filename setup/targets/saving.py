"""Storing targets, all that were changed in one act: a few queries however many there are."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from django.db import transaction

from accounts import audit
from accounts.models import User
from clusters.models import Cluster
from clusters.rights import rights_of
from clusters.versions import raise_all_versions, raise_data_version
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.tables import OWN_SOURCE
from pledges.enums import TargetScope
from pledges.models import Indicator, Target

from .board import NATION, Assigned, Key, TargetBoard, is_reference


class How(StrEnum):
    """How targets came in; the action of the record."""

    TYPED = "target.assign"
    FLOOR = "target.floor"
    IMPORTED = "target.import"


class Trouble(StrEnum):
    """Why one target cannot be stored as wanted."""

    REFERENCE = "reference"  # replaced by another value, never removed: loading would bring it back
    NO_YEAR = "no_year"  # a period's target stands beside the year's, and there is none
    HAS_PERIODS = "has_periods"  # the year's cannot go while those of its periods stand


class TargetRefused(Exception):
    """Some targets cannot be stored; nothing is."""

    def __init__(self, troubles: Mapping[Key, Trouble]):
        super().__init__(", ".join(sorted(set(troubles.values()))))
        self.troubles = dict(troubles)


def hold(cluster: Cluster | None) -> None:
    """Let nobody else change targets of the cluster, or the nation's, until the transaction ends."""
    if cluster is None:
        list(Indicator.objects.select_for_update().filter(is_headline=True).values_list("pk"))
    else:
        Cluster.objects.select_for_update().get(pk=cluster.pk)


def trouble_of(board: TargetBoard, key: Key, wanted: Assigned) -> Trouble | None:
    if board.period_code:
        return Trouble.NO_YEAR if wanted.value is not None and key not in board.of_year else None
    if wanted.value is not None:
        return None
    if is_reference(board.targets.get(key)):
        return Trouble.REFERENCE
    return Trouble.HAS_PERIODS if key in board.with_periods else None


def record_refused(board: TargetBoard, typed: Mapping[Key, str], actor: User) -> None:
    """Keep what was typed over somebody else's newer targets beside what is stored."""
    audit.record(
        actor=actor,
        action="edit.refused",
        target=board.cluster or board.indicators[next(iter(typed))[1]],
        before={board.name_of(key): plain(board.stored(key)) for key in typed},
        after={board.name_of(key): text for key, text in typed.items()},
    )


@transaction.atomic
def save_targets(
    *,
    board: TargetBoard,
    changes: Mapping[Key, Assigned],
    decision: str,
    decided_on: date | None,
    actor: User,
    how: How = How.TYPED,
) -> int:
    """Store changed targets with the decision behind them, record them, raise versions; returns how many.

    NotAllowed for a block that is not the actor's to supervise, TargetRefused where one cannot be.
    """
    if not board.blocks <= rights_of(actor).supervised_blocks:
        raise NotAllowed("not_your_block")
    changed = {key: wanted for key, wanted in changes.items() if wanted != board.stored(key)}
    if troubles := {key: found for key, wanted in changed.items() if (found := trouble_of(board, key, wanted))}:
        raise TargetRefused(troubles)
    if not changed:
        return 0
    before = {board.name_of(key): plain(board.stored(key)) for key in changed}
    after = {board.name_of(key): plain(wanted) for key, wanted in changed.items()}
    _store(board, changed, {"decision": decision, "decided_on": decided_on})
    if board.is_national:
        raise_all_versions()
    else:
        raise_data_version(agency_ids={holder for holder, _indicator in changed}, year=board.year)
    about = board.cluster or board.indicators[next(iter(changed))[1]]
    audit.record(
        actor=actor, action=how, target=about, before=before, after=after, note=decision_text(decision, decided_on)
    )
    return len(changed)


def decision_text(decision: str, decided_on: date | None) -> str:
    """12/QĐ-BTP, 05/02/2025"""
    return ", ".join(filter(None, [decision, dates.format_date(decided_on) if decided_on else ""]))


def plain(assigned: Assigned) -> str | None:
    """gte 84.5"""
    return None if assigned.value is None else f"{assigned.comparator} {format(assigned.value.normalize(), 'f')}"


def _store(board: TargetBoard, changed: Mapping[Key, Assigned], decided: dict) -> None:
    told = {**decided, "note": "", "source": OWN_SOURCE, "is_official": True, "is_illustrative": False}
    gone = [board.targets[key].pk for key, wanted in changed.items() if wanted.value is None and key in board.targets]
    if gone:
        Target.objects.filter(pk__in=gone).delete()
    kept = {key: wanted for key, wanted in changed.items() if wanted.value is not None and key in board.targets}
    _update(board, kept, told)
    Target.objects.bulk_create(
        Target(
            scope=TargetScope.NATION if key[0] == NATION else TargetScope.AGENCY,
            agency_id=key[0] or None,
            indicator_id=key[1],
            year=board.year,
            period_code=board.period_code,
            comparator=wanted.comparator,
            value=wanted.value,
            **told,
        )
        for key, wanted in changed.items()
        if wanted.value is not None and key not in board.targets
    )


def _update(board: TargetBoard, kept: Mapping[Key, Assigned], told: dict) -> None:
    """Values row by row in one statement; the rest, of which there are few kinds, by comparison."""
    rows, by_comparator = [], defaultdict(list)
    for key, wanted in kept.items():
        row = board.targets[key]
        row.value = wanted.value
        rows.append(row)
        by_comparator[wanted.comparator].append(row.pk)
    if rows:
        Target.objects.bulk_update(rows, ["value"])
    for comparator, keys in by_comparator.items():
        Target.objects.filter(pk__in=keys).update(comparator=comparator, **told)


__all__ = [
    "How",
    "TargetRefused",
    "Trouble",
    "decision_text",
    "hold",
    "plain",
    "record_refused",
    "save_targets",
    "trouble_of",
]
