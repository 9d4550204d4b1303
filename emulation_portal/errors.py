"""Pages for requests that cannot be served: what happened, what was kept, who can help.

A refusal may carry its words: an exception with ``reason`` (why) and ``who`` (which role may, and who holds it now)
shows both. A fragment request cannot show a page, so it gets the same words as a message (event ``portal:toast``).
"""

import logging
import secrets

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

logger = logging.getLogger(__name__)


def _answer(request, status: int, context: dict, words: str) -> HttpResponse:
    """The page of a status, or for a fragment request a message alone."""
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
        return trigger_client_event(
            response, "portal:toast", {"kind": "bad" if status >= 500 else "warn", "text": words}
        )
    return render(request, f"{status}.html", context, status=status)


def bad_request(request, exception=None):
    """400: the request itself is malformed."""
    return _answer(request, 400, {}, _("The portal did not understand this request. Nothing was changed."))


def forbidden(request, exception=None):
    """403: yours to see, not yours to do; says why and who may."""
    reason = str(getattr(exception, "reason", "") or "")
    who = str(getattr(exception, "who", "") or "")
    words = reason or _("Your present appointment carries no right to it. Nothing was changed.")
    if who:
        words = f"{words} {_('Who may do it:')} {who}"
    return _answer(request, 403, {"reason": reason, "who": who}, words)


def not_found(request, exception=None):
    """404: no such page, or not yours; the two are told apart by nobody."""
    return _answer(request, 404, {}, _("There is no such page."))


def conflict(request, reason: str = "", back_url: str = ""):
    """409: somebody else changed the object first; nothing was overwritten."""
    words = str(reason) or _("Somebody else changed this first. Nothing was overwritten; load the page again.")
    return _answer(request, 409, {"reason": reason, "back_url": back_url}, words)


def csrf_failure(request, reason=""):
    """403 for a form whose token is gone: most often a page left open over a new sign-in."""
    words = _("This form has expired. Go back, load the page again and repeat the step; nothing was changed.")
    return _answer(request, 403, {"reason": words}, words)


def server_error(request):
    """500: must not fail itself, so it renders without context and falls back to plain text."""
    code = secrets.token_hex(4)
    logger.error("fault %s at %s %s", code, request.method, request.path)
    try:
        body, kind = render_to_string("500.html", {"code": code}), "text/html; charset=utf-8"
    except Exception:  # the page of last resort: whatever broke, an answer leaves
        logger.exception("the error page itself failed")
        body, kind = f"500 – lỗi hệ thống / internal error ({code})", "text/plain; charset=utf-8"
    return HttpResponse(body, status=500, content_type=kind)
