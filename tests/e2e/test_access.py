"""The portal in the other language, by keyboard, and without a script."""

import pytest
from playwright.sync_api import expect

from results.models import Result, Submission
from tests.factories.reference import consistent_values
from tests.support.browser.looking import faults_of
from tests.support.running import built

from .conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def filled(world):
    world.set_targets()
    world.fill_all()
    world.release(world.periods["THADS-2024-12m"])
    return world


def season_address(world) -> str:
    return f"/s/{world.cluster.slug}/{world.season.year}/"


def switch_language(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


# -- language ----------------------------------------------------------------------------------------------------------
def test_language_is_chosen_on_any_page(filled, browser_page, login, picture):
    page = browser_page
    page.goto("/accounts/login/")
    assert page.locator("html").get_attribute("lang") == "vi"
    switch_language(page, "English")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    faults = faults_of(page, "sign-in-english", picture)
    login(page, "secretariat")
    assert page.locator("html").get_attribute("lang") == "vi", "the profile goes before what this browser kept"
    page.goto(season_address(filled))
    switch_language(page, "English")
    assert page.url.endswith(season_address(filled))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")
    assert "Overview" in page.title()
    faults += faults_of(page, "overview-english", picture)
    page.goto(f"{season_address(filled)}agency/{filled.enforcement[1].code}/")
    faults += faults_of(page, "agency-english", picture)
    page.set_viewport_size({"width": 1440, "height": 1000})
    switch_language(page, "Tiếng Việt")
    assert page.locator("html").get_attribute("lang") == "vi"
    assert not faults, "\n".join(faults)


def test_language_of_the_profile_follows_to_another_window(filled, open_page, login):
    first = open_page()
    login(first, "head")
    switch_language(first, "English")
    second = open_page(PHONE)
    login(second, "head")
    second.goto("/")
    assert second.locator("html").get_attribute("lang") == "en"


# -- keyboard ----------------------------------------------------------------------------------------------------------
def focused(page) -> dict:
    return page.evaluate(
        """() => {
            const e = document.activeElement, box = e.getBoundingClientRect(), look = getComputedStyle(e);
            const seen = box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0;
            const ringed = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
            return {name: (e.innerText || e.value || e.getAttribute("aria-label") || e.name || e.tagName).trim(), seen,
                    ringed: ringed || look.boxShadow !== "none", tag: e.tagName, id: e.id};
        }"""
    )


def test_first_tab_offers_to_skip_to_the_content(filled, browser_page, login):
    page = browser_page
    login(page, "secretariat")
    page.goto(season_address(filled))
    page.keyboard.press("Tab")
    first = focused(page)
    assert (first["name"], first["seen"]) == ("Tới nội dung chính", True)
    page.keyboard.press("Enter")
    assert focused(page)["id"] == "noi-dung"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 1000}, PHONE], ids=["desk", "phone"])
def test_every_stop_of_the_tab_key_is_seen(filled, open_page, login, viewport):
    page = open_page(viewport)
    login(page, "cluster_head")
    page.goto("/")
    unseen, stops = [], 0
    page.keyboard.press("Tab")
    while (stop := focused(page))["tag"] != "BODY" and stops < 100:
        stops += 1
        if not (stop["seen"] and stop["ringed"]):
            unseen.append(stop)
        page.keyboard.press("Tab")
    assert (unseen, stops > 8) == ([], True)


def test_question_of_a_step_keeps_the_focus_and_gives_it_back(filled, browser_page, login):
    page = browser_page
    submission = filled.fill(filled.enforcement[2], state="received", version=2)
    login(page, "cluster_head")
    page.goto(f"/entry/submission/{submission.pk}/")
    page.focus("[data-opens=ask-approve]")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog#ask-approve")
    expect(dialog).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        inside = "document.querySelector('dialog#ask-approve').contains(document.activeElement)"
        assert page.evaluate(f"{inside} || document.activeElement === document.body")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.opens") == "ask-approve"
    submission.refresh_from_db()
    assert submission.state == "received"


# -- without a script --------------------------------------------------------------------------------------------------
def test_entry_and_hand_over_without_a_script(world, open_page, login, picture):
    page, agency = open_page(java_script_enabled=False), world.enforcement[1]
    values = consistent_values(agency.kind, 2)
    submission = world.fill(agency, state="draft", values={"entrusted_out_cases": None})
    login(page, "officer")
    page.goto(f"/entry/{agency.code}/{world.period_of(agency).code}/")
    page.fill("#c-entrusted_out_cases", "1,5")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#td-entrusted_out_cases.is-invalid")).to_be_visible()
    assert page.input_value("#c-entrusted_out_cases") == "1,5"
    page.fill("#c-entrusted_out_cases", str(values["entrusted_out_cases"] // 2))
    page.get_by_role("button", name="Lưu", exact=True).click()
    stored = Result.objects.get(submission=submission, indicator__code="entrusted_out_cases")
    assert stored.value == values["entrusted_out_cases"] // 2
    picture(page, "no-script-entry", full=False)
    page.click("#hand-over")
    page.click("#confirm")
    page.wait_for_url("**/entry/submission/*/")
    picture(page, "no-script-submission", full=False)
    assert Submission.objects.get(pk=submission.pk).state == "awaiting_signature"


def test_step_and_download_without_a_script(filled, open_page, login, tmp_path, settings):
    settings.RUNS_DIR = tmp_path / "runs"
    page = open_page(java_script_enabled=False)
    submission = filled.fill(filled.enforcement[2], state="submitted", version=2)
    run = built(filled)
    login(page, "secretariat")
    page.goto(f"/entry/submission/{submission.pk}/")
    page.get_by_role("link", name="Trả lại").first.click()
    page.click("#confirm")
    expect(page.locator(".invalid-feedback, .field-error").first).to_be_visible()
    page.fill("textarea[name=note]", "Thiếu thuyết minh")
    page.click("#confirm")
    submission.refresh_from_db()
    assert (submission.state, submission.return_reason) == ("draft", "Thiếu thuyết minh")
    page.goto(f"/reports/{run.pk}/")
    with page.expect_download() as waiting:
        page.locator(f"a[href='/reports/{run.pk}/file/']").click()
    assert waiting.value.suggested_filename == run.file_name
