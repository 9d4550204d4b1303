"""What is said of the steps and states of a submission. Labels as those of an enumeration: translated when printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from emulation_portal.lib.steps import StepWords

from .enums import Action, State
from .reviewers import Reviewer


@dataclass(frozen=True, slots=True)
class Ask:
    """The heading of a question, and what will happen."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionStepWords(StepWords):
    """Texts of one step.

    ``ask`` is the question before it, ``cases`` the question for a state or a reviewer where it is another one.
    ``done`` is its message and its label in the record, ``did`` what somebody did with the report, in a sentence.
    ``reason`` is the label of the reason it asks for, ``recall`` the heading before it is recalled, ``notice`` the
    title of what the agency is told. ``gave_back`` and ``given_back`` say why a report came back, with and without
    the person.
    """

    ask: Ask
    done: str
    did: str
    cases: Mapping[str, Ask] = field(default_factory=dict)
    reason: str = ""
    recall: str = ""
    notice: str = ""
    gave_back: str = ""
    given_back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionStateWords:
    """Texts of one state: ``chip`` in its pill, ``board`` in a cell of the board and ``board_on`` with a day there.

    ``figures`` says of an agency's figures what they are by it, ``queue`` of a waiting report how far it is; both are
    empty where nothing is said.
    """

    chip: str
    board: str
    board_on: str = ""
    figures: str = ""
    queue: str = ""


_COUNT = _("The figures count from then on in totals and comparisons, and are changed only after a return.")
_RETURNED = _("Returned at %(moment)s, reason: %(reason)s")

STEP_WORDS: dict[str, SubmissionStepWords] = {
    Action.HAND_OVER: SubmissionStepWords(
        verb=_("Hand over"),
        ask=Ask(
            _("Hand the report to the head of agency?"),
            _("The figures are then locked for entry until the head submits the report or sends it back."),
        ),
        done=_("Handed to the head of agency"),
        did=_("handed to the head"),
        recall=_("Take back the report from the head of agency?"),
    ),
    Action.SEND_BACK: SubmissionStepWords(
        verb=_("Send back"),
        ask=Ask(
            _("Send the report back to the officer?"),
            _("The figures can then be entered again. The reason is shown to the officer."),
        ),
        done=_("Sent back to the officer"),
        did=_("sent back to the officer"),
        reason=_("Reason for sending back, shown to the officer"),
        recall=_("Take back the sending back to the officer?"),
        gave_back=_("%(who)s sent it back to the officer at %(moment)s, reason: %(reason)s"),
        given_back=_RETURNED,
    ),
    Action.SUBMIT: SubmissionStepWords(
        verb=_("Submit"),
        ask=Ask(_("Submit the report to the head agency of the cluster?"), _COUNT),
        cases={
            Reviewer.DEPUTY_AGENCY: Ask(_("Submit the report to the deputy agency of the cluster?"), _COUNT),
            Reviewer.MINISTRY: Ask(_("Submit the report to the Ministry of Justice?"), _COUNT),
        },
        done=_("Submitted"),
        did=_("submitted"),
        recall=_("Take back the report that was submitted?"),
    ),
    Action.RECEIVE: SubmissionStepWords(
        verb=_("Receive"),
        ask=Ask(
            _("Receive the report?"),
            _("Receiving it confirms that it is being read; the data stand still until it is approved or returned."),
        ),
        done=_("Received"),
        did=_("received"),
        recall=_("Take back the receipt of the report?"),
        notice=_("The report of {agency} was received: {period}"),
    ),
    Action.RETURN: SubmissionStepWords(
        verb=_("Return"),
        ask=Ask(
            _("Return the report to the agency?"),
            _("Its figures no longer count until it is submitted again. The reason is shown to the agency."),
        ),
        done=_("Returned"),
        did=_("returned"),
        reason=_("Reason for the return, shown to the agency"),
        recall=_("Take back the return of the report?"),
        notice=_("The report of {agency} was returned: {period}"),
        gave_back=_("%(who)s returned it at %(moment)s, reason: %(reason)s"),
        given_back=_RETURNED,
    ),
    Action.APPROVE: SubmissionStepWords(
        verb=_("Approve"),
        ask=Ask(
            _("Approve the report?"), _("The figures are then final; only a reopening with a reason changes them.")
        ),
        done=_("Approved"),
        did=_("approved"),
        recall=_("Take back the approval of the report?"),
        notice=_("The report of {agency} was approved: {period}"),
    ),
    Action.REOPEN: SubmissionStepWords(
        verb=_("Reopen"),
        ask=Ask(
            _("Reopen the approved report?"),
            _("A draft of the next version begins; the approved version counts until the new one is approved."),
        ),
        cases={
            State.SEALED: Ask(
                _("Reopen the sealed report?"),
                _(
                    "The sealed version stays as it is and counts until the next version, begun as a draft, is "
                    "approved."
                ),
            )
        },
        done=_("Reopened"),
        did=_("reopened"),
        reason=_("Reason for reopening, kept in the record"),
        notice=_("The report of {agency} was reopened: {period}"),
        gave_back=_("%(who)s reopened it at %(moment)s, reason: %(reason)s"),
        given_back=_("Reopened at %(moment)s, reason: %(reason)s"),
    ),
    Action.SEAL: SubmissionStepWords(
        verb=_("Seal"),
        ask=Ask(_("Seal the report?"), _("A sealed version stays as it is for good.")),
        done=_("Sealed"),
        did=_("sealed"),
        notice=_("The report of {agency} was sealed: {period}"),
    ),
    # Its heading is that of the step which it takes back.
    Action.RECALL: SubmissionStepWords(
        verb=_("Take back"),
        ask=Ask(
            _("Take back the last step?"),
            _(
                "Everything is as before your step. This is possible until somebody else acts, and is kept in the "
                "record."
            ),
        ),
        done=_("Recalled"),
        did=_("changed"),
    ),
}

STATE_WORDS: dict[str, SubmissionStateWords] = {
    State.DRAFT: SubmissionStateWords(chip=_("Being entered"), board=_("Being entered")),
    State.AWAITING_SIGNATURE: SubmissionStateWords(chip=_("Awaiting the head"), board=_("Awaiting the head")),
    State.SUBMITTED: SubmissionStateWords(chip=_("Submitted"), board=_("Submitted")),
    State.RECEIVED: SubmissionStateWords(
        chip=_("Received"), board=_("Received"), queue=_("received, the data stand still")
    ),
    State.APPROVED: SubmissionStateWords(
        chip=_("Approved"), board=_("Approved"), board_on=_("Approved %(day)s"), figures=_("Figures approved")
    ),
    State.SEALED: SubmissionStateWords(chip=_("Sealed"), board=_("Sealed"), figures=_("Figures sealed")),
}
