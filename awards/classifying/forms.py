"""The form of one classification: level, decision, and why where a row is corrected."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.editing import EditForm
from awards.enums import ClassificationLevel
from awards.models import ISSUER_LENGTH, NUMBER_LENGTH, AnnualClassification
from clusters.forms import CrispyForm
from emulation_portal.lib.text import clean_text
from emulation_portal.ui.fields import DayField

from .services import STAMPED, Classified


class ClassificationForm(EditForm, CrispyForm, forms.Form):
    """A row without a key is entered and needs no reason."""

    stamped = STAMPED

    level = forms.ChoiceField(label=_("Classification"), choices=[("", "—"), *ClassificationLevel.choices])
    number = forms.CharField(label=_("Number of the decision"), max_length=NUMBER_LENGTH)
    date = DayField(label=_("Day of the decision"))
    issuer = forms.CharField(label=_("Issuer"), max_length=ISSUER_LENGTH)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, row: AnnualClassification, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        if row.pk is None:
            del self.fields["reason"]

    def values_of(self, row: AnnualClassification) -> dict:
        return {
            "level": row.level,
            "number": row.decision_number,
            "date": row.decision_date,
            "issuer": row.issuer,
        }

    def clean_number(self):
        return clean_text(self.cleaned_data["number"])

    def clean_issuer(self):
        return clean_text(self.cleaned_data["issuer"])

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"], multiline=True)

    def said(self) -> Classified:
        given = self.cleaned_data
        return Classified(given["level"], given["number"], given["date"], given["issuer"])


__all__ = ["ClassificationForm"]
