"""The life of a submission as a table, and who may move it: plain decisions on plain values."""

from dataclasses import dataclass

from emulation_portal.lib.steps import IllegalStep

from .enums import Action, State


@dataclass(frozen=True, slots=True)
class SubmissionStep:
    """From which states, to which state, by which permission; ``target`` None: the version stays in its state, or goes
    back to where a recalled step began.

    ``needs_note`` asks for a reason. ``newest_only``: once a later version has been begun, the earlier one waits for
    it. ``recallable``: whoever took it may recall it until somebody else acts.
    """

    sources: frozenset[str]
    target: str | None
    permission: str
    needs_note: bool = False
    newest_only: bool = False
    recallable: bool = False


STEPS: dict[str, SubmissionStep] = {
    Action.HAND_OVER: SubmissionStep(
        frozenset({State.DRAFT}), State.AWAITING_SIGNATURE, "results.hand_over_submission", recallable=True
    ),
    Action.SEND_BACK: SubmissionStep(
        frozenset({State.AWAITING_SIGNATURE}),
        State.DRAFT,
        "results.send_back_submission",
        needs_note=True,
        recallable=True,
    ),
    Action.SUBMIT: SubmissionStep(
        frozenset({State.AWAITING_SIGNATURE}), State.SUBMITTED, "results.submit_submission", recallable=True
    ),
    Action.RECEIVE: SubmissionStep(
        frozenset({State.SUBMITTED}), State.RECEIVED, "results.receive_submission", recallable=True
    ),
    Action.RETURN: SubmissionStep(
        frozenset({State.SUBMITTED, State.RECEIVED}),
        State.DRAFT,
        "results.return_submission",
        needs_note=True,
        recallable=True,
    ),
    Action.APPROVE: SubmissionStep(
        frozenset({State.RECEIVED}), State.APPROVED, "results.approve_submission", recallable=True
    ),
    # Reopening leaves the approved or sealed version standing; a draft of the next version begins beside it.
    Action.REOPEN: SubmissionStep(
        frozenset({State.APPROVED, State.SEALED}), None, "results.reopen_submission", needs_note=True, newest_only=True
    ),
    Action.SEAL: SubmissionStep(frozenset({State.APPROVED}), State.SEALED, "results.seal_submission", newest_only=True),
    Action.RECALL: SubmissionStep(
        frozenset({State.DRAFT, State.AWAITING_SIGNATURE, State.SUBMITTED, State.RECEIVED, State.APPROVED}),
        None,
        "results.recall_submission",
        newest_only=True,
    ),
}


def next_state(state: str, action: str) -> str:
    """The state a step leads to; IllegalStep where it does not start from ``state``."""
    step = STEPS[action]
    if state not in step.sources:
        raise IllegalStep(action, state)
    return step.target or state


def steps_from(state: str) -> list[str]:
    """The steps that start from a state, in the order of the table."""
    return [action for action, step in STEPS.items() if state in step.sources]


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
        if action == Action.RECALL:
            return bool(self.recallable) and STEPS[self.recallable].recallable and self.may(self.recallable)
        allowed: dict[str, bool] = {
            Action.HAND_OVER: self.is_own and self.entry_is_open,
            Action.SEND_BACK: self.is_head,
            Action.SUBMIT: self.is_head,
            Action.RECEIVE: self.receives,
            Action.RETURN: self.receives or self.approves,
            Action.APPROVE: self.approves and not self.changed_a_value,
            Action.REOPEN: self.is_ministry_approver or (self.approves and not self.is_sealed),
            Action.SEAL: self.is_ministry_approver,
        }
        return allowed[action]
