"""Giving notices, and what people do with theirs. Having seen one is no act of record."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import models

from accounts.models import User
from emulation_portal.lib import dates

from .enums import MailState
from .kinds import kind_of
from .models import Notice
from .querysets import NoticeQuerySet


def give(
    *,
    kind: str,
    about: tuple[type[models.Model], int],
    users: Iterable[User],
    actor: User | None = None,
    words: Mapping[str, object] | None = None,
    once: str = "",
) -> None:
    """A notice for each of the persons but the actor, with its e-mail where they wish one; one statement.

    Belongs into the transaction of the act it tells of. Who was told under the same key ``once`` is not told again.
    """
    now, (model, pk) = dates.now(), about
    is_mailed = settings.MAILS and kind_of(kind).by_mail
    rows = [
        Notice(
            user=user,
            kind=kind,
            about=model._meta.label_lower,
            about_id=pk,
            actor=actor,
            words=dict(words or {}),
            once=once,
            created_at=now,
            mail_state=MailState.WAITING if is_mailed and user.takes_mail else MailState.NONE,
            mail_after=now if is_mailed and user.takes_mail else None,
        )
        for user in users
        if user != actor
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=bool(once))


def withdraw(notices: NoticeQuerySet[Notice]) -> None:
    """What these notices tell no longer holds: they count as seen, and their e-mails are not sent."""
    notices.unseen().update(seen_at=dates.now())
    notices.filter(mail_state=MailState.WAITING).update(mail_state=MailState.NONE)


def mark_seen(*, user: User, notices: Iterable[int] | None = None) -> int:
    """The person has seen these notices of theirs, or all; returns how many were new."""
    found = Notice.objects.visible_to(user).unseen()
    if notices is not None:
        found = found.filter(pk__in=list(notices))
    return found.update(seen_at=dates.now())


def mark_seen_about(*, user: User, model: type[models.Model], pk: int) -> int:
    """The person has seen what their notices about this row tell of; returns how many were new."""
    return Notice.objects.visible_to(user).unseen().of(model, pk).update(seen_at=dates.now())


__all__ = ["give", "mark_seen", "mark_seen_about", "withdraw"]
