"""What the page asks before a step, and what it tells about its effect."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from results.enums import Action
from results.models import Submission
from results.reviewers import Reviewer
from results.workflow import STEPS


@dataclass(frozen=True)
class Question:
    """The heading, what will happen, the button and its look."""

    title: str
    text: str
    verb: str
    kind: str  # primary or return


def question(action: str, submission: Submission, reviewer: Reviewer) -> Question:
    """What to ask before a step of a submission; ``reviewer`` receives it once it is submitted."""
    step = STEPS[action]
    cases = step.words.cases
    ask = cases.get(submission.state) or cases.get(reviewer) or step.words.ask
    title = (_recalled(submission) if action == Action.RECALL else "") or ask.title
    name = {"agency": submission.agency.name, "period": submission.period.name, "version": submission.version}
    subject = _("%(agency)s, %(period)s, version %(version)s.") % name
    kind = "return" if step.look == "return" else "primary"
    return Question(str(title), f"{subject} {ask.text}", str(step.words.verb), kind)


def _recalled(submission: Submission) -> str:
    """The heading that names the step which is taken back."""
    last = (submission.last_step or {}).get("action")
    return STEPS[last].words.recall if last in STEPS else ""
