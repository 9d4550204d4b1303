"""Dashboards that are kept: few queries while nothing changes, never a page of before, never somebody else's."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import audit
from accounts.models import AuditEntry
from clusters.models import Season
from results import services as results_services
from results.workspace import page_cache
from tests.support.html import main_of, text_of


@pytest.fixture
def remembering(settings):
    settings.PAGES_KEPT_SECONDS = 600
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def filled(world, remembering):
    world.set_targets()
    world.fill_all()
    audit.record(actor=world.users["ministry"], action="test.begun", target=world.season)
    return world


def pages(world):
    place = [world.cluster.slug, 2024]
    return {
        "overview": reverse("dashboards:overview", args=place),
        "agency": reverse("dashboards:agency", args=[*place, world.enforcement[1].code]),
        "indicator": reverse("dashboards:indicator", args=[*place, "completion_rate_cases"]),
        "derivation": reverse("dashboards:derivation", args=[*place, "completion_rate_cases"]),
        "pledge": reverse("dashboards:pledge", args=[*place, "civil_enforcement"]),
        "compare": reverse("dashboards:compare", args=place) + "?block=civil_enforcement",
        "paper": reverse("reports:paper_shown", args=[*place, "cluster-report"]),
    }


def visit(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return text_of(main_of(response)), len(queries)


@pytest.fixture
def visitor(filled, as_user):
    """Somebody with the cookies that a browser has after its first page."""
    client = as_user("secretariat")
    for address in pages(filled).values():
        client.get(address)
    return client


@pytest.mark.parametrize("name", ["overview", "agency", "indicator", "derivation", "pledge", "compare", "paper"])
def test_second_visit_asks_three_queries_and_shows_the_same(filled, visitor, name):
    address = pages(filled)[name]
    visit(visitor, address)
    first, _count = visit(visitor, address)
    again, count = visit(visitor, address)
    assert (again, count <= 3) == (first, True)


def test_ministry_page_is_kept_too(filled, as_user):
    client = as_user("ministry")
    for _number in range(3):
        _text, count = visit(client, "/ministry/")
    assert count <= 3


def test_page_follows_a_step_at_once(filled, visitor):
    """Approved figures that are sealed: the states on the page follow without waiting."""
    address = pages(filled)["overview"]
    before, _count = visit(visitor, address)
    submission = filled.enforcement[2].submissions.get(period__code="THADS-2024-12m")
    results_services.take_step(submission=submission, action="seal", actor=filled.users["approver"])
    after, _count = visit(visitor, address)
    assert after != before


@pytest.mark.parametrize("change", ["version", "audit"])
def test_whatever_is_recorded_makes_pages_anew(filled, visitor, change):
    address = pages(filled)["overview"]
    visit(visitor, address)
    if change == "version":
        Season.objects.filter(pk=filled.other_season.pk).update(data_version=99)
    else:
        audit.record(actor=filled.users["officer"], action="test.done", target=filled.season)
    _text, count = visit(visitor, address)
    assert count > 3
    _text, count = visit(visitor, address)
    assert count <= 3


def test_entry_that_becomes_visible_late_makes_pages_anew(filled, visitor):
    """Numbers are given before commits: a lower one may appear after a higher one."""
    late = audit.record(actor=filled.users["officer"], action="test.late", target=filled.season)
    kept_back = AuditEntry.objects.filter(pk=late.pk)
    number = late.pk
    audit.record(actor=filled.users["officer"], action="test.early", target=filled.season)
    rows = list(AuditEntry.objects.order_by("-pk").values_list("pk", flat=True))
    assert rows.index(number) == 1 and kept_back.exists()
    state = page_cache._state(filled.users["officer"])
    assert [pk for pk, *_rest in state][:2] == rows[:2]


def test_nobody_gets_the_page_of_another(filled, as_user):
    address = pages(filled)["overview"]
    found = {}
    for role in ("secretariat", "officer", "head", "ministry", "deputy"):
        client = as_user(role)
        client.get(address)
        client.get(address)
        found[role] = client.get(address).content
    assert len(set(found.values())) == len(found)


def test_filters_and_language_are_pages_of_their_own(filled, visitor):
    address = pages(filled)["overview"]
    one, _count = visit(visitor, address)
    other, _count = visit(visitor, f"{address}?civil_enforcement=9m")
    assert one != other
    visitor.post(reverse("set_language"), {"language": "en", "next": address})
    english, _count = visit(visitor, address)
    assert english != one and "Year" in english


def test_message_is_shown_once_and_its_page_is_not_kept(filled, visitor):
    address = pages(filled)["overview"]
    visit(visitor, address)
    visitor.post(reverse("reports:paper_head", args=[filled.cluster.slug, 2024]), {"number": "7"})
    first = visitor.get(address).content.decode()
    second = visitor.get(address).content.decode()
    assert "Đã lưu số" in first and "Đã lưu số" not in second


def test_form_on_a_kept_page_can_be_sent(filled, visitor):
    """The token on the page belongs to the visitor, also when the page was kept."""
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(filled.users["secretariat"], backend="accounts.backends.AccountBackend")
    address = pages(filled)["overview"]
    for _number in range(3):
        response = client.get(address)
    token = main_token(response.content.decode())
    sent = client.post(reverse("set_language"), {"language": "en", "csrfmiddlewaretoken": token})
    assert sent.status_code == 302


def test_view_is_kept_from_a_kept_page(filled):
    """The form on a kept page carries the visitor's token and the page's own address."""
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(filled.users["secretariat"], backend="accounts.backends.AccountBackend")
    address = pages(filled)["compare"]
    for _number in range(3):
        content = client.get(address).content.decode()
    hidden = content.partition('name="address" value="')[2].partition('"')[0]
    sent = client.post(
        reverse("dashboards:views"), {"name": "So sánh", "address": hidden, "csrfmiddlewaretoken": main_token(content)}
    )
    assert (sent.status_code, sent.url) == (302, address)
    assert "Đã lưu cách xem “So sánh”." in client.get(address).content.decode()
    assert "Đã lưu cách xem" not in client.get(address).content.decode()


def main_token(page: str) -> str:
    return page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def test_nothing_is_kept_where_the_setting_says_so(filled, visitor, settings):
    settings.PAGES_KEPT_SECONDS = 0
    address = pages(filled)["overview"]
    _text, count = visit(visitor, address)
    assert count > 3
