"""Own words for what Django says of a field: its Vietnamese is unreadable ("Nhập một số tổng thể.") or missing.

Put in the place of the library's once, before any form is made, so that no form can forget them.
"""

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core import validators
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

CHOOSE_AGAIN = _("This choice is not in the list, or no longer. Choose again.")
FILL_IN = _("This must not be left empty.")
WHOLE_NUMBER = _("Type a whole number in digits, such as 30.")
NUMBER = _("Type a number in digits, such as 30.")
DAY = _("Type a day as day/month/year, such as 05/02/2025.")
NO_FILE = _("No file has arrived. Choose the file again and send it once more.")
TOO_LONG = ngettext_lazy(
    "There is %(show_value)d character; at most %(limit_value)d can be kept. Shorten the text.",
    "There are %(show_value)d characters; at most %(limit_value)d can be kept. Shorten the text.",
    "show_value",
)
TOO_SHORT = ngettext_lazy(
    "There is %(show_value)d character; at least %(limit_value)d are needed.",
    "There are %(show_value)d characters; at least %(limit_value)d are needed.",
    "show_value",
)
HIDDEN = _("The text holds characters that cannot be seen. Delete it and type it anew.")
NOT_SO = _("This is not written as it has to be. Check it and type it anew.")
TAKEN = _("This is there already.")

FIELDS = {
    forms.Field: {"required": FILL_IN},
    forms.IntegerField: {"invalid": WHOLE_NUMBER},
    forms.FloatField: {"invalid": NUMBER},
    forms.DecimalField: {"invalid": NUMBER},
    forms.DateField: {"invalid": DAY},
    forms.DateTimeField: {"invalid": DAY},
    forms.FileField: {
        "invalid": NO_FILE,
        "missing": NO_FILE,
        "empty": _("The file is empty. Choose another one."),
        "max_length": _("The name of the file is too long. Shorten it."),
        "contradiction": NO_FILE,
    },
    forms.ChoiceField: {"invalid_choice": CHOOSE_AGAIN},
    forms.MultipleChoiceField: {"invalid_choice": CHOOSE_AGAIN, "invalid_list": CHOOSE_AGAIN},
    forms.ModelChoiceField: {"invalid_choice": CHOOSE_AGAIN},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": CHOOSE_AGAIN,
        "invalid_list": CHOOSE_AGAIN,
        "invalid_pk_value": CHOOSE_AGAIN,
    },
    models.Field: {
        "null": FILL_IN,
        "blank": FILL_IN,
        "invalid_choice": CHOOSE_AGAIN,
        "unique": TAKEN,
        "unique_for_date": TAKEN,
    },
    models.IntegerField: {"invalid": WHOLE_NUMBER},
    models.DateField: {"invalid": DAY, "invalid_date": DAY},
    models.ForeignKey: {"invalid": CHOOSE_AGAIN},
}
VALIDATORS = {
    validators.RegexValidator: NOT_SO,
    UnicodeUsernameValidator: _("A user name holds letters, digits and the signs . _ - + @ only, and no spaces."),
    validators.EmailValidator: _("This is not an e-mail address. Write it like ten@coquan.gov.vn."),
    validators.ProhibitNullCharactersValidator: HIDDEN,
    validators.MinValueValidator: _("The smallest possible value is %(limit_value)s."),
    validators.MaxValueValidator: _("The largest possible value is %(limit_value)s."),
    validators.MinLengthValidator: TOO_SHORT,
    validators.MaxLengthValidator: TOO_LONG,
    validators.FileExtensionValidator: _("Files of the kind .%(extension)s are not taken here."),
}


def install() -> None:
    """Put the words in the place of the library's; called once, when the portal starts."""
    for kind, words in FIELDS.items():
        kind.default_error_messages = {**getattr(kind, "default_error_messages", {}), **words}
    for kind, words in VALIDATORS.items():
        kind.message = words
    models.BaseConstraint.default_violation_error_message = NOT_SO
