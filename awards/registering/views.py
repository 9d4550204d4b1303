"""Titles registered in a season: the list of all members, and the sheet of one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from awards import wording
from clusters.access import Refused, place_of
from clusters.current import current_of
from clusters.models import Agency, Season
from emulation_portal.lib.refusal import Refusal
from results import role_holders
from results.roles import desk_of

from .forms import RegistrationForm
from .reading import MayRegister, RegistrationTerm, may_register, sheets_of, term_of, titles_day, titles_of
from .services import SheetChanged, save_sheet, sheet_of

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def registrations(request, slug, year):
    """Which titles every member of the season means to be proposed for."""
    around = current_of(request)
    season = around.season_or_404(slug, year)
    sheets = [sheet for sheet in sheets_of(season) if around.sees_block(season, sheet.agency.kind)]
    terms = {block: term_of(season, block) for block in sorted({sheet.agency.kind for sheet in sheets})}
    may = [
        may_register(around.rights, season.pk, sheet.agency.pk, terms[sheet.agency.kind], around.today)
        for sheet in sheets
    ]
    freely = [sheet.agency for sheet, each in zip(sheets, may, strict=True) if each == MayRegister.FREELY]
    context = {
        "season": season,
        "term": next(iter(terms.values()), None),
        "today": around.today,
        "rows": [(sheet, each.writes) for sheet, each in zip(sheets, may, strict=True)],
        "registered": sum(bool(sheet.rows) for sheet in sheets),
        "own_agency": freely[0] if freely else None,
        "totals": _totals(sheets),
    }
    return render(request, "awards/registering/list.html", context)


def _totals(sheets) -> list[tuple[str, int]]:
    """How many of each title, over all members."""
    found: dict[str, int] = {}
    for row in sorted((row for sheet in sheets for row in sheet.rows), key=lambda row: row.award.ordinal):
        found[row.award.name] = found.get(row.award.name, 0) + row.count
    return list(found.items())


@login_required
@require_http_methods(FORM)
def registration(request, slug, year, code):
    """The sheet of one agency; refused with whose it is."""
    season = current_of(request).season_or_404(slug, year)
    agency = Agency.objects.filter(code=code, memberships__cluster=season.cluster_id).distinct().first()
    if agency is None or not current_of(request).sees_block(season, agency.kind):
        raise Http404
    term = term_of(season, agency.kind)
    asks_reason = _asks_reason(request, season, agency, term)
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        titles=titles_of(titles_day(season)),
        stored=sheet_of(season, agency),
        asks_reason=asks_reason,
    )
    status = 200
    if request.method == "POST":
        status = _saved(request, form, season, agency) if form.is_valid() else 422
        if status == 302:
            return redirect("awards:registrations", *place_of(season))
    context = {"season": season, "agency": agency, "form": form, "term": term, "today": current_of(request).today}
    return render(request, "awards/registering/sheet.html", context, status=status)


def _asks_reason(request, season: Season, agency: Agency, term: RegistrationTerm | None) -> bool:
    """Whether the person enters it as the secretariat. Refused to who may not, with who may."""
    around = current_of(request)
    may = may_register(around.rights, season.pk, agency.pk, term, around.today)
    if may == MayRegister.NOT:
        raise Refused(
            _("Titles are registered by the members of the cluster, each for itself."),
            _("officers and head of %(agency)s") % {"agency": agency.name},
        )
    if not may.writes:
        raise Refused(
            wording.refusal(Refusal(may.value, term))[1], role_holders.who_heads(season, desk_of(request.user))
        )
    return may == MayRegister.WITH_REASON


def _saved(request, form: RegistrationForm, season: Season, agency: Agency) -> int:
    """The status of the answer: 302 once it is stored."""
    try:
        titles = save_sheet(
            season=season,
            agency=agency,
            said=form.said,
            actor=request.user,
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data.get("reason", ""),
        )
    except SheetChanged as changed:
        form.meet(changed.stored)
        return 409
    except Refusal as refused:
        form.add_error(None, wording.refusal(refused)[1])
        return 422
    said = ngettext(
        "%(agency)s: %(n)s title has been registered.", "%(agency)s: %(n)s titles have been registered.", titles
    )
    messages.success(request, said % {"agency": agency.name, "n": titles})
    return 302


__all__ = ["registration", "registrations"]
