"""Opening a cluster's year and keeping its members: what the Ministry sets up before anybody enters a figure."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.editing import locked
from accounts.models import User
from clusters.enums import LeadershipRole, PhaseKind
from clusters.members import overlapping_year, rule_day
from clusters.models import Agency, Cluster, Leadership, Membership, Season, SeasonPhase
from clusters.rights import rights_of
from clusters.versions import raise_data_version
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.tables import OWN_SOURCE
from results.models import ReportingPeriod

from .reference.results import ensure_periods

GRACE_DAYS = 30
END_FIELDS = ("valid_to",)


class SeasonRefused(Exception):
    """The year cannot be opened like this; ``reason`` is a short code, ``field`` the name it belongs to."""

    def __init__(self, reason: str, field: str = ""):
        super().__init__(reason)
        self.reason, self.field = reason, field


class AlreadyOpen(SeasonRefused):
    """The year has been opened before; ``season`` is that one."""

    def __init__(self, season: Season):
        super().__init__("already_open")
        self.season = season


class MembershipRefused(Exception):
    """The days of a membership do not fit; ``clash`` is the other membership of the agency, where there is one."""

    def __init__(self, reason: str, clash: Membership | None = None):
        super().__init__(reason)
        self.reason, self.clash = reason, clash


# -- reading ---------------------------------------------------------------------------------------------------------
def members_of_year(cluster: Cluster, year: int):
    """Memberships that touch the year, by block and official order."""
    rows = Membership.objects.filter(overlapping_year(year), cluster=cluster).select_related("agency")
    return rows.order_by("agency__kind", "agency__sort_key", "valid_from")


def opened(cluster: Cluster, year: int) -> Season | None:
    """The season of the year if the entry of its results has dates."""
    seasons = Season.objects.filter(cluster=cluster, year=year, phases__kind=PhaseKind.ENTRY)
    return seasons.select_related("cluster").first()


@transaction.atomic
def create_cluster(
    *, code: str, slug: str, name_vi: str, short_name_vi: str, valid_from: date, decision: str, actor: User
) -> Cluster:
    """A cluster that a decision has formed; its members are entered one by one."""
    if not actor.has_perm("results.open_season"):
        raise NotAllowed("not_the_approver")
    cluster = Cluster.objects.create(
        code=code,
        slug=slug,
        name_vi=name_vi,
        short_name_vi=short_name_vi,
        valid_from=valid_from,
        decision=decision,
        name_confirmed=True,
        source=OWN_SOURCE,
    )
    after = {"code": code, "valid_from": valid_from.isoformat()}
    audit.record(actor=actor, action="cluster.create", target=cluster, after=after, note=decision)
    return cluster


# -- opening a year --------------------------------------------------------------------------------------------------
@transaction.atomic
def open_season(
    *,
    cluster: Cluster,
    year: int,
    head: Agency,
    deputy: Agency | None,
    valid_from: date,
    last_day: date,
    decision: str,
    actor: User,
    grace_days: int = GRACE_DAYS,
) -> Season:
    """The season with its leading agencies, its reporting periods and the dates of entry of every period.

    Entry of a period opens on the day after the data cut-off and stays open through ``grace_days`` days after the due
    date. AlreadyOpen where that was done before; SeasonRefused where the leading agencies or their days do not fit.
    """
    if not actor.has_perm("results.open_season"):
        raise NotAllowed("not_the_approver")
    Cluster.objects.select_for_update().get(pk=cluster.pk)  # of several who open the year at once one does
    if season := opened(cluster, year):
        raise AlreadyOpen(season)
    members = list(members_of_year(cluster, year))
    _check_leaders(members, year, head, deputy, valid_from, last_day)
    season, _created = Season.objects.get_or_create(cluster=cluster, year=year)
    term = {"valid_from": valid_from, "valid_to": dates.first_day_after(last_day), "decision": decision}
    _lead(season, LeadershipRole.HEAD, head, term)
    if deputy:
        _lead(season, LeadershipRole.DEPUTY, deputy, term)
    ensure_periods([year - 1, year])
    if not add_entry_phases(season, members, grace_days):
        raise SeasonRefused("no_calendar")
    raise_data_version(agency_ids=[m.agency_id for m in members], year=year)
    after = {
        "head": head.code,
        "deputy": deputy.code if deputy else None,
        "valid_from": valid_from.isoformat(),
        "valid_to": term["valid_to"].isoformat(),
        "grace_days": grace_days,
    }
    audit.record(actor=actor, action="season.open", target=season, after=after, note=decision)
    season.refresh_from_db()
    return season


def _check_leaders(members, year: int, head: Agency, deputy: Agency | None, valid_from: date, last_day: date) -> None:
    ids = {m.agency_id for m in members}
    if not ids:
        raise SeasonRefused("no_members")
    if head.pk not in ids:
        raise SeasonRefused("not_a_member", "head")
    if deputy and deputy.pk not in ids:
        raise SeasonRefused("not_a_member", "deputy")
    if deputy and deputy.pk == head.pk:
        raise SeasonRefused("same_agency", "deputy")
    if last_day < valid_from:
        raise SeasonRefused("ends_before_it_begins", "last_day")
    if valid_from > date(year, 12, 31) or last_day < date(year, 1, 1):
        raise SeasonRefused("outside_the_year", "valid_from")


def _lead(season: Season, role: str, agency: Agency, term: dict) -> None:
    """The leadership, unless the very same is stored; another head agency on one of its days refuses it."""
    days = {"valid_from": term["valid_from"], "valid_to": term["valid_to"]}
    if Leadership.objects.filter(season=season, role=role, agency=agency, **days).exists():
        return
    leadership = Leadership(season=season, role=role, agency=agency, source=OWN_SOURCE, **term)
    try:
        leadership.clean()
    except ValidationError as error:
        raise SeasonRefused("another_head", "head") from error
    leadership.save()


def add_entry_phases(season: Season, members: Iterable[Membership], grace_days: int) -> int:
    """The dates of entry of each period of the year in which its block has members; those that are there stay.

    Returns how many such periods there are.
    """
    members = list(members)
    periods = [
        period
        for period in ReportingPeriod.objects.filter(year=season.year)
        if any(_counts_in(member, period, season.year) for member in members)
    ]
    there = set(SeasonPhase.objects.filter(season=season, kind=PhaseKind.ENTRY).values_list("block", "period_code"))
    SeasonPhase.objects.bulk_create(
        _entry_phase(season, period, grace_days)
        for period in periods
        if (period.block, period.period_code) not in there
    )
    return len(periods)


def _counts_in(member: Membership, period: ReportingPeriod, year: int) -> bool:
    day = rule_day(period_end=period.end, year=year)
    return member.agency.kind == period.block and dates.covers(member.valid_from, member.valid_to, day)


def _entry_phase(season: Season, period: ReportingPeriod, grace_days: int) -> SeasonPhase:
    return SeasonPhase(
        season=season,
        kind=PhaseKind.ENTRY,
        block=period.block,
        period_code=period.period_code,
        opens=dates.first_day_after(period.data_cutoff),
        closes=dates.first_day_after(period.due_date + timedelta(days=grace_days)),
    )


# -- members ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_member(
    *, cluster: Cluster, agency: Agency, valid_from: date, last_day: date | None, decision: str, actor: User
) -> Membership:
    """An agency becomes a member; MembershipRefused where it, the cluster or another membership has other days."""
    require_block(actor, agency)
    valid_to = dates.first_day_after(last_day)
    check_days(cluster, agency, valid_from, valid_to)
    membership = Membership.objects.create(
        cluster=cluster,
        agency=agency,
        valid_from=valid_from,
        valid_to=valid_to,
        decision=decision,
        source=OWN_SOURCE,
    )
    for season in open_seasons(cluster):
        add_entry_phases(season, members_of_year(cluster, season.year), GRACE_DAYS)
    raise_versions(membership, since=valid_from)
    audit.record(actor=actor, action="membership.begin", target=cluster, after=_state(membership), note=decision)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, last_day: date, decision: str, actor: User, seen: str = "") -> None:
    """Set the last day; it may come earlier than the one that is set, never later (that is a new membership).

    NotAllowed, MembershipRefused, Stale, Gone.
    """
    require_block(actor, membership.agency)
    membership = locked(membership, seen, END_FIELDS)
    valid_to = dates.first_day_after(last_day)
    if last_day < membership.valid_from:
        raise MembershipRefused("ends_before_it_begins")
    if membership.valid_to and valid_to > membership.valid_to:
        raise MembershipRefused("ended_earlier")
    raise_versions(membership, since=valid_to)  # while it still tells in which seasons the agency was
    before = _state(membership)
    membership.valid_to, membership.source = valid_to, OWN_SOURCE
    membership.save(update_fields=["valid_to", "source"])
    audit.record(
        actor=actor,
        action="membership.end",
        target=membership.cluster,
        before=before,
        after=_state(membership),
        note=decision,
    )


def require_block(actor: User, agency: Agency) -> None:
    if agency.kind not in rights_of(actor).supervised_blocks:
        raise NotAllowed("not_your_block")


def check_days(
    cluster: Cluster, agency: Agency, valid_from: date, valid_to: date | None, but: Membership | None = None
) -> None:
    """MembershipRefused where the agency, the cluster or another membership (not ``but``) has other days."""
    if valid_to and valid_to <= valid_from:
        raise MembershipRefused("ends_before_it_begins")
    for life, reason in ((agency, "agency_life"), (cluster, "cluster_life")):
        if valid_from < life.valid_from or (life.valid_to and (valid_to is None or valid_to > life.valid_to)):
            raise MembershipRefused(reason)
    Agency.objects.select_for_update().get(pk=agency.pk)  # two people may not add it to two clusters at once
    if clash := _clash(agency, valid_from, valid_to, but):
        raise MembershipRefused("another_membership", clash)


def _clash(agency: Agency, valid_from: date, valid_to: date | None, but: Membership | None) -> Membership | None:
    rows = Membership.objects.filter(agency=agency).exclude(pk=but.pk if but else None)
    rows = rows.select_related("cluster").order_by("valid_from")
    return next(
        (
            row
            for row in rows
            if (row.valid_to is None or row.valid_to > valid_from) and (valid_to is None or row.valid_from < valid_to)
        ),
        None,
    )


def open_seasons(cluster: Cluster) -> list[Season]:
    return list(Season.objects.filter(cluster=cluster, phases__kind=PhaseKind.ENTRY).distinct())


def raise_versions(membership: Membership, *, since: date) -> None:
    years = Season.objects.filter(cluster_id=membership.cluster_id, year__gte=since.year).values_list("year", flat=True)
    for year in years:
        raise_data_version(agency_ids=[membership.agency_id], year=year)


def _state(membership: Membership) -> dict:
    return {
        "agency": membership.agency.code,
        "valid_from": membership.valid_from.isoformat(),
        "valid_to": membership.valid_to.isoformat() if membership.valid_to else None,
    }
