"""Reports of before: page by page, by kind and by end; and how long the next one will usually take."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from emulation_portal.lib import dates
from reports.enums import RunFault, RunState
from reports.models import PackPart, ReportRequest, ReportRun
from reports.runs import files, queue, requests
from reports.runs.pages.estimates import Estimates, exact
from reports.runs.pages.history import PER_PAGE
from reports.runs.pages.page import scope_words
from reports.tasks import build_report
from tests.factories.reports import ReportRequestFactory, ReportRunFactory
from tests.support.files.report_books import Workbook
from tests.support.html import main_of, text_of
from tests.support.pages import BUDGET
from tests.support.running import ask, built

pytestmark = pytest.mark.usefixtures("folder", "sent")


@pytest.fixture
def room(full):
    return reverse("reports:runs", args=[full.cluster.slug, 2024])


def past(user, season, *, minutes=60, seconds=20, kind="cluster-workbook", state=RunState.FAILED, size=6, **fields):
    """A run that ended so many minutes ago after so many seconds."""
    end = dates.now() - timedelta(minutes=minutes)
    begun = end - timedelta(seconds=seconds)
    run = ReportRunFactory(
        season=season,
        kind=kind,
        state=state,
        size=size,
        requested_at=begun,
        queued_at=begun,
        started_at=begun,
        finished_at=end,
        attempt=1,
        parameters={"blocks": ["civil_enforcement", "department_of_justice"]},
        **fields,
    )
    ReportRequestFactory(run=run, user=user, waits=False)
    return run


def rows(response):
    panel = main_of(response).xpath(".//section[@aria-labelledby='h-built']")[0]
    return [text_of(row) for row in panel.xpath(".//li[contains(@class, 'filerow')]")]


def links(response):
    return main_of(response).xpath(".//nav[contains(@class, 'panel__foot')]//a/@href")


# -- pages and filters -------------------------------------------------------------------------------------------------
def test_older_reports_stand_on_further_pages(full, room, as_user):
    user = full.users["secretariat"]
    for number in range(PER_PAGE + 3):
        past(user, full.season, minutes=60 + number)
    client = as_user("secretariat")
    first = client.get(room)
    assert [len(rows(client.get(f"{room}?page={n}"))) for n in (1, 2, 9, "x")] == [PER_PAGE, 3, 3, PER_PAGE]
    assert links(first) == ["?page=2"]
    newest, oldest = first.context["history"].cards[0], client.get(f"{room}?page=2").context["history"].cards[-1]
    assert newest.run.requested_at > oldest.run.requested_at
    assert "23 báo cáo" in text_of(main_of(first))


@pytest.mark.parametrize(
    ("asked", "count", "kept"),
    [
        ("", 5, None),
        ("?kind=cluster-workbook", 3, None),
        ("?state=cancelled", 2, None),
        ("?kind=cluster-workbook&state=cancelled", 1, None),
        ("?kind=cluster-pack", 0, None),
        ("?kind=nothing&state=nothing", 5, None),
        ("?state=queued", 5, None),
        ("?kind=' OR 1=1", 5, None),
    ],
)
def test_filters_stand_in_the_address(full, room, as_user, asked, count, kept):
    user = full.users["secretariat"]
    for kind, state in (
        ("cluster-workbook", RunState.FAILED),
        ("cluster-workbook", RunState.FAILED),
        ("cluster-workbook", RunState.CANCELLED),
        ("cluster-report-pdf", RunState.CANCELLED),
        ("cluster-report-pdf", RunState.FAILED),
    ):
        past(user, full.season, kind=kind, state=state)
    page = as_user("secretariat").get(room + asked)
    assert len(rows(page)) == count
    assert ("Không có báo cáo phù hợp" in text_of(main_of(page))) is (count == 0)


def test_filters_go_on_to_the_next_page_and_moving_reports_stay(full, room, as_user):
    user = full.users["secretariat"]
    for number in range(PER_PAGE + 1):
        past(user, full.season, minutes=60 + number)
    moving = ask(full)
    page = as_user("secretariat").get(f"{room}?kind=cluster-workbook&state=failed")
    assert links(page) == ["?kind=cluster-workbook&state=failed&page=2"]
    assert [card.run for card in page.context["history"].moving] == [moving]


def test_row_says_who_when_how_long_and_of_what(full, room, as_user):
    ReportRun.objects.all().delete()
    run = built(full, who="secretariat")
    ReportRequestFactory(run=run, user=full.users["ministry"])
    begun = dates.now() - timedelta(seconds=75)
    ReportRun.objects.filter(pk=run.pk).update(started_at=begun, finished_at=begun + timedelta(seconds=75), attempt=2)
    (row,) = rows(as_user("secretariat").get(room))
    names = [full.users[name].person.full_name for name in ("secretariat", "ministry")]
    assert f"Người yêu cầu: {', '.join(names)}, 09:00 ngày 02/10/2024" in row
    for said in ("lập trong 1 phút 15 giây", "số lần lập: 2", run.data_version, run.sha256[:16]):
        assert said in row


def test_reports_of_others_and_of_other_seasons_are_not_there(full, room, as_user):
    past(full.users["ministry"], full.season)
    past(full.users["secretariat"], full.other_season)
    assert rows(as_user("secretariat").get(room)) == []


def test_nations_reports_have_pages_too(full, as_user):
    for number in range(PER_PAGE + 1):
        past(full.users["ministry"], None, minutes=60 + number, kind="ministry-workbook")
    client, room = as_user("ministry"), reverse("reports:ministry_runs")
    assert [len(rows(client.get(f"{room}?page={n}"))) for n in (1, 2)] == [PER_PAGE, 1]
    assert len(rows(client.get(f"{room}?state=done"))) == 0


@pytest.mark.parametrize("who", ["secretariat", "ministry"])
def test_queries_do_not_grow_with_history(full, room, as_user, who):
    client, counted = as_user(who), []
    for count in (1, 5, 40):
        for number in range(count):
            past(full.users[who], full.season, minutes=60 + number, state=RunState.DONE)
            past(full.users[who], None, minutes=60 + number, kind="ministry-workbook", state=RunState.DONE)
        for address in (room, reverse("reports:ministry_runs") if who == "ministry" else room):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counted.append((address, len(queries)))
    assert len(set(counted)) == len({address for address, _count in counted})
    assert max(count for _address, count in counted) <= BUDGET


@pytest.mark.parametrize("who", ["secretariat", "deputy", "head"])
def test_list_of_all_kinds_of_runs_stays_within_the_limit(full, room, as_user, who):
    """Packs with their parts, reports of one agency, runs that wait: whatever a list may hold, at once."""
    client, counted, user = as_user(who), [], full.users[who]
    for number in range(3):
        pack = past(user, full.season, minutes=90 + number, kind="cluster-pack", state=RunState.DONE)
        PackPart.objects.create(pack=pack, run=past(user, full.season, minutes=80 + number), ordinal=1)
        past(user, full.season, minutes=70 + number, state=RunState.QUEUED)
        alone = past(user, full.season, minutes=60 + number, state=RunState.DONE)
        alone.parameters = {
            "blocks": ["civil_enforcement"],
            "periods": {"civil_enforcement": "12m"},
            "agency": full.enforcement[number].code,
        }
        alone.save()
        client.get(room)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(room).status_code == 200
        counted.append(len(queries))
    assert len(set(counted)) == 1
    assert counted[0] <= BUDGET


@pytest.mark.parametrize("state", [RunState.RUNNING, RunState.DONE, RunState.FAILED])
def test_queries_of_one_run(full, as_user, state, django_assert_max_num_queries):
    run = ask(full, kind="cluster-pack")
    ReportRun.objects.filter(pk=run.pk).update(state=state, started_at=dates.now(), heartbeat_at=dates.now())
    client, address = as_user("secretariat"), reverse("reports:run", args=[run.pk])
    client.get(address)
    with django_assert_max_num_queries(20):
        client.get(address)


# -- how long ----------------------------------------------------------------------------------------------------------
def test_form_says_how_long_each_kind_takes_and_nothing_where_nobody_knows(full, room, as_user):
    for seconds in (18, 22, 300):
        past(full.users["ministry"], full.season, seconds=seconds, state=RunState.DONE)
    form = main_of(as_user("secretariat").get(room)).xpath(".//fieldset//label")
    said = {label.xpath("./input/@value")[0]: text_of(label) for label in form}
    assert "Thường mất khoảng 25 giây." in said["cluster-workbook"]
    assert [kind for kind, text in said.items() if "Thường mất" in text] == ["cluster-workbook"]


def test_reports_of_another_size_tell_nothing(full):
    past(full.users["ministry"], full.season, size=200, state=RunState.DONE)
    estimates = Estimates(["cluster-workbook"])
    assert (estimates.usual("cluster-workbook", 6), estimates.usual("cluster-workbook", 150)) == (None, 20)


@pytest.mark.parametrize(
    ("state", "elapsed", "said"),
    [
        (RunState.QUEUED, 0, "Thường mất khoảng 20 giây."),
        (RunState.RUNNING, 10, "Thường mất khoảng 20 giây; còn khoảng 10 giây."),
        (RunState.RUNNING, 45, "Thường mất khoảng 20 giây; lần này lâu hơn."),
    ],
)
def test_waiting_says_what_is_left(full, as_user, state, elapsed, said):
    past(full.users["ministry"], full.season, state=RunState.DONE)
    run = ask(full)
    started = dates.now() - timedelta(seconds=elapsed) if state == RunState.RUNNING else None
    ReportRun.objects.filter(pk=run.pk).update(state=state, started_at=started, heartbeat_at=dates.now())
    client = as_user("secretariat")
    for address in (reverse("reports:run", args=[run.pk]), reverse("reports:runs", args=[full.cluster.slug, 2024])):
        assert said in text_of(main_of(client.get(address)))


def test_first_report_of_its_kind_says_nothing(full, as_user):
    run = ask(full)
    assert "Thường mất" not in text_of(main_of(as_user("secretariat").get(reverse("reports:run", args=[run.pk]))))


def test_pack_counts_from_the_request(full):
    end = dates.now() - timedelta(minutes=5)
    run = past(full.users["ministry"], full.season, kind="cluster-pack", state=RunState.DONE)
    ReportRun.objects.filter(pk=run.pk).update(
        queued_at=end - timedelta(seconds=90), started_at=end - timedelta(seconds=1), finished_at=end
    )
    assert Estimates(["cluster-pack"]).usual("cluster-pack", 6) == 90


def test_size_is_the_number_of_agencies(full):
    one = {"blocks": ["civil_enforcement"], "periods": {"civil_enforcement": "12m"}}
    whole, block = ask(full), ask(full, parameters=one)
    own = ask(full, parameters={**one, "agency": full.enforcement[1].code}, who="officer")
    assert [run.size for run in (whole, block, own)] == [6, 3, 1]


def test_retry_counts_its_waiting_anew(full, as_user):
    """A run that failed long ago and is asked for again has not waited long."""
    run = ask(full)
    long_ago = dates.now() - timedelta(hours=3)
    ReportRun.objects.filter(pk=run.pk).update(
        state=RunState.FAILED, error_code=RunFault.FAULT, requested_at=long_ago, queued_at=long_ago
    )
    client, address = as_user("secretariat"), reverse("reports:run", args=[run.pk])
    client.post(reverse("reports:run_retry", args=[run.pk]))
    assert "chưa nhận việc" not in text_of(main_of(client.get(address)))
    assert "hiện không nhận việc" not in text_of(main_of(client.get(address)))


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.3, "1 giây"), (59.6, "1 phút"), (75, "1 phút 15 giây"), (12, "12 giây")]
)
def test_exact_durations(seconds, said):
    assert exact(seconds) == said


# -- the language of the requester -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("vi", "CTN_2024_So-tong-ket-cum_v1.xlsx"),
        ("en", "CTN_2024_Year-end-workbook_v1.xlsx"),
    ],
)
def test_file_is_in_the_language_of_who_asked(full, language, name):
    run = built(full, language=language)
    sheets = Workbook(files.path_of(run)).values.sheetnames
    assert (run.file_name, sheets[0]) == (name, {"vi": "Bìa", "en": "Cover"}[language])


@pytest.mark.parametrize(
    ("reader", "language", "said"),
    [
        ("vi", "vi", "Toàn cụm, các khối"),
        ("vi", "en", "Toàn cụm, các khối · bản tiếng Anh"),
        ("en", "vi", "Whole cluster, all blocks · in Vietnamese"),
        ("en", "en", "Whole cluster, all blocks"),
    ],
)
def test_report_in_another_language_than_the_readers_says_so(full, reader, language, said):
    run = ask(full, language=language)
    with translation.override(reader):
        assert scope_words(run) == said


def test_page_asks_in_the_language_of_the_reader(full, room, as_user):
    user = full.users["secretariat"]
    for language in ("vi", "en"):
        user.language = language
        user.save()
        as_user("secretariat").post(room, {"kind": "cluster-workbook", "scope": "cluster"})
    assert sorted(ReportRun.objects.values_list("language", flat=True)) == ["en", "vi"]
    assert ReportRequest.objects.count() == 2


def test_retry_of_somebody_else_keeps_the_language_of_the_report(full):
    run = ask(full, language="en")
    ask(full, "ministry", language="en")
    ReportRun.objects.filter(pk=run.pk).update(state=RunState.FAILED)
    run.refresh_from_db()
    requests.retry_run(run=run, actor=full.users["ministry"])
    build_report(run.pk)
    run.refresh_from_db()
    assert (run.language, run.state, queue.sweep()) == ("en", RunState.DONE, 0)
