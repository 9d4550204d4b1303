"""Several reports received, approved or sealed: choose, be asked, and be told what came of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.sign_in.fresh import require_password_shown
from clusters.current import current_of
from results.workflow import STEPS

from .together import Taken, candidates, may_take_together, take_together
from .together_words import texts


@login_required
@require_http_methods(["GET", "POST"])
def together(request: HttpRequest, action: str) -> HttpResponse:
    """The reports that wait for a step, with boxes to tick; with reports chosen, the question; posted, the step."""
    around = current_of(request)
    if not may_take_together(around.rights, action):
        raise Http404
    offered = candidates(around, action)
    if request.method == "POST":
        if STEPS[action].asks_password and _chosen(request.POST):
            require_password_shown(request)
        taken = take_together(_chosen(request.POST), offered, action, request.user)
        _tell(request, taken, str(STEPS[action].words.done))
        return redirect(f"results:{action}_together")
    wanted = set(_chosen(request.GET))
    free = [each for each in offered if not each.hindrance]
    context = {
        "action": action,
        "texts": texts(action),
        "free": free,
        "hindered": [each for each in offered if each.hindrance],
        "chosen": [each for each in free if each.submission.pk in wanted],
    }
    return render(request, "results/review/together.html", context)


def _chosen(data) -> list[int]:
    return [int(text) for text in data.getlist("s") if text.isdecimal() and len(text) < 19]


def _tell(request: HttpRequest, taken: Taken, done: str) -> None:
    if taken.done:
        count = len(taken.done)
        text = ngettext("%(done)s: %(n)s report.", "%(done)s: %(n)s reports.", count)
        messages.success(request, text % {"done": done, "n": count})
    for label, reason in taken.failed:
        messages.warning(
            request, _("Not done: %(report)s, %(reason)s.") % {"report": label, "reason": reason.rstrip(".")}
        )
    if not (taken.done or taken.failed):
        messages.warning(request, _("No report was chosen."))
