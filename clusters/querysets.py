"""Which rows: validity in time, and the seasons that a change concerns."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

Row = TypeVar("Row", bound=models.Model)


def in_force(day: date, prefix: str = "") -> Q:
    """Half-open validity: valid on the first day, no longer valid on the day of the end; an empty end is open."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )


class DatedQuerySet(models.QuerySet[Row]):
    def valid_on(self, day: date) -> Self:
        return self.filter(in_force(day))


class SeasonQuerySet(models.QuerySet[Row]):
    def raise_version(self, by: int = 1) -> int:
        """So much more for every season of the set; which ones a change concerns is said in ``clusters.versions``."""
        return self.update(data_version=F("data_version") + by)

    def with_the_next(self, season_id: int) -> Self:
        """A season and the one of the same cluster that follows it."""
        own = self.model.objects.filter(pk=season_id)
        following = own.annotate(following=F("year") + 1).values("following")
        return self.filter(Q(pk=season_id) | Q(cluster__in=own.values("cluster"), year__in=following))
