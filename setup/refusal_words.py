"""Why something cannot be set up like this, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation_portal.lib import dates

from .seasons import MembershipRefused

SEASON_REASONS = {
    "no_members": gettext_lazy("The cluster has no members in this year. Enter its members first."),
    "not_a_member": gettext_lazy("This agency is not a member of the cluster in this year."),
    "same_agency": gettext_lazy("The deputy must be another agency than the head agency."),
    "ends_before_it_begins": gettext_lazy("The last day lies before the first day."),
    "outside_the_year": gettext_lazy("These days lie outside the year that is being opened."),
    "another_head": gettext_lazy("Another agency is the head agency on some of these days."),
    "no_calendar": gettext_lazy("No reporting calendar is in force for the members in this year."),
}
_MEMBERSHIP_REASONS = {
    "ends_before_it_begins": ("last_day", gettext_lazy("The last day lies before the first day.")),
    "members_outside": ("valid_from", gettext_lazy("Some members belong to the cluster on days outside these.")),
    "agency_life": (None, gettext_lazy("The agency does not exist under this name on all of these days.")),
    "cluster_life": (None, gettext_lazy("The cluster does not exist on all of these days.")),
    "ended_earlier": (
        "last_day",
        gettext_lazy("The membership ends earlier already. A later membership is entered as a new one."),
    ),
}


def membership_refusal(error: MembershipRefused) -> tuple[str | None, str]:
    """The field it belongs to and the words, naming the membership that stands in the way."""
    if error.clash is None:
        return _MEMBERSHIP_REASONS[error.reason]
    names = {
        "cluster": error.clash.cluster.name,
        "start": dates.format_date(error.clash.valid_from),
        "end": dates.format_date(dates.last_day(error.clash.valid_to)) if error.clash.valid_to else "",
    }
    if error.clash.valid_to:
        return None, _("The agency is a member of %(cluster)s from %(start)s to %(end)s. End that first.") % names
    return None, _("The agency is a member of %(cluster)s since %(start)s. End that first.") % names
