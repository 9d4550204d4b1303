"""A portal of its own for the browser: database, web server and worker as separate processes, as in an installation."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from emulation_portal.management.commands.serve import answers
from tests.support.project import ROOT

START_SECONDS = 60


@dataclass(frozen=True)
class Portal:
    """Where it answers, and the environment its own commands need."""

    url: str
    env: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command on the same database; returns what it printed."""
        return _manage(self.env, *arguments)


@contextmanager
def running_portal(folder: Path, name: str, common: Path) -> Iterator[Portal]:
    """Serve the demonstration under ``folder`` until the block ends; ``name`` is unlike that of any other portal.

    ``common`` is a folder of all portals of one run of the suite: what they begin with is made there once.
    """
    with _database(folder, name) as address, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "DJANGO_"))},
            "EMBEDDED": "1",
            "DEMO_MODE": "1",
            "DEBUG": "0",
            "AXES_ENABLED": "0",
            "CELERY_QUEUE": name,
            "SIGN_IN_FAILURE_LIMIT": "1000",
            **_places(folder, address),
        }
        if connection.vendor == "sqlite":
            shutil.copytree(_made_once(common, env), folder, dirs_exist_ok=True)
        else:
            _fill(env)
        with _queue(name), _serving(env, port):
            yield Portal(f"http://127.0.0.1:{port}", env)


def _places(folder: Path, address: str) -> dict[str, str]:
    return {"PORTAL_DATA_DIR": str(folder), "RUNS_DIR": str(folder / "runs"), "DATABASE_URL": address}


def _fill(env: dict[str, str]) -> None:
    _manage(env, "migrate", "--verbosity", "0")
    _manage(env, "load_demo")
    _manage(env, "collectstatic", "--noinput", "--verbosity", "0")


def _made_once(common: Path, env: dict[str, str]) -> Path:
    """The data folder that portals on SQLite begin with; whoever comes while it is being made waits for it."""
    made, making = common / "demonstration", common / "demonstration.part"
    with (common / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            _fill({**env, **_places(making, f"sqlite:///{making / 'portal.sqlite3'}")})
            making.rename(made)
    return made


def _manage(env: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _serving(env: dict[str, str], port: int) -> Iterator[None]:
    # The worker is the real one with a pause after each step, so that somebody watching sees the steps.
    celery = ["-m", "celery", "--app", "tests.support.slow_worker", "worker", "--pool", "prefork", "--concurrency", "1"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    with (
        _process(env, "manage.py", "serve", "--port", str(port), "--no-worker") as server,
        _process({**env, "PAUSE_AFTER_STEP": "0.7"}, *celery, *quiet, "--hostname", f"{env['CELERY_QUEUE']}@%h"),
    ):
        limit = time.monotonic() + START_SECONDS
        while not answers("127.0.0.1", port):
            assert server.poll() is None, "the server ended by itself"
            assert time.monotonic() < limit, "the server does not answer"
            time.sleep(0.1)
        yield


@contextmanager
def _queue(name: str) -> Iterator[None]:
    """Leaves nothing of the queue behind in a broker that other portals use too."""
    yield
    if settings.CELERY_BROKER_URL.startswith("redis"):
        import redis

        with redis.Redis.from_url(settings.CELERY_BROKER_URL) as server:
            server.delete(name, f"_kombu.binding.{name}", f"_kombu.binding_permanent.{name}")


@contextmanager
def _process(env: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=env)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(START_SECONDS)


@contextmanager
def _database(folder: Path, name: str) -> Iterator[str]:
    """The address of an empty database on the engine the suite runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    quoted = connection.ops.quote_name(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted}")
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")


def pictures_folder() -> Path | None:
    """Where pictures of pages are kept: ``./run e2e`` names a folder, the suite does not."""
    named = os.environ.get("E2E_PICTURES")
    return Path(named) if named else None
