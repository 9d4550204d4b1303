"""Runs that somebody stops, and files that were kept long enough."""

import threading
from datetime import timedelta

import pytest
from django.urls import reverse

from emulation_portal.lib import dates
from reports.enums import RunFault, RunState
from reports.models import ReportRun
from reports.runs import build, queue, requests
from reports.runs import files as storing
from reports.tasks import build_report
from tests.support.running import ask, built, files

pytestmark = pytest.mark.usefixtures("folder")


# -- stopping ----------------------------------------------------------------------------------------------------------
def test_a_waiting_run_is_stopped_and_no_worker_takes_it(full, folder):
    run = ask(full)
    assert requests.cancel_run(run=run, actor=full.users["secretariat"])
    assert (run.state, run.error_code) == (RunState.CANCELLED, RunFault.STOPPED)
    build_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt, files(folder)) == (RunState.CANCELLED, 0, [])
    assert queue.sweep() == 0


@pytest.mark.parametrize("step", [0, 3, 99])
def test_a_worker_stops_at_its_next_step_and_leaves_no_file(full, folder, monkeypatch, step):
    """Stopped at the beginning, in the middle, and when the file is about to take its place."""
    run = queue.claim(ask(full).pk)
    report, taken = build.report_step, []

    def cancel_then_report(row, done, total, label):
        if (len(taken) == step) or (step == 99 and total and done == total):
            requests.cancel_run(run=ReportRun.objects.get(pk=run.pk), actor=full.users["secretariat"])
        taken.append(label)
        report(row, done, total, label)

    monkeypatch.setattr(build, "report_step", cancel_then_report)
    build.build(run)
    run.refresh_from_db()
    assert (run.state, run.sha256, files(folder)) == (RunState.CANCELLED, "", [])


def test_stopped_between_the_file_and_its_row(full, folder, monkeypatch):
    run = queue.claim(ask(full).pk)
    sync = build.sync_folder

    def cancel_then_sync(place):
        requests.cancel_run(run=ReportRun.objects.get(pk=run.pk), actor=full.users["secretariat"])
        sync(place)

    monkeypatch.setattr(build, "sync_folder", cancel_then_sync)
    build.build(run)
    assert files(folder) == []


def test_a_run_that_others_want_goes_on(full):
    run = ask(full)
    assert ask(full, "ministry").pk == run.pk
    assert requests.cancel_run(run=run, actor=full.users["secretariat"])
    assert run.state == RunState.QUEUED
    assert [r.user for r in run.requests.all()] == [full.users["ministry"]]
    assert requests.cancel_run(run=run, actor=full.users["ministry"])
    assert run.state == RunState.CANCELLED


def test_a_finished_run_is_not_stopped(full, folder):
    run = built(full)
    assert requests.cancel_run(run=run, actor=full.users["secretariat"]) is False
    run.refresh_from_db()
    assert run.state == RunState.DONE and len(files(folder)) == 1


def test_a_stopped_run_is_built_again(full, as_user):
    run = ask(full)
    client = as_user("secretariat")
    page = client.post(reverse("reports:run_cancel", args=[run.pk]), follow=True).content.decode()
    assert "đã được dừng theo yêu cầu" in page and "Lập lại" in page
    client.post(reverse("reports:run_retry", args=[run.pk]))
    build_report(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_asking_anew_beside_a_stopped_run_gives_another(full):
    run = ask(full)
    requests.cancel_run(run=run, actor=full.users["secretariat"])
    again = ask(full)
    assert again.pk != run.pk
    assert requests.retry_run(run=run, actor=full.users["secretariat"]).pk == again.pk


def test_only_who_asked_may_stop(full, as_user):
    run = ask(full)
    assert as_user("ministry").post(reverse("reports:run_cancel", args=[run.pk])).status_code == 404
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


# -- kept long enough --------------------------------------------------------------------------------------------------
def test_files_expire_by_setting_and_say_so(full, folder, settings, as_user):
    run = built(full)
    settings.RUN_EXPIRY_DAYS = 30
    assert requests.expire() == 0
    ReportRun.objects.update(finished_at=dates.now() - timedelta(days=31))
    assert requests.expire() == 1
    assert requests.expire() == 0
    assert files(folder) == []
    client = as_user("secretariat")
    page = client.get(reverse("reports:run", args=[run.pk])).content.decode()
    assert "đã hết thời hạn lưu" in page
    link = client.get(reverse("reports:run_download", args=[run.pk]))
    assert link.status_code == 302
    assert ask(full).pk == run.pk  # asked for again, the same report is built anew
    build_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error_code, len(files(folder))) == (RunState.DONE, "", 1)


def test_without_the_setting_everything_is_kept(full, folder):
    built(full)
    ReportRun.objects.update(finished_at=dates.now() - timedelta(days=10_000))
    assert requests.expire() == 0 and len(files(folder)) == 1


def test_a_file_built_anew_meanwhile_is_not_removed(full, folder, settings, monkeypatch):
    settings.RUN_EXPIRY_DAYS = 30
    built(full)
    ReportRun.objects.update(finished_at=dates.now() - timedelta(days=31))
    path_of = storing.path_of

    def built_anew(run):
        ReportRun.objects.filter(pk=run.pk).update(finished_at=dates.now())
        return path_of(run)

    monkeypatch.setattr(requests, "path_of", built_anew)
    assert requests.expire() == 0 and len(files(folder)) == 1


def test_the_heartbeat_of_a_stopped_run_ends(full):
    before = threading.active_count()
    run = queue.claim(ask(full).pk)
    requests.cancel_run(run=run, actor=full.users["secretariat"])
    build.build(run)
    assert threading.active_count() <= before
