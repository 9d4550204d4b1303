"""Overdue reports as rows: how late, who nudged last and when, and the button of who may."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Agency
from results import words
from results.models import ReportingPeriod
from results.roles import Desk
from results.telling.nudges import last_nudges


@dataclass(frozen=True, slots=True)
class LateReport:
    """A report that is overdue, wherever it was read; ``days``: working days since its term ended."""

    agency_id: int
    agency_code: str
    agency: str
    period: str
    period_code: str
    block: str
    days: int
    url: str


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """``nudge_url`` is empty for who may not nudge, and once somebody has today; ``nudged`` says who did, and when."""

    agency: str
    url: str
    period: str
    late: str
    nudged: str
    nudge_url: str


def overdue_rows(reports: Iterable[LateReport], desk: Desk, season_id: int) -> list[OverdueRow]:
    """One query, none without reports."""
    reports = list(reports)
    nudged = last_nudges(each.agency_id for each in reports)
    rows = []
    for each in reports:
        last = nudged.get((each.agency_id, each.period_code))
        may = desk.nudges(each.agency_id, each.block, season_id) and not (last and last.is_today)
        said = _("nudged by %(who)s, %(moment)s") if last else ""
        rows.append(
            OverdueRow(
                agency=each.agency,
                url=each.url,
                period=each.period,
                late=words.overdue_text(each.days),
                nudged=said % {"who": last.by, "moment": words.moment(last.at)} if last else "",
                nudge_url=reverse("results:nudge", args=[each.agency_code, each.period_code]) if may else "",
            )
        )
    return rows


def late_report(agency: Agency, period: ReportingPeriod, days: int, url: str) -> LateReport:
    return LateReport(
        agency_id=agency.pk,
        agency_code=agency.code,
        agency=agency.short_name,
        period=period.name,
        period_code=period.code,
        block=period.block,
        days=days,
        url=url,
    )


__all__ = ["LateReport", "OverdueRow", "late_report", "overdue_rows"]
