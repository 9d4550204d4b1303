"""What an e-mail about a report says: which report, whether it is done, where its page is. No figure, no file."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from emulation_portal.lib.dates import format_moment
from emulation_portal.lib.text import clean_text
from notices.enums import NoticeKind
from notices.models import Notice
from reports.runs.access import still_open
from reports.runs.pages.page import fault_words, place_words, scope_words, title_of


def message_of(notice: Notice) -> EmailMessage:
    """The e-mail in the language of whom it is for. Names may hold anything: a header is one line. ValidationError
    for an address that is none."""
    validate_email(notice.user.email)
    with translation.override(notice.user.language):
        return EmailMessage(
            subject=clean_text(subject_of(notice)),
            body=body_of(notice),
            to=[notice.user.email],
            headers={
                "Message-ID": f"<notice-{notice.pk}@{urlsplit(settings.PORTAL_URL).hostname or 'localhost'}>",
                "Auto-Submitted": "auto-generated",
            },
        )


def subject_of(notice: Notice) -> str:
    words = {"report": title_of(notice.run), "place": place_words(notice.run)}
    if notice.kind == NoticeKind.DONE:
        return _("{report} is ready: {place}").format(**words)
    return _("{report} was not built: {place}").format(**words)


def body_of(notice: Notice) -> str:
    run, user, language = notice.run, notice.user, notice.user.language
    is_open = still_open(user, [run])
    address = reverse("reports:run", args=[run.pk]) if is_open else reverse("reports:notices")
    said = [
        _("To: {name}").format(name=clean_text(user.display_name)),
        "",
        clean_text(subject_of(notice)) + ".",
        _("Scope: {scope}").format(scope=clean_text(scope_words(run))),
        _("Requested at {moment}").format(moment=format_moment(run.queued_at or run.requested_at, language)),
    ]
    if notice.kind == NoticeKind.FAILED and fault_words(run):
        said.append(fault_words(run))
    if not is_open:
        said.append(_("The report holds figures that are not open to you today."))
    said += [
        "",
        _("Its page in the portal: {address}").format(address=settings.PORTAL_URL + address),
        "",
        _(
            "The portal sent this e-mail by itself; it holds no figures and no file. It can be turned off at {address}"
        ).format(address=settings.PORTAL_URL + reverse("accounts:me")),
    ]
    return "\n".join(said) + "\n"


__all__ = ["body_of", "message_of", "subject_of"]
