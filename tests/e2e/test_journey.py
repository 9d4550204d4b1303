"""One report's way through the portal, each person in a window of their own, from typed figures to the workbook."""

import re
import time
from dataclasses import dataclass

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from emulation_portal.lib.numbers import format_count

from .conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.service]

CHANGED = "fully_enforced_cases"
AGENCY = "THADS Tây Ninh"


@dataclass
class Report:
    """What the journey carries along: two addresses, and the figure that was changed."""

    entry: str
    submission: str = ""
    figure: int = 0

    @property
    def period_code(self) -> str:
        return self.entry.strip("/").rsplit("-", 1)[1]


def test_from_typed_figures_to_the_ministrys_workbook(window, picture, tmp_path):
    report = officer_enters(window("canbo"), picture)
    head_submits(window("truong", PHONE, has_touch=True, is_mobile=True), report, picture)
    secretariat_receives(window("thuky"), report, picture)
    season = head_of_the_cluster_approves_and_releases(window("cumtruong"), report, picture)
    ministry = window("bo")
    seen = report_is_built(ministry, season, picture)
    assert len(seen) > 2, "progress was not seen moving"
    assert seen == sorted(seen)
    assert report.figure in figures_of_agency(downloaded(ministry, tmp_path))
    head_reads(window("truong", PHONE), season, report, picture)


def officer_enters(page, picture) -> Report:
    """Every cell gets the figure of last year, and one of them one case more."""
    page.goto("/")
    report = Report(page.locator("main a[href^='/entry/THADS-']").first.get_attribute("href"))
    page.goto(report.entry)
    picture(page, "journey-1-before")
    codes = page.locator("input.cell__in:not([readonly])").evaluate_all("all => all.map(e => e.name.slice(2))")
    for code in codes:
        text = last_year(page, code)
        if code == CHANGED:
            report.figure = int(text.replace(".", "")) + 1
            text = str(report.figure)
        box = page.locator(f"#c-{code}")
        box.fill(text)
        box.press("Enter")
    expect(page.locator("td.cell.is-invalid")).to_have_count(0)
    expect(page.locator("td.cell.is-saved")).to_have_count(len(codes))
    picture(page, "journey-1-entered")
    page.click("#hand-over")
    page.wait_for_url("**/hand-over/")
    picture(page, "journey-2-hand-over")
    explain_warnings(page, report)
    page.click("#confirm")
    page.wait_for_url("**/entry/submission/*/")
    report.submission = page.url
    picture(page, "journey-3-handed-over")
    return report


def explain_warnings(page, report: Report):
    """What lies below the period before, or far from last year's, gets its reason; then the report may go."""
    asked = page.locator(".check--warn a").evaluate_all("all => all.map(e => e.getAttribute('href'))")
    for address in asked:
        page.goto(address)
        code = re.search(r"o=(\w+)", address)[1]
        page.locator(f"#chi-tiet textarea[name=note-{code}]").fill(
            "Đã đối chiếu với sổ theo dõi, số kỳ trước tính cả việc ủy thác"
        )
        page.focus(f"#c-{code}")
        page.wait_for_selector(f"#td-{code}.has-note")
    if asked:
        page.click("#hand-over")
        page.wait_for_url("**/hand-over/")


def last_year(page, code: str) -> str:
    """The reference beside the cell: the column after the period before."""
    row = page.locator(f"#td-{code}")
    text = row.locator("xpath=following-sibling::td[contains(@class,'ref')][2]").inner_text().strip()
    return text if re.fullmatch(r"[\d.]+", text) else "kps"


def head_submits(page, report: Report, picture) -> None:
    page.goto("/")
    picture(page, "journey-4-head-home-390")
    page.locator(f"main a[href*='{report.submission.rsplit('/entry', 1)[1]}']").first.click()
    take_step(page, "submit", picture, "journey-5-submit-390")
    expect(page.locator(".page-head .chip").first).to_contain_text("Đã gửi")


def secretariat_receives(page, report: Report, picture) -> None:
    page.goto("/")
    page.locator("main .todo a", has_text=AGENCY).first.click()
    picture(page, "journey-6-review")
    take_step(page, "receive", picture, "journey-6-receive")
    page.goto(report.submission)
    expect(page.locator(".page-head .chip").first).to_contain_text("Đã tiếp nhận")


def head_of_the_cluster_approves_and_releases(page, report: Report, picture) -> str:
    """Gives the address of the season."""
    page.goto("/")
    page.locator("main .todo a", has_text=AGENCY).first.click()
    take_step(page, "approve", picture, "journey-7-approve")
    page.goto(report.submission)
    expect(page.locator(".page-head .chip").first).to_contain_text("Đã duyệt")
    season = page.locator("nav a[href^='/s/']").first.get_attribute("href")
    season = re.match(r"/s/[^/]+/\d+/", season)[0]
    page.goto(season)
    page.select_option("#ky-civil_enforcement", report.period_code)
    page.wait_for_url("**/?*")
    panel = page.locator("section[aria-labelledby=h-release] .panel__body > div", has_text="Khối THADS")
    panel.locator("[data-opens^=ask-release]").click()
    question = page.locator("dialog[open]")
    expect(question).to_contain_text("Chưa duyệt: THADS")
    picture(page, "journey-8-release", full=False)
    question.locator("button[type=submit]").click()
    expect(page.locator(".toast-note").first).to_be_visible()
    page.goto(season)
    page.select_option("#ky-civil_enforcement", report.period_code)
    expect(panel.locator(".chip")).to_contain_text("Đã công bố")
    picture(page, "journey-8-released")
    return season


def take_step(page, step: str, picture, name: str) -> None:
    """Open the question of the step and answer it."""
    page.locator(f"[data-opens=ask-{step}]").first.click()
    dialog = page.locator(f"dialog#ask-{step}")
    expect(dialog).to_be_visible()
    picture(page, name, full=False)
    with page.expect_navigation():
        dialog.locator("button[type=submit]").click()
    expect(page.locator(f"[data-opens=ask-{step}]")).to_have_count(0)


def report_is_built(page, season: str, picture) -> list[int]:
    """Request the workbook and watch; gives the states of progress that were seen, in percent."""
    page.goto(f"{season}reports/")
    picture(page, "journey-9-reports")
    if page.locator("#id_periods").count():
        page.select_option("#id_periods", "latest")
    page.check("input[name=kind][value=cluster-workbook]")
    page.click("form[aria-labelledby=h-new] button[type=submit]")
    page.wait_for_url("**/reports/*/")
    address, seen = page.url, []
    progress, ready = page.locator("#run-progress"), page.locator("#h-file")
    expect(progress.or_(ready)).to_be_visible()
    seen.append(int(progress.get_attribute("value")))
    page.goto("/")
    page.goto(address)
    deadline = time.monotonic() + 120
    while not ready.count():
        assert time.monotonic() < deadline, "the report was not built in two minutes"
        value = page.evaluate("document.querySelector('#run-progress')?.value ?? null")
        if value is not None and value not in seen:
            seen.append(int(value))
            picture(page, "journey-10-building")
        page.wait_for_timeout(150)
    picture(page, "journey-11-ready")
    page.goto(f"{season}reports/")
    picture(page, "journey-11-reports-1440")
    page.set_viewport_size(PHONE)
    picture(page, "journey-11-reports-390")
    page.set_viewport_size(DESK)
    page.goto(address)
    return seen


def downloaded(page, folder):
    with page.expect_download() as waiting:
        page.locator("section[aria-labelledby=h-file] a[href$='/file/']").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == ".xlsx"
    return path


def figures_of_agency(path) -> list:
    """Every number in the rows and columns that name the agency: few agencies stand across, many down."""
    book = load_workbook(path, data_only=True)
    lines = [
        line for sheet in book for line in (*sheet.iter_rows(values_only=True), *sheet.iter_cols(values_only=True))
    ]
    of_agency = [line for line in lines if any(isinstance(value, str) and "Tây Ninh" in value for value in line)]
    return [value for line in of_agency for value in line if isinstance(value, int | float)]


def head_reads(page, season: str, report: Report, picture) -> None:
    """The page of the agency shows the figure, on a phone and on a desk."""
    page.goto(f"{season}agency/{report.entry.split('/')[2]}/")
    expect(page.locator("main")).to_contain_text(format_count(report.figure))
    picture(page, "journey-12-agency-390")
    page.set_viewport_size(DESK)
    picture(page, "journey-12-agency-1440")
