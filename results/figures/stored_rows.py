"""The rows behind the figures of some seasons, read in a fixed number of queries, whatever their count."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar

from django.db.models import Case, FilteredRelation, Q, TextField, Value, When

from clusters.members import SuccessionMap, overlapping_year
from clusters.models import Membership, Season
from pledges.models import Indicator
from results.models import PublishedFigure, ReportingPeriod, Result, Submission

from .block import COUNTING_STATES, FINAL_STATES, AgencyRef, Cell, IndicatorRef, PeriodRef
from .refs import (
    AGENCY_FIELDS,
    INDICATOR_FIELDS,
    PERIOD_FIELDS,
    AssignedTarget,
    CatalogueRow,
    agency_of,
    indicator_refs,
    with_targets,
)

VALIDITY = ("valid_from_year", "valid_to_year")
# As a text: of thousands of cells, no row must pass through the converters that a truth value brings along.
NOTHING = Case(When(nothing_arose=True, then=Value("x")), default=Value(""), output_field=TextField())


class Version(NamedTuple):
    """What is needed of a submission: rows by the thousand are not made into model objects."""

    agency_id: int
    period_id: int
    pk: int
    version: int
    state: str
    late_days: int
    submitted_at: datetime | None
    approved_at: datetime | None
    returned_at: datetime | None


class Member(NamedTuple):
    """A membership in a cluster, with whoever is the member."""

    agency: AgencyRef
    valid_from: date
    valid_to: date | None


AnyVersion = TypeVar("AnyVersion", Version, Submission)


@dataclass
class Held(Generic[AnyVersion]):
    """Versions of one agency and period, all versions."""

    rows: list[AnyVersion] = field(default_factory=list)

    @property
    def newest(self) -> AnyVersion:
        return max(self.rows, key=lambda s: s.version)

    @property
    def counting(self) -> AnyVersion | None:
        """The highest approved version, else the newest one if it has been submitted."""
        final = [s for s in self.rows if s.state in FINAL_STATES]
        if final:
            return max(final, key=lambda s: s.version)
        return self.newest if self.newest.state in COUNTING_STATES else None


class Rows:
    """One reading. Six queries: periods with releases, memberships, edges, submissions, indicators with targets,
    published figures; ``results_of`` is the seventh. ``with_values`` False: no indicators and no targets. ``settled``
    reads the versions of the seasons, too; else they are labelled with that which they were read with.

    Everything is read as plain values: model objects would cost more than the reading itself."""

    def __init__(
        self,
        seasons: Sequence[Season],
        *,
        succession: SuccessionMap | None = None,
        with_published: bool = True,
        with_values: bool = True,
        settled: bool = False,
    ):
        self._seasons = {season.pk: season for season in seasons}
        self._years = {season.year for season in seasons}
        # Read first: figures read after it are at least as new as the version they are labelled with.
        self.versions = self._read_versions() if settled else {s.pk: s.data_version for s in seasons}
        self.released: dict[int, set[int]] = defaultdict(set)
        self.periods = self._read_periods()
        self.memberships = self._read_memberships()
        self.succession = succession or SuccessionMap.load()
        self.submissions = self._read_submissions()
        self.targets: dict[int, list[AssignedTarget]] = defaultdict(list)
        self._indicators = self._read_indicators() if with_values else []
        self._in_force: dict[int, list[IndicatorRef]] = {}
        self.published = self._read_published() if with_published else defaultdict(list)

    def _read_versions(self) -> dict[int, int]:
        return dict(Season.objects.filter(pk__in=self._seasons).values_list("pk", "data_version"))

    def _read_periods(self) -> list[PeriodRef]:
        """The periods in their order; keeps in which seasons each is released."""
        years = self._years | {year - 1 for year in self._years}
        shown = FilteredRelation("releases", condition=Q(releases__season__in=list(self._seasons)))
        rows = ReportingPeriod.objects.filter(year__in=years).annotate(shown=shown)
        found: dict[int, PeriodRef] = {}
        for *row, season_id in rows.values_list(*PERIOD_FIELDS, "shown__season_id"):
            period = PeriodRef(*row)
            found[period.id] = period
            if season_id is not None:
                self.released[season_id].add(period.id)
        return list(found.values())

    def _read_memberships(self) -> dict[int, list[Member]]:
        """Members by cluster in official order; keeps how long each of the agencies lived."""
        found: dict[int, list[Member]] = defaultdict(list)
        self._lives: dict[int, tuple[date, date | None]] = {}
        refs: dict[int, AgencyRef] = {}
        in_years = Q(pk__in=())
        for year in self._years:
            in_years |= overlapping_year(year)
        clusters = {season.cluster_id for season in self._seasons.values()}
        rows = Membership.objects.filter(in_years, cluster_id__in=clusters).order_by("agency__sort_key", "agency__code")
        validity = ("valid_from", "valid_to", "agency__valid_from", "agency__valid_to")
        for cluster_id, start, end, born, ended, pk, *agency in rows.values_list(
            "cluster_id", *validity, *(f"agency__{name}" for name in AGENCY_FIELDS)
        ):
            if pk not in refs:
                refs[pk], self._lives[pk] = agency_of((pk, *agency)), (born, ended)
            found[cluster_id].append(Member(refs[pk], start, end))
        return found

    def alive(self, agency_id: int, day: date) -> bool:
        start, end = self._lives.get(agency_id) or self.succession.lives[agency_id]
        return start <= day and (end is None or end > day)

    def _read_submissions(self) -> dict[tuple[int, int], Held[Version]]:
        ids: set[int] = set()
        for members in self.memberships.values():
            for member in members:
                ids |= self.closure(member.agency.id)
        held: dict[tuple[int, int], Held[Version]] = defaultdict(Held)
        rows = Submission.objects.filter(agency_id__in=ids, period__in=[p.id for p in self.periods])
        for row in map(Version._make, rows.values_list(*Version._fields)):
            held[row.agency_id, row.period_id].rows.append(row)
        return dict(held)

    def _read_indicators(self) -> list[CatalogueRow]:
        """The catalogue, each with the first and the last year in which it is in force as the last columns; keeps the
        targets of the members and of the nation.
        """
        members = {m.agency.id for rows in self.memberships.values() for m in rows}
        rows, targets = with_targets(Indicator.objects.all(), [*INDICATOR_FIELDS, *VALIDITY], members, self._years)
        for each in targets:
            self.targets[each.year].append(each)
        return rows

    def _read_published(self) -> dict[tuple[str, int], list[PublishedFigure]]:
        found: dict[tuple[str, int], list[PublishedFigure]] = defaultdict(list)
        codes = {season.cluster.code for season in self._seasons.values()}
        for row in PublishedFigure.objects.filter(scope_kind="cluster", scope_code__in=codes, year__in=self._years):
            found[row.scope_code, row.year].append(row)
        return found

    def still_current(self) -> bool:
        """Whether no version was raised while the rows were read, so that figures and their label belong together."""
        return self._read_versions() == self.versions

    # -- what follows from them -----------------------------------------------------------------------------------
    def closure(self, agency_id: int) -> set[int]:
        """The agency and everybody it succeeds."""
        return self.succession.with_predecessors([agency_id])

    def members_named(self, code: str) -> frozenset[int]:
        """The member with this code, by its id; empty where none has it."""
        return frozenset(m.agency.id for members in self.memberships.values() for m in members if m.agency.code == code)

    def counting(self, agency_id: int, period: PeriodRef) -> Version | None:
        held = self.submissions.get((agency_id, period.id))
        return held.counting if held else None

    def indicators_of(self, year: int) -> list[IndicatorRef]:
        """The indicators in force in a year, in the catalogue's order."""
        if year not in self._in_force:
            lives = {row.columns[0]: row.columns[-len(VALIDITY) :] for row in self._indicators}
            refs = indicator_refs(self._indicators, year)
            self._in_force[year] = [r for r in refs if (lives[r.id][0] or year) <= year <= (lives[r.id][1] or year)]
        return self._in_force[year]

    def results_of(
        self, submission_ids: Iterable[int], codes: Mapping[int, str], *, narrow: bool
    ) -> dict[int, dict[str, Cell]]:
        """Cells by submission and indicator code; ``narrow`` reads the indicators in ``codes`` alone."""
        found: dict[int, dict[str, Cell]] = defaultdict(dict)
        rows = Result.objects.filter(submission_id__in=set(submission_ids))
        if narrow:
            rows = rows.filter(indicator_id__in=codes)
        values = rows.values_list("submission_id", "indicator_id", "value", NOTHING, "note")
        for submission_id, indicator_id, value, nothing, note in values.iterator(chunk_size=5000):
            if indicator_id in codes:
                found[submission_id][codes[indicator_id]] = Cell(value, bool(nothing), note)
        return dict(found)
