"""Who asks, and where: the seasons a person may enter and the one they are in, read once a request.

One object per request, shared by the page and the rail, so that nothing of it is read twice.
"""

from functools import cached_property
from typing import Self

from django.db.models import Model, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from emulation_portal.lib import dates
from notices import services as notices
from notices.models import Notice
from notices.querysets import unseen_count

from .enums import Block, LeadershipRole
from .models import Leadership, Season
from .rights import OwnMembership, Rights, rights_of, seasons_of

SESSION_KEY = "season"


def current_of(request) -> "Current":
    """What is current for the signed-in person, kept on the request."""
    kept = getattr(request, "_current", None)
    if kept is None or kept.user is not request.user:
        kept = request._current = Current(request)
    return kept


class Current:
    """The signed-in person with their rights, their seasons, and the season that the page is about."""

    def __init__(self, request):
        self.request = request
        self.user = request.user
        self.today = dates.today()

    @classmethod
    def of(cls, request) -> Self:
        """What is current, with what a subclass adds to it; both hold the same state from then on."""
        kept = current_of(request)
        if not isinstance(kept, cls):
            wider = cls.__new__(cls)
            wider.__dict__ = kept.__dict__
            kept = request._current = wider
        return kept

    @cached_property
    def rights(self) -> Rights:
        return rights_of(self.user)

    # -- seasons --------------------------------------------------------------------------------------------------
    @cached_property
    def seasons(self) -> list[Season]:
        """Seasons the person may enter, newest first, each with the names of its (last) head agency by language."""
        if not (self.rights.is_ministry or self.rights.season_ids):
            return []
        heads = Leadership.objects.filter(
            season=OuterRef("pk"), role=LeadershipRole.HEAD, valid_from__lte=self.today
        ).order_by("-valid_from")
        # One subquery for both names: each costs as much as a query of its own.
        names = heads.values(names=JSONObject(vi="agency__name_vi", en="agency__name_en"))
        seasons = seasons_of(self.user).select_related("cluster")
        return list(seasons.annotate(head_agency=Subquery(names[:1]), unseen=unseen_count(self.user)))

    def season_or_404(self, slug: str, year: int) -> Season:
        """The season of an address, by the cluster's slug or code; it becomes the current one and is remembered."""
        season = self._at(slug, year)
        if season is None:
            raise Http404
        self.enter(season)
        return season

    def _at(self, slug: str, year: int) -> Season | None:
        names = ((s, (s.cluster.slug, s.cluster.code.lower())) for s in self.seasons if s.year == year)
        return next((season for season, known in names if slug.lower() in known), None)

    def enter(self, season: Season) -> None:
        self.__dict__["season"] = season
        if self.request.session.get(SESSION_KEY) != season.pk:
            self.request.session[SESSION_KEY] = season.pk

    @cached_property
    def season(self) -> Season | None:
        """The season one is in: the one the page is about, else the remembered one, else the newest that has begun."""
        if about := self._of_page():
            self.enter(about)
            return about
        remembered = self.request.session.get(SESSION_KEY)
        for season in self.seasons:
            if season.pk == remembered:
                return season
        begun = [season for season in self.seasons if season.year <= self.today.year]
        return next(iter(begun or self.seasons), None)

    def _of_page(self) -> Season | None:
        """The season named by the address, or told by the view of a single row as ``request.about_season``."""
        match = self.request.resolver_match
        place = match.kwargs if match else {}
        if "slug" in place and "year" in place:
            return self._at(place["slug"], place["year"])
        about = getattr(self.request, "about_season", None)
        return next((season for season in self.seasons if season.pk == about), None)

    def sees_block(self, season: Season, block: str) -> bool:
        """Members know of both blocks; a ministry officer of the blocks of the own body alone."""
        return season.pk in self.rights.season_ids or block in self.rights.supervised_blocks

    def blocks(self, season: Season) -> list[str]:
        return [block for block in Block.values if self.sees_block(season, block)]

    # -- the person -----------------------------------------------------------------------------------------------
    def own_agencies(self, season: Season) -> list[OwnMembership]:
        """The agencies one acts for in a season, those of today's appointments first."""
        current = self.rights.current_agency_ids
        found = [m for m in self.rights.memberships if m.season_id == season.pk]
        return sorted(found, key=lambda m: (m.agency_id not in current, m.agency_name))

    @property
    def unseen_notices(self) -> int:
        """How many notices were not seen, read with the seasons; by itself for somebody who may enter none."""
        if self.seasons:
            return self.seasons[0].unseen
        return Notice.objects.visible_to(self.user).unseen().count()

    def mark_seen(self, model: type[Model], pk: int) -> None:
        """The page shows what notices about this row tell of: they are seen. Costs nothing while there are none."""
        if self.unseen_notices:
            seen = notices.mark_seen_about(user=self.user, model=model, pk=pk)
            if self.seasons:
                self.seasons[0].unseen -= seen


__all__ = ["SESSION_KEY", "Current", "current_of"]
