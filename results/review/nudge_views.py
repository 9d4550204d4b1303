"""The button that nudges an agency whose report is overdue."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from clusters.access import Refused
from emulation_portal.errors import page_before
from emulation_portal.lib.refusal import NotAllowed, Refusal
from results import role_holders, words
from results.submission.access import visible_place
from results.telling import nudges


@login_required
@require_POST
def nudge(request: HttpRequest, agency_code: str, period_code: str) -> HttpResponse:
    """Give the notice, and go back to the list that it was asked on."""
    place, desk = visible_place(request.user, agency_code, period_code)
    season = desk.season(place.agency, place.period)
    try:
        told = nudges.nudge(agency=place.agency, period=place.period, actor=request.user)
    except NotAllowed as error:
        who = role_holders.who_heads(season, desk) if season else ""
        raise Refused(words.refusal(error.reason), who) from error
    except Refusal as refusal:
        messages.warning(request, _why_not(refusal))
    else:
        said = ngettext(
            "%(agency)s has been nudged: %(n)s person gets the notice.",
            "%(agency)s has been nudged: %(n)s people get the notice.",
            told,
        )
        messages.success(request, said % {"agency": place.agency.short_name, "n": told})
    return redirect(page_before(request) or "dashboards:home")


def _why_not(refusal: Refusal) -> str:
    if refusal.reason == "nudged_today":
        said = _("%(who)s has nudged for this report today already; it is done once a day.")
        return said % {"who": refusal.about.by}
    return {
        "not_overdue": _("This report is not overdue, or has been sent meanwhile. Nobody was nudged."),
        "nobody_there": _("Nobody at the agency has an account with an appointment today, so nobody was nudged."),
    }[refusal.reason]
