"""Where a person is: the seasons they may enter, the one they are in, its dates and what waits for them.

One object per request, shared by the page and the rail, so that nothing of it is read twice.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.translation import get_language

from clusters.enums import Block, LeadershipRole, PhaseKind
from clusters.models import Leadership, Season, SeasonPhase
from clusters.rights import OwnMembership, Rights, rights_of
from emulation_portal.lib import dates
from emulation_portal.lib.dates import WorkCalendar
from notices.models import Notice
from notices.querysets import unseen_count
from results.models import DayOff, ReportingPeriod

from . import waiting

SESSION_KEY = "season"
PERIOD_FIELDS = ("pk", "code", "name_vi", "name_en", "end", "due_date")
PERIOD_DAYS = ("end", "due_date")


def surroundings_of(request) -> "Surroundings":
    """The surroundings of the signed-in person, kept on the request."""
    kept = getattr(request, "_surroundings", None)
    if kept is None or kept.user is not request.user:
        kept = request._surroundings = Surroundings(request)
    return kept


@dataclass(frozen=True, slots=True)
class EntryWindow:
    """The entry of one period, from ``opens`` until before ``closes``."""

    season_id: int
    block: str
    period_id: int
    code: str
    name: str
    end: date
    due: date
    opens: date
    closes: date
    year: int

    def is_open(self, day: date) -> bool:
        return self.opens <= day < self.closes


def _with_period(phase: SeasonPhase) -> SeasonPhase:
    """The phase with the period it is about as ``of_…``; None for a phase that is about no period."""
    found = phase.period or {}
    for name in PERIOD_FIELDS:
        value = found.get(name)
        setattr(phase, f"of_{name}", date.fromisoformat(value) if value and name in PERIOD_DAYS else value)
    return phase


class Surroundings:
    def __init__(self, request):
        self._request = request
        self.user = request.user
        self.today = dates.today()

    @cached_property
    def rights(self) -> Rights:
        return rights_of(self.user)

    # -- seasons --------------------------------------------------------------------------------------------------
    @cached_property
    def seasons(self) -> list[Season]:
        """Seasons the person may enter, newest first, each with the names of its (last) head agency."""
        if not (self.rights.is_ministry or self.rights.season_ids):
            return []
        heads = Leadership.objects.filter(
            season=OuterRef("pk"), role=LeadershipRole.HEAD, valid_from__lte=self.today
        ).order_by("-valid_from")
        seasons = Season.objects.visible_to(self.user).select_related("cluster")
        return list(
            seasons.annotate(
                head_agency_vi=Subquery(heads.values("agency__name_vi")[:1]),
                head_agency_en=Subquery(heads.values("agency__name_en")[:1]),
                unseen=unseen_count(self.user),
            )
        )

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
        if self._request.session.get(SESSION_KEY) != season.pk:
            self._request.session[SESSION_KEY] = season.pk

    @cached_property
    def season(self) -> Season | None:
        """The season one is in: the one the page is about, else the remembered one, else the newest that has begun."""
        if about := self._of_page():
            self.enter(about)
            return about
        remembered = self._request.session.get(SESSION_KEY)
        for season in self.seasons:
            if season.pk == remembered:
                return season
        begun = [season for season in self.seasons if season.year <= self.today.year]
        return next(iter(begun or self.seasons), None)

    def _of_page(self) -> Season | None:
        """The season named by the address, or told by the view of a single row as ``request.about_season``."""
        match = self._request.resolver_match
        place = match.kwargs if match else {}
        if "slug" in place and "year" in place:
            return self._at(place["slug"], place["year"])
        about = getattr(self._request, "about_season", None)
        return next((season for season in self.seasons if season.pk == about), None)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Which days are worked."""
        return DayOff.objects.calendar()

    def sees_block(self, season: Season, block: str) -> bool:
        """Members know of both blocks; a ministry officer of the blocks of the own body alone."""
        return season.pk in self.rights.season_ids or block in self.rights.supervised_blocks

    def blocks(self, season: Season) -> list[str]:
        return [block for block in Block.values if self.sees_block(season, block)]

    # -- dates ----------------------------------------------------------------------------------------------------
    @cached_property
    def _phases(self) -> list[SeasonPhase]:
        """Phases of the member's seasons; for the ministry, which enters nothing, of the season it looks at."""
        if self.rights.season_ids:
            seasons = self.rights.season_ids | {self.season.pk}
        else:
            seasons = {self.season.pk} if self.season else ()
        period = ReportingPeriod.objects.filter(
            block=OuterRef("block"), year=OuterRef("season__year"), period_code=OuterRef("period_code")
        )
        # One subquery for all of the period: each costs as much as a query of its own.
        found = Subquery(period.values(found=JSONObject(**{name: name for name in PERIOD_FIELDS}))[:1])
        rows = SeasonPhase.objects.filter(season__in=seasons).annotate(period=found).select_related("season")
        return [_with_period(row) for row in rows] if seasons else []

    def phases(self, season: Season) -> list[SeasonPhase]:
        return [phase for phase in self._phases if phase.season_id == season.pk]

    @cached_property
    def windows(self) -> list[EntryWindow]:
        """The entry of every period of the seasons whose dates were read, in the order they open."""
        english = get_language() == "en"
        return [
            EntryWindow(
                season_id=phase.season_id,
                block=phase.block,
                period_id=phase.of_pk,
                code=phase.of_code,
                name=(english and phase.of_name_en) or phase.of_name_vi,
                end=phase.of_end,
                due=phase.of_due_date,
                opens=phase.opens,
                closes=phase.closes,
                year=phase.season.year,
            )
            for phase in self._phases
            if phase.kind == PhaseKind.ENTRY and phase.of_pk is not None
        ]

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

    @cached_property
    def tasks(self) -> list[waiting.Task]:
        """What waits for the person, most urgent first."""
        return waiting.tasks(self)


__all__ = ["SESSION_KEY", "EntryWindow", "Surroundings", "surroundings_of"]
