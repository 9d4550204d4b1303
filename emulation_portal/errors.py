"""Pages for requests that cannot be served: what happened, what was kept, who can help.

A refusal may carry its words: an exception with ``reason`` (why) and ``who`` (which role may, and who holds it now)
shows both. A fragment request cannot show a page, so it gets the same words as a message (event ``portal:toast``).
"""

import logging
import secrets
import sys
from urllib.parse import urlsplit

from django.db.utils import InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

logger = logging.getLogger(__name__)

BUSY_SECONDS = 5  # after which a program may ask again
# PostgreSQL: a lock or a statement took too long, two waited for each other, no place is left, the server is gone.
_BUSY_CODES = ("55P03", "57014", "40P01", "40001", "53", "57P", "08")


class WithoutRefusals(logging.Filter):
    """A refusal is an answer: its line stays in the log, the trace of where it was raised does not."""

    def filter(self, record):
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True


def _answer(request, status: int, context: dict, words: str, template: str = "") -> HttpResponse:
    """The page of a status, or for a fragment request a message alone."""
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
        return trigger_client_event(
            response, "portal:toast", {"kind": "bad" if status >= 500 else "warn", "text": words}
        )
    return render(request, template or f"{status}.html", context, status=status)


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
    """403 for a form whose token is gone: a page left open over a new sign-in, or a browser that keeps no cookies."""
    kept = bool(request.COOKIES)
    if reason == REASON_NO_CSRF_COOKIE and not kept:
        words = _("This browser keeps no cookies for the portal, so it cannot tell who sends the form.")
    else:
        words = _("This form has expired: the page was open while somebody signed in or out. Nothing was changed.")
    context = {"words": words, "cookies": kept or reason != REASON_NO_CSRF_COOKIE, "back_url": page_before(request)}
    return _answer(request, 403, context, words, template="expired.html")


def not_allowed(request, allowed: str):
    """405: the address only takes forms, or only shows."""
    words = _("This address carries out a step and shows nothing by itself. Nothing was changed.")
    response = _answer(request, 405, {"words": words, "back_url": page_before(request)}, words)
    response.headers["Allow"] = allowed
    return response


def page_before(request) -> str:
    """The page of the portal that a request came from, empty where the browser does not say or it is another site."""
    place = urlsplit(request.headers.get("Referer", ""))
    if place.netloc != request.get_host():
        return ""
    return f"{place.path}?{place.query}" if place.query else place.path


# -- a database that is busy -------------------------------------------------------------------------------------------
def is_busy(exception: BaseException | None) -> bool:
    """Whether the database did not answer in time, or not at all; what was asked may be asked again."""
    if not isinstance(exception, OperationalError | InterfaceError):
        return False
    if hasattr(exception.__cause__, "pgcode"):
        code = exception.__cause__.pgcode
        return code is None or code.startswith(_BUSY_CODES)  # without a code no server has answered
    return "is locked" in str(exception)


def busy(request, exception: BaseException):
    """503: nothing was changed and the typing stays; drawn without asking the database anything."""
    logger.warning("busy at %s %s: %s", request.method, request.path, str(exception).strip().partition("\n")[0])
    words = _("The portal is busy at the moment. Nothing was changed; what was typed is kept. Try again shortly.")
    if request.headers.get("HX-Request") == "true":
        response = _answer(request, 503, {}, words)
    else:
        back = page_before(request) or request.get_full_path()
        response = HttpResponse(render_to_string("503.html", {"words": words, "back_url": back}), status=503)
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def server_error(request):
    """500: must not fail itself, so it renders without context and falls back to plain text."""
    raised = sys.exc_info()[1]
    if is_busy(raised):  # before any view was reached: the session or the account could not be read
        return busy(request, raised)
    code = secrets.token_hex(4)
    logger.error("fault %s at %s %s", code, request.method, request.path)
    try:
        body, kind = render_to_string("500.html", {"code": code}), "text/html; charset=utf-8"
    except Exception:  # the page of last resort: whatever broke, an answer leaves
        logger.exception("the error page itself failed")
        body, kind = f"500 – lỗi hệ thống / internal error ({code})", "text/plain; charset=utf-8"
    return HttpResponse(body, status=500, content_type=kind)
