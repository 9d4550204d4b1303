"""Forms of persons, appointments and phases. Ends are shown and typed as the last day in force ("đến hết")."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.editing import EditForm
from accounts.models import User
from accounts.names import account_name
from emulation_portal.fields import DayField, PlainText
from emulation_portal.lib import dates
from emulation_portal.lib.text import clean_text

from . import persons
from .models import Agency, Appointment, Person, SeasonPhase
from .services import APPOINTMENT_FIELDS, PERSON_FIELDS, PHASE_FIELDS


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


def name_taken() -> str:
    return gettext("This user name is taken. Choose another one.")


class PersonForm(CrispyForm, forms.Form):
    """A person, with an account where a user name is given."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        required=False,
        help_text=_("Leave empty for somebody who never signs in."),
        validators=[User.username_validator],
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    birth_year = BirthYearField()
    own_account = None

    def clean_full_name(self):
        return clean_text(self.cleaned_data["full_name"])

    def clean_username(self):
        username = account_name(self.cleaned_data["username"])
        if username and User.objects.filter(username__iexact=username).exclude(pk=self.own_account).exists():
            raise ValidationError(name_taken())
        return username


class PersonEditForm(EditForm, PersonForm):
    """A person corrected, with the account where there is one."""

    stamped = PERSON_FIELDS

    def __init__(self, *args, row: Person, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        if row.user is None:
            del self.fields["username"], self.fields["email"]
        else:
            self.fields["username"].required = True
            self.fields["username"].help_text = ""

    def values_of(self, row: Person) -> dict:
        account = {"username": row.user.username, "email": row.user.email} if row.user else {}
        return {"full_name": row.full_name, "birth_year": row.birth_year} | account

    @property
    def own_account(self) -> int | None:
        return self.row.user_id


class PersonChoice(forms.ModelChoiceField):
    """One of several persons, each by a label that no other in the list has."""

    def __init__(self, *args, **kwargs):
        self.labels: dict[int, str] = {}
        super().__init__(*args, **kwargs)

    def offer(self, people) -> None:
        """Offer these persons, a queryset. One query for their labels."""
        self.queryset = people
        self.labels = persons.labels(people)

    def label_from_instance(self, person: Person) -> str:
        return self.labels.get(person.pk, person.full_name)


class AppointmentForm(CrispyForm, forms.Form):
    """A person begins to work at an agency."""

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=Appointment._meta.get_field("role").choices)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    valid_from = DayField(label=_("From"))
    last_day = DayField(label=_("Until the end of"), required=False)

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["agency"].queryset = Agency.objects.order_by("sort_key", "valid_from")
        self.fields["agency"].label_from_instance = _agency_label

    def clean(self):
        cleaned = super().clean()
        agency, start, last = cleaned.get("agency"), cleaned.get("valid_from"), cleaned.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", _("The last day lies before the first day."))
        if agency and start:
            self._check_life(agency, start, last)
        return cleaned

    def _check_life(self, agency, start, last):
        end = dates.last_day(agency.valid_to)
        if start < agency.valid_from or (end and start > end):
            self.add_error("valid_from", _("The agency did not exist on this day under this name."))
        elif end and (last is None or last > end):
            self.add_error(
                "last_day",
                _("The agency ended on %(day)s; give that day at the latest and appoint the person at its successor.")
                % {"day": dates.format_date(end)},
            )


def _agency_label(agency: Agency) -> str:
    end = dates.last_day(agency.valid_to)
    return f"{agency.name} (– {dates.format_date(end)})" if end else agency.name


class EndAppointmentForm(EditForm, CrispyForm, forms.Form):
    """The last day of an appointment; where one is set, an earlier one."""

    stamped = APPOINTMENT_FIELDS
    last_day = DayField(label=_("Until the end of"))

    def values_of(self, row: Appointment) -> dict:
        return {"last_day": dates.last_day(row.valid_to)}

    def clean_last_day(self):
        last = self.cleaned_data["last_day"]
        if last < self.row.valid_from:
            raise ValidationError(_("The last day lies before the first day."))
        return last


class PhaseForm(EditForm, CrispyForm, forms.ModelForm):
    """When one step opens and the last day it is open."""

    stamped = PHASE_FIELDS
    opens = DayField(label=_("Opens on"), help_text="")
    last_day = DayField(label=_("Open until the end of"), help_text="")

    class Meta:
        model = SeasonPhase
        fields = ["opens"]

    def values_of(self, row: SeasonPhase) -> dict:
        return {"opens": row.opens, "last_day": dates.last_day(row.closes)}

    def clean(self):
        cleaned = super().clean()
        opens, last = cleaned.get("opens"), cleaned.get("last_day")
        if opens and last and last < opens:
            self.add_error("last_day", _("The last day lies before the first day."))
        elif last:
            self.instance.closes = dates.first_day_after(last)
        return cleaned


class ReasonForm(CrispyForm, forms.Form):
    """Why the ministry sets dates that the secretariat keeps."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, help_text=_("Kept in the record with the change."))

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])
