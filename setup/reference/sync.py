"""Bringing stored rows in line with a table: what is new is added, what differs is changed, nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models

from emulation_portal.lib.tables import OWN_SOURCE, ReferenceRow

_DERIVED = ("sort_key", "search_key")


@dataclass(frozen=True, slots=True)
class SyncChange:
    """What one table did to one model: how many lines it has, and how many of them were added or changed."""

    model: str
    total: int
    added: int
    changed: int


def sync(model: type[models.Model], key: tuple[str, ...], lines: Iterable[tuple[ReferenceRow, dict]]) -> SyncChange:
    """Make the stored rows equal to the lines, found again by ``key``; foreign keys are given by their ``_id`` names.

    Rows that no line speaks of stay as they are, for an installation may have added its own; so do rows that were set
    in the portal. BadTable when a line does not fit the model's fields or when two lines have the same key.
    """
    stored = {_identity(each, key): each for each in model._default_manager.all()}
    wanted = _wanted(model, key, lines)
    added = [candidate for identity, (candidate, _) in wanted.items() if identity not in stored]
    changed = []
    fields: set[str] = set()
    for identity, (candidate, names) in wanted.items():
        if identity not in stored or getattr(stored[identity], "source", "") == OWN_SOURCE:
            continue
        if differing := _take_over(stored[identity], candidate, names):
            changed.append(stored[identity])
            fields.update(differing)
    model._default_manager.bulk_create(added)
    if changed:
        model._default_manager.bulk_update(changed, sorted(fields))
    return SyncChange(model._meta.object_name, len(wanted), len(added), len(changed))


def trust(row: ReferenceRow) -> dict:
    """The two columns every table has about its trust: marks of its sources, and whether they carry the line."""
    return {"source": row.text("source"), "is_official": row.flag("official")}


def find(row: ReferenceRow, column: str, known: dict, key: object = None) -> int:
    """The primary key of what a cell names; BadTable when nothing is known by that name."""
    wanted = row.text(column) if key is None else key
    if wanted not in known:
        raise row.fault(f"{column} names {wanted!r}, which is not known")
    return known[wanted]


def _wanted(model, key, lines) -> dict[tuple, tuple[models.Model, list[str]]]:
    wanted: dict[tuple, tuple[models.Model, list[str]]] = {}
    for row, values in lines:
        candidate = _candidate(model, row, values)
        identity = _identity(candidate, key)
        if identity in wanted:
            raise row.fault(f"a second line for {', '.join(map(str, identity))}")
        derived = [name for name in _DERIVED if hasattr(candidate, name)]
        wanted[identity] = (candidate, [*values, *derived])
    return wanted


def _candidate(model, row: ReferenceRow, values: dict) -> models.Model:
    candidate = model(**values)
    if hasattr(candidate, "set_keys"):
        candidate.set_keys()
    foreign = [field.name for field in model._meta.concrete_fields if field.is_relation]
    try:
        candidate.clean_fields(exclude=foreign)
    except ValidationError as error:
        faults = "; ".join(f"{field}: {' '.join(found)}" for field, found in error.message_dict.items())
        raise row.fault(faults) from error
    return candidate


def _identity(instance: models.Model, key: tuple[str, ...]) -> tuple:
    return tuple(getattr(instance, name) for name in key)


def _take_over(stored: models.Model, candidate: models.Model, names: Iterable[str]) -> list[str]:
    """Copy what differs onto the stored row and say which fields those were."""
    fields = [name for name in names if getattr(stored, name) != getattr(candidate, name)]
    for name in fields:
        setattr(stored, name, getattr(candidate, name))
    return fields
