"""Mending what the Ministry set up wrongly: a cluster, a membership, the leading agencies, a year opened by mistake.

Every act asks for a reason and keeps in the record what stood there before.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.editing import locked
from accounts.models import User
from clusters.members import overlapping_year
from clusters.models import Agency, Cluster, Leadership, Membership, Season, SeasonPhase
from clusters.versions import raise_data_version, raise_season, raise_without
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.tables import OWN_SOURCE
from results.models import Submission

from .seasons import (
    GRACE_DAYS,
    MembershipRefused,
    SeasonRefused,
    add_entry_phases,
    check_days,
    members_of_year,
    open_seasons,
    raise_versions,
    require_block,
)

CLUSTER_FIELDS = ("name_vi", "short_name_vi", "decision", "valid_from", "valid_to", "lists_all_members")
MEMBERSHIP_FIELDS = ("valid_from", "valid_to", "decision")
LEADERSHIP_FIELDS = ("agency", "valid_from", "valid_to", "decision")


class StillUsed(Exception):
    """It cannot be withdrawn, because something else rests on it; ``where`` names that."""

    def __init__(self, where: str):
        super().__init__(str(where))
        self.where = where


def _require_approver(actor: User) -> None:
    if not actor.has_perm("results.open_season"):
        raise NotAllowed("not_the_approver")


def _state(row, fields) -> dict:
    values = {name: row._meta.get_field(name).value_from_object(row) for name in fields}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


# -- a cluster ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def change_cluster(
    *,
    cluster: Cluster,
    name_vi: str,
    short_name_vi: str,
    decision: str,
    valid_from: date,
    last_day: date | None,
    lists_all_members: bool,
    reason: str,
    actor: User,
    seen: str = "",
) -> None:
    """Correct names, decision and days of a cluster; its code stays. NotAllowed, MembershipRefused, Stale, Gone."""
    _require_approver(actor)
    stored = locked(cluster, seen, CLUSTER_FIELDS)
    before, valid_to = _state(stored, CLUSTER_FIELDS), dates.first_day_after(last_day)
    if last_day and last_day < valid_from:
        raise MembershipRefused("ends_before_it_begins")
    _refuse_outside(stored.memberships.all(), valid_from, valid_to)
    stored.name_vi, stored.short_name_vi, stored.decision = name_vi, short_name_vi, decision
    stored.valid_from, stored.valid_to = valid_from, valid_to
    stored.lists_all_members, stored.source = lists_all_members, OWN_SOURCE
    stored.save()
    _raise_cluster(stored)
    after = _state(stored, CLUSTER_FIELDS)
    audit.record(actor=actor, action="cluster.change", target=stored, before=before, after=after, note=reason)


def _refuse_outside(memberships, valid_from: date, valid_to: date | None) -> None:
    for row in memberships.select_related("cluster"):
        if row.valid_from < valid_from or (valid_to and (row.valid_to is None or row.valid_to > valid_to)):
            raise MembershipRefused("members_outside")


def _raise_cluster(cluster: Cluster) -> None:
    for pk in cluster.seasons.values_list("pk", flat=True):
        raise_season(pk)


@transaction.atomic
def withdraw_cluster(*, cluster: Cluster, reason: str, actor: User) -> None:
    """Take back a cluster that was entered wrongly, while it has neither members nor years. NotAllowed, InUse, Gone."""
    _require_approver(actor)
    stored = locked(cluster, "", ())
    if stored.source != OWN_SOURCE:
        raise StillUsed(_("reference data"))
    for rows, where in ((stored.seasons, _("opened years")), (stored.memberships, _("members"))):
        if rows.exists():
            raise StillUsed(where)
    before = _state(stored, ("code", *CLUSTER_FIELDS))
    audit.record(actor=actor, action="cluster.withdraw", target=stored, before=before, note=reason)
    stored.delete()


# -- a membership ------------------------------------------------------------------------------------------------------
@transaction.atomic
def change_membership(
    *,
    membership: Membership,
    valid_from: date,
    last_day: date | None,
    decision: str,
    reason: str,
    actor: User,
    seen: str = "",
) -> None:
    """Correct the days or the decision of a membership. NotAllowed, MembershipRefused, Stale, Gone."""
    require_block(actor, membership.agency)
    stored = locked(membership, seen, MEMBERSHIP_FIELDS)
    before, valid_to = _state(stored, MEMBERSHIP_FIELDS), dates.first_day_after(last_day)
    check_days(stored.cluster, stored.agency, valid_from, valid_to, but=stored)
    since = min(stored.valid_from, valid_from)
    raise_versions(stored, since=since)  # while it still tells in which seasons the agency was
    stored.valid_from, stored.valid_to, stored.decision, stored.source = valid_from, valid_to, decision, OWN_SOURCE
    stored.save()
    for season in open_seasons(stored.cluster):
        add_entry_phases(season, members_of_year(stored.cluster, season.year), GRACE_DAYS)
    raise_versions(stored, since=since)
    after = _state(stored, MEMBERSHIP_FIELDS)
    _record_membership(actor, "membership.change", stored, before, after, reason)


@transaction.atomic
def withdraw_membership(*, membership: Membership, reason: str, actor: User) -> None:
    """Take back a membership that was entered wrongly, before the agency reports in it. NotAllowed, InUse, Gone."""
    require_block(actor, membership.agency)
    stored = locked(membership, "", ())
    if stored.source != OWN_SOURCE:
        raise StillUsed(_("reference data"))
    years = list(stored.cluster.seasons.values_list("year", flat=True))
    if Submission.objects.filter(agency=stored.agency_id, period__year__in=years).exists():
        raise StillUsed(_("reports of the agency in this cluster"))
    if Leadership.objects.filter(agency=stored.agency_id, season__cluster=stored.cluster_id).exists():
        raise StillUsed(_("leading agencies"))
    raise_versions(stored, since=stored.valid_from)
    _record_membership(actor, "membership.withdraw", stored, _state(stored, MEMBERSHIP_FIELDS), {}, reason)
    stored.delete()


def _record_membership(actor: User, action: str, row: Membership, before: dict, after: dict, reason: str) -> None:
    agency = {"agency": row.agency.code}
    audit.record(
        actor=actor, action=action, target=row.cluster, before=agency | before, after=agency | after, note=reason
    )


# -- an opened year ----------------------------------------------------------------------------------------------------
@transaction.atomic
def change_leadership(
    *,
    leadership: Leadership,
    agency: Agency,
    valid_from: date,
    last_day: date,
    decision: str,
    reason: str,
    actor: User,
    seen: str = "",
) -> None:
    """Correct which agency leads and on which days. NotAllowed, SeasonRefused, Stale, Gone."""
    _require_approver(actor)
    stored = locked(leadership, seen, LEADERSHIP_FIELDS)
    before, season, led_before = _state(stored, LEADERSHIP_FIELDS), stored.season, stored.agency.code
    if last_day < valid_from:
        raise SeasonRefused("ends_before_it_begins", "last_day")
    if valid_from > date(season.year, 12, 31) or last_day < date(season.year, 1, 1):
        raise SeasonRefused("outside_the_year", "valid_from")
    if not Membership.objects.filter(overlapping_year(season.year), cluster=season.cluster_id, agency=agency).exists():
        raise SeasonRefused("not_a_member", "agency")
    stored.agency, stored.valid_from, stored.decision = agency, valid_from, decision
    stored.valid_to, stored.source = dates.first_day_after(last_day), OWN_SOURCE
    _refuse_clash(stored)
    stored.save()
    raise_season(season.pk)
    after = _state(stored, LEADERSHIP_FIELDS)
    audit.record(
        actor=actor,
        action="leadership.change",
        target=season,
        before=before | {"role": stored.role, "agency": led_before},
        after=after | {"role": stored.role, "agency": agency.code},
        note=reason,
    )


def _refuse_clash(row: Leadership) -> None:
    """One head agency on a day, and no agency that is head and deputy at once."""
    try:
        row.clean()
    except ValidationError as error:
        raise SeasonRefused("another_head", "valid_from") from error
    same = Leadership.objects.filter(
        season=row.season_id, agency=row.agency_id, valid_from__lt=row.valid_to, valid_to__gt=row.valid_from
    )
    if same.exclude(pk=row.pk).exists():
        raise SeasonRefused("same_agency", "agency")


@transaction.atomic
def unopen_season(*, season: Season, reason: str, actor: User) -> None:
    """Close a year that was opened by mistake, while nothing was entered in it. NotAllowed, InUse, Gone.

    Its dates and leading agencies go with it; members and targets stay.
    """
    _require_approver(actor)
    Cluster.objects.select_for_update().get(pk=season.cluster_id)
    stored = locked(season, "", ())
    members = [m.agency_id for m in members_of_year(stored.cluster, stored.year)]
    if Submission.objects.filter(agency__in=members, period__year=stored.year).exists():
        raise StillUsed(_("reports of the members"))
    _refuse_used(stored)
    leaders = list(stored.leaderships.select_related("agency"))
    before = {"year": stored.year} | {row.role: row.agency.code for row in leaders}
    raise_data_version(agency_ids=members, year=stored.year)
    stored.refresh_from_db(fields=["data_version"])
    raise_without(stored)
    audit.record(actor=actor, action="season.unopen", target=stored, before=before, note=reason)
    stored.leaderships.all().delete()
    stored.delete()


def _refuse_used(season: Season) -> None:
    """InUse where anything but its dates and leading agencies belongs to the season."""
    for relation in season._meta.related_objects:
        model = relation.related_model
        if model not in (SeasonPhase, Leadership):
            rows = model._base_manager.filter(**{relation.field.name: season})
            if rows.exists():
                raise StillUsed(model._meta.verbose_name)
