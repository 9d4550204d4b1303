"""Several seasons of one year as one set of figures: the same rules of arithmetic over all their members.

Pure. The merged set knows nothing that its parts do not, so its totals are those of the parts added.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from . import expressions
from .block import AgencyRef, BlockFigures, FigureSet, IndicatorRef


class InTheYear(Protocol):
    """A period of any kind, plain or a row: which it is, and its place in the year."""

    @property
    def period_code(self) -> str: ...

    @property
    def sequence(self) -> int: ...


Period = TypeVar("Period", bound=InTheYear)
Key = TypeVar("Key")
Held = TypeVar("Held")


@dataclass(frozen=True)
class National:
    """Years of many clusters, the latest first: ``books`` merged by year, ``sets`` as they were read."""

    books: tuple[FigureSet, ...]
    sets: tuple[tuple[FigureSet, ...], ...]
    version_code: str

    @property
    def latest(self) -> FigureSet:
        return self.books[0]

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(book.year for book in self.books)

    @property
    def is_provisional(self) -> bool:
        return any(book.is_provisional for book in self.books)


def merged(
    sets: Sequence[FigureSet],
    *,
    code: str,
    names: tuple[str, str],
    year: int,
    data_version: int,
    blocks: Collection[str],
    periods: Mapping[str, str] | None = None,
) -> FigureSet:
    """All members of some seasons of one year as one set, in the order of the seasons.

    A block takes the period of ``periods`` (code by block), else the one that most of its seasons are in; a season in
    another period is left out of that block, since figures of different periods do not add. ``names``: Vietnamese and
    English.
    """
    kept = {}
    for block in blocks:
        held = [s.blocks[block] for s in sets if block in s.blocks and s.blocks[block].agencies]
        if held:
            kept[block] = _merged_block(held, (periods or {}).get(block))
    return FigureSet(
        season_id=0,
        cluster_code=code,
        cluster_slug="",
        cluster_name_vi=names[0],
        cluster_name_en=names[1],
        cluster_short_vi=names[0],
        cluster_short_en=names[1],
        year=year,
        data_version=data_version,
        blocks=kept,
        is_illustrative=any(s.is_illustrative for s in sets),
        is_official=all(s.is_official for s in sets),
    )


def _merged_block(held: Sequence[BlockFigures], wanted: str | None) -> BlockFigures:
    common = common_period([b.period for b in held if b.period], wanted)
    parts = [b for b in held if b.period == common]
    first = parts[0]

    def together(pick: Callable[[BlockFigures], Mapping[Key, Held]]) -> dict[Key, Held]:
        return {key: value for part in parts for key, value in pick(part).items()}

    return replace(
        first,
        agencies=_once(a for part in parts for a in part.agencies),
        everybody=_once(a for part in parts for a in part.everybody),
        cells=together(lambda b: b.cells),
        last_cells=together(lambda b: b.last_cells),
        last_own_cells=together(lambda b: b.last_own_cells),
        stood_for=together(lambda b: b.stood_for),
        targets=together(lambda b: b.targets),
        national_targets=together(lambda b: b.national_targets),
        status=together(lambda b: b.status),
        board=together(lambda b: b.board),
        members_of={
            p.period_code: frozenset().union(*(b.members_of.get(p.period_code, frozenset()) for b in parts))
            for p in first.periods
        },
        history={},
        published=(),
        released=all(b.released for b in parts),
        visible=None,
    )


def common_period(found: Sequence[Period], wanted: str | None) -> Period | None:
    """The period of that code where one of these is it, else the one most of them are; of two such the later."""
    codes = [p.period_code for p in found]
    asked = [p for p in found if p.period_code == wanted]
    return max(asked or found, key=lambda p: (codes.count(p.period_code), p.sequence), default=None)


def _once(agencies: Iterable[AgencyRef]) -> tuple[AgencyRef, ...]:
    return tuple({agency.code: agency for agency in agencies}.values())


def with_inputs(wanted: Collection[str], indicators: Mapping[str, IndicatorRef]) -> frozenset[str]:
    """The wanted indicators with everything they are made of; unknown codes are left out."""
    found: set[str] = set()
    waiting = [code for code in wanted if code in indicators]
    while waiting:
        code = waiting.pop()
        if code in found:
            continue
        found.add(code)
        indicator = indicators[code]
        inputs = [indicator.numerator, indicator.denominator]
        inputs += expressions.names(indicator.formula) if indicator.formula else []
        waiting += [name for name in inputs if name in indicators]
    return frozenset(found)


def limited(figures: FigureSet, wanted: Collection[str]) -> FigureSet:
    """The set with these indicators and their inputs alone; a block that has none of them is left out."""
    blocks = {}
    for name, block in figures.blocks.items():
        codes = with_inputs(wanted, block.indicators)
        if codes:
            indicators = {code: ref for code, ref in block.indicators.items() if code in codes}
            blocks[name] = replace(block, indicators=indicators)
    return replace(figures, blocks=blocks)


__all__ = ["National", "common_period", "limited", "merged", "with_inputs"]
