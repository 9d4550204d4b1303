"""The life of a nomination as tables of its steps and states: plain decisions on plain values."""

from dataclasses import dataclass
from enum import StrEnum

from emulation_portal.lib.steps import StateRow, Step, StepTable

from .enums import NominationAction as Action
from .enums import NominationState as State
from .step_words import STEP_WORDS


class NominationActor(StrEnum):
    """The part that somebody has in a nomination, whose step it is."""

    PROPOSER = "proposer"  # officers and head of the agency that proposes
    HEAD_AGENCY = "head_agency"  # of the cluster
    MINISTRY = "ministry"  # its approver of the agency's block


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationStep(Step):
    """``by_decision``: taken by entering a decision, on the page of that alone."""

    by_decision: bool = False


STEPS: StepTable[NominationStep] = StepTable(
    {
        Action.SUBMIT: NominationStep(
            sources=frozenset({State.PROPOSED}),
            target=State.SUBMITTED,
            permission="awards.submit_nomination",
            who=NominationActor.HEAD_AGENCY,
            words=STEP_WORDS[Action.SUBMIT],
            stamps=("submitted_at",),
        ),
        Action.RETURN: NominationStep(
            sources=frozenset({State.SUBMITTED}),
            target=State.PROPOSED,
            permission="awards.submit_nomination",
            who=NominationActor.HEAD_AGENCY,
            words=STEP_WORDS[Action.RETURN],
            look="quiet",
            needs_note=True,
        ),
        Action.GRANT: NominationStep(
            sources=frozenset({State.SUBMITTED}),
            target=State.GRANTED,
            permission="awards.decide_nomination",
            who=NominationActor.MINISTRY,
            words=STEP_WORDS[Action.GRANT],
            stamps=("decided_at",),
            by_decision=True,
        ),
        Action.DECLINE: NominationStep(
            sources=frozenset({State.SUBMITTED}),
            target=State.DECLINED,
            permission="awards.decide_nomination",
            who=NominationActor.MINISTRY,
            words=STEP_WORDS[Action.DECLINE],
            look="quiet",
            needs_note=True,
            stamps=("decided_at",),
        ),
        Action.WITHDRAW: NominationStep(
            sources=frozenset({State.PROPOSED}),
            target=State.WITHDRAWN,
            permission="awards.propose_nomination",
            who=NominationActor.PROPOSER,
            words=STEP_WORDS[Action.WITHDRAW],
            look="quiet",
            needs_note=True,
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationStateRow(StateRow):
    """``is_open``: somebody still has a step. ``is_decided``: by the Ministry, for the award or against it."""

    is_open: bool = False
    is_decided: bool = False


STATES: dict[str, NominationStateRow] = {
    State.PROPOSED: NominationStateRow(tone="info", icon="pencil", is_open=True),
    State.SUBMITTED: NominationStateRow(tone="info", icon="send", is_open=True),
    State.GRANTED: NominationStateRow(tone="seal", icon="award", is_decided=True),
    State.DECLINED: NominationStateRow(tone="plain", icon="x-lg", is_decided=True),
    State.WITHDRAWN: NominationStateRow(tone="plain", icon="slash-circle"),
}

OPEN = frozenset(state for state, row in STATES.items() if row.is_open)
DECIDED = frozenset(state for state, row in STATES.items() if row.is_decided)
