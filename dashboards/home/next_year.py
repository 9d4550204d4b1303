"""A year that has begun and was not opened: said at home, with whose it is to open it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import AgencyKind, AppointmentRole
from clusters.models import Appointment, Cluster, Membership, Season
from clusters.querysets import in_force
from clusters.rights import BLOCKS
from dashboards.workspace.current import Surroundings
from emulation_portal.lib.dates import covers


@dataclass(frozen=True, slots=True)
class UnopenedYear:
    """``clusters`` by name; ``who`` opens it, with names; ``url`` is empty for who may not."""

    year: int
    clusters: tuple[str, ...]
    who: str
    url: str


def unopened_year(around: Surroundings) -> UnopenedYear | None:
    """For the secretariat, the Ministry and the administrator. No query for the first two before a year is late."""
    clusters = _waiting(around)
    if not clusters:
        return None
    url = ""
    if around.user.has_perm("results.open_season"):
        only = clusters[0] if len(clusters) == 1 else None
        url = reverse("setup:season_new", args=[only.slug]) if only else reverse("setup:setup")
    names = tuple(str(cluster.short_name) for cluster in clusters)
    return UnopenedYear(around.today.year, names, _approvers(around), url)


def _approvers(around: Surroundings) -> str:
    """Who may open a year today, each with the body; one query."""
    held = Appointment.objects.valid_on(around.today).filter(in_force(around.today, "agency__"))
    heads = held.filter(agency__kind=AgencyKind.MINISTRY_BODY, role=AppointmentRole.HEAD)
    named = [
        f"{each.person.full_name}, {each.agency.short_name}"
        for each in heads.select_related("agency", "person").order_by("person__sort_key")
        if set(each.agency.supervised_blocks) >= BLOCKS
    ]
    return "; ".join(named) or _("nobody at present")


def _waiting(around: Surroundings) -> list[Cluster]:
    """The clusters in force today whose last year is over, as far as they concern the person."""
    if around.rights.is_ministry:
        seasons: Iterable[Season] = around.seasons
    elif around.user.is_administrator:
        alive = Cluster.objects.filter(in_force(around.today), seasons__isnull=False)
        alive = alive.exclude(seasons__year__gte=around.today.year)
        return _with_members(around, alive.distinct().order_by("sort_key"))
    else:
        seasons = [season for season in around.seasons if _leads(around, season)]
    open_now = {season.cluster_id for season in around.seasons if season.year >= around.today.year}
    found = {season.cluster_id: season.cluster for season in seasons if season.cluster_id not in open_now}
    alive = [each for each in found.values() if covers(each.valid_from, each.valid_to, around.today)]
    return _with_members(around, sorted(alive, key=lambda cluster: cluster.sort_key))


def _with_members(around: Surroundings, clusters: Iterable[Cluster]) -> list[Cluster]:
    """Without those whose members all compete elsewhere this year; asks nothing where no cluster is left."""
    found = list(clusters)
    if not found:
        return found
    held = Membership.objects.valid_on(around.today).filter(cluster__in=found)
    having = set(held.values_list("cluster_id", flat=True))
    return [each for each in found if each.pk in having]


def _leads(around: Surroundings, season: Season) -> bool:
    """Of a year gone by who led it last knows of the next: the term may have ended with the year."""
    return bool(around.rights.leads(season.pk, role="head", current=False))


__all__ = ["UnopenedYear", "unopened_year"]
