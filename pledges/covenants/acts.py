"""What every write of a pledge shares: the row held until the act is done, who may, the record and the version."""

from typing import Any

from accounts import audit
from accounts.editing import Gone
from accounts.models import User
from clusters.models import Season
from clusters.versions import raise_season
from emulation_portal.lib.refusal import NotAllowed, Refusal
from pledges.enums import PledgeState
from pledges.models import Pledge


def require_writer(actor: User | None, season: Season) -> None:
    """NotAllowed for whoever does not write the pledges of the season; None stands for the portal itself."""
    if actor is not None and not actor.has_perm("pledges.write_pledge", season):
        raise NotAllowed


def held(pledge: Pledge) -> Pledge:
    """The pledge as it is stored, with its season and cluster; nobody else changes it until the act is done. Gone."""
    found = (
        Pledge.objects.select_for_update(of=("self",)).select_related("season__cluster").filter(pk=pledge.pk).first()
    )
    if found is None:
        raise Gone(pledge.pk)
    return found


def held_draft(pledge: Pledge) -> Pledge:
    """The same, of a pledge that may still be written. Refusal: ``not_draft``."""
    found = held(pledge)
    if found.state != PledgeState.DRAFT:
        raise Refusal("not_draft", found)
    return found


def told(pledge: Pledge, action: str, actor: User | None, *, about: Any = None, **words: Any) -> None:
    """Record the act and raise the version of the season, whose pages and papers print its pledges."""
    audit.record(actor=actor, action=f"pledge.{action}", target=about or pledge, **words)
    raise_season(pledge.season_id)


__all__ = ["held", "held_draft", "require_writer", "told"]
