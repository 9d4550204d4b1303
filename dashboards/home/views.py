"""Where everybody begins: what waits, where the agency or cluster stands, what happened."""

from django.contrib.auth.decorators import login_required
from django.db.models import BigIntegerField, CharField, OuterRef, Subquery
from django.db.models.functions import Cast, JSONObject
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import AuditEntry
from clusters.access import place_of
from clusters.models import Agency
from dashboards.models import SavedView
from dashboards.overview.page import phase_name, tiles
from dashboards.saved_views.page import rows as view_rows
from dashboards.workspace.board_reader import own_codes, work_calendar
from dashboards.workspace.current import Surroundings, surroundings_of
from dashboards.workspace.links import Links
from reports.models import ReportRun
from results import words
from results.figures import FigureSet
from results.figures.read import read_figures
from results.models import ReportingPeriod, Submission
from results.overdue import OverdueReport, overdue_reports
from results.review.overdue_rows import LateReport, OverdueRow, overdue_rows
from results.roles import desk_of

from . import page
from .first_steps import first_steps
from .head_reader import head_page
from .nation_reader import nation_page
from .next_year import unopened_year

RECENT = 8
RECENT_RUNS = 3
REPORT_NAMES = ("agency__name_vi", "agency__name_en", "period__name_vi", "period__name_en", "version")


@login_required
@require_safe
def home(request):
    """Tasks, standing and recent acts; for somebody without an appointment today, why there is nothing."""
    around = surroundings_of(request)
    context = {"today": around.today, "season": around.season, "is_administrator": request.user.is_administrator}
    if not around.season and (around.rights.is_ministry or request.user.is_administrator):
        context["first_steps"] = first_steps(around)
    context["unopened_year"] = unopened_year(around)
    if around.rights.is_empty:
        return render(request, "dashboards/home/home_empty.html", context)
    rows = page.task_rows(around.tasks, around.today, work_calendar(around))
    context |= {
        "task_count": len(rows),
        "overdue": sum(row.group == "overdue" for row in rows),
        "task_groups": page.grouped(rows),
        "views": [row for row in view_rows(SavedView.objects.filter(user=request.user), around.seasons) if row.address],
    }
    nation = nation_page(around)
    if nation:
        return render(request, "dashboards/home/ministry.html", context | nation)
    context["events"] = page.events(_recent(request.user), around.today, _label)
    head = head_page(around) if around.season else None
    if head:
        return render(request, "dashboards/home/head.html", context | head | _beside(around, head["figures"]))
    context["runs"] = ReportRun.objects.visible_to(request.user).select_related("season__cluster")[:RECENT_RUNS]
    if around.season:
        context |= _standing(around)
    return render(request, "dashboards/home/home.html", context)


def _recent(user) -> list[AuditEntry]:
    """The last acts on reports one may see, each with the names of its ``report``; single cells are left out."""
    seen = Submission.objects.visible_to(user).annotate(key=Cast("pk", CharField())).values("key")
    acts = AuditEntry.objects.filter(
        target_type=Submission._meta.label_lower, target_id__in=seen, action__startswith="submission."
    )
    of_act = Submission.objects.filter(pk=Cast(OuterRef("target_id"), BigIntegerField()))
    names = JSONObject(**{name: name for name in REPORT_NAMES})
    return list(acts.annotate(report=Subquery(of_act.values(found=names)[:1])).order_by("-at", "-pk")[:RECENT])


def _label(act: AuditEntry) -> str:
    """The report in the reader's language: the record itself is kept in Vietnamese."""
    agency_vi, agency_en, period_vi, period_en, version = (act.report[name] for name in REPORT_NAMES)
    agency = Agency(name_vi=agency_vi, name_en=agency_en)
    return str(Submission(agency=agency, period=ReportingPeriod(name_vi=period_vi, name_en=period_en), version=version))


def _standing(around: Surroundings) -> dict:
    season = around.season
    blocks = around.blocks(season)
    rights = around.rights
    leads = any(rights.sees_all_of(season.pk, block) for block in blocks)
    # Whoever comes for their own agency finds its latest figures, though others may be further.
    latest_of = () if leads else rights.own_agency_ids
    figures = read_figures(season, rights=rights, narrow=True, with_published=False, latest_of=latest_of)
    own = own_codes(around, season)
    mine = {member.block for member in around.own_agencies(season)}
    order = sorted(blocks, key=lambda block: block not in mine)
    return {
        "figures": figures,
        "tiles": [tile for block in order for tile in tiles(figures.blocks[block], own)],
        **_beside(around, figures),
    }


def _beside(around: Surroundings, figures: FigureSet) -> dict:
    """The reports of all members and the next days, for whoever comes to the season."""
    season = around.season
    return {
        "place": place_of(season),
        "overdue_members": _overdue(around, figures),
        "progress": page.progress(figures, around.blocks(season)),
        "milestones": page.milestones(around.phases(season), around.today, phase_name),
        "own": around.own_agencies(season)[:1],
    }


def _overdue(around: Surroundings, figures: FigureSet) -> list[OverdueRow]:
    """For those who lead the season today: the other members whose reports are overdue, of the blocks they lead."""
    season, rights = around.season, around.rights
    blocks = {block for scope in rights.leads(season.pk) for block in scope.blocks}
    links = Links(place_of(season))
    found = [
        _late(report, block, links)
        for block in around.blocks(season)
        if block in blocks
        for report in overdue_reports(figures.blocks[block], around.calendar, around.today)
        if report.agency.id not in rights.own_agency_ids
    ]
    return overdue_rows(found, desk_of(around.user), season.pk) if found else []


def _late(report: OverdueReport, block: str, links: Links) -> LateReport:
    return LateReport(
        agency_id=report.agency.id,
        agency_code=report.agency.code,
        agency=report.agency.short_name,
        period=report.period.name(words.lang()),
        period_code=report.period.code,
        block=block,
        days=report.days,
        url=links.agency(report.agency.code),
    )
