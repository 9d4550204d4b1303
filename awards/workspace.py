"""What awards have in the workspace: a room of the rail, and nominations that wait for the head of an agency."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clusters.access import place_of
from clusters.declarations import business, rail
from clusters.declarations.business import AgencyDesk
from clusters.declarations.rail import RailEntry
from clusters.declarations.tasks import Task, TaskKind
from clusters.enums import LeadershipRole

from .reading import proposed_of

NOMINATION = TaskKind("award", by_officers=True)

NOMINATIONS = ("nominate", "nomination", "decide", "submit", "return", "decline", "withdraw")
CLASSIFYING = ("classifications", "classify", "unclassify")
LEDGER = ("ledger", "upload", "import", "reading", "record", "record_correct", "record_withdraw")


def nominations(desk: AgencyDesk) -> Iterable[Task]:
    """Own nominations given back; for the head of the cluster also how many wait to be submitted. One query."""
    chairs = desk.around.rights.leads(desk.season.pk, role=LeadershipRole.HEAD)
    leads = any(scope.as_head and scope.agency_id == desk.agency_id for scope in chairs)
    rows = proposed_of(desk.season.pk, desk.agency_id, everybody=leads)
    for row in rows:
        if row.is_own and row.note:
            title = _("Answer the nomination given back: %(nominee)s, %(award)s")
            url = reverse("awards:nomination", args=[row.pk])
            named = title % {"nominee": row.nominee, "award": row.award}
            yield desk.task(NOMINATION, named, url, _("View the nomination"), note=row.note)
    if leads and rows:
        title = ngettext(
            "Submit %(n)s nomination of the cluster to the Ministry",
            "Submit %(n)s nominations of the cluster to the Ministry",
            len(rows),
        ) % {"n": len(rows)}
        url = reverse("awards:season", args=place_of(desk.season))
        yield desk.task(NOMINATION, title, url, _("View the nominations"))


rail.register(
    RailEntry(
        name="awards:season",
        label=gettext_lazy("Awards"),
        icon="award",
        order=100,
        pages=tuple(f"awards:{page}" for page in NOMINATIONS + CLASSIFYING + LEDGER),
    )
)
business.register(nominations)
