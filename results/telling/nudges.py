"""Nudging an agency whose report is overdue: a notice to its officers and heads, at most once a day for a report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import AuditEntry, User
from clusters.models import Agency
from clusters.rights import accounts_of
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed, Refusal
from notices import services as notices
from results.enums import ReportEvent
from results.models import DayOff, ReportingPeriod, Submission
from results.role_holders import HEAD, OFFICER, agencies_standing_for
from results.roles import desk_of

from .acts import nudge_key

ACTION = "report.nudge"


@dataclass(frozen=True, slots=True)
class Nudge:
    """Who nudged last for a report, and when."""

    by: str
    at: datetime

    @property
    def is_today(self) -> bool:
        return dates.day_of(self.at) == dates.today()


def last_nudges(agency_ids: Iterable[int]) -> dict[tuple[int, str], Nudge]:
    """The last one for each report of these agencies, by agency and code of the period; one query."""
    keys = [str(pk) for pk in agency_ids]
    if not keys:
        return {}
    acts = AuditEntry.objects.filter(action=ACTION, target_type=Agency._meta.label_lower, target_id__in=keys)
    return {(int(act.target_id), act.after["period"]): Nudge(act.actor_name, act.at) for act in acts.order_by("at")}


@transaction.atomic
def nudge(*, agency: Agency, period: ReportingPeriod, actor: User) -> int:
    """Give the notice and record the act; returns how many people are told.

    NotAllowed for who neither leads the cluster nor supervises the block. Refusal where the report is not overdue, was
    nudged for today, or nobody works at the agency. The period's row is locked, so that of two at once one is second.
    """
    if not actor.has_perm("results.nudge_agency", Submission(agency=agency, period=period)):
        raise NotAllowed
    ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    last_day = DayOff.objects.calendar().ends_on(period.due_date)
    rows = Submission.objects.filter(agency=agency, period=period)
    if last_day >= dates.today() or any(row.version > 1 or row.submitted_at for row in rows):
        raise Refusal("not_overdue")
    before = last_nudges([agency.pk]).get((agency.pk, period.code))
    if before and before.is_today:
        raise Refusal("nudged_today", before)
    standing = agencies_standing_for(agency, desk_of(actor))
    users = [user for user in accounts_of([each.pk for each in standing], (OFFICER, HEAD)) if user != actor]
    if not users:
        raise Refusal("nobody_there")
    notices.give(
        kind=ReportEvent.NUDGED,
        about=(ReportingPeriod, period.pk),
        users=users,
        actor=actor,
        words={"agency": agency.code, "day": last_day.isoformat()},
        once=f"{nudge_key(period.pk, agency.pk)}{dates.today().isoformat()}",
    )
    audit.record(actor=actor, action=ACTION, target=agency, after={"period": period.code, "people": len(users)})
    return len(users)


__all__ = ["ACTION", "Nudge", "last_nudges", "nudge"]
