"""How long a pack takes with one process of the worker and with two, on the portal's own broker."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.project import ROOT

PATIENCE = 300
LAST = {"civil_enforcement": "12m", "department_of_justice": "year_first"}  # the period of each block


@contextmanager
def worker(processes: int, queue: str) -> Iterator[None]:
    """A worker with so many processes, ended with everything it started."""
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "celery",
        "--quiet",
        "--app",
        "emulation_portal",
        "worker",
        "--pool",
        "prefork",
        "--concurrency",
        str(processes),
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
        "--loglevel",
        "ERROR",
        "--hostname",
        f"bench-{uuid.uuid4().hex[:8]}@%h",
    ]
    env = {**os.environ, "CELERY_QUEUE": queue}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)


def change_a_figure(world) -> None:
    """Another value in one approved cell of each block, so that every part of a pack has to be made anew."""
    from django.db.models import F

    from clusters.models import Season
    from results.models import Result

    rows = Result.objects.filter(submission__period__year=world.season.year, value__gt=0)
    for block, period in LAST.items():
        row = rows.filter(indicator__block=block, submission__period__period_code=period).first()
        Result.objects.filter(pk=row.pk).update(value=F("value") + 1)
    Season.objects.filter(pk=world.season.pk).update(data_version=F("data_version") + 1)


def seconds_of_pack(world, queue: str) -> float:
    """Ask the worker of ``queue`` for a pack of newer data and wait until it is there."""
    from django.conf import settings

    from clusters.models import Season
    from reports.models import ReportRun
    from reports.runs import requests

    change_a_figure(world)
    settings.CELERY_TASK_DEFAULT_QUEUE, settings.CELERY_LONG_QUEUE = queue, f"{queue}-long"
    fresh = Season.objects.get(pk=world.season.pk)
    parameters = {"blocks": list(LAST), "periods": LAST}
    asked = {"kind": "cluster-pack", "season": fresh, "parameters": parameters, "language": "vi"}
    started = time.monotonic()
    run = requests.request_run(actor=world.users["ministry"], **asked)
    while ReportRun.objects.values_list("state", flat=True).get(pk=run.pk) in ("queued", "running"):
        if time.monotonic() - started > PATIENCE:
            raise RuntimeError("the pack was not built")
        time.sleep(0.05)
    took = time.monotonic() - started
    asked, earlier = ReportRun.objects.filter(pk__gte=run.pk), ReportRun.objects.filter(pk__lt=run.pk)
    if asked.exclude(state="done").exists():
        raise RuntimeError("the pack failed")
    if asked.filter(file_path__in=earlier.values("file_path")).exists():
        raise RuntimeError("a part was kept, not made: no figure of it has changed")
    return took
