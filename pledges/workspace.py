"""What movements have in the rail."""

from django.utils.translation import gettext_lazy as _

from clusters.declarations import rail
from clusters.declarations.rail import RailEntry

rail.register(
    RailEntry(
        name="pledges:movements",
        label=_("Movements"),
        icon="megaphone",
        order=90,
        pages=("pledges:movement_new", "pledges:movement", "pledges:respond"),
    )
)
