"""The life of a nomination as a table: plain decisions on plain values."""

from dataclasses import dataclass

from .enums import NominationAction as Action
from .enums import NominationState as State

OPEN = frozenset({State.PROPOSED, State.SUBMITTED})
DECIDED = frozenset({State.GRANTED, State.DECLINED})


class IllegalStep(Exception):
    """The step does not start from the state the nomination is in."""

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
    Action.SUBMIT: Step(frozenset({State.PROPOSED}), State.SUBMITTED, "awards.submit_nomination"),
    Action.RETURN: Step(frozenset({State.SUBMITTED}), State.PROPOSED, "awards.submit_nomination", needs_note=True),
    Action.GRANT: Step(frozenset({State.SUBMITTED}), State.GRANTED, "awards.decide_nomination"),
    Action.DECLINE: Step(frozenset({State.SUBMITTED}), State.DECLINED, "awards.decide_nomination", needs_note=True),
    Action.WITHDRAW: Step(frozenset({State.PROPOSED}), State.WITHDRAWN, "awards.propose_nomination", needs_note=True),
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
