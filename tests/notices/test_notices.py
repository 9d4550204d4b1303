"""Who is told that a report has ended: once for each time they asked, in their language, and with no file they lost."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Season
from notices import services
from notices.models import Notice
from reports.enums import RunFault, RunState
from reports.models import ReportRequest, ReportRun
from reports.runs import build, files, outcome, queue, requests
from reports.tasks import build_report
from tests.factories.reports import ReportRequestFactory, ReportRunFactory
from tests.reports.runs.test_packs import broken, work
from tests.support.html import main_of, parse, text_of
from tests.support.running import ask, built, silence

pytestmark = pytest.mark.usefixtures("folder")
NOTICES = "/notices/"


def told(**of):
    return [
        (n.user.username, n.kind.removeprefix("reports."), n.about_id)
        for n in Notice.objects.filter(**of).order_by("pk")
    ]


def bell(response) -> str:
    (link,) = parse(response).xpath(f"//header//a[@href='{NOTICES}']")
    return text_of(link)


# -- who is told -------------------------------------------------------------------------------------------------------
def test_everybody_who_asked_is_told_once_when_it_is_done(full):
    run = ask(full, "secretariat")
    ask(full, "ministry")
    build_report(run.pk)
    build_report(run.pk)
    assert told() == [("secretariat", "done", run.pk), ("ministry", "done", run.pk)]
    assert not ReportRequest.objects.filter(waits=True).exists()


def test_failure_is_told_too(full, monkeypatch):
    broken(monkeypatch)
    run = ask(full, kind="cluster-report-pdf")
    build_report(run.pk)
    assert told() == [("secretariat", "failed", run.pk)]


def test_run_that_was_given_up_is_told(full, settings):
    settings.RUN_MAX_ATTEMPTS = 1
    run = ask(full)
    queue.claim(run.pk)
    silence(run)
    queue.sweep()
    queue.sweep()
    assert told() == [("secretariat", "failed", run.pk)]


def test_attempt_that_was_overtaken_tells_nobody_again(full):
    run = ask(full)
    slow = queue.claim(run.pk)
    silence(run)
    build_report(run.pk)
    build.build(slow)
    build.fail_run(slow, RuntimeError("late"))
    assert told() == [("secretariat", "done", run.pk)]


def test_worker_killed_before_the_end_leaves_no_notice_and_the_next_one_tells(full, monkeypatch):
    """The row and its notices stand or fall together."""
    run = ask(full)
    with monkeypatch.context() as patch:
        patch.setattr(services, "give", lambda **given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            build_report(run.pk)
    run.refresh_from_db()
    assert (run.state, told(), ReportRequest.objects.get().waits) == (RunState.RUNNING, [], True)
    silence(run)
    build_report(run.pk)
    assert told() == [("secretariat", "done", run.pk)]


def test_who_joins_in_the_moment_of_the_end_is_told_by_the_sweep(full):
    run = built(full)
    ReportRequestFactory(run=run, user=full.users["ministry"])  # its row was read before the end
    for _sweep in range(2):
        queue.sweep()
    assert told() == [("secretariat", "done", run.pk), ("ministry", "done", run.pk)]


def test_who_asks_for_a_report_that_is_there_needs_no_notice(full):
    run = built(full)
    assert ask(full, "ministry").pk == run.pk
    queue.sweep()
    assert told() == [("secretariat", "done", run.pk)]


def test_run_that_was_stopped_tells_nobody(full):
    run = ask(full)
    requests.cancel_run(run=run, actor=full.users["secretariat"])
    queue.sweep()
    assert told() == [] and not ReportRequest.objects.filter(waits=True).exists()


def test_who_has_left_a_run_is_not_told(full):
    run = ask(full, "secretariat")
    ask(full, "ministry")
    requests.cancel_run(run=run, actor=full.users["secretariat"])
    build_report(run.pk)
    assert told() == [("ministry", "done", run.pk)]


@pytest.mark.parametrize("is_built", [False, True])
def test_requesters_of_a_superseded_run_are_told_of_the_newer_one(full, is_built):
    old = ask(full, "secretariat")
    Season.objects.filter(pk=full.season.pk).update(data_version=7)
    new = ask(full, "ministry")
    for run in (new, old) if is_built else (old, new):
        build_report(run.pk)
    assert sorted(told()) == [("ministry", "done", new.pk), ("secretariat", "done", new.pk)]


# -- again -------------------------------------------------------------------------------------------------------------
def test_retry_after_a_failure_withdraws_what_was_told_and_tells_the_new_end(full, monkeypatch):
    run = ask(full, "secretariat", kind="cluster-report-pdf")
    ask(full, "ministry", kind="cluster-report-pdf")
    with monkeypatch.context() as patch:
        broken(patch)
        build_report(run.pk)
    run.refresh_from_db()
    requests.retry_run(run=run, actor=full.users["ministry"])
    assert not Notice.objects.unseen().exists()
    build_report(run.pk)
    assert told(seen_at=None) == [("secretariat", "done", run.pk), ("ministry", "done", run.pk)]
    assert told(kind="reports.failed", seen_at=None) == []


def test_file_built_again_is_told_to_who_asked_for_it_now(full):
    run = built(full)
    files.path_of(run).unlink()
    assert ask(full, "ministry").pk == run.pk
    build_report(run.pk)
    assert told() == [("secretariat", "done", run.pk), ("ministry", "done", run.pk)]


def test_pack_is_told_once_and_its_parts_are_not(full, monkeypatch):
    pack = ask(full, kind="cluster-pack")
    with monkeypatch.context() as patch:
        broken(patch)
        work(pack)
    queue.sweep()
    assert told() == [("secretariat", "failed", pack.pk)]
    requests.retry_run(run=pack, actor=full.users["secretariat"])
    work(pack)
    queue.sweep()
    assert told() == [("secretariat", "failed", pack.pk), ("secretariat", "done", pack.pk)]


def test_two_sweeps_at_one_moment_tell_once(full, monkeypatch):
    """The second sees the same requests, and finds each of them told."""
    run = built(full)
    Notice.objects.all().delete()
    ReportRequest.objects.update(waits=True)
    give, again = services.give, []

    def meanwhile(**given):
        if not again:
            again.append(outcome.tell(run.pk, RunState.DONE))
        give(**given)

    monkeypatch.setattr(services, "give", meanwhile)
    assert (outcome.tell(run.pk, RunState.DONE), again, Notice.objects.count()) == (1, [0], 1)


# -- the bell ----------------------------------------------------------------------------------------------------------
def test_bell_counts_what_was_not_seen_and_the_page_of_the_run_takes_it_away(full, as_user):
    run = built(full)
    client = as_user("secretariat")
    assert bell(client.get("/")) == "1Thông báo chưa xem: 1"
    client.get(reverse("reports:run", args=[run.pk]))
    assert bell(client.get("/")) == "Thông báo chưa xem: 0"


def test_progress_that_shows_the_end_takes_the_notice_away(full, as_user):
    run = ask(full)
    client, progress = as_user("secretariat"), reverse("reports:run_progress", args=[run.pk])
    client.get(progress, headers={"HX-Request": "true"})
    build_report(run.pk)
    assert Notice.objects.unseen().count() == 1
    client.get(progress, headers={"HX-Request": "true"})
    assert Notice.objects.unseen().count() == 0


def test_bell_costs_no_query(full, as_user):
    client = as_user("secretariat")
    client.get("/")
    counted = []
    for _notice in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counted.append(len(queries))
        ReportRequestFactory(user=full.users["secretariat"], run=(run := ReportRunFactory(season=full.season)))
        outcome.tell(run.pk, RunState.DONE)
    assert counted == [counted[0]] * 3
    assert sum("reports_notice" in query["sql"] for query in queries) == 1


def test_bell_of_somebody_without_a_season_still_counts(full, as_user):
    ReportRequestFactory(user=full.users["nobody"], run=(run := ReportRunFactory(season=full.season)))
    outcome.tell(run.pk, RunState.DONE)
    assert bell(as_user("nobody").get("/")) == "1Thông báo chưa xem: 1"


def test_page_that_is_kept_follows_the_bell(full, as_user, settings):
    settings.PAGES_KEPT_SECONDS = 600
    cache.clear()
    run = ask(full)
    client, address = as_user("secretariat"), reverse("dashboards:overview", args=[full.cluster.slug, 2024])
    for _visit in range(3):
        before = bell(client.get(address))
    build_report(run.pk)
    after = bell(client.get(address))
    cache.clear()
    assert (before, after) == ("Thông báo chưa xem: 0", "1Thông báo chưa xem: 1")


# -- the list ----------------------------------------------------------------------------------------------------------
def rows(response):
    return [text_of(row) for row in main_of(response).xpath(".//li[contains(@class, 'filerow')]")]


def test_list_says_what_ended_in_the_language_of_the_reader(full, as_user):
    run = built(full)
    client = as_user("secretariat")
    (vietnamese,) = rows(client.get(NOTICES))
    assert vietnamese.startswith("Đã lập xong: Bảng tổng hợp kết quả thi đua") and "Cụm thử · 2024" in vietnamese
    full.users["secretariat"].language = "en"
    full.users["secretariat"].save()
    page = client.get(NOTICES)
    (english,) = rows(page)
    assert "is ready" in english and "Trial · 2024" in english
    assert main_of(page).xpath(f".//a[@href='{reverse('reports:run', args=[run.pk])}']")


def test_failed_report_says_why(full, as_user, monkeypatch):
    broken(monkeypatch)
    build_report(ask(full, kind="cluster-report-pdf").pk)
    (row,) = rows(as_user("secretariat").get(NOTICES))
    assert row.startswith("Chưa lập được:") and str(RunFault.FAULT.label) in row


def test_notices_of_others_are_not_there(full, as_user):
    built(full)
    (notice,) = Notice.objects.all()
    client = as_user("ministry")
    assert rows(client.get(NOTICES)) == []
    assert client.post(reverse("notices:notice_seen", args=[notice.pk])).status_code == 404
    client.post(reverse("notices:notices_seen"))
    notice.refresh_from_db()
    assert notice.seen_at is None


def test_one_or_all_are_marked_as_seen(full, as_user):
    for language in ("vi", "en", "vi"):
        built(full, language=language)
    ask(full, kind="cluster-report-docx")
    build_report(ReportRun.objects.first().pk)
    client = as_user("secretariat")
    first, *others = Notice.objects.all()
    assert len(others) == 2
    assert client.post(reverse("notices:notice_seen", args=[first.pk])).url == NOTICES
    assert list(Notice.objects.unseen()) == others
    page = client.post(reverse("notices:notices_seen"), follow=True)
    assert not Notice.objects.unseen().exists()
    assert "Đã xem tất cả" in text_of(main_of(page))
    assert not main_of(page).xpath(f".//form[@action='{reverse('notices:notices_seen')}']")


def test_who_lost_the_right_sees_the_end_and_no_link(full, as_user):
    """Figures were released to the head when asked for, and are not any more."""
    period = full.periods["THADS-2024-12m"]
    release = full.release(period)
    parameters = {"blocks": ["civil_enforcement"], "periods": {"civil_enforcement": "12m"}}
    run = built(full, who="head", parameters=parameters)
    client, address = as_user("head"), reverse("reports:run", args=[run.pk])
    assert main_of(client.get(NOTICES)).xpath(f".//a[@href='{address}']")
    release.delete()
    page = client.get(NOTICES)
    (row,) = rows(page)
    assert row.startswith("Đã lập xong:") and "hôm nay tài khoản này không được xem" in row
    assert not main_of(page).xpath(f".//a[contains(@href, '/reports/{run.pk}/')]")
    for shown in (client.get(address), client.get(reverse("reports:runs", args=[full.cluster.slug, 2024]))):
        assert not main_of(shown).xpath(f".//a[@href='{address}file/']")
        assert "Hiện không được xem" in text_of(main_of(shown)) or "không tải được tệp" in text_of(main_of(shown))
    assert client.get(f"{address}file/").status_code == 403


def test_queries_of_the_list_do_not_grow(full, as_user):
    client, counted = as_user("secretariat"), []
    for count in (1, 6, 30):
        for _number in range(count):
            run = ReportRunFactory(season=full.season, parameters={"agency": full.enforcement[0].code, "blocks": []})
            ReportRequestFactory(user=full.users["secretariat"], run=run)
            outcome.tell(run.pk, RunState.DONE)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(NOTICES)
        counted.append(len(queries))
    assert len(rows(page)) == 20
    assert counted[1] == counted[2] <= 20


def test_older_notices_stand_on_further_pages(full, as_user):
    for _number in range(23):
        run = ReportRunFactory(season=full.season, parameters={"blocks": []})
        ReportRequestFactory(user=full.users["secretariat"], run=run)
        outcome.tell(run.pk, RunState.DONE)
    client = as_user("secretariat")
    assert [len(rows(client.get(f"{NOTICES}?page={page}"))) for page in (1, 2, 99, "x")] == [20, 3, 3, 20]
