"""Keeping, renaming and forgetting views: each person's own, under names of their own."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from django.db import IntegrityError, transaction
from django.urls import Resolver404, resolve

from accounts import audit
from accounts.editing import locked
from accounts.models import User
from clusters.declarations.kept_pages import may_be_kept
from dashboards.models import PATH_LENGTH, QUERY_LENGTH, SavedView
from emulation_portal.lib import dates
from reports.runs.selections import MOST, TooMany

NAME_FIELDS = ("name",)
# As a browser writes an address: printable ASCII, one slash first, no other host and no place within the page.
WRITTEN = re.compile(r"/(?![/\\])[!-~]*")


class NotAPage(ValueError):
    """The address is none of a dashboard of this portal."""


class TooLong(NotAPage):
    """A dashboard, but with more filters than are kept."""


class ViewNameTaken(Exception):
    """The person keeps another view under this name."""


@dataclass(frozen=True, slots=True)
class Address:
    path: str
    query: str
    page: str  # its name among the addresses of the portal
    arguments: dict[str, object]


def read_address(text: str) -> Address:
    """A path within the portal that leads to a dashboard, with its query; NotAPage, TooLong."""
    if not WRITTEN.fullmatch(text) or "#" in text or "\\" in text:
        raise NotAPage(text)
    path, _mark, query = text.partition("?")
    try:
        match = resolve(unquote(path, errors="strict"))
    except (Resolver404, UnicodeDecodeError):
        raise NotAPage(text) from None
    if not may_be_kept(match.view_name):
        raise NotAPage(text)
    if len(path) > PATH_LENGTH or len(query) > QUERY_LENGTH:
        raise TooLong(text)
    return Address(path, query, match.view_name, match.kwargs)


@transaction.atomic
def save_view(*, user: User, name: str, address: Address) -> SavedView:
    """Keep an address under a new name; NameTaken, TooMany."""
    held = SavedView.objects.filter(user=user)
    if held.filter(name=name).exists():
        raise ViewNameTaken(name)
    if held.count() >= MOST:
        raise TooMany(MOST)
    view = SavedView(user=user, name=name, path=address.path, query=address.query, saved_at=dates.now())
    _store(view)
    audit.record(actor=user, action="view.saved", target=view, after={"name": name})
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str, actor: User, seen: str = "") -> None:
    """NameTaken, Stale, Gone; the same name changes nothing."""
    view = locked(view, "", ())
    if view.name == name:
        return
    view = locked(view, seen, NAME_FIELDS)
    if SavedView.objects.filter(user=view.user_id, name=name).exclude(pk=view.pk).exists():
        raise ViewNameTaken(name)
    before, view.name = view.name, name
    _store(view)
    audit.record(actor=actor, action="view.renamed", target=view, before={"name": before}, after={"name": name})


def _store(view: SavedView) -> None:
    """Two tabs may take one name at once: the constraint decides."""
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise ViewNameTaken(view.name) from None


@transaction.atomic
def remove_view(*, view: SavedView, actor: User) -> None:
    audit.record(actor=actor, action="view.removed", target=view, before={"name": view.name})
    view.delete()


__all__ = [
    "Address",
    "NotAPage",
    "TooLong",
    "ViewNameTaken",
    "read_address",
    "remove_view",
    "rename_view",
    "save_view",
]
