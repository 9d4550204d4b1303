"""A database of its own with the rows of an older commit in it, and the way from its migrations to those of today.

The states are written down by the last migration of each app at a commit. Whatever came after is found in the tree, so
that migrations to come are part of every journey.
"""

import json
import lzma
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[2]
BATCH = 500

# The state that the recorded rows were stored in (b96b56c).
OF_THE_ROWS = {
    "accounts": "0002_wants_mail",
    "awards": "0002_nominations_and_decisions",
    "clusters": "0001_initial",
    "pledges": "0002_movements",
    "reports": "0006_notices",
    "results": "0001_initial",
}
# The state before models were moved into rooms of their own (2200787).
BEFORE_THE_ROOMS = {
    "accounts": "0003_one_name_one_account_and_sent_forms",
    "awards": "0005_rows_corrected_and_withdrawn",
    "clusters": "0003_offices_and_sources",
    "pledges": "0003_checks_beside_the_report",
    "reports": "0007_input_digest",
    "results": "0004_last_step",
}
# Kept by the framework for itself: when a migration was applied, which models there are and what may be done to them.
OF_THE_FRAMEWORK = {"django_migrations", "django_content_type", "auth_permission"}


def read(name: str) -> dict:
    return json.loads(lzma.decompress((DATA / name).read_bytes()))


# -- a database of its own ---------------------------------------------------------------------------------------------
@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """An empty database of the suite's engine in the place of the suite's own, until the block ends."""
    suite = connections["default"]
    own = suite.copy()
    if suite.vendor == "sqlite":
        own.settings_dict["NAME"] = str(folder / "old.sqlite3")
        with _in_place(own, suite):
            yield
        return
    own.settings_dict["NAME"] = f"old_rows_{os.getpid()}"
    quoted = suite.ops.quote_name(own.settings_dict["NAME"])
    _beside(suite, f"CREATE DATABASE {quoted}")
    try:
        with _in_place(own, suite):
            yield
    finally:
        _beside(suite, f"DROP DATABASE {quoted}")


def _beside(suite, statement: str) -> None:
    """Through the server's own database: that of the suite need not be there where no test has asked for it yet."""
    server = suite.copy()
    server.settings_dict["NAME"] = "postgres"
    try:
        with server.cursor() as cursor:
            cursor.execute(statement)
    finally:
        server.close()


@contextmanager
def _in_place(own, suite) -> Iterator[None]:
    connections["default"] = own
    _forget()
    try:
        yield
    finally:
        own.close()
        connections["default"] = suite
        _forget()


def _forget() -> None:
    """What the process keeps of rows: another database has others under the same numbers."""
    ContentType.objects.clear_cache()
    cache.clear()


# -- journeys ----------------------------------------------------------------------------------------------------------
def our_apps() -> list[str]:
    return [app.label for app in apps.get_app_configs() if Path(app.path).parent == ROOT]


def go_to(state: Mapping[str, str]):
    """Migrate, forth or back, to what a commit had; apps of ours that it did not know have nothing. Returns the state.

    Packages of others stay where they are, or come whole into an empty database.
    """
    executor = MigrationExecutor(connection)
    ours = set(our_apps())
    targets = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in ours]
    known = executor.loader.migrated_apps & ours
    # An app that is not yet there needs no way back; naming it would send the others forward and back at once.
    begun = {label for label, _name in executor.loader.applied_migrations}
    targets += [(label, state.get(label)) for label in sorted(known) if label in state or label in begun]
    return executor.migrate(targets)


def go_to_today() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def migrations_since(state: Mapping[str, str]) -> list[tuple[str, str]]:
    """Migrations of ours that came after a state."""
    graph = MigrationExecutor(connection).loader.graph
    before = {node for leaf in state.items() for node in graph.forwards_plan(leaf)}
    ours = set(our_apps())
    return sorted(node for node in graph.nodes if node[0] in ours and node not in before)


# -- rows --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def insert(rows: Mapping[str, Mapping[str, list]], historical) -> None:
    """Store recorded rows through the models of the state they were stored in; numbers go on after them."""
    models = []
    for label, columns in rows.items():
        model = historical.get_model(label)
        fields = [model._meta.get_field(name) for name in columns]
        values = zip(*columns.values(), strict=True)
        held = [
            model(**{field.attname: field.to_python(value) for field, value in zip(fields, row, strict=True)})
            for row in values
        ]
        model._base_manager.bulk_create(held, batch_size=BATCH)
        models.append(model)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def table_of(label: str) -> str:
    """The table of a recorded model; empty for those of the framework."""
    table = label.lower().replace(".", "_")
    return "" if label.startswith(("auth.", "contenttypes.")) else table


def stored() -> dict[str, list[tuple]]:
    """Every row of every table by its columns' names, in no order that matters."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - OF_THE_FRAMEWORK
        return {table: _rows_of(cursor, table) for table in sorted(tables)}


def _rows_of(cursor, table: str) -> list[tuple]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table the database itself names
    names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
    order = sorted(range(len(names)), key=names.__getitem__)
    rows = [tuple((names[i], _comparable(row[i])) for i in order) for row in cursor.fetchall()]
    return sorted(rows, key=repr)


def _comparable(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


__all__ = [
    "BEFORE_THE_ROOMS",
    "OF_THE_ROWS",
    "go_to",
    "go_to_today",
    "insert",
    "migrations_since",
    "our_apps",
    "own_database",
    "read",
    "stored",
    "table_of",
]
