"""Runs in trouble: brokers that are down, workers that fell silent, disks that are full; and the command."""

import errno
import time
from datetime import timedelta

import pytest
from celery import Celery
from django.core.management import CommandError, call_command

from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed
from reports.enums import RunFault, RunState
from reports.exporting.registry import NoFigures, exporter_of
from reports.models import ReportRun
from reports.runs import build, queue, requests
from reports.runs import files as storing
from reports.tasks import build_report
from tests.support.files.report_books import Workbook
from tests.support.running import KIND, ask, built, files, silence

pytestmark = pytest.mark.usefixtures("folder")


# -- brokers -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "filesystem://"])
def test_broker_that_is_down_leaves_the_run_queued_and_nobody_waiting(full, monkeypatch, tmp_path, url):
    """A closed port refuses at once; a folder that is no folder fails at the write."""
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)  # it would win over the application's own
    blocked = tmp_path / "file"
    blocked.write_text("")
    app = Celery("down", broker=url, set_as_current=False)
    app.conf.broker_transport_options = (
        {"data_folder_in": str(blocked), "data_folder_out": str(blocked), "control_folder": str(tmp_path)}
        if url.startswith("file")
        else {"socket_connect_timeout": 2}
    )
    app.conf.task_publish_retry = False
    monkeypatch.setattr(queue, "app", app)
    run = ask(full)
    started = time.monotonic()
    assert queue.enqueue(run.pk) is False
    assert time.monotonic() - started < 5
    run.refresh_from_db()
    assert (run.state, run.enqueued_at) == (RunState.QUEUED, None)


def test_sweep_hands_on_what_no_broker_took(full, sent):
    run = ask(full)
    assert queue.sweep() == 1
    assert sent == [("reports.build_report", run.pk)]
    assert queue.sweep() == 0  # taken just now: not handed on again at once


def test_sweep_with_the_broker_down_keeps_the_run_for_the_next(full, monkeypatch):
    run = ask(full)

    def refuse(*args, **options):
        raise OSError("down")

    monkeypatch.setattr(queue.app, "send_task", refuse)
    assert queue.sweep() == 0
    run.refresh_from_db()
    assert (run.state, run.enqueued_at) == (RunState.QUEUED, None)


def test_sweep_leaves_living_and_finished_runs_alone(full, sent):
    run = queue.claim(ask(full).pk)
    assert queue.sweep() == 0
    ReportRun.objects.filter(pk=run.pk).update(state=RunState.DONE, heartbeat_at=dates.now() - timedelta(hours=1))
    assert (queue.sweep(), sent) == (0, [])


def test_sweep_hands_on_a_run_whose_worker_fell_silent(full, sent):
    run = queue.claim(ask(full).pk)
    silence(run)
    assert (queue.sweep(), sent) == (1, [("reports.build_report", run.pk)])


def test_sweep_gives_up_after_several_attempts(full, sent, settings):
    run = queue.claim(ask(full).pk)
    silence(run)
    ReportRun.objects.filter(pk=run.pk).update(attempt=settings.RUN_MAX_ATTEMPTS)
    assert (queue.sweep(), sent) == (0, [])
    run.refresh_from_db()
    assert (run.state, run.error_code) == (RunState.FAILED, RunFault.GAVE_UP)


# -- what goes wrong ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), RunFault.DISK_FULL),
        (OSError(errno.EDQUOT, "Quota"), RunFault.DISK_FULL),
        (PermissionError(errno.EACCES, "Denied"), RunFault.STORAGE),
        (NoFigures("x"), RunFault.NO_FIGURES),
        (ZeroDivisionError("a fault"), RunFault.FAULT),
    ],
)
def test_failure_gives_a_reason_and_leaves_no_file(full, folder, monkeypatch, error, fault):
    def fail(made_of, path, progress):
        path.write_bytes(b"half")
        raise error

    monkeypatch.setattr(exporter_of(KIND), "write", fail, raising=False)
    run = built(full)
    assert (run.state, run.error_code, files(folder)) == (RunState.FAILED, fault, [])
    assert str(error) in run.error_message


def test_disk_that_fills_at_the_last_step_is_named(full, folder, monkeypatch):
    def full_disk(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(build.os, "fsync", full_disk)
    run = built(full)
    assert (run.state, run.error_code, files(folder)) == (RunState.FAILED, RunFault.DISK_FULL, [])


def test_failed_run_is_retried_and_built(full, sent, monkeypatch, django_capture_on_commit_callbacks):
    with monkeypatch.context() as patch:
        patch.setattr(exporter_of(KIND), "write", lambda *a, **k: 1 / 0, raising=False)
        run = built(full)
    with django_capture_on_commit_callbacks(execute=True):
        again = requests.retry_run(run=run, actor=full.users["secretariat"])
    assert (again.pk, again.state, again.error_code, sent) == (
        run.pk,
        RunState.QUEUED,
        "",
        [("reports.build_report", run.pk)],
    )
    build_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt) == (RunState.DONE, 1)


def test_retry_joins_a_run_that_was_asked_for_meanwhile(full):
    failed = ask(full)
    ReportRun.objects.filter(pk=failed.pk).update(state=RunState.FAILED)
    failed.refresh_from_db()
    other = ask(full, "ministry")
    assert requests.retry_run(run=failed, actor=full.users["secretariat"]).pk == other.pk
    assert other.requests.count() == 2


def test_retry_of_a_run_that_is_well_does_nothing(full, sent):
    run = built(full)
    requests.retry_run(run=run, actor=full.users["secretariat"])
    assert ReportRun.objects.get(pk=run.pk).state == RunState.DONE


def test_retry_needs_the_right_of_today(full):
    run = ask(full)
    ReportRun.objects.filter(pk=run.pk).update(state=RunState.FAILED)
    with pytest.raises(NotAllowed):
        requests.retry_run(run=run, actor=full.users["officer"])


def test_asking_again_for_a_report_whose_file_is_gone_builds_it(full, sent, django_capture_on_commit_callbacks):
    run = built(full)
    storing.path_of(run).unlink()
    sent.clear()
    with django_capture_on_commit_callbacks(execute=True):
        again = ask(full)
    assert (again.pk, again.state, sent) == (run.pk, RunState.QUEUED, [("reports.build_report", run.pk)])


# -- the command -------------------------------------------------------------------------------------------------------
def test_command_builds_a_file(full, tmp_path, capsys):
    output = tmp_path / "w.xlsx"
    call_command("build_report", KIND, cluster="cum-thu-nghiem", year=2024, output=output)
    assert Workbook(output).values.sheetnames[1] == "Tổng hợp"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["w.xlsx"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "nothing"}, 2),
        ({"cluster": "nowhere"}, 2),
        ({"year": 1999}, 2),
        ({"output": "/proc/none/w.xlsx"}, 3),
    ],
)
def test_command_refuses_in_plain_words(full, tmp_path, change, code):
    wanted = {"kind": KIND, "cluster": "CTN", "year": 2024, "output": str(tmp_path / "w.xlsx"), **change}
    with pytest.raises(CommandError) as refused:
        call_command(
            "build_report",
            wanted["kind"],
            "--cluster",
            wanted["cluster"],
            "--year",
            str(wanted["year"]),
            "--output",
            wanted["output"],
        )
    assert refused.value.returncode == code
    assert list(tmp_path.glob("*.xlsx")) == []


def test_command_keeps_the_old_file_when_it_fails(full, tmp_path, monkeypatch):
    output = tmp_path / "w.xlsx"
    output.write_text("old")
    monkeypatch.setattr(exporter_of(KIND), "write", lambda *a, **k: 1 / 0, raising=False)
    with pytest.raises(ZeroDivisionError):
        call_command("build_report", KIND, cluster="CTN", year=2024, output=output)
    assert (output.read_text(), [path.name for path in tmp_path.iterdir() if path.is_file()]) == ("old", ["w.xlsx"])
