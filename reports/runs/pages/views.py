"""Asking for reports, watching them being built, taking them away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.access import Refused, place_of
from clusters.current import current_of
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.ui.language import lang
from notices import services as notices
from reports.enums import RunState
from reports.exporting.registry import all_exporters, exporter_of
from reports.exporting.scopes import InvalidScope, released_in, scope_of
from reports.models import PackPart, ReportRequest, ReportRun
from reports.runs import files, requests
from reports.runs.access import still_open
from reports.runs.build_input import scope_of_run
from results.figures.read import read_states

from . import history, page
from .estimates import Estimates
from .forms import RequestForm
from .superseding import newer_run, restated_since


def not_yours() -> Refused:
    return Refused(
        _("The report holds figures that are not open to you today."),
        _("secretariat, deputy agency in its block, ministry; heads of members once the figures are released"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def runs(request, slug, year):
    """What can be built of a season, and what the person has had built."""
    season = current_of(request).season_or_404(slug, year)
    figures = read_states(season, succession=current_of(request).rights.succession)
    kinds = [(e.kind, e.title) for e in all_exporters(national=False) if e.is_offered]
    form = RequestForm(request.POST or None, kinds=kinds, scopes=[])
    if request.method == "POST" and form.is_valid():
        made = _request(request, season, figures, form)
        if made is not None:
            return redirect("reports:run", made.pk)
    return render(
        request, "reports/runs/runs.html", _room(request, season, figures, form), status=422 if form.errors else 200
    )


def _request(request, season, figures, form) -> ReportRun | None:
    chosen = form.cleaned_data
    try:
        parameters = page.parameters_for(figures, chosen["scope"], chosen["periods"])
        scope = scope_of(season, parameters, figures)
        return requests.request_run(
            kind=chosen["kind"],
            season=season,
            parameters=parameters,
            actor=request.user,
            language=lang(),
            scope=scope,
        )
    except requests.WholeOnly:
        form.add_error("scope", _("This report is made of the whole cluster. Choose the whole cluster as its scope."))
    except InvalidScope:
        form.add_error("scope", _("The season has no such block or agency. Choose one of the list."))
    except NotAllowed:
        raise not_yours() from None
    return None


def _room(request, season, figures, form) -> dict:
    current = current_of(request)
    releases = released_in(figures)
    offers = page.offers(request.user, current.rights, season, figures, releases)
    offered = [each for each in all_exporters(national=False) if each.is_offered]
    estimates = Estimates(each.kind for each in offered)
    own = own_runs(request).filter(season=season)
    chosen = form["kind"].value() if form.is_bound else None
    size = offers[0].scope.size if offers else 0
    kinds = [
        {
            "kind": e.kind,
            "title": e.title,
            "sentence": e.sentence,
            "ext": e.extension,
            "page": page.paper_address(e, place_of(season)),
            "is_chosen": e.kind == chosen,
            "expected": estimates.of_kind(e.kind, size),
        }
        for e in offered
        if page.is_for(request.user, e, season, figures, offers, releases)
    ]
    if not any(kind["is_chosen"] for kind in kinds):
        kinds[0]["is_chosen"] = True
    return {
        "season": season,
        "place": place_of(season),
        "form": form,
        "kinds": kinds,
        "offers": offers,
        "two_readings": page.has_two_readings(figures, offers),
        "reading": form["periods"].value() or page.usual_reading(figures, offers),
        "history": history_of(request, own, offered, estimates, {season.pk: releases}),
        "is_provisional": figures.is_provisional,
    }


def history_of(request, runs, offered, estimates: Estimates, releases=None) -> history.History:
    """What the address asks to see of the person's runs."""

    def closed(shown):
        return {run.pk for run in shown} - still_open(request.user, shown, releases)

    filters = history.filters_of(request.GET, [(e.kind, e.title) for e in offered])
    return history.read_history(runs, filters, request.GET.get("page"), estimates=estimates, closed=closed)


def _own_run(request, pk) -> ReportRun:
    """A run the person asked for; anybody else's does not exist."""
    return get_object_or_404(own_runs(request), pk=pk)


def own_runs(request):
    """The runs the person asked for."""
    runs_of = ReportRun.objects.visible_to(request.user).select_related("season__cluster")
    asked = ReportRequest.objects.select_related("user__person").order_by("requested_at", "pk")
    parts = PackPart.objects.select_related("run")
    return runs_of.prefetch_related(Prefetch("parts", parts), Prefetch("requests", asked))


@login_required
@require_safe
def run(request, pk):
    """One run: how far it is, its file, or why there is none."""
    found = _own_run(request, pk)
    if found.season is not None:
        current_of(request).enter(found.season)
    return render(request, "reports/runs/run.html", _run_context(request, found))


def _run_context(request, run: ReportRun) -> dict:
    """``again``: where and with which fields the report is asked for anew. Whoever sees the end needs no notice."""
    is_moving = run.state in (RunState.QUEUED, RunState.RUNNING)
    estimates = Estimates([run.kind]) if is_moving else None
    if not is_moving:
        notices.mark_seen_about(user=request.user, model=ReportRun, pk=run.pk)
    is_closed = not still_open(request.user, [run])
    newer = None if is_moving else newer_run(run, ReportRun.objects.visible_to(request.user))
    card = page.card(run, estimates=estimates, is_closed=is_closed, newer=newer)
    context = {"card": card, "season": run.season, "now_version": page.current_version(run)}
    if card.is_outdated and not is_closed:
        context["restated"] = restated_since(run, lang())
    if run.season is None:
        names = ("years", "blocks", "clusters", "indicators")
        fields = [(name, value) for name in names for value in run.parameters.get(name, [])]
        return {**context, "runs_url": reverse("reports:ministry_runs"), "again": fields}
    place = place_of(run.season)
    fields = [("kind", run.kind), ("scope", _scope_value(run))]
    return {**context, "place": place, "runs_url": reverse("reports:runs", args=place), "again": fields}


def _scope_value(run: ReportRun) -> str:
    """The scope as the form names it, for asking again."""
    if run.parameters.get("agency"):
        return f"agency:{run.parameters['agency']}"
    blocks = run.parameters.get("blocks", [])
    return f"block:{blocks[0]}" if len(blocks) == 1 and not exporter_of(run.kind).is_whole else "cluster"


@login_required
@require_safe
def run_progress(request, pk):
    """The part of the page that changes; without a script the page itself."""
    found = _own_run(request, pk)
    if not request.htmx:
        return redirect("reports:run", found.pk)
    return render(request, "reports/runs/_run_state.html", _run_context(request, found))


@login_required
@require_safe
def run_download(request, pk):
    """The file, to those who may still see what it holds."""
    found = _own_run(request, pk)
    _require_right(request.user, found)
    if found.state != RunState.DONE or not files.is_whole(found):
        messages.warning(request, _("The file is not there or was damaged. You can have the report built again."))
        return redirect("reports:run", found.pk)
    content = files.path_of(found).open("rb")
    response = FileResponse(content, as_attachment=True, filename=found.file_name)
    response["Content-Type"] = exporter_of(found.kind).content_type
    response["ETag"] = f'"{found.sha256}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _require_right(user, run: ReportRun) -> None:
    try:
        scope = scope_of_run(run)
    except InvalidScope:
        raise not_yours() from None
    if not user.has_perm("reports.download_run", scope):
        raise not_yours()


def _to_list(run: ReportRun):
    return redirect("reports:runs", *place_of(run.season)) if run.season else redirect("reports:ministry_runs")


@login_required
@require_POST
def run_cancel(request, pk):
    """Stop a run that is not finished; where others want it too, only the own request ends."""
    found = _own_run(request, pk)
    if not requests.cancel_run(run=found, actor=request.user):
        messages.info(request, _("The report had ended already; nothing was stopped."))
        return redirect("reports:run", found.pk)
    if found.state == RunState.CANCELLED:
        messages.success(request, _("The building was stopped."))
        return redirect("reports:run", found.pk)
    messages.success(request, _("The report is no longer among yours; others still wait for it, so it goes on."))
    return _to_list(found)


@login_required
@require_POST
def run_retry(request, pk):
    """Build a failed run, or one whose file is gone, again."""
    found = _own_run(request, pk)
    try:
        again = requests.retry_run(run=found, actor=request.user)
    except InvalidScope:
        messages.error(request, _("Members or periods of the season changed. Ask for the report anew."))
        return _to_list(found)
    except NotAllowed:
        raise not_yours() from None
    return redirect("reports:run", again.pk)
