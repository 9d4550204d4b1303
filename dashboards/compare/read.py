"""What a person compares, as the address says it, with the figures of both sides.

Two agencies of a block in one year, or two years: of one agency, of the cluster, or of two clusters. What the person
may not know of does not exist (Http404); whether figures are shown is for the figure set, which is read as seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.members import overlapping_year
from clusters.models import Agency, Membership, Season
from dashboards.workspace.current import Surroundings
from dashboards.workspace.links import Links
from results.figures import AgencyRef, BlockFigures, FigureSet
from results.figures.alike import forebears, in_like_periods, within
from results.figures.read import read_many
from results.figures.refs import AGENCY_FIELDS, agency_of

from .basis import Basis
from .sides import AgencyBefore, AgencySide, ClusterBefore, ClusterSide, ComparedSide

AGENCIES, YEARS = "agencies", "years"
THEN, NOW = "then", "now"

Group = tuple[str, tuple[tuple[str, str], ...]]  # a heading and its choices, value and text


@dataclass(frozen=True)
class Comparison:
    """Both sides and what may be chosen. ``second`` is None where there is nothing to compare with.

    ``organised``: then or now, where the members of two years differ; else empty.
    """

    what: str
    block: str
    first: ComparedSide | None
    second: ComparedSide | None
    first_key: str
    second_key: str
    choices: tuple[Group, ...]
    figures: tuple[FigureSet, ...]
    agency: AgencyRef | None = None
    agencies: tuple[Group, ...] = ()
    organised: str = ""
    basis: Basis = field(default_factory=Basis)

    @property
    def is_same(self) -> bool:
        """Whether one thing stands on both sides."""
        return self.first is not None and self.first_key == self.second_key

    @property
    def is_ready(self) -> bool:
        return self.first is not None and self.second is not None and not self.is_same

    @property
    def sides(self) -> tuple[ComparedSide, ComparedSide]:
        return self.first, self.second

    def query(self, **changes: str) -> dict[str, str]:
        """The choice as an address says it."""
        found = {
            "what": self.what,
            "block": self.block,
            "agency": self.agency.code if self.agency else "",
            "first": self.first_key,
            "second": self.second_key,
            "period": self.period_code,
            "organised": self.organised,
        } | changes
        return {name: value for name, value in found.items() if value}

    @property
    def period_code(self) -> str:
        """The period both stand in; that of the first side where they differ."""
        period = self.first.period if self.first else None
        return period.period_code if period else ""


def read_comparison(around: Surroundings, season: Season, query: Mapping[str, str]) -> Comparison:
    """At most two queries beside the reading of the figures; Http404 for what the person may not know of."""
    blocks = around.blocks(season)
    block = query.get("block") or _usual_block(around, season, blocks)
    if block not in blocks:
        raise Http404
    maker = _Years if query.get("what") == YEARS else _Agencies
    return maker(around, season, block, query).comparison()


def _usual_block(around: Surroundings, season: Season, blocks: list[str]) -> str:
    own = [m.block for m in around.own_agencies(season)]
    return next(iter(own + blocks), "")


class _Maker:
    what = ""

    def __init__(self, around: Surroundings, season: Season, block: str, query: Mapping[str, str]):
        self.around, self.season, self.block, self.query = around, season, block, query

    def asked(self, name: str, known: Iterable[str], usual: str) -> str:
        """The value of the address, else the usual one; Http404 for one that is not offered."""
        value = self.query.get(name) or usual
        if value and value not in known:
            raise Http404
        return value

    def offered(self) -> list[Season]:
        """Seasons whose block the person may enter, the one of the page first."""
        others = [s for s in self.around.seasons if s.pk != self.season.pk]
        return [s for s in (self.season, *others) if self.around.sees_block(s, self.block)]

    def figures(
        self, seasons: Iterable[Season], agencies: Iterable[int], against: int | None = None
    ) -> dict[int, FigureSet]:
        """Read once, in the period of the address, else in the latest that all compared have figures of.

        ``against``: see ``read_many``.
        """
        wanted = self.query.get("period", "")
        chosen = list({season.pk: season for season in seasons}.values())
        sets = read_many(
            chosen,
            rights=self.around.rights,
            narrow=False,
            common_to=agencies,
            period_codes={self.block: wanted} if wanted else {},
            against=against,
        )
        return {figures.season_id: figures for figures in sets}

    def members(self, seasons: list[Season]) -> dict[int, list[AgencyRef]]:
        """Members of the block in any part of the year, by cluster, in official order. The seasons are of one year."""
        rows = Membership.objects.filter(
            overlapping_year(self.season.year), cluster__in={s.cluster_id for s in seasons}, agency__kind=self.block
        )
        rows = rows.order_by("agency__sort_key", "agency__code")
        found: dict[int, dict[int, AgencyRef]] = {}
        for cluster_id, *agency in rows.values_list("cluster_id", *(f"agency__{name}" for name in AGENCY_FIELDS)):
            ref = agency_of(agency)
            found.setdefault(cluster_id, {})[ref.id] = ref
        return {cluster: list(agencies.values()) for cluster, agencies in found.items()}


class _Agencies(_Maker):
    what = AGENCIES

    @cached_property
    def groups(self) -> list[tuple[Season, list[AgencyRef]]]:
        """Agencies of the year by season; one that is in several is offered once, in the page's season first."""
        seasons = [s for s in self.offered() if s.year == self.season.year]
        members, seen, found = self.members(seasons), set(), []
        for season in seasons:
            fresh = [a for a in members.get(season.cluster_id, ()) if a.id not in seen]
            seen |= {a.id for a in fresh}
            found.append((season, fresh))
        return [group for group in found if group[1]]

    def comparison(self) -> Comparison:
        holders = {a.code: (season, a) for season, agencies in self.groups for a in agencies}
        first = self.asked("first", holders, self._own(holders) or next(iter(holders), ""))
        second = self.asked("second", holders, next((code for code in holders if code != first), ""))
        pair = [holders[code] for code in (first, second) if code]
        sets = self.figures([season for season, _agency in pair], [agency.id for _season, agency in pair])
        sides = [self._side(*holders[code], sets) if code else None for code in (first, second)]
        choices = tuple((s.cluster.short_name, tuple((a.code, a.short_name) for a in rows)) for s, rows in self.groups)
        basis = _in_like_periods(Basis(), sides)
        return Comparison(self.what, self.block, *sides, first, second, choices, tuple(sets.values()), basis=basis)

    def _own(self, holders: Mapping) -> str:
        own = (m.agency_code for m in self.around.own_agencies(self.season) if m.block == self.block)
        return next((code for code in own if code in holders), "")

    def _side(self, season: Season, agency: AgencyRef, sets: Mapping[int, FigureSet]) -> ComparedSide:
        return agency_side(season, agency, sets[season.pk].blocks[self.block], agency.short_name)


def _in_like_periods(basis: Basis, sides: Iterable[ComparedSide | None]) -> Basis:
    """Nothing is compared of sides that stand in unlike periods."""
    periods = [side.period for side in sides if side and side.period]
    if len(periods) < 2 or in_like_periods(*periods):
        return basis
    return Basis(why_not=_("Not to be compared: the two sides stand in different periods."))


def agency_side(season: Season, agency: AgencyRef, block: BlockFigures, label: str) -> AgencySide:
    links = _links(season)
    return AgencySide(label, block, links, links.agency(agency.code), agency)


def _links(season: Season) -> Links:
    return Links([season.cluster.slug, season.year])


def _overview(season: Season) -> str:
    return reverse("dashboards:overview", args=[season.cluster.slug, season.year])


@dataclass(frozen=True)
class _Year:
    """A year of a cluster: of its own season, or the year before its first one, which that one's figures hold."""

    season: Season
    is_before: bool = False

    @property
    def year(self) -> int:
        return self.season.year - self.is_before

    @property
    def key(self) -> str:
        return f"{self.season.cluster.code}-{self.year}"


class _Years(_Maker):
    what = YEARS

    @cached_property
    def years(self) -> dict[str, _Year]:
        """Every season by its key, and for the page's cluster the year before its first season."""
        found = [_Year(season) for season in self.offered()]
        own = [y.season for y in found if y.season.cluster_id == self.season.cluster_id]
        found.append(_Year(min(own, key=lambda season: season.year), is_before=True))
        return {
            year.key: year
            for year in sorted(found, key=lambda y: (not self._is_own(y), y.season.cluster.sort_key, -y.year))
        }

    def _is_own(self, year: _Year) -> bool:
        return year.season.cluster_id == self.season.cluster_id

    def comparison(self) -> Comparison:
        members = self.members([self.season]).get(self.season.cluster_id, [])
        by_code = {a.code: a for a in members}
        code = self.asked("agency", by_code, "")
        agency = by_code[code] if code else None
        first = self.asked("first", self.years, _Year(self.season).key)
        second = self.asked("second", self.years, self._beside(first))
        pair = self.years[first], self.years[second]
        order = _in_order(pair)
        against = None if order is None or pair[order.late].is_before else pair[order.early].year
        sets = self.figures([year.season for year in pair], [agency.id] if agency else [], against)
        blocks = [sets[year.season.pk].blocks[self.block] for year in pair]
        view = _View(pair, blocks, agency, order if against else None)
        organised = "" if agency else self._organised(view)
        sides = [self._side(view, organised, at) for at in (0, 1)]
        basis = self._of_agency(view) if agency else self._of_members(view, organised)
        return Comparison(
            self.what,
            self.block,
            *sides,
            first,
            second,
            self._choices(),
            tuple(sets.values()),
            agency,
            (("", tuple((a.code, a.short_name) for a in members)),),
            organised,
            _in_like_periods(basis, sides),
        )

    def _beside(self, first: str) -> str:
        """What is compared unless something is chosen: the year before in the same cluster, else any other."""
        year = self.years[first]
        others = [y for y in self.years.values() if y.key != first]
        own = [y for y in others if y.season.cluster_id == year.season.cluster_id]
        before = [y.key for y in own if y.year == year.year - 1]
        return next(iter(before or [y.key for y in own] or [y.key for y in others]))

    def _choices(self) -> tuple[Group, ...]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for year in self.years.values():
            name = year.season.cluster.short_name
            groups.setdefault(name, []).append((year.key, f"{year.year} · {name}"))
        return tuple((name, tuple(rows)) for name, rows in groups.items())

    # -- the sides ------------------------------------------------------------------------------------------------
    def _organised(self, view: "_View") -> str:
        """Then or now where both can be told: some of the later members were, or succeeded, some of the earlier."""
        if not view.is_related or view.is_one_season:
            return ""
        if view.late.codes == view.early.codes and forebears(view.late) <= view.early_codes:
            return ""
        return THEN if self.query.get("organised") == THEN else NOW

    def _of_members(self, view: "_View", organised: str) -> Basis:
        """Members of the later year are compared with themselves; clusters with nobody in common by rates alone."""
        if not view.is_related:
            return Basis(rates_only=True)
        like = within(view.late, view.early_codes) if organised == THEN else view.late
        return Basis(like=like, late=view.order.late)

    def _of_agency(self, view: "_View") -> Basis:
        """An agency that was one of several has no year of its own to be compared with unless all are known."""
        name = view.agency.code
        if view.order is None:
            return _unlike(view.agency) if view.pair[0].year != view.pair[1].year else Basis()
        if name not in view.late.codes or not view.late.sees(name):
            return Basis()
        if name in view.late.stood_for or name not in view.early.cells:
            return Basis()
        return _unlike(view.agency)

    def _side(self, view: "_View", organised: str, at: int) -> ComparedSide:
        year, block, agency = view.pair[at], view.blocks[at], view.agency
        label, links = self._label(view.pair, at, agency), _links(year.season)
        is_early = view.order is not None and at == view.order.early
        if agency is None:
            return self._of_cluster(view, organised, at, label)
        if is_early and agency.code in view.late.codes and not view.stands_alone:
            return self._before(label, view.late, links, agency)
        if year.is_before:
            return self._before(label, block, links, agency)
        return agency_side(year.season, agency, block, label)

    def _of_cluster(self, view: "_View", organised: str, at: int, label: str) -> ComparedSide:
        year, block, links = view.pair[at], view.blocks[at], _links(view.pair[at].season)
        url = "" if year.is_before else _overview(year.season)
        if organised == NOW and at == view.order.early:
            if view.pair[0].season.cluster_id != view.pair[1].season.cluster_id:
                label, url = _("today's members in %(year)s") % {"year": year.year}, ""
            return ClusterBefore(label, view.late, links, url)
        return ClusterBefore(label, block, links, url) if year.is_before else ClusterSide(label, block, links, url)

    def _before(self, label: str, block: BlockFigures, links: Links, agency: AgencyRef) -> AgencyBefore:
        """One query where the agency succeeded others, which may be of other clusters: their names."""
        codes = block.stood_for.get(agency.code, ())
        names: list[str] = []
        if set(codes) - {agency.code}:
            listed = Agency.objects.filter(code__in=codes).order_by("sort_key", "code")
            names = list(listed.values_list("short_name", flat=True))
        return AgencyBefore(label, block, links, "", agency, tuple(names))

    def _label(self, pair: tuple[_Year, _Year], at: int, agency: AgencyRef | None) -> str:
        """The year alone where that tells the two apart: of one cluster, or of one agency."""
        year = pair[at]
        if pair[0].season.cluster_id == pair[1].season.cluster_id or (agency and pair[0].year != pair[1].year):
            return _("year %(year)s") % {"year": year.year}
        return f"{year.season.cluster.short_name} {year.year}"


def _unlike(agency: AgencyRef) -> Basis:
    said = _("Not to be compared: the figures of the earlier year are not those of all that %(agency)s succeeded.")
    return Basis(why_not=said % {"agency": agency.short_name})


class _Order(NamedTuple):
    """Which of two years is the later one, and which the earlier."""

    late: int
    early: int


def _in_order(pair: tuple[_Year, _Year]) -> _Order | None:
    """None for two clusters of one year."""
    apart = pair[0].year - pair[1].year
    return _Order(0, 1) if apart > 0 else _Order(1, 0) if apart < 0 else None


@dataclass(frozen=True)
class _View:
    """Two years with their figures. ``order`` is None where neither holds the other as its last year."""

    pair: tuple[_Year, _Year]
    blocks: list[BlockFigures]
    agency: AgencyRef | None
    order: _Order | None

    @property
    def late(self) -> BlockFigures:
        """The later year, whose last year is the earlier one."""
        return self.blocks[self.order.late]

    @property
    def early(self) -> BlockFigures:
        return self.blocks[self.order.early]

    @property
    def early_codes(self) -> frozenset[str]:
        """The members of the earlier year; of the year before a cluster's first one, those it is told by."""
        return forebears(self.early) if self.pair[self.order.early].is_before else frozenset(self.early.codes)

    @property
    def is_one_season(self) -> bool:
        """Whether the earlier year is told by the season of the later one."""
        return self.late is self.early

    @property
    def is_related(self) -> bool:
        """Whether any member of the later year was, or succeeded, one of the earlier."""
        if self.order is None:
            return False
        theirs = self.early_codes
        return self.is_one_season or bool(theirs & (forebears(self.late) | frozenset(self.late.codes)))

    @property
    def stands_alone(self) -> bool:
        """Whether the agency of the later year was itself and nobody else in the earlier."""
        name = self.agency.code
        then = self.late.stood_for.get(name)
        is_itself = then == (name,) or (then is None and name in self.early.codes)
        return is_itself and not self.pair[self.order.early].is_before


__all__ = ["AGENCIES", "NOW", "THEN", "YEARS", "Comparison", "agency_side", "read_comparison"]
