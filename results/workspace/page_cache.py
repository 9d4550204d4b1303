"""Pages of figures that are kept until something changes: the same page for the same person, not read all again.

A page is kept under whoever asks, the address, the day, and the state of the portal: the newest entries of the audit
log, which every act writes in its own transaction, the sum of all data versions, and how many notices the person has
not seen, which the bell on every page counts. The state is asked for before the page is made, so a change that comes
in between is never kept under the state that follows it.
"""

import functools
import hashlib

from django.conf import settings
from django.core.cache import cache
from django.db.models import Subquery, Sum, Value
from django.http import HttpResponse

from accounts.models import AuditEntry
from clusters.current import SESSION_KEY
from clusters.models import Season
from emulation_portal.lib import dates
from emulation_portal.ui.language import lang
from notices.querysets import unseen_count

# An entry may become visible after one with a higher number: so many numbers are looked back.
LOOKED_BACK = 50


def kept(view):
    """Decorator for views of figures: answers a GET from what was kept; below ``login_required``."""

    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        held = cache.get(key)
        if held is not None:
            content, season = held
            if season and request.session.get(SESSION_KEY) != season:
                request.session[SESSION_KEY] = season
            return HttpResponse(content)
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not response.streaming and not _says_something(request):
            cache.set(key, (response.content, request.session.get(SESSION_KEY)), settings.PAGES_KEPT_SECONDS)
        return response

    return answer


def _key(request) -> str | None:
    """None where the page must be made anew: nothing is kept, a fragment is asked for, or a message waits."""
    secret = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    if not settings.PAGES_KEPT_SECONDS or request.method != "GET" or request.htmx or not secret:
        return None
    if _says_something(request):
        return None
    state = _state(request.user)
    if not state:
        return None
    # The forms on the page carry a token made of the visitor's own secret.
    parts = (
        request.user.pk,
        request.session.session_key,
        secret,
        request.get_full_path(),
        lang(),
        request.session.get(SESSION_KEY),
        dates.today(),
        state,
    )
    return "page:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def _says_something(request) -> bool:
    """Whether a message is waiting to be shown once."""
    return "messages" in request.COOKIES or "_messages" in request.session or bool(request._messages._queued_messages)


def _state(user) -> list:
    """One query; empty before anything was ever done."""
    versions = Season.objects.order_by().values(all=Value(1)).annotate(sum=Sum("data_version")).values("sum")
    newest = AuditEntry.objects.order_by("-pk").values_list("pk", Subquery(versions), unseen_count(user))
    return list(newest[:LOOKED_BACK])


__all__ = ["kept"]
