"""The grid of targets: who they are assigned to, for which indicators, in a year or in one of its periods."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from clusters.models import Agency, Cluster
from emulation_portal.lib.tables import OWN_SOURCE
from emulation_portal.lib.text import search_key
from pledges.editions import as_in_year
from pledges.enums import Comparator, Direction, TargetScope, ValueType
from pledges.models import Indicator, Target
from results.models import ReportingPeriod
from setup.seasons import members_of_year

NATION = 0  # in the place of an agency's key
NATION_CODE = "VN"
MOST_CELLS = 1900  # a form of more would not be taken; what is beyond it goes by workbook
MOST_FOUND = 20

Key = tuple[int, int]  # agency or NATION, indicator


@dataclass(frozen=True, slots=True)
class Assigned:
    """A target as typed, in percent or the smallest unit; ``value`` None: there is none."""

    value: Decimal | None
    comparator: str


class TargetBoard:
    """Holders × indicators of a year, with the targets that are stored. At most five queries.

    Holders are the members of a cluster in that year, or without a cluster the nation alone. Indicators are the rates
    that stand for a block, those of which a target is stored, and those named in ``also``. ``period_code``: targets of
    that period of the year, which stand beside the year's own (``of_year``).
    """

    def __init__(
        self,
        cluster: Cluster | None,
        year: int,
        blocks: Iterable[str],
        *,
        period_code: str = "",
        also: Sequence[str] = (),
    ):
        self.cluster, self.year, self.blocks, self.period_code = cluster, year, frozenset(blocks), period_code
        self.agencies: dict[int, Agency] = self._members()
        rows = list(self._stored_rows())
        self.targets = {_key(row): row for row in rows if row.period_code == period_code and self._is_held(row)}
        self.of_year = {_key(row): row for row in rows if not row.period_code and self._is_held(row)}
        self.with_periods = {_key(row) for row in rows if row.period_code and self._is_held(row)}
        self.national = {row.indicator_id: row for row in rows if not row.agency_id and row.period_code == period_code}
        self.left_out: list[Indicator] = []  # asked for, and more than a form can carry
        self.indicators: dict[int, Indicator] = self._chosen(also)

    @property
    def is_national(self) -> bool:
        return self.cluster is None

    def _members(self) -> dict[int, Agency]:
        if self.cluster is None:
            return {}
        members = (m.agency for m in members_of_year(self.cluster, self.year) if m.agency.kind in self.blocks)
        return {agency.pk: agency for agency in members}

    def _stored_rows(self):
        """The members' and the nation's."""
        whose = Q(scope=TargetScope.NATION) | Q(agency__in=self.agencies)
        return Target.objects.filter(whose, year=self.year, indicator__block__in=self.blocks)

    def _is_held(self, row: Target) -> bool:
        return (row.agency_id is None) == self.is_national

    def _chosen(self, also: Sequence[str]) -> dict[int, Indicator]:
        stored = {indicator for _holder, indicator in (*self.targets, *self.of_year)}
        headline = Q(value_type=ValueType.RATE, is_headline=True)
        rows = as_in_year(self.catalogue().filter(headline | Q(pk__in=stored) | Q(code__in=also)), self.year)
        counts = {block: 1 if self.is_national else self._count_of(block) for block in self.blocks}
        by_need = sorted(rows, key=lambda row: (not row.is_headline, row.pk not in stored))
        room, kept = MOST_CELLS, set()
        for row in by_need:
            room -= counts[row.block]
            if room >= 0:
                kept.add(row.pk)
            else:
                self.left_out.append(row)
        return {row.pk: row for row in rows if row.pk in kept}

    def _count_of(self, block: str) -> int:
        return sum(agency.kind == block for agency in self.agencies.values())

    def catalogue(self):
        """The indicators of the blocks that are in force in the year, in the catalogue's order."""
        return Indicator.objects.filter(in_force(self.year), block__in=self.blocks)

    def search(self, text: str) -> list[Indicator]:
        """Indicators by their names, form codes or codes, that the grid does not show; without diacritics too."""
        found = self.catalogue().exclude(pk__in=self.indicators)
        for word in search_key(text).split():
            found = found.filter(Q(search_key__contains=word) | Q(code__contains=word) | Q(legacy_code__iexact=word))
        return list(found[:MOST_FOUND]) if search_key(text) else []

    def cells(self) -> list[Key]:
        if self.is_national:
            return [(NATION, indicator) for indicator in self.indicators]
        return [
            (agency.pk, indicator.pk)
            for agency in self.agencies.values()
            for indicator in self.indicators.values()
            if indicator.block == agency.kind
        ]

    def stored(self, key: Key) -> Assigned:
        target = self.targets.get(key)
        if target:
            return Assigned(target.value.normalize(), target.comparator)
        return Assigned(None, self.usual_comparator(key))

    def usual_comparator(self, key: Key) -> str:
        """How a new target is compared: a period's as the year's, else as the nation's, else by the direction."""
        known = self.of_year.get(key) or self.national.get(key[1])
        if known:
            return known.comparator
        lower = self.indicators[key[1]].direction == Direction.LOWER
        return Comparator.LTE if lower else Comparator.GTE

    def comparators_of(self, indicator: Indicator) -> set[str]:
        """How the targets of a column are compared; the usual way where none is stored."""
        keys = [key for key in self.cells() if key[1] == indicator.pk]
        held = {self.targets[key].comparator for key in keys if key in self.targets}
        return held or {self.stored(key).comparator for key in keys}

    def holder_code(self, key: Key) -> str:
        return NATION_CODE if key[0] == NATION else self.agencies[key[0]].code

    def name_of(self, key: Key) -> str:
        """How the record names a target: 2024 THADS-86 completion_rate_cases, and the period where it is one's."""
        return record_name(self.year, self.holder_code(key), self.indicators[key[1]].code, self.period_code)


def record_name(year: int, holder: str, indicator: str, period_code: str = "") -> str:
    return " ".join(filter(None, [str(year), holder, indicator, period_code]))


def in_force(year: int) -> Q:
    return (Q(valid_from_year=None) | Q(valid_from_year__lte=year)) & (
        Q(valid_to_year=None) | Q(valid_to_year__gte=year)
    )


def part_periods(year: int, blocks: Iterable[str]) -> list[ReportingPeriod]:
    """The periods of a year that cover a part of it, each code once, in their order."""
    rows = ReportingPeriod.objects.filter(year=year, block__in=list(blocks), months__lt=12).order_by("months", "block")
    return list({row.period_code: row for row in rows}.values())


def is_reference(target: Target | None) -> bool:
    return target is not None and target.source not in ("", OWN_SOURCE)


def _key(row: Target) -> Key:
    return (row.agency_id or NATION, row.indicator_id)


__all__ = [
    "MOST_CELLS",
    "NATION",
    "NATION_CODE",
    "Assigned",
    "Key",
    "TargetBoard",
    "is_reference",
    "part_periods",
    "record_name",
]
