"""One agency's sheet of one period: what was typed, beside the period before and the same period last year.

The arithmetic is that of ``BlockFigures``; only the cells differ: here a version is shown whether it counts or not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from django.db.models import F, Q, Subquery
from django.shortcuts import get_object_or_404

from clusters.members import SuccessionMap
from clusters.models import Agency
from pledges.enums import TargetScope
from pledges.models import Target

from .figures import AmountTable, BlockFigures, Cell, Figure, IndicatorRef
from .lines import Line
from .models import ReportingPeriod, Result, Submission
from .reader import rebased
from .refs import agency_ref, indicators_in_force, period_ref, target_ref
from .review import Findings, review
from .rows import Held


@dataclass(frozen=True)
class Place:
    """An agency and a period of its calendar, with the periods of that year and the one before."""

    agency: Agency
    period: ReportingPeriod
    periods: tuple[ReportingPeriod, ...]

    def _beside(self, step: int) -> ReportingPeriod | None:
        year = [p for p in self.periods if p.year == self.period.year]
        index = year.index(self.period) + step
        return year[index] if 0 <= index < len(year) else None

    @property
    def previous(self) -> ReportingPeriod | None:
        """The period before it in the same year; figures are cumulative within a year."""
        return self._beside(-1)

    @property
    def next(self) -> ReportingPeriod | None:
        return self._beside(1)

    @property
    def last_year(self) -> ReportingPeriod | None:
        wanted = (self.period.year - 1, self.period.period_code)
        return next((p for p in self.periods if (p.year, p.period_code) == wanted), None)


def find_place(agency_code: str, period_code: str) -> Place:
    """Http404 unless the agency and the period exist and belong to one block."""
    agency = get_object_or_404(Agency.objects.select_related("province"), code=agency_code)
    year = Subquery(ReportingPeriod.objects.filter(code=period_code).values("year")[:1])
    periods = ReportingPeriod.objects.filter(block=agency.kind).annotate(wanted=year)
    periods = tuple(periods.filter(year__gte=F("wanted") - 1, year__lte=F("wanted")).order_by("year", "sequence"))
    period = next((p for p in periods if p.code == period_code), None)
    if period is None:
        get_object_or_404(ReportingPeriod.objects.filter(block=agency.kind), code=period_code)
    return Place(agency, period, periods)


def place_of(submission: Submission) -> Place:
    """The place of a submission read with its agency and period."""
    period = submission.period
    periods = ReportingPeriod.objects.filter(block=period.block, year__in=(period.year - 1, period.year))
    return Place(submission.agency, period, tuple(periods.order_by("year", "sequence")))


@dataclass(frozen=True)
class Sheet:
    """A version of a submission (None: nothing was entered yet) with everything its page shows."""

    place: Place
    submission: Submission | None
    versions: tuple[Submission, ...]
    figures: BlockFigures
    previous_cells: Mapping[str, Cell] | None
    results: Mapping[str, Result]

    @property
    def agency(self) -> Agency:
        return self.place.agency

    @property
    def period(self) -> ReportingPeriod:
        return self.place.period

    @property
    def indicators(self) -> Mapping[str, IndicatorRef]:
        return self.figures.indicators

    @property
    def cells(self) -> Mapping[str, Cell]:
        return self.figures.cells[self.agency.code]

    @property
    def as_submission(self) -> Submission:
        """The submission, or what it would be once begun."""
        return self.submission or Submission(agency=self.agency, period=self.period, state="draft")

    @cached_property
    def findings(self) -> Findings:
        return review(self.as_submission, self.cells, self.indicators)

    @cached_property
    def _before(self) -> AmountTable | None:
        if self.previous_cells is None:
            return None
        return AmountTable({self.agency.code: self.previous_cells}, self.indicators)

    def line(self, code: str) -> Line:
        return self.figures.line(code, self.agency.code)

    def value(self, code: str) -> Figure:
        return self.figures.value(self.agency.code, code)

    def last_value(self, code: str) -> Figure:
        return self.figures.last_value(self.agency.code, code)

    def previous_value(self, code: str) -> Figure:
        return self._before.figure(self.agency.code, self.indicators[code]) if self._before else Figure()

    def version_of(self, code: str) -> int:
        """What the page sends back so that nobody overwrites a value unseen; 0 for an empty cell."""
        return self.results[code].version if code in self.results else 0

    def progress(self) -> tuple[int, int]:
        """How many of the typed cells are filled, and how many there are."""
        typed = [i.code for i in self.indicators.values() if i.is_typed]
        return sum(1 for code in typed if self.cells.get(code, Cell()).amount is not None), len(typed)


def read_sheet(place: Place, *, succession: SuccessionMap, submission: Submission | None = None) -> Sheet:
    """The newest version, or the version given. Five queries, six where the agency succeeds others."""
    indicators = indicators_in_force(place.period.block, place.period.year)
    stood = _Stood(place, succession)
    held = stood.held.get((place.agency.pk, place.period.pk))
    versions = tuple(sorted(held.rows, key=lambda s: s.version, reverse=True)) if held else ()
    shown = submission or next(iter(versions), None)
    before, last = stood.counting(place.previous), stood.counting(place.last_year)
    results = _results({s.pk for s in (shown, *before, *last) if s}, indicators)
    own = results[shown.pk] if shown else {}
    last_cells = _summed(last, results, indicators)
    figures = BlockFigures(
        block=place.period.block,
        period=period_ref(place.period),
        agencies=(agency_ref(place.agency),),
        indicators=MappingProxyType(indicators),
        cells={place.agency.code: _cells(own)},
        last_period=period_ref(place.last_year) if place.last_year else None,
        last_cells={place.agency.code: last_cells} if last_cells is not None else {},
        status={},
        **_targets(place, indicators),
    )
    return Sheet(place, shown, versions, figures, _summed(before, results, indicators), own)


class _Stood:
    """Who stood for the agency at the end of a period: itself, or the agencies it succeeds."""

    def __init__(self, place: Place, succession: SuccessionMap):
        agency = place.agency
        self.own = agency.pk
        self.divided = succession.divided
        self.ids = succession.with_predecessors([agency.pk])
        self.lives = {**succession.lives, agency.pk: (agency.valid_from, agency.valid_to)}
        periods = [p for p in (place.period, place.previous, place.last_year) if p]
        self.held: dict[tuple[int, int], Held] = {}
        for row in Submission.objects.filter(agency_id__in=self.ids, period__in=periods):
            if row.agency_id == agency.pk:
                row.agency = agency
            row.period = next(p for p in periods if p.pk == row.period_id)
            self.held.setdefault((row.agency_id, row.period_id), Held()).rows.append(row)

    def counting(self, period: ReportingPeriod | None) -> list[Submission]:
        """The submissions that count; none unless everybody who stood for it has one, undivided."""
        lived = [pk for pk in self.ids if self._alive(pk, period)] if period else []
        if any(pk != self.own and pk in self.divided for pk in lived):
            return []
        held = [self.held.get((pk, period.pk)) for pk in lived]
        counting = [h.counting if h else None for h in held]
        return counting if all(counting) else []

    def _alive(self, pk: int, period: ReportingPeriod) -> bool:
        start, end = self.lives[pk]
        return start <= period.end and (end is None or end > period.end)


def _results(submission_ids: set[int], indicators: Mapping[str, IndicatorRef]) -> dict[int, dict[str, Result]]:
    """Rows by submission and indicator code."""
    codes = {i.id: i.code for i in indicators.values()}
    found: dict[int, dict[str, Result]] = {pk: {} for pk in submission_ids}
    for row in Result.objects.filter(submission_id__in=submission_ids, indicator__in=codes):
        found[row.submission_id][codes[row.indicator_id]] = row
    return found


def _cells(results: Mapping[str, Result]) -> dict[str, Cell]:
    return {code: Cell(row.value, row.nothing_arose, row.note) for code, row in results.items()}


def _summed(
    submissions: list[Submission], results: Mapping[int, Mapping[str, Result]], indicators: Mapping[str, IndicatorRef]
) -> Mapping[str, Cell] | None:
    if not submissions:
        return None
    parts = [_cells(results[s.pk]) for s in submissions]
    return rebased(parts, indicators)


def _targets(place: Place, indicators: Mapping[str, IndicatorRef]) -> dict[str, Mapping]:
    codes = {i.id: i.code for i in indicators.values()}
    wanted = Q(agency=place.agency) | Q(scope=TargetScope.NATION)
    rows = list(Target.objects.filter(wanted, year=place.period.year, indicator__in=codes))
    own = {(place.agency.code, codes[t.indicator_id]): target_ref(t) for t in rows if t.agency_id}
    nation = {codes[t.indicator_id]: target_ref(t) for t in rows if not t.agency_id}
    return {"targets": own, "national_targets": nation}
