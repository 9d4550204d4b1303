"""Loading the catalogue of emulation titles and forms of commendation, and published yearly classifications."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from awards.enums import Recipient
from awards.models import AnnualClassification, Award
from clusters.models import Agency
from emulation_portal.lib.tables import ReferenceRow, read_table

from .sync import SyncChange, find, sync, trust

DATA = Path(__file__).parent / "data"

RECIPIENTS = frozenset(Recipient.values)

_TEXTS = ("code", "name_vi", "name_en", "form", "recipient", "level", "decided_by", "law_article")


@transaction.atomic
def load(directory: Path | None = None) -> list[SyncChange]:
    """Bring both in line with their tables, the catalogue in its table's order; BadTable stops it whole."""
    folder = directory or DATA
    columns = [*_TEXTS, "annual", "valid_from", "valid_to", "source", "official"]
    rows = read_table(folder / "awards.csv", columns)
    known = sync(Award, ("code",), [(row, _award(row, ordinal)) for ordinal, row in enumerate(rows, start=1)])
    return [known, _load_classifications(folder)]


def _load_classifications(folder: Path) -> SyncChange:
    texts = ("level", "decision_number", "issuer")
    columns = ["agency_code", "year", *texts, "decision_date", "text_as_published", "source", "official"]
    agencies = dict(Agency.objects.values_list("code", "pk"))
    lines = [
        (
            row,
            {
                "agency_id": find(row, "agency_code", agencies),
                "year": row.whole("year"),
                "decision_date": row.day("decision_date"),
                "text": row.text("text_as_published"),
            }
            | row.texts(texts)
            | trust(row),
        )
        for row in read_table(folder / "classifications.csv", columns)
    ]
    return sync(AnnualClassification, ("agency_id", "year"), lines)


def _award(row: ReferenceRow, ordinal: int) -> dict:
    recipients = row.parts("recipient")
    if not recipients or not RECIPIENTS.issuperset(recipients):
        raise row.fault(f"recipient lists some of {', '.join(sorted(RECIPIENTS))}")
    days = {"valid_from": row.day("valid_from"), "valid_to": row.day("valid_to")}
    return row.texts(_TEXTS) | {"ordinal": ordinal, "annual": row.flag("annual")} | days | trust(row)
