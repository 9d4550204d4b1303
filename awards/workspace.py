"""What awards have in the rail."""

from django.utils.translation import gettext_lazy as _

from clusters.declarations import rail
from clusters.declarations.rail import RailEntry

NOMINATIONS = ("nominate", "nomination", "decide", "submit", "return", "decline", "withdraw")
LEDGER = ("ledger", "upload", "import", "reading", "record", "record_correct", "record_withdraw")

rail.register(
    RailEntry(
        name="awards:season",
        label=_("Awards"),
        icon="award",
        order=100,
        pages=tuple(f"awards:{page}" for page in NOMINATIONS + LEDGER),
    )
)
