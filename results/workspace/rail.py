"""What results have in the rail: entry for who enters, review for who reviews; entry is a step of the year."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.current import Current
from clusters.declarations import rail, year_steps
from clusters.declarations.rail import RailEntry
from clusters.enums import PhaseKind

from .current import dates_of, entry_window
from .tasks import APPROVE, CORRECT, ENTER, RECEIVE, REOPENED, START


def _entered(around: Current) -> dict | None:
    """Where the own agency enters next: its first membership in the season that has a period to enter."""
    dated = dates_of(around)
    windows = ((member, entry_window(dated, member)) for member in around.own_agencies(around.season))
    return next(({"agency_code": m.agency_code, "period_code": w.code} for m, w in windows if w), None)


def _reviews(around: Current) -> bool:
    return around.rights.is_ministry or bool(around.rights.leads(around.season.pk))


rail.register(
    RailEntry(
        name="results:entry",
        label=_("Enter results"),
        icon="grid-3x3",
        order=60,
        arguments=_entered,
        shown=lambda around: _entered(around) is not None,
        counts=(START, ENTER, CORRECT, REOPENED),
    ),
    RailEntry(
        name="results:review",
        label=_("Review"),
        icon="check2-square",
        order=70,
        pages=("results:submission",),
        shown=_reviews,
        counts=(RECEIVE, APPROVE),
        tab=pgettext_lazy("tab", "Review"),
    ),
)
year_steps.register(PhaseKind.ENTRY)
