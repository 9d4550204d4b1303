"""Checks of what was reported: relations between figures, and what they find. Plain values only."""

from .findings import Findings, SkippedGroup, blocking, findings
from .relations import (
    NOTE_LENGTH,
    THIS,
    CheckOutcome,
    CheckRule,
    Side,
    Sides,
    Skip,
    flows,
    missing_required,
    outcomes,
    typed_cells,
)

__all__ = [
    "NOTE_LENGTH",
    "THIS",
    "CheckOutcome",
    "CheckRule",
    "Findings",
    "Side",
    "Sides",
    "Skip",
    "SkippedGroup",
    "blocking",
    "findings",
    "flows",
    "missing_required",
    "outcomes",
    "typed_cells",
]
