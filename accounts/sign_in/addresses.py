"""From where somebody signs in."""

from django.conf import settings


def client_address(request) -> str:
    """The address of the client: the last one the own proxy added where there is a proxy, else the connection's.

    Without a proxy the header is anybody's to write, so it is not read.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
