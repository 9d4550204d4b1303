"""Which runs: own ones, and those that need a worker."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from emulation_portal.lib import dates

from .enums import RunState

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
