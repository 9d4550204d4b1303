"""Cells copied from a sheet or a document never become another number (cases B01, B02)."""

import pytest
from playwright.sync_api import expect

from pledges.models import Target
from results.models import Result
from tests.support.browser.looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BLOCKS = {
    "two cells one under another": ("86\r\n359\r\n", "Đã dán 2 ô"),
    "three cells one under another": ("1\r\n234\r\n567\r\n", "Đã dán 3 ô"),
    "two by two": ("12\t345\r\n678\t901\r\n", "Đã dán 4 ô"),
    "a head and its number": ("Số việc\t345\r\n", "Đã dán 2 ô"),
    "a cell with a line end inside": ('"86\n359"\r\n', "Ô được dán có 2 dòng"),
    "lines of a Word document": ("86\n359", "Đã dán 2 ô"),
}


def paste(page, selector: str, text: str) -> None:
    """The text is put on the clipboard and pasted with the keyboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.focus(selector)
    page.keyboard.press("Control+V")


@pytest.fixture
def sheet(world, browser_page, login):
    login(browser_page, "officer")
    agency = world.enforcement[1]
    browser_page.goto(f"/entry/{agency.code}/{world.period_of(agency).code}/")
    return browser_page


@pytest.mark.parametrize("name", BLOCKS)
def test_block_pasted_into_one_cell_is_refused_with_its_count(sheet, name):
    text, words = BLOCKS[name]
    paste(sheet, "#c-newly_accepted_cases", text)
    expect(sheet.locator("#toasts .toast-note")).to_contain_text(words)
    assert sheet.input_value("#c-newly_accepted_cases") == ""
    assert sheet.evaluate("document.activeElement.id") == "c-newly_accepted_cases"
    sheet.keyboard.press("Enter")
    assert not Result.objects.exists()


def test_refused_paste_looks_right_at_both_widths(sheet, picture):
    paste(sheet, "#c-newly_accepted_cases", BLOCKS["two by two"][0])
    expect(sheet.locator("#toasts .toast-note")).to_be_visible()
    assert not faults_of(sheet, "paste-refused", picture)


def test_one_cell_is_pasted_as_before(sheet):
    paste(sheet, "#c-newly_accepted_cases", "86359\r\n")
    sheet.keyboard.press("Enter")
    expect(sheet.locator("#td-newly_accepted_cases.is-saved")).to_be_visible()
    assert Result.objects.get().value == 86359


def test_targets_take_no_block_either(world, browser_page, login):
    page = browser_page
    login(page, "approver")
    page.goto(f"/entry/setup/{world.cluster.slug}/{world.season.year}/targets/")
    paste(page, "input[name^='v-'] >> nth=0", "84\r\n5\r\n")
    expect(page.locator("#toasts .toast-note")).to_contain_text("Đã dán 2 ô")
    assert page.input_value("input[name^='v-'] >> nth=0") == ""
    assert not Target.objects.filter(agency__isnull=False).exists()


def test_number_box_takes_no_block(world, browser_page, login):
    page = browser_page
    login(page, "approver")
    page.goto(f"/entry/setup/{world.cluster.slug}/open/?year=2023")
    paste(page, "input[name=grace_days]", "3\r\n0\r\n")
    expect(page.locator("#toasts .toast-note")).to_contain_text("Đã dán 2 ô")
    assert page.input_value("input[name=grace_days]") == "30"


def test_text_dropped_on_a_cell_is_read_as_a_paste(sheet):
    dropped = """() => {
        const data = new DataTransfer();
        data.setData("text/plain", "86\\n359");
        const cell = document.querySelector("#c-newly_accepted_cases");
        return cell.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
    }"""
    assert sheet.evaluate(dropped) is False
    expect(sheet.locator("#toasts .toast-note")).to_contain_text("Đã dán 2 ô")


def test_cells_in_a_row_are_not_joined_to_a_name(world, browser_page, login):
    page = browser_page
    login(page, "administrator")
    page.goto("/people/new/")
    paste(page, "input[name=full_name]", "Nguyễn Văn An\tTrưởng phòng\r\n")
    expect(page.locator("#toasts .toast-note")).to_contain_text("Đã dán 2 ô")
    paste(page, "input[name=full_name]", "Nguyễn Văn An\r\n")
    assert page.input_value("input[name=full_name]").strip() == "Nguyễn Văn An"
