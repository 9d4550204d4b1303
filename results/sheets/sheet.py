"""One agency's sheet of one period: what was typed, beside the period before and the same period last year.

The arithmetic is that of ``BlockFigures``; only the cells differ: here a version is shown whether it counts or not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from clusters.members import SuccessionMap
from clusters.models import Agency
from results.checks import CheckRule, Findings, Side, findings
from results.checks.catalogue import check_rules
from results.checks.compared import CellsOf, Comparisons, Place, find_place, place_of
from results.figures import AmountTable, BlockFigures, Cell, Figure, IndicatorRef
from results.figures.lines import Line
from results.figures.refs import (
    AssignedTarget,
    agency_ref,
    indicators_and_targets,
    indicators_in_force,
    period_ref,
)
from results.models import ReportingPeriod, Result, Submission


@dataclass(frozen=True)
class Known:
    """What a page has read that a sheet is made of: comparisons of its place and others, the block's indicators of the
    year, targets of its agency and the nation among others, the rules of the block, and the figures of its report and
    of those beside it."""

    beside: Comparisons
    indicators: Mapping[str, IndicatorRef]
    targets: Iterable[AssignedTarget]
    rules: Sequence[CheckRule]
    results: Mapping[str, Result]
    cells_of: CellsOf


@dataclass(frozen=True)
class Sheet:
    """A version of a submission (None: nothing was entered yet) with everything its page shows."""

    place: Place
    submission: Submission | None
    versions: tuple[Submission, ...]
    figures: BlockFigures
    previous_cells: Mapping[str, Cell] | None
    results: Mapping[str, Result]
    beside: Comparisons
    cells_of: CellsOf
    rules: Sequence[CheckRule] | None = None  # where they were read before

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
    def sides(self) -> dict[str, Side]:
        """What the checks compare the cells with."""
        return self.beside.sides(self.place, self.cells, self.cells_of, self.indicators)

    @cached_property
    def findings(self) -> Findings:
        rules = check_rules(self.period.block, self.period.year) if self.rules is None else self.rules
        return findings(rules, self.cells, self.indicators, self.sides)

    @cached_property
    def _before(self) -> AmountTable | None:
        if self.previous_cells is None:
            return None
        return AmountTable({self.agency.code: self.previous_cells}, self.indicators)

    def line(self, code: str) -> Line:
        return self.figures.line(code, self.agency.code)

    def with_results(self, results: Mapping[str, Result]) -> "Sheet":
        """The same sheet with these values, after they were stored."""
        figures = replace(self.figures, cells={self.agency.code: _cells(results)})
        return replace(self, figures=figures, results=results)

    def value(self, code: str) -> Figure:
        return self.figures.value(self.agency.code, code)

    def last_value(self, code: str) -> Figure:
        return self.figures.last_value(self.agency.code, code)

    def previous_value(self, code: str) -> Figure:
        return self._before.figure(self.agency.code, self.indicators[code]) if self._before else Figure()

    def version_of(self, code: str) -> int:
        """What the page sends back so that nobody overwrites a value unseen; 0 for an empty cell."""
        return self.results[code].version if code in self.results else 0

    def is_on_behalf(self, code: str) -> bool:
        """Whether the value was typed by the secretariat for the agency."""
        row = self.results.get(code)
        return bool(row and row.on_behalf and self.cells[code].amount is not None)

    def progress(self) -> tuple[int, int]:
        """How many of the typed cells are filled, and of how many: what nobody must fill counts once it is filled."""
        filled = {code for code, cell in self.cells.items() if cell.amount is not None}
        typed = [i for i in self.indicators.values() if i.is_typed]
        return sum(i.code in filled for i in typed), sum(i.required or i.code in filled for i in typed)


def read_sheet(
    place: Place,
    *,
    succession: SuccessionMap,
    submission: Submission | None = None,
    locked: bool = False,
    with_targets: bool = True,
    known: BlockFigures | Known | None = None,
) -> Sheet:
    """The newest version, or the version given; ``locked`` until the transaction ends. Three queries, two more for the
    findings. ``known``: figures of the block and year, whole, of which the catalogue and the targets are taken instead
    of being read again, or what a page has read of many places.
    """
    read = known if isinstance(known, Known) else None
    beside = read.beside if read else Comparisons([place], succession, locked)
    indicators, targets = _catalogue(place, known, with_targets=with_targets)
    versions = beside.versions(place)
    shown = submission or next(iter(versions), None)
    if read:
        own, cells_of = read.results, read.cells_of
    else:
        results = _results(beside.submission_ids() | ({shown.pk} if shown else set()), indicators)
        own = results[shown.pk] if shown else {}
        cells_of = {pk: _cells(rows) for pk, rows in results.items()}
    last_cells = beside.cells(place, place.last_year, cells_of, indicators)
    figures = BlockFigures(
        block=place.period.block,
        period=period_ref(place.period),
        agencies=(agency_ref(place.agency),),
        indicators=MappingProxyType(indicators),
        cells={place.agency.code: _cells(own)},
        last_period=period_ref(place.last_year) if place.last_year else None,
        last_cells={place.agency.code: last_cells} if last_cells is not None else {},
        status={},
        **targets,
    )
    before = beside.cells(place, place.previous, cells_of, indicators)
    return Sheet(place, shown, versions, figures, before, own, beside, cells_of, read.rules if read else None)


def findings_of(submission: Submission, succession: SuccessionMap) -> Findings:
    """What the checks find in a version as it is stored."""
    return read_sheet(place_of(submission), succession=succession, submission=submission).findings


def _results(submission_ids: set[int], indicators: Mapping[str, IndicatorRef]) -> dict[int, dict[str, Result]]:
    """Rows by submission and indicator code."""
    codes = {i.id: i.code for i in indicators.values()}
    found: dict[int, dict[str, Result]] = {pk: {} for pk in submission_ids}
    for row in Result.objects.filter(submission_id__in=submission_ids, indicator__in=codes):
        found[row.submission_id][codes[row.indicator_id]] = row
    return found


def _cells(results: Mapping[str, Result]) -> dict[str, Cell]:
    return {code: Cell(row.value, row.nothing_arose, row.note) for code, row in results.items()}


def _catalogue(
    place: Place, known: BlockFigures | Known | None, *, with_targets: bool
) -> tuple[dict[str, IndicatorRef], dict[str, Mapping]]:
    """The indicators of the sheet by code, and the targets of the agency and of the nation; at most one query."""
    block, year, code = place.period.block, place.period.year, place.agency.code
    if isinstance(known, BlockFigures):
        own = {key: target for key, target in known.targets.items() if key[0] == code}
        return dict(known.indicators), {"targets": own, "national_targets": known.national_targets}
    if known is None and not with_targets:
        return indicators_in_force(block, year), {"targets": {}, "national_targets": {}}
    if known is not None:
        indicators, assigned = dict(known.indicators), known.targets
    else:
        found, assigned = indicators_and_targets([block], year, [place.agency.pk])
        indicators = found[block]
    codes = {i.id: i.code for i in indicators.values()}
    mine = [t for t in assigned if t.indicator_id in codes and t.agency_id in (None, place.agency.pk)]
    own = {(code, codes[t.indicator_id]): t.target for t in mine if t.agency_id}
    nation = {codes[t.indicator_id]: t.target for t in mine if not t.agency_id}
    return indicators, {"targets": own, "national_targets": nation}


__all__ = ["Known", "Place", "Sheet", "find_place", "findings_of", "place_of", "read_sheet"]
