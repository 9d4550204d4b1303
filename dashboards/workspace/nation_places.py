"""Published places in the nation beside the portal's own, for the pages of an agency and of an indicator."""

from collections.abc import Iterable
from dataclasses import dataclass

from clusters.models import Season
from reports.papers.read import kept_places, printed_among
from results import words
from results.figures import AgencyRef, BlockFigures, FigureSet
from results.published_places import published_places


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One published place; ``own`` of ``among`` is the portal's, both 0 where it has none of that period.

    ``is_made_up``: the figures behind the own place are illustrative.
    """

    agency: str
    name: str
    printed: int
    quote: str
    own: int
    among: int
    is_made_up: bool


def place_rows(
    season: Season, figures: FigureSet, block: BlockFigures, agencies: Iterable[AgencyRef], *, only: str = ""
) -> list[PlaceRow]:
    """One query where nothing was published; the nation is read only beside a published place.

    The own place is that of the period shown, so it stands beside a place of the year only where that is its end.
    """
    asked = {agency.code: agency for agency in agencies}
    members = {agency.code: agency for each in figures.blocks.values() for agency in each.agencies}
    published = published_places((members | asked).values(), season.year)
    found = [each for each in published if each.agency.code in asked and only in ("", each.indicator)]
    if not found:
        return []
    own = kept_places(season, figures, printed_among(published))
    rows = []
    for each in found:
        shown = block.period is not None and block.period.period_code == each.period_code
        place = own.get((each.agency.code, each.indicator)) if shown else None
        rows.append(
            PlaceRow(
                agency=each.agency.short_name,
                name=block.indicators[each.indicator].name(words.lang()),
                printed=each.place,
                quote=each.text,
                own=place.place if place else 0,
                among=place.among if place else 0,
                is_made_up=season.is_illustrative,
            )
        )
    return rows


__all__ = ["PlaceRow", "place_rows"]
