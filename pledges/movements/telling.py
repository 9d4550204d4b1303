"""Who is told of a launched movement, and in which words: officers and heads of the members it is meant for."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.enums import AppointmentRole
from clusters.models import Membership, Season
from clusters.querysets import in_force
from clusters.rights import accounts_of, rights_of
from emulation_portal.lib import dates
from notices import services as notices
from notices.kinds import NoticeKind, Told, register
from notices.models import Notice
from pledges.enums import MovementScope
from pledges.models import Movement

LAUNCHED = "pledges.movement_launched"


def launched(movement: Movement, actor: User) -> None:
    """Members of the cluster today, of every cluster where the Ministry launched it; nobody of a year gone by."""
    today = dates.today()
    if movement.year < today.year or (movement.ends is not None and movement.ends < today):
        return
    held = Membership.objects.filter(in_force(today))
    if movement.season is not None:
        held = held.filter(cluster=movement.season.cluster_id)
    users = accounts_of(held.values_list("agency_id", flat=True), (AppointmentRole.OFFICER, AppointmentRole.HEAD))
    notices.give(kind=LAUNCHED, about=(Movement, movement.pk), users=users, actor=actor)


def withdrawn(movement: Movement) -> None:
    """Nobody is told of it any more."""
    notices.withdraw(Notice.objects.of(Movement, movement.pk).filter(kind=LAUNCHED))


# -- in words ----------------------------------------------------------------------------------------------------------
def tell(given: Collection[Notice], user: User) -> dict[int, Told]:
    """Two queries beside the person's rights."""
    rows = Movement.objects.filter(pk__in={notice.about_id for notice in given}).select_related("season__cluster")
    found = {movement.pk: movement for movement in rows}
    years = {movement.year for movement in found.values()}
    own = Season.objects.filter(pk__in=rights_of(user).season_ids, year__in=years).select_related("cluster")
    of_year = {season.year: season for season in own.order_by("pk")}
    return {notice.pk: _told(found.get(notice.about_id), of_year, rights_of(user).season_ids) for notice in given}


def _told(movement: Movement | None, of_year: dict[int, Season], season_ids: Collection[int]) -> Told:
    if movement is None:
        return Told(_("A movement that was withdrawn"), closed=_("The movement has been withdrawn."))
    season = movement.season or of_year.get(movement.year)
    is_open = season is not None and season.pk in season_ids
    national = movement.scope == MovementScope.NATIONAL
    title = _("The Ministry has launched a movement: {movement}") if national else _("Launched: {movement}")
    return Told(
        title=title.format(movement=movement.name),
        place=f"{season.cluster.short_name} · {season.year}" if season is not None else str(movement.year),
        url=_address(season, movement) if season is not None and is_open else "",
        closed="" if is_open else _("What it is about is not open to you today."),
    )


def _address(season: Season, movement: Movement) -> str:
    return reverse("pledges:respond", args=[season.cluster.slug, season.year, movement.pk])


register(NoticeKind(LAUNCHED, "megaphone", tell))

__all__ = ["LAUNCHED", "launched", "withdrawn"]
