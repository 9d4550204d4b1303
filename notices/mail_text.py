"""What an e-mail about a notice says: what happened, where its page is. No figure, no file."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from emulation_portal.lib.text import clean_text

from .kinds import Told, told
from .models import Notice


def message_of(notice: Notice) -> EmailMessage:
    """The e-mail in the language of whom it is for. Names may hold anything: a header is one line. ValidationError
    for an address that is none."""
    validate_email(notice.user.email)
    with translation.override(notice.user.language):
        words = told([notice], notice.user)[notice.pk]
        return EmailMessage(
            subject=clean_text(_subject(words)),
            body=_body(notice, words),
            to=[notice.user.email],
            headers={
                "Message-ID": f"<notice-{notice.pk}@{urlsplit(settings.PORTAL_URL).hostname or 'localhost'}>",
                "Auto-Submitted": "auto-generated",
            },
        )


def _subject(words: Told) -> str:
    return _("{title}: {place}").format(title=words.title, place=words.place) if words.place else words.title


def _body(notice: Notice, words: Told) -> str:
    address = settings.PORTAL_URL + (words.url or reverse("notices:notices"))
    lines = [
        _("To: {name}").format(name=clean_text(notice.user.display_name)),
        "",
        clean_text(_subject(words)) + ".",
        *(clean_text(line) for line in words.letter),
        *([words.closed] if words.closed else []),
        "",
        _("Its page in the portal: {address}").format(address=address),
        "",
        _(
            "The portal sent this e-mail by itself; it holds no figures and no file. It can be turned off at {address}"
        ).format(address=settings.PORTAL_URL + reverse("accounts:me")),
    ]
    return "\n".join(lines) + "\n"


__all__ = ["message_of"]
