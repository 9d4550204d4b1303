"""The base page: navigation from context, nothing dead, nothing that the content policy refuses."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from accounts import context

NAV = {
    "home_url": "/",
    "todo_count": 3,
    "season_label": "Bắc sông Hậu · 2024",
    "seasons": [{"label": "2024", "url": "/s/2024/", "is_current": True}],
    "rooms": [{"url": "/r/", "label": "Overview", "icon": "flag", "count": 2, "is_current": True}],
    "management": [{"url": "/m/", "label": "Appointments", "icon": "people", "count": 0, "is_current": False}],
    "person_name": "Lan <x>",
    "person_title": "Officer",
    "initials": "L",
    "tabs": [{"url": f"/t{n}/", "label": f"T{n}", "icon": "inbox", "is_current": n == 1} for n in range(6)],
}


@pytest.fixture(autouse=True)
def _english():
    """The words are those of the sources, so that the tests do not need compiled catalogues."""
    with translation.override("en"):
        yield


@pytest.fixture
def page(rf):
    def render(name="base.html", **extra):
        request = rf.get("/here/?a=1")
        return render_to_string(name, {"request": request, **extra})

    return render


def test_page_without_navigation_has_neither_rail_nor_tabbar(page):
    html = page()
    assert [name for name in ("rail", "tabbar") if f'class="{name}"' in html] == []
    assert "app--bare" in html


def test_navigation_lists_what_the_context_gives(page):
    html = page(nav=NAV)
    rail = html[html.index('id="rail"') : html.index("<main")]
    assert re.findall(r'href="([^"]+)"', rail) == ["#noi-dung", "/", "/s/2024/", "/r/", "/m/"]
    assert re.findall(r'href="([^"]+)" aria-current="(\w+)"', rail) == [("/s/2024/", "true"), ("/r/", "page")]
    assert '<span class="visually-hidden">2 tasks waiting</span>' in rail


def test_tabbar_holds_four_places_and_the_rail(page):
    html = page(nav=NAV)
    tabs = html[html.index('class="tabbar"') :]
    assert re.findall(r'href="([^"]+)"', tabs) == ["/t0/", "/t1/", "/t2/", "/t3/", "#rail"]


def test_language_form_returns_to_the_page(page):
    html = page()
    form = html[html.index("<form action=") : html.index("</form>")]
    assert re.findall(r'name="(next|language)" value="([^"]+)"', form) == [("next", "/here/?a=1"), ("language", "vi")]


def test_no_address_is_a_dead_hash(page):
    assert re.findall(r'href="(#?)"', page(nav=NAV)) == []


@pytest.mark.parametrize("shown", [True, False])
def test_demo_banner_depends_on_the_mode(page, shown):
    assert ('class="demo-banner"' in page(DEMO_MODE=shown)) is shown


def test_demo_context_lists_accounts_in_demonstration_mode_only(rf, settings):
    settings.DEMO_MODE = False
    assert context.demo(rf.get("/")) == {"DEMO_MODE": False}
    settings.DEMO_MODE = True
    assert sorted(name for name, _ in context.demo(rf.get("/"))["demo_accounts"]) == [
        "bo",
        "bo.duyet",
        "canbo",
        "canbo.stp",
        "cumpho",
        "cumtruong",
        "ngoaicum",
        "quantri",
        "thuky",
        "truong",
    ]


def test_sign_in_page_shows_demonstration_accounts_in_that_mode_only(page, rf, settings):
    from allauth.account.forms import LoginForm

    settings.DEMO_MODE = True
    shown = page("account/login.html", form=LoginForm(), **context.demo(rf.get("/")))
    settings.DEMO_MODE = False
    hidden = page("account/login.html", form=LoginForm(), **context.demo(rf.get("/")))
    assert re.findall(r'<dt class="mono">([^<]+)</dt>', shown) == [name for name, _ in context.DEMO_ACCOUNTS]
    assert (context.DEMO_PASSWORD in shown, context.DEMO_PASSWORD in hidden) == (True, False)


def test_htmx_may_not_evaluate_code(page):
    assert '"allowEval":false' in page()
