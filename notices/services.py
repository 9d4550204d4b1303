"""What people do with their notices. Having seen one is no act of record: it changes nothing for anybody else."""

from collections.abc import Iterable

from accounts.models import User
from emulation_portal.lib import dates
from notices.models import Notice


def mark_seen(*, user: User, notices: Iterable[int] | None = None, run: int | None = None) -> int:
    """The person has seen these notices of theirs, or those of a run, or all; returns how many were new."""
    found = Notice.objects.visible_to(user).unseen()
    if notices is not None:
        found = found.filter(pk__in=list(notices))
    if run is not None:
        found = found.filter(run=run)
    return found.update(seen_at=dates.now())


__all__ = ["mark_seen"]
