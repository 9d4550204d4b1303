"""The national target as a floor set to all agencies: what it would change, and what stands higher and stays."""

from dataclasses import dataclass
from decimal import Decimal

from pledges.enums import Comparator
from pledges.models import Target

from .board import Assigned, Key, TargetBoard

UPWARDS = frozenset({Comparator.GT, Comparator.GTE})
DOWNWARDS = frozenset({Comparator.LT, Comparator.LTE})


@dataclass(frozen=True, slots=True)
class Floor:
    """``changes``: no target, or one below the nation's. ``stricter``: one that asks for more, and is left alone."""

    changes: dict[Key, Assigned]
    stricter: dict[Key, Assigned]
    equal: int


def floor_of(board: TargetBoard) -> Floor:
    changes, stricter, equal = {}, {}, 0
    for key in board.cells():
        national = board.national.get(key[1])
        if national is None or (board.period_code and key not in board.of_year):
            continue
        floor = Assigned(national.value.normalize(), national.comparator)
        stored = board.stored(key)
        if stored == floor:
            equal += 1
        elif stored.value is not None and _asks_more(stored.value, stored.comparator, national):
            stricter[key] = floor
        else:
            changes[key] = floor
    return Floor(changes, stricter, equal)


def _asks_more(value: Decimal, comparator: str, national: Target) -> bool:
    """Whether a target asks for more than the nation's does, or is compared in another way and cannot be told."""
    pair = {comparator, national.comparator}
    if pair <= UPWARDS:
        return value > national.value or (value == national.value and comparator == Comparator.GT)
    if pair <= DOWNWARDS:
        return value < national.value or (value == national.value and comparator == Comparator.LT)
    return True


__all__ = ["Floor", "floor_of"]
