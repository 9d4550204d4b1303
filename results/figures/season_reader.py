"""One season's figures out of the rows of one reading: its periods and members, what counts, what is shown to whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from clusters.enums import Block
from clusters.members import rule_day
from clusters.models import Season
from clusters.rights import Rights, covers_part_of
from emulation_portal.lib import dates
from emulation_portal.lib.dates import covers

from . import expressions
from .block import AgencyRef, BlockFigures, Cell, Cells, FigureSet, IndicatorRef, PeriodRef, SubmissionRef
from .refs import published_ref
from .stored_rows import Rows, Version


@dataclass(frozen=True)
class ChosenPeriods:
    """What of a season is wanted."""

    period_codes: Mapping[str, str] = field(default_factory=dict)
    year_end: bool = False
    trend_agency_ids: frozenset[int] = frozenset()
    narrow: bool = False
    with_published: bool = True
    settled: bool = False
    with_last_course: bool = False
    common_to: frozenset[int] | None = None
    also: frozenset[str] = frozenset()
    together: bool = False
    latest_of: frozenset[int] = frozenset()
    against: int | None = None
    only: frozenset[str] = frozenset()
    about: str = ""
    latest_shown_to: Rights | None = None


class SeasonReader:
    """One season, made from the rows of one reading."""

    def __init__(self, season: Season, rows: Rows, choice: ChosenPeriods):
        self.season = season
        self.rows = rows
        self.choice = choice
        earlier = choice.against is not None and choice.against < season.year
        self.last_year = choice.against if earlier else season.year - 1
        self.periods = [p for p in rows.periods if p.year in (season.year, self.last_year)]
        self.memberships = [
            m for m in rows.memberships[season.cluster_id] if covers_part_of(season.year, m.valid_from, m.valid_to)
        ]
        self.targets = rows.targets[season.year]
        self.released = rows.released[season.pk]
        self.published = rows.published[season.cluster.code, season.year]
        self.refs = self._indicator_refs()
        self._known_members: dict[tuple[str, int], list[AgencyRef]] = {}
        self.plans = {block: self._plan(block) for block in Block.values}
        self.results: Mapping[int, Mapping[str, Cell]] = {}

    def figures(self, rights: Rights | None, results: Mapping[int, Mapping[str, Cell]]) -> FigureSet:
        self.results = results
        season, cluster = self.season, self.season.cluster
        return FigureSet(
            season_id=season.pk,
            cluster_code=cluster.code,
            cluster_slug=cluster.slug,
            cluster_name_vi=cluster.name_vi,
            cluster_name_en=cluster.name_en,
            cluster_short_vi=cluster.short_name_vi,
            cluster_short_en=cluster.short_name_en,
            year=season.year,
            data_version=self.rows.versions[season.pk],
            blocks=MappingProxyType({block: self._as_seen(self.block(block), rights) for block in Block.values}),
            is_illustrative=season.is_illustrative,
            is_official=cluster.is_official,
        )

    def _as_seen(self, figures: BlockFigures, rights: Rights | None) -> BlockFigures:
        if rights is None or rights.sees_all_of(self.season.pk, figures.block):
            return figures
        own = frozenset(a.code for a in figures.everybody if a.id in rights.own_agency_ids)
        if not figures.released:
            return figures.restricted(own)
        return replace(
            figures, history=self._shown_history(figures, own), last_history=_of_agencies(figures.last_history, own)
        )

    def _shown_history(self, figures: BlockFigures, own: frozenset[str]) -> Mapping[str, Cells]:
        """Earlier periods as released: each period is released by itself, the own agencies' are always shown."""
        released = {p.period_code for p in figures.periods if p.id in self.released}
        return {
            period: cells if period in released else {code: v for code, v in cells.items() if code in own}
            for period, cells in figures.history.items()
        }

    # -- one block ------------------------------------------------------------------------------------------------
    def block(self, block: str) -> BlockFigures:
        plan = self.plans[block]
        indicators = {i.code: i for i in self.refs if i.block == block}
        codes_by_id = {i.id: i.code for i in indicators.values()}
        last_own, stood_for = self._last_year(plan)
        return BlockFigures(
            block=block,
            period=plan.period,
            agencies=tuple(plan.members),
            everybody=tuple(m.agency for m in self.memberships if m.agency.block == block),
            indicators=MappingProxyType(indicators),
            cells=self._cells(plan, plan.period),
            last_period=plan.last_period,
            last_cells={now: rebased([last_own[a] for a in then], indicators) for now, then in stood_for.items()},
            last_own_cells=last_own,
            stood_for=stood_for,
            last_periods=tuple(plan.last_periods),
            last_history=self._last_history(plan, indicators),
            targets={
                (plan.codes[t.agency_id], codes_by_id[t.indicator_id]): t.target
                for t in self.targets
                if t.agency_id in plan.codes and t.indicator_id in codes_by_id
            },
            national_targets={
                codes_by_id[t.indicator_id]: t.target
                for t in self.targets
                if t.agency_id is None and t.indicator_id in codes_by_id
            },
            status={a.code: ref for a in plan.members if (ref := self._status(a, plan.period))},
            periods=tuple(plan.periods),
            members_of={p.period_code: frozenset(a.code for a in self._members(block, p)) for p in plan.periods},
            board={
                (agency.code, p.period_code): ref
                for p in plan.periods
                for agency in self._members(block, p)
                if (ref := self._status(agency, p))
            },
            history={p.period_code: self._cells(plan, p, self.choice.trend_agency_ids) for p in self._earlier(plan)},
            published=tuple(published_ref(p, codes_by_id) for p in self.published if p.block == block),
            released=bool(plan.period and plan.period.id in self.released),
            released_codes=frozenset(p.period_code for p in plan.periods if p.id in self.released),
        )

    def _indicator_refs(self) -> list[IndicatorRef]:
        refs = self.rows.indicators_of(self.season.year)
        if not (self.choice.narrow or self.choice.only):
            return refs
        published = {p.indicator_id for p in self.published}
        wanted = self.choice.only or [
            r.code for r in refs if r.is_headline or r.id in published or r.code in self.choice.also
        ]
        kept = _with_parts(refs, wanted)
        return [r for r in refs if r.code in kept]

    def _plan(self, block: str) -> "ReadingPlan":
        periods = sorted(
            (p for p in self.periods if p.block == block and p.year == self.season.year), key=lambda p: p.sequence
        )
        period = self._choose(block, periods)
        last = next(
            (
                p
                for p in self.periods
                if period and p.block == block and p.year == self.last_year and p.period_code == period.period_code
            ),
            None,
        )
        before = sorted(
            (p for p in self.periods if p.block == block and p.year == self.last_year), key=lambda p: p.sequence
        )
        return ReadingPlan(block, periods, period, last, self._members(block, period) if period else [], before)

    def _choose(self, block: str, periods: list[PeriodRef]) -> PeriodRef | None:
        wanted = self.choice.period_codes.get(block)
        with_members = [p for p in periods if self._members(block, p)]
        for period in with_members:
            if wanted and period.period_code == wanted:
                return period
        if self.choice.year_end:
            closing = [p for p in with_members if p.is_year_end] or with_members
            return closing[-1] if closing else None
        counting = (
            self._shown(block, with_members)
            or self._counting(block, with_members, self.choice.latest_of)
            or self._counting(block, with_members)
        )
        if counting:
            return counting[-1]
        closed = [p for p in with_members if p.data_cutoff < dates.today()]
        return closed[-1] if closed else next(iter(with_members), None)

    def _counting(self, block: str, periods: Iterable[PeriodRef], ids: frozenset[int] | None = None) -> list[PeriodRef]:
        """The periods in which some member's figures count: of those named in ``ids``, or of any."""

        def counts(agency: AgencyRef, period: PeriodRef) -> bool:
            return (ids is None or agency.id in ids) and self.rows.counting(agency.id, period) is not None

        return [p for p in periods if any(counts(agency, p) for agency in self._members(block, p))]

    def _shown(self, block: str, periods: Iterable[PeriodRef]) -> list[PeriodRef]:
        """The periods with figures that are shown to the person who asks: released ones, and those of own figures."""
        rights = self.choice.latest_shown_to
        if rights is None or rights.sees_all_of(self.season.pk, block):
            return []
        own = self._counting(block, periods, frozenset(rights.own_agency_ids))
        return [p for p in self._counting(block, periods) if p.id in self.released or p in own]

    def counting_periods(self, block: str, ids: frozenset[int]) -> list[PeriodRef]:
        """The periods of the year in which a member's figures count: all of ``ids`` that are members, if any are."""
        periods = self.plans[block].periods
        named = {p.id: [a.id for a in self._members(block, p) if a.id in ids] for p in periods}
        if not any(named.values()):
            return self._counting(block, periods)
        return [p for p in periods if named[p.id] and all(self.rows.counting(a, p) for a in named[p.id])]

    def _members(self, block: str, period: PeriodRef) -> list[AgencyRef]:
        key = (block, period.id)
        if key not in self._known_members:
            day = rule_day(period_end=period.end, year=self.season.year)
            covering = (m.agency for m in self.memberships if covers(m.valid_from, m.valid_to, day))
            self._known_members[key] = [agency for agency in covering if agency.block == block]
        return self._known_members[key]

    def _status(self, agency: AgencyRef, period: PeriodRef | None) -> SubmissionRef | None:
        if period is None or (held := self.rows.submissions.get((agency.id, period.id))) is None:
            return None
        newest, counting = held.newest, held.counting
        return SubmissionRef(
            agency_code=agency.code,
            period_code=period.period_code,
            state=newest.state,
            version=newest.version,
            submission_id=newest.pk,
            counting_id=counting.pk if counting else None,
            counting_state=counting.state if counting else "",
            counting_version=counting.version if counting else None,
            late_days=(counting or newest).late_days,
            approved_at=(counting or newest).approved_at,
            submitted_at=(counting or newest).submitted_at,
            returned=newest.state == "draft" and newest.returned_at is not None,
        )

    # -- results --------------------------------------------------------------------------------------------------
    def _earlier(self, plan: "ReadingPlan") -> list[PeriodRef]:
        if not (self.choice.trend_agency_ids and plan.period):
            return []
        return [
            p
            for p in plan.periods
            if p.sequence < plan.period.sequence and any(self.rows.counting(a, p) for a in self.choice.trend_agency_ids)
        ]

    def _cells(self, plan: "ReadingPlan", period: PeriodRef | None, only: frozenset[int] = frozenset()) -> Cells:
        found: dict[str, Mapping[str, Cell]] = {}
        if period is None:
            return found
        for agency in plan.members:
            submission = self.rows.counting(agency.id, period) if not only or agency.id in only else None
            if submission:
                found[agency.code] = self._results_of(submission.pk)
        return found

    def _last_counting(self, period: PeriodRef, agency: AgencyRef) -> list[Version]:
        """Counting submissions of those who stood for the agency at the end of a period of last year.

        None of them unless all have one. A predecessor that was divided has no whole numbers to hand on, so its
        successors have no last year.
        """
        lived = [a for a in self.rows.closure(agency.id) if self.rows.alive(a, period.end)]
        if any(a != agency.id and a in self.rows.succession.divided for a in lived):
            return []
        counting = [submission for a in lived if (submission := self.rows.counting(a, period))]
        return counting if len(counting) == len(lived) else []

    def _last_course(self, plan: "ReadingPlan") -> Iterable[tuple[PeriodRef, AgencyRef, list[Version]]]:
        """What counted of last year's periods for the agencies whose course was asked for."""
        if not self.choice.with_last_course:
            return
        for agency in plan.members:
            for period in plan.last_periods if agency.id in self.choice.trend_agency_ids else ():
                if counting := self._last_counting(period, agency):
                    yield period, agency, counting

    def _last_history(self, plan: "ReadingPlan", indicators: Mapping[str, IndicatorRef]) -> Mapping[str, Cells]:
        found: dict[str, dict[str, Mapping[str, Cell]]] = {}
        for period, agency, counting in self._last_course(plan):
            cells = rebased([self._results_of(s.pk) for s in counting], indicators)
            found.setdefault(period.period_code, {})[agency.code] = cells
        return found

    def _last_year(self, plan: "ReadingPlan") -> tuple[Cells, dict[str, tuple[str, ...]]]:
        """Typed values of the same period last year as organised then, and whose of them stand for whom now.

        An agency whose predecessors have not all got counting figures has no last year.
        """
        own: dict[str, Mapping[str, Cell]] = {}
        stood_for: dict[str, tuple[str, ...]] = {}
        if plan.last_period is None:
            return own, stood_for
        for agency in plan.members:
            if counting := self._last_counting(plan.last_period, agency):
                cells = {self._code(s.agency_id, agency): self._results_of(s.pk) for s in counting}
                own.update(cells)
                stood_for[agency.code] = tuple(sorted(cells))
        return own, stood_for

    def _code(self, agency_id: int, agency: AgencyRef) -> str:
        return agency.code if agency_id == agency.id else self.rows.succession.codes[agency_id]

    def _results_of(self, submission_id: int) -> Mapping[str, Cell]:
        return self.results.get(submission_id, {})

    def wanted_submissions(self) -> set[int]:
        """The submissions whose cells are needed: of the blocks that have indicators to be read."""
        wanted: set[int] = set()
        blocks = {ref.block for ref in self.refs}
        for plan in (plan for block, plan in self.plans.items() if block in blocks):
            if plan.period is None:
                continue
            for agency in plan.members:
                wanted.update(s.pk for s in [self.rows.counting(agency.id, plan.period)] if s)
                if plan.last_period:
                    wanted.update(s.pk for s in self._last_counting(plan.last_period, agency))
            for period in self._earlier(plan):
                wanted.update(s.pk for a in self.choice.trend_agency_ids if (s := self.rows.counting(a, period)))
            for _period, _agency, counting in self._last_course(plan):
                wanted.update(s.pk for s in counting)
        return wanted


@dataclass
class ReadingPlan:
    """What will be read of a block: its periods, the chosen one, last year's, and the members then."""

    block: str
    periods: list[PeriodRef]
    period: PeriodRef | None
    last_period: PeriodRef | None
    members: list[AgencyRef]
    last_periods: list[PeriodRef]

    @cached_property
    def codes(self) -> dict[int, str]:
        return {a.id: a.code for a in self.members}


def _of_agencies(history: Mapping[str, Cells], codes: frozenset[str]) -> Mapping[str, Cells]:
    return {period: {code: v for code, v in cells.items() if code in codes} for period, cells in history.items()}


def _with_parts(refs: Iterable[IndicatorRef], wanted: Iterable[str]) -> set[str]:
    """The wanted indicators and everything they are worked out from."""
    by_code = {ref.code: ref for ref in refs}
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        ref = by_code.get(waiting.pop())
        if ref is None or ref.code in found:
            continue
        found.add(ref.code)
        if ref.formula:
            waiting.extend(expressions.names(ref.formula))
        waiting.extend((ref.numerator, ref.denominator) if ref.is_rate else ())
    return found


def rebased(parts: list[Mapping[str, Cell]], indicators: Mapping[str, IndicatorRef]) -> Mapping[str, Cell]:
    """One agency's cells as they were; several agencies' as one, in which a value missing in one is missing."""
    if len(parts) == 1:
        return parts[0]
    found = {}
    for indicator in indicators.values():
        cells = [part.get(indicator.code, Cell()) for part in parts]
        if indicator.is_typed and all(cell.amount is not None for cell in cells):
            found[indicator.code] = _as_one(cells, indicator)
    return found


def _as_one(cells: list[Cell], indicator: IndicatorRef) -> Cell:
    """Amounts add. An answer of yes or no, like anything that does not add, is handed on where all gave the same."""
    amounts = [cell.amount for cell in cells]
    if indicator.is_boolean or indicator.aggregation == "none":
        return Cell(amounts[0]) if len(set(amounts)) == 1 else Cell()
    nothing = all(cell.nothing for cell in cells)
    return Cell(None if nothing else sum(cell.amount or 0 for cell in cells), nothing)


__all__ = ["ChosenPeriods", "SeasonReader", "rebased"]
