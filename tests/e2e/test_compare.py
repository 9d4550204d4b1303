"""Comparison and kept views in a real browser: both widths, both languages, on paper, without a script."""

import pytest
from playwright.sync_api import expect

from dashboards.models import SavedView
from tests.support.browser.looking import faults_of

from .conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def filled(world):
    world.set_targets()
    world.fill_all()
    for agency in world.enforcement:
        world.fill(agency, period=world.periods["THADS-2023-12m"], state="approved", size=2)
    return world


def season_address(world) -> str:
    return f"/s/{world.cluster.slug}/{world.season.year}/"


def test_comparison_at_both_widths_in_both_languages(filled, browser_page, login, picture):
    page, faults = browser_page, []
    login(page, "secretariat")
    page.goto(season_address(filled))
    page.get_by_role("link", name="So sánh").click()
    page.get_by_role("link", name="Khối THADS").click()
    expect(page.locator(".finding")).to_contain_text("bằng nhau ở cả 7 chỉ tiêu tỷ lệ")
    assert page.locator("svg.pair").count() == 7
    faults += faults_of(page, "compare-agencies", picture)
    page.get_by_role("link", name="Hai năm hoặc hai cụm").click()
    faults += faults_of(page, "compare-years", picture)
    page.set_viewport_size({"width": 1440, "height": 1000})
    with page.expect_navigation():
        page.get_by_role("button", name="English").first.click()
    assert "what=years" in page.url
    expect(page.locator(".finding")).to_contain_text("are equal in all")
    faults += faults_of(page, "compare-years-english", picture)
    page.goto("/views/")
    faults += faults_of(page, "views-empty-english", picture)
    assert not faults, "\n".join(faults)


def test_figures_that_are_not_released_are_told(filled, open_page, login, picture):
    page = open_page(PHONE)
    login(page, "officer")
    page.goto(f"{season_address(filled)}compare/")
    expect(page.locator(".finding")).to_contain_text("chưa được công bố")
    faults = faults_of(page, "compare-not-released", picture)
    assert not faults, "\n".join(faults)


def test_comparison_on_paper(filled, browser_page, login, picture):
    """The finding, the chart and the table; nothing to press."""
    page = browser_page
    login(page, "secretariat")
    page.goto(f"{season_address(filled)}compare/?block=civil_enforcement")
    page.emulate_media(media="print")
    picture(page, "compare-print")
    for shown in (".finding", ".dtable--pairs svg.pair >> nth=0", ".dtable--sides"):
        assert page.locator(shown).is_visible()
    assert not page.locator("main .btn, .topbar, .compare-form, .keep").locator("visible=true").count()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_choice_and_kept_view_need_no_script(filled, open_page, login, picture, scripts):
    """Choose by the form, keep, refuse a taken name, rename, open, forget."""
    page, faults = open_page(java_script_enabled=scripts), []
    login(page, "secretariat")
    page.goto(f"{season_address(filled)}compare/?block=civil_enforcement")
    page.select_option("#second", filled.enforcement[2].code)
    page.get_by_role("button", name="So sánh").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(filled.enforcement[2].short_name)
    address = page.url
    page.locator(".page-head .keep > summary").click()
    page.fill("#view-name", "Hai đơn vị cần theo dõi")
    if scripts:
        faults += faults_of(page, "keep-view", picture)
        page.set_viewport_size({"width": 1440, "height": 1000})
    page.locator(".page-head .keep").get_by_role("button", name="Lưu").click()
    assert page.url == address
    expect(page.locator(".toasts")).to_contain_text("Đã lưu cách xem “Hai đơn vị cần theo dõi”.")
    page.locator(".page-head .keep > summary").click()
    page.fill("#view-name", "Hai đơn vị cần theo dõi")
    page.locator(".page-head .keep").get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("alert")).to_contain_text("Đã có cách xem khác mang tên này.")
    if scripts:
        faults += faults_of(page, "view-name-taken", picture)
        page.set_viewport_size({"width": 1440, "height": 1000})
    page.locator(".filerow .keep > summary").click()
    page.locator(".filerow .keep input[name=name]").fill("Theo dõi")
    page.locator(".filerow .keep button").click()
    if scripts:
        faults += faults_of(page, "views", picture)
        page.set_viewport_size({"width": 1440, "height": 1000})
    page.get_by_role("link", name="Theo dõi", exact=True).click()
    assert page.url == address
    page.goto("/views/")
    page.get_by_role("button", name="Bỏ").click()
    assert not SavedView.objects.exists()
    assert not faults, "\n".join(faults)
