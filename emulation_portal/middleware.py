"""What no view has to think of: addresses that can name nothing, answers without words, a database that is busy."""

import logging
import re
from urllib.parse import parse_qs, quote, urlsplit

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponseNotAllowed, QueryDict
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from . import errors

logger = logging.getLogger(__name__)

NUL = "\0"
KEPT_SECONDS = 3600
_KEPT = re.compile(r"[0-9a-f-]{8,40}")
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class PlainAnswersMiddleware:
    """Puts words where Django would answer with an empty page or a fault.

    A NUL in an address or a search names nothing (PostgreSQL would refuse the whole query). A form that was sent after
    its session ended leads back to the page it stood on, not to an address that only takes forms.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if NUL in request.path_info or _holds_nul(request.GET):
            return errors.not_found(request)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return errors.not_allowed(request, response.headers["Allow"])
        if request.method not in READING and _asks_to_sign_in(response):
            return _back_after_sign_in(request, response)
        return response

    def process_exception(self, request, exception):
        if errors.is_busy(exception):
            return errors.busy(request, exception)
        if isinstance(exception, IntegrityError):  # two made the same at once, and the database decided
            logger.error("conflict at %s %s", request.method, request.path, exc_info=exception)
            return errors.conflict(request, back_url=errors.page_before(request))
        if isinstance(exception, ValueError) and "NUL (0x00)" in str(exception):
            return errors.not_found(request)
        return None


class KeptFormsMiddleware:
    """Tells the script that keeps what is typed which form was taken; until then it keeps the words.

    A form is taken when its answer leads on to another page, or says by ``again`` where the thing now is that it made.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and _is_taken(response):
            key = request.POST.get("kept", "")
            if _KEPT.fullmatch(key):
                response.set_cookie(f"taken-{key}", "1", max_age=KEPT_SECONDS, secure=settings.HTTPS, samesite="Lax")
        return response


def _is_taken(response) -> bool:
    leads_on = response.status_code in (302, 303) and not _asks_to_sign_in(response)
    return leads_on or bool(getattr(response, "again", ""))


def _holds_nul(query: QueryDict) -> bool:
    return any(NUL in text for name, values in query.lists() for text in (name, *values))


def _asks_to_sign_in(response) -> bool:
    place = urlsplit(response.headers.get("Location", ""))
    asks = place.path == resolve_url(settings.LOGIN_URL) and "next" in parse_qs(place.query)
    return response.status_code == 302 and asks


def _back_after_sign_in(request, response):
    """Come back to the page of the form, and say why one was asked to sign in."""
    page = errors.page_before(request) or "/"
    response.headers["Location"] = f"{resolve_url(settings.LOGIN_URL)}?next={quote(page)}"
    text = _("Your session ended before this was sent; nothing was changed. Sign in to go back to the page.")
    messages.warning(request, text)
    return response
