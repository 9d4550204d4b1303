"""What a report tells beside the figures, as plain values: its frame, movements, pledges, awards, words.

``reports.papers.read`` reads them; printers and tests make them by hand.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from .decree import Frame
from .placeholders import NationPlaces


class Section(StrEnum):
    """The parts of the year-end report that people may write in, in their order; the last belongs to the Ministry."""

    SITUATION = "situation"
    MOVEMENTS = "movements"
    DEPARTMENTS = "departments"
    ENFORCEMENT = "enforcement"
    PLEDGES = "pledges"
    AWARDS = "awards"
    COMPARISON = "comparison"
    SHORTCOMINGS = "shortcomings"
    DIRECTIONS = "directions"
    PROPOSALS = "proposals"
    MINISTRY = "ministry"


@dataclass(frozen=True, slots=True)
class MovementFacts:
    name: str
    kind: str
    scope: str
    launched_on: date | None
    ends_on: date | None
    plan: str
    result: str
    responded: tuple[str, ...] = ()
    of: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """One award of the ledger."""

    recipient: str
    is_person: bool
    agency: str
    award: str
    form: str
    decision: str
    date: date | None
    issuer: str


@dataclass(frozen=True, slots=True)
class ClassifiedMember:
    """How the Ministry classified an agency for the year, the level in words."""

    agency: str
    level: str
    is_illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """``code`` is empty for a promise that no indicator measures; ``value`` in percent or the smallest unit."""

    ordinal: int
    text: str
    code: str = ""
    comparator: str = ""
    value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PledgeFacts:
    block: str
    title: str
    signed_on: date | None
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """People's own words: after what the portal writes in a section, or (``slot``) in place of one paragraph of it."""

    section: str
    text: str
    slot: str = ""
    is_hidden: bool = False
    pk: int = 0


@dataclass(frozen=True)
class Matter:
    frame: Frame = field(default_factory=Frame)
    deputy: str = ""
    next_head: str = ""
    handed_on: date | None = None
    next_signed: tuple[tuple[str, date], ...] = ()  # block, day
    has_cities: bool = False
    provinces: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    movements: tuple[MovementFacts, ...] = ()
    records: tuple[Record, ...] = ()
    nominated: int = 0
    classified: tuple[ClassifiedMember, ...] = ()
    pledges: tuple[PledgeFacts, ...] = ()
    nation: NationPlaces = field(default_factory=dict)
    written: tuple[Written, ...] = ()


__all__ = [
    "ClassifiedMember",
    "Matter",
    "MovementFacts",
    "PledgeFacts",
    "Promise",
    "Record",
    "Section",
    "Written",
]
