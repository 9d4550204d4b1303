"""The signed originals of a pledge, as pages read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from pledges.models import Pledge, PledgeAddendum, SignedOriginal

from .findings import FileFindings


@dataclass(frozen=True, slots=True)
class Originals:
    """The one that counts of a text, and those that it took the place of, the newest first."""

    current: SignedOriginal | None = None
    replaced: tuple[SignedOriginal, ...] = ()

    @property
    def number(self) -> int:
        """Of the one that counts; 0 where there is none."""
        return self.current.number if self.current else 0


def originals_of(pledge: Pledge, addendum: PledgeAddendum | None = None) -> Originals:
    """Those of the pledge itself or of one addendum. One query."""
    rows = SignedOriginal.objects.filter(pledge=pledge, addendum=addendum).select_related("uploaded_by")
    return sorted_originals(rows)


def sorted_originals(rows: Iterable[SignedOriginal]) -> Originals:
    held = sorted(rows, key=lambda each: -each.number)
    return Originals(held[0], tuple(held[1:])) if held else Originals()


def findings_of(original: SignedOriginal) -> FileFindings:
    return FileFindings.read(original.findings)


__all__ = ["Originals", "findings_of", "originals_of", "sorted_originals"]
