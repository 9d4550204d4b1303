"""The review of a season: what waits, what changed in it, where every member stands."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.access import Refused
from clusters.current import current_of
from clusters.enums import Block
from clusters.models import Season
from results import role_holders
from results.roles import Desk
from results.workspace.current import desk_at
from results.workspace.tasks import reviews

from .overdue_rows import overdue_rows
from .queue import read_queue
from .together_words import together_links


@login_required
@require_safe
def review(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The queue with the chosen submission beside it, then all members and periods."""
    around = current_of(request)
    season, desk = around.season_or_404(slug, year), desk_at(around)
    blocks = _reviewed_blocks(season, desk)
    reviews(around)  # for the count in the rail, read first: of the Ministry's seasons it tells who leads them
    queue = read_queue(season, desk, blocks)
    chosen = _chosen(request, queue)
    reading = queue.reading(chosen) if chosen else None
    context = {
        "season": season,
        "queue": queue,
        "chosen": chosen,
        "reading": reading,
        "together": together_links(desk.rights),
        "overdue": overdue_rows(queue.overdue(), desk, season.pk),
    }
    return render(request, "results/review/review.html", context)


def _reviewed_blocks(season: Season, desk: Desk) -> list[str]:
    """The blocks this person follows as secretariat, deputy or ministry; 403 where there is none."""
    blocks = [block for block in Block.values if desk.rights.sees_all_of(season.pk, block)]
    if not blocks:
        raise Refused(
            _("Reports are reviewed by the head agency, the deputy head agency in its block, and the Ministry."),
            role_holders.who_heads(season, desk),
        )
    return blocks


def _chosen(request: HttpRequest, queue):
    wanted = request.GET.get("s", "")
    return next((item for item in queue.waiting if str(item.submission.pk) == wanted), next(iter(queue.waiting), None))
