"""What dashboards have in the rail, and which of them may be kept under a name."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.current import Current
from clusters.declarations import kept_pages, rail
from clusters.declarations.rail import RailEntry, RailPart


def _own_agency(around: Current) -> dict:
    return rail.of_season(around) | {"code": around.own_agencies(around.season)[0].agency_code}


def _own_block(around: Current) -> dict:
    """The pledge of the own block, else of the first that one knows of."""
    own = [member.block for member in around.own_agencies(around.season)]
    return rail.of_season(around) | {"block": (own or around.blocks(around.season))[0]}


rail.register(
    RailEntry(
        name="dashboards:ministry",
        label=_("All clusters"),
        icon="globe-asia-australia",
        order=10,
        part=RailPart.NATION,
        arguments=rail.of_nothing,
        shown=rail.of_ministry,
        tab=pgettext_lazy("tab", "Clusters"),
    ),
    RailEntry(
        name="dashboards:national",
        label=pgettext_lazy("room", "National page"),
        icon="map",
        order=20,
        part=RailPart.NATION,
        arguments=rail.of_nothing,
        shown=rail.of_ministry,
    ),
    RailEntry(
        name="dashboards:overview",
        label=_("Year overview"),
        icon="flag",
        order=40,
        pages=("dashboards:indicator", "dashboards:derivation", "dashboards:derived_target", "dashboards:compare"),
        tab=pgettext_lazy("tab", "Overview"),
    ),
    RailEntry(
        name="dashboards:agency",
        label=_("My agency"),
        icon="building",
        order=50,
        same=("code",),  # another member's page is not this room
        arguments=_own_agency,
        shown=lambda around: bool(around.own_agencies(around.season)),
        tab=pgettext_lazy("tab", "Agency"),
    ),
    RailEntry(
        name="dashboards:pledge",
        label=_("Pledge"),
        icon="pen",
        order=80,
        arguments=_own_block,
        shown=lambda around: bool(around.blocks(around.season)),
        tab=pgettext_lazy("tab", "Pledge"),
    ),
)

kept_pages.register("dashboards:overview", _("Year overview"))
kept_pages.register("dashboards:agency", _("Agency page"))
kept_pages.register("dashboards:indicator", _("Indicator over all agencies"))
kept_pages.register("dashboards:national", _("The whole nation"))
kept_pages.register("dashboards:ministry", _("All clusters"))
kept_pages.register("dashboards:compare", _("Comparison"))
