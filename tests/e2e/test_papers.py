"""The year-end papers in the browser: words written into the report, the pack watched and taken away, the ministry's
choice and its workbook, each in the language of the one who asks."""

import io
import json
import zipfile

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.support.browser.looking import faults_of

from .conftest import DESK, PHONE

pytestmark = pytest.mark.browser
REPORT = "/s/bac-song-hau/2024/"
PATIENCE = 120_000


def in_language(page, language: str) -> None:
    page.goto("/")
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"button[name=language][value={language}]:visible").first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def built_file(page) -> bytes:
    """Wait until the run on the page is done, and its file."""
    expect(page.locator("#h-file")).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as download:
        page.click("main a[href$='/file/']")
    return download.value.path().read_bytes()


def test_secretariat_writes_into_the_report_and_takes_the_pack(window, picture):
    page = window("thuky")
    page.goto("/")
    page.click("nav a[href$='/paper/']")
    season = page.url.removesuffix("paper/")
    faults = faults_of(page, "paper", picture)
    page.locator("a[href*='section=shortcomings']").first.click()
    faults += faults_of(page, "paper-text", picture)
    words = "Một số đơn vị báo cáo còn chậm."
    page.fill("#id_text", f"{words} ")
    offered = page.locator("[data-figure]:visible").first
    figure = offered.get_attribute("data-figure")
    offered.click()
    assert figure in page.input_value("#id_text")
    page.click("button[value=save]")
    expect(page.locator("#bao-cao")).to_contain_text(words)
    assert figure not in page.locator("#bao-cao").inner_text()  # the figure, not its placeholder
    page.fill("#id_number", "7")
    page.locator("form[action$='/paper/number/'] button").click()
    expect(page.locator(".paper__number")).to_contain_text("07/BC-STP")
    picture(page, "paper-written-390")

    page.goto(f"{season}reports/")
    page.check("input[name=kind][value=cluster-pack]")
    page.click("form[aria-labelledby=h-new] button[type=submit]")
    page.wait_for_url("**/reports/*/")
    expect(page.locator("#h-parts").or_(page.locator("#h-file"))).to_be_visible()
    picture(page, "pack-building-390")
    with zipfile.ZipFile(io.BytesIO(built_file(page))) as pack:
        assert pack.testzip() is None
        names = [row["name"] for row in json.loads(pack.read("manifest.json"))["files"]]
        kinds = [name.rpartition(".")[2] for name in names]
        assert (kinds[:4], set(kinds[4:])) == (["xlsx", "docx", "pdf", "zip"], {"docx", "pdf"})
        assert words in pack_words(pack.read(names[1]))
    faults += faults_of(page, "pack-done", picture)
    assert not faults, "\n".join(faults)


def pack_words(content: bytes) -> str:
    import docx

    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


@pytest.mark.parametrize(("language", "sheet"), [("vi", "Các cụm"), ("en", "Clusters")])
def test_ministry_chooses_builds_and_downloads(window, picture, language, sheet):
    page = window("bo")
    in_language(page, language)
    page.goto("/ministry/")
    page.click(".page-head a[href='/ministry/reports/']")
    faults = faults_of(page, f"ministry-reports-{language}", picture)
    for box in page.locator("input[name=years]:checked").all():
        box.uncheck()
    page.click("button[value=build]")
    expect(page.locator("[role=alert]").first).to_be_visible()  # no year: said, and the rest is kept
    page.check("input[name=years][value='2024']")
    page.fill("#id_name", f"Năm 2024 {language}")
    page.click("button[value=save]")
    expect(page.locator("section[aria-labelledby=h-kept]")).to_contain_text(f"Năm 2024 {language}")
    expect(page.locator("input[name=years][value='2024']")).to_be_checked()
    page.click("button[value=build]")
    page.wait_for_url("**/reports/*/")
    book = openpyxl.load_workbook(io.BytesIO(built_file(page)), data_only=True)
    assert sheet in book.sheetnames
    faults += faults_of(page, f"ministry-run-{language}", picture)
    page.goto("/ministry/reports/")
    faults += faults_of(page, f"ministry-reports-built-{language}", picture)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_report_page_prints_as_a_paper(window, picture, viewport):
    page = window("bo", viewport)
    page.goto(f"{REPORT}paper/")
    page.emulate_media(media="print")
    assert page.locator(".paper").is_visible()
    assert not page.locator(".paper-aside").is_visible()
    picture(page, f"paper-print-{viewport['width']}")
