"""Whether the person at the browser has shown the password lately: asked again before acts that stay."""

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.signals import user_logged_in

from emulation_portal.lib import dates

SESSION_KEY = "signed_in_at"


def require_password_shown(request) -> None:
    """Before an act that stays. ReauthenticationRequired, on which the library asks for the password, keeps what was
    sent, and goes on with it afterwards, or comes back to the page it was sent from."""
    if not _is_fresh(request):
        raise ReauthenticationRequired


def _is_fresh(request) -> bool:
    """Shown at the sign-in or since, no longer ago than ``PASSWORD_FRESH_SECONDS``."""
    shown = [request.session.get(SESSION_KEY, 0)]
    shown += [record["at"] for record in get_authentication_records(request, request.user)]
    return dates.now().timestamp() - max(shown) < settings.PASSWORD_FRESH_SECONDS


def _signed_in(request, **_more) -> None:
    request.session[SESSION_KEY] = dates.now().timestamp()


def listen() -> None:
    """Keep the moment of each sign-in in its session; called once, when the portal starts."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in_at")


__all__ = ["listen", "require_password_shown"]
