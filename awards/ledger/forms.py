"""Forms of the ledger: a search, a workbook to be imported, a row corrected."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.editing import EditForm
from awards.enums import HiddenLines
from awards.models import Award, AwardRecord
from clusters.forms import CrispyForm
from clusters.models import Agency, Person
from clusters.people.choice import PersonChoice
from emulation_portal.lib import dates
from emulation_portal.ui.fields import DayField

from .corrections import STAMPED, Wording

MERITS_LENGTH = 10_000
ITSELF = ""


class CorrectForm(EditForm, CrispyForm, forms.Form):
    """What a row of the ledger is to say. Of a row that a decision of the portal wrote only the decision's words."""

    stamped = STAMPED

    award = forms.ModelChoiceField(label=_("Award"), queryset=Award.objects.all())
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    person = PersonChoice(
        label=_("Person"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("the agency itself"),
        help_text=_("Those who have worked at the agency. After choosing another agency, save once to get its people."),
    )
    year = forms.IntegerField(label=_("Year of achievement"), min_value=1945, max_value=2999)
    number = forms.CharField(label=_("Number of the decision"), max_length=80)
    date = DayField(label=_("Day of the decision"))
    issuer = forms.CharField(label=_("Issuer"), max_length=160)
    everywhere = forms.BooleanField(label=_("Also in the other rows that quote this decision"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, row: AwardRecord, others: int, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        if row.decision_id or not others:
            del self.fields["everywhere"]
        if row.decision_id:
            for name in ("award", "agency", "person", "year"):
                del self.fields[name]
            return
        typed = self.data.get("agency", "")
        is_key = typed.isascii() and typed.isdecimal() and len(typed) < 10
        chosen = {row.of_agency.pk, int(typed) if is_key else row.of_agency.pk}
        self.fields["agency"].queryset = Agency.objects.order_by("sort_key", "valid_from")
        self.fields["agency"].label_from_instance = lambda agency: f"{agency.name} ({agency.code})"
        self.fields["person"].offer(Person.objects.filter(appointments__agency__in=chosen).distinct())

    def values_of(self, row: AwardRecord) -> dict:
        return {
            "award": row.award_id,
            "agency": row.of_agency.pk,
            "person": row.person_id,
            "year": row.achievement_year,
            "number": row.decision_number,
            "date": row.decision_date,
            "issuer": row.issuer,
        }

    def clean(self):
        cleaned = super().clean()
        award, agency, person = cleaned.get("award"), cleaned.get("agency"), cleaned.get("person")
        if award and not award.may_go_to(person=person is not None):
            self.add_error("award", _("This award does not go to this kind of recipient."))
        if agency and person and not person.appointments.filter(agency=agency).exists():
            self.add_error("person", _("This person did not work at the agency. Choose one of its people."))
        if cleaned.get("date") and cleaned["date"] > dates.today():
            self.add_error("date", _("The day of the decision lies in the future."))
        return cleaned

    def wording(self) -> Wording:
        """What was typed; where a field is not offered, what the row says."""
        cleaned, row = self.cleaned_data, self.row
        return Wording(
            award=cleaned.get("award") or row.award,
            agency=cleaned.get("agency") or row.of_agency,
            person=cleaned.get("person", row.person),
            year=cleaned.get("year") or row.achievement_year,
            number=cleaned["number"],
            day=cleaned["date"],
            issuer=cleaned["issuer"],
            everywhere=cleaned.get("everywhere", False),
        )


class LedgerSearch(forms.Form):
    """What is looked for in the ledger; a year or an award that is not there finds nothing and says so."""

    q = forms.CharField(required=False, max_length=200)
    award = forms.CharField(required=False, max_length=20)
    year = forms.IntegerField(required=False, min_value=1945, max_value=2999)


class HiddenForm(CrispyForm, forms.Form):
    """What becomes of the lines that nobody sees in the workbook; nothing is chosen beforehand."""

    hidden = forms.ChoiceField(
        label=_("Hidden lines"),
        choices=HiddenLines.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of the hidden lines.")},
    )


class ImportForm(CrispyForm, forms.Form):
    """A workbook with awards received."""

    file = forms.FileField(
        label=_("Workbook (.xlsx)"),
        help_text=_("With the heads of the template, in any order; at most 2 MB and 2,000 lines."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
