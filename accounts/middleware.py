"""Language, one-time passwords and what a browser may keep."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _


class LanguageMiddleware:
    """Vietnamese first: the language of the profile, else of the cookie; never of the browser's header."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = self._chosen(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    @staticmethod
    def _chosen(request) -> str:
        known = dict(settings.LANGUAGES)
        if request.user.is_authenticated and request.user.language in known:
            return request.user.language
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        return cookie if cookie in known else settings.LANGUAGE_CODE


class OneTimePasswordMiddleware:
    """Whoever signed in with a one-time password chooses a password before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and request.user.password_is_one_time:
            allowed = {reverse("account_change_password"), reverse("account_logout"), reverse("set_language")}
            if request.path not in allowed:
                messages.warning(request, _("Choose a password of your own first; the one-time password ends with it."))
                return redirect("account_change_password")
        return self.get_response(request)


class PrivatePagesMiddleware:
    """What a signed-in person saw is not kept by the browser: Back after signing out shows nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response
