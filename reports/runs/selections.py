"""Keeping and forgetting selections: each person's own, under names of their own."""

from collections.abc import Mapping

from django.db import transaction

from accounts import audit
from accounts.models import User
from emulation_portal.lib import dates
from reports.models import SavedSelection

MOST = 50


class TooMany(Exception):
    """The person keeps as many selections as the portal holds for one."""


@transaction.atomic
def save_selection(*, user: User, name: str, choice: Mapping) -> SavedSelection:
    """Keep a choice under a name; the same name is written over. TooMany."""
    kept = SavedSelection.objects.filter(user=user)
    if kept.count() >= MOST and not kept.filter(name=name).exists():
        raise TooMany(MOST)
    found, _new = SavedSelection.objects.update_or_create(
        user=user, name=name, defaults={"choice": dict(choice), "saved_at": dates.now()}
    )
    audit.record(actor=user, action="selection.saved", target=found, after={"name": name})
    return found


@transaction.atomic
def remove_selection(*, selection: SavedSelection, actor: User) -> None:
    audit.record(actor=actor, action="selection.removed", target=selection, before={"name": selection.name})
    selection.delete()


__all__ = ["MOST", "TooMany", "remove_selection", "save_selection"]
