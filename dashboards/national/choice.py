"""What may be chosen on the national page: years, indicators by block and group, periods."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from pledges.editions import as_in_year
from pledges.models import Indicator
from results import words
from results.figures import BlockFigures, FigureSet
from results.models import ReportingPeriod

from .page import DRAWN, NationalChoice


@dataclass(frozen=True, slots=True)
class IndicatorOffer:
    """``groups``: heading and (code, name) of each indicator; ``headline`` in the order of the blocks."""

    years: tuple[int, ...]
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    headline: tuple[tuple[str, str], ...]
    blocks: Mapping[str, str]  # block by indicator code

    def code(self, asked: str) -> str:
        """The indicator asked for, else the first headline one; empty where there is none at all."""
        if asked in self.blocks:
            return asked
        return next((code for code, _name in self.headline), next(iter(self.blocks), ""))

    def headline_links(self, choice: NationalChoice, block: str) -> list[tuple[str, str, bool]]:
        """Name, address and whether it is the one shown; a period belongs to its block."""
        return [
            (
                name,
                choice.query(indicator=code, period=choice.period if self.blocks[code] == block else ""),
                code == choice.indicator,
            )
            for code, name in self.headline
        ]


def read_offer(years: Sequence[int], year: int, blocks: Sequence[str]) -> IndicatorOffer:
    """Two queries: the indicators of the year in the blocks one supervises, as they are in it."""
    in_force = Q(valid_from_year=None) | Q(valid_from_year__lte=year)
    in_force &= Q(valid_to_year=None) | Q(valid_to_year__gte=year)
    found = sorted(
        as_in_year(Indicator.objects.filter(in_force, block__in=blocks), year),
        key=lambda i: (blocks.index(i.block), i.ordinal),
    )
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in found:
        groups.setdefault(f"{words.block_short(each.block)} · {each.group}", []).append((each.code, each.name))
    return IndicatorOffer(
        years=tuple(years),
        groups=tuple((name, tuple(rows)) for name, rows in groups.items()),
        headline=tuple((each.code, each.name) for each in found if each.is_headline),
        blocks={each.code: each.block for each in found},
    )


def years(held: Iterable[int]) -> list[int]:
    """The years that clusters have opened, and the one after them whose periods are known; the latest first. One query.

    What is not open yet is shown, too, and says why it is empty.
    """
    opened = sorted(set(held), reverse=True)
    if opened and ReportingPeriod.objects.filter(year=opened[0] + 1).exists():
        return [opened[0] + 1, *opened]
    return opened


def year_links(years: Sequence[int], choice: NationalChoice) -> list[tuple[str, str, bool]]:
    """Year, address of the same page in it, and whether it is the one shown; its own latest period."""
    return [(str(each), choice.query(year=each, period=""), each == choice.year) for each in years]


def year(asked: Mapping[str, str], years: Sequence[int], otherwise: int) -> int:
    """The year asked for, else that of the season one was in."""
    text = asked.get("year", "")
    return int(text) if text in {str(each) for each in years} else otherwise


def view(asked: Mapping[str, str]) -> str:
    return asked.get("view") if asked.get("view") in DRAWN else DRAWN[0]


def periods(block: BlockFigures, sets: Sequence[FigureSet]) -> list[tuple[str, str, bool]]:
    """Code, name and whether it is shown, of the periods in which any cluster has members."""
    own = [s.blocks[block.block] for s in sets if block.block in s.blocks]
    return [
        (p.period_code, words.period_text(p), p == block.period)
        for p in block.periods
        if any(each.members_of.get(p.period_code) for each in own)
    ]


__all__ = ["IndicatorOffer", "periods", "read_offer", "view", "year", "year_links", "years"]
