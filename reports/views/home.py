"""Where everybody begins: what waits, where the agency or cluster stands, what happened."""

from django.contrib.auth.decorators import login_required
from django.db.models import CharField
from django.db.models.functions import Cast
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import AuditEntry
from results.models import Submission
from results.reading import read_figures

from ..models import ReportRun, SavedView
from ..pages import home as page
from ..pages.overview import phase_name, tiles
from ..pages.saved_views import rows as view_rows
from ..surroundings import Surroundings, surroundings_of
from .common import days_off, own_codes, place_of

RECENT = 8
RECENT_RUNS = 3


@login_required
@require_safe
def home(request):
    """Tasks, standing and recent acts; for somebody without an appointment today, why there is nothing."""
    around = surroundings_of(request)
    context = {"today": around.today, "season": around.season, "is_administrator": request.user.is_administrator}
    if around.rights.is_empty:
        return render(request, "reports/home_empty.html", context)
    rows = page.task_rows(around.tasks, around.today, days_off(around))
    context |= {
        "task_count": len(rows),
        "overdue": sum(row.group == "overdue" for row in rows),
        "task_groups": page.grouped(rows),
        "events": page.events(_recent(request.user), around.today),
        "runs": ReportRun.objects.visible_to(request.user).select_related("season__cluster")[:RECENT_RUNS],
        "views": [row for row in view_rows(SavedView.objects.filter(user=request.user), around.seasons) if row.address],
    }
    if around.season:
        context |= _standing(around)
    return render(request, "reports/home.html", context)


def _recent(user):
    """The last acts on reports one may see; single cells are left out."""
    seen = Submission.objects.visible_to(user).annotate(key=Cast("pk", CharField())).values("key")
    acts = AuditEntry.objects.filter(
        target_type=Submission._meta.label_lower, target_id__in=seen, action__startswith="submission."
    )
    return acts.order_by("-at", "-pk")[:RECENT]


def _standing(around: Surroundings) -> dict:
    season = around.season
    blocks = around.blocks(season)
    figures = read_figures(season, rights=around.rights, narrow=True, with_published=False)
    own = own_codes(around, season)
    mine = {member.block for member in around.own_agencies(season)}
    order = sorted(blocks, key=lambda block: block not in mine)
    return {
        "place": place_of(season),
        "figures": figures,
        "tiles": [tile for block in order for tile in tiles(figures.blocks[block], own)],
        "progress": page.progress(figures, blocks),
        "milestones": page.milestones(around.phases(season), around.today, phase_name),
        "own": around.own_agencies(season)[:1],
    }
