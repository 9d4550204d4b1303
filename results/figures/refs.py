"""Model rows turned into the plain, frozen refs a ``FigureSet`` is made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from clusters.models import Agency
from pledges.enums import TargetScope
from pledges.models import Indicator
from results.models import PublishedFigure, ReportingPeriod, Submission

from .block import AgencyRef, Cell, IndicatorRef, PeriodRef, PublishedRef, TargetRef
from .values import PeriodTarget

# The columns that refs are made of, in the order of their fields.
AGENCY_FIELDS = ("id", "code", "kind", "name_vi", "name_en", "short_name", "province__code", "sort_key")
PERIOD_FIELDS = tuple(field.name for field in fields(PeriodRef))
INDICATOR_FIELDS = tuple(field.name for field in fields(IndicatorRef))
TARGET_FIELDS = ("year", "agency_id", "period_code", "value", "comparator", "decision", "decided_on")
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


def indicator_refs(rows: Iterable[Sequence[Any]]) -> list[IndicatorRef]:
    """Rows of ``INDICATOR_FIELDS``, among which the parts of every rate are."""
    rows = list(rows)
    codes = {row[0]: row[1] for row in rows}
    return [
        IndicatorRef(*[*row[:_PART], codes.get(row[_PART], ""), codes.get(row[_WHOLE], ""), *row[_WHOLE + 1 :]])
        for row in rows
    ]


class AssignedTarget(NamedTuple):
    """A target as it was assigned; ``agency_id`` None: to the nation."""

    year: int
    agency_id: int | None
    indicator_id: int
    target: TargetRef


def with_targets(
    catalogue: QuerySet[Indicator], columns: Sequence[str], agencies: Iterable[int], years: Iterable[int]
) -> tuple[list[tuple[Any, ...]], list[AssignedTarget]]:
    """These columns of indicators, the first of which is ``id``, in the catalogue's order, and what was assigned of
    them in these years to the nation and to these agencies. One query.
    """
    whose = Q(targets__scope=TargetScope.NATION) | Q(targets__agency_id__in=list(agencies))
    assigned = FilteredRelation("targets", condition=whose & Q(targets__year__in=list(years)))
    told = (f"assigned__{name}" for name in TARGET_FIELDS)
    rows: dict[int, tuple[Any, ...]] = {}
    assigned_rows = []
    for row in catalogue.annotate(assigned=assigned).order_by("ordinal").values_list(*columns, *told):
        indicator, target = row[: len(columns)], row[len(columns) :]
        rows[indicator[0]] = indicator
        if target[0] is not None:
            assigned_rows.append((indicator[0], *target))
    return list(rows.values()), list(_targets(assigned_rows))


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
    rows = Indicator.objects.filter(in_force(year), block=block).order_by("ordinal").values_list(*INDICATOR_FIELDS)
    return {ref.code: ref for ref in indicator_refs(rows)}


def indicators_and_targets(
    blocks: Iterable[str], year: int, agencies: Iterable[int]
) -> tuple[dict[str, dict[str, IndicatorRef]], list[AssignedTarget]]:
    """The same by block, and what was assigned of them in that year to the nation and to these agencies. One query."""
    found: dict[str, dict[str, IndicatorRef]] = {block: {} for block in blocks}
    catalogue = Indicator.objects.filter(in_force(year), block__in=list(found))
    rows, targets = with_targets(catalogue, INDICATOR_FIELDS, agencies, [year])
    for ref in indicator_refs(rows):
        found[ref.block][ref.code] = ref
    return found, targets


def submission_indicators(submission: Submission) -> dict[str, IndicatorRef]:
    """The typed and derived indicators of the submission's block and year."""
    return indicators_in_force(submission.period.block, submission.period.year)


def submission_cells(submission: Submission) -> dict[str, Cell]:
    """The typed values of one version, counting or not."""
    rows = submission.results.values_list("indicator__code", "value", "nothing_arose", "note")
    return {code: Cell(value, nothing, note) for code, value, nothing, note in rows}
