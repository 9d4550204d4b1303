"""Signing in: the demonstration's password, one-time passwords, and what a browser may keep."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse

from accounts.context import DEMO_PASSWORD
from accounts.models import AppendOnlyError, AuditEntry, User
from accounts.services import create_account, reset_password
from accounts.sign_in.addresses import client_address
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("demo_mode", [True, False])
def test_demonstration_password_opens_demonstrations_only(rf, demo_mode):
    user = User.objects.create_user("canbo", password=DEMO_PASSWORD)
    with override_settings(DEMO_MODE=demo_mode):
        found = authenticate(rf.post("/accounts/login/"), username="canbo", password=DEMO_PASSWORD)
    assert found == (user if demo_mode else None)


def test_nobody_chooses_the_demonstration_password():
    with pytest.raises(ValidationError, match="mật khẩu công khai"):
        validate_password(DEMO_PASSWORD)


def test_first_administrator_has_no_right_to_figures(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "mot-mat-khau-rieng")
    call_command("createsuperuser", username="goc", email="", interactive=False, verbosity=0)
    user = User.objects.get(username="goc")
    assert user.is_administrator is True
    assert user.has_perm("clusters.manage_people") is True
    assert user.has_perm("accounts.add_user") is False


def test_one_time_password_must_be_replaced_first(client):
    user, password = create_account(username="binh", email="", actor=UserFactory())
    client.force_login(user)
    assert client.get(reverse("accounts:me")).url == reverse("account_change_password")
    client.post(
        reverse("account_change_password"),
        {"oldpassword": password, "password1": "Hoa-sen-trang-9", "password2": "Hoa-sen-trang-9"},
    )
    user.refresh_from_db()
    assert (user.password_is_one_time, user.check_password("Hoa-sen-trang-9")) == (False, True)


def test_forgotten_password_is_replaced_by_a_one_time_one():
    user = UserFactory()
    password = reset_password(user=user, actor=UserFactory())
    user.refresh_from_db()
    assert (user.check_password(password), user.password_is_one_time) == (True, True)


def test_pages_of_signed_in_people_are_not_kept(client):
    client.force_login(UserFactory())
    assert client.get(reverse("accounts:me")).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [(False, "1.2.3.4", "10.0.0.9"), (True, "6.6.6.6, 1.2.3.4", "1.2.3.4"), (True, "", "10.0.0.9")],
)
def test_client_address_trusts_the_own_proxy_alone(rf, behind_proxy, forwarded, expected):
    request = rf.get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(BEHIND_PROXY=behind_proxy):
        assert client_address(request) == expected


def test_record_is_only_ever_added_to():
    create_account(username="binh", email="", actor=UserFactory())
    entry = AuditEntry.objects.get()
    entry.note = "khác"
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.all().delete()
