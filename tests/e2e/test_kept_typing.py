"""What is typed outlives the session, the token and the right under which it was typed (cases B39, B40, B41, B57)."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db.utils import OperationalError
from playwright.sync_api import expect

from accounts import audit
from clusters.models import Appointment
from pledges.models import Movement
from reports.models import Paragraph
from results.models import Result
from tests.factories.accounts import PASSWORD
from tests.support.browser.looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REFUSALS = True  # the requests of this module are refused on purpose

NAME = "Phong trào ngành Tư pháp chung sức"
PLAN = "Kế hoạch số 12/KH-BTP ngày 05/02/2024"


def end_sessions() -> None:
    Session.objects.all().delete()


def season_address(world) -> str:
    return f"/s/{world.cluster.slug}/{world.season.year}"


def entry_address(world) -> str:
    agency = world.enforcement[1]
    return f"/entry/{agency.code}/{world.period_of(agency).code}/"


@pytest.fixture
def movement(world, browser_page, login):
    """The form of a new movement, filled and not sent."""
    page = browser_page
    login(page, "secretariat")
    page.goto(f"{season_address(world)}/movements/new/")
    page.fill("[name=name]", NAME)
    page.fill("[name=plan]", PLAN)
    page.select_option("[name=kind]", "regular")
    page.fill("[name=launched_on]", "01/03/2024")
    return page


def send(page) -> None:
    page.get_by_role("button", name="Lưu phong trào").click()


def login_again(page, username: str) -> None:
    """Sign in on the page one was led to."""
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def test_movement_is_there_again_after_a_new_sign_in(world, movement, picture):
    page = movement
    end_sessions()
    send(page)
    page.wait_for_url("**/accounts/login/**")
    expect(page.locator("#toasts")).to_contain_text("Phiên làm việc đã kết thúc")
    assert not faults_of(page, "session-ended", picture)
    login_again(page, "secretariat")
    assert page.url.endswith("/movements/new/")
    expect(page.locator("[name=name]")).to_have_value(NAME)
    expect(page.locator("[name=plan]")).to_have_value(PLAN)
    expect(page.get_by_role("status").filter(has_text="chưa gửi được")).to_be_visible()
    assert not faults_of(page, "typing-put-back", picture)
    send(page)
    expect(page).to_have_url(re.compile("/movements/$"))
    assert [m.name for m in Movement.objects.all()] == [NAME]
    page.goto(f"{season_address(world)}/movements/new/")
    assert page.input_value("[name=name]") == "", "what was sent is not kept any longer"


def test_movement_is_sent_after_signing_in_in_another_tab(movement, login):
    page = movement
    end_sessions()
    login(page.context.new_page(), "secretariat")
    send(page)
    expect(page).to_have_url(re.compile("/movements/$"))
    assert [m.name for m in Movement.objects.all()] == [NAME]


def test_what_was_put_back_can_be_thrown_away_by_keyboard(world, movement):
    page = movement
    page.goto(f"{season_address(world)}/movements/new/")
    button = page.get_by_role("button", name="Bỏ nội dung này")
    expect(button).to_be_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert page.input_value("[name=name]") == ""
    assert page.evaluate("document.activeElement.name") == "name"
    page.reload()
    assert page.input_value("[name=name]") == ""


def test_paragraph_is_there_again_after_a_new_sign_in(world, browser_page, login):
    page = browser_page
    login(page, "secretariat")
    page.goto(f"{season_address(world)}/paper/text/?section=shortcomings")
    page.fill("[name=text]", "Một số đơn vị gửi báo cáo chậm.")
    end_sessions()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_url("**/accounts/login/**")
    login_again(page, "secretariat")
    expect(page.locator("[name=text]")).to_have_value("Một số đơn vị gửi báo cáo chậm.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page).to_have_url(re.compile("/paper/.*bao-cao$"))
    assert [p.text for p in Paragraph.objects.all()] == ["Một số đơn vị gửi báo cáo chậm."]


def test_words_of_one_paragraph_do_not_come_back_in_another(world, browser_page, login):
    page = browser_page
    login(page, "secretariat")
    page.goto(f"{season_address(world)}/paper/text/?section=shortcomings")
    page.fill("[name=text]", "Một số đơn vị gửi báo cáo chậm.")
    page.goto(f"{season_address(world)}/paper/text/?section=awards")
    assert "gửi báo cáo chậm" not in page.input_value("[name=text]")


# -- the entry grid ----------------------------------------------------------------------------------------------------
def leave_a_cell(page, world, login) -> None:
    """Type a figure whose session is over when the cell is left."""
    login(page, "officer")
    page.goto(entry_address(world))
    page.focus("#c-newly_accepted_cases")
    page.keyboard.type("86359")
    end_sessions()
    page.keyboard.press("Enter")
    expect(page.locator("#td-newly_accepted_cases.is-failed")).to_be_visible()


def test_cell_is_sent_after_signing_in_in_another_tab(world, browser_page, login):
    page = browser_page
    leave_a_cell(page, world, login)
    login(page.context.new_page(), "officer")
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.locator("#td-newly_accepted_cases.is-saved")).to_be_visible()
    assert Result.objects.get().value == 86359


def test_cell_is_there_again_after_a_new_sign_in_in_the_same_tab(world, browser_page, login, picture):
    page = browser_page
    leave_a_cell(page, world, login)
    page.on("dialog", lambda dialog: dialog.accept())
    login(page, "officer")
    page.goto(entry_address(world))
    expect(page.locator("#c-newly_accepted_cases")).to_have_value("86359")
    assert not faults_of(page, "cell-put-back", picture)
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.locator("#td-newly_accepted_cases.is-saved")).to_be_visible()
    assert Result.objects.get().value == 86359
    page.reload()
    expect(page.get_by_role("status").filter(has_text="chưa gửi được")).to_have_count(0)


def test_cell_that_meets_a_lock_is_sent_again_by_itself(world, browser_page, login, monkeypatch):
    page, calls, record = browser_page, [], audit.record

    def busy_at_first(**entry):
        calls.append(1)
        if len(calls) < 3:
            raise OperationalError("database is locked")
        return record(**entry)

    login(page, "officer")
    page.goto(entry_address(world))
    monkeypatch.setattr(audit, "record", busy_at_first)
    page.focus("#c-newly_accepted_cases")
    page.keyboard.type("359")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Cổng đang bận")
    expect(page.locator("#td-newly_accepted_cases.is-saved")).to_be_visible()
    assert Result.objects.get().value == 359
    assert len(calls) >= 3


# -- who may not send it -----------------------------------------------------------------------------------------------
def test_right_that_ended_leaves_the_typing_on_the_page(movement, picture):
    page = movement
    Appointment.objects.all().delete()
    send(page)
    kept = page.locator("[data-kept-here] textarea")
    expect(kept).to_be_visible()
    assert f"Tên phong trào: {NAME}" in kept.input_value()
    assert "Loại: Thường xuyên" in kept.input_value()
    assert not faults_of(page, "right-ended", picture)
    assert not Movement.objects.exists()


def test_busy_portal_leaves_the_typing_on_the_page(movement, monkeypatch, picture):
    page = movement

    def busy(**arguments):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr("pledges.movements.services.audit.record", busy)
        send(page)
        expect(page.locator("h1")).to_have_text("Cổng đang bận")
    expect(page.locator("[data-kept-here] textarea")).to_have_value(re.compile(NAME))
    assert not faults_of(page, "busy", picture)
    page.get_by_role("link", name="Quay lại biểu mẫu").click()
    expect(page.locator("[name=name]")).to_have_value(NAME)
    send(page)
    expect(page).to_have_url(re.compile("/movements/$"))
    assert Movement.objects.count() == 1


def test_another_account_does_not_send_what_somebody_typed(movement, login):
    page = movement
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.locator("main button[type=submit]").click()
    login(other, "ministry")
    send(page)
    expect(page.locator("#toasts")).to_contain_text("Tài khoản khác đã đăng nhập")
    assert page.input_value("[name=name]") == NAME
    assert not Movement.objects.exists()


def test_nothing_is_kept_after_signing_out(world, movement, login):
    page = movement
    page.goto("/accounts/logout/")
    page.locator("main button[type=submit]").click()
    assert NAME not in page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    login(page, "secretariat")
    page.goto(f"{season_address(world)}/movements/new/")
    assert page.input_value("[name=name]") == ""


def test_passwords_are_never_kept(world, browser_page, login):
    page = browser_page
    login(page, "secretariat")
    page.goto("/accounts/password/change/")
    for number, field in enumerate(page.locator("input[type=password]").all()):
        field.fill(f"bi-mat-{number}")
    assert "bi-mat" not in page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
