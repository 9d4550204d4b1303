"""Model rows turned into the plain, frozen refs a ``FigureSet`` is made of."""

from collections.abc import Mapping
from fractions import Fraction

from django.db.models import Q

from clusters.models import Agency
from pledges.models import Indicator, Target
from results.models import PublishedFigure, ReportingPeriod, Submission

from .block import AgencyRef, Cell, IndicatorRef, PeriodRef, PublishedRef, TargetRef


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


def period_ref(period: ReportingPeriod) -> PeriodRef:
    return PeriodRef(
        id=period.pk,
        code=period.code,
        period_code=period.period_code,
        block=period.block,
        year=period.year,
        sequence=period.sequence,
        months=period.months,
        name_vi=period.name_vi,
        name_en=period.name_en,
        start=period.start,
        end=period.end,
        data_cutoff=period.data_cutoff,
        due_date=period.due_date,
        figures=period.figures,
        is_year_end=period.is_year_end,
    )


def indicator_ref(indicator: Indicator, codes: Mapping[int, str]) -> IndicatorRef:
    same = {
        name: getattr(indicator, name)
        for name in (
            "code",
            "legacy_code",
            "ordinal",
            "block",
            "group_vi",
            "group_en",
            "name_vi",
            "name_en",
            "unit_vi",
            "unit_en",
            "value_type",
            "aggregation",
            "direction",
            "formula",
            "cumulative",
            "required",
            "entry_scale",
            "is_headline",
            "definition_vi",
            "definition_en",
        )
    }
    return IndicatorRef(
        id=indicator.pk,
        numerator=codes.get(indicator.numerator_id, ""),
        denominator=codes.get(indicator.denominator_id, ""),
        **same,
    )


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
    rows = list(Indicator.objects.filter(in_force, block=block).order_by("ordinal"))
    codes = {i.pk: i.code for i in rows}
    return {i.code: indicator_ref(i, codes) for i in rows}


def submission_indicators(submission: Submission) -> dict[str, IndicatorRef]:
    """The typed and derived indicators of the submission's block and year."""
    return indicators_in_force(submission.period.block, submission.period.year)


def submission_cells(submission: Submission) -> dict[str, Cell]:
    """The typed values of one version, counting or not."""
    rows = submission.results.values_list("indicator__code", "value", "nothing_arose", "note")
    return {code: Cell(value, nothing, note) for code, value, nothing, note in rows}
