"""What a report covers, and whose figures that shows: blocks of a season in chosen periods, or one agency alone."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from clusters.enums import Block
from clusters.models import Season
from results.figures import BlockFigures, FigureSet
from results.models import Release


class InvalidScope(ValueError):
    """The parameters name no block, period or agency of the season."""


@dataclass(frozen=True, slots=True)
class Scope:
    """``periods``: period code by block. ``agency``: code of the only agency, with its id; empty for all members.
    ``is_whole``: every member of every block that the season has. ``size``: how many agencies that is."""

    season_id: int
    blocks: tuple[str, ...]
    periods: tuple[tuple[str, str], ...]
    agency: str = ""
    agency_id: int | None = None
    released: frozenset[str] = frozenset()
    is_whole: bool = False
    size: int = field(default=0, compare=False)

    @property
    def parameters(self) -> dict[str, object]:
        """What the run keeps; ``scope_of`` reads it back."""
        found: dict[str, object] = {"blocks": list(self.blocks), "periods": dict(self.periods)}
        return {**found, "agency": self.agency} if self.agency else found

    @property
    def audience(self) -> str:
        """Digest of whose figures the report shows: the same for everybody who may have this very report."""
        return digest({"season": self.season_id, **self.parameters})


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON of plain values."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def scope_of(
    season: Season,
    parameters: Mapping[str, Any],
    figures: FigureSet,
    releases: Collection[tuple[str, str]] | None = None,
) -> Scope:
    """The scope that parameters describe; InvalidScope for what the season does not have.

    ``figures`` are any figures of the season: its blocks, periods and members are looked up there. ``releases``:
    ``releases_of`` the season where the caller has it already.
    """
    agency, blocks = str(parameters.get("agency") or ""), parameters.get("blocks")
    if not isinstance(blocks, list) or not blocks or set(blocks) - set(Block.values):
        raise InvalidScope("blocks")
    periods = parameters.get("periods")
    if not isinstance(periods, dict):
        raise InvalidScope("periods")
    chosen = {}
    for block in blocks:
        known = {p.period_code for p in figures.blocks[block].periods}
        if known and periods.get(block) not in known:
            raise InvalidScope("periods")
        if known:
            chosen[block] = periods[block]
    agency_id = _agency_id(figures, blocks, agency) if agency else None
    order = tuple(b for b in Block.values if b in blocks)
    pairs = tuple((b, chosen[b]) for b in order if b in chosen)
    rows = releases_of(season) if releases is None else releases
    released = frozenset(block for block, code in rows if chosen.get(block) == code)
    held = {name for name, block in figures.blocks.items() if block.periods}
    is_whole = not agency and held <= set(blocks)
    size = 1 if agency else sum(len(figures.blocks[block].agencies) for block in blocks)
    return Scope(season.pk, order, pairs, agency, agency_id, released, is_whole, size)


def _agency_id(figures: FigureSet, blocks: Iterable[str], code: str) -> int:
    for block in blocks:
        for agency in figures.blocks[block].agencies:
            if agency.code == code:
                return agency.id
    raise InvalidScope("agency")


def releases_of(season: Season) -> frozenset[tuple[str, str]]:
    """What is shown to the whole cluster: block and period code."""
    rows = Release.objects.filter(season=season).values_list("period__block", "period__period_code")
    return frozenset(rows)


def released_in(figures: FigureSet) -> frozenset[tuple[str, str]]:
    """The same as ``releases_of``, where figures of the season were read anyway."""
    return frozenset((name, code) for name, block in figures.blocks.items() for code in block.released_codes)


def narrowed(figures: FigureSet, scope: Scope) -> FigureSet:
    """The figures a report of this scope may hold, and nothing else.

    A report of one agency is a set with that agency as its only member, so that its totals are its own figures.
    """
    blocks = {name: figures.blocks[name] for name in scope.blocks}
    if scope.agency:
        blocks = {name: _alone(block, scope.agency) for name, block in blocks.items()}
    return replace(figures, blocks=blocks)


def _alone(block: BlockFigures, code: str) -> BlockFigures:
    kept = frozenset({code})
    own = block.restricted(kept)
    return replace(
        own,
        agencies=tuple(a for a in block.agencies if a.code == code),
        targets={key: target for key, target in block.targets.items() if key[0] == code},
        status={key: ref for key, ref in block.status.items() if key == code},
        board={key: ref for key, ref in block.board.items() if key[0] == code},
        published=(),
        visible=None,
    )


def of_months(parameters: Mapping[str, Any], figures: FigureSet, months: int) -> Mapping[str, Any]:
    """The same scope about the period of so many months of each block that has one, whichever was named.

    ``figures`` as for ``scope_of``.
    """
    periods = parameters.get("periods")
    if not isinstance(periods, dict):
        return parameters
    own = {name: p.period_code for name, block in figures.blocks.items() for p in block.periods if p.months == months}
    return {**parameters, "periods": {name: own.get(name, code) for name, code in periods.items()}}


def choices_of_periods(block: BlockFigures, agency: str = "") -> tuple[str | None, str | None]:
    """The year-end period and the latest one with counting figures (of ``agency``, else of any), by code or None."""
    year_end = next((p.period_code for p in block.periods if p.is_year_end), None)
    codes = _counting(block, agency)
    counting = [p.period_code for p in block.periods if p.period_code in codes]
    return year_end, counting[-1] if counting else None


def _counting(block: BlockFigures, agency: str) -> set[str]:
    return {code for (of, code), ref in block.board.items() if ref.counts and agency in ("", of)}


def usual_period(block: BlockFigures, agency: str = "") -> str | None:
    """Year-end papers hold the year-end figures; before there are any, the latest ones (of the agency)."""
    year_end, latest = choices_of_periods(block, agency)
    codes = _counting(block, agency)
    return year_end if year_end in codes or latest is None else latest


__all__ = [
    "InvalidScope",
    "Scope",
    "choices_of_periods",
    "digest",
    "narrowed",
    "of_months",
    "released_in",
    "releases_of",
    "scope_of",
    "usual_period",
]
