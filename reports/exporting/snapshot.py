"""One moment of the database: what is read inside was all true at once, whatever others write meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """A reading transaction that keeps nobody from writing; write nothing inside.

    Within a transaction that has begun already it changes nothing: what is read there is compared by its versions.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _deferred(), transaction.atomic():
            yield


@contextmanager
def _deferred() -> Iterator[None]:
    """SQLite reads from a snapshot unless the transaction asks for the right to write when it begins."""
    connection.ensure_connection()  # which is when its mode becomes known
    kept, connection.transaction_mode = connection.transaction_mode, None  # type: ignore[attr-defined]  # SQLite's own
    try:
        yield
    finally:
        connection.transaction_mode = kept  # type: ignore[attr-defined]  # SQLite's own


__all__ = ["snapshot"]
