"""Loading who exists: legal instruments, provinces, agencies, their successions, clusters, members and offices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import transaction

from clusters.enums import AgencyKind, Block, LeadershipRole, OfficeRole
from clusters.models import (
    Agency,
    AgencySuccession,
    Cluster,
    ClusterOffice,
    Leadership,
    LegalInstrument,
    Membership,
    Province,
    ProvinceSuccession,
    Season,
)
from emulation_portal.lib.tables import OWN_SOURCE, ReferenceRow, read_table, refuse_overlaps

from .sync import SyncChange, find, sync, trust

DATA = Path(__file__).parent / "data"

_VALIDITY = ("valid_from", "valid_to", "source", "official")


@transaction.atomic
def load(directory: Path | None = None) -> list[SyncChange]:
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
        load_leadership(folder),
        _load_offices(folder),
    ]


def _load_legal_instruments(folder: Path) -> SyncChange:
    texts = ("number", "kind", "issuer", "title_vi", "topic", "replaces", "note")
    days = ("effective_from", "effective_to")
    rows = read_table(folder / "legal_instruments.csv", [*texts, *days, "basis_rank", "source", "official"])
    terms = ((row, {day: row.day(day) for day in days} | {"basis_rank": row.whole("basis_rank")}) for row in rows)
    lines = [(row, row.texts(texts) | term | trust(row)) for row, term in terms]
    return sync(LegalInstrument, ("number",), lines)


def _load_provinces(folder: Path) -> SyncChange:
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


def _load_province_successions(folder: Path) -> SyncChange:
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


def _load_agencies(folder: Path) -> SyncChange:
    texts = ("code", "kind", "name_vi", "name_en", "short_name", "head_title", "symbol")
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


def _load_agency_successions(folder: Path) -> SyncChange:
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


def _load_clusters(folder: Path) -> SyncChange:
    texts = ("code", "name_vi", "name_en", "short_name_vi", "short_name_en", "decision")
    flags = ("name_confirmed", "lists_all_members")
    rows = read_table(folder / "clusters.csv", [*texts, "slug", *flags, *_VALIDITY])
    taken = dict(Cluster.objects.filter(source=OWN_SOURCE).values_list("slug", "code"))
    lines = [
        (
            row,
            row.texts(texts)
            | {"slug": _free_slug(row, taken)}
            | {flag: row.flag(flag) for flag in flags}
            | _validity(row)
            | trust(row),
        )
        for row in rows
    ]
    return sync(Cluster, ("code",), lines)


def _free_slug(row: ReferenceRow, taken: dict[str, str]) -> str:
    """The slug of the table, unless a cluster that was entered in the portal has it."""
    slug, code = row.text("slug"), row.text("code")
    return slug if taken.get(slug, code) == code else f"{slug}-{code.lower()}"


def _load_memberships(folder: Path) -> SyncChange:
    """The members of the table; where the portal has set other days for an agency, its own membership stays alone."""
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
    own: dict[int, list[Membership]] = {}
    for kept in Membership.objects.filter(source=OWN_SOURCE):
        own.setdefault(kept.agency_id, []).append(kept)
    free = [
        (row, values)
        for row, values in lines
        if not any(_stands_for(k, values) for k in own.get(values["agency_id"], ()))
    ]
    return sync(Membership, ("cluster_id", "agency_id", "valid_from"), free)


def _stands_for(kept: Membership, values: dict) -> bool:
    """Whether a membership that was set in the portal holds on a day of the table's."""
    return (values["valid_to"] is None or kept.valid_from < values["valid_to"]) and (
        kept.valid_to is None or values["valid_from"] < kept.valid_to
    )


_ROLES = ("cluster_code", "year", "agency_code", "role", "person_name", "title_vi", "decision", "note", *_VALIDITY)


def _role_rows(folder: Path) -> list[ReferenceRow]:
    rows = read_table(folder / "leadership.csv", _ROLES)
    known = {*LeadershipRole.values, *OfficeRole.values}
    for row in rows:
        if row.text("role") not in known:
            raise row.fault(f"role is {row.text('role')!r}, not one of {', '.join(sorted(known))}")
    return rows


def load_leadership(folder: Path | None = None) -> SyncChange:
    """Head and deputy agencies of the seasons that have been opened; a role that is held on these days stays as it is.

    A table's row of a season that nobody has opened waits for it: opening a year is an act of the Ministry.
    """
    rows = [row for row in _role_rows(folder or DATA) if row.text("role") in LeadershipRole.values]
    seasons = {(code, year): pk for code, year, pk in Season.objects.values_list("cluster__code", "year", "pk")}
    clusters = dict(Cluster.objects.values_list("code", "pk"))
    agencies = dict(Agency.objects.values_list("code", "pk"))
    lines = []
    for row in rows:
        find(row, "cluster_code", clusters)
        values = {"agency_id": find(row, "agency_code", agencies), "role": row.text("role")} | _validity(row)
        season = seasons.get((row.text("cluster_code"), row.whole("year")))
        if season is not None and not _is_held(season, values):
            lines.append((row, values | {"season_id": season, "decision": row.text("decision")} | trust(row)))
    return sync(Leadership, ("season_id", "agency_id", "role", "valid_from"), lines)


def _is_held(season: int, values: dict) -> bool:
    """Whether the role is held on one of the days by a row that is not the table's own."""
    held = Leadership.objects.filter(
        season=season, role=values["role"], valid_from__lt=values["valid_to"], valid_to__gt=values["valid_from"]
    )
    return held.exclude(agency_id=values["agency_id"], valid_from=values["valid_from"]).exists()


def _load_offices(folder: Path) -> SyncChange:
    rows = [row for row in _role_rows(folder) if row.text("role") in OfficeRole.values]
    clusters = dict(Cluster.objects.values_list("code", "pk"))
    agencies = dict(Agency.objects.values_list("code", "pk"))
    lines = [
        (
            row,
            {
                "cluster_id": find(row, "cluster_code", clusters),
                "year": row.whole("year"),
                "agency_id": find(row, "agency_code", agencies),
                "title": row.text("title_vi"),
            }
            | row.texts(("role", "person_name", "decision", "note"))
            | trust(row),
        )
        for row in rows
    ]
    return sync(ClusterOffice, ("cluster_id", "year", "role", "agency_id"), lines)


def _provinces() -> dict[tuple[str, date], int]:
    return {(code, first): pk for code, first, pk in Province.objects.values_list("code", "valid_from", "pk")}


def _validity(row: ReferenceRow) -> dict:
    return {"valid_from": row.day("valid_from"), "valid_to": row.day("valid_to")}


def _province_of(row: ReferenceRow, provinces: dict[tuple[str, date], int]) -> int | None:
    if row.text("kind") == AgencyKind.MINISTRY_BODY:
        return None
    return find(row, "province_code", provinces, (row.text("province_code"), row.day("province_valid_from")))


def _supervised_blocks(row: ReferenceRow) -> list[str]:
    blocks = row.parts("supervised_blocks")
    if not set(blocks) <= set(Block.values) or (blocks and row.text("kind") != AgencyKind.MINISTRY_BODY):
        raise row.fault("supervised_blocks holds the blocks a ministry body supervises")
    return blocks
