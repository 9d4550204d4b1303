"""The password is asked for again before what stays: sealing, releasing, deciding; nothing chosen or typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.enums import NominationState
from awards.models import Decision
from emulation_portal.lib import dates
from results.enums import State
from results.models import Release
from tests.factories.awards import NominationFactory
from tests.support.pages import text

PASSWORD = "Hoa-sen-trang-9"


@pytest.fixture
def after(as_user, world, clock):
    """``after(role, seconds)`` signs somebody in and lets the time pass."""

    def signed_in(role: str, seconds: int):
        user = world.users[role]
        user.set_password(PASSWORD)
        user.save()
        client = as_user(role)
        clock(dates.now() + timedelta(seconds=seconds))
        return client

    return signed_in


def asked(response) -> str:
    """The address of the page that asks, with where it comes back to."""
    assert response.status_code == 302 and response.url.startswith(reverse("account_reauthenticate"))
    return response.url


@pytest.fixture
def approved(world):
    return world.fill(world.enforcement[1], state="approved")


def seal(client, report, **more):
    return client.post(reverse("results:seal", args=[report.pk]), **more)


def test_within_the_time_nothing_is_asked(after, approved):
    assert seal(after("approver", 1700), approved).url == reverse("results:submission", args=[approved.pk])
    approved.refresh_from_db()
    assert approved.state == State.SEALED


def test_afterwards_a_report_is_sealed_once_the_password_was_given(after, approved):
    client = after("approver", 1900)
    question = asked(seal(client, approved))
    approved.refresh_from_db()
    assert approved.state == State.APPROVED
    said = text(client.get(question))
    assert "hỏi lại mật khẩu" in said and "approver" in said
    wrong = text(client.post(question, {"password": "sai"}))
    assert "Mật khẩu hiện tại chưa đúng." in wrong
    done = client.post(question, {"password": PASSWORD})
    assert done.url == reverse("results:submission", args=[approved.pk])
    approved.refresh_from_db()
    assert approved.state == State.SEALED


def test_the_time_is_a_setting_and_begins_anew_with_the_password(after, approved, settings, clock):
    settings.PASSWORD_FRESH_SECONDS = 60
    client = after("approver", 61)
    client.post(asked(seal(client, approved)), {"password": PASSWORD})
    clock(dates.now() + timedelta(seconds=30))
    at = reverse("results:seal_together")
    assert client.post(at, {"s": approved.pk}).url == at


def test_several_reports_stay_chosen(after, world, approved):
    other = world.fill(world.enforcement[2], state="approved")
    client = after("approver", 1900)
    page = f"{reverse('results:seal_together')}?s={approved.pk}&s={other.pk}"
    question = asked(client.post(page, {"s": [approved.pk, other.pk]}))
    back = client.post(question, {"password": PASSWORD})
    assert back.url == page
    assert [each.submission.pk for each in client.get(page).context["chosen"]] == [approved.pk, other.pk]
    assert client.post(page, {"s": [approved.pk, other.pk]}).status_code == 302
    approved.refresh_from_db()
    other.refresh_from_db()
    assert {approved.state, other.state} == {State.SEALED}


def test_figures_are_released_once_the_password_was_given(after, world):
    world.fill_all()
    period = world.period_of(world.enforcement[1])
    client = after("cluster_head", 1900)
    question = asked(client.post(reverse("results:release", args=[world.cluster.slug, 2024, period.pk])))
    assert not Release.objects.exists()
    client.post(question, {"password": PASSWORD})
    assert Release.objects.get().period == period


def test_a_decision_goes_on_with_what_was_typed(after, world):
    nominated = NominationFactory(season=world.season, agency=world.enforcement[1], state=NominationState.SUBMITTED)
    client = after("approver", 1900)
    typed = {"number": "12/QĐ-BTP", "date": "01/10/2024", "issuer": "Bộ trưởng", "nominations": [nominated.pk]}
    question = asked(client.post(reverse("awards:decide", args=[world.cluster.slug, 2024]), typed))
    assert not Decision.objects.exists()
    client.post(question, {"password": PASSWORD})
    assert Decision.objects.get().number == "12/QĐ-BTP"


def test_a_classification_asks_as_well(after, world):
    client = after("approver", 1900)
    at = reverse("awards:classify", args=[world.cluster.slug, 2024, world.enforcement[1].code])
    asked(client.post(at, {"level": "good", "number": "15/QĐ-BTP", "date": "01/10/2024", "issuer": "Bộ trưởng"}))


def test_other_steps_ask_for_no_password(after, world):
    report = world.fill(world.enforcement[1], state="submitted")
    client = after("secretariat", 5000)
    assert client.post(reverse("results:receive", args=[report.pk])).url == reverse(
        "results:submission", args=[report.pk]
    )
