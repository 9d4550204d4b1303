"""From a nomination to the ledger, the workbook and the report, in the browser: for an agency and for a person."""

import docx
import pytest
from playwright.sync_api import expect

from awards.enums import NominationState
from awards.models import AwardRecord
from reports.exporting.registry import exporter_of
from reports.papers.cluster_report import ClusterReportInput
from reports.papers.read import read_matter
from results.figures.read import read_figures
from tests.factories.awards import AwardFactory, NominationFactory
from tests.support.browser.looking import faults_of
from tests.support.files.report_books import Workbook, write_book

from .conftest import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def merit(world):
    return AwardFactory(code="BK", name_vi="Bằng khen thử", recipient="individual;collective")


def test_nomination_decision_ledger_workbook_report(world, merit, open_page, login, picture, tmp_path):
    world.fill_all()
    agency, person = world.enforcement[1], world.users["officer"].person
    place = f"/s/{world.cluster.slug}/{world.season.year}/awards/"

    officer = open_page(PHONE)
    login(officer, "officer")
    for who in ("", str(person.pk)):
        officer.goto(place)
        officer.click(f"main a[href='{place}new/'], header a[href='{place}new/'], a.btn-primary[href='{place}new/']")
        officer.select_option("#id_person", who)
        officer.select_option("#id_award", str(merit.pk))
        officer.fill("#id_merits", "Hoàn thành xuất sắc chỉ tiêu được giao")
        if who:
            picture(officer, "awards-nominate-390")
        officer.click("main form button[type=submit]")
        officer.wait_for_url("**/awards/nomination/*/")
    officer.goto(place)
    expect(officer.locator("main table tbody tr")).to_have_count(2)

    secretary = open_page()
    login(secretary, "secretariat")
    secretary.goto(place)
    links = [a.get_attribute("href") for a in secretary.locator("main table a[href*='/nomination/']").all()]
    for link in links:
        secretary.goto(link)
        secretary.click("a[href$='/submit/']")
        secretary.click("#confirm")
        expect(secretary.locator(".page-head .chip").first).to_contain_text("Đã trình Bộ")
    picture(secretary, "awards-nomination-1440")

    approver = open_page()
    login(approver, "approver")
    approver.goto(place + "decide/")
    stale = approver.context.new_page()
    stale.goto(place + "decide/")
    fill_decision(approver, "01/01/1990")
    approver.locator("input[name=nominations]").first.check()
    approver.click("main form button[type=submit]")
    expect(approver.locator("main")).to_contain_text("không có hiệu lực vào ngày này")
    picture(approver, "awards-decide-1440")
    fill_decision(approver, "01/10/2024")
    for box in approver.locator("input[name=nominations]").all():
        box.check()
    approver.click("main form button[type=submit]")
    approver.wait_for_url("**/awards/")
    fill_decision(stale, "01/10/2024", number="99/QĐ-BTP")
    stale.locator("input[name=nominations]").first.check()
    stale.click("main form button[type=submit]")
    expect(stale.locator("main")).to_contain_text("đã có quyết định")
    assert AwardRecord.objects.count() == 2
    NominationFactory(season=world.season, agency=world.enforcement[0], award=merit, state=NominationState.SUBMITTED)
    stale.goto(place + "decide/")
    fill_decision(stale, "02/10/2024")
    stale.locator("input[name=nominations]").first.check()
    stale.click("main form button[type=submit]")
    expect(stale.locator("main")).to_contain_text("đã dùng số 12/QĐ-BTP trong năm 2024, vào ngày 01/10/2024")
    assert AwardRecord.objects.count() == 2

    approver.goto("/awards/ledger/?q=" + agency.name)
    rows = approver.locator("main table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text=person.full_name)).to_contain_text("12/QĐ-BTP")
    picture(approver, "awards-ledger-1440")

    figures = read_figures(world.season)
    write_book(figures, tmp_path / "w.xlsx")
    sheet = Workbook(tmp_path / "w.xlsx").values["Khen thưởng"]
    told = [[cell.value for cell in row][1:4] for row in sheet.iter_rows(min_row=6, max_row=7)]
    assert told == [
        [agency.name, "Bằng khen thử", "12/QĐ-BTP"],
        [f"{person.full_name} ({agency.name})", "Bằng khen thử", "12/QĐ-BTP"],
    ]

    secretary.goto(f"/s/{world.cluster.slug}/{world.season.year}/paper/")
    said = f"Bằng khen thử: 01 tập thể ({agency.name}) và 01 cá nhân ({person.full_name})."
    expect(secretary.locator("#bao-cao")).to_contain_text(said)
    report = ClusterReportInput(figures=figures, matter=read_matter(world.season, figures))
    exporter_of("cluster-report-docx").write(report, tmp_path / "r.docx")
    file = docx.Document(str(tmp_path / "r.docx"))
    assert f"- {said}" in [paragraph.text for paragraph in file.paragraphs]
    (listed,) = (t for t in file.tables if "Số quyết định" in [cell.text for cell in t.rows[0].cells])
    assert [[row.cells[1].text, row.cells[4].text] for row in listed.rows[1:]] == [
        [agency.name, "12/QĐ-BTP"],
        [person.full_name, "12/QĐ-BTP"],
    ]


def fill_decision(page, day: str, number: str = "12/QĐ-BTP") -> None:
    page.fill("#id_number", number)
    page.fill("#id_date", day)
    page.fill("#id_issuer", "Bộ trưởng Bộ Tư pháp")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_are_accessible_at_both_widths(world, merit, open_page, login, picture, language):
    page = open_page(DESK)
    login(page, "approver")
    if language == "en":
        page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.url}])
    place = f"/s/{world.cluster.slug}/{world.season.year}/"
    addresses = {
        "movements": f"{place}movements/",
        "movement-new": f"{place}movements/new/",
        "awards": f"{place}awards/",
        "awards-decide": f"{place}awards/decide/",
        "awards-ledger": "/awards/ledger/",
        "awards-upload": "/awards/import/",
    }
    found = []
    for name, address in addresses.items():
        page.goto(address)
        found += faults_of(page, f"{name}-{language}", picture)
    assert found == []
