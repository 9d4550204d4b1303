"""What pledges and movements have in the workspace: steps of the year, a room, what a member has to sign and answer."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.access import place_of
from clusters.declarations import business, rail, tasks, year_steps
from clusters.declarations.business import AgencyDesk
from clusters.declarations.rail import RailEntry
from clusters.declarations.tasks import Task, TaskKind
from clusters.enums import PhaseKind

from .covenants import telling  # noqa: F401 - registers its notices
from .covenants.waiting import pledge_tasks
from .movements import telling as movements_telling  # noqa: F401 - registers its notice
from .movements.reading import Unanswered, unanswered

MOVEMENT_PAGES = ("movement_new", "movement", "movement_plan", "wave_new", "wave", "respond")
MOVEMENT = TaskKind("megaphone", by_officers=True)


def answers(desk: AgencyDesk) -> Iterable[Task]:
    """Movements to join, while the agency itself is a member. One query."""
    around = desk.around
    own = around.own_agencies(desk.season)
    if not any(member.agency_id == desk.agency_id and member.covers(around.today) for member in own):
        return []
    return [_movement(desk, row) for row in unanswered(desk.season, desk.agency_id, around.today)]


def _movement(desk: AgencyDesk, row: Unanswered) -> Task:
    url = reverse("pledges:respond", args=[*place_of(desk.season), row.pk])
    title = _("Join the movement: %(name)s") % {"name": row.name}
    return desk.task(MOVEMENT, title, url, _("Join"), due=row.ends)


rail.register(
    RailEntry(
        name="pledges:movements",
        label=gettext_lazy("Movements"),
        icon="megaphone",
        order=90,
        pages=tuple(f"pledges:{name}" for name in MOVEMENT_PAGES),
    )
)
business.register(answers)
tasks.register(pledge_tasks)
year_steps.register(PhaseKind.LAUNCH, PhaseKind.PLEDGE)
