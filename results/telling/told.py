"""What notices say of reports and figures. E-mails repeat neither reasons nor figures: both stand on the page alone."""

from collections.abc import Collection, Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.models import Agency, Season
from clusters.rights import rights_of
from emulation_portal.lib import dates
from notices.kinds import NoticeKind, Told, register
from notices.models import Notice
from results.enums import ReportEvent
from results.models import Release, ReportingPeriod, Submission
from results.roles import desk_of
from results.words import block_name
from results.workflow import STEPS

# The steps that an agency is told of, by the kind of the notice.
STEPS_TOLD = {step.notice.kind: step for step in STEPS.values() if step.notice}


def tell_of_submissions(notices: Collection[Notice], user: User) -> dict[int, Told]:
    """One query beside the person's rights."""
    rows = Submission.objects.filter(pk__in={notice.about_id for notice in notices})
    found = {submission.pk: submission for submission in rows.select_related("agency", "period")}
    return {notice.pk: _of_submission(notice, found.get(notice.about_id), user) for notice in notices}


def _of_submission(notice: Notice, submission: Submission | None, user: User) -> Told:
    if submission is None:
        return Told(_("A report that no longer exists"), closed=_("The report no longer exists."))
    names = {"agency": submission.agency.short_name, "period": submission.period.name}
    is_open = desk_of(user).sees(submission.agency, submission.period)
    note = notice.words.get("note", "")
    return Told(
        title=_title(notice.kind).format(**names),
        reason=_("Reason: {reason}").format(reason=note) if note and is_open else "",
        url=reverse("results:submission", args=[submission.pk]) if is_open else "",
        closed="" if is_open else _closed(),
        letter=(_("The reason is given on its page."),) if note else (),
    )


def _title(kind: str) -> str:
    if kind == ReportEvent.ON_BEHALF:
        return _("Figures of {agency} were entered on its behalf: {period}")
    return STEPS_TOLD[kind].words.notice


def tell_of_releases(notices: Collection[Notice], user: User) -> dict[int, Told]:
    """Three queries beside the person's rights: the seasons, the periods, and what is released today."""
    seasons = Season.objects.select_related("cluster").in_bulk({notice.about_id for notice in notices})
    periods = _periods(notice.words.get("period", "") for notice in notices)
    shown = set(Release.objects.filter(season__in=seasons).values_list("season_id", "period__code"))
    return {notice.pk: _of_release(notice, seasons, periods, shown, user) for notice in notices}


def _periods(codes: Iterable[str]) -> dict[str, ReportingPeriod]:
    return {period.code: period for period in ReportingPeriod.objects.filter(code__in=set(codes))}


def _of_release(notice: Notice, seasons: dict, periods: dict, shown: set, user: User) -> Told:
    season, period = seasons.get(notice.about_id), periods.get(notice.words.get("period", ""))
    if season is None or period is None:
        return Told(_("Figures that no longer exist"), closed=_("The figures no longer exist."))
    rights = rights_of(user)
    is_open = (season.pk, period.code) in shown and (season.pk in rights.season_ids or rights.is_ministry)
    place = [season.cluster.slug, season.year]
    return Told(
        title=_("Figures were released to the members: {period}").format(period=period.name),
        place=f"{season.cluster.short_name} · {season.year}",
        scope=block_name(period.block),
        url=reverse("dashboards:overview", args=place) if is_open else "",
        closed="" if is_open else _closed(),
    )


def tell_of_due_days(notices: Collection[Notice], user: User) -> dict[int, Told]:
    """Two queries beside the person's rights: the agencies and the periods."""
    agencies = Agency.objects.filter(code__in={notice.words.get("agency", "") for notice in notices})
    by_code = {agency.code: agency for agency in agencies}
    periods = ReportingPeriod.objects.in_bulk({notice.about_id for notice in notices})
    return {notice.pk: _of_due_day(notice, by_code, periods, user) for notice in notices}


def _of_due_day(notice: Notice, agencies: dict, periods: dict, user: User) -> Told:
    agency, period = agencies.get(notice.words.get("agency", "")), periods.get(notice.about_id)
    if agency is None or period is None:
        return Told(_("A report that no longer exists"), closed=_("The report no longer exists."))
    day = dates.format_date(date.fromisoformat(notice.words["day"]))
    title = {
        ReportEvent.DUE_SOON: _("The report of {agency} is due on {day}: {period}"),
        ReportEvent.NUDGED: _("The report of {agency} was due on {day} and is asked for: {period}"),
    }[ReportEvent(notice.kind)]
    is_open = desk_of(user).sees(agency, period)
    return Told(
        title=title.format(agency=agency.short_name, day=day, period=period.name),
        url=reverse("results:entry", args=[agency.code, period.code]) if is_open else "",
        closed="" if is_open else _closed(),
    )


def _closed() -> str:
    return _("What it is about is not open to you today.")


register(
    *(
        NoticeKind(kind, step.notice.icon, tell_of_submissions, tone=step.notice.tone)
        for kind, step in STEPS_TOLD.items()
    ),
    NoticeKind(ReportEvent.ON_BEHALF, "pencil-square", tell_of_submissions),
    NoticeKind(ReportEvent.RELEASED, "megaphone", tell_of_releases),
    NoticeKind(ReportEvent.DUE_SOON, "alarm", tell_of_due_days, tone="failed"),
    NoticeKind(ReportEvent.NUDGED, "bell", tell_of_due_days, tone="failed"),
)
