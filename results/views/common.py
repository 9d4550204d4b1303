"""What the pages of this room share: finding things one may see, and refusing in words."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from clusters.members import SuccessionMap
from clusters.models import Appointment, Season
from emulation_portal.lib import dates

from .. import holders, wording
from ..desk import Desk, desk_of
from ..models import Submission
from ..services import NotAllowed
from ..sheet import Place, find_place

JUST_ENDED = timedelta(days=7)


class Refused(PermissionDenied):
    """Yours to see, not yours to do: the words of the 403 page."""

    def __init__(self, reason: str, who: str = ""):
        super().__init__(reason)
        self.reason, self.who = reason, who


def refused_step(error: NotAllowed, action: str, submission: Submission, desk: Desk) -> Refused:
    """One's own change is told without names: who approves is often nobody but the person refused."""
    who = "" if error.reason == "own_change" else holders.who_may(action, submission, desk)
    return Refused(wording.refusal(error.reason), who)


def refused_entry(error: NotAllowed, submission: Submission, desk: Desk) -> Refused:
    who = holders.who_enters(submission, desk) if error.reason == "right_ended" else ""
    return Refused(wording.refusal(error.reason), who)


def visible_submission(user, pk: int) -> Submission:
    """Http404 where the submission does not exist or is not for this person."""
    rows = Submission.objects.visible_to(user).select_related("agency__province", "period", "approved_by")
    return get_object_or_404(rows, pk=pk)


def visible_season(user, slug: str, year: int) -> Season:
    """A season by the slug or code of its cluster; Http404 where it is not for this person."""
    rows = Season.objects.visible_to(user).select_related("cluster")
    return get_object_or_404(rows, Q(cluster__slug=slug) | Q(cluster__code=slug), year=year)


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
    place = find_place(agency_code, period_code)
    if not desk.sees(place.agency, place.period):
        raise Http404
    return place, desk
