"""How the name of an account is read: as people type it, paste it and say it over the telephone."""

from emulation_portal.lib.text import bare_text


def account_name(typed: str) -> str:
    """The name without invisible characters and without spaces around it; it is found in whatever capitals."""
    return bare_text(typed)


def name_of_attempt(request, credentials: dict | None) -> str:
    """Under which name a failed sign-in is counted: one for all ways of writing the name."""
    sent = request.POST.get("login", "") if request is not None else ""
    return account_name((credentials or {}).get("username") or sent).lower()
