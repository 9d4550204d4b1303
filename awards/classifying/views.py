"""How the Ministry classified the agencies of a season: the list, entering, correcting and withdrawing."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.once import makes_once
from accounts.sign_in.fresh import require_password_shown
from awards.models import AnnualClassification
from awards.reading import ClassificationRow, classifications_of
from awards.wording import refusal
from clusters.access import Refused, place_of, season_or_404
from clusters.edit_pages import EditPage, NotLikeThis, edit_page
from clusters.enums import AppointmentRole
from clusters.forms import ReasonForm
from clusters.members import overlapping_year
from clusters.models import Agency, Season
from clusters.rights import rights_of
from emulation_portal.lib.refusal import Refusal
from results import role_holders, words

from . import services
from .forms import ClassificationForm

FORM = ["GET", "HEAD", "POST"]
ISSUER = "Bộ Tư pháp"


@dataclass(frozen=True, slots=True)
class ClassifiedAgency:
    """A member of the season with its classification, if there is one, and whether the reader may enter it."""

    agency: Agency
    block: str
    row: ClassificationRow | None
    may_enter: bool


def _members(season: Season):
    """Agencies that are members of the cluster in the season's year, in official order."""
    return (
        Agency.objects.filter(overlapping_year(season.year, "memberships__"), memberships__cluster_id=season.cluster_id)
        .distinct()
        .order_by("kind", "sort_key", "code")
    )


@login_required
@require_safe
def classifications(request, slug, year):
    """Every member of the season with how it was classified, by which decision."""
    season = season_or_404(request.user, slug, year)
    members = list(_members(season))
    held = {row.agency_id: row for row in classifications_of([agency.pk for agency in members], season.year)}
    blocks = rights_of(request.user).approver_blocks
    rows = [
        ClassifiedAgency(agency, words.block_short(agency.kind), held.get(agency.pk), agency.kind in blocks)
        for agency in members
    ]
    context = {"season": season, "rows": rows, "count": len(held), "may_enter": any(row.may_enter for row in rows)}
    return render(request, "awards/classifying/classifications.html", context)


def _classified(request, slug, year, code) -> tuple[Season, AnnualClassification]:
    """The season, and the standing row of one of its members, or a new one. Refused but for the approver."""
    season = season_or_404(request.user, slug, year)
    agency = _members(season).filter(code=code).first()
    if agency is None:
        raise Http404
    if not request.user.has_perm("awards.classify", agency):
        raise Refused(
            _("How an agency completed its tasks of the year is entered by the Ministry's approver of its block."),
            role_holders.who_in_ministry({agency.kind}, (AppointmentRole.HEAD,)),
        )
    rows = AnnualClassification.objects.standing().select_related("agency")
    found = rows.filter(agency=agency, year=season.year).first()
    return season, found or AnnualClassification(agency=agency, year=season.year, issuer=ISSUER)


def _page(season: Season, row: AnnualClassification, **said: str) -> EditPage:
    about = (row.agency.name, _("Year %(year)s") % {"year": season.year})
    back = reverse("awards:classifications", args=place_of(season))
    return EditPage(about=about, back=back, back_name=_("Annual classification"), **said)


@login_required
@require_http_methods(FORM)
@makes_once
def classify(request, slug, year, code):
    """Enter or correct how one agency was classified."""
    season, row = _classified(request, slug, year, code)
    is_new = row.pk is None
    first = {"issuer": row.issuer} if is_new else None
    form = ClassificationForm(request.POST if request.method == "POST" else None, row=row, initial=first)
    page = _page(
        season,
        row,
        title=_("Enter the classification") if is_new else _("Correct the classification"),
        intro=_(
            "Pages, books and reports show it as the decision says; the record keeps every wording with its reason."
        ),
        button=_("Save the classification"),
        done=_("The classification of %(agency)s has been saved.") % {"agency": row.agency.name},
    )

    def save():
        require_password_shown(request)
        actor = request.user
        if is_new:
            services.classify(agency=row.agency, year=season.year, said=form.said(), actor=actor)
        else:
            reason = form.cleaned_data["reason"]
            services.correct(row=row, said=form.said(), reason=reason, actor=actor, seen=form.seen)

    return edit_page(request, form, page, _or_words(save))


@login_required
@require_http_methods(FORM)
def unclassify(request, slug, year, code):
    """Take back a classification that was entered wrongly, with a reason."""
    season, row = _classified(request, slug, year, code)
    if row.pk is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    page = _page(
        season,
        row,
        title=_("Withdraw the classification"),
        intro=_("The agency has no classification for the year any more; the record keeps it with the reason."),
        button=_("Withdraw the classification"),
        done=_("The classification of %(agency)s has been withdrawn.") % {"agency": row.agency.name},
    )

    def save():
        services.withdraw(row=row, reason=form.cleaned_data["reason"], actor=request.user)

    return edit_page(request, form, page, _or_words(save))


def _or_words(save):
    """The act, whose refusals belong to a field of the form."""

    def saved():
        try:
            save()
        except Refusal as error:
            field, said = refusal(error)
            raise NotLikeThis(said, field) from error

    return saved


__all__ = ["classifications", "classify", "unclassify"]
