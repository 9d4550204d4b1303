"""The catalogue as it is stored, as plain values: what a workbook is written from and compared with."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from django.db.models import QuerySet

from clusters.enums import Block
from emulation_portal.lib import dates
from emulation_portal.lib.tables import OWN_SOURCE
from pledges.models import Indicator, IndicatorCheck, IndicatorEdition, PledgeItem, Target
from results.models import PublishedFigure, Result

from . import relations
from .calendars import calendar_names
from .columns import CHECK_COLUMNS, INDICATOR_COLUMNS
from .deciding import EDITED, Key, SheetKind, StoredCatalogue, Value, key_of

_OF_INDICATORS = tuple(
    f"{column.name}__code" if column.name in ("numerator", "denominator") else column.name
    for column in INDICATOR_COLUMNS
)
_OF_CHECKS = tuple(column.name for column in CHECK_COLUMNS)


def stored_lines(sheet: SheetKind) -> dict[Key, dict[str, Value]]:
    """Every line of a sheet by its key, in the catalogue's order. One query."""
    if sheet is SheetKind.INDICATORS:
        rows = Indicator.objects.order_by("ordinal", "pk").values_list(*_OF_INDICATORS)
        names = [column.name for column in INDICATOR_COLUMNS]
    else:
        rows = IndicatorCheck.objects.order_by("block", "pk").values_list(*_OF_CHECKS)
        names = list(_OF_CHECKS)
    lines = [dict(zip(names, ("" if each is None else each for each in row), strict=True)) for row in rows]
    for line in lines:
        line.update({name: None for name in ("valid_from_year", "valid_to_year") if line[name] == ""})
    return {key_of(sheet, line): line for line in sorted(lines, key=_block)}


def _block(line: dict[str, Value]) -> int:
    return Block.values.index(str(line["block"])) if line["block"] in Block.values else len(Block.values)


def read_stored(blocks: Collection[str]) -> StoredCatalogue:
    """What lines of a file are compared with; ``blocks`` may be changed. Eight queries."""
    indicators, checks = (stored_lines(sheet) for sheet in SheetKind)
    today = dates.today()
    named = {(str(line["block"]), str(line["calendar"])): str(line["calendar"]) for line in indicators.values()}
    reference = {
        (sheet.value, *key)
        for sheet, lines in ((SheetKind.INDICATORS, indicators), (SheetKind.CHECKS, checks))
        for key, line in lines.items()
        if line["source"] not in ("", OWN_SOURCE)
    }
    for line in (*indicators.values(), *checks.values()):
        del line["source"]  # told, and never read back
    return StoredCatalogue(
        indicators=indicators,
        checks=checks,
        used=years_of_use(indicators.values()),
        named=years_named(),
        reference=frozenset(reference),
        units=frozenset(str(line["unit_vi"]) for line in indicators.values()),
        calendars=named | calendar_names(today),
        blocks=frozenset(blocks),
        year=today.year,
    )


def years_of_use(lines: Iterable[Mapping[str, Value]]) -> dict[str, list[int]]:
    """The years in which each indicator is used, by its code; what is worked out is as used as what it is made of.
    Four queries.
    """
    found: dict[str, set[int]] = defaultdict(set)
    counted: tuple[QuerySet, ...] = (
        Target.objects.values_list("indicator__code", "year"),
        PledgeItem.objects.filter(indicator__isnull=False).values_list("indicator__code", "pledge__season__year"),
        Result.objects.values_list("indicator__code", "submission__period__year"),
        PublishedFigure.objects.values_list("indicator__code", "year"),
    )
    for rows in counted:
        for code, year in rows.order_by().distinct():
            found[code].add(year)
    parts = {str(line["code"]): _parts(line) for line in lines}
    for code in parts:
        found[code] |= _years_of_parts(code, parts, found, frozenset())
    return {code: sorted(years) for code, years in found.items() if years}


def years_named() -> dict[str, list[int]]:
    """The first years of editions, by the code of the indicator and of whatever they are made of. One query."""
    found: dict[str, set[int]] = defaultdict(set)
    for edition in IndicatorEdition.objects.select_related("indicator", "numerator", "denominator"):
        named = (edition.numerator, edition.denominator)
        for code in (edition.indicator.code, *(p.code for p in named if p), *relations.named(edition.formula)):
            found[code].add(edition.from_year)
    return {code: sorted(years) for code, years in found.items()}


def as_in(stored: StoredCatalogue, year: int) -> StoredCatalogue:
    """What is stored as it is in a year, with the editions that have begun. One query."""
    lines = {key: dict(line) for key, line in stored.indicators.items()}
    editions = IndicatorEdition.objects.filter(from_year__lte=year).order_by("from_year")
    for edition in editions.select_related("indicator", "numerator", "denominator"):
        lines[edition.indicator.code,].update(values_of(edition))
    return replace(stored, indicators=lines)


def values_of(row: Indicator | IndicatorEdition) -> dict[str, Value]:
    """What an edition may change, of an indicator or of one of its editions, as plain values."""
    told: dict[str, Value] = {name: getattr(row, name) for name in EDITED if name not in ("numerator", "denominator")}
    return told | {
        "numerator": row.numerator.code if row.numerator else "",
        "denominator": row.denominator.code if row.denominator else "",
    }


def _parts(line: Mapping[str, Value]) -> tuple[str, ...]:
    return relations.parts_of(str(line["formula"]), str(line["numerator"]), str(line["denominator"]))


def _years_of_parts(
    code: str, parts: Mapping[str, tuple[str, ...]], used: Mapping[str, set[int]], above: frozenset[str]
) -> set[int]:
    inner = [part for part in parts.get(code, ()) if part not in above]
    below = (used.get(part, set()) | _years_of_parts(part, parts, used, above | {code}) for part in inner)
    return set().union(*below)


__all__ = ["as_in", "read_stored", "stored_lines", "values_of", "years_of_use"]
