"""Which runs: own ones, and those that need a worker; which notices: own ones, and those with an e-mail to send."""

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce

from emulation_portal.lib import dates

from .enums import MailState, RunState

MOVING = (RunState.QUEUED, RunState.RUNNING)


class ReportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A run belongs to those who asked for it; for anybody else it does not exist."""
        return self.filter(requests__user=user)

    def live(self):
        """Runs that stand for their identity: nobody builds it a second time."""
        return self.filter(state__in=[RunState.QUEUED, RunState.RUNNING, RunState.DONE])

    def claimable(self, stale: datetime):
        """Waiting, or held by a worker that has not been heard of since ``stale``; not while a part is missing."""
        unfinished = models.Q(parts__isnull=False) & ~Q(parts__run__state=RunState.DONE)
        waiting = self.model.objects.filter(unfinished, pk=models.OuterRef("pk"))
        silent = Q(state=RunState.RUNNING) & long_past("heartbeat_at", stale)
        taken_by_none = Q(state=RunState.QUEUED) | silent
        return self.filter(taken_by_none, ~models.Exists(waiting))

    def held_by(self, run):
        """The run, as long as this claim on it is the last one."""
        return self.filter(pk=run.pk, claim=run.claim, state=RunState.RUNNING)


def long_past(name: str, stale: datetime) -> Q:
    """Whether a sign of life is older than ``stale``, or so far ahead that the clock was set back since."""
    now = dates.now()
    return Q(**{f"{name}__lt": stale}) | Q(**{f"{name}__gt": now + (now - stale)})


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A notice belongs to whom it tells; for anybody else it does not exist."""
        return self.filter(user=user)

    def unseen(self):
        return self.filter(seen_at__isnull=True)

    def mail_due(self, moment: datetime):
        # One that was never tried is due at once, whatever the clock said when it was written.
        return self.filter(Q(mail_after__lte=moment) | Q(mail_tries=0), mail_state=MailState.WAITING)


def unseen_count(user) -> Coalesce:
    """How many notices the person has not seen: a column for a query that is made anyway."""
    notices = apps.get_model("reports", "Notice").objects.visible_to(user).unseen()
    counted = notices.order_by().values("user").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), Value(0))
