"""Movements of a season: the register, launching and changing, joining."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.once import makes_once
from clusters.finding import Refused, season_or_404
from clusters.rights import rights_of

from . import services
from .enums import MovementScope
from .forms import MovementForm, ResponseForm
from .models import Movement
from .reading import members_of_year, movements_of, of_season

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def movements(request, slug, year):
    """What was launched, and which members joined."""
    season = season_or_404(request.user, slug, year)
    user = request.user
    keeps = {
        MovementScope.CLUSTER: user.has_perm("pledges.keep_movements", season),
        MovementScope.NATIONAL: user.has_perm("pledges.keep_national_movements"),
    }
    context = {
        "season": season,
        "rows": [(row, keeps[row.scope]) for row in movements_of(season)],
        "may_keep": keeps[MovementScope.CLUSTER],
        "may_keep_national": keeps[MovementScope.NATIONAL],
        "may_respond": user.has_perm("pledges.respond", season),
        "own": {m.agency_id for m in rights_of(user).memberships},
    }
    return render(request, "pledges/movements.html", context)


def _scope_for(user, season) -> str:
    """The secretariat launches for its cluster, the Ministry for the sector."""
    if user.has_perm("pledges.keep_movements", season):
        return MovementScope.CLUSTER
    if user.has_perm("pledges.keep_national_movements"):
        return MovementScope.NATIONAL
    raise Refused(
        _("Movements are entered by the secretariat of the cluster, those of the whole sector by the Ministry."),
        _("officers and head of the head agency; officers of the Ministry"),
    )


@login_required
@require_http_methods(FORM)
@makes_once
def movement_new(request, slug, year):
    """Launch a movement."""
    season = season_or_404(request.user, slug, year)
    scope = _scope_for(request.user, season)
    fresh = Movement(scope=scope, year=season.year, season=season if scope == MovementScope.CLUSTER else None)
    return _edited(request, season, fresh)


@login_required
@require_http_methods(FORM)
def movement(request, slug, year, pk):
    """Change a movement, or tell its result."""
    season = season_or_404(request.user, slug, year)
    found = get_object_or_404(Movement.objects.filter(of_season(season)).select_related("season"), pk=pk)
    if not services.may_keep(request.user, found):
        raise Refused(
            _("This movement is kept by whoever launched it."),
            _("officers and head of the head agency; officers of the Ministry"),
        )
    return _edited(request, season, found)


def _edited(request, season, row: Movement):
    form = MovementForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.save_movement(movement=form.instance, actor=request.user)
        messages.success(request, _("The movement has been saved."))
        return redirect("pledges:movements", season.cluster.slug, season.year)
    context = {"season": season, "form": form, "is_new": row.pk is None, "scope": row.get_scope_display()}
    return render(request, "pledges/movement.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def respond(request, slug, year, pk):
    """One's own agency joins a movement."""
    season = season_or_404(request.user, slug, year)
    found = get_object_or_404(Movement.objects.filter(of_season(season)), pk=pk)
    if not request.user.has_perm("pledges.respond", season):
        raise Refused(_("Members join a movement themselves."), _("officers and heads of the member agencies"))
    members = members_of_year(season)
    own = {m.agency_id for m in rights_of(request.user).memberships if m.season_id == season.pk} & set(members)
    given = {r.agency_id: r.note for r in found.responses.filter(agency__in=own)}
    initial = {"note": next(iter(given.values()), "")}
    form = ResponseForm(request.POST or None, agency_ids=own, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        services.respond(
            movement=found, season=season, agency=values["agency"], note=values["note"], actor=request.user
        )
        messages.success(request, _("Joined: %(agency)s.") % {"agency": values["agency"].name})
        return redirect("pledges:movements", season.cluster.slug, season.year)
    context = {"season": season, "form": form, "movement": found}
    return render(request, "pledges/respond.html", context, status=422 if form.errors else 200)
