"""Notices in the words of whoever reads them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from emulation_portal.lib.dates import format_moment
from notices.enums import NoticeKind
from notices.models import Notice
from reports.runs.access import still_open
from reports.runs.pages.page import fault_words, place_words, scope_words, title_of


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """``url`` is empty once the person may no longer have the report; ``reason`` says why a report was not built."""

    pk: int
    kind: str
    is_new: bool
    words: str
    place: str
    scope: str
    moment: str
    reason: str
    url: str


def cards(notices: Iterable[Notice], user: User) -> list[NoticeCard]:
    notices = list(notices)
    may_have = still_open(user, [notice.run for notice in notices])
    return [_card(notice, notice.run_id in may_have) for notice in notices]


def _card(notice: Notice, is_open: bool) -> NoticeCard:
    run, failed = notice.run, notice.kind == NoticeKind.FAILED
    words = _("{report} was not built") if failed else _("{report} is ready")
    return NoticeCard(
        pk=notice.pk,
        kind=notice.kind,
        is_new=notice.seen_at is None,
        words=words.format(report=title_of(run)),
        place=place_words(run),
        scope=scope_words(run),
        moment=format_moment(notice.created_at, get_language() or "vi"),
        reason=fault_words(run) if failed and run.state == notice.kind else "",
        url=reverse("reports:run", args=[run.pk]) if is_open else "",
    )


__all__ = ["NoticeCard", "cards"]
