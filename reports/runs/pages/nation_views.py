"""Reports over several clusters: choosing, keeping choices, watching what is built. The ministry's pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clusters.current import current_of
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.ui.language import lang
from reports.exporting.nation import nation_scope, periods_of
from reports.exporting.registry import all_exporters
from reports.exporting.scopes import InvalidScope
from reports.models import SavedSelection
from reports.runs import requests, selections

from . import nation_page as page
from .estimates import Estimates
from .forms import YEAR_END
from .nation_forms import NationForm
from .views import history_of, not_yours, own_runs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ministry_runs(request):
    """What can be built of several clusters, and what the person has had built."""
    current = current_of(request)
    if not current.rights.is_ministry:
        raise Http404
    offer = page.read_offer(current)
    kept = list(SavedSelection.objects.filter(user=request.user))
    initial = page.initial(offer, _asked(request, kept))
    form = NationForm(request.POST or None, initial=initial, **offer.choices)
    if request.method == "POST" and form.is_valid():
        done = _keep(request, form) if request.POST.get("act") == "save" else _request(request, form)
        if done is not None:
            return done
    own, kinds = own_runs(request).filter(season=None), all_exporters(national=True)
    estimates = Estimates(each.kind for each in kinds)
    context = {
        "form": form,
        "offer": offer,
        "chosen": page.chosen(form),
        "kinds": kinds,
        "expected": estimates.of_kind(kinds[0].kind, page.size_of(offer, form)),
        "kept": kept,
        "history": history_of(request, own, kinds, estimates),
    }
    return render(request, "reports/runs/ministry_runs.html", context, status=422 if form.errors else 200)


def _asked(request, kept: list[SavedSelection]) -> dict | None:
    """The kept choice that the address names, if it is the person's own."""
    asked = request.GET.get("selection", "")
    return next((each.choice for each in kept if str(each.pk) == asked), None)


def _keep(request, form: NationForm):
    try:
        found = selections.save_selection(user=request.user, name=form.cleaned_data["name"], choice=form.choice)
    except selections.TooMany:
        form.add_error("name", _("You keep as many choices as the portal holds. Remove one first."))
        return None
    messages.success(request, _("The choice is kept as “{name}”.").format(name=found.name))
    return redirect(f"{request.path}?selection={found.pk}")


def _request(request, form: NationForm):
    chosen = form.choice
    reading = chosen["periods"] or YEAR_END
    periods = periods_of(
        max(chosen["years"]), chosen["blocks"], year_end=reading == YEAR_END, clusters=chosen["clusters"]
    )
    parameters = {**chosen, "blocks": [b for b in chosen["blocks"] if b in periods], "periods": periods}
    try:
        run = requests.request_run(
            kind="ministry-workbook",
            season=None,
            parameters=parameters,
            actor=request.user,
            language=lang(),
            scope=nation_scope(parameters),
        )
    except InvalidScope:
        form.add_error(None, _("Nothing is held for this choice. Choose other years or blocks."))
        return None
    except NotAllowed:
        raise not_yours() from None
    return redirect("reports:run", run.pk)


@login_required
@require_POST
def selection_remove(request, pk):
    """Forget one of the own choices."""
    found = get_object_or_404(SavedSelection, pk=pk, user=request.user)
    selections.remove_selection(selection=found, actor=request.user)
    messages.success(request, _("The choice “{name}” is no longer kept.").format(name=found.name))
    return redirect("reports:ministry_runs")
