"""Loading the catalogue of emulation titles and forms of commendation."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from awards.enums import Recipient
from awards.models import Award
from emulation_portal.lib.tables import ReferenceRow, read_table

from .sync import SyncChange, sync, trust

DATA = Path(__file__).parent / "data"

RECIPIENTS = frozenset(Recipient.values)

_TEXTS = ("code", "name_vi", "name_en", "form", "recipient", "level", "decided_by", "law_article")


@transaction.atomic
def load(directory: Path | None = None) -> list[SyncChange]:
    """Bring the catalogue in line with its table, in the table's order; BadTable stops it whole."""
    columns = [*_TEXTS, "annual", "valid_from", "valid_to", "source", "official"]
    rows = read_table((directory or DATA) / "awards.csv", columns)
    return [sync(Award, ("code",), [(row, _award(row, ordinal)) for ordinal, row in enumerate(rows, start=1)])]


def _award(row: ReferenceRow, ordinal: int) -> dict:
    recipients = row.parts("recipient")
    if not recipients or not RECIPIENTS.issuperset(recipients):
        raise row.fault(f"recipient lists some of {', '.join(sorted(RECIPIENTS))}")
    days = {"valid_from": row.day("valid_from"), "valid_to": row.day("valid_to")}
    return row.texts(_TEXTS) | {"ordinal": ordinal, "annual": row.flag("annual")} | days | trust(row)
