"""Sending what notices say by e-mail, beside the acts that gave them and never inside them.

A notice's row is what is trusted. Whoever moves it from "to be sent" to "being sent" sends it, once. It is tried again
only where the server surely did not take it: it could not be reached, or said no. An attempt that ended in between is
left alone, because a second e-mail is worse than none: the notice in the portal tells the same.
"""

import contextlib
import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db.models import F

from emulation_portal.lib import dates

from .enums import MailState
from .mail_text import message_of
from .models import Notice

logger = logging.getLogger(__name__)

AT_ONCE = 100
FIRST_WAIT = timedelta(minutes=1)
LOST_AFTER = timedelta(minutes=15)
REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


class NotReached(Exception):
    """No server takes e-mail at the moment."""


def send_due() -> int:
    """Send what is due; returns how many went out. A server that is down ends the round: the rest keeps its turn."""
    if not settings.MAILS:
        return 0
    now, sent = dates.now(), 0
    _forget_lost(now)
    due = Notice.objects.mail_due(now).order_by("mail_after", "pk")
    for notice_id in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        taken = Notice.objects.mail_due(now).filter(pk=notice_id)
        if not taken.update(mail_state=MailState.SENDING, mail_tries=F("mail_tries") + 1, mail_after=now):
            continue
        notice = Notice.objects.select_related("user", "actor").get(pk=notice_id)
        try:
            state = _send(notice)
        except NotReached:
            _try_later(notice, "no server was reached")
            break
        if state:
            _end(notice, state)
        sent += state == MailState.SENT
    return sent


def _send(notice: Notice) -> MailState | None:
    """What has become of the e-mail; None where it waits for another try. NotReached."""
    if not notice.user.takes_mail:
        return MailState.NONE
    try:
        message = message_of(notice)
        message.message()  # a header that cannot be written shows here, before any server is asked
        connection = get_connection()
    except Exception:
        logger.exception("the e-mail of notice %s cannot be written", notice.pk)
        return MailState.GIVEN_UP
    with contextlib.ExitStack() as stack:
        try:
            connection.open()
        except Exception as error:
            logger.warning("no server for e-mail: %s: %s", type(error).__name__, error)
            raise NotReached from error
        stack.callback(_close, connection)
        return _hand_over(notice, message, connection)


def _hand_over(notice: Notice, message, connection) -> MailState | None:
    try:
        connection.send_messages([message])
    except REFUSALS as refusal:
        _try_later(notice, f"{type(refusal).__name__}: {refusal}")
        return None
    except Exception:
        logger.exception("whether the e-mail of notice %s went out is not known", notice.pk)
        return MailState.GIVEN_UP
    return MailState.SENT


def _close(connection) -> None:
    """The e-mail is with the server already: a farewell that fails changes nothing."""
    with contextlib.suppress(Exception):
        connection.close()


def _try_later(notice: Notice, reason: str) -> None:
    if notice.mail_tries >= settings.MAIL_MAX_TRIES:
        logger.error("the e-mail of notice %s is given up after %s tries: %s", notice.pk, notice.mail_tries, reason)
        _end(notice, MailState.GIVEN_UP)
        return
    after = dates.now() + FIRST_WAIT * 4 ** (notice.mail_tries - 1)
    logger.warning("the e-mail of notice %s waits: %s", notice.pk, reason)
    _end(notice, MailState.WAITING, mail_after=after)


def _end(notice: Notice, state: MailState, **fields) -> None:
    Notice.objects.filter(pk=notice.pk, mail_state=MailState.SENDING).update(mail_state=state, **fields)


def _forget_lost(now: datetime) -> None:
    """E-mails whose sender died while sending: nobody knows whether they went out."""
    lost = Notice.objects.filter(mail_state=MailState.SENDING, mail_after__lt=now - LOST_AFTER)
    if count := lost.update(mail_state=MailState.GIVEN_UP):
        logger.warning("%s e-mails whose sender was killed are given up", count)


__all__ = ["NotReached", "send_due"]
