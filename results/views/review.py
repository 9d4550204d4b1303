"""The review of a season: what waits, what changed in it, where every member stands, and the release of figures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clusters.enums import Block
from clusters.finding import Refused, season_or_404
from clusters.models import Season

from .. import holders, services, wording
from ..desk import Desk, desk_of
from ..models import ReportingPeriod
from ..queue import read_queue
from ..services import NotAllowed
from .history import Reading


@login_required
@require_safe
def review(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The queue with the chosen submission beside it, then all members and periods."""
    season = season_or_404(request.user, slug, year)
    desk = desk_of(request.user)
    blocks = _reviewed_blocks(season, desk)
    queue = read_queue(season, desk, blocks)
    chosen = _chosen(request, queue)
    reading = Reading(chosen.submission, desk) if chosen else None
    context = {
        "season": season,
        "queue": queue,
        "chosen": chosen,
        "reading": reading,
        "show_all": "all" in request.GET or (reading is not None and not reading.telling),
        "releasable": {board.block for board in queue.boards if desk.releases(season, board.block)},
    }
    return render(request, "results/review.html", context)


def _reviewed_blocks(season: Season, desk: Desk) -> list[str]:
    """The blocks this person follows as secretariat, deputy or ministry; 403 where there is none."""
    blocks = [block for block in Block.values if desk.rights.sees_all_of(season.pk, block)]
    if not blocks:
        raise Refused(
            _("Reports are reviewed by the head agency, the deputy head agency in its block, and the Ministry."),
            holders.who_heads(season, desk),
        )
    return blocks


def _chosen(request: HttpRequest, queue):
    wanted = request.GET.get("s", "")
    return next((item for item in queue.waiting if str(item.submission.pk) == wanted), next(iter(queue.waiting), None))


@login_required
@require_POST
def release(request: HttpRequest, slug: str, year: int, period_id: int) -> HttpResponse:
    """Show the figures of a block and period to the whole cluster."""
    return _release(request, slug, year, period_id, services.release, _("Released to the members: %(period)s."))


@login_required
@require_POST
def withdraw_release(request: HttpRequest, slug: str, year: int, period_id: int) -> HttpResponse:
    """Hide them from the members again."""
    return _release(request, slug, year, period_id, services.withdraw_release, _("Release withdrawn: %(period)s."))


def _release(request: HttpRequest, slug: str, year: int, period_id: int, act, words: str) -> HttpResponse:
    season = season_or_404(request.user, slug, year)
    period = get_object_or_404(ReportingPeriod, pk=period_id, year=year)
    try:
        act(season=season, period=period, actor=request.user)
    except NotAllowed as error:
        who = holders.who_heads(season, desk_of(request.user))
        raise Refused(wording.refusal(error.reason), who) from error
    messages.success(request, words % {"period": f"{period.get_block_display()}, {period.name}"})
    back = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(back)
    return redirect("results:review", slug, year)
