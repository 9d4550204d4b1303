"""What the page asks before a step, and what it tells about its effect."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from results.enums import Action, State
from results.models import Submission
from results.reviewers import Reviewer


@dataclass(frozen=True)
class Question:
    """The heading, what will happen, the button and its look."""

    title: str
    text: str
    verb: str
    kind: str  # primary or return


def _submit_to(reviewer: Reviewer) -> str:
    return {
        Reviewer.HEAD_AGENCY: _("Submit the report to the head agency of the cluster?"),
        Reviewer.DEPUTY_AGENCY: _("Submit the report to the deputy agency of the cluster?"),
        Reviewer.MINISTRY: _("Submit the report to the Ministry of Justice?"),
    }[reviewer]


def _reopening(submission: Submission) -> tuple[str, str, str]:
    if submission.state == State.SEALED:
        text = _("The sealed version stays as it is and counts until the next version, begun as a draft, is approved.")
        return _("Reopen the sealed report?"), text, _("Reopen")
    text = _("A draft of the next version begins; the approved version counts until the new one is approved.")
    return _("Reopen the approved report?"), text, _("Reopen")


def _recalling(submission: Submission) -> tuple[str, str, str]:
    title = {
        Action.HAND_OVER: _("Take back the report from the head of agency?"),
        Action.SEND_BACK: _("Take back the sending back to the officer?"),
        Action.SUBMIT: _("Take back the report that was submitted?"),
        Action.RECEIVE: _("Take back the receipt of the report?"),
        Action.RETURN: _("Take back the return of the report?"),
        Action.APPROVE: _("Take back the approval of the report?"),
    }.get((submission.last_step or {}).get("action"), _("Take back the last step?"))
    text = _("Everything is as before your step. This is possible until somebody else acts, and is kept in the record.")
    return title, text, _("Take back")


def question(action: str, submission: Submission, reviewer: Reviewer) -> Question:
    """What to ask before a step of a submission; ``reviewer`` receives it once it is submitted."""
    name = {"agency": submission.agency.name, "period": submission.period.name, "version": submission.version}
    title, text, verb = {
        Action.HAND_OVER: (
            _("Hand the report to the head of agency?"),
            _("The figures are then locked for entry until the head submits the report or sends it back."),
            _("Hand over"),
        ),
        Action.SEND_BACK: (
            _("Send the report back to the officer?"),
            _("The figures can then be entered again. The reason is shown to the officer."),
            _("Send back"),
        ),
        Action.SUBMIT: (
            _submit_to(reviewer),
            _("The figures count from then on in totals and comparisons, and are changed only after a return."),
            _("Submit"),
        ),
        Action.RECEIVE: (
            _("Receive the report?"),
            _("Receiving it confirms that it is being read; the data stand still until it is approved or returned."),
            _("Receive"),
        ),
        Action.RETURN: (
            _("Return the report to the agency?"),
            _("Its figures no longer count until it is submitted again. The reason is shown to the agency."),
            _("Return"),
        ),
        Action.APPROVE: (
            _("Approve the report?"),
            _("The figures are then final; only a reopening with a reason changes them."),
            _("Approve"),
        ),
        Action.REOPEN: _reopening(submission),
        Action.SEAL: (
            _("Seal the report?"),
            _("A sealed version stays as it is for good."),
            _("Seal"),
        ),
        Action.RECALL: _recalling(submission),
    }[Action(action)]
    subject = _("%(agency)s, %(period)s, version %(version)s.") % name
    kind = "return" if action in (Action.RETURN, Action.SEND_BACK) else "primary"
    return Question(title, f"{subject} {text}", verb, kind)


def reason_label(action: str) -> str:
    """The label of the reason a step asks for; empty where it asks for none."""
    return {
        Action.SEND_BACK: _("Reason for sending back, shown to the officer"),
        Action.RETURN: _("Reason for the return, shown to the agency"),
        Action.REOPEN: _("Reason for reopening, kept in the record"),
    }.get(Action(action), "")
