"""Nominations of a season: the list, proposing, the steps, and the Ministry's decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.once import makes_once
from accounts.sign_in.fresh import require_password_shown
from awards import services, wording
from awards.enums import NominationState
from awards.models import Nomination
from awards.registering.reading import registered_for
from awards.workflow import STEPS, NominationActor
from clusters.access import Refused, about_season, season_or_404
from clusters.enums import AppointmentRole
from clusters.rights import BLOCKS, rights_of
from emulation_portal.lib import dates
from emulation_portal.lib.steps import IllegalStep
from results import role_holders
from results.roles import desk_of

from .forms import DecisionForm, NominationForm, NominationStepForm

FORM = ["GET", "HEAD", "POST"]
ISSUER = "Bộ trưởng Bộ Tư pháp"


def _visible(user):
    rows = Nomination.objects.visible_to(user)
    return rows.select_related("season__cluster", "agency", "person", "award", "decision")


def _found(request, pk) -> Nomination:
    found = get_object_or_404(_visible(request.user), pk=pk)
    about_season(request, found.season)
    return found


@login_required
@require_safe
def season(request, slug, year):
    """What has been proposed, what waits where, what was granted."""
    found = season_or_404(request.user, slug, year)
    rows = list(_visible(request.user).filter(season=found))
    registered = registered_for(rows)
    context = {
        "season": found,
        "rows": [(row, registered.get(row.pk)) for row in rows],
        "counts": _counts(rows),
        "may_propose": request.user.has_perm("awards.propose", found),
        "may_decide": _may_decide(request.user, rows),
    }
    return render(request, "awards/season.html", context)


def _counts(rows) -> list[tuple[str, int]]:
    return [(state.label, number) for state in NominationState if (number := sum(row.state == state for row in rows))]


def _may_decide(user, rows) -> bool:
    blocks = rights_of(user).approver_blocks
    return any(row.state == NominationState.SUBMITTED and row.agency.kind in blocks for row in rows)


@login_required
@require_http_methods(FORM)
@makes_once
def nominate(request, slug, year):
    """Propose one's own agency, or somebody who works there."""
    found = season_or_404(request.user, slug, year)
    if not request.user.has_perm("awards.propose", found):
        raise Refused(
            _("Nominations are made by the members of the cluster, each for itself and its people."),
            _("officers and heads of the member agencies"),
        )
    own = {m.agency_id for m in rights_of(request.user).memberships if m.season_id == found.pk}
    form = NominationForm(request.POST or None, season=found, agency_ids=own, day=dates.today())
    if request.method == "POST" and form.is_valid():
        try:
            nomination = services.propose(season=found, actor=request.user, **form.cleaned_data)
        except services.Refusal as error:
            form.add_error(*wording.refusal(error))
        else:
            messages.success(request, _("Proposed: %(nomination)s.") % {"nomination": nomination})
            return redirect("awards:nomination", nomination.pk)
    context = {"season": found, "form": form}
    return render(request, "awards/nominate.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def nomination(request, pk):
    """One nomination: who, what for, where it stands, what can be done now."""
    found = _found(request, pk)
    context = {
        "nomination": found,
        "season": found.season,
        "steps": _steps(request.user, found),
        "registered": registered_for([found]).get(found.pk),
    }
    return render(request, "awards/nomination.html", context)


def _steps(user, nomination: Nomination) -> list[dict]:
    """The steps this person may take now; granting has a page of its own."""
    possible = ((action, STEPS[action]) for action in STEPS.starting_from(nomination.state))
    return [
        {"action": action, "label": step.words.verb, "look": step.look}
        for action, step in possible
        if not step.by_decision and user.has_perm(step.permission, nomination)
    ]


@login_required
@require_http_methods(FORM)
def step(request, pk, action):
    """Ask, then take the step; a reason where it needs one."""
    found = _found(request, pk)
    wanted = STEPS[action]
    if not request.user.has_perm(wanted.permission, found):
        raise Refused(_("This step with a nomination is not yours."), _who(action, found, request.user))
    form = NominationStepForm(request.POST or None) if wanted.needs_note else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            note = form.cleaned_data["note"] if form else ""
            services.take_step(nomination=found, action=action, actor=request.user, note=note)
        except IllegalStep as error:
            messages.error(request, wording.illegal(error))
        else:
            messages.success(request, f"{found}: {found.get_state_display()}.")
        return redirect("awards:nomination", found.pk)
    context = {"nomination": found, "season": found.season, "form": form, "verb": wanted.words.verb}
    return render(request, "awards/step.html", context, status=422 if form is not None and form.errors else 200)


def _who(action: str, nomination: Nomination, user) -> str:
    who = STEPS[action].who
    if who == NominationActor.PROPOSER:
        return _("officers and head of %(agency)s") % {"agency": nomination.agency.name}
    if who == NominationActor.MINISTRY:
        return role_holders.who_in_ministry({nomination.agency.kind}, (AppointmentRole.HEAD,))
    return role_holders.who_heads(nomination.season, desk_of(user))


@login_required
@require_http_methods(FORM)
@makes_once
def decide(request, slug, year):
    """One decision of the Ministry: its number, and the nominations that it grants."""
    found = season_or_404(request.user, slug, year)
    if not request.user.has_perm("awards.decide"):
        raise Refused(
            _("Decisions on awards are entered by the Ministry's approver."),
            role_holders.who_in_ministry(BLOCKS, (AppointmentRole.HEAD,)),
        )
    blocks = rights_of(request.user).approver_blocks
    rows = _visible(request.user).filter(season=found, agency__kind__in=blocks)
    waiting = list(rows.filter(state=NominationState.SUBMITTED))
    chosen = _chosen(request.POST.getlist("nominations"), rows)
    form = DecisionForm(request.POST or None, initial={"issuer": ISSUER})
    if request.method == "POST" and form.is_valid():
        require_password_shown(request)
        values = form.cleaned_data
        try:
            decision = services.decide(
                nominations=chosen,
                number=values["number"],
                issuer=values["issuer"],
                day=values["date"],
                actor=request.user,
            )
        except services.Refusal as error:
            field, words = wording.refusal(error)
            form.add_error(field if field in form.fields else None, words)
        else:
            messages.success(request, _("Decision %(number)s entered; the ledger is written.") % {"number": decision})
            return redirect("awards:season", found.cluster.slug, found.year)
    context = {"season": found, "form": form, "rows": waiting, "chosen": {row.pk for row in chosen}}
    return render(request, "awards/decide.html", context, status=422 if form.errors else 200)


def _chosen(wanted: list[str], rows) -> list[Nomination]:
    """The ticked nominations, whatever their state: one that was decided meanwhile is refused with its reason."""
    numbers = {int(text) for text in wanted if text.isdecimal() and len(text) < 19}
    return list(rows.filter(pk__in=numbers)) if numbers else []


__all__ = ["decide", "nominate", "nomination", "season", "step"]
