"""Forms of movements."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.editing import EditForm
from clusters.forms import CrispyForm
from clusters.models import Agency
from emulation_portal.lib.text import clean_text
from emulation_portal.ui.fields import DayField
from pledges.models import Movement, MovementWave

from .services import MOVEMENT_FIELDS, RESPONSE_FIELDS, WAVE_FIELDS

LENGTH = 10_000


class MovementForm(EditForm, CrispyForm, forms.ModelForm):
    """A movement; who launches it follows from the page the form stands on."""

    stamped = MOVEMENT_FIELDS

    launched_on = DayField(label=_("Launched on"))
    ends = DayField(label=_("Until the end of"), required=False)
    result = forms.CharField(
        label=_("Result"),
        required=False,
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few lines for the year-end report."),
    )

    class Meta:
        model = Movement
        fields = ["name", "kind", "plan", "launched_on", "ends", "result"]

    def clean_name(self):
        return clean_text(self.cleaned_data["name"])

    def clean_plan(self):
        return clean_text(self.cleaned_data["plan"])

    def clean_result(self):
        return clean_text(self.cleaned_data["result"], multiline=True)

    def clean(self):
        cleaned = super().clean()
        start, last = cleaned.get("launched_on"), cleaned.get("ends")
        if start and last and last < start:
            self.add_error("ends", _("The last day lies before the first day."))
        return cleaned


class PlanFileForm(CrispyForm, forms.Form):
    """The plan of a movement as a file."""

    file = forms.FileField(label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = _("PDF or scanned picture (JPEG, PNG); at most %(limit)s MB. Save a Word document as PDF first.")
        self.fields["file"].help_text = words % {"limit": settings.ORIGINAL_MAX_MB}


class WaveForm(EditForm, CrispyForm, forms.ModelForm):
    """One wave of a movement."""

    stamped = WAVE_FIELDS

    opens = DayField(label=_("Begins on"))
    ends = DayField(label=_("Until the end of"))
    result = forms.CharField(
        label=_("Result"), required=False, max_length=LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = MovementWave
        fields = ["name", "opens", "ends", "result"]

    def clean(self):
        cleaned = super().clean()
        opens, last = cleaned.get("opens"), cleaned.get("ends")
        if opens and last and last < opens:
            self.add_error("ends", _("The last day lies before the first day."))
        return cleaned


class ResponseForm(EditForm, CrispyForm, forms.Form):
    """One's own agency joins, and tells what it did; ``row`` is what it told before, or a new response."""

    stamped = RESPONSE_FIELDS
    stamps_new = True
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    note = forms.CharField(
        label=_("What was done"), required=False, max_length=LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, agency_ids, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=agency_ids)
        if len(agency_ids) == 1:
            self.fields["agency"].initial = next(iter(agency_ids))

    def clean_note(self):
        return clean_text(self.cleaned_data["note"], multiline=True)
