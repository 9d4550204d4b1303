"""Reports that are due soon: officers are reminded, once for each period, while nothing was handed over."""

from datetime import date, timedelta

from django.conf import settings

from accounts.models import User
from clusters.members import SuccessionMap, rule_day
from clusters.models import Agency, Membership, Season
from clusters.querysets import in_force
from clusters.rights import accounts_by_agency
from emulation_portal.lib import dates
from notices.models import Notice
from results.enums import ReportEvent, State
from results.models import DayOff, ReportingPeriod, Submission
from results.role_holders import OFFICER

from . import acts

LONGEST_BREAK = timedelta(days=30)  # no holiday moves the end of a term further


def remind() -> int:
    """Remind whoever has not been reminded; returns how many agencies. One query while nothing is due soon."""
    before = settings.DUE_SOON_WORKING_DAYS
    today = dates.today()
    if not before:
        return 0
    near = (today - LONGEST_BREAK, today + timedelta(days=2 * before) + LONGEST_BREAK)
    periods = list(ReportingPeriod.objects.filter(due_date__range=near))
    if not periods:
        return 0
    calendar, reminded = DayOff.objects.calendar(), 0
    for period in periods:
        last_day = calendar.ends_on(period.due_date)
        if today <= last_day and calendar.between(today, last_day) <= before:
            reminded += _remind(period, last_day)
    return reminded


def _remind(period: ReportingPeriod, last_day: date) -> int:
    told = Notice.objects.of(ReportingPeriod, period.pk).filter(kind=ReportEvent.DUE_SOON)
    keys = set(told.values_list("once", flat=True))
    open_agencies = [each for each in _waited_for(period) if acts.due_key(period.pk, each.pk) not in keys]
    if not open_agencies:
        return 0
    officers = _officers(open_agencies)
    for agency in open_agencies:
        acts.due_soon(period, agency, officers[agency.pk], last_day)
    return sum(bool(officers[agency.pk]) for agency in open_agencies)


def _waited_for(period: ReportingPeriod) -> list[Agency]:
    """The members of the block in a cluster with a season of that year, of whom nothing was handed over."""
    day = rule_day(period_end=period.end, year=period.year)
    clusters = Season.objects.filter(year=period.year).values("cluster_id")
    members = Membership.objects.filter(in_force(day), cluster__in=clusters).values("agency_id")
    handed_over = Submission.objects.filter(period=period).exclude(state=State.DRAFT, handed_over_at__isnull=True)
    agencies = Agency.objects.filter(pk__in=members, kind=period.block)
    return list(agencies.exclude(pk__in=handed_over.values("agency_id")))


def _officers(agencies: list[Agency]) -> dict[int, list[User]]:
    """The officers of each agency, or of those that stand for it now that it has ended."""
    succession = SuccessionMap.load().as_of(dates.today())
    standing = {agency.pk: succession.with_successors([agency.pk]) for agency in agencies}
    held = accounts_by_agency({pk for ids in standing.values() for pk in ids}, (OFFICER,))
    return {
        pk: list({user.pk: user for each in ids for user in held.get(each, ())}.values())
        for pk, ids in standing.items()
    }


__all__ = ["remind"]
