"""Words that no file can print, or that were written for an old font, in the browser, with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.looking import faults_of

pytestmark = pytest.mark.browser
LEGACY = "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc"
MEANT = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"


def test_old_font_is_offered_converted_and_what_cannot_be_printed_is_told(world, browser_page, login, picture):
    world.fill_all()
    page = browser_page
    login(page, "secretariat")
    page.goto(f"/s/{world.cluster.slug}/2024/paper/text/?section=shortcomings")
    page.fill("#id_text", "Đơn vị \U0001f642 chậm gửi")
    page.click("button[value=save]")
    expect(page.locator("main")).to_contain_text("(U+1F642) tại vị trí 8")
    faults = faults_of(page, "paper-text-refused", picture)
    assert page.input_value("#id_text") == "Đơn vị \U0001f642 chậm gửi"
    page.fill("#id_text", LEGACY)
    page.click("button[value=save]")
    expect(page.locator(".converted")).to_have_text(MEANT)
    faults += faults_of(page, "paper-text-legacy", picture)
    page.focus("button[value=convert]")
    page.keyboard.press("Enter")
    expect(page.locator("#bao-cao")).to_contain_text(MEANT)
    assert faults == []
