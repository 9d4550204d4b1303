"""Loading the catalogue: indicators, the relations that must hold between them, and targets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import transaction

from clusters.enums import Block
from clusters.models import Agency
from emulation_portal.lib.dates import covers
from emulation_portal.lib.tables import ReferenceRow, read_table
from emulation_portal.lib.text import search_key
from pledges.enums import TargetScope, ValueType
from pledges.models import Indicator, IndicatorCheck, Target

from .sync import SyncChange, find, sync, trust

DATA = Path(__file__).parent / "data"

# The emulation year of an enforcement agency is the statistical year, which ends on 30 September.
_LAST_DAYS = {Block.CIVIL_ENFORCEMENT: (9, 30), Block.DEPARTMENT_OF_JUSTICE: (12, 31)}
_INDICATOR_TEXTS = (
    "code",
    "legacy_code",
    "block",
    "side",
    "group_vi",
    "group_en",
    "name_vi",
    "name_en",
    "unit_vi",
    "unit_en",
    "value_type",
    "aggregation",
    "direction",
    "formula",
    "calendar",
    "definition_vi",
    "definition_en",
)
_INDICATOR_WHOLE = ("entry_scale", "valid_from_year", "valid_to_year")
_INDICATOR_FLAGS = ("cumulative", "required")
_CHECK_TEXTS = ("code", "block", "scope", "expression", "severity", "message_vi", "message_en", "exempt")
_CHECK_WHOLE = ("valid_from_year", "valid_to_year", "note_length")


@transaction.atomic
def load(directory: Path | None = None) -> list[SyncChange]:
    """Bring the app's reference rows in line with its tables; needs the agencies. BadTable stops it whole.

    Expressions and formulas are kept as text here; who can read them (results) also refuses bad ones.
    """
    folder = directory or DATA
    return [_load_indicators(folder), _load_checks(folder), _load_targets(folder)]


def _load_indicators(folder: Path) -> SyncChange:
    columns = [*_INDICATOR_TEXTS, *_INDICATOR_WHOLE, *_INDICATOR_FLAGS]
    rows = read_table(
        folder / "indicators.csv", [*columns, "numerator", "denominator", "headline", "source", "official"]
    )
    ordinals = {row.where: ordinal for ordinal, row in enumerate(rows, start=1)}
    counted = [row for row in rows if row.text("value_type") != ValueType.RATE]
    rates = [row for row in rows if row.text("value_type") == ValueType.RATE]
    # A rate is made of indicators that are stored or summed, so those must be there first.
    first = sync(Indicator, ("code",), [(row, _indicator(row, ordinals)) for row in counted])
    keys = dict(Indicator.objects.exclude(value_type=ValueType.RATE).values_list("code", "pk"))
    second = sync(Indicator, ("code",), [(row, _indicator(row, ordinals) | _rate_parts(row, keys)) for row in rates])
    return SyncChange(
        first.model, first.total + second.total, first.added + second.added, first.changed + second.changed
    )


def _indicator(row: ReferenceRow, ordinals: dict[str, int]) -> dict:
    if row.text("value_type") != ValueType.RATE and (row.text("numerator") or row.text("denominator")):
        raise row.fault("only a rate has a numerator and a denominator")
    return (
        row.texts(_INDICATOR_TEXTS)
        | {name: row.whole(name) for name in _INDICATOR_WHOLE}
        | {name: row.flag(name) for name in _INDICATOR_FLAGS}
        | {
            "ordinal": ordinals[row.where],
            "is_headline": row.flag("headline"),
            "search_key": search_key(row.text("name_vi")),
        }
        | trust(row)
    )


def _rate_parts(row: ReferenceRow, keys: dict[str, int]) -> dict:
    return {"numerator_id": find(row, "numerator", keys), "denominator_id": find(row, "denominator", keys)}


def _load_checks(folder: Path) -> SyncChange:
    rows = read_table(folder / "checks.csv", [*_CHECK_TEXTS, *_CHECK_WHOLE, "source", "official"])
    whole = ((row, {name: row.whole(name) for name in _CHECK_WHOLE}) for row in rows)
    lines = [(row, row.texts(_CHECK_TEXTS) | numbers | trust(row)) for row, numbers in whole]
    return sync(IndicatorCheck, ("block", "code"), lines)


def _load_targets(folder: Path) -> SyncChange:
    texts = ("comparator", "decision", "note")
    columns = ["scope_kind", "scope_code", "year", "indicator_code", "value", *texts, "source", "official"]
    rows = read_table(folder / "targets.csv", columns)
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    keys = {code: indicator.pk for code, indicator in indicators.items()}
    agencies = list(Agency.objects.select_related("province"))
    lines = []
    for row in rows:
        indicator_id = find(row, "indicator_code", keys)
        values = {
            "indicator_id": indicator_id,
            "year": row.whole("year"),
            "period_code": "",
            "value": row.number("value"),
        }
        scope = _scope(row, indicators[row.text("indicator_code")].block, agencies)
        lines.append((row, values | scope | row.texts(texts) | trust(row)))
    return sync(Target, ("scope", "agency_id", "indicator_id", "year", "period_code"), lines)


def _scope(row: ReferenceRow, block: str, agencies: list[Agency]) -> dict:
    """To whom a line's target is assigned: the nation, or one agency, named itself or by its province.

    A province's target goes to the agency of the indicator's block there on the last day of the year. A cluster has
    no target of its own: what is printed about one is a published figure.
    """
    kind, code, day = row.text("scope_kind"), row.text("scope_code"), date(row.whole("year"), *_LAST_DAYS[block])
    if kind == "nation":
        return {"scope": TargetScope.NATION, "agency_id": None}
    if kind == "agency":
        found = [each for each in agencies if each.code == code]
    elif kind == "province":
        found = [each for each in agencies if each.province and each.province.code == code and each.block == block]
        found = [each for each in found if covers(each.valid_from, each.valid_to, day)]
    else:
        raise row.fault(f"a target is assigned to the nation, a province or an agency, not to a {kind}")
    if len(found) != 1:
        raise row.fault(f"{kind} {code!r} has {len(found)} agencies on {day}")
    return {"scope": TargetScope.AGENCY, "agency_id": found[0].pk}
