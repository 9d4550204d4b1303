"""Places in the nation as printed about single agencies: they stand beside the portal's own and never replace them."""

from collections.abc import Iterable
from dataclasses import dataclass

from results.figures import AgencyRef
from results.models import PublishedFigure


@dataclass(frozen=True, slots=True)
class PublishedPlace:
    """An agency's place by one indicator in the whole nation, at the end of a period; ``text`` is what was printed."""

    agency: AgencyRef
    indicator: str
    period_code: str
    place: int
    text: str
    source: str


def published_places(agencies: Iterable[AgencyRef], year: int) -> tuple[PublishedPlace, ...]:
    """What was printed about these agencies' places in a year. One query.

    A place is printed about a province: it is that of the province's agency of the indicator's block.
    """
    held = {(agency.province_code, agency.block): agency for agency in agencies}
    if not held:
        return ()
    rows = PublishedFigure.objects.filter(
        scope_kind="province", measure="rank", year=year, value__isnull=False, scope_code__in={p for p, _ in held}
    )
    found = rows.order_by("indicator__ordinal", "code").select_related("indicator")
    return tuple(
        PublishedPlace(
            held[row.scope_code, row.block],
            row.indicator.code,
            row.period_code,
            int(row.value or 0),
            row.text,
            row.source,
        )
        for row in found
        if (row.scope_code, row.block) in held
    )


__all__ = ["PublishedPlace", "published_places"]
