"""Model rows turned into the plain, frozen refs a ``FigureSet`` is made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from clusters.models import Agency
from pledges.enums import TargetScope
from pledges.models import Indicator
from results.models import PublishedFigure, ReportingPeriod, Submission

from . import expressions
from .block import AgencyRef, Cell, IndicatorRef, PeriodRef, PublishedRef, TargetRef
from .values import PeriodTarget

# The columns that refs are made of, in the order of their fields.
AGENCY_FIELDS = ("id", "code", "kind", "name_vi", "name_en", "short_name", "province__code", "sort_key")
PERIOD_FIELDS = tuple(field.name for field in fields(PeriodRef))
INDICATOR_FIELDS = tuple(field.name for field in fields(IndicatorRef) if field.name != "since")
# What an edition puts in the place of an indicator's own from its year on, and of it what an indicator means.
EDITED = (
    *("name_vi", "name_en", "unit_vi", "unit_en", "numerator", "denominator", "formula", "required"),
    *("definition_vi", "definition_en"),
)
MEANING = ("unit_vi", "numerator", "denominator", "formula")
EDITION_FIELDS = tuple(f"editions__{name}" for name in ("from_year", *EDITED))
TARGET_FIELDS = ("year", "agency_id", "period_code", "value", "comparator", "decision", "decided_on")
_EDITED_AT = tuple(INDICATOR_FIELDS.index(name) for name in EDITED)
_MEANING_AT = tuple(INDICATOR_FIELDS.index(name) for name in MEANING)
_PART, _WHOLE = (INDICATOR_FIELDS.index(name) for name in ("numerator", "denominator"))


def agency_ref(agency: Agency) -> AgencyRef:
    return AgencyRef(
        id=agency.pk,
        code=agency.code,
        block=agency.kind,
        name_vi=agency.name_vi,
        name_en=agency.name_en,
        short_name=agency.short_name,
        province_code=agency.province.code if agency.province else "",
        sort_key=agency.sort_key,
    )


def agency_of(row: Sequence[Any]) -> AgencyRef:
    """From a row of ``AGENCY_FIELDS``."""
    *told, province, sort_key = row
    return AgencyRef(*[*told, province or "", sort_key])


def period_ref(period: ReportingPeriod) -> PeriodRef:
    return PeriodRef(*(getattr(period, name) for name in PERIOD_FIELDS))


@dataclass(slots=True)
class CatalogueRow:
    """One indicator's columns, ``INDICATOR_FIELDS`` first, and its editions by the year they begin with."""

    columns: tuple[Any, ...]
    editions: dict[int, tuple[Any, ...]] = field(default_factory=dict)

    def of_year(self, year: int) -> tuple[Any, ...]:
        """``INDICATOR_FIELDS`` as they are in a year."""
        told = list(self.columns[: len(INDICATOR_FIELDS)])
        begun = [first for first in self.editions if first <= year]
        if begun:
            for at, value in zip(_EDITED_AT, self.editions[max(begun)], strict=True):
                told[at] = value
        return tuple(told)

    def since(self, year: int) -> int:
        """The first year in which it means what it means in ``year``, apart from its parts; 0: it always did."""
        found, before = 0, self._meaning(0)
        for first in sorted(each for each in self.editions if each <= year):
            meaning = self._meaning(first)
            found, before = (first if meaning != before else found), meaning
        return found

    def _meaning(self, year: int) -> tuple[Any, ...]:
        told = self.of_year(year)
        return tuple(told[at] for at in _MEANING_AT)


def catalogue_rows(rows: Iterable[Sequence[Any]], columns: int) -> dict[int, CatalogueRow]:
    """By the indicator's key, from rows of ``columns`` of it, ``EDITION_FIELDS``, and whatever follows."""
    found: dict[int, CatalogueRow] = {}
    for row in rows:
        kept = found.setdefault(row[0], CatalogueRow(tuple(row[:columns])))
        first, *edition = row[columns : columns + len(EDITION_FIELDS)]
        if first is not None:
            kept.editions[first] = tuple(edition)
    return found


def indicator_refs(rows: Iterable[CatalogueRow], year: int) -> list[IndicatorRef]:
    """Indicators as they are in a year; among the rows are the parts of every rate."""
    rows = list(rows)
    codes = {row.columns[0]: row.columns[1] for row in rows}
    refs = []
    for row in rows:
        told = row.of_year(year)
        parts = codes.get(told[_PART], ""), codes.get(told[_WHOLE], "")
        refs.append(IndicatorRef(*[*told[:_PART], *parts, *told[_WHOLE + 1 :], row.since(year)]))
    return _with_parts_changed(refs) if any(ref.since for ref in refs) else refs


def _with_parts_changed(refs: list[IndicatorRef]) -> list[IndicatorRef]:
    """What is worked out means something else where one of its parts does."""
    by_code = {ref.code: ref for ref in refs}

    def since(ref: IndicatorRef, above: tuple[str, ...]) -> int:
        names = (ref.numerator, ref.denominator) if ref.is_rate else expressions.names(ref.formula or "0")
        parts = (by_code[name] for name in names if name in by_code and name not in above)
        return max([ref.since, *(since(part, (*above, ref.code)) for part in parts)])

    return [replace(ref, since=since(ref, ())) for ref in refs]


class AssignedTarget(NamedTuple):
    """A target as it was assigned; ``agency_id`` None: to the nation."""

    year: int
    agency_id: int | None
    indicator_id: int
    target: TargetRef


def with_targets(
    catalogue: QuerySet[Indicator], columns: Sequence[str], agencies: Iterable[int], years: Iterable[int]
) -> tuple[list[CatalogueRow], list[AssignedTarget]]:
    """These columns of indicators, the first of which is ``id``, in the catalogue's order, and what was assigned of
    them in these years to the nation and to these agencies. One query: where an indicator has several editions, its
    targets come once with each of them.
    """
    whose = Q(targets__scope=TargetScope.NATION) | Q(targets__agency_id__in=list(agencies))
    assigned = FilteredRelation("targets", condition=whose & Q(targets__year__in=list(years)))
    told = (f"assigned__{name}" for name in TARGET_FIELDS)
    width = len(columns) + len(EDITION_FIELDS)
    read = list(
        catalogue.annotate(assigned=assigned).order_by("ordinal", "pk").values_list(*columns, *EDITION_FIELDS, *told)
    )
    given = dict.fromkeys((row[0], *row[width:]) for row in read if row[width] is not None)
    return list(catalogue_rows(read, len(columns)).values()), list(_targets(given))


def _targets(rows: Iterable[Sequence[Any]]) -> Iterator[AssignedTarget]:
    """From an indicator's key and ``TARGET_FIELDS``; targets of periods stand inside the year's own."""
    parts: dict[tuple[Any, ...], list[PeriodTarget]] = defaultdict(list)
    whole: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for indicator_id, year, agency_id, period_code, value, *told in rows:
        key = (year, agency_id, indicator_id)
        if period_code:
            parts[key].append(PeriodTarget(period_code, Fraction(value), *told))
        else:
            whole[key] = (Fraction(value), *told)
    for key, (value, comparator, decision, day) in whole.items():
        target = TargetRef(value, comparator, decision=decision, decided_on=day, parts=tuple(parts.get(key, ())))
        yield AssignedTarget(*key, target)


def published_ref(figure: PublishedFigure, codes: Mapping[int, str]) -> PublishedRef:
    return PublishedRef(
        code=figure.code,
        block=figure.block,
        indicator=codes.get(figure.indicator_id, ""),
        measure=figure.measure,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        precision=figure.precision,
        text=figure.text,
        period_code=figure.period_code,
        status=figure.status,
        source=figure.source,
        kind=figure.kind,
        note=figure.note,
    )


def in_force(year: int) -> Q:
    """The indicators of a year, both years of their validity included."""
    begun = Q(valid_from_year__isnull=True) | Q(valid_from_year__lte=year)
    return begun & (Q(valid_to_year__isnull=True) | Q(valid_to_year__gte=year))


def indicators_in_force(block: str, year: int) -> dict[str, IndicatorRef]:
    """The block's indicators of a year by code, in the catalogue's order. One query."""
    rows = Indicator.objects.filter(in_force(year), block=block).order_by("ordinal", "pk")
    read = catalogue_rows(rows.values_list(*INDICATOR_FIELDS, *EDITION_FIELDS), len(INDICATOR_FIELDS))
    return {ref.code: ref for ref in indicator_refs(read.values(), year)}


def indicators_and_targets(
    blocks: Iterable[str], year: int, agencies: Iterable[int]
) -> tuple[dict[str, dict[str, IndicatorRef]], list[AssignedTarget]]:
    """The same by block, and what was assigned of them in that year to the nation and to these agencies. One query."""
    found: dict[str, dict[str, IndicatorRef]] = {block: {} for block in blocks}
    catalogue = Indicator.objects.filter(in_force(year), block__in=list(found))
    rows, targets = with_targets(catalogue, INDICATOR_FIELDS, agencies, [year])
    for ref in indicator_refs(rows, year):
        found[ref.block][ref.code] = ref
    return found, targets


def submission_indicators(submission: Submission) -> dict[str, IndicatorRef]:
    """The typed and derived indicators of the submission's block and year."""
    return indicators_in_force(submission.period.block, submission.period.year)


def submission_cells(submission: Submission) -> dict[str, Cell]:
    """The typed values of one version, counting or not."""
    rows = submission.results.values_list("indicator__code", "value", "nothing_arose", "note")
    return {code: Cell(value, nothing, note) for code, value, nothing, note in rows}
