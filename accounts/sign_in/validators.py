"""What a password may not be."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.context import DEMO_PASSWORD


class NotTheDemonstrationPassword:
    """The password printed on every demonstration protects nobody."""

    def validate(self, password, user=None):
        if password == DEMO_PASSWORD:
            raise ValidationError(_("This is the public password of the demonstration. Choose another one."))

    def get_help_text(self):
        return _("The public password of the demonstration is refused.")
