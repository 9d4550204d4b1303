"""The ministry officer's page: every cluster of a year."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusters.enums import Block
from dashboards.workspace.current import Surroundings, surroundings_of
from reports.exporting.nation import read_year
from results import words
from results.workspace.page_cache import kept

from . import page


@login_required
@require_safe
@kept
def ministry(request):
    """Clusters side by side in the blocks one supervises; the year is chosen in the query. Nobody else's page."""
    around = surroundings_of(request)
    if not around.rights.is_ministry:
        raise Http404
    years = sorted({season.year for season in around.seasons}, reverse=True)
    year = _year(request, around, years)
    seasons = [season for season in around.seasons if season.year == year]
    blocks = [block for block in Block.values if block in around.rights.supervised_blocks]
    nation = read_year(seasons, rights=around.rights, blocks=blocks) if seasons else None
    context = {
        "years": years,
        "year": year,
        "today": around.today,
        "seasons": seasons,
        "is_illustrative": any(season.is_illustrative for season in seasons),
        "tables": page.tables(nation, blocks) if nation else [],
        "blocks": [words.block_short(block) for block in blocks],
        "versions": [figures.version_code for figures in nation.sets[0]] if nation else [],
    }
    return render(request, "dashboards/ministry/ministry.html", context)


def _year(request, around: Surroundings, years: list[int]) -> int | None:
    """The year asked for, else that of the season one was in."""
    asked = request.GET.get("year", "")
    if asked.isdecimal() and int(asked) in years:
        return int(asked)
    return around.season.year if around.season else None
