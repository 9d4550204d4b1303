"""Pages met when something went wrong or is put right: readable at both widths, by a screen reader and the keyboard."""

from datetime import date

import pytest
from playwright.sync_api import expect

from awards.models import AwardRecord
from clusters.models import Appointment, Membership
from pledges.models import Movement
from results.models import DayOff, Submission
from tests.factories.awards import AwardRecordFactory
from tests.factories.pledges import MovementFactory
from tests.support.browser.looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REFUSALS = True  # some requests of this module are refused on purpose


def heading(page):
    return page.locator("main h1")


def tab_to(page, place) -> None:
    """Press Tab until the place has the focus; fails when the keyboard does not get there."""
    for _ in range(120):
        if place.evaluate("place => place === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {place}")


def press(page, place) -> None:
    """Go to a link or button with the Tab key, and press Enter."""
    tab_to(page, place)
    page.keyboard.press("Enter")


def sign(page) -> None:
    """Send the sign-in form by keyboard."""
    page.fill("input[name=login]", "officer")
    page.fill("input[name=password]", "x")
    page.keyboard.press("Enter")


def ledger_row(world) -> AwardRecord:
    return AwardRecordFactory(agency=world.enforcement[1], achievement_year=2023, decision_date=date(2024, 2, 5))


# -- looks -------------------------------------------------------------------------------------------------------------
def test_refusals_look_right(world, browser_page, login, picture):
    page, faults = browser_page, []
    page.goto("/accounts/login/")
    page.context.clear_cookies()
    sign(page)
    expect(heading(page)).to_have_text("Trình duyệt không lưu cookie")
    faults += faults_of(page, "no-cookies", picture)
    submission = world.fill(world.enforcement[1], state="draft")
    login(page, "officer")
    page.goto("/accounts/password/change/")
    page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    page.evaluate("document.querySelector('main form').submit()")
    page.wait_for_selector("main .notice, main h1:has-text('hết hạn')")
    faults += faults_of(page, "expired-form", picture)
    page.goto(f"/entry/submission/{submission.pk}/recall/")
    faults += faults_of(page, "recall-refused", picture)
    page.goto(f"/people/{world.users['officer'].person.pk}/password/")
    faults += faults_of(page, "not-by-address", picture)
    assert not faults, "\n".join(faults)


def test_mending_pages_look_right(world, browser_page, login, picture):
    page, faults = browser_page, []
    season, cluster = f"{world.cluster.slug}/2024", world.cluster.pk
    member = Membership.objects.filter(cluster=cluster).latest("pk").pk
    row = ledger_row(world)
    day = DayOff.objects.create(date=date(2024, 9, 2), reason="Quốc khánh")
    ways = {
        "days-off": "/entry/setup/days/",
        "day-off": f"/entry/setup/days/{day.pk}/",
        "setup": "/entry/setup/",
        "days-proposed": "/entry/setup/days/2025/proposal/",
        "mend-cluster": f"/entry/setup/cluster/{cluster}/edit/",
        "mend-member": f"/entry/setup/membership/{member}/edit/",
        "members": f"/entry/setup/{season}/members/",
        "mend-leaders": f"/entry/setup/{season}/leaders/",
        "mend-row": f"/awards/ledger/{row.pk}/correct/",
        "withdraw-row": f"/awards/ledger/{row.pk}/withdraw/",
    }
    login(page, "approver")
    for name, address in ways.items():
        assert page.goto(address).status == 200, name
        faults += faults_of(page, name, picture)
    assert not faults, "\n".join(faults)


def test_part_of_a_year_looks_right(world, browser_page, login, picture):
    page, faults, period = browser_page, [], world.periods["THADS-2024-9m"]
    world.set_targets()
    neighbours = [agency for agency in world.other_agencies if agency.kind == period.block]
    for size, agency in enumerate([*world.enforcement[:2], *neighbours], start=1):
        world.fill(agency, period=period, state="approved", size=size)
    season = f"/s/{world.cluster.slug}/2024"
    ways = {
        "ministry-part": "/ministry/?year=2024",
        "national-part": "/ministry/national/?year=2024",
        "compare-part": f"{season}/compare/?period={period.code}",
        "agency-part": f"{season}/agency/{world.enforcement[1].code}/?period={period.code}",
    }
    login(page, "ministry")
    for name, address in ways.items():
        page.goto(address)
        expect(page.locator("main")).to_contain_text("9 tháng")
        faults += faults_of(page, name, picture)
    assert not faults, "\n".join(faults)


# -- by keyboard alone -------------------------------------------------------------------------------------------------
def test_step_just_taken_is_recalled_by_keyboard(world, browser_page, login, picture):
    page, submission = browser_page, world.fill(world.enforcement[1], state="awaiting_signature")
    login(page, "head")
    page.goto(f"/entry/submission/{submission.pk}/")
    press(page, page.locator("[data-opens=ask-submit]"))
    press(page, page.locator("dialog#ask-submit button[type=submit]"))
    recall = page.locator("[data-opens=ask-recall]")
    expect(recall).to_be_visible()
    faults = faults_of(page, "submission-recall", picture)
    press(page, recall)
    expect(page.locator("dialog#ask-recall")).to_be_visible()
    faults += faults_of(page, "submission-recall-asked", lambda page, name: picture(page, name, full=False))
    press(page, page.locator("dialog#ask-recall button[type=submit]"))
    expect(page.locator("main")).to_contain_text("Đã rút lại")
    assert Submission.objects.get(pk=submission.pk).state == "awaiting_signature"
    assert not faults, "\n".join(faults)


def test_one_time_password_is_given_read_and_left_by_keyboard(world, browser_page, login, picture):
    page, person = browser_page, world.users["officer"].person
    login(page, "administrator")
    page.goto(f"/people/{person.pk}/")
    press(page, page.get_by_role("button", name="Cấp mật khẩu dùng một lần"))
    secret = page.locator(".secret")
    expect(secret).to_be_visible()
    expect(page.locator("#h-secret"), "the focus stands before the password").to_be_focused()
    told = secret.inner_text().strip()
    assert world.users["officer"].__class__.objects.get(username="officer").check_password(told)
    assert not (faults := faults_of(page, "one-time-password", picture)), "\n".join(faults)
    press(page, page.get_by_role("link", name="Nhân sự và tài khoản").last)
    page.wait_for_url("**/people/")
    page.goto(f"/people/{person.pk}/")
    assert told not in page.content()
    assert told not in page.evaluate("JSON.stringify({...sessionStorage, ...localStorage}) + document.cookie")


def test_stale_page_is_saved_by_keyboard_over_the_newer_value(world, browser_page, login, picture):
    page, movement = browser_page, MovementFactory(season=world.season, name="Phong trào quý I")
    login(page, "secretariat")
    page.goto(f"/s/{world.cluster.slug}/2024/movements/{movement.pk}/")
    Movement.objects.filter(pk=movement.pk).update(name="Phong trào quý II")
    tab_to(page, page.locator("[name=name]"))
    page.keyboard.press("Control+A")
    page.keyboard.type("Phong trào quý III")
    save = page.get_by_role("button", name="Lưu phong trào")
    press(page, save)
    expect(page.locator("main")).to_contain_text("Người khác vừa lưu: Phong trào quý II")
    expect(page.locator("[name=name]")).to_have_value("Phong trào quý III")
    faults = faults_of(page, "stale-page", picture)
    press(page, save)
    expect(page.locator("#toasts")).to_contain_text("Đã lưu")
    assert Movement.objects.get(pk=movement.pk).name == "Phong trào quý III"
    page.goto(f"/s/{world.cluster.slug}/2024/movements/{movement.pk}/withdraw/")
    expect(page.locator("[name=reason]")).to_be_visible()
    faults += faults_of(page, "withdraw-movement", picture)
    assert not faults, "\n".join(faults)


def test_appointment_is_withdrawn_by_keyboard_with_a_reason(world, browser_page, login, picture):
    page, person = browser_page, world.users["officer"].person
    login(page, "administrator")
    page.goto(f"/people/{person.pk}/")
    press(page, page.locator("main table a[href*='/withdraw/']"))
    page.wait_for_url("**/withdraw/")
    button = page.locator("main form[method=post] button[type=submit]")
    press(page, button)
    expect(page.locator(".invalid-feedback, .field-error").first).to_be_visible()
    faults = faults_of(page, "withdraw-without-reason", picture)
    tab_to(page, page.locator("[name=reason]"))
    page.keyboard.type("Nhập nhầm theo dự thảo")
    press(page, button)
    page.wait_for_url(f"**/people/{person.pk}/")
    assert not Appointment.objects.filter(person=person).exists()
    assert not faults, "\n".join(faults)


def test_ledger_row_is_withdrawn_by_keyboard_with_a_reason(world, browser_page, login):
    page, row = browser_page, ledger_row(world)
    login(page, "approver")
    page.goto(f"/awards/ledger/{row.pk}/")
    press(page, page.locator("main a[href$='/withdraw/']"))
    page.wait_for_url("**/withdraw/")
    tab_to(page, page.locator("[name=reason]"))
    page.keyboard.type("Nhập hai lần")
    press(page, page.locator("main form[method=post] button[type=submit]"))
    page.wait_for_url(lambda url: "/withdraw" not in url)
    expect(page.locator("main")).to_contain_text("Nhập hai lần")
    assert AwardRecord.objects.filter(pk=row.pk).exists()
