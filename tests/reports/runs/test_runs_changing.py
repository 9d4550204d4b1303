"""Figures that change while a report is built of them: it waits, says so, and takes no other report's place."""

import json
import re
import zipfile

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.urls import reverse

from clusters.models import Season
from reports.exporting import figures as figures_read
from reports.models import ReportRun
from reports.runs import queue
from reports.tasks import build_report
from tests.support.html import main_of, text_of
from tests.support.running import KIND, ask, files

pytestmark = pytest.mark.usefixtures("folder")
CHANGING = "Số liệu liên tục thay đổi trong lúc đọc nên chưa lập được tệp."


def change(world) -> None:
    """Somebody changes what the report prints."""
    season = Season.objects.get(pk=world.season.pk)
    season.data_version += 1
    season.save(update_fields=["data_version"])


@pytest.fixture
def restless(full, monkeypatch):
    """Somebody saves figures during every reading, and no time is lost between two readings."""
    reading = figures_read.read_figures

    def read(*args, **options):
        figures = reading(*args, **options)
        change(full)
        return figures

    monkeypatch.setattr(figures_read, "read_figures", read)
    monkeypatch.setattr("time.sleep", lambda seconds: None)


def asked(client, world) -> ReportRun:
    address = reverse("reports:runs", args=[world.cluster.slug, world.season.year])
    response = client.post(address, {"kind": KIND, "scope": "cluster"})
    assert response.status_code == 302, response.content.decode()
    return ReportRun.objects.get(pk=int(re.findall(r"\d+", response.url)[-1]))


def page_of(client, run: ReportRun) -> str:
    return text_of(main_of(client.get(reverse("reports:run", args=[run.pk]))))


def test_report_whose_figures_never_stand_still_is_queued_again_and_then_says_so(
    full, as_user, restless, sent, settings, folder
):
    settings.RUN_MAX_ATTEMPTS = 3
    client = as_user("secretariat")
    run = asked(client, full)
    for attempt in (1, 2):
        build_report(run.pk)
        run.refresh_from_db()
        assert (run.state, run.attempt, run.requests.get().waits) == ("queued", attempt, True)
        assert CHANGING not in page_of(client, run)
        sent.clear()
        queue.sweep()
        assert sent == [("reports.build_report", run.pk)]
    build_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error_code, files(folder)) == ("failed", "unsettled", [])
    assert CHANGING in page_of(client, run)
    assert CHANGING in text_of(main_of(client.get(reverse("notices:notices"))))


def test_report_is_built_once_the_figures_stand_still(full, as_user, restless, sent, monkeypatch):
    client = as_user("secretariat")
    run = asked(client, full)
    build_report(run.pk)
    monkeypatch.undo()
    build_report(run.pk)
    run.refresh_from_db()
    version = Season.objects.get(pk=full.season.pk).version_code
    assert (run.state, run.data_version, run.file_version) == ("done", version, version)


def test_command_reads_pack_and_parts_at_one_moment(full, monkeypatch, tmp_path):
    """Somebody saves figures once while they are read."""
    reading, saved = figures_read.read_figures, []

    def read(*args, **options):
        figures = reading(*args, **options)
        if not saved:
            saved.append(change(full))
        return figures

    monkeypatch.setattr(figures_read, "read_figures", read)
    path = tmp_path / "pack.zip"
    call_command("build_report", "cluster-pack", cluster=full.cluster.slug, year=2024, output=path)
    version = Season.objects.get(pk=full.season.pk).version_code
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert {manifest["data_version"], *(row["data_version"] for row in manifest["files"])} == {version}


def fail_before_it_is_joined(newer: ReportRun):
    """Lets the newer run fail in the moment between finding that it is there and reading who it is."""
    seen = []

    def execute(call, sql, params, many, context):
        if seen == [IntegrityError] and sql.startswith("SELECT"):
            seen.append(True)
            ReportRun.objects.filter(pk=newer.pk).update(state="failed", error_code="disk_full")
        try:
            return call(sql, params, many, context)
        except IntegrityError:
            seen.append(IntegrityError)
            raise

    return seen, connection.execute_wrapper(execute)


def test_report_is_built_where_the_newer_one_failed_before_it_was_joined(full, as_user, folder):
    older = ask(full, "secretariat")
    change(full)
    newer = ask(full, "ministry")
    assert older.pk != newer.pk
    seen, meanwhile = fail_before_it_is_joined(newer)
    with meanwhile:
        build_report(older.pk)
    older.refresh_from_db()
    assert seen == [IntegrityError, True], "the two never met"
    assert (older.state, older.error_code, older.data_version) == ("done", "", newer.data_version)
    assert len(files(folder)) == 1
    client = as_user("secretariat")
    assert client.get(reverse("reports:run_download", args=[older.pk])).status_code == 200
    assert "Đã lập xong: Bảng tổng hợp kết quả thi đua" in text_of(main_of(client.get(reverse("notices:notices"))))
