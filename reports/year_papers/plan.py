"""The cluster's plan of the year: who is in it and leads it, what is assigned, launched and promised, and when.

It tells what is stored and nothing else: a step, target or term that nobody has entered is not in it.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy

from clusters.declarations import year_steps
from clusters.enums import LeadershipRole, OfficeRole, PhaseKind
from clusters.members import overlapping_year
from clusters.models import ClusterOffice, Leadership, Membership, Season, SeasonPhase
from emulation_portal.lib.dates import last_day
from pledges.models import Pledge
from pledges.movements.reading import movements_of
from reports.exporting.figures import FIGURES
from reports.exporting.registry import NoFigures
from reports.exporting.sources import Input, Source, SubjectReading
from reports.papers.content.background import MovementFacts
from reports.papers.content.decree import Frame, Origin
from reports.papers.content.model import Document
from reports.papers.frame import LEADERS, PaperKind, frame_of, register_paper
from reports.papers.read import legal_bases
from results.figures import BlockFigures
from results.models import DayOff, ReportingPeriod

from .plan_text import (
    AssignedTargets,
    CommonTarget,
    PlanLeader,
    PlanMember,
    PlanPledge,
    PlanStep,
    YearPlan,
    composed_plan,
)


# -- reading it --------------------------------------------------------------------------------------------------------
def _first_day(reading: SubjectReading) -> date:
    """The day that the plan is of, as far as names and offices go: when the first step of the year opens."""
    season = reading.subject.season
    opens = (
        SeasonPhase.objects.filter(season=season, kind__in=year_steps.kinds()).order_by("opens").values_list("opens")
    )
    return max([date(season.year, 1, 1), *(day for (day,) in opens[:1])])


FIRST_DAY = Source("first day", _first_day)


def _plan_frame(reading: SubjectReading) -> Frame:
    """As every paper's, as of the year's beginning; number and day are written in by hand."""
    season = reading.subject.season
    origin = Origin(season.cluster.name, season.cluster.code, season.year, reading.subject.version_code())
    return replace(frame_of(reading, as_of=reading.of(FIRST_DAY)), origin=origin)


PLAN_FRAME = Source("plan frame", _plan_frame, uses=(LEADERS, FIRST_DAY))


def _year_plan(reading: SubjectReading) -> YearPlan:
    """The season's data version rises with everything here: members, leaders, dates, movements, pledges, days off."""
    season = reading.subject.season
    return YearPlan(
        bases=legal_bases(reading.of(FIRST_DAY)),
        decision=season.cluster.decision,
        members=_members(season),
        leaders=_leaders(season),
        patrons=_patrons(season),
        steps=_steps(season),
        movements=tuple(
            MovementFacts(row.name, row.kind_label, row.scope_label, row.launched_on, row.ends, row.plan, "")
            for row in movements_of(season)
        ),
        pledges=tuple(
            PlanPledge(row.block, row.state, row.comments_until, row.sign_until, row.signed_on)
            for row in Pledge.objects.filter(season=season).order_by("-block")
        ),
    )


def _members(season: Season) -> tuple[PlanMember, ...]:
    rows = Membership.objects.filter(overlapping_year(season.year), cluster=season.cluster_id).select_related("agency")
    first, last = date(season.year, 1, 1), date(season.year, 12, 31)
    found = []
    for row in rows.order_by("-agency__kind", "agency__sort_key", "valid_from", "pk"):
        until = last_day(row.valid_to)
        since = row.valid_from if row.valid_from > first else None
        found.append(PlanMember(row.agency.name, row.agency.kind, since, until if until and until < last else None))
    return tuple(found)


def _leaders(season: Season) -> tuple[PlanLeader, ...]:
    """The head agencies before the deputies, each in the order in which they came."""
    rows = Leadership.objects.filter(season=season).select_related("agency").order_by("valid_from", "pk")
    order = list(LeadershipRole.values)
    found = [
        PlanLeader(r.role, r.agency.name, r.valid_from, last_day(r.valid_to) or r.valid_to, r.decision) for r in rows
    ]
    return tuple(sorted(found, key=lambda each: order.index(each.role)))


def _patrons(season: Season) -> tuple[str, ...]:
    """Deputy ministers who follow the cluster, by title and name, where they are known by name."""
    rows = ClusterOffice.objects.filter(cluster=season.cluster_id, year=season.year, role=OfficeRole.PATRON)
    return tuple(" ".join(filter(None, [row.title, row.person_name])) for row in rows if row.person_name)


def _steps(season: Season) -> tuple[PlanStep, ...]:
    calendar = DayOff.objects.calendar()
    rows = SeasonPhase.objects.filter(season=season, kind__in=year_steps.kinds()).order_by("opens", "closes", "block")
    periods = {
        (period.block, period.period_code): period for period in ReportingPeriod.objects.filter(year=season.year)
    }
    found = []
    for row in rows:
        period = periods.get((row.block, row.period_code)) if row.kind == PhaseKind.ENTRY else None
        found.append(
            PlanStep(
                kind=row.kind,
                label=str(row.get_kind_display()),
                block=row.block,
                opens=row.opens,
                until=last_day(row.closes) or row.closes,
                period=period.name if period else "",
                due=calendar.ends_on(period.due_date) if period else None,
            )
        )
    return tuple(found)


YEAR_PLAN = Source("year plan", _year_plan, uses=(FIRST_DAY,))


def _assigned(reading: SubjectReading) -> tuple[AssignedTargets, ...]:
    blocks = reading.of(FIGURES).blocks
    return tuple(
        _of_block(block) for _name, block in sorted(blocks.items(), reverse=True) if block.agencies and block.period
    )


def _of_block(block: BlockFigures) -> AssignedTargets:
    period, headline = block.known_period, block.headline
    return AssignedTargets(
        block=block.block,
        agencies=block.agencies,
        indicators=headline,
        targets=tuple(tuple(block.target(a.code, i.code) for i in headline) for a in block.agencies),
        common=tuple(_common(block, i.code) for i in headline),
        national=tuple(block.national_targets.get(i.code) for i in headline),
        period=(period.name_vi, period.name_en),
    )


def _common(block: BlockFigures, code: str) -> CommonTarget:
    derived = block.derived_target(code)
    values = {share.target.value for share in derived.counted if share.target}
    return CommonTarget(derived.target, derived.why, len(derived.counted), len(values) == 1)


ASSIGNED_TARGETS = Source("assigned targets", _assigned, uses=(FIGURES,))


# -- the paper ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlanInput(Input):
    frame: Annotated[Frame, PLAN_FRAME]
    plan: Annotated[YearPlan, YEAR_PLAN]
    assigned: Annotated[tuple[AssignedTargets, ...], ASSIGNED_TARGETS]


@register_paper
class YearPlanPaper(PaperKind[YearPlanInput]):
    kind = "year-plan"
    input_type = YearPlanInput
    order = 34
    title = gettext_lazy("Emulation plan of the year")
    file_stem = gettext_lazy("Plan-of-the-year")

    def compose(self, made_of: YearPlanInput) -> Document:
        if not made_of.plan.members:
            raise NoFigures(made_of.frame.origin.version_code)
        return composed_plan(made_of.frame, made_of.plan, made_of.assigned, made_of.language)


__all__ = ["YearPlanInput", "YearPlanPaper"]
