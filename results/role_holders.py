"""Which role may take a step and who holds it today: for the words of a refusal, and for who is told of it."""

from collections.abc import Callable, Iterable

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _

from clusters.enums import AgencyKind, AppointmentRole
from clusters.models import Agency
from clusters.querysets import in_force
from emulation_portal.lib import dates

from .enums import State
from .models import Submission
from .reviewers import Reviewer
from .roles import Desk
from .workflow import STATES, STEPS, StepActor

OFFICER, HEAD = AppointmentRole.OFFICER, AppointmentRole.HEAD


def who_may(action: str, submission: Submission, desk: Desk) -> str:
    """The roles that may take the step, each with the names of those who hold it today."""
    who = STEPS[action].who
    if who in (StepActor.ENTERING, StepActor.HEAD):
        roles = (HEAD,) if who == StepActor.HEAD else (OFFICER, HEAD)
        return _named(_standing_for(submission.agency, desk), roles)
    if who == StepActor.TAKER:
        return ""
    if who == StepActor.MINISTRY or submission.state == State.SEALED:
        return _ministry([submission.period.block], (HEAD,))
    if who in (StepActor.RECEIVER, StepActor.REVIEWER):
        return _reviewers(submission, desk, (OFFICER, HEAD))
    reviewers = _reviewers(submission, desk, (HEAD,))
    if who == StepActor.REOPENER:
        ministry = _ministry([submission.period.block], (HEAD,))
        return "; ".join(dict.fromkeys(each for each in (reviewers, ministry) if each))
    return reviewers


def who_else_approves(submission: Submission, desk: Desk) -> str:
    """Who may approve what a head of the reviewing agency changed: another head of it, else the Ministry."""
    left = desk.is_left_to_the_ministry(submission)
    return _ministry([submission.period.block], (HEAD,)) if left else _reviewers(submission, desk, (HEAD,))


def who_holds(submission: Submission, desk: Desk) -> str:
    """Whose turn it is with a report; empty once nobody has to act."""
    who = STATES[submission.state].waits_for
    if who in (StepActor.ENTERING, StepActor.HEAD):
        role = OFFICER if who == StepActor.ENTERING else HEAD
        return _named(_standing_for(submission.agency, desk), (role,))
    if who == StepActor.RECEIVER:
        return _reviewers(submission, desk, (OFFICER, HEAD))
    return who_else_approves(submission, desk) if who == StepActor.APPROVER else ""


def who_enters(submission: Submission, desk: Desk) -> str:
    """Who may enter figures for the agency of a submission."""
    return _named(_standing_for(submission.agency, desk), (OFFICER, HEAD))


def who_heads(season, desk: Desk) -> str:
    """The head of the head agency of a season."""
    return _named(Agency.objects.filter(pk__in=desk.leaders(season).heads), (HEAD,))


def who_in_ministry(blocks: Iterable[str], roles: tuple[str, ...]) -> str:
    """Those who hold a role at the Ministry's bodies that supervise all of these blocks."""
    return _ministry(blocks, roles)


def agencies_standing_for(agency: Agency, desk: Desk) -> list[Agency]:
    """The agency, or those that stand for it now that it has ended."""
    return [agency] if agency.valid_to is None else list(_standing_for(agency, desk))


def _standing_for(agency: Agency, desk: Desk) -> QuerySet[Agency]:
    if agency.valid_to is None:
        return Agency.objects.filter(pk=agency.pk)
    ids = desk.succession.as_of(dates.today()).with_successors([agency.pk])
    return Agency.objects.valid_on(dates.today()).filter(pk__in=ids)


def _ministry(blocks: Iterable[str], roles: tuple[str, ...]) -> str:
    """Those of the Ministry's bodies that supervise all of these blocks."""
    wanted = set(blocks)
    bodies = Agency.objects.valid_on(dates.today()).filter(kind=AgencyKind.MINISTRY_BODY)
    return _named(bodies, roles, lambda body: wanted <= set(body.supervised_blocks))


def _reviewers(submission: Submission, desk: Desk, roles: tuple[str, ...]) -> str:
    season, block = desk.season(submission.agency, submission.period), submission.period.block
    found = desk.reviewers(submission.agency_id, block, season)
    if found.who == Reviewer.MINISTRY:
        return _ministry([block], roles)
    return _named(Agency.objects.valid_on(dates.today()).filter(pk__in=found.agencies), roles)


def _named(
    agencies: QuerySet[Agency], roles: tuple[str, ...], wanted: Callable[[Agency], bool] = lambda agency: True
) -> str:
    """Officers or heads of agencies with names: ``Head of agency, Sở Tư pháp X: Nguyễn Văn A``. One query."""
    today = in_force(dates.today(), "appointments__") & Q(appointments__role__in=roles)
    held = agencies.annotate(held=FilteredRelation("appointments", condition=today))
    told = held.annotate(as_role=F("held__role"), holder=F("held__person__full_name"))
    names: dict[tuple[int, str], list[str]] = {}
    found: dict[int, Agency] = {}
    for row in filter(wanted, told.order_by(*Agency._meta.ordering, "held__person__sort_key")):
        found[row.pk] = row
        if row.holder is not None:
            names.setdefault((row.pk, row.as_role), []).append(row.holder)
    parts = []
    for pk, agency in found.items():
        for role in roles:
            people = ", ".join(names.get((pk, role), [])) or _("nobody at present")
            parts.append(f"{AppointmentRole(role).label}, {agency.name}: {people}")
    return "; ".join(parts)
