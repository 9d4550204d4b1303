"""A portal without a year says what to do first, and to whom it falls."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.clusters import AppointmentFactory, ClusterFactory, MinistryBodyFactory, PersonFactory
from tests.support.pages import BUDGET, ask

pytestmark = pytest.mark.django_db
APPROVER, CLUSTERS, YEAR, MEMBERS = range(4)


@pytest.fixture
def portal(clock, client):
    """A portal with reference data at most; ``portal(role)`` signs somebody in and gives the steps told."""
    clock(date(2026, 1, 5))
    body = MinistryBodyFactory()

    def enter(role=None):
        user = UserFactory(is_administrator=role is None)
        if role:
            AppointmentFactory(person=PersonFactory(user=user), agency=body, role=role, valid_from=date(2025, 1, 1))
        client.force_login(user)
        return client.get("/")

    return enter


def done(response) -> list[bool]:
    return [step.is_done for step in response.context["first_steps"]]


def test_administrator_is_led_to_appoint_the_approver_of_the_ministry(portal):
    response = portal()
    steps = response.context["first_steps"]
    assert done(response) == [False] * 4
    assert [bool(step.url) for step in steps] == [True, False, False, True]
    assert steps[CLUSTERS].note == "do người duyệt của Bộ thực hiện"
    assert "Việc cần làm trước tiên" in response.content.decode()


def test_approver_is_led_to_enter_a_cluster_and_to_open_its_year(portal):
    response = portal("head")
    steps = response.context["first_steps"]
    assert done(response) == [True, False, False, False]
    assert steps[APPROVER].note == "đã phân công: 1"
    assert [step.url for step in steps] == ["", reverse("setup:setup"), reverse("setup:setup"), ""]
    ClusterFactory(valid_from=date(2025, 7, 1))
    ClusterFactory(valid_from=date(2024, 1, 1), valid_to=date(2025, 7, 1))
    response = portal("head")
    assert done(response) == [True, True, False, False]
    assert response.context["first_steps"][CLUSTERS].note == "số cụm đang hoạt động: 1"


def test_officer_of_the_ministry_reads_whose_the_steps_are(portal):
    assert [step.url for step in portal("officer").context["first_steps"]] == [""] * 4


def test_nothing_is_told_once_a_year_has_been_opened(as_user, world):
    for name in ("ministry", "approver"):
        assert not as_user(name).get("/").context.get("first_steps")


def test_first_steps_cost_no_more_than_a_page_may(portal, client):
    portal("head")
    assert ask(client, "/")[1] <= BUDGET
