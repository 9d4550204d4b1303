"""The plain values of the read model: who, what and when, one cell, one figure, one period's amounts.

Frozen, typed and free of Django. Units: counts as whole numbers, money in đồng, rates as exact ratios, targets in
percent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from emulation_portal.lib.numbers import round_half_up
from emulation_portal.lib.text import localised
from results.workflow import COUNTING_STATES, FINAL_STATES

from . import expressions
from .rates import Rate


@dataclass(frozen=True, slots=True)
class AgencyRef:
    id: int
    code: str
    block: str
    name_vi: str
    name_en: str
    short_name: str
    province_code: str
    sort_key: str

    def name(self, lang: str = "vi") -> str:
        return localised(self.name_vi, self.name_en, lang)


@dataclass(frozen=True, slots=True)
class IndicatorRef:
    """What is measured, as it is in one year; ``numerator``, ``denominator`` and names in ``formula`` are indicator
    codes. ``since``: the year from which it means what it means now, itself and in its parts; 0 where it always did.
    """

    id: int
    code: str
    legacy_code: str
    ordinal: int
    block: str
    group_vi: str
    group_en: str
    name_vi: str
    name_en: str
    unit_vi: str
    unit_en: str
    value_type: str
    aggregation: str
    direction: str
    numerator: str
    denominator: str
    formula: str
    cumulative: bool
    required: bool
    entry_scale: int
    is_headline: bool
    side: str = ""
    definition_vi: str = ""
    definition_en: str = ""
    since: int = 0

    @property
    def form_codes(self) -> str:
        """The codes of the rows of the paper form that it is taken from, as they are read."""
        return self.legacy_code.replace(";", ", ")

    @property
    def is_rate(self) -> bool:
        return self.value_type == "rate"

    @property
    def is_money(self) -> bool:
        return self.value_type == "money_dong"

    @property
    def is_boolean(self) -> bool:
        return self.value_type == "boolean"

    @property
    def is_typed(self) -> bool:
        return not self.formula and not self.is_rate

    def name(self, lang: str = "vi") -> str:
        return localised(self.name_vi, self.name_en, lang)

    def group(self, lang: str = "vi") -> str:
        return localised(self.group_vi, self.group_en, lang)

    def unit(self, lang: str = "vi") -> str:
        return localised(self.unit_vi, self.unit_en, lang)

    def definition(self, lang: str = "vi") -> str:
        return localised(self.definition_vi, self.definition_en, lang)


@dataclass(frozen=True, slots=True)
class PeriodRef:
    """A reporting period; ``start`` and ``end`` are both inside it."""

    id: int
    code: str
    period_code: str
    block: str
    year: int
    sequence: int
    months: int
    name_vi: str
    name_en: str
    start: date
    end: date
    data_cutoff: date
    due_date: date
    figures: str
    is_year_end: bool

    @property
    def is_part_year(self) -> bool:
        """Whether more of the year is still to come than these months cover."""
        return self.months < 12

    def name(self, lang: str = "vi") -> str:
        return localised(self.name_vi, self.name_en, lang)


@dataclass(frozen=True, slots=True)
class SubmissionRef:
    """The state of one agency's reporting in a period: the version that counts, and the one now being worked on."""

    agency_code: str
    period_code: str
    state: str  # of the newest version
    version: int
    submission_id: int  # the newest version
    counting_id: int | None = None
    counting_state: str = ""
    counting_version: int | None = None
    late_days: int = 0
    approved_at: datetime | None = None
    submitted_at: datetime | None = None
    returned: bool = False

    @property
    def counts(self) -> bool:
        return self.counting_id is not None

    @property
    def was_sent(self) -> bool:
        """Whether it has left the agency before: the first time decides on lateness, not a correction after it."""
        return self.counts or self.submitted_at is not None or self.version > 1

    @property
    def is_final(self) -> bool:
        return self.counting_state in FINAL_STATES


@dataclass(frozen=True, slots=True)
class Cell:
    """A typed value: a whole number, "nothing arose" (adds as 0), or neither."""

    value: int | None = None
    nothing: bool = False
    note: str = ""

    @property
    def amount(self) -> int | None:
        return 0 if self.nothing else self.value


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as shown: an amount, or a rate with its two parts. ``hidden`` means not released to this viewer.

    Of several agencies' answers of yes and no, ``amount`` counts the yes among so many (``among``).
    """

    amount: int | None = None
    rate: Rate | None = None
    nothing: bool = False
    hidden: bool = False
    among: int = 0

    @property
    def is_known(self) -> bool:
        """Whether something was reported: an amount, or both parts of a rate, even where nothing was counted."""
        return self.amount is not None or self.rate is not None

    @property
    def ratio(self) -> Fraction | None:
        return self.rate.value if self.rate else None

    @property
    def is_empty(self) -> bool:
        return self.amount is None and self.ratio is None

    @property
    def measured(self) -> Fraction | None:
        """What is compared with a target: percent for a rate, the amount otherwise."""
        if self.rate is not None:
            return self.rate.percent
        return None if self.amount is None else Fraction(self.amount)


EMPTY = Figure()
HIDDEN = Figure(hidden=True)


@dataclass(frozen=True, slots=True)
class PeriodTarget:
    """What a decision asks for by the end of one period, beside the target of the year; units as of the year's."""

    period_code: str
    value: Fraction
    comparator: str
    decision: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class TargetRef:
    """A target in percent (rates) or the indicator's smallest unit; ``derived_from`` counts the members behind it.

    ``parts``: targets of periods of the year, where a decision gives any.
    """

    value: Fraction
    comparator: str
    derived_from: int = 0
    decision: str = ""
    decided_on: date | None = None
    parts: tuple[PeriodTarget, ...] = ()

    @property
    def is_derived(self) -> bool:
        return self.derived_from > 0

    def part(self, period_code: str) -> PeriodTarget | None:
        return next((each for each in self.parts if each.period_code == period_code), None)


@dataclass(frozen=True, slots=True)
class PublishedRef:
    """A figure as printed outside, with the bounds within which the true value lies."""

    code: str
    block: str
    indicator: str
    measure: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    precision: str
    text: str
    period_code: str
    status: str
    source: str
    kind: str
    note: str = ""

    def contains(self, value: Fraction | None) -> bool | None:
        """Whether a recomputed value lies within what was printed; None when either is unknown.

        What was derived from rounded figures is itself only known to their two decimals.
        """
        if value is None or (self.low is None and self.high is None):
            return None
        if self.kind == "derived":
            value = Fraction(round_half_up(value, 2))
        above = self.low is None or Fraction(self.low) <= value
        return above and (self.high is None or value <= Fraction(self.high))


@dataclass(frozen=True, slots=True)
class Rank:
    place: int
    among: int
    tied_with: int


Cells = Mapping[str, Mapping[str, Cell]]  # agency code -> indicator code -> cell


class AmountTable:
    """Amounts of one period by agency and indicator, derived sums included; None where an input is empty.

    ``year`` is that of the cells where it is another than the indicators': what has changed its meaning since has no
    amount then, for the two cannot be set beside one another.
    """

    def __init__(self, cells: Cells, indicators: Mapping[str, IndicatorRef], year: int | None = None):
        self._cells = cells
        self._indicators = indicators
        self._year = year
        self._known: dict[str, dict[str, int | None]] = {}
        self._figures: dict[tuple[str, str], Figure] = {}

    def of(self, agency: str) -> Mapping[str, int | None]:
        """Every amount of an agency."""
        return {code: self._amount(agency, code) for code, ref in self._indicators.items() if not ref.is_rate}

    def _amount(self, agency: str, code: str, above: tuple[str, ...] = ()) -> int | None:
        """One amount, worked out when it is first asked for: a page may show one of forty indicators."""
        known = self._known.setdefault(agency, {})
        if code not in known:
            indicator = self._indicators.get(code)
            if indicator is not None and self.means_otherwise(indicator):
                known[code] = None
            elif indicator is not None and indicator.formula:
                known[code] = self._sum(agency, indicator, above)
            else:
                cell = self._cells.get(agency, {}).get(code)
                known[code] = cell.amount if indicator and cell else None
        return known[code]

    def _sum(self, agency: str, indicator: IndicatorRef, above: tuple[str, ...]) -> int | None:
        """``above``: the sums this one is asked for by; ValueError where it is one of them, or of a stranger."""
        path, names = (*above, indicator.code), expressions.names(indicator.formula)
        if indicator.code in above or any(name not in self._indicators for name in names):
            raise ValueError("circular formulas, or of unknown indicators: " + ", ".join(path))
        return expressions.evaluate_formula(indicator.formula, {n: self._amount(agency, n, path) for n in names})

    def means_otherwise(self, indicator: IndicatorRef) -> bool:
        """Whether the indicator meant something else in the year of the cells."""
        return self._year is not None and indicator.since > self._year

    def figure(self, agency: str, indicator: IndicatorRef) -> Figure:
        key = (agency, indicator.code)
        if key not in self._figures:
            self._figures[key] = self._figure(agency, indicator)
        return self._figures[key]

    def _figure(self, agency: str, indicator: IndicatorRef) -> Figure:
        if self.means_otherwise(indicator):
            return EMPTY
        if indicator.is_rate:
            part, whole = self._amount(agency, indicator.numerator), self._amount(agency, indicator.denominator)
            return EMPTY if part is None or whole is None else Figure(rate=Rate(part, whole))
        cell = self._cells.get(agency, {}).get(indicator.code)
        return Figure(amount=self._amount(agency, indicator.code), nothing=bool(cell and cell.nothing))

    def total(self, agencies: Iterable[str], indicator: IndicatorRef) -> Figure:
        """Sums add what is there; a rate adds the parts of the agencies that have both parts; yes is counted."""
        figures = [f for f in (self.figure(a, indicator) for a in agencies) if f.is_known]
        if not figures or indicator.aggregation == "none":
            return EMPTY
        if indicator.is_rate:
            rates = [f.rate for f in figures if f.rate is not None]
            return Figure(rate=sum(rates[1:], rates[0]))
        amount = sum(f.amount for f in figures if f.amount is not None)
        if indicator.is_boolean:
            return Figure(amount=amount, among=len(figures))
        return Figure(amount=amount, nothing=all(f.nothing for f in figures))


__all__ = [
    "COUNTING_STATES",
    "EMPTY",
    "FINAL_STATES",
    "HIDDEN",
    "AgencyRef",
    "AmountTable",
    "Cell",
    "Cells",
    "Figure",
    "IndicatorRef",
    "PeriodRef",
    "PublishedRef",
    "Rank",
    "SubmissionRef",
    "TargetRef",
]
