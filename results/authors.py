"""Whose values a version holds: whoever changed a cell last is the author of what stands in it."""

from collections.abc import Iterable

NO_AUTHORS: frozenset[int] = frozenset()


def authors_of(changes: Iterable) -> dict[int, frozenset[int]]:
    """The accounts whose values each version holds, by the version's id.

    ``changes``: every change of values of these versions, in any order. Notes alone do not make an author, and a return
    takes nothing back: what somebody typed before it is still that person's figure when it comes again.
    """
    last: dict[tuple[int, int], object] = {}
    for change in sorted(changes, key=lambda change: (change.at, change.pk)):
        if change.changes_figure:
            last[change.submission_id, change.indicator_id] = change
    found: dict[int, set[int]] = {}
    for (submission_id, _indicator), change in last.items():
        if change.actor_id is not None:
            found.setdefault(submission_id, set()).add(change.actor_id)
    return {submission_id: frozenset(actors) for submission_id, actors in found.items()}


__all__ = ["NO_AUTHORS", "authors_of"]
