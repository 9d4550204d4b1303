"""What an indicator is used by: targets, promises, results, figures in print, checks. A fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q

from pledges.enums import TargetScope
from pledges.models import Indicator, IndicatorCheck, PledgeItem, Target
from results.checks import THIS
from results.models import PublishedFigure, Result

from . import relations


@dataclass(frozen=True, slots=True)
class YearOfUse:
    """How often an indicator was used in one year; ``agencies`` have figures of it, ``results`` are their cells."""

    year: int
    national_targets: int = 0
    agency_targets: int = 0
    promises: int = 0
    results: int = 0
    agencies: int = 0
    published: int = 0


def uses_of(indicator: Indicator) -> list[YearOfUse]:
    """The years in which something refers to the indicator, the newest first. Four queries."""
    nation = Count("pk", filter=Q(scope=TargetScope.NATION))
    found: dict[int, dict[str, int]] = {}
    counted = (
        Target.objects.filter(indicator=indicator)
        .values("year")
        .annotate(national_targets=nation, agency_targets=Count("pk") - nation),
        PledgeItem.objects.filter(indicator=indicator)
        .values(year=F("pledge__season__year"))
        .annotate(promises=Count("pk")),
        _reported(Q(indicator=indicator))
        .values(year=F("submission__period__year"))
        .annotate(results=Count("pk"), agencies=Count("submission__agency", distinct=True)),
        PublishedFigure.objects.filter(indicator=indicator).values("year").annotate(published=Count("pk")),
    )
    for rows in counted:
        for row in rows.order_by("year"):
            found.setdefault(row.pop("year"), {}).update(row)
    return [YearOfUse(year, **told) for year, told in sorted(found.items(), reverse=True)]


def _reported(which: Q):
    """Cells with something in them; an empty one uses nothing."""
    return Result.objects.filter(which).filter(Q(value__isnull=False) | Q(nothing_arose=True))


def checks_naming(indicator: Indicator, checks: Iterable[IndicatorCheck]) -> list[IndicatorCheck]:
    """The checks of its block that name the indicator, or that are asked of every flow and so of it."""
    return [check for check in checks if _is_about(check, indicator)]


def _is_about(check: IndicatorCheck, indicator: Indicator) -> bool:
    names = relations.named(check.expression)
    if indicator.code in names:
        return True
    is_flow = indicator.is_typed and indicator.cumulative and indicator.aggregation == "sum"
    return THIS in names and is_flow and indicator.code not in check.exempt.split()


__all__ = ["YearOfUse", "checks_naming", "uses_of"]
