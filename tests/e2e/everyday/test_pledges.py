"""A pledge from an empty season to its last signature in a browser: written, commented, refused, signed on a phone."""

import pytest
from playwright.sync_api import expect

from pledges.enums import PledgeState
from pledges.models import Pledge
from tests.e2e.conftest import PHONE
from tests.factories import covenants
from tests.factories.accounts import PASSWORD
from tests.support.browser.looking import faults_of

pytestmark = pytest.mark.browser


def sends(page, *, button: str = "main form button[type=submit]") -> None:
    """Presses the button and waits for the page that follows."""
    with page.expect_navigation():
        page.click(button)


def write(page, place: str, kind: str, **typed: str) -> None:
    page.goto(f"{place}promises/new/{kind}/")
    for name, value in typed.items():
        field = page.locator(f"[name={name}]")
        if name == "indicator":
            field.select_option(label=value)
        else:
            field.fill(value)
    sends(page)


def moves_by_keys(page) -> None:
    """Alt and an arrow move the promise that holds the focus, which then stays with it; at the end nothing happens."""
    page.locator("li.promise").nth(1).get_by_role("link", name="Thay đổi").focus()
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("li.promise").nth(2)).to_contain_text("Gửi báo cáo")
    expect(page.locator("li.promise").nth(2)).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("li.promise").nth(1)).to_contain_text("Gửi báo cáo")


def signs(page, place: str) -> None:
    page.goto(place)
    page.click("a[href*='/sign/']")
    page.fill("[name=password]", PASSWORD)
    sends(page, button="form.form-stack button[type=submit]")


def test_written_commented_refused_and_signed_by_all(world, open_page, login, picture):
    covenants.heads_of(world)
    place = f"/s/{world.cluster.slug}/{world.season.year}/pledge/{covenants.BLOCK}/"
    secretary = open_page()
    login(secretary, "secretariat")
    secretary.goto(place)
    secretary.click("a[href$='/begin/']")
    sends(secretary)
    secretary.click("a[href$='/text/']")
    secretary.fill("[name=bases]", "Luật Thi đua, khen thưởng năm 2022")
    secretary.fill("[name=comments_until]", "31/12/2024")
    secretary.fill("[name=sign_until]", "31/12/2024")
    sends(secretary)
    rate = world.indicators["completion_rate_cases"]
    write(secretary, place, "indicator", text="Thi hành xong về việc", indicator=rate.name, value="84,5")
    write(secretary, place, "award", text="Đơn vị đề nghị tặng Cờ thi đua ngành", value="1")
    write(secretary, place, "task", text="Gửi báo cáo đúng kỳ hạn")
    secretary.locator("li.promise").nth(2).get_by_role("button", name="Chuyển lên").click()
    expect(secretary.locator("li.promise").nth(1)).to_contain_text("Gửi báo cáo")
    moves_by_keys(secretary)
    assert faults_of(secretary, "pledge-draft", picture) == []

    head = open_page(PHONE)
    login(head, "head")
    head.click("a[href$='/pledge/civil_enforcement/']:has-text('Nhất trí hoặc góp ý')")
    head.locator("li.promise").first.get_by_role("link", name="Góp ý").click()
    head.fill("[name=text]", "Đề nghị ghi rõ không tính việc theo dõi riêng")
    sends(head)
    assert faults_of(head, "pledge-comment", picture) == []

    secretary.goto(place)
    expect(secretary.locator("main")).to_contain_text("Còn 1 ý kiến chưa trả lời")
    secretary.get_by_role("link", name="Trả lời").click()
    secretary.fill("[name=text]", "Đã ghi theo định nghĩa chỉ tiêu")
    sends(secretary)
    secretary.get_by_role("link", name="Mở ký").click()
    sends(secretary)

    head.goto("/")
    head.get_by_role("link", name="Đọc và ký").first.click()
    expect(head.locator("main")).to_contain_text("ký trước")
    head.get_by_role("link", name="Từ chối, ghi lý do").click()
    head.fill("[name=reason]", "Chỉ tiêu về việc còn cao so với năm trước")
    sends(head)

    leading = open_page()
    login(leading, "thu-truong-0")
    signs(leading, place)
    expect(leading.locator("#signed")).to_contain_text("đã ký")
    picture(leading, "pledge-leading-1440")
    signs(head, place)
    assert faults_of(head, "pledge-sign", picture) == []
    third = open_page()
    login(third, "thu-truong-2")
    signs(third, place)

    secretary.goto(place)
    expect(secretary.locator(".page-head")).to_contain_text("3/3 đã ký")
    assert faults_of(secretary, "pledge-signed-by-all", picture) == []
    assert Pledge.objects.get().state == PledgeState.SIGNED
