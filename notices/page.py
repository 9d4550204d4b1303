"""Notices in the words of whoever reads them."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from emulation_portal.lib.dates import format_moment
from emulation_portal.ui.language import lang

from .kinds import NoticeKind, Told, kind_of, told
from .models import Notice


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """One notice of the list."""

    pk: int
    kind: NoticeKind
    told: Told
    is_new: bool
    moment: str
    actor: str


def cards(notices: Iterable[Notice], user: User) -> list[NoticeCard]:
    notices, language = list(notices), lang()
    words = told(notices, user)
    return [
        NoticeCard(
            pk=notice.pk,
            kind=kind_of(notice.kind),
            told=words[notice.pk],
            is_new=notice.seen_at is None,
            moment=format_moment(notice.created_at, language),
            actor=notice.actor.display_name if notice.actor else "",
        )
        for notice in notices
    ]


__all__ = ["NoticeCard", "cards"]
