"""The checks of the catalogue as the rules that are asked of a report."""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from pledges.enums import Severity
from pledges.models import IndicatorCheck

from . import CheckRule


def in_force(year: int) -> Q:
    """The checks of a year, both years of their validity included."""
    begun = Q(valid_from_year__isnull=True) | Q(valid_from_year__lte=year)
    return begun & (Q(valid_to_year__isnull=True) | Q(valid_to_year__gte=year))


def check_rules(block: str, year: int) -> list[CheckRule]:
    """The relations of a block in a year, of every scope."""
    return rules_of([block], year).get(block, [])


def rules_of(blocks: Iterable[str], year: int) -> Mapping[str, list[CheckRule]]:
    """The relations of some blocks in a year. One query."""
    found: dict[str, list[CheckRule]] = {}
    for row in IndicatorCheck.objects.filter(in_force(year), block__in=list(blocks)):
        found.setdefault(row.block, []).append(_rule(row))
    return found


def _rule(row: IndicatorCheck) -> CheckRule:
    return CheckRule(
        code=row.code,
        expression=row.expression,
        is_hard=row.severity == Severity.HARD,
        message_vi=row.message_vi,
        message_en=row.message_en,
        note_length=row.note_length,
        exempt=frozenset(row.exempt.split()),
    )
