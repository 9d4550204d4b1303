"""What a password may not be, in the portal's words: the libraries' are English, or Vietnamese of another tone."""

from django.contrib.auth import password_validation as library
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.context import DEMO_PASSWORD


class UnlikeTheAccount(library.UserAttributeSimilarityValidator):
    """Whoever knows the name of an account would try it first."""

    def get_error_message(self):
        return _("This password is too close to the username or the e-mail address. Choose another one.")

    def get_help_text(self):
        return _("Not close to the username or the e-mail address.")


class LongEnough(library.MinimumLengthValidator):
    """Short ones are tried out."""

    def get_error_message(self):
        return ngettext(
            "This password is too short: at least %(count)d character is needed.",
            "This password is too short: at least %(count)d characters are needed.",
            self.min_length,
        ) % {"count": self.min_length}

    def get_help_text(self):
        return ngettext("At least %(count)d character.", "At least %(count)d characters.", self.min_length) % {
            "count": self.min_length
        }


class NotWidelyUsed(library.CommonPasswordValidator):
    """What many use stands in every list of those who try."""

    def get_error_message(self):
        return _("Many people use this password, so it is easily guessed. Choose another one.")

    def get_help_text(self):
        return _("Not one that many people use.")


class NotTheDemonstrationPassword:
    """The password printed on every demonstration protects nobody."""

    def validate(self, password, user=None):
        if password == DEMO_PASSWORD:
            raise ValidationError(_("This is the public password of the demonstration. Choose another one."))

    def get_help_text(self):
        return _("Not the public password of the demonstration.")
