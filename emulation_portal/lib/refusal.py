"""Why something is not done: who may not, and what cannot be. Services raise them, the edges put them into words."""


class NotAllowed(Exception):
    """The person may not do this; ``reason`` is a short code, ``about`` what it concerns."""

    def __init__(self, reason: str = "no_right", about: object = None):
        super().__init__(reason)
        self.reason, self.about = reason, about


class Refusal(Exception):
    """What was asked for cannot be entered, whoever asks; ``reason`` is a short code, ``about`` what it concerns."""

    def __init__(self, reason: str, about: object = None):
        super().__init__(reason)
        self.reason, self.about = reason, about


__all__ = ["NotAllowed", "Refusal"]
