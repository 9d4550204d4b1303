"""Which submissions and results: by person, by period, and which of them count."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from clusters.rights import rights_of
from emulation_portal.lib.dates import WorkCalendar

from .enums import DayKind

Row = TypeVar("Row", bound=models.Model)


class DayOffQuerySet(models.QuerySet[Row]):
    def in_force(self) -> Self:
        """Without what has been withdrawn."""
        return self.filter(is_withdrawn=False)

    def calendar(self) -> WorkCalendar:
        """The days in force as one calendar; one query."""
        rows = list(self.in_force().values_list("date", "kind"))
        return WorkCalendar(
            off=frozenset(day for day, kind in rows if kind == DayKind.OFF),
            made_up=frozenset(day for day, kind in rows if kind == DayKind.MADE_UP),
        )


class SubmissionQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> Self:
        """Own agencies (with those they succeed), members of seasons one leads or led, blocks one supervises."""
        rights = rights_of(user)
        seen = Q(agency_id__in=rights.own_agency_ids)
        if rights.supervised_blocks:
            seen |= Q(period__block__in=rights.supervised_blocks)
        for scope in rights.led_scopes:
            for span, member_ids in scope.spans().items():
                seen |= _led(scope, span, member_ids)
        return self.filter(seen)


def _led(scope, span, member_ids: set[int]) -> Q:
    """Submissions of members in the periods in which they were members.

    The day that decides is the later of the period's end and 1 January, as in ``clusters.members.rule_day``.
    """
    valid_from, valid_to = span
    rows = Q(period__year=scope.year, agency_id__in=member_ids, period__block__in=scope.blocks)
    if valid_from > date(scope.year, 1, 1):
        rows &= Q(period__end__gte=valid_from)
    return rows if valid_to is None else rows & Q(period__end__lt=valid_to)
