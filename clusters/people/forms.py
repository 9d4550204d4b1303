"""Forms of persons and appointments. Ends are shown and typed as the last day in force ("đến hết")."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.editing import EditForm
from accounts.models import User
from accounts.sign_in.names import account_name
from clusters.forms import BirthYearField, CrispyForm
from clusters.models import Agency, Appointment, Person
from clusters.services import APPOINTMENT_FIELDS, PERSON_FIELDS
from emulation_portal.lib import dates
from emulation_portal.lib.text import clean_text
from emulation_portal.ui.fields import DayField


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
