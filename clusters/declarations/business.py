"""The open business of one agency: what waits for its head, each part declared by the app that it belongs to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusters.current import Current
from clusters.models import Season

from .tasks import Task, TaskKind


@dataclass(frozen=True, slots=True)
class AgencyDesk:
    """The desk of one agency's head in one season, as the person of ``around`` finds it.

    Beside it what the page has read anyway: the person's ``tasks``, and the ``figures`` of the agency's block, which
    the apps after results know.
    """

    around: Current
    season: Season
    block: str
    agency_id: int
    agency_code: str
    agency_name: str
    tasks: Sequence[Task]
    figures: Any

    @property
    def is_head(self) -> bool:
        """Whether the person is the head; officers of the agency look at the desk, too."""
        return self.agency_id in self.around.rights.head_ids

    def task(
        self, kind: TaskKind, title: str, url: str, action: str, *, note: str = "", due: date | None = None
    ) -> Task:
        return Task(
            kind=kind,
            title=title,
            url=url,
            action=action,
            season_label=f"{self.agency_name} · {self.season.year}",
            agency_id=self.agency_id,
            agency_code=self.agency_code,
            note=note,
            due=due,
        )


BusinessReader = Callable[[AgencyDesk], Iterable[Task]]
_READERS: list[BusinessReader] = []


def register(reader: BusinessReader) -> None:
    """Ask this reader, too, in a number of queries that does not grow with what it finds."""
    _READERS.append(reader)


def readers() -> tuple[BusinessReader, ...]:
    return tuple(_READERS)


__all__ = ["AgencyDesk", "BusinessReader", "readers", "register"]
