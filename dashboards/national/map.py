"""The provinces as fields of a grid: how far each agency is from its target, or where its figure lies among all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from results import words
from results.figures import AgencyRef
from results.figures.classes import target_classes, value_classes
from results.figures.lines import Line
from results.figures.places import Placing

from . import words as national_words
from .rows import LeagueRow
from .tiles import ProvinceTile


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the tile grid. ``shade``: t1 to t5 round the target, v1 to v5 among the figures; else empty."""

    look: str
    shade: str
    name: str
    below: str
    label: str
    url: str
    is_island: bool = False


@dataclass(frozen=True, slots=True)
class TileMap:
    heading: str
    fields: tuple[Field, ...]
    legend: tuple[tuple[str, str, str, int], ...]  # shade, word (of the figures alone: none), range, how many
    is_round_targets: bool
    provinces: int
    without: int  # provinces that have no figure
    elsewhere: tuple[str, ...]  # agencies whose province has no field


class MapBuilder:
    """``line`` is that of all members together, ``names`` are those of the provinces."""

    def __init__(
        self, line: Line, standings: Sequence[Placing], tiles: Sequence[ProvinceTile], names: Mapping[str, str]
    ):
        self.line, self.tiles, self.names, self.is_part = line, tiles, names, line.is_part_year
        self.round_targets = target_classes(standings, is_rate=line.indicator.is_rate)
        is_shaded = self.round_targets is None and not line.indicator.is_boolean
        self.by_value = value_classes(standings) if is_shaded else ()

    def map(self, rows: Sequence[tuple[AgencyRef, LeagueRow]]) -> TileMap:
        agencies = {agency.province_code: (agency.code, row) for agency, row in rows}
        placed = {tile.code for tile in self.tiles if not tile.islands}
        shown = [agencies[code] for code in placed if code in agencies]
        return TileMap(
            heading=self._heading([row for _agency, row in shown if row.reached is not None], len(placed)),
            fields=tuple(self._field(tile, *agencies.get(tile.code, ("", None))) for tile in self.tiles),
            legend=self._legend([self._shade(agency) for agency, _row in shown]),
            is_round_targets=self.round_targets is not None,
            provinces=len(placed),
            without=sum(code not in agencies or agencies[code][1].measured is None for code in placed),
            elsewhere=tuple(agency.short_name for agency, _row in rows if agency.province_code not in placed),
        )

    def _shade(self, agency: str) -> str:
        if self.round_targets is not None:
            step = self.round_targets.steps.get(agency)
            return f"t{step}" if step else ""
        return next((f"v{each.number}" for each in self.by_value if agency in each.agencies), "")

    def _legend(self, shades: Sequence[str]) -> tuple[tuple[str, str, str, int], ...]:
        indicator, found = self.line.indicator, self.round_targets
        if found is not None:
            steps = national_words.step_ranges(indicator, is_part=self.is_part, edges=found.edges)
            return tuple((f"t{step}", word, said, shades.count(f"t{step}")) for step, word, said in steps)
        ranges = national_words.class_ranges(self.by_value, indicator)
        return tuple((f"v{number}", "", said, shades.count(f"v{number}")) for number, said in ranges)

    def _field(self, tile: ProvinceTile, agency: str, row: LeagueRow | None) -> Field:
        if tile.islands:
            province = self.names.get(tile.code, "")
            return Field(tile.look, "", _islands(tile.islands), f"({province})", "", "", is_island=True)
        name = self.names.get(tile.code, tile.code)
        if row is None:
            return Field(tile.look, "", name, words.NO_VALUE, _("%(name)s: in no cluster") % {"name": name}, "")
        below = f"{row.mark} {row.value.text.removesuffix('%')}".strip() if row.value.is_value else row.value.text
        said = f"{name}: {row.value.text}"
        shade = self._shade(agency)
        if self.round_targets is not None and shade:
            gap = row.prorata if self.is_part else row.gap
            said += f", {national_words.step_word(int(shade[1:]), is_part=self.is_part)} ({gap})"
        return Field(tile.look, shade, name, below, said, row.value_url if row.value.is_value else row.url)

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
