"""What a report of several clusters covers: years, blocks, clusters, indicators; and reading it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum

from clusters.enums import Block
from clusters.models import Season
from clusters.rights import Rights
from emulation_portal.lib.text import sort_key
from pledges.models import Indicator
from results.figures import FigureSet
from results.figures.merging import National, common_period, limited, merged
from results.figures.read import read_many
from results.models import ReportingPeriod

from .scopes import InvalidScope, digest

CODE = "VN"
NAMES = ("Các cụm thi đua ngành Tư pháp", "Emulation clusters of the justice sector")
MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class NationScope:
    """``years``: the latest first. Empty ``clusters`` or ``indicators`` stand for all. ``periods``: code by block.

    ``size``: how many blocks of seasons it is about.
    """

    years: tuple[int, ...]
    blocks: tuple[str, ...]
    periods: tuple[tuple[str, str], ...]
    clusters: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    is_whole: bool = True
    agency: str = ""
    size: int = field(default=0, compare=False)

    @property
    def parameters(self) -> dict[str, object]:
        """What the run keeps; ``nation_scope`` reads it back."""
        found: dict[str, object] = {
            "years": list(self.years),
            "blocks": list(self.blocks),
            "periods": dict(self.periods),
        }
        chosen = {"clusters": list(self.clusters), "indicators": list(self.indicators)}
        return found | {name: codes for name, codes in chosen.items() if codes}

    @property
    def audience(self) -> str:
        return digest({"nation": True, **self.parameters})

    def version(self) -> str:
        """Rises with every season of the years, chosen or not: VN-2024-v123."""
        return version_of(self.years)


def version_of(years: Sequence[int]) -> str:
    total = Season.objects.filter(year__in=years).aggregate(sum=Sum("data_version"))["sum"]
    ends = sorted({min(years), max(years)})
    return "-".join([CODE, *(str(year) for year in ends), f"v{total or 0}"])


def nation_scope(parameters: Mapping[str, Any]) -> NationScope:
    """The scope that parameters describe; InvalidScope for what the portal does not hold."""
    years, blocks, periods = (parameters.get(name) for name in ("years", "blocks", "periods"))
    clusters, indicators = (parameters.get(name) or [] for name in ("clusters", "indicators"))
    lists = (years, blocks, clusters, indicators)
    if not all(isinstance(each, list) for each in lists) or not isinstance(periods, dict):
        raise InvalidScope("shape")
    if not years or len(years) > MOST_YEARS or not all(isinstance(year, int) for year in years):
        raise InvalidScope("years")
    if not blocks or set(blocks) - set(Block.values):
        raise InvalidScope("blocks")
    seasons = Season.objects.filter(year__in=years)
    if set(years) - set(seasons.values_list("year", flat=True)):
        raise InvalidScope("years")
    held = list(seasons.values_list("cluster__code", flat=True))
    if set(clusters) - set(held):
        raise InvalidScope("clusters")
    known = Indicator.objects.filter(code__in=indicators, block__in=blocks).values_list("code", flat=True)
    if set(indicators) - set(known):
        raise InvalidScope("indicators")
    _require_periods(blocks, periods)
    ordered = tuple(block for block in Block.values if block in blocks)
    return NationScope(
        years=tuple(sorted(set(years), reverse=True)),
        blocks=ordered,
        periods=tuple((block, periods[block]) for block in ordered),
        clusters=tuple(sorted(set(clusters))),
        indicators=tuple(sorted(set(indicators))),
        size=len(ordered) * sum(not clusters or code in clusters for code in held),
    )


def _require_periods(blocks: Iterable[str], periods: Mapping[str, str]) -> None:
    known = set(ReportingPeriod.objects.filter(block__in=blocks).values_list("block", "period_code"))
    if any((block, periods.get(block)) not in known for block in blocks):
        raise InvalidScope("periods")


def periods_of(year: int, blocks: Collection[str], *, year_end: bool, clusters: Collection[str] = ()) -> dict[str, str]:
    """The period code of each block: the year-end one, or the latest that most of the clusters have figures of.

    Empty ``clusters`` stand for all.
    """
    chosen = Season.objects.filter(year=year).select_related("cluster")
    sets = read_many(list(chosen.filter(cluster__code__in=clusters) if clusters else chosen), year_end=year_end)
    found = {}
    for block in blocks:
        held = [period for s in sets if (period := s.blocks[block].period)]
        latest = max(held, key=lambda period: period.sequence, default=None)
        if chosen_period := latest if year_end else common_period(held, None):
            found[block] = chosen_period.period_code
    return found


def read_nation(scope: NationScope) -> National:
    """The figures of a scope, every season at one data version. Clusters stand in the order of their short names."""
    chosen = Season.objects.filter(year__in=scope.years).select_related("cluster")
    if scope.clusters:
        chosen = chosen.filter(cluster__code__in=scope.clusters)
    seasons = sorted(chosen, key=lambda s: (-s.year, sort_key(s.cluster.short_name)))
    # A year's period codes are those of the calendar; a season that has no such period keeps its own and is left out.
    read = read_many(seasons, period_codes=dict(scope.periods), year_end=True, narrow=False, settled=True)
    version = scope.version()
    number = int(version.rpartition("-v")[2])
    sets = tuple(tuple(_chosen(s, scope) for s in read if s.year == year) for year in scope.years)
    books = tuple(
        merged(
            of, code=CODE, names=NAMES, year=year, data_version=number, blocks=scope.blocks, periods=dict(scope.periods)
        )
        for year, of in zip(scope.years, sets, strict=True)
    )
    return National(books, sets, version)


def read_year(
    seasons: Sequence[Season],
    *,
    rights: Rights,
    blocks: Sequence[str],
    period: str = "",
    also: Iterable[str] = (),
    settled: bool = False,
) -> National:
    """All the seasons of one year, each block in the period asked for or the one that most of them are in.

    The headline indicators and those of ``also``; the version is that of ``version_of`` if all seasons are given.
    """
    ordered = sorted(seasons, key=lambda s: sort_key(s.cluster.short_name))
    chosen = dict.fromkeys(blocks, period) if period else {}
    sets = tuple(read_many(ordered, rights=rights, period_codes=chosen, also=also, together=True, settled=settled))
    year, number = ordered[0].year, sum(s.data_version for s in sets)
    book = merged(sets, code=CODE, names=NAMES, year=year, data_version=number, blocks=blocks, periods=chosen)
    return National((book,), (sets,), book.version_code)


def _chosen(figures: FigureSet, scope: NationScope) -> FigureSet:
    return limited(figures, scope.indicators) if scope.indicators else figures


__all__ = [
    "MOST_YEARS",
    "NAMES",
    "NationScope",
    "nation_scope",
    "periods_of",
    "read_nation",
    "read_year",
    "version_of",
]
