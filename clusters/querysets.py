"""Which rows: validity in time and what a person may see."""

from datetime import date

from django.db import models
from django.db.models import Q


def in_force(day: date, prefix: str = "") -> Q:
    """Half-open validity: valid on the first day, no longer valid on the day of the end; an empty end is open."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )


class DatedQuerySet(models.QuerySet):
    def valid_on(self, day: date):
        return self.filter(in_force(day))


class SeasonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Seasons in which the person's agencies compete, competed or led; all of them for the ministry."""
        from .rights import rights_of

        rights = rights_of(user)
        if rights.supervised_blocks:
            return self
        return self.filter(pk__in=rights.season_ids)
