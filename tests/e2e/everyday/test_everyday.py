"""The everyday pages of five roles by keyboard and with axe, what a finger has to hit, and several reports at once."""

import pytest

from results.models import Submission
from tests.support.browser.looking import WIDTHS, faults_of
from tests.support.pages import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Where the focus has been: each element keeps a mark, so that a walk by Tab shows what it never comes to.
LISTEN = """() => document.addEventListener("focusin", event => event.target.setAttribute("data-reached", ""))"""
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled)
    .filter(e => e.tabIndex >= 0 && e.type !== "hidden")"""
MISSED = f"""() => ({STOPS})().filter(e => !e.hasAttribute("data-reached")).map(e => e.outerHTML.slice(0, 120))"""
# What a finger presses on the head's pages; a link inside a sentence or a table follows its line.
PRESSED = [
    *(f".head-page {each}" for each in (".btn", "button", "summary", ".link-tall", ".verdict__v a")),
    ".tabbar a",
]
SMALL = """pressed => [...document.querySelectorAll(pressed)]
    .filter(e => e.checkVisibility({visibilityProperty: true}))
    .map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 120)])
    .filter(([height]) => height < 43.5)
    .map(([height, html]) => `${height} px: ${html}`)"""


@pytest.fixture
def everyday(world):
    """Reports in every hand: the head's waits to be sent, others to be received and approved, one is sealed."""
    world.set_targets()
    states = ("approved", "awaiting_signature", "submitted", "approved", "draft", "received")
    for agency, state in zip(world.agencies, states, strict=True):
        world.fill(agency, state=state)
    return world


def pages_of(world, role: str) -> list[str]:
    own = world.head_agency if role in ("secretariat", "cluster_head") else world.enforcement[1]
    agency = address(world, "dashboards:agency", own.code)
    entry = f"/entry/{own.code}/{world.period_of(own).code}/"
    overview, review = address(world, "dashboards:overview"), address(world, "results:review")
    return {
        "officer": ["/", overview, entry],
        "head": ["/", agency],
        "secretariat": ["/", review, overview],
        "cluster_head": ["/", "/entry/review/approve-together/"],
        "approver": ["/", "/ministry/", "/entry/review/seal-together/"],
    }[role]


def never_reached(page) -> list[str]:
    """What a walk by Tab from the beginning of the page does not come to."""
    page.evaluate(LISTEN)
    for _ in range(page.evaluate(f"({STOPS})().length") + 8):
        page.keyboard.press("Tab")
    return page.evaluate(MISSED)


@pytest.mark.parametrize("role", ["officer", "head", "secretariat", "cluster_head", "approver"])
def test_everyday_pages_are_walked_by_keyboard_and_have_no_faults(everyday, open_page, login, picture, role):
    page, faults = open_page(), []
    login(page, role)
    for place in pages_of(everyday, role):
        page.goto(place)
        faults += faults_of(page, f"everyday-{role}-{place.strip('/').rpartition('/')[2] or 'home'}", picture)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(place)
            faults += [f"{place} at {width}, by keyboard: {missed}" for missed in never_reached(page)]
    assert faults == []


def test_what_a_finger_presses_on_the_heads_pages_has_44_px(everyday, open_page, login):
    page, small = open_page({"width": 390, "height": 844}), []
    login(page, "head")
    for place in pages_of(everyday, "head"):
        page.goto(place)
        small += [f"{place}: {found}" for found in page.evaluate(SMALL, ", ".join(PRESSED))]
    assert small == []


@pytest.mark.parametrize(
    ("action", "role", "state", "target"),
    [
        ("receive", "secretariat", "submitted", "received"),
        ("approve", "cluster_head", "received", "approved"),
        ("seal", "approver", "approved", "sealed"),
    ],
)
def test_ticks_are_counted_and_the_ticked_reports_are_moved(world, open_page, login, action, role, state, target):
    own = [world.fill(agency, state=state) for agency in world.enforcement]
    page = open_page()
    login(page, role)
    page.goto(f"/entry/review/{action}-together/")
    ticks, said = page.locator("input[name=s]"), page.locator("[data-chosen-said]")
    count = ticks.count()
    assert count >= 2 and said.inner_text() == f"Đã chọn {count} báo cáo"
    left_out = int(ticks.first.get_attribute("value"))
    ticks.first.uncheck()
    assert said.inner_text() == f"Đã chọn {count - 1} báo cáo"
    page.click("[data-chosen-form] button[type=submit]")
    assert page.locator("main ol li").count() == count - 1
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_selector(".toast-note")
    assert f"{count - 1} báo cáo" in page.locator(".toast-note").first.inner_text()
    moved = Submission.objects.filter(pk__in=[row.pk for row in own], state=target)
    assert moved.count() == count - 1 and left_out not in moved.values_list("pk", flat=True)
