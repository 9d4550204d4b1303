"""Loading who exists: legal instruments, provinces, agencies, their successions, clusters and memberships."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import transaction

from emulation_portal.lib.tables import Row, read_table, refuse_overlaps

from .enums import AgencyKind, Block
from .models import (
    Agency,
    AgencySuccession,
    Cluster,
    LegalInstrument,
    Membership,
    Province,
    ProvinceSuccession,
)
from .syncing import Change, find, sync, trust

DATA = Path(__file__).parent / "data"

_VALIDITY = ("valid_from", "valid_to", "source", "official")


@transaction.atomic
def load(directory: Path | None = None) -> list[Change]:
    """Bring the app's rows in line with its tables; loading twice changes nothing. BadTable stops it whole."""
    folder = directory or DATA
    return [
        _load_legal_instruments(folder),
        _load_provinces(folder),
        _load_province_successions(folder),
        _load_agencies(folder),
        _load_agency_successions(folder),
        _load_clusters(folder),
        _load_memberships(folder),
    ]


def _load_legal_instruments(folder: Path) -> Change:
    texts = ("number", "issuer", "title_vi", "topic", "replaces", "note")
    days = ("effective_from", "effective_to")
    rows = read_table(folder / "legal_instruments.csv", [*texts, *days, "source", "official"])
    lines = [(row, row.texts(texts) | {day: row.day(day) for day in days} | trust(row)) for row in rows]
    return sync(LegalInstrument, ("number",), lines)


def _load_provinces(folder: Path) -> Change:
    rows = read_table(folder / "provinces.csv", ["code", "name_vi", "name_ascii", "kind", "name_full_vi", *_VALIDITY])
    refuse_overlaps(rows, lambda row: row.text("code"))
    lines = [
        (
            row,
            {
                "code": row.text("code"),
                "name_vi": row.text("name_vi"),
                "name_en": row.text("name_ascii"),
                "kind": row.text("kind"),
                "full_name_vi": row.text("name_full_vi"),
            }
            | _validity(row)
            | trust(row),
        )
        for row in rows
    ]
    return sync(Province, ("code", "valid_from"), lines)


def _load_province_successions(folder: Path) -> Change:
    ends = ("predecessor_code", "predecessor_valid_to", "successor_code", "successor_valid_from")
    rows = read_table(folder / "province_successions.csv", [*ends, "kind", "legal_basis", "source", "official"])
    ended = {(code, end): pk for code, end, pk in Province.objects.values_list("code", "valid_to", "pk")}
    begun = _provinces()
    numbers = dict(LegalInstrument.objects.values_list("number", "pk"))
    lines = []
    for row in rows:
        find(row, "legal_basis", numbers)
        before = (row.text("predecessor_code"), row.day("predecessor_valid_to"))
        after = (row.text("successor_code"), row.day("successor_valid_from"))
        values = {
            "predecessor_id": find(row, "predecessor_code", ended, before),
            "successor_id": find(row, "successor_code", begun, after),
            "date": row.day("successor_valid_from"),
        }
        lines.append((row, values | row.texts(("kind", "legal_basis")) | trust(row)))
    return sync(ProvinceSuccession, ("predecessor_id", "successor_id"), lines)


def _load_agencies(folder: Path) -> Change:
    texts = ("code", "kind", "name_vi", "name_en", "short_name", "head_title")
    columns = [*texts, "province_code", "province_valid_from", "supervised_blocks", *_VALIDITY]
    rows = read_table(folder / "agencies.csv", columns)
    refuse_overlaps(rows, lambda row: (row.text("kind"), row.text("province_code") or row.text("code")))
    provinces = _provinces()
    lines = [
        (
            row,
            row.texts(texts)
            | {"province_id": _province_of(row, provinces), "supervised_blocks": _supervised_blocks(row)}
            | _validity(row)
            | trust(row),
        )
        for row in rows
    ]
    return sync(Agency, ("code",), lines)


def _load_agency_successions(folder: Path) -> Change:
    columns = ["predecessor_code", "successor_code", "date", "kind", "share", "source", "official"]
    rows = read_table(folder / "agency_successions.csv", columns)
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    keys = {code: agency.pk for code, agency in agencies.items()}
    lines = []
    for row in rows:
        values = {
            "predecessor_id": find(row, "predecessor_code", keys),
            "successor_id": find(row, "successor_code", keys),
            "date": row.day("date"),
            "kind": row.text("kind"),
            "share": row.number("share"),
        }
        if agencies[row.text("predecessor_code")].valid_to != row.day("date"):
            raise row.fault("the predecessor does not end on the day of the succession")
        lines.append((row, values | trust(row)))
    return sync(AgencySuccession, ("predecessor_id", "successor_id"), lines)


def _load_clusters(folder: Path) -> Change:
    texts = ("code", "slug", "name_vi", "name_en", "short_name_vi", "short_name_en", "decision")
    rows = read_table(folder / "clusters.csv", [*texts, "name_confirmed", *_VALIDITY])
    lines = [
        (
            row,
            row.texts(texts) | {"name_confirmed": row.flag("name_confirmed")} | _validity(row) | trust(row),
        )
        for row in rows
    ]
    return sync(Cluster, ("code",), lines)


def _load_memberships(folder: Path) -> Change:
    rows = read_table(folder / "memberships.csv", ["cluster_code", "agency_code", "decision", *_VALIDITY])
    refuse_overlaps(rows, lambda row: row.text("agency_code"))
    clusters = dict(Cluster.objects.values_list("code", "pk"))
    agencies = dict(Agency.objects.values_list("code", "pk"))
    lines = [
        (
            row,
            {
                "cluster_id": find(row, "cluster_code", clusters),
                "agency_id": find(row, "agency_code", agencies),
                "decision": row.text("decision"),
            }
            | _validity(row)
            | trust(row),
        )
        for row in rows
    ]
    return sync(Membership, ("cluster_id", "agency_id", "valid_from"), lines)


def _provinces() -> dict[tuple[str, date], int]:
    return {(code, first): pk for code, first, pk in Province.objects.values_list("code", "valid_from", "pk")}


def _validity(row: Row) -> dict:
    return {"valid_from": row.day("valid_from"), "valid_to": row.day("valid_to")}


def _province_of(row: Row, provinces: dict[tuple[str, date], int]) -> int | None:
    if row.text("kind") == AgencyKind.MINISTRY_BODY:
        return None
    return find(row, "province_code", provinces, (row.text("province_code"), row.day("province_valid_from")))


def _supervised_blocks(row: Row) -> list[str]:
    blocks = row.parts("supervised_blocks")
    if not set(blocks) <= set(Block.values) or (blocks and row.text("kind") != AgencyKind.MINISTRY_BODY):
        raise row.fault("supervised_blocks holds the blocks a ministry body supervises")
    return blocks
