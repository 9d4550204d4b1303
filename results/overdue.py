"""Which reports are overdue: their term has ended and they have never left the agency. Pure."""

from dataclasses import dataclass
from datetime import date

from emulation_portal.lib.dates import WorkCalendar

from .figures import AgencyRef, BlockFigures, PeriodRef, SubmissionRef


@dataclass(frozen=True, slots=True)
class OverdueReport:
    """A member's report that is overdue; ``days``: working days since its term ended."""

    agency: AgencyRef
    period: PeriodRef
    days: int


def is_overdue(ref: SubmissionRef | None) -> bool:
    """Whether a report is overdue once its term has ended: it has never left the agency."""
    return ref is None or not ref.was_sent


def overdue_reports(figures: BlockFigures, calendar: WorkCalendar, today: date) -> list[OverdueReport]:
    """Of every member the last report whose term has ended, where it is overdue; the longest overdue first.

    Figures add up through the year: nobody waits for a period that a later one holds, sent or overdue itself.
    """
    found = []
    for agency in figures.everybody:
        own = [p for p in figures.periods if agency.code in figures.members_of.get(p.period_code, ())]
        ended = [period for period in own if calendar.ends_on(period.due_date) < today]
        last = ended[-1] if ended else None
        sent = (p for p in own if not is_overdue(figures.board.get((agency.code, p.period_code))))
        if last and all(period.sequence < last.sequence for period in sent):
            found.append(OverdueReport(agency, last, calendar.late(last.due_date, today)))
    return sorted(found, key=lambda each: (-each.days, each.agency.code))


__all__ = ["OverdueReport", "is_overdue", "overdue_reports"]
