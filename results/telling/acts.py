"""Who is told of what happens to reports and figures: whoever holds a role on that day, never whoever acted.

Called in the transaction of the act, which is then told or undone together with its notices.
"""

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import User
from clusters.members import members_on, rule_day
from clusters.models import Season
from clusters.rights import accounts_of
from emulation_portal.lib import dates
from notices import services as notices
from notices.models import Notice
from results.enums import ReportEvent
from results.models import ReportingPeriod, Submission
from results.role_holders import HEAD, OFFICER, agencies_standing_for
from results.roles import Desk
from results.workflow import STEPS


def step_taken(submission: Submission, action: str, actor: User, note: str = "") -> None:
    """Officers and heads of the agency are told of what others did with its report; three queries at most.

    A step may end the reminders of its due day. ``submission``: after a reopening the draft that has begun.
    """
    step = STEPS[action]
    if step.ends_reminders:
        place = (submission.period_id, submission.agency_id)
        told = Q(once=due_key(*place)) | Q(once__startswith=nudge_key(*place))
        notices.withdraw(Notice.objects.filter(told))
    if step.notice:
        _tell_agency(submission, step.notice.kind, actor, {"note": note} if note else {})


def step_recalled(submission: Submission, action: str) -> None:
    """What was told of the step no longer holds."""
    if notice := STEPS[action].notice:
        notices.withdraw(Notice.objects.of(Submission, submission.pk).filter(kind=notice.kind))


def entered_on_behalf(submission: Submission, actor: User) -> None:
    """The agency is told that somebody else enters its figures: once for each report, person and day; two queries."""
    once = f"on_behalf:{submission.pk}:{actor.pk}:{dates.today().isoformat()}"
    _tell_agency(submission, ReportEvent.ON_BEHALF, actor, {}, once)


def released(season: Season, period: ReportingPeriod, actor: User, desk: Desk) -> None:
    """Officers and heads of all members of the block are told that its figures are shown to the cluster."""
    day = rule_day(period_end=period.end, year=season.year)
    members = members_on(season.cluster_id, day, period.block).values_list("pk", flat=True)
    standing = desk.succession.as_of(dates.today()).with_successors(members)
    users = accounts_of(standing, (OFFICER, HEAD))
    words = {"period": period.code}
    notices.give(kind=ReportEvent.RELEASED, about=(Season, season.pk), users=users, actor=actor, words=words)


def release_withdrawn(season: Season, period: ReportingPeriod) -> None:
    """What was told of the release no longer holds."""
    told = Notice.objects.of(Season, season.pk).filter(kind=ReportEvent.RELEASED, words__period=period.code)
    notices.withdraw(told)


def due_key(period_id: int, agency_id: int) -> str:
    """Nobody is reminded twice of one report."""
    return f"due:{period_id}:{agency_id}"


def nudge_key(period_id: int, agency_id: int) -> str:
    """What the keys of all nudges for one report begin with; the day follows."""
    return f"nudge:{period_id}:{agency_id}:"


def due_soon(period: ReportingPeriod, agency, users: Iterable[User], last_day) -> None:
    """Who enters for the agency is told that the term ends on ``last_day``, once for the period."""
    notices.give(
        kind=ReportEvent.DUE_SOON,
        about=(ReportingPeriod, period.pk),
        users=users,
        words={"agency": agency.code, "day": last_day.isoformat()},
        once=due_key(period.pk, agency.pk),
    )


def _tell_agency(submission: Submission, kind: str, actor: User, words: dict, once: str = "") -> None:
    agencies = [agency.pk for agency in agencies_standing_for(submission.agency, Desk(actor))]
    users = accounts_of(agencies, (OFFICER, HEAD))
    about = (Submission, submission.pk)
    notices.give(kind=kind, about=about, users=users, actor=actor, words=words, once=once)


__all__ = [
    "due_key",
    "due_soon",
    "entered_on_behalf",
    "nudge_key",
    "release_withdrawn",
    "released",
    "step_recalled",
    "step_taken",
]
