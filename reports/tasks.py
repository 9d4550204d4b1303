"""The work of the workers: build one run, sweep up what nobody builds, and send what is to be told by e-mail."""

import logging
import threading
from collections.abc import Callable

from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.db import close_old_connections, connection

from awards.ledger import importing
from notices import mailing
from pledges.covenants import checking
from results.telling import reminders

from .runs import build, queue, requests

logger = logging.getLogger(__name__)


@shared_task(name=queue.TASK, acks_late=True, ignore_result=True)
def build_report(run_id: int) -> None:
    """Build the run unless somebody has it or it is finished; running twice changes nothing."""
    run = queue.claim(run_id)
    if run is not None:
        build.build(run)


class Sweeper:
    """A thread of the worker's parent process that does its rounds at once and then regularly."""

    def __init__(self, name: str, *rounds: Callable[[], object]):
        self.name, self.rounds = name, rounds
        self.stopped = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self, **kwargs) -> None:
        self.stopped.clear()
        self.thread = threading.Thread(target=self.run, name=self.name, daemon=True)
        self.thread.start()

    def stop(self, **kwargs) -> None:
        self.stopped.set()

    def run(self) -> None:
        """All rounds, one time after another until it is stopped; one that fails is made up by the next."""
        while True:
            try:
                close_old_connections()
                for each in self.rounds:
                    each()
            except Exception:  # the database may be away for a while; the next round finds it again
                logger.warning("%s failed", self.name, exc_info=True)
            finally:
                connection.close()
            if self.stopped.wait(settings.RUN_SWEEP_SECONDS):
                return


sweeper = Sweeper("report-sweeper", queue.sweep, requests.expire, importing.sweep, reminders.remind, checking.sweep)
mailer = Sweeper("report-mailer", mailing.send_due)  # of its own: a slow server keeps no run waiting
for each in (sweeper, mailer):
    worker_ready.connect(each.start, weak=False)
    worker_shutting_down.connect(each.stop, weak=False)
