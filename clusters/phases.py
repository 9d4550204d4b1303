"""What is open follows from today's date and the dates of the phases."""

from datetime import date

from .enums import PhaseKind
from .models import Season, SeasonPhase


def entry_phases(season: Season | int) -> list[SeasonPhase]:
    """The phases of a season in which results are entered, of every period; the due date closes none. ``season`` or its
    key."""
    return list(SeasonPhase.objects.filter(season=season, kind=PhaseKind.ENTRY))


def entry_is_open(season: Season, *, block: str, period_code: str, day: date) -> bool:
    """Whether results of a period may be entered on a day."""
    mine = (each for each in entry_phases(season) if each.period_code == period_code and each.block in ("", block))
    return any(phase.is_open(day) for phase in mine)
