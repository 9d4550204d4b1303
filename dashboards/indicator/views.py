"""One indicator over all members, the same as a file, and where a single figure comes from."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.access import place_of
from clusters.models import Membership
from dashboards.overview.page import choices
from dashboards.workspace.board_reader import own_codes
from dashboards.workspace.current import surroundings_of
from dashboards.workspace.links import Links
from dashboards.workspace.nation_places import place_rows
from dashboards.workspace.table_files import FORMS, table_file
from results import words
from results.figures.read import read_figures
from results.workspace.page_cache import kept

from . import derivation as derivations
from . import page
from .derived import target_page


@login_required
@require_safe
@kept
def indicator(request, slug, year, code):
    """All members side by side; the period may be chosen in the address."""
    around, season, figures, block, ref = _found(request, slug, year, code)
    built = page.IndicatorBuilder(block, ref, Links(place_of(season)), own_codes(around, season)).page()
    places = place_rows(season, figures, block, block.agencies, only=code)
    context = _frame(season, block, ref) | {"page": built, "printed_places": places}
    return render(request, "dashboards/indicator/indicator.html", context)


@login_required
@require_safe
def export(request, slug, year, code, form):
    """The table of the page to take away, exactly as it is seen."""
    if form not in FORMS:
        raise Http404
    around, season, _figures, block, ref = _found(request, slug, year, code)
    built = page.IndicatorBuilder(block, ref, Links(place_of(season)), own_codes(around, season)).page()
    heads, rows = built.file
    notes = [
        f"{season.cluster.name} · {words.period_text(block.period)} · {built.unit}",
        _("Data version %(version)s") % {"version": season.version_code},
    ]
    if built.missing:
        notes.append(_("Missing: %(names)s.") % {"names": ", ".join(built.missing)})
    if built.compared:
        notes.append(built.compared.whole)
    if built.is_provisional:
        notes.append(_("Provisional figures"))
    if season.is_illustrative:
        notes.append(_("Illustrative figures"))
    before = f"{season.cluster.code}-{season.year}-"
    return table_file(form, built.name, notes, heads, rows, stem=built.name, before=before)


@login_required
@require_safe
@kept
def derivation(request, slug, year, code):
    """A figure, its formula, the agencies, the cells, who entered and approved them."""
    agency = request.GET.get("agency", "")
    _around, season, _figures, block, ref = _found(request, slug, year, code, with_course=False)
    member = next((a for a in block.agencies if a.code == agency), None)
    if agency and (member is None or not block.sees(agency)):
        raise Http404
    if not agency and not block.totals_visible:
        raise Http404
    links = Links(place_of(season))
    found = derivations.derivation(block, ref, agency, links, request.user)
    context = _frame(season, block, ref) | {
        "found": found,
        "of": member.name(words.lang()) if member else season.cluster.name,
        "of_cluster": member is None,
        "target_url": links.derived_target(code, block.period.period_code)
        if member is None and block.period and block.line(code).target
        else "",
        "indicator_url": links.indicator(code, block.period.period_code if block.period else ""),
    }
    return render(request, "dashboards/indicator/derivation.html", context)


@login_required
@require_safe
@kept
def derived_target(request, slug, year, code):
    """The arithmetic of the cluster's target, and the measures against it."""
    _around, season, _figures, block, ref = _found(request, slug, year, code, with_course=False)
    if not block.totals_visible:
        raise Http404
    links = Links(place_of(season))
    context = _frame(season, block, ref) | {
        "found": target_page(block, ref, links),
        "indicator_url": links.indicator(code, block.period.period_code if block.period else ""),
    }
    return render(request, "dashboards/indicator/derived_target.html", context)


def _found(request, slug, year, code, *, with_course: bool = True):
    """The block and the indicator of an address; Http404 where the person may not know of it."""
    around = surroundings_of(request)
    season = around.season_or_404(slug, year)
    wanted = request.GET.get("period", "")
    blocks = around.blocks(season)
    members = Membership.objects.filter(cluster=season.cluster_id).values_list("agency_id", flat=True)
    figures = read_figures(
        season,
        rights=around.rights,
        period_codes=dict.fromkeys(blocks, wanted) if wanted else {},
        trend_agency_ids=list(members) if with_course else (),
        with_published=False,
        only=(code,),
    )
    for name in blocks:
        block = figures.blocks[name]
        if code in block.indicators:
            return around, season, figures, block, block.indicators[code]
    raise Http404


def _frame(season, block, ref) -> dict:
    return {
        "season": season,
        "place": place_of(season),
        "code": ref.code,
        "block_name": words.block_short(block.block),
        "block_code": block.block,
        "period": words.period_text(block.period),
        "period_code": block.period.period_code if block.period else "",
        "choice": choices(block),
        "is_restricted": not block.totals_visible,
    }
