"""Asking for the addresses that an older commit answered, and setting their figures beside those it printed."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from tests.migrations.printed import figures_in, printed

BACKEND = "accounts.backends.AccountBackend"
SEASON = re.compile(r"/(?:s|phases|review|setup)/([\w-]+/20\d\d)/")


@dataclass(frozen=True)
class Visit:
    """What an address answers today; texts whose figures stood there then and do not now, and the other way round."""

    account: str
    address: str
    status: int
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def visit(account: str, address: str, then: list[str]) -> Visit:
    """Ask in a session of its own and leave nothing behind."""
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(username=account), backend=BACKEND)
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    if response.status_code != 200:
        return Visit(account, address, response.status_code)
    return Visit(account, address, 200, *differences(then, printed(response["Content-Type"], body)))


def differences(then: list[str], now: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Texts whose figures are not in the same order on both sides; words around figures may be others."""
    was, is_now = [[figures_in(text) for text in texts] for texts in (then, now)]
    gone: Counter[str] = Counter()
    come: Counter[str] = Counter()
    if was != is_now:
        for kind, a, b, c, d in SequenceMatcher(None, was, is_now, autojunk=False).get_opcodes():
            if kind != "equal":
                gone.update(then[a:b])
                come.update(now[c:d])
    # The same figure under the same heads has only moved past something new.
    return tuple((gone - come).elements()), tuple((come - gone).elements())


def chosen(addresses: dict[str, int], most: int) -> list[str]:
    """A few addresses of each page and season, the same ones every time; all where ``most`` is enough."""
    kinds = defaultdict(list)
    for address in sorted(addresses, key=lambda each: sha256(each.encode()).digest()):
        kinds[_kind(address)].append(address)
    return sorted(address for of_kind in kinds.values() for address in of_kind[:most])


def _kind(address: str) -> tuple[str, str]:
    path = address.partition("?")[0]
    season = SEASON.search(path)
    try:
        name = resolve(path).view_name
    except Resolver404:
        name = path  # it is asked for all the same, and found missing
    return name, season.group(1) if season else ""


__all__ = ["Visit", "chosen", "differences", "visit"]
