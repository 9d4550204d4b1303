"""Forms of the own account."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from emulation_portal.ui.fields import PlainText

from .editing import EditForm
from .models import User
from .services import PROFILE_FIELDS


class ProfileForm(EditForm, PlainText, forms.ModelForm):
    """E-mail and language of the own account, and whether the portal may write."""

    stamped = PROFILE_FIELDS

    class Meta:
        model = User
        fields = ["email", "language", "wants_mail"]
        labels = {"email": _("E-mail"), "language": _("Language of pages and files")}
        help_texts = {
            "wants_mail": _("The e-mail names the report and its page in the portal; it holds no figures and no file."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
