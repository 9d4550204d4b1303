"""Model rows turned into the plain, frozen refs a ``FigureSet`` is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Any

from django.db.models import Q

from clusters.models import Agency
from pledges.models import Indicator, Target
from results.models import PublishedFigure, ReportingPeriod, Submission

from .block import AgencyRef, Cell, IndicatorRef, PeriodRef, PublishedRef, TargetRef

# The columns that refs are made of, in the order of their fields.
AGENCY_FIELDS = ("id", "code", "kind", "name_vi", "name_en", "short_name", "province__code", "sort_key")
PERIOD_FIELDS = tuple(field.name for field in fields(PeriodRef))
INDICATOR_FIELDS = tuple(field.name for field in fields(IndicatorRef))
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


def target_ref(target: Target) -> TargetRef:
    return TargetRef(Fraction(target.value), target.comparator, decision=target.decision)


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


def indicators_in_force(block: str, year: int) -> dict[str, IndicatorRef]:
    """The block's indicators of a year by code, in the catalogue's order."""
    in_force = (Q(valid_from_year__isnull=True) | Q(valid_from_year__lte=year)) & (
        Q(valid_to_year__isnull=True) | Q(valid_to_year__gte=year)
    )
    rows = Indicator.objects.filter(in_force, block=block).order_by("ordinal").values_list(*INDICATOR_FIELDS)
    return {ref.code: ref for ref in indicator_refs(rows)}


def submission_indicators(submission: Submission) -> dict[str, IndicatorRef]:
    """The typed and derived indicators of the submission's block and year."""
    return indicators_in_force(submission.period.block, submission.period.year)


def submission_cells(submission: Submission) -> dict[str, Cell]:
    """The typed values of one version, counting or not."""
    rows = submission.results.values_list("indicator__code", "value", "nothing_arose", "note")
    return {code: Cell(value, nothing, note) for code, value, nothing, note in rows}
