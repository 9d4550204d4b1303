"""Who has reported: the clusters of a year by period, submitted and approved of how many members."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.workspace.links import Links
from results import words
from results.figures import BlockFigures, FigureSet


@dataclass(frozen=True, slots=True)
class Reported:
    """Of ``members`` in one period; nobody is a member where it is 0."""

    submitted: int
    approved: int
    members: int


@dataclass(frozen=True, slots=True)
class Completeness:
    heads: tuple[str, ...]
    current: int  # which of the heads is the period of the page
    rows: tuple[tuple[str, str, tuple[Reported, ...]], ...]  # name, address, per period
    total: tuple[Reported, ...]


def completeness(figures: BlockFigures, sets: Sequence[FigureSet]) -> Completeness:
    """How many of each cluster's members have handed in, and are approved, in every period of the year."""
    periods = [p.period_code for p in figures.periods]
    rows = []
    for each in sets:
        own = each.blocks.get(figures.block)
        if own and own.everybody:
            counted = tuple(_reported(own, code) for code in periods)
            rows.append((each.cluster_short(words.lang()), Links([each.cluster_slug, each.year]).overview, counted))
    return Completeness(
        heads=tuple(words.period_head(p) for p in figures.periods),
        current=periods.index(figures.period.period_code) if figures.period else -1,
        rows=tuple(rows),
        total=tuple(_together([row[2][number] for row in rows]) for number in range(len(periods))),
    )


def _reported(own: BlockFigures, code: str) -> Reported:
    members = own.members_of.get(code, frozenset())
    refs = [ref for agency in members if (ref := own.board.get((agency, code)))]
    return Reported(sum(ref.counts for ref in refs), sum(ref.is_final for ref in refs), len(members))


def _together(counted: Sequence[Reported]) -> Reported:
    return Reported(*(sum(getattr(c, name) for c in counted) for name in ("submitted", "approved", "members")))


__all__ = ["Completeness", "Reported", "completeness"]
