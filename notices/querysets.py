"""Which notices: own ones, those not seen, those about one row, and those with an e-mail to send."""

from datetime import datetime
from typing import Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User

from .enums import MailState

Row = TypeVar("Row", bound=models.Model)


class NoticeQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> Self:
        """A notice belongs to whom it tells; for anybody else it does not exist."""
        return self.filter(user=user)

    def unseen(self) -> Self:
        return self.filter(seen_at__isnull=True)

    def of(self, model: type[models.Model], *ids: int) -> Self:
        """Those about rows of a model."""
        return self.filter(about=model._meta.label_lower, about_id__in=ids)

    def mail_due(self, moment: datetime) -> Self:
        # One that was never tried is due at once, whatever the clock said when it was written.
        return self.filter(Q(mail_after__lte=moment) | Q(mail_tries=0), mail_state=MailState.WAITING)


def unseen_count(user: User) -> Coalesce:
    """How many notices the person has not seen: a column for a query that is made anyway."""
    notices = apps.get_model("notices", "Notice").objects.visible_to(user).unseen()
    counted = notices.order_by().values("user").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), Value(0))
