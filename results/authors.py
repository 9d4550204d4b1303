"""Whose values a version holds: whoever changed a cell last is the author of what stands in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

NO_AUTHORS: frozenset[int] = frozenset()


class RecordedChange(Protocol):
    """A change of a value, as it was recorded: when, by whom, in which version, and whether the figure changed."""

    @property
    def pk(self) -> int: ...

    @property
    def at(self) -> datetime: ...

    @property
    def submission_id(self) -> int: ...

    @property
    def indicator_id(self) -> int: ...

    @property
    def actor_id(self) -> int | None: ...

    @property
    def changes_figure(self) -> bool: ...


def authors_of(changes: Iterable[RecordedChange]) -> dict[int, frozenset[int]]:
    """The accounts whose values each version holds, by the version's id.

    ``changes``: every change of values of these versions, in any order. Notes alone do not make an author, and a return
    takes nothing back: what somebody typed before it is still that person's figure when it comes again.
    """
    last: dict[tuple[int, int], RecordedChange] = {}
    for change in sorted(changes, key=lambda change: (change.at, change.pk)):
        if change.changes_figure:
            last[change.submission_id, change.indicator_id] = change
    found: dict[int, set[int]] = {}
    for (submission_id, _indicator), change in last.items():
        if change.actor_id is not None:
            found.setdefault(submission_id, set()).add(change.actor_id)
    return {submission_id: frozenset(actors) for submission_id, actors in found.items()}


__all__ = ["NO_AUTHORS", "authors_of"]
