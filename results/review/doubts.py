"""What the checks say of many reports, read together."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from itertools import groupby
from typing import Any

from clusters.members import SuccessionMap
from results.checks import CheckRule, Findings, findings
from results.checks.catalogue import rules_of
from results.checks.compared import Comparisons, Place
from results.figures import Cell, IndicatorRef
from results.figures.refs import AssignedTarget, indicators_and_targets
from results.models import ReportingPeriod, Result, Submission
from results.sheets.sheet import Known, Sheet, read_sheet

# Of a result, after its keys: the cell, and what a page tells of it beside.
VALUES = ("value", "nothing_arose", "note", "version", "on_behalf", "updated_at", "updated_by_id")


class Checked:
    """The findings of some reports of one year; ``also``: further reports whose cells are asked for beside theirs."""

    def __init__(self, rows: Collection[Submission], beside: Comparisons, year: int, also: Iterable[int] = ()):
        self.rows, self.beside, self.year, self.also = rows, beside, year, frozenset(also)
        self.places = {(place.agency.pk, place.period.pk): place for place in beside.places}

    @cached_property
    def _blocks(self) -> list[str]:
        return sorted({row.period.block for row in self.rows})

    @cached_property
    def _catalogue(self) -> tuple[dict[str, dict[str, IndicatorRef]], list[AssignedTarget]]:
        return indicators_and_targets(self._blocks, self.year, {row.agency_id for row in self.rows})

    @property
    def indicators(self) -> dict[str, dict[str, IndicatorRef]]:
        return self._catalogue[0]

    @cached_property
    def rules(self) -> Mapping[str, list[CheckRule]]:
        return rules_of(self._blocks, self.year)

    @cached_property
    def _values(self) -> dict[int, dict[str, tuple[Any, ...]]]:
        ids = {row.pk for row in self.rows} | self.also | self.beside.submission_ids()
        codes = {i.id: i.code for refs in self.indicators.values() for i in refs.values()}
        found: dict[int, dict[str, tuple[Any, ...]]] = {pk: {} for pk in ids}
        rows = Result.objects.filter(submission__in=ids, indicator__in=codes)
        for row in rows.values_list("submission_id", "indicator_id", *VALUES):
            found[row[0]][codes[row[1]]] = row
        return found

    @cached_property
    def cells(self) -> dict[int, dict[str, Cell]]:
        return {pk: {code: Cell(*row[2:5]) for code, row in rows.items()} for pk, rows in self._values.items()}

    def _results(self, row: Submission) -> dict[str, Result]:
        names = ("submission_id", "indicator_id", *VALUES)
        return {code: Result(**dict(zip(names, values, strict=True))) for code, values in self._values[row.pk].items()}

    def findings(self, row: Submission) -> Findings:
        """What the checks find in a report, as its own page tells it."""
        block, cells = row.period.block, self.cells[row.pk]
        place = self.places[row.agency_id, row.period_id]
        sides = self.beside.sides(place, cells, self.cells, self.indicators[block])
        return findings(self.rules.get(block, ()), cells, self.indicators[block], sides)

    def sheet(self, row: Submission) -> Sheet:
        """The sheet of a report, of what was read of all of them. No query."""
        indicators, targets = self._catalogue
        block = row.period.block
        known = Known(
            self.beside, indicators[block], targets, self.rules.get(block, ()), self._results(row), self.cells
        )
        place = self.places[row.agency_id, row.period_id]
        return read_sheet(place, succession=self.beside.succession, submission=row, known=known)


def findings_of_all(rows: Iterable[Submission], succession: SuccessionMap) -> dict[int, Findings]:
    """The findings of reports read with agency and period, by id; the queries grow with the years alone."""
    found: dict[int, Findings] = {}
    ordered = sorted(rows, key=lambda row: row.period.year)
    for year, group in groupby(ordered, key=lambda row: row.period.year):
        own = list(group)
        calendar = list(ReportingPeriod.objects.filter(year__in=(year - 1, year)))
        places = [
            Place(row.agency, row.period, tuple(p for p in calendar if p.block == row.period.block)) for row in own
        ]
        checked = Checked(own, Comparisons(places, succession), year)
        found |= {row.pk: checked.findings(row) for row in own}
    return found


__all__ = ["Checked", "findings_of_all"]
