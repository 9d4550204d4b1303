"""What pledges and movements have in the workspace: a room of the rail, and what the head of a member has to answer."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.access import place_of
from clusters.declarations import business, rail
from clusters.declarations.business import AgencyDesk
from clusters.declarations.rail import RailEntry
from clusters.declarations.tasks import Task, TaskKind
from clusters.enums import PhaseKind
from emulation_portal.lib import dates

from .reading import Unanswered, unanswered

PLEDGE, MOVEMENT = TaskKind("vector-pen"), TaskKind("megaphone", by_officers=True)


def answers(desk: AgencyDesk) -> Iterable[Task]:
    """Pledges to sign and movements to join, while the agency itself is a member. One query."""
    around = desk.around
    own = around.own_agencies(desk.season)
    if not any(member.agency_id == desk.agency_id and member.covers(around.today) for member in own):
        return []
    rows = unanswered(desk.season, desk.block, desk.agency_id, around.today)
    return [_pledge(desk, row) if row.kind == "pledge" else _movement(desk, row) for row in rows]


def _pledge(desk: AgencyDesk, row: Unanswered) -> Task:
    url = reverse("dashboards:pledge", args=[*place_of(desk.season), desk.block])
    title = _("Sign the pledge: %(title)s") % {"title": row.name}
    return desk.task(PLEDGE, title, url, _("View the pledge"), due=_signing_ends(desk))


def _signing_ends(desk: AgencyDesk) -> date | None:
    """The last day of the phase in which this block signs."""
    ends = [
        dates.last_day(phase.closes)
        for phase in desk.phases
        if phase.kind == PhaseKind.PLEDGE and phase.block in ("", desk.block)
    ]
    return max(ends, default=None)


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
        pages=("pledges:movement_new", "pledges:movement", "pledges:respond"),
    )
)
business.register(answers)
