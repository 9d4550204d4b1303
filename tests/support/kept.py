"""Rows that many tests start from: worked out once in a process, and written again as they were from then on.

A test finds what it would have made itself: the same rows, handles of its own on them, and a clock past the moment at
which the last of them was written. Where it holds rows already that the kept ones might meet, or its clock stands at
another time, they are made anew.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.apps import apps
from django.db import connection, transaction

from emulation_portal.lib import dates


@dataclass(frozen=True)
class Piece:
    """What a piece of work did: how many rows it met in a table, which it added and changed, and from when to when."""

    met: dict[str, int]
    added: dict[str, list[tuple]]
    changed: dict[str, list[tuple]]
    returned: bytes
    begun: datetime
    ended: datetime

    @cached_property
    def has_moments(self) -> bool:
        rows = (row for tables in (self.added, self.changed) for listed in tables.values() for row in listed)
        return any(isinstance(value, datetime) for row in rows for value in row)

    def fits(self) -> bool:
        """Whether the rows it met are there and no others, at about the time when it was made."""
        now = dates.now()
        at_the_time = not self.has_moments or self.begun - NEAR < now < self.ended + NEAR
        return at_the_time and _counts(self.met) == self.met


NEAR = timedelta(minutes=30)
PIECES: dict[tuple, Piece] = {}  # by the names of the pieces before it and its own


class Kept:
    """The kept pieces of one test, each on top of those before it; ``travel`` moves the clock."""

    def __init__(self, travel: Callable):
        self.travel = travel
        self.standing: tuple | None = ()  # names of the pieces that stand, None once one was made anew

    def __call__(self, name: object, make: Callable[[], object]) -> object:
        """What ``make`` returns, and its rows."""
        if self.standing is None:
            return make()
        self.standing = (*self.standing, name)
        if self.standing not in PIECES:
            return self._watch(make)
        piece = PIECES[self.standing]
        if not piece.fits():
            self.standing = None
            return make()
        with transaction.atomic():
            for table, rows in piece.added.items():
                _insert(table, rows)
            for table, rows in piece.changed.items():
                _insert(table, rows, again=True)
        if piece.has_moments and dates.now() < piece.ended:
            self.travel(piece.ended)
        return pickle.loads(piece.returned)  # noqa: S301 - pickled by this process

    def _watch(self, make: Callable[[], object]) -> object:
        begun, before = dates.now(), everything()
        made = make()
        after, ended = everything(), dates.now()
        added = {t: [row for key, row in after[t].items() if key not in before[t]] for t in after}
        changed = {t: [row for key, row in after[t].items() if before[t].get(key, row) != row] for t in after}
        touched = [table for table in after if added[table] or changed[table]]
        PIECES[self.standing] = Piece(
            {table: len(before[table]) for table in touched},
            {table: rows for table, rows in added.items() if rows},
            {table: rows for table, rows in changed.items() if rows},
            pickle.dumps(made),
            begun,
            ended,
        )
        return made


def _models() -> list:
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def _columns(model) -> list[str]:
    """The primary key first."""
    return [model._meta.pk.column, *(f.column for f in model._meta.concrete_fields if not f.primary_key)]


def everything() -> dict[str, dict[object, tuple]]:
    """Every row of every table, by primary key."""
    found = {}
    with connection.cursor() as cursor:
        for model in _models():
            names = ", ".join(map(connection.ops.quote_name, _columns(model)))
            cursor.execute(f"SELECT {names} FROM {model._meta.db_table}")  # noqa: S608 - names of our models alone
            found[model._meta.label] = {row[0]: row for row in cursor.fetchall()}
    return found


def _counts(labels) -> dict[str, int]:
    if not labels:
        return {}
    tables = [apps.get_model(label)._meta.db_table for label in labels]
    with connection.cursor() as cursor:
        counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)  # noqa: S608 - names of our models
        cursor.execute(f"SELECT {counts}")
        return dict(zip(labels, cursor.fetchone(), strict=True))


def _insert(label: str, rows: list[tuple], *, again: bool = False) -> None:
    """The rows; ``again`` in the place of those with their keys."""
    model = apps.get_model(label)
    key, *others = map(connection.ops.quote_name, _columns(model))
    row = f"({', '.join(['%s'] * len(rows[0]))})"
    statement = f"INSERT INTO {model._meta.db_table} ({key}, {', '.join(others)}) VALUES {', '.join([row] * len(rows))}"  # noqa: S608 - names of our models alone, values as parameters
    if again:
        statement += f" ON CONFLICT ({key}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in others)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for each in rows for value in each])
