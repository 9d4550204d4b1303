"""Building a ``FigureSet`` from live rows in a fixed number of queries, whatever their count."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from types import MappingProxyType

from clusters.enums import Block
from clusters.members import SuccessionMap
from clusters.models import Season
from clusters.rights import Rights

from .block import FigureSet, PeriodRef
from .merging import common_period
from .season_reader import ChosenPeriods, SeasonReader
from .stored_rows import Rows

__all__ = ["Released", "Unsettled", "read_figures", "read_many", "read_released", "read_states"]


def read_figures(
    season: Season,
    *,
    rights: Rights | None = None,
    period_codes: Mapping[str, str] | None = None,
    year_end: bool = False,
    trend_agency_ids: Iterable[int] = (),
    narrow: bool = False,
    with_published: bool = True,
    settled: bool = False,
    with_last_course: bool = False,
    latest_of: Iterable[int] = (),
    about: str = "",
    latest_shown: bool = False,
    only: Iterable[str] = (),
    succession: SuccessionMap | None = None,
) -> FigureSet:
    """The figures of a season as of now.

    ``rights`` None reads everything (tasks, tests); else blocks that are not released to the person are restricted to
    the own agencies. ``period_codes`` chooses a period per block; otherwise the latest counting one by sequence, or
    the year-end one with ``year_end``. With ids in ``latest_of`` it is the latest in which one of these agencies has
    figures, where there is one; ``latest_shown``: the latest of which ``rights`` show any, where there is one.
    ``trend_agency_ids`` also reads earlier periods of the year for those agencies. ``about`` names by its code a member
    that is meant by both.
    ``narrow`` reads the headline and published indicators alone, with what they are made of, and ``only`` these codes
    alone, likewise: others are no keys then.
    ``with_last_course`` reads every period of last year for them, too.
    ``succession`` where the caller has the lines of succession; ``rights`` bring them along.
    Without ``with_published`` the figures printed elsewhere are left out. ``settled`` (for files, which quote their
    version) reads again while somebody changes figures meanwhile; Unsettled after five readings.
    """
    trend = frozenset(trend_agency_ids)
    choice = ChosenPeriods(period_codes or {}, year_end, trend, narrow, with_published, settled, with_last_course)
    choice = replace(choice, latest_of=frozenset(latest_of), only=frozenset(only), about=about)
    choice = replace(choice, latest_shown_to=rights if latest_shown else None)
    return _read([season], rights, choice, succession)[0]


def read_states(
    season: Season, *, period_codes: Mapping[str, str] | None = None, succession: SuccessionMap | None = None
) -> FigureSet:
    """Who is a member, what is due and where it stands, released or not: figures without a single value.

    In four queries; three where the caller has the lines of succession.
    """
    rows = Rows([season], succession=succession, with_published=False, with_values=False)
    return SeasonReader(season, rows, ChosenPeriods(period_codes or {})).figures(None, {})


def read_many(
    seasons: Sequence[Season],
    *,
    rights: Rights | None = None,
    period_codes: Mapping[str, str] | None = None,
    year_end: bool = False,
    narrow: bool = True,
    settled: bool = False,
    common_to: Iterable[int] | None = None,
    also: Iterable[str] = (),
    together: bool = False,
    against: int | None = None,
) -> list[FigureSet]:
    """The figures of several seasons, in their order, in as many queries as for one; published figures are left out.

    ``common_to``: a block whose period is not chosen takes the latest one that all these seasons have figures of; with
    ids the latest one in which all of these agencies have figures, where there is one.
    ``also`` names indicators to be read beside the headline ones. With ``together`` every season is read in one period
    of each block, as far as it has it: the one asked for, else the one that most seasons are in. ``against``: the year
    that stands as last year beside the later ones of these seasons, where it is not the year before; one of them is of
    that year, or of the year after.
    """
    choice = ChosenPeriods(
        period_codes or {},
        year_end,
        narrow=narrow,
        with_published=False,
        settled=settled,
        also=frozenset(also),
        common_to=None if common_to is None else frozenset(common_to),
        together=together,
        against=against,
    )
    return _read(seasons, rights, choice) if seasons else []


class Unsettled(Exception):
    """Figures kept changing while they were read; try again in a moment."""


READINGS = 5


def _read(
    seasons: Sequence[Season],
    rights: Rights | None,
    choice: ChosenPeriods,
    succession: SuccessionMap | None = None,
) -> list[FigureSet]:
    succession = rights.succession if rights else succession
    for _ in range(READINGS):
        rows, figures = _read_once(seasons, rights, choice, succession)
        if not choice.settled or rows.still_current():
            return figures
    raise Unsettled


@dataclass(frozen=True)
class Released:
    """The released figures of a season: sets that hold released blocks alone, earlier periods first.

    There is always one set; it has no blocks where nothing is released.
    """

    sets: tuple[FigureSet, ...]
    period_ids: frozenset[int]

    @property
    def data_version(self) -> int:
        return self.sets[0].data_version


def read_released(
    season: Season, *, blocks: Iterable[str] = tuple(Block.values), succession: SuccessionMap | None = None
) -> Released:
    """Every released period of these blocks, whole and settled, in as many queries as one period."""
    for _ in range(READINGS):
        rows = Rows([season], succession=succession, with_published=False, settled=True)
        found = _released(season, rows, tuple(blocks))
        if rows.still_current():
            return found
    raise Unsettled


def _released(season: Season, rows: Rows, blocks: Sequence[str]) -> Released:
    shown = sorted((p for p in rows.periods if p.id in rows.released[season.pk]), key=lambda p: p.sequence)
    by_block = [[p for p in shown if p.block == block] for block in blocks]
    rounds = [{p.block: p for p in chosen if p} for chosen in zip_longest(*by_block)] or [{}]
    readers = [
        SeasonReader(season, rows, ChosenPeriods({b: p.period_code for b, p in chosen.items()})) for chosen in rounds
    ]
    codes = {ref.id: ref.code for ref in readers[0].refs if ref.is_typed}
    wanted = {pk for reader in readers for pk in reader.wanted_submissions()}
    results = rows.results_of(wanted, codes, narrow=False)
    sets = (_only(chosen, reader.figures(None, results)) for chosen, reader in zip(rounds, readers, strict=True))
    return Released(tuple(sets), frozenset(p.id for listed in by_block for p in listed))


def _only(chosen: Mapping[str, PeriodRef], figures: FigureSet) -> FigureSet:
    """The figures without blocks that show another period: a period without members is read as another one."""
    kept = {
        block: figures.blocks[block]
        for block, period in chosen.items()
        if (shown := figures.blocks[block].period) and shown.id == period.id
    }
    return replace(figures, blocks=MappingProxyType(kept))


def _read_once(
    seasons: Sequence[Season], rights: Rights | None, choice: ChosenPeriods, succession: SuccessionMap | None
) -> tuple[Rows, list[FigureSet]]:
    rows = Rows(seasons, succession=succession, with_published=choice.with_published, settled=choice.settled)
    if choice.about:
        ids = rows.members_named(choice.about)
        choice = replace(choice, trend_agency_ids=choice.trend_agency_ids | ids, latest_of=choice.latest_of | ids)
    readers = [SeasonReader(season, rows, choice) for season in seasons]
    if choice.common_to is not None:
        shared = _common_periods(readers, frozenset()) | _common_periods(readers, choice.common_to)
        choice = replace(choice, period_codes=shared | dict(choice.period_codes))
        readers = [SeasonReader(season, rows, choice) for season in seasons]
    if choice.together:
        readers = _in_one_period(readers, rows, choice)
    codes = {ref.id: ref.code for reader in readers for ref in reader.refs if ref.is_typed}
    wanted = {pk for reader in readers for pk in reader.wanted_submissions()}
    results = rows.results_of(wanted, codes, narrow=choice.narrow or bool(choice.only))
    return rows, [reader.figures(rights, results) for reader in readers]


def _common_periods(readers: Sequence[SeasonReader], ids: frozenset[int]) -> dict[str, str]:
    """By block the latest period with counting figures in every one of the seasons; no key where there is none."""
    found = {}
    for block in Block.values:
        held = [{p.period_code: p.sequence for p in reader.counting_periods(block, ids)} for reader in readers]
        shared = set(held[0]).intersection(*held[1:])
        if shared:
            found[block] = max(shared, key=lambda code: held[0][code])
    return found


def _in_one_period(readers: Sequence[SeasonReader], rows: Rows, choice: ChosenPeriods) -> list[SeasonReader]:
    """The same seasons, each block in the period asked for where any season has it, else in the most common one."""
    common = {}
    for block in Block.values:
        chosen = [period for r in readers if (period := r.plans[block].period)]
        if found := common_period(chosen, choice.period_codes.get(block)):
            common[block] = found.period_code
    return [
        reader
        if all(plan.period is None or plan.period.period_code == common[b] for b, plan in reader.plans.items())
        else SeasonReader(reader.season, rows, replace(choice, period_codes=common))
        for reader in readers
    ]
