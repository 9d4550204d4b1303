"""The data version of seasons: it rises in the transaction of every change that a page or file of the season prints.

This is the only home of raising it. A season is raised together with the one that follows it, which prints its figures,
members and names as last year. Whoever writes something printed calls one of these; a test asks every service for it.
"""

from collections.abc import Iterable

from .members import SuccessionMap, overlapping_year
from .models import Leadership, Membership, Season


def raise_data_version(*, agency_ids: Iterable[int], year: int) -> int:
    """Figures, states, targets or awards of these agencies changed in this year.

    The season of the year shows them as its own, the season after shows them (or their successors) as last year.
    Returns how many seasons were raised.
    """
    ids = SuccessionMap.load().with_successors(agency_ids)
    raised = 0
    for shown_in in (year, year + 1):
        clusters = Membership.objects.filter(overlapping_year(shown_in), agency_id__in=ids).values("cluster_id")
        raised += Season.objects.filter(cluster_id__in=clusters, year=shown_in).raise_version()
    return raised


def raise_season(season_id: int) -> int:
    """What frames one season changed: its dates, papers, releases, pledges, movements."""
    return Season.objects.with_the_next(season_id).raise_version()


def raise_without(season: Season) -> int:
    """A season goes: the others of its year take over what its version stood at.

    Files of several clusters quote the sum of a year, which must never come to where it has been before.
    """
    return Season.objects.filter(year=season.year).exclude(pk=season.pk).raise_version(by=season.data_version)


def raise_agencies(agency_ids: Iterable[int]) -> int:
    """Something that stands beside the names of these agencies changed in any year, such as who heads them."""
    ids = SuccessionMap.load().with_successors(agency_ids)
    members = Membership.objects.filter(agency_id__in=ids).values("cluster_id")
    led = Leadership.objects.filter(agency_id__in=ids).values("season_id")
    seasons = Season.objects.filter(cluster_id__in=members) | Season.objects.filter(pk__in=led)
    return Season.objects.filter(pk__in=seasons.values("pk")).raise_version()


def raise_all_versions() -> int:
    """For changes that may touch any season: names, the catalogue, days off, national targets and movements."""
    return Season.objects.all().raise_version()


def raise_from_year(year: int) -> int:
    """For what holds from a year on, such as another edition of an indicator: files of the years before stay."""
    return Season.objects.filter(year__gte=year).raise_version()


__all__ = [
    "raise_agencies",
    "raise_all_versions",
    "raise_data_version",
    "raise_from_year",
    "raise_season",
    "raise_without",
]
