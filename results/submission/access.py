"""What the pages of this room share: finding things one may see, and refusing in words."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404

from clusters.access import Refused
from clusters.members import SuccessionMap
from clusters.models import Appointment
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed
from results import role_holders, words
from results.models import Submission
from results.roles import Desk, desk_of
from results.sheets.sheet import Place, find_place

JUST_ENDED = timedelta(days=7)


def refused_step(error: NotAllowed, action: str, submission: Submission, desk: Desk) -> Refused:
    own_change = error.reason == "own_change"
    who = (
        role_holders.who_else_approves(submission, desk)
        if own_change
        else role_holders.who_may(action, submission, desk)
    )
    return Refused(words.refusal(error.reason), who)


def refused_entry(error: NotAllowed, submission: Submission, desk: Desk) -> Refused:
    who = role_holders.who_enters(submission, desk) if error.reason == "right_ended" else ""
    return Refused(words.refusal(error.reason), who)


def visible_submission(user, pk: int) -> Submission:
    """Http404 where the submission does not exist or is not for this person."""
    rows = Submission.objects.visible_to(user).select_related("agency__province", "period", "approved_by")
    return get_object_or_404(rows, pk=pk)


def lost_place(user, agency_code: str, period_code: str) -> Place:
    """An agency this person acted for until a few days ago, for what was typed as the right ended; else Http404.

    It tells the reason; no figure of the agency may be shown with it.
    """
    place, today = find_place(agency_code, period_code), dates.today()
    acting = SuccessionMap.load().as_of(today).with_successors([place.agency.pk])
    ended = Appointment.objects.filter(valid_to__lte=today, valid_to__gt=today - JUST_ENDED)
    if not ended.filter(person__user=user, agency__in=acting).exists():
        raise Http404
    return place


def visible_place(user, agency_code: str, period_code: str) -> tuple[Place, Desk]:
    """An agency and a period whose figures this person may see, else Http404."""
    desk = desk_of(user)
    if desk.rights.is_empty:
        raise Http404
    place = find_place(agency_code, period_code, (each.agency for each in desk.rights.appointments))
    if not desk.sees(place.agency, place.period):
        raise Http404
    return place, desk
