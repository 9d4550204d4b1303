"""Starting: damaged files are made again, faults are told in words, real data never gets the demonstration."""

import importlib.machinery
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.project import ROOT

PATIENCE = 60


def manage(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess:
    """A command of manage.py over a data folder of its own."""
    own = {"EMBEDDED": "1", "PORTAL_DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3"}
    outside = {"DEMO_MODE", "SECRET_KEY", "CELERY_BROKER_URL", "EMAIL_URL"}
    clean = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in outside}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=clean | own | env, capture_output=True, text=True)


# -- files that are damaged --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\x00", b"short"], ids=["empty", "not a text", "cut short"])
def test_damaged_secret_is_made_anew_and_private(tmp_path, damage):
    (tmp_path / "secret_key").write_bytes(damage)
    found = manage(tmp_path, "check")
    assert found.returncode == 0, found.stderr
    made = tmp_path / "secret_key"
    assert len(made.read_text()) >= 50
    assert made.stat().st_mode & 0o077 == 0
    assert "sign in again" in found.stderr
    held = made.read_text()
    manage(tmp_path, "check")
    assert made.read_text() == held


@pytest.mark.parametrize("folder", ["broker/queue", "broker", "static"])
def test_file_in_the_place_of_a_folder_is_laid_aside(tmp_path, folder):
    place = tmp_path / folder
    place.parent.mkdir(exist_ok=True)
    place.write_text("not a folder")
    found = manage(tmp_path, "check")
    assert found.returncode == 0, found.stderr
    assert place.is_dir()


def test_damaged_database_is_told_in_words(tmp_path):
    (tmp_path / "portal.sqlite3").write_bytes(b"no database at all " * 100)
    found = manage(tmp_path, "migrate")
    assert found.returncode == 1
    assert "Tệp cơ sở dữ liệu bị hỏng" in found.stderr
    assert "Traceback" not in found.stderr


# -- what keeps the portal from starting -------------------------------------------------------------------------------
def test_database_that_is_not_reached_is_told_in_words(tmp_path):
    found = manage(tmp_path, "migrate", DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert found.returncode == 1
    assert "Không kết nối được cơ sở dữ liệu" in found.stderr
    assert "Traceback" not in found.stderr


def test_data_folder_that_cannot_be_made_is_told_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    found = manage(tmp_path / "file" / "data", "check", DATABASE_URL=f"sqlite:///{tmp_path}/portal.sqlite3")
    assert found.returncode == 1
    assert "PORTAL_DATA_DIR" in found.stderr
    assert "Traceback" not in found.stderr


def test_missing_secret_of_an_installation_is_told_in_words(tmp_path):
    found = manage(tmp_path, "migrate", EMBEDDED="0")
    assert found.returncode == 1
    assert "Cấu hình chưa đúng: cần đặt SECRET_KEY" in found.stderr
    assert "Traceback" not in found.stderr


SECRETS = {
    "SECRET_KEY": "$hoa-sen-trang",
    "DATABASE_URL": "postgres://portal:m%23t-kh%E1%BA%A9u@db.example:5433/thidua",
    "CELERY_BROKER_URL": "redis://:mat-khau@queue.example:6379/3",
    "EMAIL_URL": "smtp+tls://thu:mat-khau@mail.example:587",
}
SHOW_SECRETS = """
from django.conf import settings
held = settings.DATABASES["default"]
print(settings.SECRET_KEY, held["HOST"], held["PASSWORD"], settings.CELERY_BROKER_URL, settings.EMAIL_HOST_PASSWORD)
"""


def test_every_secret_may_stand_in_a_file(tmp_path):
    files = {"DATABASE_URL": ""}
    for name, value in SECRETS.items():
        (tmp_path / name).write_text(f"{value}\n")
        files[f"{name}_FILE"] = str(tmp_path / name)
    shown = manage(tmp_path, "shell", "--no-imports", "-c", SHOW_SECRETS, **files)
    assert shown.returncode == 0, shown.stderr
    broker = SECRETS["CELERY_BROKER_URL"]
    assert shown.stdout.split() == ["$hoa-sen-trang", "db.example", "m#t-khẩu", broker, "mat-khau"]


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_missing_file_of_a_secret_is_told_in_words(tmp_path, name):
    found = manage(tmp_path, "check", **({"DATABASE_URL": ""} | {f"{name}_FILE": str(tmp_path / "none")}))
    assert found.returncode == 1
    assert f"Cấu hình chưa đúng: không có tệp {tmp_path}/none ghi ở {name}_FILE." in found.stderr
    assert "Traceback" not in found.stderr


def test_start_command_takes_a_database_named_in_a_file_for_one(start, monkeypatch, tmp_path):
    (tmp_path / "portal.sqlite3").write_bytes(b"")
    monkeypatch.setattr(start, "kind_of_data", lambda: "real")
    assert start.holds_real_data() is True
    monkeypatch.setenv("DATABASE_URL_FILE", "/run/secrets/database")
    assert start.holds_real_data() is False


def test_port_that_is_taken_is_told_in_words(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = manage(tmp_path, "serve", "--port", str(port))
    assert found.returncode == 1
    assert f"Không dùng được cổng {port} (chương trình khác đang dùng)." in found.stderr
    assert "CommandError" not in found.stderr


# -- privacy -----------------------------------------------------------------------------------------------------------
def test_everything_in_the_data_folder_is_private_once_served(tmp_path):
    manage(tmp_path, "migrate", "--verbosity", "0")
    (tmp_path / "runs").mkdir(mode=0o755)
    (tmp_path / "runs" / "bao-cao.xlsx").write_bytes(b"x")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "EMBEDDED": "1", "PORTAL_DATA_DIR": str(tmp_path), "CELERY_QUEUE": f"private-{port}"}
    env["DATABASE_URL"] = f"sqlite:///{tmp_path}/portal.sqlite3"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline().startswith("Sẵn sàng: ")
        time.sleep(1)
        open_ones = [
            str(path) for path in [tmp_path, *tmp_path.rglob("*")] if path.exists() and path.stat().st_mode & 0o077
        ]
        assert open_ones == []
    finally:
        process.terminate()
        process.wait(PATIENCE)


# -- the demonstration -------------------------------------------------------------------------------------------------
@pytest.fixture
def start(tmp_path, monkeypatch):
    """The start-up program as a module, over a data folder of its own."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    for name in ("DATABASE_URL", "DATABASE_URL_FILE", "DEMO_MODE", "CELERY_BROKER_URL"):
        monkeypatch.delenv(name, raising=False)
    loader = importlib.machinery.SourceFileLoader("portal_run", str(ROOT / "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("portal_run", loader))
    loader.exec_module(module)
    module.PYTHON = Path(sys.executable)
    return module


def accounts(folder: Path) -> list[str]:
    code = "from accounts.models import User; print(*User.objects.values_list('username', flat=True))"
    found = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "EMBEDDED": "1", "PORTAL_DATA_DIR": str(folder)},
    )
    return found.stdout.split()


def test_start_never_loads_the_demonstration_beside_a_real_account(tmp_path, start, capfd):
    start.prepare_data(demo=False)
    make = "from accounts.models import User; User.objects.create_superuser('nguoithat', password='Hoa-sen-trang-9')"
    env = {**os.environ, "EMBEDDED": "1", "PORTAL_DATA_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "manage.py", "shell", "--no-imports", "-c", make], cwd=ROOT, env=env, check=True)
    for path in tmp_path.glob("demo-*"):  # whatever stands beside the database
        path.unlink()
    with pytest.raises(SystemExit):
        start.prepare_data(demo=True)
    assert accounts(tmp_path) == ["nguoithat"]
    assert "Không nạp dữ liệu minh họa" in capfd.readouterr().err
    shutil.rmtree(tmp_path / "broker", ignore_errors=True)
    assert start.prepare_data(demo=False) is False
