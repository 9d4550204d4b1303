"""How late reports are, counted anew when the days off change. Sealed reports stay as they were sealed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.db.models import F
from django.db.models.functions import Coalesce

from clusters.versions import raise_data_version
from emulation_portal.lib import dates
from emulation_portal.lib.dates import WorkCalendar
from results.enums import State
from results.models import DayOff, Submission


@contextmanager
def recounted() -> Iterator[None]:
    """Days off change inside; after it every unsealed report has the lateness of the days then in force.

    Call it inside the transaction of the change. The data versions of the seasons that show such a report rise.
    """
    before = DayOff.objects.calendar()
    yield
    recount(before, DayOff.objects.calendar())


def recount(before: WorkCalendar, after: WorkCalendar) -> int:
    """Store the lateness that has changed between two calendars; returns of how many reports."""
    days = (before.off ^ after.off) | (before.made_up ^ after.made_up)
    if not days:
        return 0
    changed = [row for row in _touched(days) if _take(row, after)]
    Submission.objects.bulk_update(changed, ["late_days"], batch_size=500)
    agencies: dict[int, set[int]] = {}
    for row in changed:
        agencies.setdefault(row.period.year, set()).add(row.agency_id)
    for year, ids in sorted(agencies.items()):
        raise_data_version(agency_ids=ids, year=year)
    return len(changed)


def _touched(days: Iterable[date]) -> Iterable[Submission]:
    """Unsealed reports that were due before the last of the days and first submitted on the first of them or later."""
    since = datetime.combine(min(days), time(0), tzinfo=dates.TIME_ZONE)
    rows = Submission.objects.exclude(state=State.SEALED).annotate(
        handed_in=Coalesce(F("first_submitted_at"), F("submitted_at"))
    )
    return (
        rows.filter(handed_in__gte=since, period__due_date__lte=max(days))
        .select_related("period")
        .only("agency_id", "late_days", "period__due_date", "period__year")
    )


def _take(row: Submission, calendar: WorkCalendar) -> bool:
    """Give the row its lateness; False where it has it already."""
    late = calendar.late(row.period.due_date, dates.day_of(row.handed_in))
    changed, row.late_days = late != row.late_days, late
    return changed
