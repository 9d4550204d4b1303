"""The rows behind the figures of some seasons, read in a fixed number of queries, whatever their count."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from clusters.members import SuccessionMap, overlapping_year
from clusters.models import Membership, Season
from pledges.enums import TargetScope
from pledges.models import Indicator, Target
from results.models import PublishedFigure, ReportingPeriod, Result, Submission

from .block import COUNTING_STATES, FINAL_STATES, Cell


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


@dataclass
class Held:
    """Versions of one agency and period, all versions."""

    rows: list[Version] = field(default_factory=list)

    @property
    def newest(self) -> Version:
        return max(self.rows, key=lambda s: s.version)

    @property
    def counting(self) -> Version | None:
        """The highest approved version, else the newest one if it has been submitted."""
        final = [s for s in self.rows if s.state in FINAL_STATES]
        if final:
            return max(final, key=lambda s: s.version)
        return self.newest if self.newest.state in COUNTING_STATES else None


class Rows:
    """One reading. Eight queries: versions with releases, periods, memberships, edges, submissions, targets,
    indicators, published figures; ``results_of`` is the ninth. ``with_values`` False: no targets and no indicators."""

    def __init__(
        self,
        seasons: Sequence[Season],
        *,
        succession: SuccessionMap | None = None,
        with_published: bool = True,
        with_values: bool = True,
    ):
        self._seasons = {season.pk: season for season in seasons}
        self._years = {season.year for season in seasons}
        # Read first: figures read after it are at least as new as the version they are labelled with.
        self.versions, self.released = self._read_versions()
        self.periods = self._read_periods()
        self.memberships = self._read_memberships()
        members = {m.agency_id: m.agency for rows in self.memberships.values() for m in rows}
        self._lives = {pk: (agency.valid_from, agency.valid_to) for pk, agency in members.items()}
        self.succession = succession or SuccessionMap.load()
        self.submissions = self._read_submissions()
        self.targets = self._read_targets() if with_values else defaultdict(list)
        self.indicators = list(Indicator.objects.order_by("ordinal")) if with_values else []
        self.published = self._read_published() if with_published else defaultdict(list)

    def _read_versions(self) -> tuple[dict[int, int], dict[int, set[int]]]:
        versions: dict[int, int] = {}
        released: dict[int, set[int]] = defaultdict(set)
        rows = Season.objects.filter(pk__in=self._seasons).values_list("pk", "data_version", "releases__period_id")
        for season_id, version, period_id in rows.order_by():
            versions[season_id] = version
            if period_id is not None:
                released[season_id].add(period_id)
        return versions, released

    def _read_periods(self) -> list[ReportingPeriod]:
        years = self._years | {year - 1 for year in self._years}
        return list(ReportingPeriod.objects.filter(year__in=years))

    def _read_memberships(self) -> dict[int, list[Membership]]:
        found: dict[int, list[Membership]] = defaultdict(list)
        in_years = Q(pk__in=())
        for year in self._years:
            in_years |= overlapping_year(year)
        clusters = {season.cluster_id for season in self._seasons.values()}
        rows = Membership.objects.filter(in_years, cluster_id__in=clusters).select_related("agency", "agency__province")
        for row in rows.order_by("agency__sort_key", "agency__code"):
            found[row.cluster_id].append(row)
        return found

    def alive(self, agency_id: int, day: date) -> bool:
        start, end = self._lives.get(agency_id) or self.succession.lives[agency_id]
        return start <= day and (end is None or end > day)

    def _read_submissions(self) -> dict[tuple[int, int], Held]:
        ids: set[int] = set()
        for rows in self.memberships.values():
            for membership in rows:
                ids |= self.closure(membership.agency_id)
        held: dict[tuple[int, int], Held] = defaultdict(Held)
        rows = Submission.objects.filter(agency_id__in=ids, period__in=[p.pk for p in self.periods])
        for row in map(Version._make, rows.values_list(*Version._fields)):
            held[row.agency_id, row.period_id].rows.append(row)
        return dict(held)

    def _read_targets(self) -> dict[int, list[Target]]:
        members = {m.agency_id for rows in self.memberships.values() for m in rows}
        found: dict[int, list[Target]] = defaultdict(list)
        mine = Q(scope=TargetScope.NATION) | Q(agency_id__in=members)
        for target in Target.objects.filter(mine, year__in=self._years):
            found[target.year].append(target)
        return found

    def _read_published(self) -> dict[tuple[str, int], list[PublishedFigure]]:
        found: dict[tuple[str, int], list[PublishedFigure]] = defaultdict(list)
        codes = {season.cluster.code for season in self._seasons.values()}
        for row in PublishedFigure.objects.filter(scope_kind="cluster", scope_code__in=codes, year__in=self._years):
            found[row.scope_code, row.year].append(row)
        return found

    def still_current(self) -> bool:
        """Whether no version was raised while the rows were read, so that figures and their label belong together."""
        now = dict(Season.objects.filter(pk__in=self._seasons).values_list("pk", "data_version"))
        return now == self.versions

    # -- what follows from them -----------------------------------------------------------------------------------
    def closure(self, agency_id: int) -> set[int]:
        """The agency and everybody it succeeds."""
        return self.succession.with_predecessors([agency_id])

    def counting(self, agency_id: int, period: ReportingPeriod) -> Version | None:
        held = self.submissions.get((agency_id, period.pk))
        return held.counting if held else None

    def results_of(
        self, submission_ids: Iterable[int], codes: Mapping[int, str], *, narrow: bool
    ) -> dict[int, dict[str, Cell]]:
        """Cells by submission and indicator code; ``narrow`` reads the indicators in ``codes`` alone."""
        found: dict[int, dict[str, Cell]] = defaultdict(dict)
        rows = Result.objects.filter(submission_id__in=set(submission_ids))
        if narrow:
            rows = rows.filter(indicator_id__in=codes)
        values = rows.values_list("submission_id", "indicator_id", "value", "nothing_arose", "note")
        for submission_id, indicator_id, value, nothing, note in values.iterator(chunk_size=5000):
            if indicator_id in codes:
                found[submission_id][codes[indicator_id]] = Cell(value, nothing, note)
        return dict(found)
