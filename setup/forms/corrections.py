"""Forms that correct what the Ministry set up: each asks for a reason, kept in the record with the change."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.editing import EditForm
from clusters.forms import ReasonForm
from clusters.members import overlapping_year
from clusters.models import Agency, Cluster, Leadership
from emulation_portal.lib import dates
from emulation_portal.lib.text import clean_text
from emulation_portal.ui.fields import DayField
from setup.corrections import CLUSTER_FIELDS, LEADERSHIP_FIELDS, MEMBERSHIP_FIELDS

from .setup import decision_field


class DatedEditForm(EditForm, ReasonForm):
    """A first and a last day by a decision, corrected with a reason."""

    valid_from = DayField(label=_("From"))
    last_day = DayField(label=_("Until the end of"), required=False)
    decision = decision_field(required=False)
    field_order = ["name_vi", "short_name_vi", "agency", "valid_from", "last_day", "decision"]

    def clean_decision(self):
        return clean_text(self.cleaned_data["decision"])

    def values_of(self, row) -> dict:
        return {"valid_from": row.valid_from, "last_day": dates.last_day(row.valid_to), "decision": row.decision}


class ClusterEditForm(DatedEditForm):
    """Names, decision and days of a cluster; its code stays, since files bear it."""

    stamped = CLUSTER_FIELDS
    name_vi = forms.CharField(label=_("Name"), max_length=250)
    short_name_vi = forms.CharField(label=_("Short name"), max_length=80)
    lists_all_members = forms.BooleanField(
        label=_("All members are entered"), required=False, help_text=_("Not, where a source names only some of them.")
    )

    def clean_name_vi(self):
        return clean_text(self.cleaned_data["name_vi"])

    def clean_short_name_vi(self):
        return clean_text(self.cleaned_data["short_name_vi"])

    def values_of(self, row: Cluster) -> dict:
        names = ("name_vi", "short_name_vi", "lists_all_members")
        return super().values_of(row) | {name: getattr(row, name) for name in names}


class MembershipEditForm(DatedEditForm):
    """The days of a membership."""

    stamped = MEMBERSHIP_FIELDS


class LeadershipEditForm(DatedEditForm):
    """Which member leads, and on which days."""

    stamped = LEADERSHIP_FIELDS
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())

    def __init__(self, *args, row: Leadership, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        members = row.season.cluster.memberships.filter(overlapping_year(row.season.year)).values("agency_id")
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=members).order_by("sort_key", "valid_from")
        self.fields["last_day"].required = True

    def values_of(self, row: Leadership) -> dict:
        return super().values_of(row) | {"agency": row.agency_id}
