"""What to do first in a portal in which no year has been opened yet: for the administrator and for the Ministry."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import AgencyKind, AppointmentRole
from clusters.models import Appointment, Cluster, Season
from clusters.querysets import in_force
from dashboards.workspace.current import Surroundings


@dataclass(frozen=True, slots=True)
class FirstStep:
    """``url`` is empty where the step is done, or somebody else's; ``note`` says what there is, or whose it is."""

    title: str
    note: str
    is_done: bool
    url: str = ""
    action: str = ""


def first_steps(around: Surroundings) -> list[FirstStep]:
    """In the order in which they are done; nothing once a year has been opened. Four queries."""
    if Season.objects.exists():
        return []
    administers, approves = around.user.is_administrator, bool(around.rights.approver_blocks)
    held = Appointment.objects.filter(in_force(around.today), person__user__is_active=True)
    approvers = held.filter(agency__kind=AgencyKind.MINISTRY_BODY, role=AppointmentRole.HEAD).count()
    members = held.exclude(agency__kind=AgencyKind.MINISTRY_BODY).count()
    clusters = Cluster.objects.filter(in_force(around.today)).count()
    people, setup = (reverse(name) for name in ("clusters:people", "setup:setup"))
    administrator, approver = _("the administrator does this"), _("the Ministry's approver does this")
    return [
        _step(
            _("Appoint the Ministry's officer and approver"),
            _("appointed: %(count)s") % {"count": approvers} if approvers else administrator,
            bool(approvers),
            (people, _("To people and accounts")) if administers else None,
        ),
        _step(
            _("Enter the clusters by the Ministry's decision"),
            _("clusters in force today: %(count)s") % {"count": clusters} if clusters else approver,
            bool(clusters),
            (setup, _("To the set-up")) if approves else None,
        ),
        _step(
            _("Open the year of each cluster: members, leading agencies, targets"),
            approver,
            False,
            (setup, _("To the set-up")) if approves else None,
        ),
        _step(
            _("Appoint the officers and heads of the member agencies"),
            _("appointed: %(count)s") % {"count": members} if members else administrator,
            bool(members),
            (people, _("To people and accounts")) if administers else None,
        ),
    ]


def _step(title: str, note: str, is_done: bool, way: tuple[str, str] | None) -> FirstStep:
    url, action = way if way and not is_done else ("", "")
    return FirstStep(title, "" if way and not is_done else note, is_done, url, action)
