"""What waits for a person, and at the desk of an agency's head: collected from the apps and put in order."""

from datetime import date

from clusters.current import Current
from clusters.declarations import business, tasks
from clusters.declarations.business import AgencyDesk
from clusters.declarations.tasks import Task


def tasks_of(around: Current) -> list[Task]:
    """Tasks of the person, those with the nearest due day first."""
    if around.rights.is_empty:
        return []
    found = [task for read in tasks.readers() for task in read(around)]
    return sorted(found, key=lambda t: (t.due or date.max, t.since.timestamp() if t.since else 0.0, t.title))


def open_business(desk: AgencyDesk) -> list[Task]:
    """What waits at the desk, that with the nearest due day first."""
    found = [task for read in business.readers() for task in read(desk)]
    return sorted(found, key=lambda task: (task.due or date.max, task.title))


__all__ = ["open_business", "tasks_of"]
