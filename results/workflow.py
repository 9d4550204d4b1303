"""The life of a submission as a table, and who may move it: plain decisions on plain values."""

from dataclasses import dataclass

from .enums import Action, State


class IllegalStep(Exception):
    """The step does not start from the state the submission is in."""

    def __init__(self, action: str, state: str):
        super().__init__(f"{action} from {state}")
        self.action, self.state = action, state


@dataclass(frozen=True, slots=True)
class Step:
    """From which states, to which state, by which permission; ``needs_note`` asks for a reason."""

    sources: frozenset[str]
    target: str
    permission: str
    needs_note: bool = False


STEPS: dict[str, Step] = {
    Action.HAND_OVER: Step(frozenset({State.DRAFT}), State.AWAITING_SIGNATURE, "results.hand_over_submission"),
    Action.SEND_BACK: Step(
        frozenset({State.AWAITING_SIGNATURE}), State.DRAFT, "results.send_back_submission", needs_note=True
    ),
    Action.SUBMIT: Step(frozenset({State.AWAITING_SIGNATURE}), State.SUBMITTED, "results.submit_submission"),
    Action.RECEIVE: Step(frozenset({State.SUBMITTED}), State.RECEIVED, "results.receive_submission"),
    Action.RETURN: Step(
        frozenset({State.SUBMITTED, State.RECEIVED}), State.DRAFT, "results.return_submission", needs_note=True
    ),
    Action.APPROVE: Step(frozenset({State.RECEIVED}), State.APPROVED, "results.approve_submission"),
    # Reopening leaves the approved version standing; a draft of the next version begins beside it.
    Action.REOPEN: Step(frozenset({State.APPROVED}), State.APPROVED, "results.reopen_submission", needs_note=True),
    Action.SEAL: Step(frozenset({State.APPROVED}), State.SEALED, "results.seal_submission"),
}


def next_state(state: str, action: str) -> str:
    """The state a step leads to; IllegalStep where it does not start from ``state``."""
    step = STEPS[action]
    if state not in step.sources:
        raise IllegalStep(action, state)
    return step.target


def steps_from(state: str) -> list[str]:
    """The steps that start from a state, in the order of the table."""
    return [action for action, step in STEPS.items() if state in step.sources]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands towards one submission today.

    ``receives`` and ``approves`` already leave out one's own agency and name the deputy agency, else the ministry, for
    the head agency's own submission. ``changed_a_value`` means since the submission was last returned.
    """

    is_officer: bool = False
    is_head: bool = False
    is_secretariat: bool = False
    receives: bool = False
    approves: bool = False
    is_ministry_approver: bool = False
    entry_is_open: bool = False
    changed_a_value: bool = False

    @property
    def is_own(self) -> bool:
        return self.is_officer or self.is_head

    @property
    def edits(self) -> bool:
        return (self.is_own or self.is_secretariat) and self.entry_is_open

    def may(self, action: str) -> bool:
        """Whether the person may take a step, the state left aside."""
        return {
            Action.HAND_OVER: self.is_own and self.entry_is_open,
            Action.SEND_BACK: self.is_head,
            Action.SUBMIT: self.is_head,
            Action.RECEIVE: self.receives,
            Action.RETURN: self.receives or self.approves,
            Action.APPROVE: self.approves and not self.changed_a_value,
            Action.REOPEN: self.approves or self.is_ministry_approver,
            Action.SEAL: self.is_ministry_approver,
        }[action]
