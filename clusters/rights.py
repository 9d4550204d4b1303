"""What a person may do today, worked out once per request from appointments and leadership.

Rights begin and end by date; ``lib.dates.today()`` is the only clock. An agency that has ended is represented by its
successors, so everything here is closed over the edges of succession.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from accounts.models import User
from emulation_portal.lib import dates

from .enums import AgencyKind, AppointmentRole, Block, LeadershipRole
from .members import SuccessionMap
from .models import Appointment, Leadership, Membership, Season
from .querysets import in_force

BLOCKS = frozenset(Block.values)
_NONE: frozenset = frozenset()


@dataclass(frozen=True, slots=True)
class LedScope:
    """A season that the person's agency leads or led: ``is_current`` tells whether the term runs today."""

    season_id: int
    cluster_id: int
    year: int
    agency_id: int
    role: str
    blocks: frozenset[str]
    members: tuple[tuple[int, date, date | None], ...]  # agency, from, to (half-open), touching the year
    leading: tuple[tuple[int, str, str], ...]  # who leads the season today: agency, block, role
    is_current: bool
    as_head: bool
    as_officer: bool

    @property
    def member_ids(self) -> frozenset[int]:
        return frozenset(agency_id for agency_id, _, _ in self.members)

    def spans(self) -> dict[tuple[date, date | None], set[int]]:
        """The members by the span of their membership: few spans, many members."""
        found: dict[tuple[date, date | None], set[int]] = {}
        for agency_id, valid_from, valid_to in self.members:
            found.setdefault((valid_from, valid_to), set()).add(agency_id)
        return found

    def sees(self, agency_id: int, block: str, day: date) -> bool:
        """Whether the term covers an agency of a block whose membership is decided on ``day``."""
        return block in self.blocks and any(
            member == agency_id and valid_from <= day and (valid_to is None or valid_to > day)
            for member, valid_from, valid_to in self.members
        )


@dataclass(frozen=True, slots=True)
class OwnMembership:
    """An agency one acts for, as a member of one season; ``valid_from`` and ``valid_to`` are the membership's."""

    season_id: int
    year: int
    agency_id: int
    agency_code: str
    agency_name: str
    block: str
    valid_from: date
    valid_to: date | None

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Rights:
    """One person's rights on one day. Ids include the ended agencies that the person's agencies succeed."""

    day: date
    officer_ids: frozenset[int] = _NONE
    head_ids: frozenset[int] = _NONE
    officer_blocks: frozenset[str] = _NONE  # as officer of a ministry body
    approver_blocks: frozenset[str] = _NONE  # as head of a ministry body
    led_scopes: tuple[LedScope, ...] = ()
    season_ids: frozenset[int] = _NONE
    current_agency_ids: tuple[int, ...] = ()
    memberships: tuple[OwnMembership, ...] = ()
    appointments: tuple[Appointment, ...] = field(default=(), compare=False)
    known_succession: SuccessionMap | None = field(default=None, compare=False)  # where it was read

    @cached_property
    def succession(self) -> SuccessionMap:
        """Who stands for whom: read with the rights of whoever competes, for others when first asked for."""
        return self.known_succession or SuccessionMap.load()

    @property
    def own_agency_ids(self) -> frozenset[int]:
        return self.officer_ids | self.head_ids

    @property
    def supervised_blocks(self) -> frozenset[str]:
        return self.officer_blocks | self.approver_blocks

    @property
    def is_ministry(self) -> bool:
        return bool(self.supervised_blocks)

    @property
    def is_empty(self) -> bool:
        return not (self.own_agency_ids or self.supervised_blocks)

    def leads(self, season_id: int, *, role: str | None = None, current: bool = True) -> tuple[LedScope, ...]:
        """The person's terms in a season; with ``current=False`` also those that have ended (reading only)."""
        return tuple(
            scope
            for scope in self.led_scopes
            if scope.season_id == season_id
            and (scope.is_current or not current)
            and (role is None or scope.role == role)
        )

    def is_secretariat(self, season_id: int) -> bool:
        """Officer or head of the head agency today."""
        return bool(self.leads(season_id, role=LeadershipRole.HEAD))

    def heads_cluster(self, season_id: int) -> bool:
        """Head of the head agency today."""
        return any(scope.as_head for scope in self.leads(season_id, role=LeadershipRole.HEAD))

    def deputises(self, season_id: int, *, as_head: bool = False) -> bool:
        """Officer or head (``as_head``: head) of the deputy agency today."""
        return any(scope.as_head or not as_head for scope in self.leads(season_id, role=LeadershipRole.DEPUTY))

    def sees_all_of(self, season_id: int, block: str) -> bool:
        """Every member's figures of the block, released or not: secretariat and deputy (also past), ministry."""
        return block in self.supervised_blocks or any(
            block in scope.blocks for scope in self.leads(season_id, current=False)
        )


def rights_of(user) -> Rights:
    """The person's rights today; read once and kept on the account object until the day changes."""
    day = dates.today()
    if not getattr(user, "is_authenticated", False):
        return Rights(day=day)
    kept = getattr(user, "_rights", None)
    if kept is None or kept.day != day:
        kept = user._rights = _read(user, day)
    return kept


def forget(user) -> None:
    """Drop what is kept, after an appointment or a leadership has changed within one process."""
    user._rights = None


def _read(user, day: date) -> Rights:
    if not user.is_active:
        return Rights(day=day)
    appointments = tuple(
        Appointment.objects.valid_on(day)
        .filter(in_force(day, "agency__"), person__user=user)  # an ended agency is represented by its successors
        .select_related("agency__province", "person")
        .order_by("pk")
    )
    if not appointments:
        return Rights(day=day)
    competing = [a for a in appointments if a.agency.kind != AgencyKind.MINISTRY_BODY]
    succession = SuccessionMap.load() if competing else None
    today = succession.as_of(day) if succession else None
    officer_ids = _represented(competing, AppointmentRole.OFFICER, today)
    head_ids = _represented(competing, AppointmentRole.HEAD, today)
    members = _members(officer_ids | head_ids, day) if competing else _Members()
    scopes = _led_scopes(members, officer_ids, head_ids, day)
    own = _own_memberships(officer_ids | head_ids, members)
    return Rights(
        day=day,
        officer_ids=officer_ids,
        head_ids=head_ids,
        officer_blocks=_supervised(appointments, AppointmentRole.OFFICER),
        approver_blocks=_supervised(appointments, AppointmentRole.HEAD),
        led_scopes=scopes,
        season_ids=frozenset(m.season_id for m in own) | frozenset(scope.season_id for scope in scopes),
        memberships=own,
        current_agency_ids=tuple(dict.fromkeys(a.agency_id for a in competing)),
        appointments=appointments,
        known_succession=succession,
    )


def _represented(appointments, role: str, succession: SuccessionMap | None) -> frozenset[int]:
    ids = [a.agency_id for a in appointments if a.role == role]
    return frozenset(succession.with_predecessors(ids)) if ids else _NONE


def _supervised(appointments, role: str) -> frozenset[str]:
    return frozenset(
        block
        for a in appointments
        if a.role == role and a.agency.kind == AgencyKind.MINISTRY_BODY
        for block in a.agency.supervised_blocks
    )


class _Chair(NamedTuple):
    """A term of leading a season that has begun."""

    agency_id: int
    block: str
    role: str
    valid_to: date


class _Member(NamedTuple):
    """A membership, once for each season of its cluster; without a season where the cluster has none."""

    season_id: int | None
    year: int | None
    agency_id: int
    agency_code: str
    agency_name: str
    block: str
    valid_from: date
    valid_to: date | None


@dataclass(slots=True)
class _Members:
    """Memberships of seasons, and who leads or led each of these."""

    rows: dict[_Member, None] = field(default_factory=dict)
    clusters: dict[int, int] = field(default_factory=dict)  # of a season
    chairs: dict[int, dict[_Chair, None]] = field(default_factory=dict)  # by season


def _members(own_ids: frozenset[int], day: date) -> _Members:
    """The memberships of these agencies and all those of the clusters that they lead or led, each with the seasons of
    its cluster and their leaders; one query."""
    led = Leadership.objects.filter(agency_id__in=own_ids, valid_from__lte=day).values("season__cluster")
    begun = FilteredRelation(
        "cluster__seasons__leaderships", condition=Q(cluster__seasons__leaderships__valid_from__lte=day)
    )
    rows = Membership.objects.filter(Q(agency_id__in=own_ids) | Q(cluster_id__in=led)).annotate(chair=begun)
    agency = ("agency_id", "agency__code", "agency__short_name", "agency__kind")
    names = ("cluster__seasons__pk", "cluster__seasons__year", *agency, "valid_from", "valid_to")
    chair = ("chair__agency_id", "chair__agency__kind", "chair__role", "chair__valid_to")
    found = _Members()
    ordered = rows.order_by("-cluster__seasons__year", "cluster__sort_key", "pk", "chair__pk")
    for cluster_id, *row in ordered.values_list("cluster_id", *names, *chair):
        member, leader = _Member(*row[: len(names)]), _Chair(*row[len(names) :])
        found.rows[member] = None
        if member.season_id is not None:
            found.clusters[member.season_id] = cluster_id
            if leader.agency_id is not None:
                found.chairs.setdefault(member.season_id, {})[leader] = None
    return found


def _led_scopes(
    members: _Members, officer_ids: frozenset[int], head_ids: frozenset[int], day: date
) -> tuple[LedScope, ...]:
    found = []
    for season_id, chairs in sorted(members.chairs.items()):
        own = [chair for chair in chairs if chair.agency_id in officer_ids | head_ids]
        of_season = [row for row in members.rows if row.season_id == season_id] if own else []
        found += [
            LedScope(
                season_id=season_id,
                cluster_id=members.clusters[season_id],
                year=of_season[0].year,
                agency_id=chair.agency_id,
                role=chair.role,
                blocks=BLOCKS if chair.role == LeadershipRole.HEAD else frozenset({chair.block}),
                members=tuple((row.agency_id, row.valid_from, row.valid_to) for row in of_season if _in_its_year(row)),
                leading=tuple(each[:3] for each in chairs if each.valid_to > day),
                is_current=chair.valid_to > day,
                as_head=chair.agency_id in head_ids,
                as_officer=chair.agency_id in officer_ids,
            )
            for chair in own
        ]
    return tuple(found)


def _own_memberships(own_ids: frozenset[int], members: _Members) -> tuple[OwnMembership, ...]:
    return tuple(OwnMembership(*row) for row in members.rows if row.agency_id in own_ids and _in_its_year(row))


def _in_its_year(row: _Member) -> bool:
    return row.year is not None and covers_part_of(row.year, row.valid_from, row.valid_to)


def covers_part_of(year: int, valid_from: date, valid_to: date | None) -> bool:
    return valid_from < date(year + 1, 1, 1) and (valid_to is None or valid_to > date(year, 1, 1))


def seasons_of(user) -> QuerySet[Season]:
    """Seasons in which the person's agencies compete, competed or led; all of them for the ministry."""
    rights = rights_of(user)
    return Season.objects.all() if rights.supervised_blocks else Season.objects.filter(pk__in=rights.season_ids)


# -- who holds a role --------------------------------------------------------------------------------------------------
def accounts_of(agencies: Iterable[int], roles: Iterable[str]) -> list[User]:
    """The open accounts of those who hold one of the roles today, each once; one query."""
    return list(User.objects.filter(pk__in=_held(agencies, roles).values("person__user")).order_by("pk"))


def accounts_by_agency(agencies: Iterable[int], roles: Iterable[str]) -> dict[int, list[User]]:
    """The same for each agency, ended ones left out; one query."""
    found: dict[int, list[User]] = {}
    for row in _held(agencies, roles).select_related("person__user").order_by("pk"):
        found.setdefault(row.agency_id, []).append(row.person.user)
    return found


def _held(agencies: Iterable[int], roles: Iterable[str]):
    today = dates.today()
    held = Appointment.objects.valid_on(today).filter(in_force(today, "agency__"), person__user__is_active=True)
    return held.filter(agency__in=list(agencies), role__in=list(roles))
