"""What pages and papers tell about movements: plain rows read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q

from clusters.members import overlapping_year
from clusters.models import Membership, Season
from pledges.enums import MovementKind
from pledges.models import Movement, MovementResponse


@dataclass(frozen=True, slots=True)
class ResponseRow:
    agency_id: int
    agency: str
    responded_on: date
    note: str


@dataclass(frozen=True, slots=True)
class WaveRow:
    """``ends`` is the last day."""

    pk: int
    name: str
    opens: date
    ends: date
    result: str


@dataclass(frozen=True, slots=True)
class PlanFileRow:
    pk: int
    name: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A movement with the members that joined it, ``of`` how many; ``has_waves``: whether it is held in waves."""

    pk: int
    name: str
    scope: str
    scope_label: str
    kind_label: str
    plan: str
    launched_on: date
    ends: date | None
    result: str
    responses: tuple[ResponseRow, ...]
    of: int
    has_waves: bool = False
    waves: tuple[WaveRow, ...] = ()
    plan_files: tuple[PlanFileRow, ...] = ()

    @property
    def responded(self) -> tuple[str, ...]:
        return tuple(row.agency for row in self.responses)


def members_of_year(season: Season) -> dict[int, str]:
    """The agencies that are members in the season's year, with their short names, in official order."""
    rows = Membership.objects.filter(overlapping_year(season.year), cluster_id=season.cluster_id)
    return dict(rows.order_by("agency__sort_key").values_list("agency_id", "agency__short_name"))


def of_season(season: Season) -> Q:
    """The season's own movements and those of the whole sector in its year."""
    return Q(season=season) | Q(season__isnull=True, year=season.year)


def movements_of(season: Season) -> tuple[MovementRow, ...]:
    """Movements of the season with its members' responses its waves and plan files, newest first. Five queries."""
    members = members_of_year(season)
    responses = MovementResponse.objects.filter(agency__in=members).select_related("agency")
    rows = Movement.objects.filter(of_season(season)).prefetch_related(
        Prefetch("responses", responses.order_by("agency__sort_key"), "of_members"), "waves", "plan_files"
    )
    return tuple(
        MovementRow(
            pk=row.pk,
            name=row.name,
            scope=row.scope,
            scope_label=row.get_scope_display(),
            kind_label=row.get_kind_display(),
            plan=row.plan,
            launched_on=row.launched_on,
            ends=row.ends,
            result=row.result,
            responses=tuple(
                ResponseRow(r.agency_id, r.agency.short_name, r.responded_on, r.note) for r in row.of_members
            ),
            of=len(members),
            has_waves=row.kind == MovementKind.WAVES,
            waves=tuple(WaveRow(each.pk, each.name, each.opens, each.ends, each.result) for each in row.waves.all()),
            plan_files=tuple(PlanFileRow(e.pk, e.file_name, e.uploaded_at) for e in row.plan_files.all()),
        )
        for row in rows
    )


# -- what one member still has to answer ------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Unanswered:
    """A running movement that a member has not joined; ``ends`` is its last day, where it has one."""

    pk: int
    name: str
    ends: date | None


def unanswered(season: Season, agency_id: int, today: date) -> tuple[Unanswered, ...]:
    """Those that end first before the others. One query."""
    joined = MovementResponse.objects.filter(movement=OuterRef("pk"), agency=agency_id)
    runs = Q(ends__gte=today) | Q(ends__isnull=True, year=today.year)
    movements = Movement.objects.filter(of_season(season), runs, ~Exists(joined), launched_on__lte=today)
    found = (Unanswered(*row) for row in movements.values_list("pk", "name", "ends"))
    return tuple(sorted(found, key=lambda row: (row.ends or date.max, row.name)))
