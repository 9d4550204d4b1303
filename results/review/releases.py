"""Releasing the figures of a block and period, and withdrawing them: asked about on GET, done on POST."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.sign_in.fresh import require_password_shown
from clusters.access import Refused, season_or_404
from clusters.models import Season
from emulation_portal.lib.refusal import NotAllowed
from results import role_holders, services, words
from results.figures.read import read_states
from results.models import Release, ReportingPeriod
from results.roles import desk_of

from .release_question import ReleaseQuestion, release_question


@login_required
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, slug: str, year: int, period_id: int) -> HttpResponse:
    """Show the figures of a block and period to the whole cluster."""
    season, period = _allowed(request, slug, year, period_id)
    if not _is_released(season, period) and not services.has_figures(season, period):
        messages.info(request, words.refusal("nothing_reported"))
        return HttpResponseRedirect(_back(request, season))
    if request.method == "GET":
        return _ask(request, season, period, is_released=False)
    require_password_shown(request)
    services.release(season=season, period=period, actor=request.user)
    return _done(request, season, period, _("Released to the members: %(period)s."))


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_release(request: HttpRequest, slug: str, year: int, period_id: int) -> HttpResponse:
    """Hide them from the members again."""
    season, period = _allowed(request, slug, year, period_id)
    if request.method == "GET":
        return _ask(request, season, period, is_released=True)
    services.withdraw_release(season=season, period=period, actor=request.user)
    return _done(request, season, period, _("Release withdrawn: %(period)s."))


def _allowed(request: HttpRequest, slug: str, year: int, period_id: int) -> tuple[Season, ReportingPeriod]:
    season = season_or_404(request.user, slug, year)
    period = get_object_or_404(ReportingPeriod, pk=period_id, year=year)
    try:
        services.require_chair(season, period, request.user)
    except NotAllowed as error:
        who = role_holders.who_heads(season, desk_of(request.user))
        raise Refused(words.refusal(error.reason), who) from error
    return season, period


def _ask(request: HttpRequest, season: Season, period: ReportingPeriod, *, is_released: bool) -> HttpResponse:
    back = _back(request, season)
    if _is_released(season, period) != is_released:
        said = _("The figures had been released already.") if not is_released else _("The figures are not released.")
        messages.info(request, said)
        return HttpResponseRedirect(back)
    context = {
        "season": season,
        "period": period,
        "ask": _question(season, period, is_released=is_released),
        "back": back,
        "hidden": [("back", back)],
    }
    return render(request, "results/review/release.html", context)


def _is_released(season: Season, period: ReportingPeriod) -> bool:
    return Release.objects.filter(season=season, period=period).exists()


def _question(season: Season, period: ReportingPeriod, *, is_released: bool) -> ReleaseQuestion:
    chosen = {period.block: period.period_code}
    figures = read_states(season, period_codes=chosen).blocks[period.block]
    pending = [agency.short_name for agency in figures.not_final()]
    return release_question(
        season, period, period.name, is_released=is_released, among=len(figures.agencies), not_final=pending
    )


def _done(request: HttpRequest, season: Season, period: ReportingPeriod, words: str) -> HttpResponse:
    messages.success(request, words % {"period": f"{period.get_block_display()}, {period.name}"})
    return HttpResponseRedirect(_back(request, season))


def _back(request: HttpRequest, season: Season) -> str:
    """The page the act was asked for on, never another site and never the question itself."""
    for address in (request.POST.get("back", ""), request.headers.get("Referer", "")):
        is_here = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
        if is_here and urlsplit(address).path != request.path:
            return address
    return reverse("results:review", args=[season.cluster.slug, season.year])
