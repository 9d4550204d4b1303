"""Steps along which something moves from state to state."""


class IllegalStep(Exception):
    """The step does not start from the state that the thing is in."""

    def __init__(self, action: str, state: str):
        super().__init__(f"{action} from {state}")
        self.action, self.state = action, state


__all__ = ["IllegalStep"]
