"""Where a person works: beside what is current and the dates of their seasons, what waits for them."""

from functools import cached_property

from clusters.declarations.tasks import Task
from results.workspace.current import CurrentDates

from .tasks import tasks_of


def surroundings_of(request) -> "Surroundings":
    """The surroundings of the signed-in person, kept on the request."""
    return Surroundings.of(request)


class Surroundings(CurrentDates):
    @cached_property
    def tasks(self) -> list[Task]:
        """What waits for the person, most urgent first."""
        return tasks_of(self)


__all__ = ["Surroundings", "surroundings_of"]
