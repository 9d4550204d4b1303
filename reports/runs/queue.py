"""Handing runs to a broker and to workers.

No broker is trusted with recovery. The row says what is to be done; a broker only shortens the wait.
"""

import logging
import threading
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q

from emulation_portal.celery import app
from emulation_portal.lib import dates
from reports.enums import RunFault, RunState
from reports.exporting.registry import UnknownKind, exporter_of
from reports.models import ReportRun
from reports.querysets import long_past

from . import outcome as ending
from . import packs

logger = logging.getLogger(__name__)

TASK = "reports.build_report"
PUBLISH_SECONDS = 2


# -- handing to a broker -----------------------------------------------------------------------------------------------
def enqueue(run_id: int) -> bool:
    """Tell the workers. A broker that is down is no fault: the run stays queued and a sweep hands it on later.

    A pack whose parts are not finished waits: the last of them hands it on.
    """
    kind = ReportRun.objects.claimable(_stale()).filter(pk=run_id).values_list("kind", flat=True).first()
    if kind is None or not _publish(run_id, kind):
        return False
    ReportRun.objects.filter(pk=run_id, state=RunState.QUEUED).update(enqueued_at=dates.now())
    return True


def sweep() -> int:
    """Hand on runs whose worker is gone and runs that wait untaken; give up on those that failed too often.

    Several workers may sweep at once: each row is taken by whoever moves its ``enqueued_at`` first. Returns how many
    were handed on.
    """
    now, stale = dates.now(), _stale()
    packs.settle_all()
    ending.tell_forgotten()
    waiting = ReportRun.objects.claimable(stale).filter(Q(enqueued_at__isnull=True) | long_past("enqueued_at", stale))
    handed = 0
    for run_id, kind, enqueued_at, attempt in list(waiting.values_list("pk", "kind", "enqueued_at", "attempt")):
        if attempt >= settings.RUN_MAX_ATTEMPTS:
            _give_up(run_id, stale)
        elif ReportRun.objects.filter(pk=run_id, enqueued_at=enqueued_at).update(enqueued_at=now):
            if _publish(run_id, kind):
                handed += 1
            else:
                ReportRun.objects.filter(pk=run_id, enqueued_at=now).update(enqueued_at=None)
                break  # the broker is down; the next sweep tries again
    return handed


def part_ended(run_id: int) -> None:
    """A run is done or has failed: packs that wait for it fail with it, or go on when it was the last."""
    for pack_id in packs.settle(run_id):
        enqueue(pack_id)


def _stale() -> datetime:
    return dates.now() - timedelta(seconds=settings.RUN_STALE_SECONDS)


def _queue_of(kind: str) -> str:
    try:
        is_long = exporter_of(kind).is_long
    except UnknownKind:
        is_long = False
    return settings.CELERY_LONG_QUEUE if is_long else settings.CELERY_TASK_DEFAULT_QUEUE


def _publish(run_id: int, kind: str) -> bool:
    """Hand the run to the broker, waiting no longer than a person would.

    Clients of brokers retry by themselves, each in its own way; what comes through late does no harm.
    """
    outcome: list[str] = []

    def send() -> None:
        try:
            app.send_task(TASK, args=[run_id], retry=False, queue=_queue_of(kind))
        except Exception as error:  # each transport has errors of its own, and none of them may reach the person
            outcome.append(str(error) or type(error).__name__)
        else:
            outcome.append("")

    sender = threading.Thread(target=send, name=f"publish-{run_id}", daemon=True)
    sender.start()
    sender.join(PUBLISH_SECONDS)
    if outcome == [""]:
        return True
    logger.warning("the broker does not take report run %s: %s", run_id, outcome[0] if outcome else "no answer")
    return False


def _give_up(run_id: int, stale: datetime) -> None:
    ending.end_run(ReportRun.objects.claimable(stale), run_id, RunState.FAILED, error_code=RunFault.GAVE_UP)
    part_ended(run_id)


# -- claiming ----------------------------------------------------------------------------------------------------------
def claim(run_id: int) -> ReportRun | None:
    """Take a run that waits, or one whose worker fell silent; None if it is somebody else's, waits for its parts or is
    finished.

    One UPDATE decides between two workers. The claim's token goes with every later write, so a worker that was taken
    over and wakes up again changes nothing.
    """
    now, token = dates.now(), str(uuid.uuid4())
    taken = (
        ReportRun.objects.claimable(_stale())
        .filter(pk=run_id)
        .update(
            state=RunState.RUNNING,
            claim=token,
            attempt=F("attempt") + 1,
            heartbeat_at=now,
            started_at=now,
            steps_done=0,
            steps_total=0,
            step_label="",
            error_code="",
            error_message="",
        )
    )
    return ReportRun.objects.select_related("season__cluster").get(pk=run_id, claim=token) if taken else None


__all__ = ["claim", "enqueue", "part_ended", "sweep"]
