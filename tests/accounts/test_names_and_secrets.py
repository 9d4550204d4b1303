"""Names of accounts are found as they are unique, and secrets can be handed over by voice (B43, B44)."""

import html
import re

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

LOOK_ALIKES = set("0OoIl1i")


def sign_in(client, name: str):
    return client.post("/accounts/login/", {"login": name, "password": PASSWORD})


@pytest.mark.parametrize("written", ["canbo", "Canbo", "CANBO", " canbo ", "can\u200bbo", "canbo\ufeff", "\u200ecanbo"])
def test_name_is_found_as_it_is_written(client, db, written):
    UserFactory(username="canbo")
    assert sign_in(client, written).status_code == 302


def test_name_in_capitals_counts_for_the_same_lock(client, db, settings):
    settings.AXES_ENABLED = True
    UserFactory(username="canbo")
    for name in ("canbo", "Canbo", "CANBO", "can\u200bbo", "canbO"):
        client.post("/accounts/login/", {"login": name, "password": "sai-mat-khau"})
    assert sign_in(client, "canbo").status_code == 429


def test_two_accounts_never_differ_in_capitals_alone(db):
    UserFactory(username="canbo")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("CanBo")
    assert User.objects.filter(username__iexact="canbo").count() == 1


@pytest.fixture
def given(as_user):
    """The answer to a new person with an account."""
    fields = {"full_name": "Trần Thị Mới", "username": "moi", "email": ""}
    return as_user("administrator").post("/people/new/", fields, follow=True)


def secret_in(page: str) -> str:
    """The one-time password: whatever on the page opens the account."""
    user = User.objects.get(username="moi")
    texts = re.split(r"\s+", html.unescape(re.sub(r"<[^>]+>", " ", page)))
    return next((text for text in texts if len(text) > 9 and user.check_password(text)), "")


def test_secret_stands_alone_and_has_no_look_alikes(given):
    secret = secret_in(given.content.decode())
    assert secret, "the password stands on the page with nothing glued to it"
    assert not LOOK_ALIKES & set(secret)
    assert re.search(rf">\s*{secret}\s*<", given.content.decode()), "alone on its line"


def test_secret_is_in_no_cookie_and_no_session(as_user, world):
    client = as_user("administrator")
    fields = {"full_name": "Trần Thị Mới", "username": "moi", "email": ""}
    answer = client.post("/people/new/", fields)
    secret = secret_in(answer.content.decode())
    assert secret, "the password stands in the answer itself, so that nothing has to carry it on"
    assert not any(secret in cookie.value for cookie in client.cookies.values())
    assert not any(secret in str(row.get_decoded()) for row in Session.objects.all())
    assert secret not in client.get(f"/people/{User.objects.get(username='moi').person.pk}/").content.decode()


def test_new_secret_of_somebody_who_forgot_stands_in_the_page(as_user, world):
    client, user = as_user("administrator"), world.users["officer"]
    answer = client.post(f"/people/{user.person.pk}/password/")
    user.refresh_from_db()
    texts = re.split(r"\s+", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))
    assert any(len(text) > 9 and user.check_password(text) for text in texts)
    assert "messages" not in client.cookies or not client.cookies["messages"].value
