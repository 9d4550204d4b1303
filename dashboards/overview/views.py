"""A season at a glance: dates, completeness, results against targets."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusters.access import place_of
from dashboards.workspace.board import board
from dashboards.workspace.board_reader import board_reader, own_codes
from dashboards.workspace.current import surroundings_of
from emulation_portal.lib.text import localised
from pledges.models import Pledge
from results import words
from results.figures.read import read_figures
from results.review.release_question import ReleaseQuestion, release_question
from results.workspace.page_cache import kept

from . import page


@login_required
@require_safe
@kept
def overview(request, slug, year):
    """Everything of a season one may see; each block's period may be chosen by its name in the query."""
    around = surroundings_of(request)
    season = around.season_or_404(slug, year)
    blocks = around.blocks(season)
    chosen = {block: request.GET[block] for block in blocks if block in request.GET}
    figures = read_figures(season, rights=around.rights, period_codes=chosen, narrow=True, latest_shown=True)
    phases = around.phases(season)
    context = {
        "season": season,
        "place": place_of(season),
        "head_agency": localised(**season.head_agency, lang=words.lang()) if season.head_agency else None,
        "today": around.today,
        "figures": figures,
        "blocks": [_block(around, season, figures.blocks[block]) for block in blocks],
        "members": _members(figures, blocks),
        "steps": page.steps(phases, around.today, season.year),
        "open_now": page.open_now(phases, around.today, season.year),
        "pledges": _pledges(season, figures, blocks),
    }
    return render(request, "dashboards/overview/overview.html", context)


def _block(around, season, figures):
    reader = board_reader(around, season, figures)
    ask = _question(season, figures) if around.rights.heads_cluster(season.pk) else None
    return page.block_page(figures, reader.links, own_codes(around, season), board(figures, reader), ask)


def _question(season, figures) -> ReleaseQuestion | None:
    period = figures.period
    if period is None or not (figures.released or figures.cells):
        return None
    pending = [agency.short_name for agency in figures.not_final()]
    return release_question(
        season,
        period,
        period.name(words.lang()),
        is_released=figures.released,
        among=len(figures.agencies),
        not_final=pending,
    )


def _members(figures, blocks) -> dict:
    agencies = {agency for block in blocks for agency in figures.blocks[block].everybody}
    return {"agencies": len(agencies), "provinces": len({a.province_code for a in agencies if a.province_code})}


def _pledges(season, figures, blocks) -> list[dict]:
    own = Q(signatures__voided_at=None, signatures__addendum=None)
    signed = Count("signatures", filter=own & Q(signatures__signed_on__isnull=False))
    rows = {p.block: p for p in Pledge.objects.filter(season=season).annotate(signed=signed)}
    return [
        {
            "block": block,
            "name": words.block_short(block),
            "pledge": rows.get(block),
            "members": len(figures.blocks[block].agencies),
        }
        for block in blocks
    ]
