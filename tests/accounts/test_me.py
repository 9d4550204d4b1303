"""The own account: profile, language, appointments."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_profile_is_saved_and_recorded(client):
    user = UserFactory(email="")
    client.force_login(user)
    client.post(reverse("accounts:me"), {"email": "lan@example.vn", "language": "en"})
    user.refresh_from_db()
    assert (user.email, user.language) == ("lan@example.vn", "en")
    assert AuditEntry.objects.get().action == "account.profile"


@pytest.mark.parametrize(("sent", "wanted"), [({"wants_mail": "on"}, True), ({}, False)])
def test_portal_writes_only_to_who_wishes_it(client, sent, wanted):
    user = UserFactory(email="lan@example.vn")
    assert user.takes_mail  # unless the person says otherwise
    client.force_login(user)
    client.post(reverse("accounts:me"), {"email": "lan@example.vn", "language": "vi", **sent})
    user.refresh_from_db()
    assert user.takes_mail is wanted
    entry = AuditEntry.objects.get()
    assert (entry.before["wants_mail"], entry.after["wants_mail"]) == (True, wanted)


def test_bad_address_is_shown_again(client):
    user = UserFactory(email="cu@example.vn")
    client.force_login(user)
    answer = client.post(reverse("accounts:me"), {"email": "lan@", "language": "vi"})
    user.refresh_from_db()
    assert 'value="lan@"' in answer.content.decode()
    assert user.email == "cu@example.vn"


def test_appointments_show_their_last_day(client):
    user = UserFactory()
    appointment = AppointmentFactory(person=PersonFactory(user=user), valid_from="2024-01-01", valid_to="2025-07-01")
    client.force_login(user)
    page = client.get(reverse("accounts:me")).content.decode()
    assert appointment.agency.name_vi in page
    assert "30/06/2025" in page


@pytest.mark.parametrize(
    ("header", "cookie", "expected"), [("en-US", "", "vi"), ("vi", "en", "en"), ("en", "xx", "vi")]
)
def test_language_follows_choice_not_browser(client, header, cookie, expected):
    if cookie:
        client.cookies["language"] = cookie
    answer = client.get(reverse("account_login"), headers={"accept-language": header})
    assert answer.headers["Content-Language"] == expected


def test_language_switch_keeps_profile_and_page(client):
    user = UserFactory(language="vi")
    client.force_login(user)
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/me/"})
    user.refresh_from_db()
    assert (answer.url, user.language) == ("/me/", "en")


def test_language_switch_never_leaves_the_portal(client):
    answer = client.post(reverse("set_language"), {"language": "en", "next": "https://example.org/"})
    assert answer.url == "/"
