"""Real workers on the real broker: killed half-way, come back, left without a broker.

The broker and the kind of database are those the suite runs on; queue, database and folders are the test's own.
"""

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
import zipfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.project import ROOT

COLUMNS = (
    "kind",
    "state",
    "steps_done",
    "steps_total",
    "attempt",
    "sha256",
    "content_hash",
    "file_path",
    "enqueued_at",
)
NOWHERE = "redis://127.0.0.1:1/0"
PATIENCE = 40


def wait_for(question, *, seconds=PATIENCE):
    """The first true answer; fails when there is none in time."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if answer := question():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"no answer in {seconds} s")


@dataclass
class Place:
    """A portal of its own beside the suite: settings, database, folders."""

    folder: Path
    env: dict

    def run(self, *command, **env) -> str:
        environment = {**self.env, **env}
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, kind="cluster-workbook", **env) -> int:
        return int(self.run("-m", "tests.support.worker_side", "ask", kind, **env))

    def rows(self) -> list[dict]:
        """All runs, read past Django so that nothing of this process stands between."""
        query = f"SELECT id, {', '.join(COLUMNS)} FROM reports_reportrun"  # noqa: S608 - names of this file
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(query)
            return [dict(zip(("id", *COLUMNS), row, strict=True)) for row in cursor.fetchall()]

    def row(self) -> dict:
        (row,) = self.rows()
        return row

    def notices(self) -> list[tuple]:
        """Who was told of what: kind of the run, kind of the notice."""
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(
                "SELECT r.kind, n.kind FROM reports_notice n JOIN reports_reportrun r"
                " ON n.about = 'reports.reportrun' AND n.about_id = r.id"
            )
            return cursor.fetchall()

    def connect(self):
        url = self.env["DATABASE_URL"]
        if url.startswith("sqlite"):
            return sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)
        import psycopg2

        return psycopg2.connect(url)

    def files(self) -> list[str]:
        return sorted(
            str(p.relative_to(self.folder / "runs")) for p in (self.folder / "runs").rglob("*") if p.is_file()
        )

    @contextmanager
    def worker(self, app="emulation_portal", processes=1, **env):
        """A worker in a process group of its own, killed with everything it started at the end."""
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "celery",
            "--quiet",
            "--app",
            app,
            "worker",
            "--pool",
            "prefork",
            "--concurrency",
            str(processes),
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--loglevel",
            "WARNING",
            "--hostname",
            f"test-{uuid.uuid4().hex[:8]}@%h",
        ]
        log = (self.folder / "worker.log").open("a")
        process = subprocess.Popen(
            command, cwd=ROOT, env={**self.env, **env}, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield process
        finally:
            kill(process)
            log.close()


def kill(process) -> None:
    """kill -9 for the worker and its pool at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    name = f"portal_{uuid.uuid4().hex[:10]}"
    with database(name, folder) as url:
        env = {
            **os.environ,
            "EMBEDDED": "1",
            "DEMO_MODE": "0",
            "DATABASE_URL": url,
            "PORTAL_DATA_DIR": str(folder),
            "RUNS_DIR": str(folder / "runs"),
            "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
            "CELERY_QUEUE": name,
            "RUN_STALE_SECONDS": "3",
            "RUN_HEARTBEAT_SECONDS": "1",
            "RUN_SWEEP_SECONDS": "1",
        }
        made = Place(folder, env)
        made.run("manage.py", "migrate", "--verbosity", "0")
        made.run("-m", "tests.support.worker_side", "fill")
        yield made
        empty_queue(name)


@contextmanager
def database(name, folder):
    own = settings.DATABASES["default"]
    if own["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    import psycopg2

    known = {"user": own["USER"], "password": own["PASSWORD"], "host": own["HOST"], "port": own["PORT"]}
    server = psycopg2.connect(dbname="postgres", **{key: value for key, value in known.items() if value})
    server.autocommit = True
    with closing(server):
        server.cursor().execute(f"CREATE DATABASE {name}")
        try:
            secret = f":{own['PASSWORD']}" if own["PASSWORD"] else ""
            port = f":{own['PORT']}" if own["PORT"] else ""
            yield f"postgresql://{own['USER']}{secret}@{own['HOST']}{port}/{name}"
        finally:
            server.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def empty_queue(name):
    if settings.CELERY_BROKER_URL.startswith("redis"):
        import redis

        with closing(redis.Redis.from_url(settings.CELERY_BROKER_URL)) as server:
            for queue in (name, f"{name}-long"):
                server.delete(queue, f"_kombu.binding.{queue}", f"_kombu.binding_permanent.{queue}")


@pytest.fixture(autouse=True)
def clean(place):
    yield
    (place.folder / "runs").mkdir(exist_ok=True)
    place.run("-m", "tests.support.worker_side", "forget")


@pytest.mark.service
def test_command_of_a_fresh_process_builds_a_file(place, tmp_path):
    """Nothing has asked the database before: the command opens its connection and its snapshot itself."""
    for kind, name in (("cluster-workbook", "book.xlsx"), ("cluster-pack", "pack.zip")):
        asked = ["--cluster", "CTN", "--year", "2024", "--output", str(tmp_path / name)]
        place.run("manage.py", "build_report", kind, *asked)
        assert zipfile.is_zipfile(tmp_path / name)


@pytest.mark.service
def test_worker_killed_half_way_leaves_a_run_that_another_finishes(place):
    run = place.ask()
    with place.worker("tests.support.slow_worker", PAUSE_AFTER_STEP="0.5") as process:
        half = wait_for(lambda: (row := place.row())["steps_done"] >= 3 and row)
        kill(process)
    row = place.row()
    assert (half["state"], row["state"], row["attempt"]) == ("running", "running", 1)
    assert 3 <= row["steps_done"] < row["steps_total"]
    with place.worker():
        done = wait_for(lambda: (row := place.row())["state"] != "running" and row)
        assert (done["id"], done["state"], done["attempt"]) == (run, "done", 2)
        assert place.files() == [done["file_path"]]
        assert place.notices() == [("cluster-workbook", "reports.done")]
        place.run("-m", "tests.support.worker_side", "forget")
        place.ask()
        undisturbed = wait_for(lambda: (row := place.row())["state"] == "done" and row)
    assert undisturbed["attempt"] == 1
    assert (done["sha256"], done["content_hash"]) == (undisturbed["sha256"], undisturbed["content_hash"])


@pytest.mark.service
def test_run_asked_for_without_a_broker_starts_when_a_worker_is_there(place):
    place.ask(CELERY_BROKER_URL=NOWHERE)
    waiting = place.row()
    assert (waiting["state"], waiting["enqueued_at"], waiting["attempt"]) == ("queued", None, 0)
    with place.worker():
        done = wait_for(lambda: (row := place.row())["state"] == "done" and row)
    assert (done["attempt"], place.files()) == (1, [done["file_path"]])


KILLS = 10


@pytest.mark.service
def test_pack_whose_worker_is_killed_ten_times_is_made_once_and_whole(place):
    """Two processes build the parts side by side; both are killed with whatever they hold, at random moments."""
    draw, pack = random.Random(20241231), place.ask("cluster-pack")
    seen = set()
    for _kill in range(KILLS):
        before = {row["id"]: row["attempt"] for row in place.rows()}
        with place.worker("tests.support.slow_worker", 2, PAUSE_AFTER_STEP="0.3", **HARDY) as process:
            wait_for(lambda before=before: any(row["attempt"] > before[row["id"]] for row in place.rows()))
            time.sleep(draw.uniform(0, 1.2))
            kill(process)
        rows = place.rows()
        seen |= {(row["kind"], row["state"], row["steps_done"]) for row in rows}
        assert all(whole(place, row) for row in rows if row["state"] == "done")
        if all_done(rows):  # ten kills were too few to keep it from its end: the rest meet another
            finished(place, pack)
            place.run("-m", "tests.support.worker_side", "forget")
            pack = place.ask("cluster-pack")
    assert len(seen) > 4, "the moments were all the same"
    with place.worker(processes=2, **HARDY):
        done = finished(place, pack)
        assert sorted(place.files()) == sorted(row["file_path"] for row in place.rows())
        assert place.notices() == [("cluster-pack", "reports.done")]
        place.run("-m", "tests.support.worker_side", "forget")
        undisturbed = finished(place, place.ask("cluster-pack"))
    assert {row["attempt"] for row in undisturbed} == {1}
    assert {row["kind"]: row["sha256"] for row in done} == {row["kind"]: row["sha256"] for row in undisturbed}


# Ten kills may all meet the same part, which the portal would give up after five.
HARDY = {"RUN_STALE_SECONDS": "2", "RUN_MAX_ATTEMPTS": "30"}


def finished(place, pack: int) -> list[dict]:
    rows = wait_for(lambda: all_done(place.rows()), seconds=90)
    assert len(rows) == 7 and all(whole(place, row) for row in rows)
    (path,) = [place.folder / "runs" / row["file_path"] for row in rows if row["id"] == pack]
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        listed = json.loads(archive.read("manifest.json"))["files"]
        assert [hashlib.sha256(archive.read(f["name"])).hexdigest() for f in listed] == [f["sha256"] for f in listed]
    return rows


def all_done(rows: list[dict]) -> list[dict]:
    return rows if all(row["state"] == "done" for row in rows) else []


def whole(place, row) -> bool:
    content = (place.folder / "runs" / row["file_path"]).read_bytes()
    return hashlib.sha256(content).hexdigest() == row["sha256"]


# Every change sets one value of every agency together with the version, so a file tells whether its label is true.
CHURN = """
import sys, time, django
django.setup()
from django.db import transaction
from clusters.models import Season
from results.models import Result
stop = time.monotonic() + float(sys.argv[1])
while time.monotonic() < stop:
    with transaction.atomic():
        season = Season.objects.select_for_update().get(cluster__code="CTN", year=2024)
        season.data_version += 1
        Result.objects.filter(indicator__code="newly_accepted_cases").update(value=100_000 + season.data_version)
        season.save(update_fields=["data_version"])
    time.sleep(0.004)
"""


def label_and_values(path: Path) -> tuple[int, set[int]]:
    """The data version that a book quotes, and what it holds of the churned indicator for single agencies."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    sheet = book["Khối THADS"]
    heads = next(row for row in sheet.iter_rows() if row[1].value == "Chỉ tiêu thống kê")
    cells = next(row for row in sheet.iter_rows() if row[1].value == "Thụ lý mới - việc")
    pairs = zip(heads, cells, strict=True)
    values = {cell.value for head, cell in pairs if str(head.value).startswith("Thi hành án")}
    return int(book.properties.subject.rpartition("-v")[2]), values


@pytest.mark.service
def test_no_file_is_mislabelled_while_figures_change_all_the_time(place):
    environment = {**place.env, "DJANGO_SETTINGS_MODULE": "emulation_portal.settings"}
    churning = subprocess.Popen([sys.executable, "-c", CHURN, "60"], cwd=ROOT, env=environment)
    labels = {}
    try:
        with place.worker(processes=2):
            for _number in range(6):
                run = place.ask()
                wait_for(lambda run=run: next(r for r in place.rows() if r["id"] == run)["state"] != "queued")
            wait_for(lambda: all(row["state"] not in ("queued", "running") for row in place.rows()), seconds=90)
    finally:
        churning.kill()
        churning.wait()
    done = [row for row in place.rows() if row["state"] == "done"]
    assert done, place.rows()
    for row in done:
        label, values = label_and_values(place.folder / "runs" / row["file_path"])
        labels[label] = values
    assert labels == {label: {100_000 + label} for label in labels}
