"""Movements of a season: the register, launching and changing, joining."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.editing import Gone, Stale, gone_words
from accounts.once import makes_once
from clusters.access import Refused, place_of, season_or_404
from clusters.current import current_of
from clusters.edit_pages import EditPage, NotLikeThis, edit_page
from clusters.forms import ReasonForm
from clusters.rights import rights_of
from emulation_portal.lib.dates import format_date
from emulation_portal.lib.refusal import Refusal
from pledges.enums import MovementKind, MovementScope
from pledges.models import Movement, MovementResponse, MovementWave
from pledges.originals.handing import handed_out
from pledges.originals.storing import is_as_stored
from pledges.originals.wording import refusal as file_refusal

from . import services
from .forms import MovementForm, PlanFileForm, ResponseForm, WaveForm
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
    return _edited(request, season, _kept_movement(request, season, pk))


def _kept_movement(request, season, pk: int) -> Movement:
    """A movement of the season that the person may change."""
    found = get_object_or_404(Movement.objects.filter(of_season(season)).select_related("season"), pk=pk)
    if not services.may_keep(request.user, found):
        raise Refused(
            _("This movement is kept by whoever launched it."),
            _("officers and head of the head agency; officers of the Ministry"),
        )
    return found


def _edited(request, season, row: Movement):
    form, status = MovementForm(request.POST or None, instance=row), 200
    if request.method == "POST":
        status = _save_movement(request, form) if form.is_valid() else 422
        if status == 302:
            return redirect("pledges:movements", season.cluster.slug, season.year)
    context = {"season": season, "form": form, "is_new": row.pk is None, "scope": row.get_scope_display()}
    return render(request, "pledges/movement.html", context, status=status)


def _save_movement(request, form: MovementForm) -> int:
    """The status of the answer: 302 once it is stored, or once somebody else has withdrawn it."""
    try:
        services.save_movement(movement=form.instance, actor=request.user, seen=form.seen)
    except Stale as stale:
        form.meet(stale, request.user)
        return 409
    except Gone:
        messages.error(request, gone_words())
        return 302
    except Refusal as refused:
        form.add_error(*_refusal(refused))
        return 422
    messages.success(request, _("The movement has been saved."))
    return 302


def _refusal(error: Refusal) -> tuple[str | None, str]:
    """The field it belongs to, and the words."""
    named = {"about": error.about.name}
    if error.reason in ("wave_outside", "waves_outside"):
        held = error.about if error.reason == "wave_outside" else error.about.movement
        named |= {"first": format_date(held.launched_on), "last": format_date(held.ends) if held.ends else "…"}
    field, words = {
        "has_waves": ("kind", _("It has waves (%(about)s). Withdraw them first, or leave the kind as it is.")),
        "waves_outside": ("ends", _("“%(about)s” would lie outside of these days. Change the wave first.")),
        "same_plan": ("file", _("This very file is kept already.")),
        "no_waves": (None, _("Somebody else has changed the kind of the movement meanwhile. Nothing was changed.")),
        "wave_outside": ("opens", _("A wave lies within the days of its movement: from %(first)s to %(last)s.")),
    }[error.reason]
    return field, words % named


# -- its plan as a file ------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(FORM)
def movement_plan(request, slug, year, pk):
    """Send the plan as a file, or a newer one; what was sent before stays."""
    season = season_or_404(request.user, slug, year)
    found = _kept_movement(request, season, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PlanFileForm(*sent)
    page = EditPage(
        title=_("Plan as a file"),
        about=(found.name,),
        intro=_("Everybody who may see the movement may download it."),
        button=_("Upload the plan"),
        done=_("The plan is kept."),
        back=reverse("pledges:movements", args=place_of(season)),
        back_name=_("Movements"),
    )

    def save():
        file = form.cleaned_data["file"]
        try:
            services.keep_plan(movement=found, chunks=file.chunks(), file_name=file.name, actor=request.user)
        except Refusal as refused:
            field, words = _refusal(refused) if refused.reason == "same_plan" else file_refusal(refused)
            raise NotLikeThis(words, field if field in form.fields else None) from None

    return edit_page(request, form, page, save)


@login_required
@require_safe
def movement_plan_file(request, slug, year, pk, file):
    """The file as it was sent, to whoever may see the movement; also one that a newer one followed."""
    season = season_or_404(request.user, slug, year)
    found = get_object_or_404(Movement.objects.filter(of_season(season)), pk=pk)
    kept = get_object_or_404(found.plan_files, pk=file)
    if not is_as_stored(kept):
        messages.error(request, _("The file is missing or is not the one that was stored. Tell the administrator."))
        return redirect("pledges:movements", *place_of(season))
    return handed_out(kept, f"ke-hoach-phong-trao-{found.pk}-{kept.pk}")


# -- waves -------------------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(FORM)
@makes_once
def wave_new(request, slug, year, pk):
    """A wave of a movement that is held in waves."""
    season = season_or_404(request.user, slug, year)
    found = _kept_movement(request, season, pk)
    if found.kind != MovementKind.WAVES:
        raise Http404
    return _wave_page(request, season, MovementWave(movement=found), _("New wave"))


@login_required
@require_http_methods(FORM)
def wave(request, slug, year, pk, wave):
    """Change a wave, or tell its result."""
    season = season_or_404(request.user, slug, year)
    found = get_object_or_404(_kept_movement(request, season, pk).waves.select_related("movement__season"), pk=wave)
    return _wave_page(request, season, found, _("Change the wave"))


def _wave_page(request, season, row: MovementWave, title: str):
    form = WaveForm(request.POST or None, instance=row)
    page = EditPage(
        title=title,
        about=(row.movement.name,),
        intro="",
        button=_("Save the wave"),
        done=_("The wave has been saved."),
        back=reverse("pledges:movements", args=place_of(season)),
        back_name=_("Movements"),
    )

    def save():
        try:
            services.save_wave(wave=form.instance, actor=request.user, seen=form.seen if row.pk else "")
        except Refusal as refused:
            field, words = _refusal(refused)
            raise NotLikeThis(words, field) from None

    return edit_page(request, form, page, save)


@login_required
@require_http_methods(FORM)
def wave_withdraw(request, slug, year, pk, wave):
    """Take back a wave that was entered wrongly, with a reason."""
    season = season_or_404(request.user, slug, year)
    found = get_object_or_404(_kept_movement(request, season, pk).waves.select_related("movement__season"), pk=wave)
    form = ReasonForm(request.POST or None)
    page = EditPage(
        title=_("Withdraw the wave"),
        about=(str(found),),
        intro=_("The record keeps it."),
        button=_("Withdraw the wave"),
        done=_("The wave has been withdrawn: %(name)s.") % {"name": found.name},
        back=reverse("pledges:movements", args=place_of(season)),
        back_name=_("Movements"),
    )

    def save():
        services.withdraw_wave(wave=found, reason=form.cleaned_data["reason"], actor=request.user)

    return edit_page(request, form, page, save)


@login_required
@require_http_methods(FORM)
def movement_withdraw(request, slug, year, pk):
    """Take back a movement that was entered twice or wrongly, with a reason."""
    season = season_or_404(request.user, slug, year)
    found = _kept_movement(request, season, pk)
    form = ReasonForm(request.POST or None)
    page = EditPage(
        title=_("Withdraw the movement"),
        about=(found.name,),
        intro=_("What members told of it is withdrawn with it; the record keeps both."),
        button=_("Withdraw the movement"),
        done=_("The movement has been withdrawn: %(name)s.") % {"name": found.name},
        back=reverse("pledges:movements", args=[season.cluster.slug, season.year]),
        back_name=_("Movements"),
    )

    def save():
        services.withdraw_movement(movement=found, reason=form.cleaned_data["reason"], actor=request.user)

    return edit_page(request, form, page, save)


@login_required
@require_http_methods(FORM)
def respond(request, slug, year, pk):
    """One's own agency joins a movement."""
    season = season_or_404(request.user, slug, year)
    found = get_object_or_404(Movement.objects.filter(of_season(season)), pk=pk)
    current_of(request).mark_seen(Movement, pk)
    if not request.user.has_perm("pledges.respond", season):
        raise Refused(_("Members join a movement themselves."), _("officers and heads of the member agencies"))
    members = members_of_year(season)
    own = {m.agency_id for m in rights_of(request.user).memberships if m.season_id == season.pk} & set(members)
    told = found.responses.filter(agency__in=own).first() or MovementResponse(
        movement=found, agency_id=min(own, default=None)
    )
    form, status = ResponseForm(request.POST or None, agency_ids=own, row=told), 200
    if request.method == "POST":
        status = _save_response(request, found, season, form) if form.is_valid() else 422
        if status == 302:
            messages.success(request, _("Joined: %(agency)s.") % {"agency": form.cleaned_data["agency"].name})
            return redirect("pledges:movements", season.cluster.slug, season.year)
    context = {"season": season, "form": form, "movement": found}
    return render(request, "pledges/respond.html", context, status=status)


def _save_response(request, found: Movement, season, form: ResponseForm) -> int:
    """The status of the answer: 302 once it is stored."""
    agency, note = form.cleaned_data["agency"], form.cleaned_data["note"]
    seen = form.seen if agency.pk == form.row.agency_id else ""
    try:
        services.respond(movement=found, season=season, agency=agency, note=note, actor=request.user, seen=seen)
    except Stale as stale:
        form.meet(stale, request.user)
        return 409
    return 302
