"""Writing the record of what was done."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import translation

from emulation_portal.lib import dates

from .models import AuditEntry, User

_dated: ContextVar[datetime | None] = ContextVar("dated", default=None)


@contextmanager
def dated(moment: datetime) -> Iterator[None]:
    """Entries made inside carry this moment: for acts that are told afterwards, such as those of the demonstration."""
    token = _dated.set(moment)
    try:
        yield
    finally:
        _dated.reset(token)


def record(
    *,
    actor: User | None,
    action: str,
    target: models.Model,
    before: object = None,
    after: object = None,
    note: str = "",
    on_behalf_of: str = "",
) -> AuditEntry:
    """Add one entry; call it inside the transaction of the act itself, so both stand or fall together."""
    with translation.override(settings.LANGUAGE_CODE):  # a record reads alike whoever made it
        label = str(target)[:300]
    return AuditEntry.objects.create(
        at=_dated.get() or dates.now(),
        actor=actor,
        actor_name=actor.display_name if actor else "",
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=label,
        before=_plain(before),
        after=_plain(after),
        note=note[:1000],
        on_behalf_of=on_behalf_of,
    )


def _plain(state: object) -> dict:
    if state is None:
        return {}
    return state if isinstance(state, dict) else {"state": str(state)}
