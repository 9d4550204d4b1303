"""The life of a pledge as a table of its steps: draft, open for signing, signed, closed."""

from dataclasses import dataclass

from emulation_portal.lib.steps import StateRow, Step, StepTable

from .enums import PledgeAction as Action
from .enums import PledgeState as State
from .step_words import STEP_WORDS

SECRETARIAT = "secretariat"


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeStep(Step):
    """Every step of a whole pledge is the secretariat's."""

    who: str = SECRETARIAT
    permission: str = "pledges.write_pledge"


STEPS: StepTable[PledgeStep] = StepTable(
    {
        Action.OPEN: PledgeStep(
            sources=frozenset({State.DRAFT}), target=State.OPEN, words=STEP_WORDS[Action.OPEN], stamps=("opened_at",)
        ),
        Action.COMPLETE: PledgeStep(
            sources=frozenset({State.OPEN}), target=State.SIGNED, words=STEP_WORDS[Action.COMPLETE]
        ),
        Action.TAKE_BACK: PledgeStep(
            sources=frozenset({State.OPEN}),
            target=State.DRAFT,
            words=STEP_WORDS[Action.TAKE_BACK],
            look="return",
            needs_note=True,
        ),
        Action.CLOSE: PledgeStep(
            sources=frozenset({State.SIGNED}),
            target=State.CLOSED,
            words=STEP_WORDS[Action.CLOSE],
            look="quiet",
            stamps=("closed_at",),
        ),
    }
)

STATES: dict[str, StateRow] = {
    State.DRAFT: StateRow(tone="plain", icon="pencil"),
    State.OPEN: StateRow(tone="info", icon="pen"),
    State.SIGNED: StateRow(tone="ok", icon="check-lg"),
    State.CLOSED: StateRow(tone="seal", icon="lock-fill"),
}

__all__ = ["STATES", "STEPS", "PledgeStep"]
