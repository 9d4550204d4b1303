"""Forms of the Ministry's page of days off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.editing import EditForm
from clusters.forms import CrispyForm, ReasonForm
from emulation_portal.lib import dates
from emulation_portal.lib.text import clean_text
from emulation_portal.ui.fields import DayField
from results.enums import DayKind
from results.models import DayOff
from setup.days_off import FIELDS
from setup.holiday_proposals import Proposal


class DayWords(CrispyForm, forms.Form):
    """What a day is, why, and by which text."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DayKind.choices)
    reason = forms.CharField(label=_("Reason"), max_length=120)
    basis = forms.CharField(
        label=_("Basis"), max_length=120, required=False, help_text=_("The announcement or text, where there is one.")
    )

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])

    def clean_basis(self):
        return clean_text(self.cleaned_data["basis"])


class NewDayForm(DayWords):
    """A day off, or a day worked to make up for one."""

    day = DayField(label=_("Day"))
    field_order = ["day", "kind", "reason", "basis"]


class DayEditForm(EditForm, DayWords):
    """A stored day, corrected; the day itself is withdrawn and entered anew."""

    stamped = FIELDS

    def values_of(self, row: DayOff) -> dict:
        return {"kind": row.kind, "reason": row.reason, "basis": row.basis}


class AdoptForm(CrispyForm, forms.Form):
    """Which days of a proposal are entered."""

    days = forms.MultipleChoiceField(label=_("Days to be entered"), widget=forms.CheckboxSelectMultiple)
    basis = forms.CharField(
        label=_("Basis"), max_length=120, required=False, help_text=_("The announcement or text, where there is one.")
    )

    def __init__(self, *args, proposals: list[Proposal], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [
            (each.date.isoformat(), f"{dates.format_date(each.date)} · {DayKind(each.kind).label} · {each.reason}")
            for each in proposals
        ]
        self.fields["days"].initial = [each.date.isoformat() for each in proposals]

    def clean_basis(self):
        return clean_text(self.cleaned_data["basis"])


__all__ = ["AdoptForm", "DayEditForm", "NewDayForm", "ReasonForm"]
