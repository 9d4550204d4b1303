"""What waits for a person: each app declares how its own tasks are read, dashboards collect and order them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from clusters.current import Current


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


def readers() -> tuple[TaskReader, ...]:
    return tuple(_READERS)


__all__ = ["Task", "TaskKind", "TaskReader", "readers", "register"]
