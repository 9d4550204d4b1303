"""Days, moments and periods as pages print them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation_portal.lib.dates import WorkCalendar, format_date, format_moment, format_short
from emulation_portal.ui.language import lang
from results.figures import PeriodRef


def day(value) -> str:
    return format_date(value)


def due(value, calendar: WorkCalendar, year: int | None = None) -> str:
    """A due day as issued, short within a given year; beside it the day its term ends on where nobody works on it."""
    ends = calendar.ends_on(value)
    said, end = (format_short(each, year) if year else day(each) for each in (value, ends))
    return said if ends == value else _("%(day)s (a day off; ends on %(end)s)") % {"day": said, "end": end}


def moment(value) -> str:
    return format_moment(value, lang()) if value else ""


def period_text(period: PeriodRef | None) -> str:
    """12 tháng năm 2024 (10/2023 – 9/2024)"""
    if period is None:
        return ""
    return f"{period.name(lang())} ({span_text(period)})"


def span_text(period: PeriodRef) -> str:
    """10/2023 – 9/2024, the months a period covers."""
    ends = (f"{day.month}/{day.year}" for day in (period.start, period.end))
    return " – ".join(ends)


def without_year(name: str, year: int) -> str:
    """The name of a period where the year is told beside it: 12 tháng."""
    return name.replace(f" năm {year}", "").replace(f" of {year}", "")


def period_head(period: PeriodRef) -> str:
    """The short head of a column: the period's name without the year."""
    return without_year(period.name(lang()), period.year)


def late_text(days: int) -> str:
    """How late a report was sent."""
    return ngettext("late by %(n)s working day", "late by %(n)s working days", days) % {"n": days}


def overdue_text(days: int) -> str:
    """How long a report is overdue; on a day off after its term that is not yet a working day."""
    if not days:
        return _("overdue")
    return ngettext("overdue by %(n)s working day", "overdue by %(n)s working days", days) % {"n": days}


def days_left_text(day, today) -> str:
    """How far a day lies ahead, in calendar days."""
    left = (day - today).days
    if left == 0:
        return _("last day today")
    return _("%(count)s days left") % {"count": left} if left > 1 else _("one day left")


def dated(period: PeriodRef, calendar: WorkCalendar) -> dict:
    """A period as the head of a column that also says when its report is due."""
    return {"name": period_head(period), "due": due(period.due_date, calendar)}
