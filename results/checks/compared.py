"""What a report is compared with: the agency's figures of other periods, or those of the agencies it succeeds added.

The rule is that of the read model: everybody who stood for the agency at a period's end must have figures that count,
and an agency that was divided hands none on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import F, Q, Subquery
from django.shortcuts import get_object_or_404

from clusters.members import SuccessionMap
from clusters.models import Agency
from emulation_portal.lib import dates
from emulation_portal.lib.text import search_key
from results.figures import AmountTable, Cell, IndicatorRef, PeriodRef
from results.figures.refs import PERIOD_FIELDS
from results.figures.season_reader import rebased
from results.figures.stored_rows import Held
from results.models import PublishedFigure, ReportingPeriod, Submission

from . import Side, Skip

CellsOf = Mapping[int, Mapping[str, Cell]]  # by submission and indicator


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
        """The same period of last year."""
        return next((p for p in self._of_last_year if p.period_code == self.period.period_code), None)

    @property
    def last_year_end(self) -> ReportingPeriod | None:
        return next((p for p in self._of_last_year if p.is_year_end), None)

    @property
    def _of_last_year(self) -> list[ReportingPeriod]:
        return [p for p in self.periods if p.year == self.period.year - 1]

    @property
    def compared(self) -> list[ReportingPeriod]:
        """The periods whose figures stand beside those of this one."""
        found = (self.previous, self.last_year, self.last_year_end)
        return list({p.pk: p for p in found if p}.values())


def find_place(
    agency_code: str, period_code: str, known: Iterable[Agency] = (), calendar: Iterable[PeriodRef] = ()
) -> Place:
    """Http404 unless the agency and the period exist and belong to one block. ``known`` agencies are not read again,
    nor is the ``calendar``, if it is given: the block's periods of the year before and of this one.
    """
    agency = next((each for each in known if each.code == agency_code), None)
    agency = agency or get_object_or_404(Agency.objects.select_related("province"), code=agency_code)
    held = tuple(ReportingPeriod(**{name: getattr(each, name) for name in PERIOD_FIELDS}) for each in calendar)
    if found := next((p for p in held if p.code == period_code and p.block == agency.kind), None):
        return Place(agency, found, held)
    year = Subquery(ReportingPeriod.objects.filter(code=period_code).values("year")[:1])
    of_block = ReportingPeriod.objects.filter(block=agency.kind).annotate(wanted=year)
    periods = tuple(of_block.filter(year__gte=F("wanted") - 1, year__lte=F("wanted")).order_by("year", "sequence"))
    named = next((p for p in periods if p.code == period_code), None)
    period = named or get_object_or_404(ReportingPeriod.objects.filter(block=agency.kind), code=period_code)
    return Place(agency, period, periods)


def place_of(submission: Submission) -> Place:
    """The place of a submission read with its agency and period."""
    period = submission.period
    periods = ReportingPeriod.objects.filter(block=period.block, year__in=(period.year - 1, period.year))
    return Place(submission.agency, period, tuple(periods.order_by("year", "sequence")))


@dataclass(frozen=True)
class Counted:
    """The submissions that count for an agency in a period; ``skip`` says why there are none."""

    submissions: tuple[Submission, ...] = ()
    skip: Skip | None = None


@dataclass
class Comparisons:
    """The submissions beside those of some places: one query, one more for figures in print."""

    places: list[Place]
    succession: SuccessionMap
    locked: bool = False  # until the transaction ends: nobody moves or edits them meanwhile
    held: dict[tuple[int, int], Held[Submission]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        agencies = {place.agency.pk: place.agency for place in self.places}
        periods = {p.pk: p for place in self.places for p in (place.period, *place.compared)}
        ids = self.succession.with_predecessors(agencies)
        self._lives = {**self.succession.lives, **{a.pk: (a.valid_from, a.valid_to) for a in agencies.values()}}
        self._names = {**self.succession.names, **{a.pk: a.short_name for a in agencies.values()}}
        rows = Submission.objects.filter(agency__in=ids, period__in=periods).order_by("pk")
        if self.locked:
            rows = rows.select_for_update(no_key=True)
        for row in rows if ids else ():
            if row.agency_id in agencies:
                row.agency = agencies[row.agency_id]
            row.period = periods[row.period_id]
            self.held.setdefault((row.agency_id, row.period_id), Held()).rows.append(row)
        self._published: dict[tuple[str, int, str], list[PublishedFigure]] | None = None

    # -- which submissions count ----------------------------------------------------------------------------------
    def versions(self, place: Place) -> tuple[Submission, ...]:
        """All versions of the place's own report, the newest first."""
        held = self.held.get((place.agency.pk, place.period.pk))
        return tuple(sorted(held.rows, key=lambda s: s.version, reverse=True)) if held else ()

    def counted(self, place: Place, period: ReportingPeriod) -> Counted:
        """Nobody unless everybody who stood for the agency has figures, undivided."""
        lived = self._lived(place.agency.pk, period)
        if not lived:
            return Counted(skip=Skip("not_there"))
        divided = [pk for pk in lived if pk != place.agency.pk and pk in self.succession.divided]
        if divided:
            return Counted(skip=Skip("divided", "", self._named(divided)))
        found = {pk: held.counting if (held := self.held.get((pk, period.pk))) else None for pk in lived}
        absent = [pk for pk, submission in found.items() if submission is None]
        if absent:
            return Counted(skip=Skip("not_reported", "", self._named(absent)))
        return Counted(tuple(submission for submission in found.values() if submission is not None))

    def _lived(self, agency_id: int, period: ReportingPeriod) -> list[int]:
        chain = sorted(self.succession.with_predecessors([agency_id]))
        return [pk for pk in chain if dates.covers(*self._lives[pk], period.end)]

    def _named(self, ids: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._names[pk] for pk in ids)

    def submission_ids(self) -> set[int]:
        """The submissions whose results are needed beside those of the places themselves."""
        return {s.pk for place in self.places for p in place.compared for s in self.counted(place, p).submissions}

    # -- their figures --------------------------------------------------------------------------------------------
    def cells(
        self, place: Place, period: ReportingPeriod | None, cells_of: CellsOf, indicators: Mapping[str, IndicatorRef]
    ) -> Mapping[str, Cell] | None:
        """The figures of a period beside the place's own; None where it has none."""
        counted = self.counted(place, period) if period else Counted()
        if period is None or not counted.submissions:
            return None
        cells = rebased([cells_of[s.pk] for s in counted.submissions], indicators)
        return {code: cell for code, cell in cells.items() if not _means_otherwise(indicators.get(code), period)}

    def sides(
        self, place: Place, own: Mapping[str, Cell], cells_of: CellsOf, indicators: Mapping[str, IndicatorRef]
    ) -> dict[str, Side]:
        """What the place's own cells are compared with, by the prefix of the relations."""
        periods = {
            "previous": (place.previous, "no_period"),
            "same_period": (place.last_year, "no_last_year"),
            "last_year": (place.last_year_end, "no_last_year"),
        }
        found = {
            prefix: self._side(place, period, why, cells_of, indicators) for prefix, (period, why) in periods.items()
        }
        return {**found, "published": self._printed(place, own, indicators)}

    def _side(
        self,
        place: Place,
        period: ReportingPeriod | None,
        why: str,
        cells_of: CellsOf,
        indicators: Mapping[str, IndicatorRef],
    ) -> Side:
        if period is None:
            return Side(skip=Skip(why))
        cells = self.cells(place, period, cells_of, indicators)
        if cells is None:
            return Side(name_vi=period.name_vi, name_en=period.name_en, skip=self.counted(place, period).skip)
        return Side(AmountTable({"": cells}, indicators, period.year).of(""), period.name_vi, period.name_en)

    def _printed(self, place: Place, own: Mapping[str, Cell], indicators: Mapping[str, IndicatorRef]) -> Side:
        rows = self._printed_rows(place)
        if not rows:
            return Side(skip=Skip("not_published"))
        codes = {i.id: i.code for i in indicators.values()}
        figures = AmountTable({"": own}, indicators)
        amounts = {}
        for row in rows:
            if code := codes.get(row.indicator_id):
                amounts[code] = _nearest(row, figures.figure("", indicators[code]).measured)
        return Side(amounts, place.period.name_vi, place.period.name_en)

    def _printed_rows(self, place: Place) -> list[PublishedFigure]:
        """What was printed about the agency's province and period. A province's code may be an older one's: the name
        decides."""
        if self._published is None:
            self._published = self._read_published()
        province = place.agency.province
        if province is None:
            return []
        rows = self._published.get((province.code, place.period.year, place.period.period_code), [])
        return [r for r in rows if r.block == place.period.block and search_key(r.scope_name) == province.search_key]

    def _read_published(self) -> dict[tuple[str, int, str], list[PublishedFigure]]:
        wanted = Q(pk__in=())
        for code, year in {(p.agency.province.code, p.period.year) for p in self.places if p.agency.province}:
            wanted |= Q(scope_code=code, year=year)
        found: dict[tuple[str, int, str], list[PublishedFigure]] = {}
        for row in PublishedFigure.objects.filter(wanted, scope_kind="province", measure="value"):
            found.setdefault((row.scope_code, row.year, row.period_code), []).append(row)
        return found


def _means_otherwise(indicator: IndicatorRef | None, period: ReportingPeriod) -> bool:
    return indicator is not None and indicator.since > period.year


def _nearest(row: PublishedFigure, own: Fraction | None) -> Fraction | None:
    """The printed value; where it was rounded or cut off, the value within its bounds that lies nearest to ours."""
    value = None if row.value is None else Fraction(row.value)
    if own is None or (row.low is None and row.high is None):
        return value
    low = own if row.low is None else max(own, Fraction(row.low))
    return low if row.high is None else min(low, Fraction(row.high))


__all__ = ["Comparisons", "Counted", "Place", "find_place", "place_of"]
