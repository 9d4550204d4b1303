"""Runs: asked for once, claimed by one worker, built of the present data."""

import pytest
from django.db import IntegrityError

from accounts.models import AuditEntry
from clusters.models import Season
from reports.enums import RunFault, RunState
from reports.exporting.scopes import InvalidScope
from reports.models import ReportRequest, ReportRun
from reports.querysets import ReportRunQuerySet
from reports.runs import build, queue
from reports.runs import files as storing
from reports.tasks import build_report
from results.enums import State
from tests.support.running import WHOLE, ask, built, files, silence

pytestmark = pytest.mark.usefixtures("folder")


# -- asking ------------------------------------------------------------------------------------------------------------
def test_request_hands_the_run_on_after_the_commit(full, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        run = ask(full)
        assert (run.state, sent) == (RunState.QUEUED, [])
    for callback in callbacks:
        callback()
    run.refresh_from_db()
    assert (sent, run.enqueued_at is None) == ([("reports.build_report", run.pk)], False)
    entry = AuditEntry.objects.get(action="report.requested")
    assert (entry.actor, entry.target_id) == (full.users["secretariat"], str(run.pk))


def test_same_report_is_one_run_for_everybody_who_may_have_it(full, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        runs = {ask(full, who).pk for who in ("secretariat", "cluster_head", "ministry", "secretariat")}
    assert (len(runs), len(sent)) == (1, 1)
    assert ReportRequest.objects.filter(run__in=runs).count() == 3


def test_language_data_and_scope_make_another_run(full):
    first = ask(full)
    english = ask(full, language="en")
    block = ask(full, parameters={"blocks": ["civil_enforcement"], "periods": {"civil_enforcement": "12m"}})
    Season.objects.filter(pk=full.season.pk).update(data_version=9)
    newer = ask(full)
    assert len({run.pk for run in (first, english, block, newer)}) == 4
    assert (first.data_version, newer.data_version) == ("CTN-2024-v1", "CTN-2024-v9")


def test_two_requests_at_one_moment_get_the_same_run(full, monkeypatch):
    first = ask(full)
    calls = []

    def live(queryset):
        calls.append(1)
        return queryset.none() if len(calls) == 1 else queryset.filter(state=RunState.QUEUED)

    monkeypatch.setattr(ReportRunQuerySet, "live", live)
    second = ask(full, "cluster_head")
    assert (second.pk, len(calls), ReportRun.objects.count()) == (first.pk, 2, 1)


def test_failed_run_does_not_stand_for_its_report(full):
    first = ask(full)
    ReportRun.objects.filter(pk=first.pk).update(state=RunState.FAILED)
    assert ask(full).pk != first.pk


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"blocks": []},
        {"blocks": ["x"], "periods": {}},
        {"blocks": ["civil_enforcement"]},
        {"blocks": ["civil_enforcement"], "periods": {"civil_enforcement": "99m"}},
        {**WHOLE, "agency": "NOBODY"},
    ],
)
def test_parameters_the_season_does_not_have_are_refused(full, parameters):
    with pytest.raises(InvalidScope):
        ask(full, parameters=parameters)
    assert ReportRun.objects.count() == 0


# -- claiming and building ---------------------------------------------------------------------------------------------
def test_only_one_worker_gets_a_run(full):
    run = ask(full)
    first, second = queue.claim(run.pk), queue.claim(run.pk)
    assert (first.attempt, second) == (1, None)


def test_finished_run_has_its_file_hash_and_data_version(full, folder):
    run = built(full)
    path = storing.path_of(run)
    assert (run.state, run.attempt, run.data_version) == (RunState.DONE, 1, "CTN-2024-v1")
    assert (run.sha256, run.file_size) == (build.sha256_of(path), path.stat().st_size)
    assert run.content_hash == build.content_hash(path)
    assert run.steps_done == run.steps_total > 10
    assert run.file_name == "CTN_2024_So-tong-ket-cum_v1.xlsx"
    assert files(folder) == [f"{run.identity}.xlsx"]


def test_running_the_task_twice_changes_nothing(full, folder):
    run = built(full)
    build_report(run.pk)
    again = ReportRun.objects.get(pk=run.pk)
    assert (again.attempt, again.finished_at, files(folder)) == (1, run.finished_at, [f"{run.identity}.xlsx"])


def test_every_step_is_written_while_the_run_goes_on(full, monkeypatch):
    seen = []
    report = build.report_step

    def watched(run, done, total, label):
        report(run, done, total, label)
        seen.append(ReportRun.objects.values_list("state", "steps_done", "step_label").get(pk=run.pk))

    monkeypatch.setattr(build, "report_step", watched)
    built(full)
    assert {state for state, _done, _label in seen} == {RunState.RUNNING}
    assert [done for _state, done, _label in seen] == sorted(done for _state, done, _label in seen)
    assert "Ghi trang 3/10: Khối THADS" in [label for _state, _done, label in seen]


def test_worker_that_was_taken_over_writes_nothing(full, folder):
    run = ask(full)
    slow = queue.claim(run.pk)
    made = build.make_file(slow)
    silence(run)
    build_report(run.pk)
    done = ReportRun.objects.get(pk=run.pk)
    assert made.path.exists() is False  # the second attempt has cleared the first one's leavings
    build.build(slow)
    after = ReportRun.objects.get(pk=run.pk)
    assert (done.attempt, after.state, after.claim, after.finished_at) == (
        2,
        RunState.DONE,
        done.claim,
        done.finished_at,
    )
    assert files(folder) == [f"{run.identity}.xlsx"]


def test_claim_lost_between_writing_and_renaming_keeps_the_others_file(full, folder):
    run = ask(full)
    slow = queue.claim(run.pk)
    made = build.make_file(slow)
    ReportRun.objects.filter(pk=run.pk).update(claim="somebody-else")
    with pytest.raises(build.ClaimLost):
        build.store_file(slow, made)
    assert files(folder) == [made.path.name]


def test_content_of_a_second_attempt_equals_the_first(full, folder):
    first = built(full)
    ReportRun.objects.all().delete()
    run = ask(full)
    queue.claim(run.pk)
    silence(run)
    build_report(run.pk)
    second = ReportRun.objects.get(pk=run.pk)
    assert second.attempt == 2
    assert (second.sha256, second.content_hash) == (first.sha256, first.content_hash)


def test_data_that_changed_while_waiting_are_built_and_named(full):
    run = ask(full)
    Season.objects.filter(pk=full.season.pk).update(data_version=7)
    build_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.data_version) == (RunState.DONE, "CTN-2024-v7")
    assert ask(full).pk == run.pk


def test_run_overtaken_by_a_newer_one_gives_it_its_requesters(full):
    old = ask(full, "secretariat")
    Season.objects.filter(pk=full.season.pk).update(data_version=7)
    new = ask(full, "ministry")
    build_report(old.pk)
    old.refresh_from_db()
    assert (old.state, old.error_code) == (RunState.CANCELLED, RunFault.SUPERSEDED)
    assert set(new.requests.values_list("user__username", flat=True)) == {"secretariat", "ministry"}


def test_earlier_run_keeps_file_and_version_when_the_data_change(full):
    first = built(full)
    agency = full.enforcement[0]
    full.fill(agency, version=2, state=State.APPROVED, values={"fully_enforced_cases": 1})
    Season.objects.filter(pk=full.season.pk).update(data_version=2)
    second = built(full)
    kept = ReportRun.objects.get(pk=first.pk)
    assert (kept.data_version, kept.sha256, storing.has_file(kept)) == ("CTN-2024-v1", first.sha256, True)
    assert build.sha256_of(storing.path_of(kept)) == first.sha256 != second.sha256


def test_database_lets_one_live_run_stand_for_a_report(full):
    run = ask(full)
    twin = ReportRun.objects.get(pk=run.pk)
    twin.pk = None
    with pytest.raises(IntegrityError):
        twin.save(force_insert=True)
