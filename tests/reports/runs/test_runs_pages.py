"""The pages of reports: what is offered, what a run says of itself, who gets the file."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from clusters.models import Season
from emulation_portal.lib import dates
from reports.enums import RunFault, RunState
from reports.models import ReportRun
from reports.runs import files, queue
from reports.tasks import build_report
from tests.support.html import main_of
from tests.support.pages import BUDGET

KIND = "cluster-workbook"


@pytest.fixture(autouse=True)
def quiet_broker(settings, tmp_path, monkeypatch):
    settings.RUNS_DIR = tmp_path / "runs"
    monkeypatch.setattr(queue.app, "send_task", lambda *args, **options: None)


@pytest.fixture
def full(world):
    world.fill_all()
    return world


@pytest.fixture
def room(full):
    return reverse("reports:runs", args=[full.cluster.slug, 2024])


def ask(client, room, **data):
    return client.post(room, {"kind": KIND, "scope": "cluster", **data})


@pytest.fixture
def run(as_user, room):
    ask(as_user("secretariat"), room)
    return ReportRun.objects.get()


def page_of(run):
    return reverse("reports:run", args=[run.pk])


def built(run):
    build_report(run.pk)
    run.refresh_from_db()
    return run


def offered(response):
    return [offer.value for offer in response.context["offers"]]


# -- asking ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "own", "blocks"),
    [
        ("secretariat", ("departments", 0), ["cluster", "block:civil_enforcement", "block:department_of_justice"]),
        ("deputy", ("enforcement", 0), ["block:civil_enforcement"]),
        ("officer", ("enforcement", 1), []),
        ("ministry", None, ["cluster", "block:civil_enforcement", "block:department_of_justice"]),
    ],
)
def test_what_is_offered(full, room, as_user, who, own, blocks):
    mine = [f"agency:{getattr(full, own[0])[own[1]].code}"] if own else []
    assert offered(as_user(who).get(room)) == blocks + mine


def test_request_leads_to_the_run(run, full):
    assert run.parameters["blocks"] == ["civil_enforcement", "department_of_justice"]
    assert run.parameters["periods"] == {"civil_enforcement": "12m", "department_of_justice": "year_first"}
    assert run.language == "vi"


def test_year_end_period_can_be_chosen_where_it_differs(as_user, room):
    client = as_user("secretariat")
    assert client.get(room).context["two_readings"] is True
    ask(client, room, periods="year_end")
    assert ReportRun.objects.get().parameters["periods"]["department_of_justice"] == "year_official"


def test_form_as_it_stands_asks_for_what_is_offered(full, as_user, room):
    """Released are the latest figures; those of the year's end are not there yet."""
    for period in ("THADS-2024-12m", "STP-2024-year_first"):
        full.release(full.periods[period])
    client = as_user("head")
    page = client.get(room)
    form = main_of(page).xpath(".//form[@aria-labelledby='h-new']")[0]
    chosen = {name: form.xpath(f".//select[@name='{name}']/option[@selected]/@value") for name in ("scope", "periods")}
    assert (offered(page)[0], chosen) == ("cluster", {"scope": [], "periods": ["latest"]})
    assert ask(client, room, periods="latest").status_code == 302
    assert ask(client, room, periods="year_end").status_code == 403


def test_asking_twice_leads_to_one_run(as_user, room):
    client = as_user("secretariat")
    places = {ask(client, room).url for _time in range(2)}
    assert (len(places), ReportRun.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"scope": "everything"}, "scope"),
        ({"scope": "block:nothing"}, "scope"),
        ({"scope": "agency:NOBODY"}, "scope"),
        ({"kind": "nothing"}, "kind"),
        ({"scope": ""}, "scope"),
        ({"periods": "never"}, "periods"),
    ],
)
def test_bad_choice_is_explained_and_nothing_is_built(as_user, room, data, field):
    response = ask(as_user("secretariat"), room, **data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert ReportRun.objects.count() == 0


@pytest.mark.parametrize("scope", ["cluster", "block:department_of_justice"])
def test_scope_of_others_is_refused_with_a_reason(as_user, room, scope):
    response = ask(as_user("officer"), room, scope=scope)
    assert (response.status_code, ReportRun.objects.count()) == (403, 0)
    assert "Báo cáo có số liệu mà hôm nay tài khoản này không được xem." in response.content.decode()


def test_another_clusters_room_does_not_exist(as_user, room):
    assert as_user("other_head").get(room).status_code == 404


# -- watching ----------------------------------------------------------------------------------------------------------
def test_waiting_run_asks_for_itself_and_works_without_a_script(run, client, as_user):
    text = as_user("secretariat").get(page_of(run)).content.decode()
    progress = reverse("reports:run_progress", args=[run.pk])
    assert f'hx-get="{progress}" hx-trigger="every 2s" hx-swap="outerHTML"' in text
    assert f'href="{page_of(run)}"><i class="bi bi-arrow-clockwise"' in text


def test_progress_moves_and_ends(run, as_user):
    client, progress = as_user("secretariat"), reverse("reports:run_progress", args=[run.pk])
    ReportRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING, steps_done=5, steps_total=10, step_label="Ghi trang 4/8: Khối THADS"
    )
    text = client.get(progress, headers={"HX-Request": "true"}).content.decode()
    assert re.findall(r'<progress [^>]*value="(\d+)"', text) == ["50"]
    assert "Ghi trang 4/8: Khối THADS" in text
    ReportRun.objects.filter(pk=run.pk).update(state=RunState.QUEUED)
    built(run)
    text = client.get(progress, headers={"HX-Request": "true"}).content.decode()
    assert ("hx-get" in text, run.sha256 in text) == (False, True)


def test_progress_without_a_script_leads_to_the_page(run, as_user):
    response = as_user("secretariat").get(reverse("reports:run_progress", args=[run.pk]))
    assert (response.status_code, response.url) == (302, page_of(run))


@pytest.mark.parametrize(
    ("enqueued", "words"),
    [
        (False, "Bộ phận xử lý báo cáo hiện chưa sẵn sàng."),
        (True, "Bộ phận xử lý báo cáo chưa nhận việc."),
    ],
)
def test_long_wait_is_explained(run, as_user, enqueued, words):
    ReportRun.objects.filter(pk=run.pk).update(
        queued_at=dates.now() - timedelta(minutes=1), enqueued_at=dates.now() if enqueued else None
    )
    assert words in as_user("secretariat").get(page_of(run)).content.decode()


@pytest.mark.parametrize("fault", [RunFault.DISK_FULL, RunFault.FAULT, RunFault.NO_FIGURES])
def test_failed_run_says_why_and_offers_another_try(run, as_user, fault):
    ReportRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, error_code=fault)
    client = as_user("secretariat")
    text = client.get(page_of(run)).content.decode()
    retry = reverse("reports:run_retry", args=[run.pk])
    assert (str(fault.label) in text, f'action="{retry}"' in text) == (True, True)
    assert client.post(retry).url == page_of(run)
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


def test_newer_data_are_announced_and_the_file_stays(run, as_user, full):
    built(run)
    Season.objects.filter(pk=full.season.pk).update(data_version=5)
    client = as_user("secretariat")
    text = client.get(page_of(run)).content.decode()
    assert "báo cáo này lập từ CTN-2024-v1, Cổng hiện có CTN-2024-v5" in text
    assert "Đã có số liệu mới hơn" in text
    assert client.get(reverse("reports:run_download", args=[run.pk])).status_code == 200


# -- whose -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["cluster_head", "officer", "ministry", "other_head", "administrator", "nobody"])
@pytest.mark.parametrize("name", ["run", "run_progress", "run_download", "run_retry"])
def test_another_persons_run_does_not_exist(run, as_user, who, name):
    address = reverse(f"reports:{name}", args=[run.pk])
    client = as_user(who)
    response = client.post(address) if name == "run_retry" else client.get(address)
    assert response.status_code == 404


# -- the file ----------------------------------------------------------------------------------------------------------
def test_download_is_the_file_with_its_name(run, as_user):
    built(run)
    response = as_user("secretariat").get(reverse("reports:run_download", args=[run.pk]))
    assert b"".join(response.streaming_content) == files.path_of(run).read_bytes()
    assert response["Content-Disposition"] == 'attachment; filename="CTN_2024_So-tong-ket-cum_v1.xlsx"'
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert (response["ETag"], response["Cache-Control"]) == (f'"{run.sha256}"', "private, no-store")


def test_download_is_refused_once_the_right_is_lost(full, room, as_user):
    full.release(full.periods["THADS-2024-12m"])
    client = as_user("head")
    ask(client, room, scope="block:civil_enforcement")
    run = built(ReportRun.objects.get())
    address = reverse("reports:run_download", args=[run.pk])
    assert client.get(address).status_code == 200
    full.season.releases.all().delete()
    assert client.get(address).status_code == 403


def test_missing_file_is_said_and_built_again(run, as_user):
    built(run)
    files.path_of(run).unlink()
    client = as_user("secretariat")
    response = client.get(reverse("reports:run_download", args=[run.pk]), follow=True)
    assert response.redirect_chain == [(page_of(run), 302)]
    assert "Tệp không còn hoặc đã bị hỏng. Có thể cho lập lại báo cáo." in response.content.decode()
    client.post(reverse("reports:run_retry", args=[run.pk]))
    assert built(run).state == RunState.DONE
    assert files.has_file(run)


def test_list_shows_what_was_built(run, as_user, room):
    built(run)
    text = as_user("secretariat").get(room).content.decode()
    assert "CTN_2024_So-tong-ket-cum_v1.xlsx" in text
    assert (run.sha256[:16] in text, "CTN-2024-v1" in text) == (True, True)


def test_empty_list_says_what_will_be_here(as_user, room):
    assert "Chưa có tệp báo cáo" in as_user("ministry").get(room).content.decode()


def test_queries_of_the_list_do_not_grow(run, as_user, room, full, django_assert_max_num_queries):
    client = as_user("secretariat")
    built(run)
    for block in ("civil_enforcement", "department_of_justice"):
        ask(client, room, scope=f"block:{block}")
    client.get(room)
    with django_assert_max_num_queries(BUDGET):
        client.get(room)
