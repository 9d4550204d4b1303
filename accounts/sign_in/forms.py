"""The forms of the sign-in library with labels and answers of our own; the library brings no Vietnamese."""

from allauth.account import forms as library
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .words import TWO_PASSWORDS_DIFFER


class SignInForm(library.LoginForm):
    """Name and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields, {"login": _("User name"), "password": _("Password")})


class ChangePasswordForm(library.ChangePasswordForm):
    """The password of today, and the new one twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Password of today"),
            "password1": _("Your new password"),
            "password2": _("The new password once more"),
        }
        _name(self.fields, labels)

    def add_error(self, field, error):
        """The library says one thing without asking the adapter: that the two new passwords differ."""
        is_librarys = field == "password2" and not isinstance(error, ValidationError)
        super().add_error(field, TWO_PASSWORDS_DIFFER if is_librarys else error)


class ReauthenticateForm(library.ReauthenticateForm):
    """The password once more, before an act that stays."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields, {"password": _("Password")})


def _name(fields, labels) -> None:
    for name, label in labels.items():
        fields[name].label = label
        fields[name].widget.attrs["placeholder"] = ""
