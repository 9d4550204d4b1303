"""The kinds of notices. Each room registers its own when the portal starts (`AppConfig.ready`), with what tells them.

Whoever tells reads all notices of its kinds that stand on a page at once, so that a list costs the same however long it
is, and puts them into the language of that moment.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User

from .models import Notice


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words.

    ``title`` says what happened, ``place`` where, ``scope`` to what, ``reason`` why. ``url`` is empty where the person
    may no longer have what it is about; ``closed`` then says so. ``letter``: further lines of the e-mail, which holds
    neither figures nor what somebody typed; ``scope`` and ``reason`` are not printed there.
    """

    title: str
    place: str = ""
    scope: str = ""
    reason: str = ""
    url: str = ""
    closed: str = ""
    letter: tuple[str, ...] = ()


Teller = Callable[[Collection[Notice], User], Mapping[int, Told]]  # by the notice's id


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """``code`` begins with the room's name. ``tone`` colours the icon: done, failed or plain. ``by_mail``: whether who
    wishes e-mail gets one of this kind."""

    code: str
    icon: str
    tell: Teller
    tone: str = "plain"
    by_mail: bool = True


_KINDS: dict[str, NoticeKind] = {}


def register(*kinds: NoticeKind) -> None:
    """Make kinds known; ValueError where another of the same code is."""
    for kind in kinds:
        if _KINDS.setdefault(kind.code, kind) != kind:
            raise ValueError(f"two kinds of notices are called {kind.code}")


def kind_of(code: str) -> NoticeKind:
    """The kind; one that nobody registers any more tells no more than that."""
    return _KINDS.get(code) or NoticeKind(code, "bell", _unknown, by_mail=False)


def told(notices: Iterable[Notice], user: User) -> dict[int, Told]:
    """What the notices say to the person, by id: each teller is asked once."""
    by_teller: dict[Teller, list[Notice]] = {}
    for notice in notices:
        by_teller.setdefault(kind_of(notice.kind).tell, []).append(notice)
    return {pk: words for tell, own in by_teller.items() for pk, words in tell(own, user).items()}


def _unknown(notices: Collection[Notice], user: User) -> dict[int, Told]:
    return {
        notice.pk: Told(
            title=_("A notice of an earlier version of the portal"), closed=_("It can no longer be opened.")
        )
        for notice in notices
    }


__all__ = ["NoticeKind", "Teller", "Told", "kind_of", "register", "told"]
