"""Who reviews whose report: one rule on plain values, asked by rights, pages, lists of tasks and the demonstration."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

_NOBODY: frozenset[Hashable] = frozenset()


class Reviewer(StrEnum):
    HEAD_AGENCY = "head_agency"
    DEPUTY_AGENCY = "deputy_agency"
    MINISTRY = "ministry"


@dataclass(frozen=True, slots=True)
class Leaders:
    """The agencies that lead a season on a day: the head agency, and the deputy agencies by their block.

    An agency is named by whatever the caller knows it by; each comes with the ended agencies it stands for.
    """

    heads: frozenset[Hashable] = _NOBODY
    deputies: Mapping[str, frozenset[Hashable]] = field(default_factory=lambda: MappingProxyType({}))


NO_LEADERS = Leaders()


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Who receives and approves a report; ``agencies`` is empty where that is the Ministry."""

    who: Reviewer
    agencies: frozenset[Hashable] = _NOBODY


def reviewers_of(agency: Hashable, block: str, leaders: Leaders) -> Reviewers:
    """Who reviews the report of an agency of a block.

    The head agency reviews all reports but its own. What it does not review goes to a deputy agency of the same block,
    never to the agency itself; is there none, to the Ministry.
    """
    if leaders.heads and agency not in leaders.heads:
        return Reviewers(Reviewer.HEAD_AGENCY, leaders.heads)
    deputies = leaders.deputies.get(block, _NOBODY)
    if deputies and agency not in deputies:
        return Reviewers(Reviewer.DEPUTY_AGENCY, deputies)
    return Reviewers(Reviewer.MINISTRY)


__all__ = ["NO_LEADERS", "Leaders", "Reviewer", "Reviewers", "reviewers_of"]
