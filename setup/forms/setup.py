"""Forms of the Ministry's set-up room: a cluster, a year of it, and its members."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.editing import EditForm
from clusters.forms import CrispyForm
from clusters.members import overlapping_year
from clusters.models import Agency, Cluster, Membership
from emulation_portal.lib import dates
from emulation_portal.lib.text import clean_text, search_key
from emulation_portal.ui.fields import DayField
from setup.seasons import END_FIELDS, GRACE_DAYS

FIRST_YEAR = 2023  # no reporting periods are known before
DECISION_LENGTH = 120


def decision_field(max_length: int = DECISION_LENGTH, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Decision"),
        max_length=max_length,
        required=required,
        help_text=gettext_lazy("Number, day and issuer, such as 1234/QĐ-BTP of 05/02/2025."),
    )


class DecidedForm(CrispyForm, forms.Form):
    """What is set up rests on a decision."""

    def clean_decision(self):
        return clean_text(self.cleaned_data["decision"])


class ClusterForm(DecidedForm):
    """A cluster formed by a decision."""

    name_vi = forms.CharField(label=gettext_lazy("Name"), max_length=250)
    short_name_vi = forms.CharField(label=gettext_lazy("Short name"), max_length=80)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Capital letters and digits; part of the names of files."),
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]*\Z", gettext_lazy("Capital letters A–Z and digits only."))],
    )
    valid_from = DayField(label=gettext_lazy("From"))
    decision = decision_field()

    def clean_name_vi(self):
        return clean_text(self.cleaned_data["name_vi"])

    def clean_short_name_vi(self):
        name = clean_text(self.cleaned_data["short_name_vi"])
        if not slugify(search_key(name)):
            raise ValidationError(_("The short name needs letters."))
        return name

    def clean_code(self):
        code = self.cleaned_data["code"]
        if Cluster.objects.filter(code__iexact=code).exists():
            raise ValidationError(_("Another cluster has this code."))
        return code

    def clean(self):
        cleaned = super().clean()
        if name := cleaned.get("short_name_vi"):
            slug = slugify(search_key(name))[:60]
            taken = Cluster.objects.filter(slug=slug).exists()
            cleaned["slug"] = f"{slug}-{cleaned.get('code', '').lower()}" if taken else slug
        return cleaned


class YearForm(CrispyForm, forms.Form):
    """Which year is to be opened: not before the first known calendar, at most the next one."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR)

    def clean_year(self):
        latest = dates.today().year + 1
        if self.cleaned_data["year"] > latest:
            raise ValidationError(_("At most the year %(year)s can be opened now.") % {"year": latest})
        return self.cleaned_data["year"]


class SeasonForm(DecidedForm):
    """The leading agencies of a year and how long its entry stays open."""

    head = forms.ModelChoiceField(label=gettext_lazy("Head agency"), queryset=Agency.objects.none())
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy head agency"), queryset=Agency.objects.none(), required=False
    )
    valid_from = DayField(label=gettext_lazy("From"))
    last_day = DayField(label=gettext_lazy("Until the end of"))
    grace_days = forms.IntegerField(
        label=gettext_lazy("Days entry stays open after the due date"),
        min_value=0,
        max_value=366,
        initial=GRACE_DAYS,
        help_text=gettext_lazy("A report that arrives in these days is accepted and marked as late."),
    )
    decision = decision_field()

    def __init__(self, *args, cluster: Cluster, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        members = cluster.memberships.filter(overlapping_year(year)).values("agency_id")
        for name in ("head", "deputy"):
            self.fields[name].queryset = Agency.objects.filter(pk__in=members).order_by("sort_key", "valid_from")


class MemberForm(DecidedForm):
    """An agency becomes a member of the cluster."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none())
    valid_from = DayField(label=gettext_lazy("From"))
    last_day = DayField(label=gettext_lazy("Until the end of"), required=False)
    decision = decision_field()

    def __init__(self, *args, year: int, blocks, **kwargs):
        super().__init__(*args, **kwargs)
        living = Agency.objects.filter(overlapping_year(year), kind__in=blocks)
        self.fields["agency"].queryset = living.order_by("sort_key", "valid_from")
        self.fields["agency"].label_from_instance = agency_label


def agency_label(agency: Agency) -> str:
    end = dates.last_day(agency.valid_to)
    return f"{agency.name} (– {dates.format_date(end)})" if end else agency.name


class MembershipEndForm(EditForm, DecidedForm):
    """The last day of a membership."""

    stamped = END_FIELDS
    last_day = DayField(label=gettext_lazy("Until the end of"))
    decision = decision_field()

    def values_of(self, row: Membership) -> dict:
        return {"last_day": dates.last_day(row.valid_to)}
