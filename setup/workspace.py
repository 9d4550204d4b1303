"""What the set-up of a year has in the rail."""

from django.utils.translation import gettext_lazy as _

from clusters.declarations import rail
from clusters.declarations.rail import RailEntry, RailPart

PAGES = (
    "cluster_new",
    "season_new",
    "targets",
    "targets_floor",
    "targets_upload",
    "target",
    "national_targets",
    "national_target",
    "members",
    "membership_end",
)

rail.register(
    RailEntry(
        name="setup:setup",
        label=_("Set-up"),
        icon="building-gear",
        order=20,
        part=RailPart.MANAGEMENT,
        pages=tuple(f"setup:{page}" for page in PAGES),
        arguments=rail.of_nothing,
        shown=rail.of_ministry,
    ),
    RailEntry(
        name="setup:catalogue",
        label=_("Indicators"),
        icon="rulers",
        order=130,
        pages=(
            "setup:catalogue_indicator",
            "setup:catalogue_upload",
            "setup:catalogue_checks",
            "setup:catalogue_new",
            "setup:catalogue_edition",
        ),
        arguments=rail.of_nothing,
    ),
)
