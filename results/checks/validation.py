"""What a typed value may be: the same rule for forms, imports and the demonstration."""

from results.figures import IndicatorRef

LARGEST = 9_000_000_000_000_000_000  # keeps sums of a few hundred agencies' drafts readable and every value in 64 bits


class InvalidValue(ValueError):
    """A value that cannot be stored; ``reason`` is one of negative, too_large, not_yes_or_no, not_whole, not_typed
    (a derived or unknown indicator)."""

    def __init__(self, code: str, reason: str):
        super().__init__(f"{code}: {reason}")
        self.code, self.reason = code, reason


def check_value(indicator: IndicatorRef, value: int | None) -> None:
    """Raise InvalidValue unless the value is empty or a whole number the indicator can hold."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValue(indicator.code, "not_whole")
    if value < 0:
        raise InvalidValue(indicator.code, "negative")
    if value > LARGEST:
        raise InvalidValue(indicator.code, "too_large")
    if indicator.value_type == "boolean" and value not in (0, 1):
        raise InvalidValue(indicator.code, "not_yes_or_no")
