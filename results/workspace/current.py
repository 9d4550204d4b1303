"""Beside what is current for a person: the dates of their seasons, and which entry is open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from clusters.current import Current
from clusters.declarations import year_steps
from clusters.enums import PhaseKind
from clusters.members import rule_day
from clusters.models import Season, SeasonPhase
from clusters.rights import OwnMembership
from emulation_portal.lib.dates import WorkCalendar
from emulation_portal.ui.language import lang
from results.models import DayOff, ReportingPeriod
from results.roles import Desk, desk_of

Read = TypeVar("Read")
PERIOD_FIELDS = ("pk", "code", "name_vi", "name_en", "end", "due_date")
PERIOD_DAYS = ("end", "due_date")


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


class CurrentDates(Current):
    """What is current, with the dates of the seasons one may enter."""

    def once(self, name: str, read: Callable[[], Read]) -> Read:
        """What ``read`` gives, read once for the request whoever asks for it by this name."""
        kept = self.__dict__.setdefault("_once", {})
        if name not in kept:
            kept[name] = read()
        return cast(Read, kept[name])

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Which days are worked."""
        return DayOff.objects.calendar()

    @cached_property
    def _phases(self) -> list[SeasonPhase]:
        """Steps that the portal has rooms for: of the member's seasons; for the ministry, which enters nothing, of the
        season it looks at.
        """
        seasons = set(self.rights.season_ids)
        if self.rights.is_ministry and self.season:
            seasons.add(self.season.pk)
        period = ReportingPeriod.objects.filter(
            block=OuterRef("block"), year=OuterRef("season__year"), period_code=OuterRef("period_code")
        )
        # One subquery for all of the period: each costs as much as a query of its own.
        found = Subquery(period.values(found=JSONObject(**{name: name for name in PERIOD_FIELDS}))[:1])
        told = SeasonPhase.objects.filter(season__in=seasons, kind__in=year_steps.kinds())
        rows = told.annotate(period=found, year=F("season__year"))
        return [_with_period(row) for row in rows] if seasons else []

    def phases(self, season: Season) -> list[SeasonPhase]:
        return [phase for phase in self._phases if phase.season_id == season.pk]

    @cached_property
    def windows(self) -> list[EntryWindow]:
        """The entry of every period of the seasons whose dates were read, in the order they open."""
        english = lang() == "en"
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
                year=phase.year,
            )
            for phase in self._phases
            if phase.kind == PhaseKind.ENTRY and phase.of_pk is not None
        ]


def dates_of(around: Current) -> CurrentDates:
    """The same person with the dates; what was read for one of the two is not read again for the other."""
    return CurrentDates.of(around.request)


def desk_at(around: Current) -> Desk:
    """The person's desk, which reads nothing again of the seasons that are current for them and of their dates."""
    desk, dated = desk_of(around.user), dates_of(around)
    desk.know_own(around.seasons)
    if not around.rights.is_ministry:
        for season in around.seasons:
            desk.know_phases(season, [row for row in dated.phases(season) if row.kind == PhaseKind.ENTRY])
    return desk


def belongs(member: OwnMembership, window: EntryWindow) -> bool:
    """Whether the agency reports in the period as a member of its season."""
    return (
        member.season_id == window.season_id
        and member.block == window.block
        and member.covers(rule_day(period_end=window.end, year=window.year))
    )


def entry_window(around: CurrentDates, member: OwnMembership) -> EntryWindow | None:
    """The period the entry room leads to, of those the agency is a member in: one that is open (the nearest due day
    first), else the latest begun."""
    windows = [w for w in around.windows if belongs(member, w)]
    open_now = sorted((w for w in windows if w.is_open(around.today)), key=lambda w: (w.due < around.today, w.due))
    begun = sorted((w for w in windows if w.opens <= around.today), key=lambda w: w.opens)
    return next(iter(open_now or begun[-1:] or windows[:1]), None)


__all__ = ["CurrentDates", "EntryWindow", "belongs", "dates_of", "desk_at", "entry_window"]
