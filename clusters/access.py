"""What the pages of every room share: finding a season one may see, telling the rail, and refusing in words."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404

from .models import Season
from .rights import seasons_of


class Refused(PermissionDenied):
    """Yours to see, not yours to do: the words of the 403 page, why and who may."""

    def __init__(self, reason: str, who: str = ""):
        super().__init__(reason)
        self.reason, self.who = reason, who


def season_or_404(user, slug: str, year: int) -> Season:
    """The season by the cluster's slug or code, if the person may know of it."""
    named = Q(cluster__slug=slug) | Q(cluster__code__iexact=slug)
    return get_object_or_404(seasons_of(user).select_related("cluster"), named, year=year)


def place_of(season: Season) -> list:
    """The arguments of a season's addresses."""
    return [season.cluster.slug, season.year]


def about_season(request, season: Season | None) -> None:
    """Tell which season a page is about whose address does not name one; the rail shows it."""
    if season is not None:
        request.about_season = season.pk


__all__ = ["Refused", "about_season", "place_of", "season_or_404"]
