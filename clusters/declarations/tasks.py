"""What waits for a person: each app declares how its own tasks are read, dashboards collect and order them."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.core.cache import cache

from clusters.current import Current

QUIET_SECONDS = 3600
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, eq=False)
class TaskKind:
    """One sort of task, the same object wherever it is asked for.

    A kind with a ``tone`` has no day of its own but is wanted at once; ``said`` is the lazy text that tells why.
    ``by_officers``: of what waits at the desk of an agency's head, whether its officers answer it, too.
    """

    icon: str
    tone: str = ""
    said: str = ""
    by_officers: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One thing somebody waits for. ``due`` is the last day in time; ``since`` the moment it arrived."""

    kind: TaskKind
    title: str
    url: str
    action: str
    season_label: str
    agency_id: int
    agency_code: str
    note: str = ""
    due: date | None = None
    since: datetime | None = None


TaskReader = Callable[[Current], Iterable[Task]]
_READERS: list[TaskReader] = []


def register(reader: TaskReader) -> None:
    """Ask this reader, too: for somebody with rights, in a number of queries that does not grow with the tasks."""
    _READERS.append(reader)


def unless_quiet(name: str, around: Current, find: Callable[[], list[Found]]) -> list[Found]:
    """What ``find`` reads; that there was nothing is kept for an hour of this day, until one of the person's seasons
    changes. Only for what every change of raises the data version of its season."""
    seasons = [(s.pk, s.data_version) for s in around.seasons if s.pk in around.rights.season_ids]
    if not seasons:
        return []
    about = (around.today, around.user.pk, seasons)
    key = f"quiet:{name}:" + hashlib.sha256(repr(about).encode()).hexdigest()
    if cache.get(key):
        return []
    found = find()
    if not found:
        cache.set(key, True, QUIET_SECONDS)
    return found


def readers() -> tuple[TaskReader, ...]:
    return tuple(_READERS)


__all__ = ["Task", "TaskKind", "TaskReader", "readers", "register", "unless_quiet"]
