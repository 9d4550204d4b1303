"""What forms of every room share: fields only, a year of birth, one of several persons, a reason."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from emulation_portal.lib import dates
from emulation_portal.lib.text import clean_text
from emulation_portal.ui.fields import PlainText


class CrispyForm(PlainText):
    """Fields only; the template owns the form tag, the token and the buttons."""

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class BirthYearField(forms.IntegerField):
    """The year in which somebody was born, asked for where two persons bear one name."""

    def __init__(self, **kwargs):
        defaults = {
            "label": _("Year of birth"),
            "required": False,
            "min_value": 1900,
            "max_value": 2999,
            "help_text": _("Tells two persons of one name apart in lists and in workbooks."),
            "error_messages": dict.fromkeys(
                ("invalid", "min_value", "max_value"), _("Type the year of birth with four digits, such as 1985.")
            ),
            "widget": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }
        super().__init__(**(defaults | kwargs))

    def clean(self, value):
        year = super().clean(value)
        if year and year > dates.today().year:
            raise ValidationError(self.error_messages["max_value"])
        return year


class ReasonForm(CrispyForm, forms.Form):
    """Why the ministry sets dates that the secretariat keeps."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, help_text=_("Kept in the record with the change."))

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])
