"""What the sign-in library answers, in the portal's words."""

from django.utils.translation import gettext_lazy as _

WRONG_NAME_OR_PASSWORD = _("The user name or the password is not right.")
WRONG_PASSWORD = _("This is not the password of the account.")
TOO_MANY_TRIES = _("There were too many wrong tries. Wait a quarter of an hour, then try again.")
TWO_PASSWORDS_DIFFER = _("The two new passwords differ. Type the same one twice.")

ANSWERS = {
    "account_inactive": _("This account is closed. Ask the administrator of the portal."),
    "enter_current_password": WRONG_PASSWORD,
    "incorrect_password": WRONG_PASSWORD,
    "invalid_login": WRONG_NAME_OR_PASSWORD,
    "username_password_mismatch": WRONG_NAME_OR_PASSWORD,
    "too_many_login_attempts": TOO_MANY_TRIES,
    "rate_limited": TOO_MANY_TRIES,
}
