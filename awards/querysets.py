"""Which rows: awards by day and recipient, nominations a person may see, records by what is looked for."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from clusters.querysets import DatedQuerySet
from clusters.rights import rights_of
from emulation_portal.lib.text import search_key

from .enums import NominationState, Recipient

Row = TypeVar("Row", bound=models.Model)


class AwardQuerySet(DatedQuerySet[Row]):
    def for_recipient(self, *, person: bool) -> Self:
        return self.filter(recipient__contains=Recipient.INDIVIDUAL if person else Recipient.COLLECTIVE)


class NominationQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> Self:
        """Own agencies' nominations; all of a season that one leads or led; the blocks a ministry body supervises.

        What was granted is known to every member of the season.
        """
        rights = rights_of(user)
        mine = Q(agency__in=rights.own_agency_ids) | Q(agency__kind__in=rights.supervised_blocks)
        for scope in rights.led_scopes:
            mine |= Q(season=scope.season_id, agency__kind__in=scope.blocks)
        granted = Q(season__in=rights.season_ids, state=NominationState.GRANTED)
        return self.filter(mine | granted)


class RecordQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> Self:
        """Awards are made public: whoever holds an appointment reads the ledger, nobody else."""
        return self.none() if rights_of(user).is_empty else self

    def standing(self) -> Self:
        """Without rows that were withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def search(self, *, text: str = "", award: str = "", year: int | None = None) -> Self:
        """Records of a person or an agency whose name holds the text (without diacritics), an award, a year.

        A text of signs alone is in no name and finds nothing.
        """
        rows, key = self, search_key(text)
        if text.strip() and not key:
            return self.none()
        if key:
            rows = rows.filter(
                Q(person__search_key__contains=key)
                | Q(agency__search_key__contains=key)
                | Q(at_agency__search_key__contains=key)
            )
        if award:
            rows = rows.filter(award__code=award)
        return rows.filter(achievement_year=year) if year else rows


class ClassificationQuerySet(models.QuerySet[Row]):
    def standing(self) -> Self:
        """Without rows that were withdrawn."""
        return self.filter(withdrawn_at__isnull=True)
