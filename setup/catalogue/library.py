"""The library of indicators: which there are, found by words without diacritics, and what is in force."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from clusters.enums import Block
from emulation_portal.lib.text import search_key
from pledges.editions import take_over
from pledges.models import Indicator, IndicatorEdition

from . import relations
from .deciding import EDITED

TAKEN = {"numerator": "numerator_id", "denominator": "denominator_id"}


class Validity(TextChoices):
    """Whether an indicator is in force in a year."""

    NOW = "now", _("In force")
    ENDED = "ended", _("No longer in force")
    COMING = "coming", _("Not yet in force")
    UNOFFICIAL = "unofficial", _("Not official")


def validity_of(first: int | None, last: int | None, year: int) -> Validity:
    """``first`` and ``last`` are years in force, both included; None is open."""
    if first is not None and year < first:
        return Validity.COMING
    return Validity.ENDED if last is not None and last < year else Validity.NOW


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """An indicator of the catalogue, as it stands in the year that is looked at."""

    indicator: Indicator
    validity: Validity
    key: str  # what is searched: names, group and codes without diacritics

    def matches(self, words: Iterable[str]) -> bool:
        return all(word in self.key for word in words)


@dataclass(frozen=True, slots=True)
class EditionStep:
    """An edition, and what stood before it."""

    edition: IndicatorEdition
    before: Indicator | IndicatorEdition

    def changed(self) -> list[tuple[str, object, object]]:
        """The columns that it says otherwise, with the old and the new value; keys of indicators for parts."""
        names = [(name, TAKEN.get(name, name)) for name in EDITED]
        told = ((name, getattr(self.before, taken), getattr(self.edition, taken)) for name, taken in names)
        return [(name, old, new) for name, old, new in told if old != new]


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What is asked for; empty is everything. ``state`` is a Validity."""

    text: str = ""
    block: str = ""
    group: str = ""
    state: str = ""


class Library:
    """The whole catalogue as it is in a year, read at once. Two queries."""

    def __init__(self, year: int):
        self.year = year
        self.rows: dict[str, Indicator] = {row.code: row for row in _in_order(Indicator.objects.all())}
        by_key = {row.pk: row for row in self.rows.values()}
        self.editions: dict[str, list[EditionStep]] = {}
        for edition in IndicatorEdition.objects.order_by("indicator", "from_year"):
            row = by_key[edition.indicator_id]
            steps = self.editions.setdefault(row.code, [])
            steps.append(EditionStep(edition, steps[-1].edition if steps else copy(row)))
            if edition.from_year <= year:
                take_over(row, edition)

    @cached_property
    def entries(self) -> list[LibraryEntry]:
        return [self.entry(row) for row in self.rows.values()]

    def entry(self, row: Indicator) -> LibraryEntry:
        told = (row.name_vi, row.name_en, row.group_vi, row.group_en, row.legacy_code)
        key = f"{search_key(' '.join(told))} {row.code}"
        return LibraryEntry(row, validity_of(row.valid_from_year, row.valid_to_year, self.year), key)

    def found(self, wanted: LibraryFilter) -> list[LibraryEntry]:
        """The indicators that are asked for, in the catalogue's order."""
        words = search_key(wanted.text).split()
        return [each for each in self.entries if each.matches(words) and self._is_of(each, wanted)]

    def _is_of(self, entry: LibraryEntry, wanted: LibraryFilter) -> bool:
        row = entry.indicator
        if wanted.state == Validity.UNOFFICIAL and row.is_official:
            return False
        if wanted.state not in ("", Validity.UNOFFICIAL, entry.validity):
            return False
        return wanted.block in ("", row.block) and wanted.group in ("", row.group_vi)

    @cached_property
    def groups(self) -> list[tuple[str, str]]:
        """The groups by their Vietnamese names, which stand in addresses, with what they are called."""
        return list({row.group_vi: row.group for row in self.rows.values()}.items())

    # -- what is worked out from what -----------------------------------------------------------------------------
    @cached_property
    def _codes(self) -> dict[int, str]:
        return {row.pk: row.code for row in self.rows.values()}

    def part_codes(self, row: Indicator) -> tuple[str, ...]:
        numerator, denominator = (self._codes.get(key or 0, "") for key in (row.numerator_id, row.denominator_id))
        return relations.parts_of(row.formula, numerator, denominator)

    def parts(self, row: Indicator) -> list[Indicator]:
        return self._rows(self.part_codes(row))

    def used_in(self, row: Indicator) -> list[Indicator]:
        """The indicators that are worked out from this one."""
        others = relations.used_in({code: self.part_codes(each) for code, each in self.rows.items()})
        return self._rows(others.get(row.code, ()))

    def _rows(self, codes: Sequence[str]) -> list[Indicator]:
        return [self.rows[code] for code in codes if code in self.rows]

    def code_of(self, key: int | None) -> str:
        return self._codes.get(key or 0, "")

    def name_of(self, code: str) -> str:
        row = self.rows.get(code)
        return row.name if row else code


def _in_order(rows: Iterable[Indicator]) -> list[Indicator]:
    blocks = Block.values
    return sorted(rows, key=lambda row: (blocks.index(row.block) if row.block in blocks else 9, row.ordinal, row.pk))


__all__ = ["EditionStep", "Library", "LibraryEntry", "LibraryFilter", "Validity", "validity_of"]
