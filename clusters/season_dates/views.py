"""The dates of a season's steps, for its secretariat."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.editing import Stale
from clusters import services
from clusters.access import Refused, season_or_404
from clusters.declarations import year_steps
from clusters.forms import ReasonForm
from clusters.rights import rights_of

from .forms import PhaseForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phases(request, slug, year):
    """The dates of a season's steps: everybody of the season reads them, its secretariat edits them.

    Steps without a room in the portal are left out.
    """
    season = season_or_404(request.user, slug, year)
    may_edit = request.user.has_perm("clusters.edit_phases", season)
    if request.method == "POST" and not may_edit:
        raise Refused(
            _("The dates of the year are kept by the secretariat of the cluster."),
            _("officers and head of the head agency, and the ministry's approver"),
        )
    rows = list(season.phases.filter(kind__in=year_steps.kinds()))
    forms = [PhaseForm(request.POST or None, instance=row, prefix=f"phase-{row.pk}") for row in rows]
    needs_reason = may_edit and not rights_of(request.user).is_secretariat(season.pk)
    reason = ReasonForm(request.POST or None) if needs_reason else None
    status = 200
    if request.method == "POST" and (reason is None or reason.is_valid()):
        note = reason.cleaned_data["reason"] if reason else ""
        editable = [f for f in forms if request.user.has_perm("clusters.edit_phase", f.instance)]
        status = _save_phases(request, editable, note)
        if status == 302:
            messages.success(request, _("The dates have been saved."))
            return redirect("clusters:phases", season.cluster.slug, season.year)
        messages.error(request, _("Some dates need a correction; the others have been saved."))
    table = [
        (row, form, request.user.has_perm("clusters.edit_phase", row)) for row, form in zip(rows, forms, strict=True)
    ]
    context = {"season": season, "rows": table, "may_edit": may_edit, "reason": reason}
    return render(request, "clusters/phases.html", context, status=status)


def _save_phases(request, forms: list[PhaseForm], note: str) -> int:
    """Store what can be stored; 302 where that was all, 409 where somebody else had saved a step meanwhile."""
    status = 302
    for form in forms:
        if not form.is_valid():
            status = max(status, 422) if status != 409 else 409
            continue
        try:
            services.save_phase(phase=form.instance, actor=request.user, reason=note, seen=form.seen)
        except Stale as stale:
            form.meet(stale, request.user)
            status = 409
    return status
