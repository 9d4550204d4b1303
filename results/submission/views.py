"""One version of a submission to read: values, checks, what changed, who did what."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusters.access import about_season
from clusters.current import current_of
from results import words
from results.enums import State
from results.models import Submission
from results.workspace.current import desk_at

from .access import visible_submission
from .history import latest_changes, steps_taken
from .reading import VersionReading


@login_required
@require_safe
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """A version with everything that happened to it."""
    found = visible_submission(request.user, pk)
    desk = desk_at(current_of(request))
    reading = VersionReading(found, desk)
    about_season(request, reading.season)
    current_of(request).mark_seen(Submission, found.pk)
    changes, total = latest_changes(reading.changes, reading.sheet.indicators)
    standing = desk.standing(found)
    context = {
        "reading": reading,
        "submission": found,
        "changes": changes,
        "changes_total": total,
        "taken": [(entry, words.done(entry.action.partition(".")[2])) for entry in steps_taken(reading.versions)],
        "enters_on_behalf": not standing.is_own,
        "editable": found.state == State.DRAFT and reading.is_newest and standing.edits,
    }
    return render(request, "results/submission/submission.html", context)
