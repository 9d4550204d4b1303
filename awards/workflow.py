"""The life of a nomination as a table: plain decisions on plain values."""

from dataclasses import dataclass

from emulation_portal.lib.steps import IllegalStep

from .enums import NominationAction as Action
from .enums import NominationState as State

OPEN = frozenset({State.PROPOSED, State.SUBMITTED})
DECIDED = frozenset({State.GRANTED, State.DECLINED})


@dataclass(frozen=True, slots=True)
class NominationStep:
    """From which states, to which state, by which permission; ``needs_note`` asks for a reason."""

    sources: frozenset[str]
    target: str
    permission: str
    needs_note: bool = False


STEPS: dict[str, NominationStep] = {
    Action.SUBMIT: NominationStep(frozenset({State.PROPOSED}), State.SUBMITTED, "awards.submit_nomination"),
    Action.RETURN: NominationStep(
        frozenset({State.SUBMITTED}), State.PROPOSED, "awards.submit_nomination", needs_note=True
    ),
    Action.GRANT: NominationStep(frozenset({State.SUBMITTED}), State.GRANTED, "awards.decide_nomination"),
    Action.DECLINE: NominationStep(
        frozenset({State.SUBMITTED}), State.DECLINED, "awards.decide_nomination", needs_note=True
    ),
    Action.WITHDRAW: NominationStep(
        frozenset({State.PROPOSED}), State.WITHDRAWN, "awards.propose_nomination", needs_note=True
    ),
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
