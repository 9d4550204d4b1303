"""The Ministry's set-up room: clusters and their years, and the members of a year."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.editing import Stale
from accounts.once import makes_once
from clusters.access import Refused
from clusters.enums import AppointmentRole, LeadershipRole
from clusters.models import Agency, Cluster, Leadership, Membership, Season
from clusters.rights import BLOCKS, rights_of
from emulation_portal.lib import dates
from results import role_holders
from setup import seasons
from setup.forms.setup import FIRST_YEAR, ClusterForm, MemberForm, MembershipEndForm, SeasonForm, YearForm
from setup.refusal_words import SEASON_REASONS, membership_refusal

FORM = ["GET", "HEAD", "POST"]


def require_ministry(user) -> None:
    if not user.has_perm("results.set_up"):
        reason = _("Clusters, members and targets of a year are set up by the Ministry.")
        raise Refused(reason, role_holders.who_in_ministry(BLOCKS, (AppointmentRole.OFFICER, AppointmentRole.HEAD)))


def require_approver(user) -> None:
    require_ministry(user)
    if not user.has_perm("results.open_season"):
        reason = _("A year is opened by the Ministry's approver for both blocks.")
        raise Refused(reason, role_holders.who_in_ministry(BLOCKS, (AppointmentRole.HEAD,)))


def require_block(user, agency: Agency) -> None:
    """Refused for an agency of a block that is not the own body's to supervise."""
    if agency.kind not in rights_of(user).supervised_blocks:
        who = role_holders.who_in_ministry({agency.kind}, (AppointmentRole.OFFICER, AppointmentRole.HEAD))
        raise Refused(_("The agency belongs to a block that another body of the Ministry supervises."), who)


def _cluster(slug: str) -> Cluster:
    return get_object_or_404(Cluster, slug=slug)


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All clusters with their years, the newest first."""
    require_ministry(request.user)
    heads = Leadership.objects.filter(role=LeadershipRole.HEAD).select_related("agency").order_by("valid_from")
    years = Season.objects.prefetch_related(Prefetch("leaderships", heads, "heads")).order_by("-year")
    clusters = Cluster.objects.prefetch_related(Prefetch("seasons", years), "offices__agency").order_by("sort_key")
    rows = [
        {
            "cluster": each,
            "years": list(each.seasons.all()),
            "next": _suggested_year(each),
            "last_day": dates.last_day(each.valid_to),
            "has_ended": each.valid_to is not None and each.valid_to <= dates.today(),
        }
        for each in clusters
    ]
    rows.sort(key=lambda row: not row["next"])
    context = {
        "rows": rows,
        "may_open": request.user.has_perm("results.open_season"),
        "this_year": dates.today().year,
    }
    return render(request, "setup/setup.html", context)


def _suggested_year(cluster: Cluster) -> int | None:
    """The first year of the cluster's life from this one on that has no season; None where it has ended."""
    taken = {season.year for season in cluster.seasons.all()}
    end, this = dates.last_day(cluster.valid_to), dates.today().year
    free = (year for year in (this, this + 1) if year not in taken and (end is None or year <= end.year))
    return next(free, None)


@login_required
@require_http_methods(FORM)
@makes_once
def cluster_new(request: HttpRequest) -> HttpResponse:
    """A cluster formed by a decision; its members follow on the next page."""
    require_approver(request.user)
    form = ClusterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cluster = seasons.create_cluster(**form.cleaned_data, actor=request.user)
        messages.success(request, _("The cluster has been entered. Now enter its members."))
        return redirect("setup:members", cluster.slug, max(cluster.valid_from.year, dates.today().year))
    return render(request, "setup/cluster.html", {"form": form}, status=_status(form))


@login_required
@require_http_methods(FORM)
@makes_once
def season_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a year: first which one, then its leading agencies among the members of that year."""
    require_approver(request.user)
    cluster = _cluster(slug)
    sent = request.POST if request.method == "POST" else request.GET
    year_form = YearForm(sent if "year" in sent else {"year": _suggested_year(cluster) or _last_year(cluster)})
    if not year_form.is_valid():
        return _season_page(request, cluster, year_form)
    year = year_form.cleaned_data["year"]
    form = SeasonForm(request.POST or None, cluster=cluster, year=year)
    already = seasons.opened(cluster, year)
    if request.method == "POST" and not already and form.is_valid():
        try:
            season = seasons.open_season(cluster=cluster, year=year, actor=request.user, **form.cleaned_data)
        except seasons.AlreadyOpen as error:
            already = error.season
        except seasons.SeasonRefused as error:
            form.add_error(error.field or None, SEASON_REASONS[error.reason])
        else:
            messages.success(request, _("The year is open: %(season)s.") % {"season": season})
            return redirect("setup:setup")
    return _season_page(request, cluster, year_form, form=form, year=year, already=already)


def _last_year(cluster: Cluster) -> int:
    end = dates.last_day(cluster.valid_to)
    return max(FIRST_YEAR, min(end.year if end else dates.today().year, dates.today().year))


def _season_page(request, cluster, year_form, *, form=None, year=None, already=None) -> HttpResponse:
    count = seasons.members_of_year(cluster, year).count() if year else 0
    context = {
        "cluster": cluster,
        "year_form": year_form,
        "form": form,
        "year": year,
        "already": already,
        "member_count": count,
    }
    status = 409 if request.method == "POST" and already else _status(form or year_form)
    return render(request, "setup/season.html", context, status=status)


def _status(form) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200


# -- members ---------------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(FORM)
@makes_once
def members(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The memberships that touch the year; the Ministry adds one or ends one, and overwrites none."""
    require_ministry(request.user)
    cluster, blocks = _cluster(slug), rights_of(request.user).supervised_blocks
    _require_year(year)
    form = MemberForm(request.POST or None, year=year, blocks=blocks)
    if request.method == "POST" and form.is_valid():
        try:
            added = seasons.add_member(cluster=cluster, actor=request.user, **form.cleaned_data)
        except seasons.MembershipRefused as error:
            form.add_error(*membership_refusal(error))
        else:
            messages.success(request, _("Member entered: %(agency)s.") % {"agency": added.agency.name})
            return redirect("setup:members", cluster.slug, year)
    rows = [
        {"membership": row, "last_day": dates.last_day(row.valid_to), "may_end": row.agency.kind in blocks}
        for row in seasons.members_of_year(cluster, year)
    ]
    offices = cluster.offices.filter(year=year).select_related("agency")
    context = {"cluster": cluster, "year": year, "rows": rows, "form": form, "offices": offices}
    return render(request, "setup/members.html", context, status=_status(form))


@login_required
@require_http_methods(FORM)
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the last day of a membership."""
    require_ministry(request.user)
    membership = get_object_or_404(Membership.objects.select_related("agency", "cluster"), pk=pk)
    require_block(request.user, membership.agency)
    form, status = MembershipEndForm(request.POST or None, row=membership), 200
    year = min(max(membership.valid_from.year, dates.today().year), (membership.valid_to or dates.today()).year)
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("last_day", "decision")}
        try:
            seasons.end_membership(membership=membership, actor=request.user, seen=form.seen, **typed)
        except seasons.MembershipRefused as error:
            form.add_error(*membership_refusal(error))
        except Stale as stale:
            form.meet(stale, request.user)
            status = 409
        else:
            messages.success(request, _("The end of the membership has been entered."))
            return redirect("setup:members", membership.cluster.slug, year)
    context = {"form": form, "membership": membership, "year": year, "last_day": dates.last_day(membership.valid_to)}
    return render(request, "setup/end.html", context, status=409 if status == 409 else _status(form))


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= dates.today().year + 1:
        raise Http404
