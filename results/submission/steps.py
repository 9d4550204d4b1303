"""Moving a submission along its workflow: one address per step, asked about on GET, done on POST."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.sign_in.fresh import require_password_shown
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.steps import IllegalStep
from results import services, words
from results.checks import Findings, blocking
from results.enums import Action, State
from results.figures.refs import submission_indicators
from results.models import Submission
from results.roles import desk_of
from results.services import BlockedByChecks, NoteRequired, StaleSubmission
from results.sheets.sheet import findings_of
from results.workflow import STEPS

from .access import refused_step, visible_submission
from .forms import SubmissionStepForm
from .step_questions import question


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Ask before a step, then take it. Sent twice, or from two windows, it has one effect."""
    submission = visible_submission(request.user, pk)
    desk = desk_of(request.user)
    try:
        services.require_step(submission, action, request.user)
    except NotAllowed as error:
        raise refused_step(error, action, submission, desk) from error
    wanted = STEPS[action]
    overtaken = wanted.newest_only and not services.is_newest(submission)
    if overtaken or submission.state not in wanted.sources:
        return _too_late(request, submission)
    if request.method == "GET" and wanted.needs_sound:
        findings = blocking(findings_of(submission, desk.succession))
        if findings:
            return _blocked(request, submission, findings)
    data = request.POST if request.method == "POST" else None
    form = SubmissionStepForm(data, needs_note=wanted.needs_note, label=wanted.words.reason)
    if request.method == "POST" and form.is_valid():
        if wanted.asks_password:
            require_password_shown(request)
        return _take(request, submission, action, form.cleaned_data.get("note", ""))
    ask = question(action, submission, desk.reviewer_of(submission))
    context = {"submission": submission, "action": action, "form": form, "ask": ask}
    return render(request, "results/submission/step.html", context, status=422 if request.method == "POST" else 200)


def _take(request: HttpRequest, submission: Submission, action: str, note: str) -> HttpResponse:
    try:
        moved = services.take_step(submission=submission, action=action, actor=request.user, note=note)
    except (IllegalStep, StaleSubmission):
        submission.refresh_from_db()
        return _too_late(request, submission)
    except NotAllowed as error:
        raise refused_step(error, action, submission, desk_of(request.user)) from error
    except NoteRequired:
        return redirect(f"results:{action}", submission.pk)
    except BlockedByChecks as error:
        return _blocked(request, submission, error.findings, status=422)
    messages.success(request, _told(moved, action))
    if action == Action.RECALL and moved.state == State.DRAFT:  # whoever enters it has it again
        return redirect("results:entry", moved.agency.code, moved.period.code)
    return redirect("results:submission", moved.pk)


def _blocked(request: HttpRequest, submission: Submission, findings: Findings, status: int = 200) -> HttpResponse:
    """What stands in the way, with the way to each cell."""
    context = {"submission": submission, "findings": findings, "indicators": submission_indicators(submission)}
    return render(request, "results/submission/blocked.html", context, status=status)


def _too_late(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The step was taken before, here in another window or by somebody else: nothing happens twice."""
    text = _("The report had already been moved on; nothing was done again. It is now: %(state)s.")
    messages.warning(request, text % {"state": submission.get_state_display()})
    return redirect("results:submission", submission.pk)


def _told(submission: Submission, action: str) -> str:
    text = f"{words.done(action)}: {submission.agency.name}, {submission.period.name}."
    if "late_days" in STEPS[action].stamps and submission.late_days:
        late = _("Marked late by %(n)s working days.") % {"n": submission.late_days}
        return f"{text} {late}"
    return text
