"""Indicators as they are in one year, for pages that hold rows of the catalogue and no figures."""

from collections.abc import Iterable

from .models import Indicator, IndicatorEdition

# What an edition puts in the place of an indicator's own.
TAKEN = (
    *("name_vi", "name_en", "unit_vi", "unit_en", "numerator_id", "denominator_id", "formula", "calendar"),
    *("required", "definition_vi", "definition_en"),
)


def take_over(row: Indicator, edition: IndicatorEdition) -> None:
    """Make the row say what the edition says. Never to be saved."""
    for name in TAKEN:
        setattr(row, name, getattr(edition, name))


def as_in_year(rows: Iterable[Indicator], year: int) -> list[Indicator]:
    """The rows with the editions that have begun. One query."""
    found = {row.pk: row for row in rows}
    begun = IndicatorEdition.objects.filter(from_year__lte=year)
    for edition in begun.order_by("from_year"):
        if edition.indicator_id in found:
            take_over(found[edition.indicator_id], edition)
    return list(found.values())


__all__ = ["TAKEN", "as_in_year", "take_over"]
