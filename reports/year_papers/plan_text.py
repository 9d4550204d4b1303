"""The text of the cluster's plan of the year, and the plain values that it is made of.

Nothing is read here, and nothing is said that the values do not hold.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from clusters.enums import Block, LeadershipRole, PeriodName, PhaseKind
from emulation_portal.lib.dates import format_date
from emulation_portal.lib.numbers import NBSP, NO_VALUE
from pledges.enums import SIGNS, PledgeState
from reports.papers.content.background import MovementFacts
from reports.papers.content.decree import Frame, Framed
from reports.papers.content.filling import capitalised, filled, listed, upper_first
from reports.papers.content.model import Block as PaperBlock
from reports.papers.content.model import (
    Document,
    FactRun,
    PaperColumn,
    PaperParagraph,
    PaperRow,
    PaperTable,
    Runs,
    Style,
    TextRun,
    text_of,
)
from reports.papers.content.numbers import target_words
from reports.papers.content.sentences import in_prose, lower_first, period_in_prose
from reports.papers.content.tables import band, fact, movement_runs, number
from results import words
from results.figures import AgencyRef, IndicatorRef, TargetRef
from results.figures.lines import NoTarget
from results.figures.values import PeriodTarget

from .text import YearText, in_chapters


# -- what it tells -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PlanMember:
    """A member of the year; ``since`` and ``until`` (its last day) where they lie inside the year."""

    name: str
    block: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PlanLeader:
    """A head or deputy agency; ``until`` is its last day."""

    role: str
    agency: str
    since: date
    until: date
    decision: str = ""


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step of the year from its first to its last day. ``period`` is the report that is entered, ``due`` the day its
    term ends on, moved by days off."""

    kind: str
    label: str
    block: str
    opens: date
    until: date
    period: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class PlanPledge:
    """How far the pledge of a block is, and its terms as far as they are set."""

    block: str
    state: str
    comments_until: date | None = None
    sign_until: date | None = None
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CommonTarget:
    """The target of all members together: worked out ``over`` so many of them, or ``why`` there is none. ``is_same``:
    all of them were assigned the same."""

    target: TargetRef | None
    why: NoTarget | None
    over: int
    is_same: bool


@dataclass(frozen=True, slots=True)
class AssignedTargets:
    """What a block was assigned for its headline indicators. ``targets``: of every agency, by the places of
    ``indicators``; so are ``common`` and ``national``. ``period`` names the report whose denominators weigh them."""

    block: str
    agencies: tuple[AgencyRef, ...]
    indicators: tuple[IndicatorRef, ...]
    targets: tuple[tuple[TargetRef | None, ...], ...]
    common: tuple[CommonTarget, ...]
    national: tuple[TargetRef | None, ...]
    period: tuple[str, str] = ("", "")  # in Vietnamese and English


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What the plan tells beside its frame and the targets."""

    bases: tuple[str, ...] = ()
    decision: str = ""
    members: tuple[PlanMember, ...] = ()
    leaders: tuple[PlanLeader, ...] = ()
    patrons: tuple[str, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    movements: tuple[MovementFacts, ...] = ()
    pledges: tuple[PlanPledge, ...] = ()


# -- the document ------------------------------------------------------------------------------------------------------
def composed_plan(frame: Frame, plan: YearPlan, assigned: tuple[AssignedTargets, ...], language: str) -> Document:
    """The plan in the active language, which is ``language``."""
    year, cluster = str(frame.origin.year), frame.origin.cluster
    framed = Framed(frame, language, _("PLAN"), "KH", undated_year=frame.origin.year)
    about = _("Emulation work in {year}\nof the {cluster}").format(year=year, cluster=cluster)
    return framed.document(about, tuple(_PlanText(frame, plan, assigned, language).blocks()))


class _PlanText(YearText):
    def __init__(self, frame: Frame, plan: YearPlan, assigned: tuple[AssignedTargets, ...], language: str):
        self.frame, self.plan, self.assigned, self.lang = frame, plan, assigned, language
        self.year, self.cluster = str(frame.origin.year), frame.origin.cluster

    def blocks(self) -> Iterator[PaperBlock]:
        for place, basis in enumerate(self.plan.bases, start=1):
            end = "." if place == len(self.plan.bases) else ";"
            yield PaperParagraph((FactRun(basis + end),), Style.BASIS)
        yield self._opening()
        chapters = (
            (_("AIMS AND REQUIREMENTS"), self._aims()),
            (_("MEMBERS OF THE CLUSTER"), self._members()),
            (_("TARGETS ASSIGNED FOR THE YEAR"), self._targets()),
            (_("EMULATION MOVEMENTS"), self._movements()),
            (_("EMULATION PLEDGES"), self._pledges()),
            (_("TIMETABLE OF THE YEAR"), self._timetable()),
            (_("ORGANISATION"), self._organisation()),
        )
        yield from in_chapters(chapters)

    def _opening(self) -> PaperParagraph:
        values = {"year": self.year, "cluster": self.cluster}
        if self.frame.issuer.name:
            return self._say(
                _("{issuer}, the head agency, issues the plan of emulation work of the {cluster} in {year}:"),
                issuer=self.frame.issuer.name,
                **values,
            )
        return self._say(_("The plan of emulation work of the {cluster} in {year} is as follows:"), **values)

    # -- I --------------------------------------------------------------------------------------------------------
    def _aims(self) -> Iterator[PaperParagraph]:
        yield self._section(_("1. Aims"))
        yield self._say(
            _("- To carry out the emulation movements, the assigned targets and the emulation pledges of {year}."),
            Style.ITEM,
            year=self.year,
        )
        yield self._say(
            _("- To tell every member the tasks and the terms of the year, so that it can prepare for them."),
            Style.ITEM,
        )
        yield self._section(_("2. Requirements"))
        yield self._say(_("- The members keep to the timetable of this plan."), Style.ITEM)
        yield self._say(
            _("- Reports are sent in time, with complete and exact figures under the regulations in force."),
            Style.ITEM,
        )

    def _section(self, head: str) -> PaperParagraph:
        return PaperParagraph((TextRun(head),), Style.SECTION)

    # -- II -------------------------------------------------------------------------------------------------------
    def _members(self) -> Iterator[PaperBlock]:
        plan, held = self.plan, [block for block in reversed(Block.values) if self._of(block)]
        parts = "; ".join(self._so_many(block) for block in held)
        decision = _(", by {decision},").format(decision=plan.decision) if plan.decision else ""
        yield self._say(
            _("In {year} the {cluster}{decision} has {count} member [agency|agencies] ({parts})."),
            year=self.year,
            cluster=self.cluster,
            decision=decision,
            count=self._count(len(plan.members)),
            parts=parts,
        )
        yield from (self._leader(leader) for leader in plan.leaders)
        if not any(leader.role == LeadershipRole.HEAD for leader in plan.leaders):
            yield self._say(_("The head agency of {year} has not been named yet."), year=self.year)
        for patron in plan.patrons:
            yield self._say(_("The cluster is followed by {patron}."), patron=patron)
        yield self._member_table(held)

    def _so_many(self, block: str) -> str:
        pattern = _("{block}: {count} [agency|agencies]")
        return text_of(tuple(filled(pattern, block=self._block(block), count=self._count(len(self._of(block))))))

    def _of(self, block: str) -> list[PlanMember]:
        return [member for member in self.plan.members if member.block == block]

    def _leader(self, leader: PlanLeader) -> PaperParagraph:
        decided = _(", by {decision}").format(decision=leader.decision) if leader.decision else ""
        patterns = {
            LeadershipRole.HEAD: _("Head agency: {agency} (from {since} to the end of {until}{decided})."),
            LeadershipRole.DEPUTY: _("Deputy head agency: {agency} (from {since} to the end of {until}{decided})."),
        }
        return self._say(
            patterns[LeadershipRole(leader.role)],
            agency=leader.agency,
            since=format_date(leader.since),
            until=format_date(leader.until),
            decided=decided,
        )

    def _member_table(self, held: Iterable[str]) -> PaperTable:
        has_dates = any(member.since or member.until for member in self.plan.members)
        columns = (
            PaperColumn(_("No."), 0.1, "center"),
            PaperColumn(_("Member agency"), 0.55 if has_dates else 0.9),
            *((PaperColumn(_("Member within the year"), 0.35),) if has_dates else ()),
        )
        rows: list[PaperRow] = []
        for block in held:
            rows.append(band(upper_first(self._block(block)), len(columns)))
            for place, member in enumerate(self._of(block), start=1):
                dates = (fact(_span(member)),) if has_dates else ()
                rows.append(PaperRow((number(place), fact(member.name), *dates)))
        return PaperTable(columns, tuple(rows))

    # -- III ------------------------------------------------------------------------------------------------------
    def _targets(self) -> Iterator[PaperBlock]:
        told = [each for each in self.assigned if each.indicators]
        if not told:
            yield self._say(_("No targets have been assigned for {year} yet."), year=self.year)
        for block in told:
            name = self._block(block.block)
            if not any(target for row in block.targets for target in row):
                yield self._say(
                    _("No target of {year} has been assigned to the members of {block} yet."),
                    year=self.year,
                    block=name,
                )
                continue
            yield self._target_table(block)
            yield from self._how(block)

    def _target_table(self, block: AssignedTargets) -> PaperTable:
        decided = any(target and target.decision for row in block.targets for target in row)
        room = 0.62 if decided else 0.9
        share = (room - 0.3) / len(block.indicators) if len(block.indicators) > 1 else 0.25
        columns = (
            PaperColumn(_("No."), 0.1, "center"),
            PaperColumn(_("Agency"), room - share * len(block.indicators)),
            *(PaperColumn(_headed(indicator, self.lang), share, "center") for indicator in block.indicators),
            *((PaperColumn(_("Decision that assigns it"), 0.28),) if decided else ()),
        )
        rows = []
        for place, (agency, targets) in enumerate(zip(block.agencies, block.targets, strict=True), start=1):
            cells = [fact(self._goal(*each)) for each in zip(targets, block.indicators, strict=True)]
            if decided:
                cells.append(fact("; ".join(_decisions(targets)) or NO_VALUE))
            rows.append(PaperRow((number(place), fact(agency.name(self.lang)), *cells)))
        rows.append(self._common_row(block, decided=decided))
        if any(block.national):
            cells = [fact(self._goal(*each)) for each in zip(block.national, block.indicators, strict=True)]
            of_nation = fact("; ".join(_decisions(block.national)) or NO_VALUE)
            rows.append(PaperRow(((), fact(_("National target")), *cells, *((of_nation,) if decided else ()))))
        return PaperTable(columns, tuple(rows), upper_first(self._block(block.block)))

    def _common_row(self, block: AssignedTargets, *, decided: bool) -> PaperRow:
        cells = []
        for common, indicator in zip(block.common, block.indicators, strict=True):
            cells.append(fact(self._goal(common.target, indicator) if common.target else NO_VALUE, bold=True))
        name = fact(_("Common target (derived)"), bold=True)
        return PaperRow(((), name, *cells, *(((),) if decided else ())), "total")

    def _goal(self, target: TargetRef | None, indicator: IndicatorRef) -> str:
        """> 83,25%, with what a decision asks of a part of the year after it."""
        if target is None:
            return _("not assigned")
        parts = () if target.is_derived else target.parts
        said = [f"{_months(part.period_code)}: {self._level(part, indicator)}" for part in parts]
        return "; ".join([self._level(target, indicator), *said])

    def _level(self, asked: TargetRef | PeriodTarget, indicator: IndicatorRef) -> str:
        target = TargetRef(asked.value, asked.comparator)
        level = target_words(asked.value, self.lang) if indicator.is_rate else words.target_text(target, indicator)
        return f"{SIGNS[asked.comparator]}{NBSP}{level}"

    def _how(self, block: AssignedTargets) -> Iterator[PaperParagraph]:
        """Of every common target how it is worked out, or why there is none; told once of those that are alike."""
        said: dict[str, list[str]] = {}
        for common, indicator in zip(block.common, block.indicators, strict=True):
            said.setdefault(self._common_words(common, indicator, block), []).append(
                in_prose(indicator.name(self.lang), self.lang)
            )
        for text, names in said.items():
            runs = (*listed(names, self.lang), TextRun(": "), FactRun(text))
            yield PaperParagraph(capitalised(filled("{names}", names=runs)), Style.NOTE)

    def _common_words(self, common: CommonTarget, indicator: IndicatorRef, block: AssignedTargets) -> str:
        if common.why is not None or common.target is None:
            reasons = {
                NoTarget.NOBODY: _("no agency has been assigned a target, so there is no common one."),
                NoTarget.NOT_ALL: _("there is no common target, since not every agency has been assigned one."),
                NoTarget.COMPARATORS: _("there is no common target, since those of the agencies cannot be combined."),
                NoTarget.NOTHING_COUNTED: _(
                    "there is no common target yet: those of the agencies differ, and no figures weigh them."
                ),
                NoTarget.HIDDEN: _("the common target is not shown."),
            }
            return reasons[common.why or NoTarget.NOBODY]
        if common.is_same and indicator.is_rate:
            return _("the common target is derived; all agencies have been assigned the same.")
        if not indicator.is_rate:
            return _("the common target is derived: the sum of those of the agencies.")
        pattern = _(
            "the common target is derived: the mean of the targets of {count} [agency|agencies], weighted by the "
            "denominators of the {period}."
        )
        period = period_in_prose(block.period[self.lang == "en"] or block.period[0], self.lang)
        return text_of(tuple(filled(pattern, count=self._count(common.over), period=period)))

    # -- IV -------------------------------------------------------------------------------------------------------
    def _movements(self) -> Iterator[PaperParagraph]:
        if not self.plan.movements:
            yield self._say(_("No emulation movement of {year} has been entered yet."), year=self.year)
        for movement in self.plan.movements:
            yield PaperParagraph((TextRun("- "), *movement_runs(movement, self.lang)), Style.ITEM)

    # -- V --------------------------------------------------------------------------------------------------------
    def _pledges(self) -> Iterator[PaperParagraph]:
        held = {pledge.block: pledge for pledge in self.plan.pledges}
        for block in reversed(Block.values):
            if self._of(block):
                yield self._pledge(block, held.get(block))

    def _pledge(self, block: str, pledge: PlanPledge | None) -> PaperParagraph:
        name = {"block": self._block(block), "year": self.year}
        if pledge is None:
            return self._say(_("{block} has no pledge of {year} yet."), **name)
        if pledge.signed_on:
            return self._say(
                _("The pledge of {block} for {year} was signed on {day}."), **name, day=format_date(pledge.signed_on)
            )
        terms = [
            pattern.format(day=format_date(day))
            for pattern, day in (
                (_("comments until the end of {day}"), pledge.comments_until),
                (_("to be signed until the end of {day}"), pledge.sign_until),
            )
            if day
        ]
        state = _("is drafted") if pledge.state == PledgeState.DRAFT else _("is open for signing")
        return self._say(
            _("The pledge of {block} for {year} {state}{terms}."),
            **name,
            state=state,
            terms="".join(f"; {each}" for each in terms),
        )

    # -- VI -------------------------------------------------------------------------------------------------------
    def _timetable(self) -> Iterator[PaperBlock]:
        steps = [step for step in self.plan.steps if not step.block or self._of(step.block)]
        if not steps:
            yield self._say(_("The dates of {year} have not been set yet."), year=self.year)
            return
        columns = (
            PaperColumn(_("No."), 0.07, "center"),
            PaperColumn(_("What is done"), 0.35),
            PaperColumn(_("By whom"), 0.19),
            PaperColumn(_("From"), 0.13, "center"),
            PaperColumn(_("To the end of"), 0.13, "center"),
            PaperColumn(_("Term of the report"), 0.13, "center"),
        )
        rows = tuple(
            PaperRow((number(place), fact(self._what(step)), fact(self._by(step)), *map(_day, _days(step))))
            for place, step in enumerate(steps, start=1)
        )
        yield PaperTable(columns, rows)

    def _what(self, step: PlanStep) -> str:
        if step.kind == PhaseKind.ENTRY and step.period:
            return _("Entering and sending figures of the {period}").format(period=lower_first(step.period))
        return {
            PhaseKind.LAUNCH: _("Launching the emulation of the year"),
            PhaseKind.PLEDGE: _("Signing the emulation pledges"),
            PhaseKind.REVIEW: _("Reviewing the year's emulation"),
        }.get(PhaseKind(step.kind), step.label)

    def _by(self, step: PlanStep) -> str:
        return words.block_short(step.block) if step.block else _("The whole cluster")

    # -- VII ------------------------------------------------------------------------------------------------------
    def _organisation(self) -> Iterator[PaperParagraph]:
        head = self.frame.issuer.name
        deputies = [leader.agency for leader in self.plan.leaders if leader.role == LeadershipRole.DEPUTY]
        said = [
            self._say(
                _("{place}. {agency} leads, follows and sums up the carrying out of this plan."),
                place="1",
                agency=head or _("The head agency"),
            )
        ]
        if deputies:
            said.append(
                self._say(
                    _("{place}. {agency}, the deputy head agency, works with the head agency in carrying it out."),
                    place=str(len(said) + 1),
                    agency=deputies[-1],
                )
            )
        said.append(
            self._say(
                _(
                    "{place}. The members carry out the plan, report in time, and tell the head agency in time of "
                    "difficulties./."
                ),
                place=str(len(said) + 1),
            )
        )
        yield from said


# -- words -------------------------------------------------------------------------------------------------------------
def _span(member: PlanMember) -> str:
    since = _("from {day}").format(day=format_date(member.since)) if member.since else ""
    until = _("to the end of {day}").format(day=format_date(member.until)) if member.until else ""
    return upper_first(" ".join(filter(None, [since, until]))) or _("Whole year")


def _headed(indicator: IndicatorRef, lang: str) -> str:
    """A rate's target carries its %; of anything else the unit stands in the head."""
    unit = "" if indicator.is_rate or indicator.is_money else indicator.unit(lang)
    return f"{indicator.name(lang)} ({unit})" if unit else indicator.name(lang)


def _decisions(targets: Iterable[TargetRef | None]) -> list[str]:
    found = []
    for target in targets:
        if target and target.decision:
            day = f", {format_date(target.decided_on)}" if target.decided_on else ""
            found.append(f"{target.decision}{day}")
    return list(dict.fromkeys(found))


def _months(period_code: str) -> str:
    return str(dict(PeriodName.choices).get(period_code, period_code))


def _days(step: PlanStep) -> tuple[date | None, ...]:
    return (step.opens, step.until, step.due)


def _day(day: date | None) -> Runs:
    return fact(format_date(day) if day else NO_VALUE)


__all__ = [
    "AssignedTargets",
    "CommonTarget",
    "PlanLeader",
    "PlanMember",
    "PlanPledge",
    "PlanStep",
    "YearPlan",
    "composed_plan",
]
