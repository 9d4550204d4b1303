"""Packs: parts built by runs of their own, put together once all are there, and what happens when one is not."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from clusters.models import Season
from clusters.versions import raise_season
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed
from pledges.covenants import signing
from pledges.models import Pledge
from reports.enums import RunFault, RunState
from reports.exporting.cluster_pack import MANIFEST, SUMS, ClusterPack
from reports.exporting.registry import exporter_of
from reports.models import PackPart, Paragraph, ReportRun
from reports.papers.content.background import Section
from reports.runs import build, queue, requests
from reports.runs import files as storing
from reports.runs.pages.page import card
from reports.tasks import build_report
from results.models import Submission
from tests.factories import covenants
from tests.support.html import main_of, text_of
from tests.support.pages import BUDGET
from tests.support.running import ask, built, files

pytestmark = pytest.mark.usefixtures("folder")
PLAN = ["year-plan-docx", "year-plan-pdf"]
# The small season has neither a pledge nor figures of six months.
KINDS = ["cluster-workbook", "cluster-report-docx", "cluster-report-pdf", "open-data", *PLAN]
MIDYEAR = ["midyear-report-docx", "midyear-report-pdf"]
ENFORCEMENT = ["pledge-enforcement-docx", "pledge-enforcement-pdf"]
JUSTICE = ["pledge-justice-docx", "pledge-justice-pdf"]


def ask_pack(world, **options):
    return ask(world, kind="cluster-pack", **options)


def work(*runs):
    """What workers do: every run that may be taken, in order, until none is left."""
    while found := ReportRun.objects.claimable(dates.now() - timedelta(days=1)).values_list("pk", flat=True):
        for run_id in list(found):
            build_report(run_id)
    for run in runs:
        run.refresh_from_db()


def parts(pack):
    return [part.run for part in pack.parts.select_related("run")]


def broken(monkeypatch):
    """The report cannot be printed as PDF."""

    def fail(*args, **options):
        raise RuntimeError("no ink")

    monkeypatch.setattr(exporter_of("cluster-report-pdf"), "write", fail)


@pytest.fixture
def pack(full):
    made = ask_pack(full)
    work(made)
    return made


# -- from the request to the file --------------------------------------------------------------------------------------
def test_pack_is_asked_for_with_its_parts_and_waits_for_them(full, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        pack = ask_pack(full)
    made = parts(pack)
    assert [run.kind for run in made] == KINDS
    assert [run_id for _task, run_id in sent] == [run.pk for run in made]  # the pack itself is handed on later
    assert queue.claim(pack.pk) is None
    for run in made[:-1]:
        build_report(run.pk)
    assert queue.claim(pack.pk) is None
    sent.clear()
    build_report(made[-1].pk)
    assert sent == [("reports.build_report", pack.pk)]


def test_pack_holds_the_very_files_of_its_parts_and_their_digests(pack, full):
    assert (pack.state, pack.file_name) == (
        RunState.DONE,
        f"CTN_2024_Bo-tai-lieu-cuoi-nam_v{full.season.data_version}.zip",
    )
    with zipfile.ZipFile(storing.path_of(pack)) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read(MANIFEST))
        assert archive.namelist() == [run.file_name for run in parts(pack)] + [MANIFEST, SUMS]
        for run, row in zip(parts(pack), manifest["files"], strict=True):
            content = archive.read(run.file_name)
            assert content == storing.path_of(run).read_bytes()
            assert (row["kind"], row["bytes"], row["sha256"]) == (run.kind, len(content), run.sha256)
            assert hashlib.sha256(content).hexdigest() == run.sha256
            assert f"{run.sha256}  {run.file_name}\n" in archive.read(SUMS).decode()
    assert manifest["data_version"] == pack.data_version == Season.objects.get(pk=full.season.pk).version_code


def test_second_packing_gives_the_same_bytes(pack, full):
    first = pack.sha256
    storing.path_of(pack).unlink()
    again = ask_pack(full)
    work(again)
    assert (again.pk, again.sha256, again.state) == (pack.pk, first, RunState.DONE)


def test_part_that_somebody_has_already_is_not_built_again(full):
    alone = built(full)
    pack = ask_pack(full)
    assert parts(pack)[0] == alone
    work(pack)
    alone.refresh_from_db()
    assert (pack.state, alone.attempt) == (RunState.DONE, 1)


def test_parts_of_a_pack_are_in_nobodys_list(pack, full):
    assert list(ReportRun.objects.visible_to(full.users["secretariat"])) == [pack]


@pytest.mark.parametrize("scope", [{"blocks": ["civil_enforcement"]}, {"blocks": ["civil_enforcement"], "agency": 1}])
@pytest.mark.parametrize("kind", ["cluster-pack", "cluster-report-docx", "cluster-report-pdf"])
def test_papers_are_made_of_the_whole_cluster_only(full, kind, scope):
    code = full.enforcement[0].code
    parameters = {**scope, "periods": {"civil_enforcement": "12m"}} | ({"agency": code} if "agency" in scope else {})
    with pytest.raises(requests.WholeOnly):
        ask(full, kind=kind, parameters=parameters)


def test_asking_a_paper_of_one_block_is_answered_beside_the_choice(full, as_user):
    data = {"kind": "cluster-report-pdf", "scope": "block:civil_enforcement", "periods": "latest"}
    response = as_user("secretariat").post(reverse("reports:runs", args=[full.cluster.slug, 2024]), data)
    assert response.status_code == 422
    assert "Hãy chọn phạm vi toàn cụm" in text_of(main_of(response))
    assert not ReportRun.objects.exists()


def test_command_packs_too(full, tmp_path):
    path = tmp_path / "pack.zip"
    call_command("build_report", "cluster-pack", cluster=full.cluster.slug, year=2024, output=path)
    with zipfile.ZipFile(path) as archive:
        listed = json.loads(archive.read(MANIFEST))["files"]
        assert [row["kind"] for row in listed] == KINDS
        assert all(hashlib.sha256(archive.read(row["name"])).hexdigest() == row["sha256"] for row in listed)


# -- a part that fails -------------------------------------------------------------------------------------------------
def test_failed_part_fails_the_pack_and_is_built_again_alone(full, monkeypatch):
    pack = ask_pack(full)
    with monkeypatch.context() as patch:
        broken(patch)
        work(pack)
    assert (pack.state, pack.error_code) == (RunState.FAILED, RunFault.PART_FAILED)
    assert [run.state for run in parts(pack)] == ["done", "done", "failed", "done", "done", "done"]
    assert requests.retry_run(run=pack, actor=full.users["secretariat"]) == pack
    work(pack)
    assert pack.state == RunState.DONE
    assert [(run.state, run.attempt) for run in parts(pack)] == [("done", 1)] * len(KINDS)
    assert ReportRun.objects.count() == len(KINDS) + 1  # the failed run that nobody asked for is gone


def test_pack_page_names_the_part_that_failed_and_why(full, monkeypatch, as_user):
    pack = ask_pack(full)
    with monkeypatch.context() as patch:
        broken(patch)
        work(pack)
    page = text_of(main_of(as_user("secretariat").get(reverse("reports:run", args=[pack.pk]))))
    assert "Một phần chưa lập được" in page
    with translation.override("vi"):
        assert str(exporter_of("cluster-report-pdf").title) in page and str(RunFault.FAULT.label) in page


def test_worker_that_dies_between_a_part_and_its_pack_is_swept_up(full, monkeypatch):
    pack = ask_pack(full)
    with monkeypatch.context() as patch:
        patch.setattr(build, "part_ended", lambda run_id: None)
        broken(patch)
        for run in parts(pack):
            build_report(run.pk)
    pack.refresh_from_db()
    assert pack.state == RunState.QUEUED
    queue.sweep()
    pack.refresh_from_db()
    assert (pack.state, pack.error_code) == (RunState.FAILED, RunFault.PART_FAILED)


def test_sweep_hands_on_a_pack_whose_parts_are_all_done(full, sent, monkeypatch):
    pack = ask_pack(full)
    assert queue.sweep() == len(KINDS)  # the parts, not the pack
    with monkeypatch.context() as patch:
        patch.setattr(build, "part_ended", lambda run_id: None)
        for run in parts(pack):
            build_report(run.pk)
    sent.clear()
    assert (queue.sweep(), sent) == (1, [("reports.build_report", pack.pk)])


# -- data that change meanwhile ----------------------------------------------------------------------------------------
def test_parts_of_older_data_are_built_anew_before_packing(full):
    pack = ask_pack(full)
    first, *rest = parts(pack)
    build_report(first.pk)
    full.season.refresh_from_db()
    Season.objects.filter(pk=full.season.pk).update(data_version=full.season.data_version + 1)
    for run in rest:
        build_report(run.pk)
    work(pack)
    version = Season.objects.get(pk=full.season.pk).version_code
    assert (pack.state, pack.data_version) == (RunState.DONE, version)
    assert {run.data_version for run in parts(pack)} == {version}
    first.refresh_from_db()
    assert first.data_version != version  # kept as it was, for whoever has it


def test_part_superseded_by_a_newer_run_gives_it_its_place(full):
    pack = ask_pack(full)
    old = parts(pack)[0]
    Season.objects.filter(pk=full.season.pk).update(data_version=99)
    newer = ask(full)
    build_report(newer.pk)
    build_report(old.pk)
    old.refresh_from_db()
    assert old.error_code == RunFault.SUPERSEDED
    assert parts(pack)[0] == newer
    work(pack)
    assert pack.state == RunState.DONE


def test_part_whose_file_was_deleted_is_built_anew(full):
    pack = ask_pack(full)
    for run in parts(pack):
        build_report(run.pk)
    storing.path_of(parts(pack)[1]).unlink()
    work(pack)
    assert pack.state == RunState.DONE
    assert all(storing.has_file(run) for run in parts(pack))


def test_part_that_was_damaged_at_the_same_size_is_built_anew(full):
    pack = ask_pack(full)
    for run in parts(pack):
        build_report(run.pk)
    path = storing.path_of(parts(pack)[1])
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    work(pack)
    assert (pack.state, path.read_bytes()) == (RunState.DONE, whole)
    with zipfile.ZipFile(storing.path_of(pack)) as archive:
        assert archive.read(parts(pack)[1].file_name) == whole


def test_words_written_into_the_report_make_another_report_and_pack(full):
    pack = ask_pack(full)
    work(pack)
    Paragraph.objects.create(
        season=full.season,
        language="vi",
        section=Section.SHORTCOMINGS,
        text="Còn chậm.",
        written_at=dates.now(),
        written_by=User.objects.get(username="secretariat"),
    )
    newer = ask_pack(full)
    assert newer.pk != pack.pk
    assert [a == b for a, b in zip(parts(pack), parts(newer), strict=True)] == [True, False, False, True, True, True]
    work(newer)
    assert newer.state == RunState.DONE and newer.sha256 != pack.sha256


# -- stopping ----------------------------------------------------------------------------------------------------------
def test_stopped_pack_stops_what_only_it_wanted(full):
    alone = ask(full)
    pack = ask_pack(full)
    assert requests.cancel_run(run=pack, actor=full.users["secretariat"])
    assert [run.state for run in parts(pack)] == ["queued", *["cancelled"] * (len(KINDS) - 1)]
    assert parts(pack)[0] == alone
    work(pack, alone)
    assert (pack.state, alone.state) == (RunState.CANCELLED, RunState.DONE)


def test_part_that_a_pack_wants_goes_on_when_its_own_requester_stops_it(full):
    alone = ask(full)
    pack = ask_pack(full, who="ministry")
    assert requests.cancel_run(run=alone, actor=full.users["secretariat"])
    work(pack, alone)
    assert (pack.state, alone.state) == (RunState.DONE, RunState.DONE)
    assert not alone.requests.exists()


def test_stopped_pack_is_built_again_with_its_parts(full):
    pack = ask_pack(full)
    requests.cancel_run(run=pack, actor=full.users["secretariat"])
    requests.retry_run(run=pack, actor=full.users["secretariat"])
    work(pack)
    assert pack.state == RunState.DONE


# -- how far -----------------------------------------------------------------------------------------------------------
def test_one_bar_counts_every_part(full):
    pack = ask_pack(full)
    seen = []

    def percent():
        seen.append(card(ReportRun.objects.prefetch_related("parts__run").get(pk=pack.pk)).percent)

    percent()
    for run in parts(pack):
        build_report(run.pk)
        percent()
    work(pack)
    percent()
    assert seen == [100 * done // (len(KINDS) + 1) for done in range(len(KINDS) + 1)] + [100]


def test_queries_of_the_list_do_not_grow_with_packs(full, as_user):
    client, counted = as_user("secretariat"), []
    for number in range(4):
        Season.objects.filter(pk=full.season.pk).update(data_version=50 + number)
        ask_pack(full)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reports:runs", args=[full.cluster.slug, 2024]))
        counted.append(len(queries))
    assert max(counted[1:]) <= counted[1] <= BUDGET  # the first reads what the process keeps


def test_pack_needs_the_right_to_every_part(full):
    with pytest.raises(NotAllowed):
        ask_pack(full, who="officer")
    assert not PackPart.objects.exists()


def test_nothing_is_left_half_written(pack, folder):
    assert len(files(folder)) == len(KINDS) + 1
    assert set(ClusterPack.parts) == {*KINDS, *MIDYEAR, *ENFORCEMENT, *JUSTICE}


# -- what is ready -----------------------------------------------------------------------------------------------------
def half_reported(world):
    for agencies, code in ((world.enforcement, "THADS-2024-6m"), (world.departments, "STP-2024-6m")):
        for agency in agencies:
            world.fill(agency, period=world.periods[code], state="approved")
    raise_season(world.season.pk)


def left_out(pack) -> list[str]:
    with zipfile.ZipFile(storing.path_of(pack)) as archive:
        return [row["kind"] for row in json.loads(archive.read(MANIFEST))["left_out"]]


def test_what_there_is_nothing_of_is_left_out_and_named(pack):
    assert left_out(pack) == [*MIDYEAR, *JUSTICE, *ENFORCEMENT]


def test_pledge_and_six_months_join_the_pack_once_they_are_there(full):
    covenants.drafted(full)
    half_reported(full)
    assert [run.kind for run in parts(ask_pack(full))] == [
        *KINDS[:4],
        *MIDYEAR,
        *PLAN,
    ]  # a draft is handed on to nobody
    signing.open_pledge(pledge=Pledge.objects.get(), beside={}, actor=full.users["secretariat"])
    made = ask_pack(full)
    work(made)
    assert [run.kind for run in parts(made)] == [*KINDS[:4], *MIDYEAR, *PLAN, *ENFORCEMENT]
    assert made.state == RunState.DONE and left_out(made) == JUSTICE
    assert {run.parameters["periods"]["civil_enforcement"] for run in parts(made) if run.kind in MIDYEAR} == {"6m"}


def test_six_months_that_are_not_released_are_in_no_pack_that_members_may_have(full):
    half_reported(full)
    for code in ("THADS-2024-12m", "STP-2024-year_first"):
        full.release(full.periods[code])
    raise_season(full.season.pk)
    assert [run.kind for run in parts(ask_pack(full, who="head"))] == KINDS
    for code in ("THADS-2024-6m", "STP-2024-6m"):
        full.release(full.periods[code])
    raise_season(full.season.pk)
    assert [run.kind for run in parts(ask_pack(full, who="head"))] == [*KINDS[:4], *MIDYEAR, *PLAN]


def test_pack_is_built_again_without_what_is_no_longer_ready(full):
    half_reported(full)
    made = ask_pack(full)
    Submission.objects.filter(period__period_code="6m").update(state="draft")
    raise_season(full.season.pk)
    work(made)
    assert (made.state, made.error_code) == (RunState.FAILED, RunFault.PART_FAILED)
    requests.retry_run(run=made, actor=full.users["secretariat"])
    work(made)
    assert made.state == RunState.DONE and [run.kind for run in parts(made)] == KINDS


def test_command_packs_what_is_ready_too(full, tmp_path):
    half_reported(full)
    path = tmp_path / "pack.zip"
    call_command("build_report", "cluster-pack", cluster=full.cluster.slug, year=2024, output=path)
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    assert [row["kind"] for row in manifest["files"]] == [*KINDS[:4], *MIDYEAR, *PLAN]
    assert [row["kind"] for row in manifest["left_out"]] == [*JUSTICE, *ENFORCEMENT]


# -- the released figures ------------------------------------------------------------------------------------------
def rows_for_programs(pack):
    """The rows of the part for programs, out of the pack itself."""
    (name,) = (run.file_name for run in parts(pack) if run.kind == "open-data")
    with zipfile.ZipFile(storing.path_of(pack)) as outer, outer.open(name) as held, zipfile.ZipFile(held) as archive:
        assert archive.namelist() == ["figures.csv", "figures.json", "schema.json"]
        table = csv.DictReader(io.StringIO(archive.read("figures.csv").decode("utf-8-sig")))
        document = json.loads(archive.read("figures.json"))
    assert len(list(table)) == len(document["rows"]) == document["meta"]["row_count"]
    return document["rows"]


def test_pack_gives_programs_the_released_block_and_no_other(full, as_user):
    full.release(full.periods["THADS-2024-12m"])
    pack = ask_pack(full)
    work(pack)
    rows = rows_for_programs(pack)
    assert {row["block"] for row in rows} == {"civil_enforcement"}
    address = reverse("reports:open_data_json", args=[full.cluster.slug, 2024])
    page = json.loads(b"".join(as_user("secretariat").get(address).streaming_content))
    assert rows == page["rows"]


def test_release_makes_another_part_and_pack_of_the_same_data(full):
    pack = ask_pack(full)
    work(pack)
    assert rows_for_programs(pack) == []
    full.release(full.periods["THADS-2024-12m"])
    newer = ask_pack(full)
    # The report compares with what other clusters have released, too; the workbook does not.
    assert [a == b for a, b in zip(parts(pack), parts(newer), strict=True)] == [True, False, False, False, True, True]
    work(newer)
    assert rows_for_programs(newer) and newer.data_version == pack.data_version


def test_figures_for_programs_are_not_asked_for_by_themselves_on_the_page(full, as_user):
    client, address = as_user("secretariat"), reverse("reports:runs", args=[full.cluster.slug, 2024])
    assert "open-data" not in [kind["kind"] for kind in client.get(address).context["kinds"]]
    response = client.post(address, {"kind": "open-data", "scope": "whole", "periods": "latest"})
    assert (response.status_code, ReportRun.objects.count()) == (422, 0)
