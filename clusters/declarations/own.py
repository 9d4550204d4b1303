"""What seasons and people have in the rail."""

from django.utils.translation import gettext_lazy as _

from clusters.current import Current

from . import rail
from .rail import RailEntry, RailPart


def _keeps_dates(around: Current) -> bool:
    """Secretariat of the season, or approver at the Ministry."""
    season, rights = around.season, around.rights
    return bool(season and (rights.is_secretariat(season.pk) or rights.approver_blocks))


rail.register(
    RailEntry(
        name="clusters:phases",
        label=_("Dates of the year"),
        icon="sliders",
        order=10,
        part=RailPart.MANAGEMENT,
        shown=_keeps_dates,
    ),
    RailEntry(
        name="clusters:people",
        label=_("People and accounts"),
        icon="people",
        order=30,
        part=RailPart.MANAGEMENT,
        pages=("clusters:person",),
        arguments=rail.of_nothing,
        shown=lambda around: around.user.is_administrator,
    ),
)
