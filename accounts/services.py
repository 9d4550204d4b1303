"""Writes of accounts."""

import secrets

from django.db import IntegrityError, transaction

from . import audit
from .editing import locked
from .models import User

PROFILE_FIELDS = ("email", "language", "wants_mail")

# Letters and digits that nobody takes for another one, neither on paper nor over the telephone.
SECRET_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - an alphabet
SECRET_GROUPS = 4


class NameTaken(Exception):
    """Another account has this name, in whatever capitals."""


def one_time_password() -> str:
    """A password nobody chose, to be changed by its owner: four groups of four characters, 79 bits."""
    groups = ("".join(secrets.choice(SECRET_LETTERS) for _ in range(4)) for _ in range(SECRET_GROUPS))
    return "-".join(groups)


@transaction.atomic
def create_account(*, username: str, email: str, full_name: str = "", actor: User) -> tuple[User, str]:
    """A new account and its one-time password, which is shown once and stored nowhere. NameTaken."""
    password = one_time_password()
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username=username, email=email, password=password, last_name=full_name[:150], password_is_one_time=True
            )
    except IntegrityError as error:  # somebody else was faster than the form's own look
        raise NameTaken(username) from error
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
def save_profile(*, user: User, email: str, language: str, wants_mail: bool, seen: str = "") -> None:
    """The own e-mail, language, and whether the portal may write. Stale where another window saved meanwhile."""
    after = {"email": email, "language": language, "wants_mail": wants_mail}
    stored = locked(user, "", ())
    before = {name: getattr(stored, name) for name in after}
    if before != after:
        locked(user, seen, PROFILE_FIELDS)
    for name, value in after.items():
        setattr(user, name, value)
    user.save(update_fields=list(after))
    audit.record(actor=user, action="account.profile", target=user, before=before, after=after)
