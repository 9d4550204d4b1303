"""What became of one target: who set it, when, from what to what, by which decision. Told by the record of acts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import AuditEntry

from .board import record_name
from .saving import How


@dataclass(frozen=True, slots=True)
class TargetChange:
    """``old`` and ``new`` as the record keeps them: a comparison and a number, such as gte 84.5; None is no target."""

    at: datetime
    by: str
    how: How
    period_code: str
    old: str | None
    new: str | None
    decision: str


def history_of(year: int, holder: str, indicator: str, period_codes: tuple[str, ...]) -> list[TargetChange]:
    """Changes of the year's target and of those of its periods, the newest first. One query."""
    names = {record_name(year, holder, indicator, period): period for period in ("", *period_codes)}
    entries = AuditEntry.objects.filter(Q(before__has_any_keys=list(names)), action__in=list(How))
    return [
        TargetChange(
            at=entry.at,
            by=entry.actor_name,
            how=How(entry.action),
            period_code=period,
            old=entry.before[name],
            new=entry.after.get(name),
            decision=entry.note,
        )
        for entry in entries
        for name, period in names.items()
        if name in entry.before
    ]


__all__ = ["TargetChange", "history_of"]
