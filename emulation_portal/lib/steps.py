"""Steps along which something moves from state to state, as the rows of a table: what follows from each, and who may.

A room says in rows of its own what it has more to tell of a step. Texts are whatever prints itself as one.
"""

from dataclasses import dataclass
from typing import TypeVar


class IllegalStep(Exception):
    """The step does not start from the state that the thing is in."""

    def __init__(self, action: str, state: str):
        super().__init__(f"{action} from {state}")
        self.action, self.state = action, state


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWords:
    """What is said of a step: ``verb`` on its button. A room adds what its pages and notices say."""

    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From which states, to which state, by which permission, whose step it is; and what follows from taking it.

    ``target`` None: the thing stays in its state, or goes back to where a recalled step began. ``who`` names a part
    that the room knows. ``look`` is that of the button: ``primary``, ``quiet`` or ``return``. ``needs_note`` asks for
    a reason. ``stamps``: the fields that are filled. ``raises_version``: papers print what it changes.
    ``newest_only``: once a later version has been begun, the earlier one waits for it. ``recallable``: whoever took it
    may recall it until somebody else acts.
    """

    sources: frozenset[str]
    target: str | None
    permission: str
    who: str
    words: StepWords
    look: str = "primary"
    needs_note: bool = False
    stamps: tuple[str, ...] = ()
    raises_version: bool = True
    newest_only: bool = False
    recallable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """How a state looks in its pill: a tone (``ok``, ``warn``, ``bad``, ``info``, ``seal``, ``plain``) and an icon."""

    tone: str
    icon: str


AnyStep = TypeVar("AnyStep", bound=Step)


class StepTable(dict[str, AnyStep]):
    """The steps of one kind of thing by their action, in the order in which they are offered."""

    def next_state(self, state: str, action: str) -> str:
        """The state a step leads to; IllegalStep where it does not start from ``state``."""
        step = self[action]
        if state not in step.sources:
            raise IllegalStep(action, state)
        return step.target or state

    def starting_from(self, state: str) -> list[str]:
        """The steps that start from a state."""
        return [action for action, step in self.items() if state in step.sources]


__all__ = ["IllegalStep", "StateRow", "Step", "StepTable", "StepWords"]
