"""What is typed beside a step."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy

from emulation_portal.ui.fields import PlainText


class SubmissionStepForm(PlainText, forms.Form):
    """The reason that goes with a step, where the step asks for one."""

    note = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), strip=True
    )

    def __init__(self, data=None, *, needs_note: bool, label: str = ""):
        super().__init__(data)
        if not needs_note:
            del self.fields["note"]
        elif label:
            self.fields["note"].label = label
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
