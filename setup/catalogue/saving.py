"""Storing a catalogue that was sent as a whole: a few queries however many indicators it holds."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from accounts import audit
from accounts.editing import stamp_of
from accounts.models import User
from clusters.rights import rights_of
from clusters.versions import raise_all_versions
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.tables import OWN_SOURCE
from emulation_portal.lib.text import search_key
from pledges.models import Indicator, IndicatorCheck
from setup.targets.saving import decision_text

from .deciding import CatalogueChange, Key, SentCatalogue, SentLine, SentProblem, SheetKind, StoredCatalogue, Value
from .stored import read_stored

IMPORTED = "catalogue.import"
_PARTS = ("numerator", "denominator")


class CatalogueRefused(Exception):
    """Some lines cannot be stored; nothing is."""

    def __init__(self, problems: Sequence[SentProblem]):
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


class CatalogueStale(Exception):
    """Somebody else has changed the catalogue since the changes were shown; nothing is stored."""


def stamp_of_catalogue(stored: StoredCatalogue) -> str:
    """A digest of what is stored, that a page carries from the preview to the act."""
    lines = {f"{kind}": rows for kind, rows in (("i", stored.indicators), ("c", stored.checks))}
    return stamp_of({f"{kind} {key}": dict(line) for kind, rows in lines.items() for key, line in rows.items()})


@transaction.atomic
def import_catalogue(
    *,
    indicators: Sequence[SentLine],
    checks: Sequence[SentLine],
    seen: str,
    decision: str,
    decided_on: date | None,
    actor: User,
) -> int:
    """Make the catalogue of the actor's blocks equal to the lines: add, change, take out; record it, raise every
    version. Returns how many differences there were.

    NotAllowed without a block, CatalogueStale where ``seen`` is not what is stored, CatalogueRefused for problems.
    """
    blocks = rights_of(actor).supervised_blocks
    if not blocks:
        raise NotAllowed
    list(Indicator.objects.select_for_update().values_list("pk"))  # one import after the other
    stored = read_stored(blocks)
    if seen != stamp_of_catalogue(stored):
        raise CatalogueStale
    sent = SentCatalogue(indicators, checks, stored)
    if problems := sent.problems():
        raise CatalogueRefused(problems)
    changes = sent.changes()
    if changes:
        _store(sent, changes)
        raise_all_versions()
        _record(changes, actor, decision_text(decision, decided_on))
    return len(changes)


def _store(sent: SentCatalogue, changes: Sequence[CatalogueChange]) -> None:
    wanted = {(each.sheet, each.key) for each in changes if each.kind != "removed"}
    gone = {(each.sheet, each.key) for each in changes if each.kind == "removed"}
    _store_checks([line for key, line in sent.lines[SheetKind.CHECKS].items() if (SheetKind.CHECKS, key) in wanted])
    for _sheet, key in (each for each in gone if each[0] is SheetKind.CHECKS):
        IndicatorCheck.objects.filter(block=key[0], code=key[1]).delete()
    lines = sent.lines[SheetKind.INDICATORS]
    _store_indicators([line for key, line in lines.items() if (SheetKind.INDICATORS, key) in wanted])
    codes = [key[0] for sheet, key in gone if sheet is SheetKind.INDICATORS]
    if codes:  # a rate goes before what it is made of
        Indicator.objects.filter(code__in=codes, numerator__isnull=False).delete()
        Indicator.objects.filter(code__in=codes).delete()


def _store_checks(lines: Sequence[SentLine]) -> None:
    rows = [IndicatorCheck(**dict(line.values), source=OWN_SOURCE) for line in lines]
    if rows:
        fields = [*dict(lines[0].values), "source"]
        IndicatorCheck.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["block", "code"],
            update_fields=[name for name in fields if name not in ("block", "code")],
        )


def _store_indicators(lines: Sequence[SentLine]) -> None:
    """What is counted first: a rate is made of rows that are there."""
    rates = [line for line in lines if line.text("numerator")]
    _upsert([_row(line, {}) for line in lines if not line.text("numerator")])
    if rates:
        keys = dict(Indicator.objects.values_list("code", "pk"))
        _upsert([_row(line, keys) for line in rates])


def _row(line: SentLine, keys: Mapping[str, int]) -> Indicator:
    told: dict[str, Value] = {name: value for name, value in line.values.items() if name not in _PARTS}
    parts = {f"{name}_id": keys.get(line.text(name)) for name in _PARTS}
    return Indicator(**told, **parts, search_key=search_key(line.text("name_vi")), source=OWN_SOURCE)


def _upsert(rows: Sequence[Indicator]) -> None:
    if rows:
        fields = [field.name for field in Indicator._meta.concrete_fields if field.name not in ("id", "code")]
        Indicator.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)


def _record(changes: Sequence[CatalogueChange], actor: User, note: str) -> None:
    about = _about(changes)
    before = {_name(each): each.old for each in changes if each.kind != "added"}
    after = {_name(each): each.new for each in changes if each.kind != "removed"}
    audit.record(actor=actor, action=IMPORTED, target=about, before=before, after=after, note=note)


def _name(change: CatalogueChange) -> str:
    return " ".join(filter(None, [*change.key, change.column]))


def _about(changes: Sequence[CatalogueChange]) -> Indicator | IndicatorCheck:
    """A row that the record can name: the first that is still there, else a row without a key."""
    for each in changes:
        if each.kind != "removed":
            return _stored_row(each.sheet, each.key)
    return Indicator(code=changes[0].key[-1], name_vi=str(changes[0].old))


def _stored_row(sheet: SheetKind, key: Key) -> Indicator | IndicatorCheck:
    if sheet is SheetKind.INDICATORS:
        return Indicator.objects.get(code=key[0])
    return IndicatorCheck.objects.get(block=key[0], code=key[1])


__all__ = ["CatalogueRefused", "CatalogueStale", "import_catalogue", "stamp_of_catalogue"]
