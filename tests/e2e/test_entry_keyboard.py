"""Figures are entered and handed over without a mouse."""

import pytest
from playwright.sync_api import expect

from results.models import Result, ResultChange, Submission
from tests.factories.reference import consistent_values

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shown(indicator, value: int) -> str:
    return str(value // 1000 if indicator.value_type == "money_dong" else value)


def test_entry_and_hand_over_by_keyboard(world, browser_page, login, picture):
    page, agency = browser_page, world.enforcement[1]
    period = world.period_of(agency)
    values = consistent_values(agency.kind, 2)
    login(page, "officer")
    page.goto(f"/entry/{agency.code}/{period.code}/")
    _tab_to(page, "#c-carried_over_cases")
    for _ in range(len(values)):
        code = page.evaluate("document.activeElement.name").removeprefix("v-")
        page.keyboard.type(shown(world.indicators[code], values[code]))
        page.keyboard.press("Enter")
    expect(page.locator("td.cell.is-saved")).to_have_count(len(values), timeout=20_000)
    picture(page, "entry-1440")
    page.keyboard.press("Escape")
    page.keyboard.press("F6")
    assert page.evaluate("document.activeElement.id") == "checks"
    _tab_to(page, "#hand-over", backwards=True)
    page.keyboard.press("Enter")
    page.wait_for_url("**/hand-over/")
    picture(page, "hand-over-1440")
    _tab_to(page, "#confirm")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entry/submission/*/")
    picture(page, "submission-1440")
    submission = Submission.objects.get(agency=agency, period=period)
    assert submission.state == "awaiting_signature"
    stored = dict(Result.objects.filter(submission=submission).values_list("indicator__code", "value"))
    assert stored == values
    assert ResultChange.objects.filter(submission=submission).count() == len(values)


def test_one_key_leads_from_the_grid_to_the_buttons_and_back(world, browser_page, login):
    page, agency = browser_page, world.enforcement[1]
    login(page, "officer")
    page.goto(f"/entry/{agency.code}/{world.period_of(agency).code}/")
    page.focus("#c-carried_over_cases")
    page.keyboard.type("5")
    page.keyboard.press("F8")
    assert page.evaluate("document.activeElement.id") == "hand-over"
    page.wait_for_selector("#td-carried_over_cases.is-saved")
    page.keyboard.press("F8")
    assert page.evaluate("document.activeElement.id") == "c-carried_over_cases"
    page.keyboard.press("?")
    expect(page.locator("#grid-keys")).to_contain_text("F8")


def test_ambiguous_figure_is_settled_by_keyboard(world, browser_page, login, picture):
    page, agency = browser_page, world.enforcement[1]
    login(page, "officer")
    page.goto(f"/entry/{agency.code}/{world.period_of(agency).code}/")
    page.focus("#c-newly_accepted_cases")
    page.keyboard.type("1,234")
    page.keyboard.press("Enter")
    page.wait_for_selector("#td-newly_accepted_cases.is-invalid .cell__ways button")
    picture(page, "entry-ambiguous-1440")
    assert page.input_value("#c-newly_accepted_cases") == "1,234"
    page.focus("#td-newly_accepted_cases .cell__ways button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#td-newly_accepted_cases.is-saved")
    assert page.input_value("#c-newly_accepted_cases") == "1.234"
    assert Result.objects.get(indicator__code="newly_accepted_cases").value == 1234


def test_both_readings_of_money_are_reached_by_tab_and_the_focus_stays(world, browser_page, login):
    page, agency = browser_page, world.enforcement[1]
    login(page, "officer")
    page.goto(f"/entry/{agency.code}/{world.period_of(agency).code}/")
    page.focus("#c-newly_accepted_money")
    page.keyboard.type("1,234")
    page.keyboard.press("Tab")
    page.wait_for_selector("#td-newly_accepted_money.is-invalid .cell__ways button")
    after = page.evaluate("document.activeElement.id")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "c-newly_accepted_money"
    told = []
    for _ in range(2):
        page.keyboard.press("Tab")
        told.append(page.evaluate("document.activeElement.textContent").replace("\u00a0", " "))
    assert told == ["1.234 nghìn đồng (= 1.234.000 đồng)", "1,234 nghìn đồng (= 1.234 đồng)"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == after
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#td-newly_accepted_money.is-saved")
    page.wait_for_function("document.activeElement.id === 'c-newly_accepted_money'")
    assert Result.objects.get(indicator__code="newly_accepted_money").value == 1234


def test_details_open_by_keyboard_and_keep_a_note(world, browser_page, login, picture):
    page, agency = browser_page, world.enforcement[1]
    world.fill(agency, state="draft")
    login(page, "officer")
    page.goto(f"/entry/{agency.code}/{world.period_of(agency).code}/")
    page.focus("#c-eligible_cases")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#chi-tiet textarea[name=note-eligible_cases]")
    page.focus("textarea[name=note-eligible_cases]")
    page.keyboard.type("Gồm 36 việc nhận ủy thác")
    page.keyboard.press("Tab")
    page.wait_for_selector("#td-eligible_cases.has-note")
    picture(page, "entry-details-1440")
    row = Result.objects.get(indicator__code="eligible_cases")
    assert (row.note, row.value) == ("Gồm 36 việc nhận ủy thác", 2000)


def _tab_to(page, selector: str, *, backwards: bool = False, limit: int = 400):
    """Press Tab until the element has the focus; fails when the keyboard cannot get there."""
    for _ in range(limit):
        if page.evaluate("s => document.activeElement === document.querySelector(s)", selector):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    pytest.fail(f"Tab does not reach {selector}")
