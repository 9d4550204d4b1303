"""What the read pages share."""

from collections.abc import Iterable
from datetime import date

from clusters.access import place_of
from clusters.declarations.tasks import Task
from emulation_portal.lib.dates import WorkCalendar
from results.figures import BlockFigures

from .board import BoardReader
from .current import Surroundings
from .links import Links


def own_codes(around: Surroundings, season) -> frozenset[str]:
    return frozenset(member.agency_code for member in around.own_agencies(season))


def board_reader(around: Surroundings, season, figures: BlockFigures) -> BoardReader:
    """How the person looks at the board of a block."""
    rights = around.rights
    own = own_codes(around, season)
    writes = {m.agency_code for m in around.own_agencies(season)}
    if rights.is_secretariat(season.pk):
        writes |= {agency.code for agency in figures.everybody}
    return BoardReader(
        links=Links(place_of(season)),
        own_codes=own,
        edits_codes=frozenset(writes),
        sees_all=rights.sees_all_of(season.pk, figures.block),
        opens=entry_opens(around, season, figures.block),
        today=around.today,
        calendar=around.calendar,
    )


def entry_opens(around: Surroundings, season, block: str) -> dict[str, date]:
    """The first day of entry by period code."""
    return {
        phase.period_code: phase.opens
        for phase in around.phases(season)
        if phase.kind == "entry" and phase.block in ("", block)
    }


def work_calendar(around: Surroundings, tasks: Iterable[Task] | None = None) -> WorkCalendar:
    """Which days are worked, read only where a task (of the person, if none are given) has a day of its own."""
    if not any(task.due for task in (around.tasks if tasks is None else tasks)):
        return WorkCalendar()
    return around.calendar
