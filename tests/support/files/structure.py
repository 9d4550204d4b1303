"""A strict check of a value against a JSON Schema, by the few words our schema uses; an unknown word is an error.

Written here because no library for it is among the pinned ones.
"""

import re

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
}
KNOWN = {
    "$schema",
    "title",
    "description",
    "type",
    "enum",
    "const",
    "pattern",
    "minimum",
    "properties",
    "required",
    "additionalProperties",
    "items",
}


def faults(value, schema: dict, where: str = "$") -> list[str]:
    """What is wrong with a value, by its place in the document; empty where it fits."""
    assert set(schema) <= KNOWN, f"{where}: {set(schema) - KNOWN} is not understood"
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_is(value, name) for name in types):
        return [f"{where}: {value!r} is not {types}"]
    found = _single(value, schema, where)
    if isinstance(value, dict):
        found += _object(value, schema, where)
    if isinstance(value, list):
        for number, entry in enumerate(value):
            found += faults(entry, schema["items"], f"{where}[{number}]")
    return found


def _single(value, schema: dict, where: str) -> list[str]:
    found = []
    if "enum" in schema and not any(_same(value, one) for one in schema["enum"]):
        found.append(f"{where}: {value!r} is none of {schema['enum']}")
    if "const" in schema and not _same(value, schema["const"]):
        found.append(f"{where}: {value!r} is not {schema['const']!r}")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{where}: {value!r} does not match {schema['pattern']}")
    if _is(value, "integer") and value < schema.get("minimum", value):
        found.append(f"{where}: {value} is below {schema['minimum']}")
    return found


def _object(value: dict, schema: dict, where: str) -> list[str]:
    assert schema["additionalProperties"] is False, f"{where} is open to anything"
    found = [f"{where}.{name} is missing" for name in schema["required"] if name not in value]
    found += [f"{where}.{name} is unknown" for name in value if name not in schema["properties"]]
    for name, kind in schema["properties"].items():
        if name in value:
            found += faults(value[name], kind, f"{where}.{name}")
    return found


def _is(value, name: str) -> bool:
    """True is no whole number, whatever Python says."""
    return isinstance(value, TYPES[name]) and (name != "integer" or not isinstance(value, bool))


def _same(one, other) -> bool:
    return type(one) is type(other) and one == other
