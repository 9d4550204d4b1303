"""The ministry's page of the whole country, and the same as a file."""

from dataclasses import dataclass, replace

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.enums import Block
from clusters.members import rule_day
from clusters.models import Province, Season
from dashboards.workspace.current import Surroundings, surroundings_of
from dashboards.workspace.table_files import FORMS, table_file
from reports.exporting.nation import read_year
from results import words
from results.figures import BlockFigures
from results.figures.alike import left_out
from results.figures.merging import National
from results.workspace.page_cache import kept

from . import choice as choosing
from . import heat as heats
from . import page
from .reported import completeness
from .tiles import tiles_on


@dataclass(frozen=True)
class Found:
    """What an address leads to; ``block`` None where no cluster of the year has members in it.

    ``seasons``: those of the year, none where nobody has opened it.
    """

    around: Surroundings
    seasons: list[Season]
    offer: choosing.IndicatorOffer
    choice: page.NationalChoice
    nation: National | None
    block: BlockFigures | None


@login_required
@require_safe
@kept
def national(request):
    """One indicator over all agencies: the finding, the map, the league table, who has reported."""
    found = _found(request)
    choice = found.choice
    context = {
        "offer": found.offer,
        "choice": choice,
        "view": choice.view,
        "is_open": bool(found.seasons or not choice.year),
    }
    context["years"] = choosing.year_links(found.offer.years, choice)
    if found.block:
        context |= _frame(found)
        if choice.view == "heat":
            context["heat"] = heats.heat(found.block, found.nation.sets[0], choice.indicator)
        context["page"] = _builder(found).page()
        context["reported"] = completeness(found.block, found.nation.sets[0])
    return render(request, "dashboards/national/national.html", context)


@login_required
@require_safe
def export(request, form):
    """The table of the page to take away, exactly as it is seen."""
    if form not in FORMS:
        raise Http404
    found = _found(request, settled=True)
    if not found.block:
        raise Http404
    built = _builder(found).page()
    if found.choice.view == "heat":
        heads, rows = heats.table(heats.heat(found.block, found.nation.sets[0], found.choice.indicator))
    else:
        heads, rows = page.table(built)
    version = found.nation.version_code
    notes = [
        f"{words.block_short(found.block.block)} · {words.period_text(found.block.period)}",
        built.finding,
        *([built.against.whole] if built.against else []),
        _("Data version %(version)s") % {"version": version},
    ]
    notes += [apart] if (apart := _apart(found)) else []
    notes += [_("Provisional figures")] if found.block.is_provisional else []
    notes += [_("Illustrative figures")] if found.nation.latest.is_illustrative else []
    return table_file(form, built.name, notes, heads, rows, stem=built.name, before=f"{version}-")


def _found(request, *, settled: bool = False) -> Found:
    """The figures an address asks for; Http404 for whoever is not of the ministry."""
    around = surroundings_of(request)
    if not around.rights.is_ministry:
        raise Http404
    blocks = [block for block in Block.values if block in around.rights.supervised_blocks]
    years = choosing.years(season.year for season in around.seasons)
    year = choosing.year(request.GET, years, around.season.year if around.season else 0)
    offer = choosing.read_offer(years, year, blocks)
    code = offer.code(request.GET.get("indicator", ""))
    choice = page.NationalChoice(year, code, "", choosing.view(request.GET))
    seasons = [season for season in around.seasons if season.year == year]
    if not (seasons and code):
        return Found(around, seasons, offer, choice, None, None)
    name, asked = offer.blocks[code], request.GET.get("period", "")
    nation = read_year(seasons, rights=around.rights, blocks=[name], period=asked, also=[code], settled=settled)
    block = nation.latest.blocks.get(name)
    if block and block.period and block.period.period_code == asked:
        choice = replace(choice, period=asked)
    return Found(around, seasons, offer, choice, nation, block)


def _builder(found: Found) -> page.NationalBuilder:
    """With the grid and the names of the provinces that existed when the members were chosen."""
    block = found.block
    period = block.period
    day = rule_day(period_end=period.end, year=period.year) if period else found.around.today
    names = {province.code: province.name for province in Province.objects.valid_on(day)}
    return page.NationalBuilder(block, found.choice.indicator, found.nation.sets[0], tiles_on(day), names)


def _frame(found: Found) -> dict:
    block = found.block
    blocks = [each.blocks[block.block] for each in found.nation.sets[0]]
    shown = replace(found.choice, period=block.period.period_code if block.period else "")
    return {
        "block_name": words.block_short(block.block),
        "period": words.period_text(block.period),
        "periods": choosing.periods(block, found.nation.sets[0]),
        "headline": found.offer.headline_links(found.choice, block.block),
        "table_query": shown.query(),
        "league_query": found.choice.query(view="league"),
        "heat_query": found.choice.query(view="heat"),
        "is_provisional": block.is_provisional,
        "is_illustrative": found.nation.latest.is_illustrative,
        "version": found.nation.version_code,
        "apart": _apart(found),
        "clusters": sum(bool(b.agencies) and b.period == block.period for b in blocks),
        "agencies": len(block.agencies),
    }


def _apart(found: Found) -> str:
    """Clusters that are not among the agencies, since they stand in another period; empty where there are none."""
    names = [
        f"{each.cluster_short(words.lang())} ({words.period_text(each.blocks[found.block.block].period)})"
        for each in left_out(found.block, found.nation.sets[0])
    ]
    return _("Not in the sum, since its period is another: %(names)s.") % {"names": "; ".join(names)} if names else ""
