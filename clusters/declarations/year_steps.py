"""The steps of the year that somebody can do something about: each kind is declared by the app that has its room.

A season may have dates for other steps, too; nobody is told of those, since the portal has no page where they happen.
"""

from clusters.enums import PhaseKind

_KINDS: set[PhaseKind] = set()


def register(*kinds: PhaseKind) -> None:
    """Tell of these steps on timelines, among dates and deadlines."""
    _KINDS.update(kinds)


def kinds() -> frozenset[PhaseKind]:
    return frozenset(_KINDS)


__all__ = ["kinds", "register"]
