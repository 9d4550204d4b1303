"""The work of the workers: build one run, and sweep up what nobody builds."""

import logging
import threading

from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.db import close_old_connections, connection

from . import building, queueing, services

logger = logging.getLogger(__name__)


@shared_task(name=queueing.TASK, acks_late=True, ignore_result=True)
def build_report(run_id: int) -> None:
    """Build the run unless somebody has it or it is finished; running twice changes nothing."""
    run = queueing.claim(run_id)
    if run is not None:
        building.build(run)


class Sweeper:
    """A thread of the worker's parent process that looks for runs without a worker, at once and then regularly."""

    def __init__(self):
        self.stopped = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self, **kwargs) -> None:
        self.stopped.clear()
        self.thread = threading.Thread(target=self._run, name="report-sweeper", daemon=True)
        self.thread.start()

    def stop(self, **kwargs) -> None:
        self.stopped.set()

    def _run(self) -> None:
        while True:
            try:
                close_old_connections()
                queueing.sweep()
                services.expire()
            except Exception:  # the database may be away for a while; the next sweep finds it again
                logger.warning("sweeping failed", exc_info=True)
            finally:
                connection.close()
            if self.stopped.wait(settings.RUN_SWEEP_SECONDS):
                return


sweeper = Sweeper()
worker_ready.connect(sweeper.start, weak=False)
worker_shutting_down.connect(sweeper.stop, weak=False)
