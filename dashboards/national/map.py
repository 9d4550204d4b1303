"""The provinces as fields of a grid: how far each agency is from its target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from results import words
from results.figures import AgencyRef
from results.figures.lines import Line

from . import words as national_words
from .rows import LeagueRow
from .tiles import ProvinceTile


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the tile grid; ``step`` None where there is no target or no figure."""

    look: str
    step: int | None
    name: str
    below: str
    label: str
    url: str
    is_island: bool = False


@dataclass(frozen=True, slots=True)
class TileMap:
    heading: str
    fields: tuple[Field, ...]
    legend: tuple[tuple[int, str, str, int], ...]  # step, word, range, how many
    provinces: int
    without: int  # provinces that have no figure
    elsewhere: tuple[str, ...]  # agencies whose province has no field


class MapBuilder:
    """``line`` is that of all members together, ``names`` are those of the provinces."""

    def __init__(self, line: Line, tiles: Sequence[ProvinceTile], names: Mapping[str, str]):
        self.line, self.tiles, self.names, self.is_part = line, tiles, names, line.is_part_year

    def map(self, rows: Sequence[tuple[AgencyRef, LeagueRow]]) -> TileMap:
        agencies = {agency.province_code: row for agency, row in rows}
        placed = {tile.code for tile in self.tiles if not tile.islands}
        shown = [agencies[code] for code in placed if code in agencies]
        counts = [row.step for row in shown]
        ranges = national_words.step_ranges(self.line.indicator, is_part=self.is_part)
        return TileMap(
            heading=self._heading([row for row in shown if row.reached is not None], len(placed)),
            fields=tuple(self._field(tile, agencies.get(tile.code)) for tile in self.tiles),
            legend=tuple((*line, counts.count(line[0])) for line in ranges),
            provinces=len(placed),
            without=sum(code not in agencies or agencies[code].measured is None for code in placed),
            elsewhere=tuple(agency.short_name for agency, _row in rows if agency.province_code not in placed),
        )

    def _field(self, tile: ProvinceTile, row: LeagueRow | None) -> Field:
        if tile.islands:
            province = self.names.get(tile.code, "")
            return Field(tile.look, None, _islands(tile.islands), f"({province})", "", "", is_island=True)
        name = self.names.get(tile.code, tile.code)
        if row is None:
            return Field(tile.look, None, name, words.NO_VALUE, _("%(name)s: in no cluster") % {"name": name}, "")
        below = f"{row.mark} {row.value.text.removesuffix('%')}".strip() if row.value.is_value else row.value.text
        said = f"{name}: {row.value.text}"
        if row.step:
            gap = row.prorata if self.is_part else row.gap
            said += f", {national_words.step_word(row.step, is_part=self.is_part)} ({gap})"
        return Field(tile.look, row.step, name, below, said, row.value_url if row.value.is_value else row.url)

    def _heading(self, aimed: Sequence[LeagueRow], provinces: int) -> str:
        """The finding of the map."""
        if not aimed:
            return _("%(count)s provinces and cities") % {"count": provinces}
        values = {"met": sum(bool(row.reached) for row in aimed), "count": len(aimed)}
        if self.is_part:
            values["months"] = comparison_words.months(self.line.period)
            return _("%(met)s of %(count)s provinces and cities are at %(months)s of the target") % values
        if len(aimed) < provinces:
            return _("%(met)s of %(count)s provinces and cities with a figure and a target reach it") % values
        return _("%(met)s of %(count)s provinces and cities reach the target") % values


def _islands(name: str) -> str:
    return {"hoang_sa": _("Hoang Sa archipelago"), "truong_sa": _("Truong Sa archipelago")}[name]


__all__ = ["Field", "MapBuilder", "TileMap"]
