import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError

from emulation_portal.management.commands.serve import LONGEST_PAUSE, Service, answers, refuse_taken_port
from tests.support.project import ROOT

PATIENCE = 60


def wait_for(condition):
    limit = time.monotonic() + PATIENCE
    while not (value := condition()):
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.1)
    return value


def children(pid):
    """Process number of each child by the program it runs: gunicorn, celery."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        found |= {word.decode(): int(child) for word in words if word in {b"gunicorn", b"celery"}}
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def served(tmp_path):
    port = free_port()
    env = {
        **os.environ,
        "EMBEDDED": "1",
        "PORTAL_DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
        "CELERY_QUEUE": f"serve-test-{port}",
    }
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
    process = subprocess.Popen([*command, "serve", "--port", str(port)], cwd=ROOT, env=env)
    try:
        yield process, port
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.mark.service
def test_serve_restarts_a_killed_worker_and_stops_both_on_sigterm(served):
    process, port = served
    wait_for(lambda: answers("127.0.0.1", port))
    first = wait_for(lambda: children(process.pid).get("celery"))
    os.kill(first, signal.SIGKILL)
    second = wait_for(lambda: (pid := children(process.pid).get("celery")) != first and pid)
    assert sorted(children(process.pid)) == ["celery", "gunicorn"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert not answers("127.0.0.1", port)
    assert not Path(f"/proc/{second}").exists()


def test_a_taken_port_is_refused_by_its_number():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Không dùng được cổng {port}"):
            refuse_taken_port("127.0.0.1", port)


def test_a_service_that_keeps_dying_is_restarted_after_longer_and_longer_pauses(monkeypatch):
    service = Service("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    pauses = []
    for _ in range(6):
        service.start()
        service.process.wait()
        assert service.watch().startswith("worker đã dừng (mã 3)")
        pauses.append(service.pause)
        assert service.watch() is None
        assert service.process is None
        now[0] += service.pause
        service.watch()
        assert service.process is not None
        service.process.wait()
    assert pauses == [2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]
