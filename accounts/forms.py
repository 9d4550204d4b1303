"""Forms of the own account."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from .models import User


class ProfileForm(forms.ModelForm):
    """E-mail and language of the own account."""

    class Meta:
        model = User
        fields = ["email", "language"]
        labels = {"email": _("E-mail"), "language": _("Language of pages and files")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
