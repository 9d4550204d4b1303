"""The one read model: every page, workbook, document and interface reads figures through ``FigureSet``.

Frozen, typed and free of Django. Built from live rows by ``results.figures.read``; later also from a sealed snapshot.
Units: counts as whole numbers, money in đồng, rates as exact ratios, targets in percent, gaps in percentage points.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from emulation_portal.lib.text import localised

from . import lines, rates
from .lines import Compared, DerivedTarget, Line, Organised
from .values import (
    COUNTING_STATES,
    EMPTY,
    FINAL_STATES,
    HIDDEN,
    AgencyRef,
    AmountTable,
    Cell,
    Cells,
    Figure,
    IndicatorRef,
    PeriodRef,
    PublishedRef,
    Rank,
    SubmissionRef,
    TargetRef,
)


@dataclass(frozen=True)
class BlockFigures:
    """The figures of one block in one period of a season, beside the same period of last year.

    ``cells`` and ``last_cells`` hold typed values by agency code; last year's are re-based: an agency that succeeded
    others carries their sum. ``last_own_cells`` holds them as organised then, and ``stood_for`` names by agency of now
    the agencies whose figures its last year is made of. ``history`` holds earlier counting periods of the year where
    they were asked for, ``last_history`` those of last year, re-based. ``visible`` is None for all agencies, else the
    codes this viewer may see.
    """

    block: str
    period: PeriodRef | None
    agencies: tuple[AgencyRef, ...]
    indicators: Mapping[str, IndicatorRef]
    cells: Cells
    last_period: PeriodRef | None
    last_cells: Cells
    targets: Mapping[tuple[str, str], TargetRef]
    national_targets: Mapping[str, TargetRef]
    status: Mapping[str, SubmissionRef]
    periods: tuple[PeriodRef, ...] = ()
    members_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    board: Mapping[tuple[str, str], SubmissionRef] = field(default_factory=dict)
    history: Mapping[str, Cells] = field(default_factory=dict)
    published: tuple[PublishedRef, ...] = ()
    released: bool = False
    released_codes: frozenset[str] = frozenset()  # every period of the year that is released
    everybody: tuple[AgencyRef, ...] = ()  # members in any period of the year
    last_own_cells: Cells = field(default_factory=dict)
    stood_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    last_periods: tuple[PeriodRef, ...] = ()
    last_history: Mapping[str, Cells] = field(default_factory=dict)
    visible: frozenset[str] | None = None

    @property
    def known_period(self) -> PeriodRef:
        """The period of a block that has one; ValueError for one without."""
        if self.period is None:
            raise ValueError(f"{self.block} has no period")
        return self.period

    @cached_property
    def _now(self) -> AmountTable:
        return AmountTable(self.cells, self.indicators)

    @cached_property
    def _before(self) -> AmountTable:
        return AmountTable(self.last_cells, self.indicators, self.last_period.year if self.last_period else None)

    @cached_property
    def _earlier(self) -> Mapping[str, AmountTable]:
        return {period: AmountTable(cells, self.indicators) for period, cells in self.history.items()}

    @cached_property
    def _last_year(self) -> Mapping[str, AmountTable]:
        years = {period.period_code: period.year for period in self.last_periods}
        return {code: AmountTable(cells, self.indicators, years.get(code)) for code, cells in self.last_history.items()}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(a.code for a in self.agencies)

    @property
    def totals_visible(self) -> bool:
        return self.visible is None

    def sees(self, agency: str) -> bool:
        return self.visible is None or agency in self.visible

    # -- beside what it is compared with --------------------------------------------------------------------------
    def line(self, code: str, agency: str | None = None, organised: Organised = Organised.AS_REPORTED) -> Line:
        """One indicator of an agency, or of all members, with last year, target and place; KeyError for a stranger."""
        key = (code, agency, organised)
        if key not in self._lines:
            self._lines[key] = self._total_line(code) if agency is None else self._agency_line(code, agency)
        return self._lines[key]

    def _total_line(self, code: str) -> Line:
        indicator = self.indicators[code]
        return Line(
            indicator=indicator,
            agency=None,
            period=self.period,
            value=self._total(code),
            target=self._total_target(code),
            national_target=self.national_targets.get(code),
            compared=self._compared(indicator),
        )

    def _compared(self, indicator: IndicatorRef) -> Compared:
        if not self.totals_visible:
            return lines.hidden(self.last_period)
        return lines.compare(self.agencies, self._now, self._before, indicator, self.last_period)

    def _agency_line(self, code: str, agency: str) -> Line:
        indicator, ref = self.indicators[code], self._refs[agency]
        seen = self.sees(agency)
        return Line(
            indicator=indicator,
            agency=ref,
            period=self.period,
            value=self.value(agency, code),
            target=self.target(agency, code),
            national_target=self.national_targets.get(code),
            compared=lines.of_one(ref, self._now, self._before, indicator, self.last_period)
            if seen
            else lines.hidden(self.last_period),
            place=self._places(code).get(agency),
        )

    @cached_property
    def _lines(self) -> dict[tuple[str, str | None, Organised], Line]:
        return {}

    @cached_property
    def _refs(self) -> Mapping[str, AgencyRef]:
        return {agency.code: agency for agency in (*self.everybody, *self.agencies)}

    @cached_property
    def _known_places(self) -> dict[str, Mapping[str, Rank]]:
        return {}

    def _places(self, code: str) -> Mapping[str, Rank]:
        """Places among the members that have a value; none for neutral indicators and where others are hidden."""
        if code not in self._known_places:
            self._known_places[code] = self._ranked(self.indicators[code]) if self.totals_visible else {}
        return self._known_places[code]

    def _ranked(self, indicator: IndicatorRef) -> Mapping[str, Rank]:
        if indicator.direction == "neutral":
            return {}
        measured = {a: self.value(a, indicator.code).measured for a in self.codes}
        known = {a: m for a, m in measured.items() if m is not None}
        places = rates.competition_ranks(known, higher_is_better=indicator.direction == "higher")
        tied = Counter(places.values())
        return {a: Rank(place, len(known), tied[place] - 1) for a, place in places.items()}

    @cached_property
    def year_end(self) -> date | None:
        """The last day of the reporting year that the period shown belongs to; None where the block has no period."""
        if self.period is None:
            return None
        closing = next((p.end for p in self.periods if p.is_year_end), None)
        return closing or self.period.start.replace(year=self.period.start.year + 1) - timedelta(days=1)

    def year_has_ended(self, today: date) -> bool:
        """Whether the year of these figures is over: then there is nothing to forecast and no time left to act."""
        return self.year_end is not None and self.year_end < today

    # -- one agency -----------------------------------------------------------------------------------------------
    def cell(self, agency: str, code: str) -> Cell:
        return self.cells.get(agency, {}).get(code, Cell()) if self.sees(agency) else Cell()

    def value(self, agency: str, code: str) -> Figure:
        return self._now.figure(agency, self.indicators[code]) if self.sees(agency) else HIDDEN

    def last_value(self, agency: str, code: str) -> Figure:
        return self._before.figure(agency, self.indicators[code]) if self.sees(agency) else HIDDEN

    def target(self, agency: str, code: str) -> TargetRef | None:
        return self.targets.get((agency, code))

    def trend(self, agency: str, code: str) -> tuple[tuple[PeriodRef, Figure], ...]:
        """The cumulative values of the year's counting periods in order, this one last; hidden agencies have none."""
        if not self.sees(agency) or self.period is None:
            return ()
        points = [
            (p, self._earlier[p.period_code].figure(agency, self.indicators[code]))
            for p in self.periods
            if p.period_code in self.history and p.sequence < self.period.sequence
        ]
        return (*points, (self.period, self.value(agency, code)))

    def last_trend(self, agency: str, code: str) -> tuple[tuple[PeriodRef, Figure], ...]:
        """The cumulative values of last year's counting periods in order, its end among them."""
        if not self.sees(agency):
            return ()
        return tuple(
            (p, self._last_year[p.period_code].figure(agency, self.indicators[code]))
            for p in self.last_periods
            if agency in self.last_history.get(p.period_code, ())
        )

    # -- all members ----------------------------------------------------------------------------------------------
    def _total(self, code: str) -> Figure:
        return self._now.total(self.codes, self.indicators[code]) if self.totals_visible else HIDDEN

    def last_total(self, code: str) -> Figure:
        """The total of a table of last year by itself; beside this year's total stands that of a line."""
        return self._before.total(self.codes, self.indicators[code]) if self.totals_visible else HIDDEN

    def _total_target(self, code: str) -> TargetRef | None:
        return self.derived_target(code).target

    def derived_target(self, code: str) -> DerivedTarget:
        """The cluster's target with its arithmetic, always derived from the members'; KeyError for a stranger."""
        indicator = self.indicators[code]
        if not self.totals_visible:
            return lines.hidden_target(indicator)
        members = ((a, self.value(a.code, code), self.target(a.code, code)) for a in self.agencies)
        return lines.derive(indicator, members, self.period)

    def has_decided_part(self, code: str) -> bool:
        """Whether a decision gives some member a target of this very period, beside that of the year."""
        period = self.period.period_code if self.period else ""
        return any(c == code and target.part(period) for (_agency, c), target in self.targets.items())

    def missing(self) -> tuple[AgencyRef, ...]:
        """Members without a submission that counts in this period."""
        return tuple(a for a in self.agencies if not self._counts(a.code))

    def without_value(self, code: str) -> tuple[AgencyRef, ...]:
        """Members whose figure of this indicator is empty (also those without a submission)."""
        seen = (a for a in self.agencies if self.sees(a.code))
        return tuple(a for a in seen if self._now.figure(a.code, self.indicators[code]).is_empty)

    def not_final(self) -> tuple[AgencyRef, ...]:
        return tuple(a for a in self.agencies if not self._is_final(a.code))

    @property
    def is_provisional(self) -> bool:
        """True until every member's figures are approved."""
        return bool(self.not_final()) or not self.agencies

    def _counts(self, agency: str) -> bool:
        ref = self.status.get(agency)
        return bool(ref and ref.counts)

    def _is_final(self, agency: str) -> bool:
        ref = self.status.get(agency)
        return bool(ref and ref.is_final)

    @cached_property
    def headline(self) -> tuple[IndicatorRef, ...]:
        return tuple(i for i in self.indicators.values() if i.is_headline)

    def groups(self, lang: str = "vi") -> tuple[tuple[str, tuple[IndicatorRef, ...]], ...]:
        """Indicators by group, in the catalogue's order."""
        found: dict[str, list[IndicatorRef]] = {}
        for indicator in self.indicators.values():
            found.setdefault(indicator.group(lang), []).append(indicator)
        return tuple((name, tuple(rows)) for name, rows in found.items())

    def recomputed(self, published: PublishedRef) -> Fraction | None:
        """What our own figures give for a published cluster figure, in the published measure."""
        if published.indicator not in self.indicators:
            return None
        line = self.line(published.indicator)
        if published.measure == "target":
            return line.target.value if line.target else None
        if published.measure == "attainment_pct":
            return None if line.attainment is None else line.attainment * 100
        return {"value": line.value.measured, "gap_pp": line.gap}.get(published.measure)

    def restricted(self, visible: frozenset[str]) -> "BlockFigures":
        """The same block for a viewer who may see these agencies only: no totals, others' states without figures."""
        kept = {code: cells for code, cells in self.cells.items() if code in visible}
        last = {code: cells for code, cells in self.last_cells.items() if code in visible}
        history = {p: {c: v for c, v in cells.items() if c in visible} for p, cells in self.history.items()}
        last_history = {p: {c: v for c, v in cells.items() if c in visible} for p, cells in self.last_history.items()}
        stood_for = {code: then for code, then in self.stood_for.items() if code in visible}
        then = {code for codes in stood_for.values() for code in codes}
        return replace(
            self,
            cells=kept,
            last_cells=last,
            history=history,
            last_history=last_history,
            visible=visible,
            stood_for=stood_for,
            last_own_cells={code: cells for code, cells in self.last_own_cells.items() if code in then},
        )


@dataclass(frozen=True)
class FigureSet:
    """All figures of one season as one viewer may see them, with the data version they were read at."""

    season_id: int
    cluster_code: str
    cluster_slug: str
    cluster_name_vi: str
    cluster_name_en: str
    cluster_short_vi: str
    cluster_short_en: str
    year: int
    data_version: int
    blocks: Mapping[str, BlockFigures]
    is_illustrative: bool = False
    is_official: bool = True

    @property
    def version_code(self) -> str:
        return f"{self.cluster_code}-{self.year}-v{self.data_version}"

    @property
    def is_provisional(self) -> bool:
        return any(b.is_provisional for b in self.blocks.values())

    def cluster_name(self, lang: str = "vi") -> str:
        return localised(self.cluster_name_vi, self.cluster_name_en, lang)

    def cluster_short(self, lang: str = "vi") -> str:
        return localised(self.cluster_short_vi, self.cluster_short_en, lang)

    def agency(self, code: str) -> tuple[BlockFigures, AgencyRef]:
        """The block and the agency of a code; KeyError where it is no member."""
        for block in self.blocks.values():
            for agency in block.agencies:
                if agency.code == code:
                    return block, agency
        raise KeyError(code)


__all__ = [
    "COUNTING_STATES",
    "EMPTY",
    "FINAL_STATES",
    "HIDDEN",
    "AgencyRef",
    "AmountTable",
    "BlockFigures",
    "Cell",
    "Cells",
    "Figure",
    "FigureSet",
    "IndicatorRef",
    "PeriodRef",
    "PublishedRef",
    "Rank",
    "SubmissionRef",
    "TargetRef",
]
