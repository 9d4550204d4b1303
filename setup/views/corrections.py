"""The Ministry mends what it set up: clusters, memberships, leading agencies, a year opened by mistake."""

from collections.abc import Callable
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters.edit_pages import EditPage, NotLikeThis, edit_page
from clusters.enums import LeadershipRole
from clusters.forms import ReasonForm
from clusters.models import Cluster, Leadership, Membership, Season
from emulation_portal.lib import dates
from setup import corrections, seasons
from setup.forms.corrections import ClusterEditForm, LeadershipEditForm, MembershipEditForm
from setup.refusal_words import SEASON_REASONS, membership_refusal

from .setup import FORM, require_approver, require_block, require_ministry


def _in_use(held: corrections.StillUsed) -> NotLikeThis:
    text = _("This cannot be withdrawn, because something rests on it: %(where)s. Correct it instead.")
    return NotLikeThis(text % {"where": held.where})


def _corrected(form, change: Callable, names: str) -> None:
    """Store the named fields of the form, with what the page showed; a refusal in words beside its field."""
    try:
        change(**{name: form.cleaned_data[name] for name in names.split()}, seen=form.seen)
    except seasons.MembershipRefused as error:
        field, words = membership_refusal(error)
        raise NotLikeThis(words, field) from error
    except seasons.SeasonRefused as error:
        raise NotLikeThis(SEASON_REASONS[error.reason], error.field or None) from error


def _withdrawn(form, withdraw: Callable) -> None:
    """Take a row back with the reason of the form; refused where something rests on it."""
    try:
        withdraw(reason=form.cleaned_data["reason"])
    except corrections.StillUsed as held:
        raise _in_use(held) from held


def _setup() -> dict:
    return {"back": reverse("setup:setup"), "back_name": _("Set-up of the year")}


# -- a cluster
@login_required
@require_http_methods(FORM)
def cluster(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a cluster."""
    require_approver(request.user)
    found = get_object_or_404(Cluster, pk=pk)
    form = ClusterEditForm(request.POST or None, row=found)
    page = EditPage(
        title=_("Correct the cluster"),
        about=(found.name, found.code),
        intro=_("Pages and files show the corrected words from now on; the record keeps the former ones."),
        button=_("Save the cluster"),
        done=_("The cluster has been saved."),
        **_setup(),
    )

    change = partial(corrections.change_cluster, cluster=found, actor=request.user)
    names = "name_vi short_name_vi decision valid_from last_day lists_all_members reason"
    return edit_page(request, form, page, partial(_corrected, form, change, names))


@login_required
@require_http_methods(FORM)
def cluster_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a cluster that was entered wrongly."""
    require_approver(request.user)
    found = get_object_or_404(Cluster, pk=pk)
    form = ReasonForm(request.POST or None)
    page = EditPage(
        title=_("Withdraw the cluster"),
        about=(found.name, found.code),
        intro=_("For a cluster that was entered wrongly and has neither members nor years yet."),
        button=_("Withdraw the cluster"),
        done=_("The cluster has been withdrawn."),
        **_setup(),
    )

    withdraw = partial(corrections.withdraw_cluster, cluster=found, actor=request.user)
    return edit_page(request, form, page, partial(_withdrawn, form, withdraw))


# -- a membership
def _membership(request: HttpRequest, pk: int) -> tuple[Membership, dict]:
    """A membership in the blocks of the own body, and the way back to the members of a year of it."""
    require_ministry(request.user)
    found = get_object_or_404(Membership.objects.select_related("agency", "cluster"), pk=pk)
    require_block(request.user, found.agency)
    year = min(max(found.valid_from.year, dates.today().year), (found.valid_to or dates.today()).year)
    back = {"back": reverse("setup:members", args=[found.cluster.slug, year]), "back_name": _("Members of the year")}
    return found, back


@login_required
@require_http_methods(FORM)
def membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the days of a membership."""
    found, back = _membership(request, pk)
    form = MembershipEditForm(request.POST or None, row=found)
    page = EditPage(
        title=_("Correct the membership"),
        about=(found.agency.name, found.cluster.name),
        intro=_("Figures count in the cluster in the periods of these days; the record keeps the former ones."),
        button=_("Save the membership"),
        done=_("The membership has been saved."),
        **back,
    )

    change = partial(corrections.change_membership, membership=found, actor=request.user)
    return edit_page(request, form, page, partial(_corrected, form, change, "valid_from last_day decision reason"))


@login_required
@require_http_methods(FORM)
def membership_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a membership that was entered wrongly."""
    found, back = _membership(request, pk)
    form = ReasonForm(request.POST or None)
    page = EditPage(
        title=_("Withdraw the membership"),
        about=(found.agency.name, found.cluster.name),
        intro=_("For an agency that was entered by mistake and has not reported in this cluster."),
        button=_("Withdraw the membership"),
        done=_("The membership has been withdrawn."),
        **back,
    )

    withdraw = partial(corrections.withdraw_membership, membership=found, actor=request.user)
    return edit_page(request, form, page, partial(_withdrawn, form, withdraw))


# -- an opened year
def _season(slug: str, year: int) -> Season:
    return get_object_or_404(Season.objects.select_related("cluster"), cluster__slug=slug, year=year)


@login_required
@require_safe
def leaders(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The leading agencies of an opened year, to be corrected one by one."""
    require_ministry(request.user)
    season = _season(slug, year)
    rows = season.leaderships.select_related("agency").order_by("valid_from", "role")
    context = {
        "season": season,
        "rows": [{"row": row, "last_day": dates.last_day(row.valid_to)} for row in rows],
        "offices": season.cluster.offices.filter(year=year).select_related("agency"),
        "may_open": request.user.has_perm("results.open_season"),
    }
    return render(request, "setup/leaders.html", context)


@login_required
@require_http_methods(FORM)
def leadership(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct which agency leads, and on which days."""
    require_approver(request.user)
    found = get_object_or_404(Leadership.objects.select_related("season__cluster", "agency"), pk=pk)
    form = LeadershipEditForm(request.POST or None, row=found)
    page = EditPage(
        title=_("Correct the leading agency"),
        about=(str(found.season), LeadershipRole(found.role).label, found.agency.name),
        intro=_("The rights of the secretariat follow from these days."),
        button=_("Save the leading agency"),
        done=_("The leading agency has been saved."),
        back=reverse("setup:leaders", args=[found.season.cluster.slug, found.season.year]),
        back_name=_("Leading agencies"),
    )

    change = partial(corrections.change_leadership, leadership=found, actor=request.user)
    names = "agency valid_from last_day decision reason"
    return edit_page(request, form, page, partial(_corrected, form, change, names))


@login_required
@require_http_methods(FORM)
def unopen(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Close a year that was opened by mistake, while nothing was entered in it."""
    require_approver(request.user)
    season = _season(slug, year)
    form = ReasonForm(request.POST or None)
    page = EditPage(
        title=_("Withdraw the opening of the year"),
        about=(str(season),),
        intro=_(
            "For a year opened by mistake in which nothing was entered. Its dates and leading agencies go with it; "
            "members and targets stay."
        ),
        button=_("Withdraw the opening"),
        done=_("The opening of the year has been withdrawn: %(season)s.") % {"season": season},
        **_setup(),
    )

    withdraw = partial(corrections.unopen_season, season=season, actor=request.user)
    return edit_page(request, form, page, partial(_withdrawn, form, withdraw))
