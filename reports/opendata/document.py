"""The same rows as one JSON document: what they are, the indicators, the agencies, the rows. One entry a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from results.figures import AgencyRef, IndicatorRef

from .columns import FORMAT, FORMAT_VERSION, NAMES
from .rows import OpenData, OpenPart, OpenRow, Value, value_kind

Entry = Mapping[str, object]

WRITTEN_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """Words about the data in the language of the file: what it is called, where it is from, how it may be used."""

    title: str
    source: str
    terms: str


def json_chunks(data: OpenData, notice: OpenNotice) -> Iterator[str]:
    """The file in pieces."""
    yield f'{{\n"meta": {_one(meta(data, notice))},\n"indicators": ['
    yield from _listed(map(indicator_entry, data.indicators()))
    yield '],\n"agencies": ['
    yield from _listed(map(agency_entry, data.agencies()))
    yield '],\n"rows": ['
    yield from _listed(map(row_entry, data.rows))
    yield "]\n}\n"


def _listed(entries: Iterable[Entry]) -> Iterator[str]:
    lead, entries = "\n", iter(entries)
    while held := list(islice(entries, WRITTEN_AT_ONCE)):
        yield lead + ",\n".join(map(_one, held))
        lead = ",\n"
    if lead != "\n":
        yield "\n"


def _one(entry: Entry) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def meta(data: OpenData, notice: OpenNotice) -> Entry:
    head = data.head
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "title": notice.title,
        "cluster_code": head.cluster_code,
        "cluster_name_vi": head.cluster_name_vi,
        "cluster_name_en": head.cluster_name_en or None,
        "year": head.year,
        "data_version": head.version_code,
        "language": data.language,
        "is_official": head.is_official,
        "is_illustrative": head.is_illustrative,
        "provisional": data.is_provisional,
        "row_count": len(data.rows),
        "source": notice.source,
        "terms": notice.terms,
        "periods": [_period(part) for part in data.parts()],
    }


def _period(part: OpenPart) -> Entry:
    period = part.period
    return {
        "block": part.figures.block,
        "period_code": period.period_code,
        "name_vi": period.name_vi,
        "name_en": period.name_en or None,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "months": period.months,
        "is_year_end": period.is_year_end,
        "provisional": part.figures.is_provisional,
        "members": len(part.figures.agencies),
        "members_reported": part.reported,
    }


def indicator_entry(indicator: IndicatorRef) -> Entry:
    return {
        "code": indicator.code,
        "form_code": indicator.legacy_code or None,
        "block": indicator.block,
        "group_vi": indicator.group_vi,
        "group_en": indicator.group_en or None,
        "name_vi": indicator.name_vi,
        "name_en": indicator.name_en or None,
        "unit_vi": indicator.unit_vi,
        "unit_en": indicator.unit_en or None,
        "definition_vi": indicator.definition_vi or None,
        "definition_en": indicator.definition_en or None,
        "value_kind": value_kind(indicator),
        "value_type": indicator.value_type,
        "direction": indicator.direction,
        "numerator": indicator.numerator or None,
        "denominator": indicator.denominator or None,
        "formula": indicator.formula or None,
        "is_headline": indicator.is_headline,
    }


def agency_entry(agency: AgencyRef) -> Entry:
    return {
        "code": agency.code,
        "block": agency.block,
        "name_vi": agency.name_vi,
        "name_en": agency.name_en or None,
        "short_name": agency.short_name,
        "province_code": agency.province_code or None,
    }


def row_entry(row: OpenRow) -> dict[str, Value]:
    return dict(zip(NAMES, row.values(), strict=True))
