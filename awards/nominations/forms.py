"""Forms of nominations: proposing, a step, the Ministry's decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models import Award
from awards.services import people_of
from clusters.forms import CrispyForm
from clusters.models import Agency, Person
from clusters.people.choice import PersonChoice
from emulation_portal.lib.text import clean_text
from emulation_portal.ui.fields import DayField

MERITS_LENGTH = 10_000
ITSELF = ""


class NominationForm(CrispyForm, forms.Form):
    """An award for one's own agency or for somebody who works there."""

    agency = forms.ModelChoiceField(label=_("Agency that proposes"), queryset=Agency.objects.none())
    person = PersonChoice(
        label=_("Person"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("the agency itself"),
        help_text=_("Leave as it is where the agency itself is proposed."),
    )
    award = forms.ModelChoiceField(label=_("Award"), queryset=Award.objects.none())
    title = forms.CharField(
        label=_("Position held"), max_length=160, required=False, help_text=_("Of the person, as it is to be printed.")
    )
    merits = forms.CharField(
        label=_("Summary of merits"), max_length=MERITS_LENGTH, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args, season, agency_ids, day, **kwargs):
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(pk__in=agency_ids)
        self.fields["agency"].queryset = agencies
        self.fields["award"].queryset = Award.objects.valid_on(day)
        people = Person.objects.filter(pk__in={p.pk for a in agencies for p in people_of(a, season.year)})
        self.fields["person"].offer(people)
        if len(agency_ids) == 1:
            self.fields["agency"].initial = next(iter(agency_ids))

    def clean_merits(self):
        return clean_text(self.cleaned_data["merits"], multiline=True)


class DecisionForm(CrispyForm, forms.Form):
    """Number, day and issuer; the nominations it grants are ticked in the list."""

    number = forms.CharField(label=_("Number of the decision"), max_length=80)
    date = DayField(label=_("Day of the decision"))
    issuer = forms.CharField(label=_("Issuer"), max_length=160)

    def clean_number(self):
        return clean_text(self.cleaned_data["number"])

    def clean_issuer(self):
        return clean_text(self.cleaned_data["issuer"])


class NominationStepForm(CrispyForm, forms.Form):
    """The reason of a step that needs one."""

    note = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_note(self):
        return clean_text(self.cleaned_data["note"], multiline=True)
