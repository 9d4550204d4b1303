"""Writes of accounts."""

import secrets

from django.db import transaction

from . import audit
from .models import User


def one_time_password() -> str:
    """A password nobody chose, to be changed by its owner: 16 characters of the URL-safe alphabet."""
    return secrets.token_urlsafe(12)


@transaction.atomic
def create_account(*, username: str, email: str, full_name: str = "", actor: User) -> tuple[User, str]:
    """A new account and its one-time password, which is shown once and stored nowhere."""
    password = one_time_password()
    user = User.objects.create_user(
        username=username, email=email, password=password, last_name=full_name[:150], password_is_one_time=True
    )
    audit.record(actor=actor, action="account.create", target=user, after={"username": username})
    return user, password


@transaction.atomic
def reset_password(*, user: User, actor: User) -> str:
    """Replace a forgotten password by a one-time one."""
    password = one_time_password()
    user.set_password(password)
    user.password_is_one_time = True
    user.save(update_fields=["password", "password_is_one_time"])
    audit.record(actor=actor, action="account.reset_password", target=user)
    return password


@transaction.atomic
def set_active(*, user: User, active: bool, actor: User) -> None:
    """Open or close an account; repeating it changes nothing."""
    if user.is_active == active:
        return
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record(actor=actor, action="account.open" if active else "account.close", target=user)


@transaction.atomic
def save_profile(*, user: User, email: str, language: str, wants_mail: bool) -> None:
    """The own e-mail, language, and whether the portal may write."""
    after = {"email": email, "language": language, "wants_mail": wants_mail}
    before = {name: getattr(user, name) for name in after}
    for name, value in after.items():
        setattr(user, name, value)
    user.save(update_fields=list(after))
    audit.record(actor=user, action="account.profile", target=user, before=before, after=after)
