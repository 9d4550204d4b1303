"""The covenant of one block: what was promised, what came of it, who signed."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusters.access import place_of
from dashboards.workspace.board_reader import own_codes
from dashboards.workspace.current import surroundings_of
from dashboards.workspace.page_cache import kept
from pledges.models import Pledge, PledgeAddendum, PledgeItem, PledgeSignature
from results import words
from results.figures.read import read_figures

from . import page


@login_required
@require_safe
@kept
def pledge(request, slug, year, block):
    """Promise beside result; an empty state where the season has no pledge of this block."""
    around = surroundings_of(request)
    season = around.season_or_404(slug, year)
    blocks = around.blocks(season)
    if block not in blocks:
        raise Http404
    context = {
        "season": season,
        "place": place_of(season),
        "block_code": block,
        "block_name": words.block_short(block),
        "tabs": [(each, words.block_short(each)) for each in blocks],
    }
    rows = list(PledgeItem.objects.filter(pledge__season=season, pledge__block=block).select_related("pledge"))
    held = rows[0].pledge if rows else Pledge.objects.filter(season=season, block=block).first()
    if held:
        context |= {"pledge": held} | _promises(around, season, block, held, rows)
    return render(request, "dashboards/pledge/pledge.html", context)


def _promises(around, season, block: str, held: Pledge, rows: list[PledgeItem]) -> dict:
    figures = read_figures(season, rights=around.rights, with_published=False)
    shown = figures.blocks[block]
    own = own_codes(around, season)
    agency = next((a for a in shown.agencies if a.code in own), None)
    signed = PledgeSignature.objects.filter(pledge=held).select_related("agency", "person")
    signatures = page.signatures(signed, shown)
    items = page.items(rows, shown, agency)
    return {
        "figures": figures,
        "items": items,
        "notes": page.notes(items),
        "is_part_year": bool(shown.period and shown.period.is_part_year),
        "kept": sum(item.kept is True for item in items),
        "judged": sum(item.kept is not None for item in items),
        "period": words.period_text(shown.period),
        "is_provisional": shown.is_provisional,
        "totals_visible": shown.totals_visible,
        "agency_name": "" if shown.totals_visible or agency is None else agency.short_name,
        "last_year": season.year - 1,
        "signatures": signatures,
        "signed": sum(row.signed_on is not None for row in signatures),
        "addenda": list(PledgeAddendum.objects.filter(pledge=held).order_by("number")) if held.signed_on else [],
    }
