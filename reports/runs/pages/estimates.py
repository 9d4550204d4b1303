"""How long reports take, in words: those that were built, and what that lets expect of others."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation_portal.lib import dates
from reports.enums import RunState
from reports.exporting.registry import UnknownKind, exporter_of
from reports.models import ReportRun

from . import durations
from .durations import Past

FIELDS = ("kind", "size", "queued_at", "requested_at", "started_at", "finished_at")


class Estimates:
    """Past reports by kind, from one query whatever their number."""

    def __init__(self, kinds: Iterable[str]):
        place = Window(RowNumber(), partition_by=F("kind"), order_by=F("finished_at").desc())
        built = ReportRun.objects.filter(
            kind__in=set(kinds), state=RunState.DONE, started_at__isnull=False, finished_at__isnull=False
        )
        rows = built.annotate(place=place).filter(place__lte=durations.MOST).values_list(*FIELDS)
        self._past: dict[str, list[Past]] = {}
        for kind, size, *moments in rows:
            self._past.setdefault(kind, []).append(Past(_seconds(kind, *moments), size))

    def usual(self, kind: str, size: int = 0) -> float | None:
        return durations.usual(self._past.get(kind, ()), size)

    def of_kind(self, kind: str, size: int = 0) -> str:
        """What the form says before anything is asked for; empty where nothing is known."""
        usual = self.usual(kind, size)
        return _("Usually takes about {duration}.").format(duration=about(usual)) if usual is not None else ""

    def of_run(self, run: ReportRun) -> str:
        """What is said while a run waits or is built; empty where nothing is known."""
        usual = self.usual(run.kind, run.size)
        if usual is None:
            return ""
        began = _began(run.kind, run.queued_at, run.requested_at, run.started_at)
        if began is None or not (run.state == RunState.RUNNING or _has_parts(run.kind)):
            return self.of_kind(run.kind, run.size)
        rest = durations.left(usual, (dates.now() - began).total_seconds())
        if rest is None:
            return _("Usually takes about {duration}; this time it takes longer.").format(duration=about(usual))
        return _("Usually takes about {duration}; about {rest} left.").format(duration=about(usual), rest=about(rest))


def took(run: ReportRun) -> str:
    """How long the building took, for a run that has ended; a pack with all its parts. Empty where unknown."""
    if run.finished_at is None or run.started_at is None:
        return ""
    moments = (run.queued_at, run.requested_at, run.started_at, run.finished_at)
    return exact(_seconds(run.kind, *moments))


def _seconds(
    kind: str, queued_at: datetime | None, requested_at: datetime, started_at: datetime, finished_at: datetime
) -> float:
    return (finished_at - _began(kind, queued_at, requested_at, started_at)).total_seconds()


def _began(
    kind: str, queued_at: datetime | None, requested_at: datetime, started_at: datetime | None
) -> datetime | None:
    """A pack is built from the moment it was asked for, by the runs of its parts; another run once it is taken."""
    return (queued_at or requested_at) if _has_parts(kind) else started_at


def _has_parts(kind: str) -> bool:
    try:
        return bool(exporter_of(kind).parts)
    except UnknownKind:
        return False


# -- words -------------------------------------------------------------------------------------------------------------
def about(seconds: float) -> str:
    number, minutes = durations.rounded(seconds)
    return _minutes(number) if minutes else _plain_seconds(number)


def exact(seconds: float) -> str:
    """2 minutes 5 seconds"""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    said = [_minutes(minutes)] if minutes else []
    return " ".join([*said, _plain_seconds(rest)] if rest else said)


def _minutes(count: int) -> str:
    return ngettext("{count} minute", "{count} minutes", count).format(count=count)


def _plain_seconds(count: int) -> str:
    return ngettext("{count} second", "{count} seconds", count).format(count=count)


__all__ = ["Estimates", "about", "exact", "took"]
