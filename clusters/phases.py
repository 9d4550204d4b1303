"""What is open follows from today's date and the dates of the phases."""

from datetime import date

from django.db.models import Q

from .enums import PhaseKind
from .models import Season, SeasonPhase


def entry_phases(season: Season | int | None, *, block: str, period_code: str) -> list[SeasonPhase]:
    """The phases in which results of a period are entered; the due date does not close them. ``season`` or its key."""
    if season is None:
        return []
    phases = SeasonPhase.objects.filter(season=season, kind=PhaseKind.ENTRY, period_code=period_code)
    return list(phases.filter(Q(block=block) | Q(block="")))


def entry_is_open(season: Season | None, *, block: str, period_code: str, day: date) -> bool:
    """Whether results of a period may be entered on a day."""
    return any(phase.is_open(day) for phase in entry_phases(season, block=block, period_code=period_code))
