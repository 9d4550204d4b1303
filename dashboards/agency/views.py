"""One agency in one season: what its head reads first."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from awards.reading import classifications_of
from clusters.access import place_of
from clusters.declarations.business import AgencyDesk
from dashboards.home.page import task_rows
from dashboards.overview.page import choices
from dashboards.workspace import comparison_words
from dashboards.workspace.board import board
from dashboards.workspace.board_reader import board_reader, work_calendar
from dashboards.workspace.cards import cards, overdue_first, verdict
from dashboards.workspace.current import Surroundings, surroundings_of
from dashboards.workspace.links import Links
from dashboards.workspace.nation_places import place_rows
from dashboards.workspace.tasks import open_business
from results import words
from results.figures import BlockFigures, FigureSet
from results.figures.read import read_figures
from results.workspace.page_cache import kept

from . import outlook, page


@login_required
@require_safe
@kept
def agency(request, slug, year, code):
    """Verdict, next steps, cards and the whole table; states alone until the figures may be seen."""
    around = surroundings_of(request)
    season = around.season_or_404(slug, year)
    wanted = request.GET.get("period", "")
    figures = _read(around, season, code, wanted)
    block, ref = _find(figures, code)
    if ref is None or not around.sees_block(season, block.block):
        raise Http404
    if code not in block.codes or (not wanted and _has_left(block, code)):
        return _to_its_own_period(season, block, code)
    return render(request, "dashboards/agency/agency.html", _context(around, season, figures, block, ref))


def _read(around, season, code: str, wanted: str) -> FigureSet:
    codes = dict.fromkeys(around.blocks(season), wanted) if wanted else {}
    return read_figures(
        season,
        rights=around.rights,
        period_codes=codes,
        about=code,
        with_published=False,
        with_last_course=True,
    )


def _find(figures: FigureSet, code: str):
    for block in figures.blocks.values():
        for ref in block.everybody:
            if ref.code == code:
                return block, ref
    return None, None


def _has_left(block: BlockFigures, code: str) -> bool:
    """Whether the agency is no member in the latest period of which the block has figures."""
    counting = {period for (_agency, period), ref in block.board.items() if ref.counts}
    latest = [p.period_code for p in block.periods if p.period_code in counting][-1:]
    return any(code not in block.members_of.get(period, ()) for period in latest)


def _to_its_own_period(season, block: BlockFigures, code: str):
    """An agency that was a member for a part of the year is shown in its last period."""
    periods = [p.period_code for p in block.periods if code in block.members_of.get(p.period_code, ())]
    if not periods:
        raise Http404
    held = [p for p in periods if (ref := block.board.get((code, p))) and ref.counts]
    url = reverse("dashboards:agency", args=[*place_of(season), code])
    return redirect(f"{url}?period={(held or periods)[-1]}")


def _context(around, season, figures: FigureSet, block: BlockFigures, ref) -> dict:
    visible = block.sees(ref.code)
    rows = board(block, board_reader(around, season, block))
    cells = _cells(rows, block, ref)
    links = Links(place_of(season))
    desk = _desk(around, season, block, ref) if ref.id in around.rights.own_agency_ids else None
    return {
        "season": season,
        "last_year": season.year - 1,
        "place": place_of(season),
        "figures": figures,
        "agency": ref,
        "agency_name": ref.name(words.lang()),
        "is_provisional": block.is_provisional,
        "is_part_year": bool(block.period and block.period.is_part_year),
        "target_head": comparison_words.target_head(block.period),
        "block_name": words.block_short(block.block),
        "period": words.period_text(block.period),
        "is_visible": visible,
        "is_own": desk is not None,
        "is_head": bool(desk and desk.is_head),
        "state": page.state(block, ref, around.calendar),
        "printed_places": place_rows(season, figures, block, [ref]),
        "classified": classifications_of([ref.id], season.year),
        "groups": page.groups(block, ref, links) if visible else [],
        "compared_with": comparison_words.note_of_agency(block, ref.code) if visible else "",
        "choice": choices(block),
        "reports": [
            (words.dated(period, around.calendar), cell) for period, cell in zip(rows.periods, cells, strict=True)
        ],
        **_figures(around, season, block, ref, links, page.overdue_reports(rows.periods, cells, around.calendar)),
        **_waiting(around, ref, desk),
    }


def _figures(around, season, block: BlockFigures, ref, links: Links, overdue) -> dict:
    """Verdict and cards; reports that are overdue stand first in the verdict."""
    visible = block.sees(ref.code)
    found = cards(block, ref) if visible else []
    # Where last year is not shown to the reader, neither is what it is used for.
    reads_all = ref.id in around.rights.own_agency_ids or around.rights.sees_all_of(season.pk, block.block)
    ahead = visible and reads_all
    return {
        "verdict": overdue_first(verdict(found, block.period, season.year), block.period, overdue) if visible else None,
        "cards": found,
        "outlooks": outlook.outlooks(block, ref, [card.code for card in found], links) if ahead else [],
        "ranked": [card for card in found if card.rank][:2],
    }


def _waiting(around, ref, desk: AgencyDesk | None) -> dict:
    """What waits for the person about the agency, and at its head's desk."""
    decisions = open_business(desk) if desk else []
    mine = [task for task in around.tasks if task.agency_code == ref.code and task not in decisions]
    waiting = mine + [task for task in decisions if desk and (desk.is_head or task.kind.by_officers)]
    calendar = work_calendar(around, waiting + decisions)
    return {
        "decisions": task_rows(decisions, around.today, calendar),
        "tasks": task_rows(mine, around.today, calendar),
        "waiting": len(waiting),
        "nearest": min((task.due for task in waiting if task.due), default=None),
    }


def _desk(around: Surroundings, season, block: BlockFigures, ref) -> AgencyDesk:
    return AgencyDesk(
        around=around,
        season=season,
        block=block.block,
        agency_id=ref.id,
        agency_code=ref.code,
        agency_name=ref.short_name,
        tasks=around.tasks,
        figures=block,
    )


def _cells(rows, block: BlockFigures, ref):
    return rows.rows[[each.code for each in block.everybody].index(ref.code)].cells
