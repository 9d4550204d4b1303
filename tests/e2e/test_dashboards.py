"""The head's way through the figures on a phone, in both languages, and every dashboard as it is printed."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser.looking import faults_of, overflow, violations

from .conftest import DESK, PHONE
from .test_papers import in_language

pytestmark = [pytest.mark.browser, pytest.mark.service]

SEASON = "/s/bac-song-hau/2024/"
WORDS = {
    "vi": {
        "agency": "Đơn vị",
        "percent": r"\d+,\d{2}%",
        "cell": "Ô số liệu gốc",
        "approved": "Đã duyệt",
        "points": "điểm",
    },
    "en": {
        "agency": "Agency",
        "percent": r"\d+\.\d{2}%",
        "cell": "The cell",
        "approved": "Approved",
        "points": "points",
    },
}
# What is printed of the finished year, as the ministry reads it.
PRINTED = {
    "overview": SEASON,
    "agency": f"{SEASON}agency/THADS-80-2009/",
    "indicator": f"{SEASON}indicator/completion_rate_cases/",
    "derivation": f"{SEASON}figure/completion_rate_cases/",
    "ministry": "/ministry/?year=2024",
    "compare": f"{SEASON}compare/",
    "national": "/ministry/national/?year=2024",
    "national-heat": "/ministry/national/?year=2024&view=heat",
}
ARCHIPELAGOS = {
    "vi": ("Quần đảo Hoàng Sa", "Quần đảo Trường Sa"),
    "en": ("Hoang Sa archipelago", "Truong Sa archipelago"),
}


@pytest.mark.parametrize("language", sorted(WORDS))
def test_head_reads_on_a_phone_down_to_the_cell(window, picture, language):
    """Home, the own agency, a figure, its parts, the cell and who entered it: by touch, nothing wider than 390."""
    page = window("truong", PHONE, has_touch=True, is_mobile=True)
    said = WORDS[language]
    in_language(page, language)
    faults = seen(page, picture, f"phone-{language}-1-home")
    with page.expect_navigation():
        page.locator("nav.tabbar a", has_text=said["agency"]).tap()
    page.goto(f"{SEASON}agency/THADS-80-2009/")
    expect(page.locator(".verdict__say")).to_be_visible()
    card = page.locator(".kpi").first
    value = re.search(said["percent"], card.locator(".kpi__value").inner_text())[0]
    expect(card.locator(".kpi__gap")).to_contain_text(said["points"])
    faults += seen(page, picture, f"phone-{language}-2-agency")
    page.locator(f"main table a[href*='/figure/']:has-text('{value}')").first.tap()
    expect(page.locator(".figure-large")).to_contain_text(value)
    faults += seen(page, picture, f"phone-{language}-3-figure")
    parts, cell = page.locator("section[aria-labelledby=parts] td a"), page.locator("section[aria-labelledby=cell]")
    while not cell.count():  # rate, sum, typed value
        with page.expect_navigation():
            parts.first.tap()
    expect(cell).to_contain_text(said["cell"])
    expect(cell).to_contain_text(said["approved"])
    faults += seen(page, picture, f"phone-{language}-4-cell")
    assert not faults, "\n".join(faults)


def seen(page, picture, name: str) -> list[str]:
    """What is wrong with the page at the width of the phone it is on."""
    picture(page, name)
    return [f"{name}: {fault}" for fault in [*violations(page), *overflow(page)]]


@pytest.mark.parametrize("name", sorted(PRINTED))
def test_dashboard_on_paper(window, picture, name):
    """Figures and what they mean; no bar, button or filter of the screen."""
    page = window("bo")
    page.goto(PRINTED[name])
    page.emulate_media(media="print")
    picture(page, f"print-{name}")
    assert page.locator("main table.dtable").first.is_visible()
    assert not page.locator(".topbar, .rail, .tabbar, main .btn, .page-head__actions").locator("visible=true").count()


@pytest.mark.parametrize("language", sorted(WORDS))
def test_ministry_reads_the_nation_down_to_the_cell(window, picture, language):
    """Choosing, map, league table, heat table, file and a figure of the map; on a desk, on a phone and on paper."""
    page = window("bo")
    in_language(page, language)
    page.goto("/ministry/national/")
    year_of(page, 2024)
    choose(page, indicator="completion_rate_money")
    assert "indicator=completion_rate_money" in page.url and "year=2024" in page.url
    expect(page.locator(".verdict__say")).to_contain_text("63")
    faults = faults_of(page, f"national-{language}", picture)
    assert page.locator(".tilemap a.tm, .tilemap .tm--none").count() == 63
    for name in ARCHIPELAGOS[language]:
        expect(page.locator(".tm--isle", has_text=name)).to_be_visible()
    page.set_viewport_size(DESK)
    paper(page, picture, f"national-{language}-print", ARCHIPELAGOS[language])
    with page.expect_download() as started:
        page.locator(".page-head__actions a[href*='table.xlsx']").click()
    assert started.value.suggested_filename.startswith("VN-2024-v")
    with page.expect_navigation():
        page.locator("nav.seg a[href*='view=heat']").click()
    faults += faults_of(page, f"national-heat-{language}", picture)
    assert page.locator("td.heat").count() == 2 * (63 + 10)
    page.go_back()
    field = page.locator(".tilemap a.tm").first
    value = field.locator("span").inner_text().split()[-1]
    field.click()
    expect(page.locator(".figure-large")).to_contain_text(value)
    assert not faults, "\n".join(faults)


def year_of(page, year: int) -> None:
    with page.expect_navigation():
        page.locator(f"nav.seg a[href*='year={year}']", has_text=str(year)).click()


def choose(page, **values: str) -> None:
    for name, value in values.items():
        page.select_option(f"select[name={name}]", value)
    with page.expect_navigation():
        page.locator("form.choose button").click()


def paper(page, picture, name: str, shown) -> None:
    """The printed map has everything the screen has, and no filter."""
    page.emulate_media(media="print")
    picture(page, name)
    for text in shown:
        assert page.locator(".tm--isle", has_text=text).is_visible()
    assert not page.locator("form.choose, main nav.seg").locator("visible=true").count()
    page.emulate_media(media="screen")


def test_nation_is_chosen_without_scripts(window):
    page = window("bo", java_script_enabled=False)
    page.goto("/ministry/national/")
    year_of(page, 2024)
    choose(page, indicator="appraisal_coverage_rate")
    assert {"year=2024", "indicator=appraisal_coverage_rate"} <= set(page.url.partition("?")[2].split("&"))
    assert page.locator("main table").last.locator("tbody tr").count() == 63


# Of what is seen in the main part, all that is smaller than a thumb: links, buttons and folds, crumbs left out.
SMALL = """() => [...document.querySelectorAll("main a, main button, main summary, main select")]
    .filter(e => e.checkVisibility() && !e.closest(".crumbs") && e.getBoundingClientRect().height < 43.5)
    .map(e => `${Math.round(e.getBoundingClientRect().height)} px: ${e.outerHTML.slice(0, 120)}`)"""


def test_the_heads_pages_are_for_a_thumb_and_answer_on_the_first_screen(window):
    """Home, report and agency on a phone: targets of 44 px; what waits can be pressed without scrolling."""
    page = window("cumpho", PHONE, has_touch=True)
    bar = page.locator(".tabbar").bounding_box()
    small = page.evaluate(SMALL)
    button = page.locator("main .btn-primary.btn-tall")
    assert page.locator(".verdict__say").bounding_box()["y"] < bar["y"]
    if button.count():
        box = button.first.bounding_box()
        assert box["y"] + box["height"] <= bar["y"]
        button.first.tap()
        page.wait_for_url("**/entry/submission/*/")
        small += page.evaluate(SMALL)
    page.goto("/")
    page.locator("nav.tabbar a[href*='/agency/']").tap()
    page.wait_for_url("**/agency/**")
    small += page.evaluate(SMALL)
    assert small == []
