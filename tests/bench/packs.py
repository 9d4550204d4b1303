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


def seconds_of_pack(season, actor) -> float:
    """Ask for a pack of newer data and wait until it is there."""
    from django.db.models import F

    from clusters.models import Season
    from reports.models import ReportRun
    from reports.runs import requests

    Season.objects.filter(pk=season.pk).update(data_version=F("data_version") + 1)
    fresh = Season.objects.get(pk=season.pk)
    parameters = {
        "blocks": ["civil_enforcement", "department_of_justice"],
        "periods": {"civil_enforcement": "12m", "department_of_justice": "year_first"},
    }
    started = time.monotonic()
    run = requests.request_run(kind="cluster-pack", season=fresh, parameters=parameters, actor=actor, language="vi")
    while ReportRun.objects.values_list("state", flat=True).get(pk=run.pk) in ("queued", "running"):
        if time.monotonic() - started > PATIENCE:
            raise RuntimeError("the pack was not built")
        time.sleep(0.05)
    if ReportRun.objects.values_list("state", flat=True).get(pk=run.pk) != "done":
        raise RuntimeError("the pack failed")
    return time.monotonic() - started
