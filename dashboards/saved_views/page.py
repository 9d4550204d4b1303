"""The list of kept views: what each of them shows, as far as the person may still know of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.editing import stamp
from clusters.declarations.kept_pages import name_of
from dashboards.models import SavedView
from emulation_portal.lib.text import sort_key

from .services import NAME_FIELDS, NotAPage, read_address


@dataclass(frozen=True, slots=True)
class KeptViewRow:
    """``address`` is empty where the portal has no such page any more."""

    pk: int
    name: str
    what: str
    address: str
    saved_at: datetime
    seen: str  # the stamp of the name, carried by the form that changes it


def rows(views: Iterable[SavedView], seasons: Iterable) -> list[KeptViewRow]:
    """In the order of a Vietnamese dictionary."""
    names = {(s.cluster.slug, s.year): f"{s.cluster.short_name} · {s.year}" for s in seasons}
    return [_row(view, names) for view in sorted(views, key=lambda view: (sort_key(view.name), view.name))]


def _row(view: SavedView, seasons: dict) -> KeptViewRow:
    try:
        found = read_address(view.address)
    except NotAPage:
        return KeptViewRow(
            view.pk, view.name, _("The portal has no such page any more"), "", view.saved_at, stamp(view, NAME_FIELDS)
        )
    season = seasons.get((found.arguments.get("slug"), found.arguments.get("year")), "")
    what = " · ".join(text for text in (name_of(found.page), season) if text)
    return KeptViewRow(view.pk, view.name, what, view.address, view.saved_at, stamp(view, NAME_FIELDS))


__all__ = ["KeptViewRow", "rows"]
