"""What awards have in the workspace: a room of the rail, and nominations that wait for the head of an agency."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clusters.access import place_of
from clusters.current import Current
from clusters.declarations import business, rail, tasks, year_steps
from clusters.declarations.business import AgencyDesk
from clusters.declarations.rail import RailEntry
from clusters.declarations.tasks import Task, TaskKind, unless_quiet
from clusters.enums import LeadershipRole, PhaseKind
from clusters.models import SeasonPhase
from clusters.rights import OwnMembership
from emulation_portal.lib.dates import last_day

from .reading import proposed_of
from .registering.reading import open_registrations

NOMINATION = TaskKind("award", by_officers=True)
REGISTRATION = TaskKind("list-check", by_officers=True)

NOMINATIONS = ("nominate", "nomination", "decide", "submit", "return", "decline", "withdraw")
REGISTERING = ("registrations", "registration")
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


def registrations(around: Current) -> Iterable[Task]:
    """Titles to register, for each season where the own agency has not. One query; none while nothing is open."""
    rights = around.rights
    found = unless_quiet(
        "registrations",
        around,
        lambda: open_registrations(rights.season_ids, rights.own_agency_ids, around.today),
    )
    for phase in found:
        for member in around.own_agencies(phase.season):
            if member.covers(around.today) and phase.block in ("", member.block):
                yield _registration(phase, member)


def _registration(phase: SeasonPhase, member: OwnMembership) -> Task:
    season = phase.season
    return Task(
        kind=REGISTRATION,
        title=_("Register titles for %(year)s") % {"year": season.year},
        url=reverse("awards:registration", args=[*place_of(season), member.agency_code]),
        action=_("Register titles"),
        season_label=f"{season.cluster.short_name} · {season.year}",
        agency_id=member.agency_id,
        agency_code=member.agency_code,
        due=last_day(phase.closes),
    )


rail.register(
    RailEntry(
        name="awards:season",
        label=gettext_lazy("Awards"),
        icon="award",
        order=100,
        pages=tuple(f"awards:{page}" for page in NOMINATIONS + REGISTERING + CLASSIFYING + LEDGER),
    )
)
business.register(nominations)
tasks.register(registrations)
year_steps.register(PhaseKind.REGISTRATION)
