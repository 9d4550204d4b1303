"""Where each province stands on the tile grid: data of the project, for the provinces of each time."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from emulation_portal.lib.dates import covers
from emulation_portal.lib.tables import read_table

FILE = Path(__file__).resolve().parent / "tiles.csv"
COLUMNS = ("valid_from", "valid_to", "code", "islands", "column", "row", "columns")


@dataclass(frozen=True, slots=True)
class ProvinceTile:
    """A field of the grid, from 1; ``islands`` is empty for a province, else the archipelago that belongs to it."""

    valid_from: date
    valid_to: date | None
    code: str
    islands: str
    column: int
    row: int
    columns: int

    @property
    def look(self) -> str:
        """The classes of its place."""
        last = self.column + self.columns - 1
        return f"tr-{self.row} tc-{self.column}{last if self.columns > 1 else ''}"


def tiles_on(day: date) -> tuple[ProvinceTile, ...]:
    """The grid of the provinces that exist on a day, archipelagos included."""
    return tuple(tile for tile in _all() if covers(tile.valid_from, tile.valid_to, day))


@cache
def _all() -> tuple[ProvinceTile, ...]:
    return tuple(
        ProvinceTile(
            row.day("valid_from"),
            row.day("valid_to"),
            row.text("code"),
            row.text("islands"),
            row.whole("column"),
            row.whole("row"),
            row.whole("columns"),
        )
        for row in read_table(FILE, COLUMNS)
    )


__all__ = ["ProvinceTile", "tiles_on"]
