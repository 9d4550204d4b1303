"""The life of a submission as tables of its steps and states, and who may move it: plain decisions on plain values.

A new step or state is a row here, with its words in ``step_words.py`` and its name in ``enums.py``; services, pages,
notices and boards read from the row what they do with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from emulation_portal.lib.steps import StateRow, Step, StepTable

from .enums import Action, ReportEvent, State
from .step_words import STATE_WORDS, STEP_WORDS, SubmissionStateWords, SubmissionStepWords


class StepActor(StrEnum):
    """The part that somebody has in a report, whose step it is or whose turn."""

    ENTERING = "entering"  # officer and head of the agency, while its entry is open
    HEAD = "head"
    RECEIVER = "receiver"
    REVIEWER = "reviewer"  # whoever receives or approves
    APPROVER = "approver"  # without a value of their own in the version
    REOPENER = "reopener"  # approvers and the Ministry's; what is sealed the Ministry's alone
    MINISTRY = "ministry"  # its approver of the block
    TAKER = "taker"  # of the last step, until somebody acts


@dataclass(frozen=True, slots=True)
class StepNotice:
    """What the agency is told of a step: the kind of notice and how it looks; its title is among the step's words."""

    kind: str
    icon: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionStep(Step):
    """``needs_sound``: checks that fail stand in its way. ``gives_back``: the report comes back to whoever enters it.

    ``ends_reminders``: nobody is reminded of the due day any more. ``asks_password``: unless it was shown lately.
    """

    words: SubmissionStepWords
    notice: StepNotice | None = None
    needs_sound: bool = False
    gives_back: bool = False
    ends_reminders: bool = False
    asks_password: bool = False


STEPS: StepTable[SubmissionStep] = StepTable(
    {
        Action.HAND_OVER: SubmissionStep(
            sources=frozenset({State.DRAFT}),
            target=State.AWAITING_SIGNATURE,
            permission="results.hand_over_submission",
            who=StepActor.ENTERING,
            words=STEP_WORDS[Action.HAND_OVER],
            stamps=("handed_over_at",),
            needs_sound=True,
            ends_reminders=True,
            recallable=True,
        ),
        Action.SEND_BACK: SubmissionStep(
            sources=frozenset({State.AWAITING_SIGNATURE}),
            target=State.DRAFT,
            permission="results.send_back_submission",
            who=StepActor.HEAD,
            words=STEP_WORDS[Action.SEND_BACK],
            look="return",
            needs_note=True,
            stamps=("sent_back_at", "return_reason"),
            gives_back=True,
            recallable=True,
        ),
        Action.SUBMIT: SubmissionStep(
            sources=frozenset({State.AWAITING_SIGNATURE}),
            target=State.SUBMITTED,
            permission="results.submit_submission",
            who=StepActor.HEAD,
            words=STEP_WORDS[Action.SUBMIT],
            stamps=("submitted_at", "late_days", "first_submitted_at"),
            needs_sound=True,
            recallable=True,
        ),
        Action.RECEIVE: SubmissionStep(
            sources=frozenset({State.SUBMITTED}),
            target=State.RECEIVED,
            permission="results.receive_submission",
            who=StepActor.RECEIVER,
            words=STEP_WORDS[Action.RECEIVE],
            stamps=("received_at",),
            notice=StepNotice(ReportEvent.RECEIVED, "inbox"),
            recallable=True,
        ),
        Action.RETURN: SubmissionStep(
            sources=frozenset({State.SUBMITTED, State.RECEIVED}),
            target=State.DRAFT,
            permission="results.return_submission",
            who=StepActor.REVIEWER,
            words=STEP_WORDS[Action.RETURN],
            look="return",
            needs_note=True,
            stamps=("returned_at", "return_reason"),
            notice=StepNotice(ReportEvent.RETURNED, "reply", "failed"),
            gives_back=True,
            recallable=True,
        ),
        Action.APPROVE: SubmissionStep(
            sources=frozenset({State.RECEIVED}),
            target=State.APPROVED,
            permission="results.approve_submission",
            who=StepActor.APPROVER,
            words=STEP_WORDS[Action.APPROVE],
            stamps=("approved_at", "approved_by"),
            notice=StepNotice(ReportEvent.APPROVED, "check2-circle", "done"),
            recallable=True,
        ),
        # Reopening leaves the approved or sealed version standing; a draft of the next version begins beside it.
        Action.REOPEN: SubmissionStep(
            sources=frozenset({State.APPROVED, State.SEALED}),
            target=None,
            permission="results.reopen_submission",
            who=StepActor.REOPENER,
            words=STEP_WORDS[Action.REOPEN],
            look="quiet",
            needs_note=True,
            notice=StepNotice(ReportEvent.REOPENED, "unlock", "failed"),
            gives_back=True,
            newest_only=True,
        ),
        Action.SEAL: SubmissionStep(
            sources=frozenset({State.APPROVED}),
            target=State.SEALED,
            permission="results.seal_submission",
            who=StepActor.MINISTRY,
            words=STEP_WORDS[Action.SEAL],
            stamps=("sealed_at",),
            notice=StepNotice(ReportEvent.SEALED, "lock", "done"),
            asks_password=True,
            newest_only=True,
        ),
        Action.RECALL: SubmissionStep(
            sources=frozenset({State.DRAFT, State.AWAITING_SIGNATURE, State.SUBMITTED, State.RECEIVED, State.APPROVED}),
            target=None,
            permission="results.recall_submission",
            who=StepActor.TAKER,
            words=STEP_WORDS[Action.RECALL],
            look="quiet",
            newest_only=True,
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionState(StateRow):
    """``waits_for``: whose turn it is, None once nobody has to act. ``counts``: in totals and comparisons.

    ``is_final``: no step that is still due changes its figures. ``board`` is the kind of cell it is counted as there.
    """

    words: SubmissionStateWords
    waits_for: StepActor | None
    board: str
    counts: bool = False
    is_final: bool = False


STATES: dict[str, SubmissionState] = {
    State.DRAFT: SubmissionState(
        tone="info",
        icon="pencil",
        words=STATE_WORDS[State.DRAFT],
        waits_for=StepActor.ENTERING,
        board="entering",
    ),
    State.AWAITING_SIGNATURE: SubmissionState(
        tone="info",
        icon="pen",
        words=STATE_WORDS[State.AWAITING_SIGNATURE],
        waits_for=StepActor.HEAD,
        board="entering",
    ),
    State.SUBMITTED: SubmissionState(
        tone="info",
        icon="send",
        words=STATE_WORDS[State.SUBMITTED],
        waits_for=StepActor.RECEIVER,
        board="reviewed",
        counts=True,
    ),
    State.RECEIVED: SubmissionState(
        tone="info",
        icon="inbox",
        words=STATE_WORDS[State.RECEIVED],
        waits_for=StepActor.APPROVER,
        board="reviewed",
        counts=True,
    ),
    State.APPROVED: SubmissionState(
        tone="ok",
        icon="check-lg",
        words=STATE_WORDS[State.APPROVED],
        waits_for=None,
        board="approved",
        counts=True,
        is_final=True,
    ),
    State.SEALED: SubmissionState(
        tone="seal",
        icon="lock-fill",
        words=STATE_WORDS[State.SEALED],
        waits_for=None,
        board="sealed",
        counts=True,
        is_final=True,
    ),
}


def states_where(asked: Callable[[SubmissionState], bool]) -> tuple[str, ...]:
    """The states whose row answers yes, in the order of the table."""
    return tuple(str(state) for state, row in STATES.items() if asked(row))


COUNTING_STATES = states_where(lambda row: row.counts)
FINAL_STATES = states_where(lambda row: row.is_final)
WITH_THE_AGENCY = states_where(lambda row: row.waits_for in (StepActor.ENTERING, StepActor.HEAD))
AWAITING_RECEIPT = states_where(lambda row: row.waits_for == StepActor.RECEIVER)
AWAITING_APPROVAL = states_where(lambda row: row.waits_for == StepActor.APPROVER)
UNDER_REVIEW = AWAITING_RECEIPT + AWAITING_APPROVAL
GIVING_BACK = tuple(str(action) for action, step in STEPS.items() if step.gives_back)
NEWEST_ONLY = frozenset(str(action) for action, step in STEPS.items() if step.newest_only)


@dataclass(frozen=True, slots=True)
class ActorStanding:
    """How a person stands towards one submission today.

    ``receives`` and ``approves`` already leave out one's own agency and name the deputy agency, else the ministry, for
    the head agency's own submission. ``changed_a_value``: the version holds a value this person changed last.
    ``recallable``: the step this person took last, where nobody has acted since.
    """

    is_officer: bool = False
    is_head: bool = False
    is_secretariat: bool = False
    receives: bool = False
    approves: bool = False
    is_ministry_approver: bool = False
    entry_is_open: bool = False
    changed_a_value: bool = False
    is_sealed: bool = False
    recallable: str = ""

    @property
    def is_own(self) -> bool:
        return self.is_officer or self.is_head

    @property
    def edits(self) -> bool:
        return (self.is_own or self.is_secretariat) and self.entry_is_open

    def may(self, action: str) -> bool:
        """Whether the person may take a step, the state left aside."""
        return self.acts_as(STEPS[action].who)

    def acts_as(self, who: str) -> bool:
        """Whether the person has this part in the report."""
        if who == StepActor.TAKER:
            return bool(self.recallable) and STEPS[self.recallable].recallable and self.may(self.recallable)
        parts: dict[str, bool] = {
            StepActor.ENTERING: self.is_own and self.entry_is_open,
            StepActor.HEAD: self.is_head,
            StepActor.RECEIVER: self.receives,
            StepActor.REVIEWER: self.receives or self.approves,
            StepActor.APPROVER: self.approves and not self.changed_a_value,
            StepActor.REOPENER: self.is_ministry_approver or (self.approves and not self.is_sealed),
            StepActor.MINISTRY: self.is_ministry_approver,
        }
        return parts[who]
