"""Being told: the bell, the list of notices, reports of before, and what is said of those that have no file."""

import pytest
from playwright.sync_api import expect

from notices.models import Notice
from reports.enums import RunFault, RunState
from reports.models import ReportRun
from reports.runs import files, requests
from reports.tasks import build_report
from tests.reports.runs.test_packs import broken, work
from tests.support.browser.looking import faults_of
from tests.support.running import ask, built

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def full(world, settings, tmp_path):
    settings.RUNS_DIR = tmp_path / "runs"
    world.fill_all()
    return world


def bell(page):
    return page.locator("header a[href='/notices/']")


def test_requester_is_told_and_finds_the_report_again(full, browser_page, login, picture):
    page, room = browser_page, f"/s/{full.cluster.slug}/2024/reports/"
    built(full, who="ministry", language="en")  # from which the portal knows how long it takes
    login(page, "secretariat")
    page.goto(room)
    expect(page.locator("label", has=page.locator("[value=cluster-workbook]"))).to_contain_text("Thường mất khoảng")
    page.check("input[name=kind][value=cluster-workbook]")
    page.click("form[aria-labelledby=h-new] button[type=submit]")
    page.wait_for_url("**/reports/*/")
    expect(page.locator("#run-state")).to_contain_text("Thường mất khoảng")
    faults = faults_of(page, "run-expected", picture)
    page.goto("/")
    expect(bell(page)).to_have_text("Thông báo chưa xem: 0")
    run = ReportRun.objects.get(requests__user=full.users["secretariat"])
    build_report(run.pk)
    page.reload()
    expect(bell(page)).to_contain_text("Thông báo chưa xem: 1")
    page.set_viewport_size({"width": 1440, "height": 1000})
    bell(page).click()
    faults += faults_of(page, "notices", picture)
    page.get_by_role("link", name="Đã lập xong").click()
    expect(page.locator("#h-file")).to_be_visible()
    expect(bell(page)).to_have_text("Thông báo chưa xem: 0")
    page.goto(f"{room}?kind=cluster-workbook&state=done")
    expect(page.locator("section[aria-labelledby=h-built] li")).to_have_count(1)
    faults += faults_of(page, "runs-history", picture)
    page.select_option("#f-state", "failed")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.locator("main")).to_contain_text("Không có báo cáo phù hợp")
    faults += faults_of(page, "runs-none", picture)
    assert not faults, "\n".join(faults)


def test_all_are_marked_as_seen_without_a_script(full, open_page, login):
    for language in ("vi", "en"):
        built(full, language=language)
    page = open_page(java_script_enabled=False)
    login(page, "secretariat")
    page.goto("/notices/")
    page.get_by_role("button", name="Đánh dấu đã xem", exact=False).nth(1).click()
    expect(bell(page)).to_contain_text("Thông báo chưa xem: 1")
    page.get_by_role("button", name="Đánh dấu đã xem tất cả").click()
    expect(page.locator("main")).to_contain_text("Đã xem tất cả")
    assert not Notice.objects.unseen().exists()


def test_every_end_without_a_file_says_what_happened(full, browser_page, login, picture, monkeypatch):
    actor = full.users["secretariat"]
    cancelled = ask(full, language="en")
    requests.cancel_run(run=cancelled, actor=actor)
    deleted, expired = built(full), built(full, kind="cluster-report-docx")
    for run in (deleted, expired):
        files.path_of(run).unlink()
    ReportRun.objects.filter(pk=expired.pk).update(file_path="", error_code=RunFault.EXPIRED)
    with monkeypatch.context() as patch:
        broken(patch)
        pack = ask(full, kind="cluster-pack", language="en")
        work(pack)
    assert pack.state == RunState.FAILED
    page, faults = browser_page, []
    login(page, "secretariat")
    for run, name, words in (
        (cancelled, "cancelled", "Việc lập báo cáo đã được dừng theo yêu cầu."),
        (deleted, "deleted", "Tệp không còn trên ổ đĩa của Cổng."),
        (expired, "expired", "Tệp đã hết thời hạn lưu trên cổng và đã được gỡ."),
        (pack, "pack-failed", "Một phần chưa lập được; trang của bộ tài liệu nêu phần nào và vì sao."),
    ):
        page.goto(f"/reports/{run.pk}/")
        expect(page.locator("#run-state")).to_contain_text(words)
        expect(page.get_by_role("button", name="Lập lại")).to_be_visible()
        faults += faults_of(page, f"run-{name}", picture)
    page.goto(f"/reports/{deleted.pk}/file/", wait_until="domcontentloaded")
    expect(page.locator(".toasts")).to_contain_text("Tệp không còn hoặc đã bị hỏng. Có thể cho lập lại báo cáo.")
    assert not faults, "\n".join(faults)
