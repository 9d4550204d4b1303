"""The JSON Schema of the document, made from the columns. Its descriptions are English in every language."""

import json
from collections.abc import Mapping

from .columns import COLUMNS, FORMAT, FORMAT_VERSION, VALUE_KINDS, OpenColumn

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A code never begins like a formula and holds no quotation mark, comma or line break.
CODE = {"type": "string", "pattern": '^[^=+\\-@\'",;\\s][^",;\\r\\n]*$'}
TEXT = {"type": "string"}
INTEGER = {"type": "integer"}
COUNT = {"type": "integer", "minimum": 0}
BOOLEAN = {"type": "boolean"}
DECIMAL = {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"}
DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
KINDS = {"code": CODE, "text": TEXT, "integer": INTEGER, "decimal": DECIMAL, "boolean": BOOLEAN}


def schema() -> dict[str, object]:
    """What ``figures.json`` always is: nothing more than is named here, and all of it."""
    return {
        "$schema": DIALECT,
        "title": "Released figures of an emulation cluster",
        **_entry(
            {
                "meta": _entry(_META),
                "indicators": _many(_entry(_INDICATOR)),
                "agencies": _many(_entry(_AGENCY)),
                "rows": _many(_entry({column.name: _column(column) for column in COLUMNS})),
            }
        ),
    }


def schema_text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _entry(properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _many(items: Mapping[str, object]) -> dict[str, object]:
    return {"type": "array", "items": items}


def _or_null(kind: Mapping[str, object]) -> dict[str, object]:
    return {**kind, "type": [kind["type"], "null"]}


def _column(column: OpenColumn) -> dict[str, object]:
    if column.among:
        among = [*column.among, *([None] if column.is_optional else [])]
        return {"enum": among, "description": column.meaning}
    kind = KINDS[column.kind]
    return {**(_or_null(kind) if column.is_optional else kind), "description": column.meaning}


_BLOCK = {"enum": ["civil_enforcement", "department_of_justice"]}
_META = {
    "format": {"const": FORMAT},
    "format_version": {"const": FORMAT_VERSION},
    "title": TEXT,
    "cluster_code": CODE,
    "cluster_name_vi": TEXT,
    "cluster_name_en": _or_null(TEXT),
    "year": INTEGER,
    "data_version": CODE,
    "language": {"enum": ["vi", "en"]},
    "is_official": BOOLEAN,
    "is_illustrative": BOOLEAN,
    "provisional": BOOLEAN,
    "row_count": COUNT,
    "source": TEXT,
    "terms": TEXT,
    "periods": _many(
        _entry(
            {
                "block": _BLOCK,
                "period_code": CODE,
                "name_vi": TEXT,
                "name_en": _or_null(TEXT),
                "start": DAY,
                "end": DAY,
                "months": COUNT,
                "is_year_end": BOOLEAN,
                "provisional": BOOLEAN,
                "members": COUNT,
                "members_reported": COUNT,
            }
        )
    ),
}
_INDICATOR = {
    "code": CODE,
    "form_code": _or_null(TEXT),
    "block": _BLOCK,
    "group_vi": TEXT,
    "group_en": _or_null(TEXT),
    "name_vi": TEXT,
    "name_en": _or_null(TEXT),
    "unit_vi": TEXT,
    "unit_en": _or_null(TEXT),
    "definition_vi": _or_null(TEXT),
    "definition_en": _or_null(TEXT),
    "value_kind": {"enum": list(VALUE_KINDS)},
    "value_type": {"enum": ["count", "money_dong", "rate", "boolean"]},
    "direction": {"enum": ["higher", "lower", "neutral"]},
    "numerator": _or_null(CODE),
    "denominator": _or_null(CODE),
    "formula": _or_null(TEXT),
    "is_headline": BOOLEAN,
}
_AGENCY = {
    "code": CODE,
    "block": _BLOCK,
    "name_vi": TEXT,
    "name_en": _or_null(TEXT),
    "short_name": TEXT,
    "province_code": _or_null(CODE),
}

__all__ = ["schema", "schema_text"]
