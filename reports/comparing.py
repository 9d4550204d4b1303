"""What a person compares, as the address says it, with the figures of both sides.

Two agencies of a block in one year, or two years: of one agency, of the cluster, or of two clusters. What the person
may not know of does not exist (Http404); whether figures are shown is for the figure set, which is read as seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.members import overlapping_year
from clusters.models import Agency, Membership, Season
from results.figures import AgencyRef, BlockFigures, FigureSet
from results.reading import read_many
from results.refs import agency_ref

from .pages.compare_sides import AgencyBefore, AgencySide, ClusterBefore, ClusterSide, Side
from .pages.links import Links
from .surroundings import Surroundings

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
    first: Side | None
    second: Side | None
    first_key: str
    second_key: str
    choices: tuple[Group, ...]
    figures: tuple[FigureSet, ...]
    agency: AgencyRef | None = None
    agencies: tuple[Group, ...] = ()
    organised: str = ""

    @property
    def is_same(self) -> bool:
        """Whether one thing stands on both sides."""
        return self.first is not None and self.first_key == self.second_key

    @property
    def is_ready(self) -> bool:
        return self.first is not None and self.second is not None and not self.is_same

    @property
    def sides(self) -> tuple[Side, Side]:
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

    def figures(self, seasons: Iterable[Season], agencies: Iterable[int]) -> dict[int, FigureSet]:
        """Read once, in the period of the address, else in the latest that all compared have figures of."""
        wanted = self.query.get("period", "")
        chosen = list({season.pk: season for season in seasons}.values())
        sets = read_many(
            chosen, rights=self.around.rights, narrow=False, common_to=agencies,
            period_codes={self.block: wanted} if wanted else {},
        )  # fmt: skip
        return {figures.season_id: figures for figures in sets}

    def members(self, seasons: list[Season]) -> dict[int, list[Agency]]:
        """Members of the block in any part of the year, by cluster, in official order. The seasons are of one year."""
        rows = Membership.objects.filter(
            overlapping_year(self.season.year), cluster__in={s.cluster_id for s in seasons}, agency__kind=self.block
        )
        found: dict[int, dict[int, Agency]] = {}
        for row in rows.select_related("agency__province").order_by("agency__sort_key", "agency__code"):
            found.setdefault(row.cluster_id, {})[row.agency_id] = row.agency
        return {cluster: list(agencies.values()) for cluster, agencies in found.items()}


class _Agencies(_Maker):
    what = AGENCIES

    @cached_property
    def groups(self) -> list[tuple[Season, list[Agency]]]:
        """Agencies of the year by season; one that is in several is offered once, in the page's season first."""
        seasons = [s for s in self.offered() if s.year == self.season.year]
        members, seen, found = self.members(seasons), set(), []
        for season in seasons:
            fresh = [a for a in members.get(season.cluster_id, ()) if a.pk not in seen]
            seen |= {a.pk for a in fresh}
            found.append((season, fresh))
        return [group for group in found if group[1]]

    def comparison(self) -> Comparison:
        holders = {a.code: (season, a) for season, agencies in self.groups for a in agencies}
        first = self.asked("first", holders, self._own(holders) or next(iter(holders), ""))
        second = self.asked("second", holders, next((code for code in holders if code != first), ""))
        pair = [holders[code] for code in (first, second) if code]
        sets = self.figures([season for season, _agency in pair], [agency.pk for _season, agency in pair])
        sides = [self._side(*holders[code], sets) if code else None for code in (first, second)]
        choices = tuple((s.cluster.short_name, tuple((a.code, a.short_name) for a in rows)) for s, rows in self.groups)
        return Comparison(self.what, self.block, *sides, first, second, choices, tuple(sets.values()))

    def _own(self, holders: Mapping) -> str:
        own = (m.agency_code for m in self.around.own_agencies(self.season) if m.block == self.block)
        return next((code for code in own if code in holders), "")

    def _side(self, season: Season, agency: Agency, sets: Mapping[int, FigureSet]) -> Side:
        return agency_side(season, agency_ref(agency), sets[season.pk].blocks[self.block], agency.short_name)


def agency_side(season: Season, agency: AgencyRef, block: BlockFigures, label: str) -> AgencySide:
    links = _links(season)
    return AgencySide(label, block, links, links.agency(agency.code), agency)


def _links(season: Season) -> Links:
    return Links([season.cluster.slug, season.year])


def _overview(season: Season) -> str:
    return reverse("reports:overview", args=[season.cluster.slug, season.year])


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
        agency = agency_ref(by_code[code]) if code else None
        first = self.asked("first", self.years, _Year(self.season).key)
        second = self.asked("second", self.years, self._beside(first))
        pair = self.years[first], self.years[second]
        sets = self.figures([year.season for year in pair], [agency.id] if agency else [])
        blocks = [sets[year.season.pk].blocks[self.block] for year in pair]
        organised = "" if agency else self._organised(pair, blocks)
        sides = [self._side(pair, blocks, agency, organised, at) for at in (0, 1)]
        return Comparison(
            self.what, self.block, *sides, first, second, self._choices(), tuple(sets.values()), agency,
            (("", tuple((a.code, a.short_name) for a in members)),), organised,
        )  # fmt: skip

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
    def _organised(self, pair: tuple[_Year, _Year], blocks: list[BlockFigures]) -> str:
        """Then or now where both can be told: the later year holds the one before and has other members."""
        late, early = _in_order(pair)
        if late is None or pair[early].is_before or not blocks[late].stood_for:
            return ""
        if set(blocks[late].codes) == set(blocks[early].codes):
            return ""
        return NOW if self.query.get("organised") == NOW else THEN

    def _side(self, pair, blocks, agency: AgencyRef | None, organised: str, at: int) -> Side:
        year, block, other = pair[at], blocks[at], blocks[1 - at]
        label, links = self._label(pair, at, agency), _links(year.season)
        late, early = _in_order(pair)
        if agency is None:
            url = "" if year.is_before else _overview(year.season)
            if year.is_before or (organised == NOW and at == early):
                return ClusterBefore(label, block if year.is_before else other, links, url)
            return ClusterSide(label, block, links, url)
        if year.is_before:
            return self._before(label, block, links, agency)
        if agency.code not in block.codes and at == early and late is not None and agency.code in other.codes:
            return self._before(label, other, links, agency)
        return agency_side(year.season, agency, block, label)

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


def _in_order(pair: tuple[_Year, _Year]) -> tuple[int | None, int | None]:
    """Which is the later and which the earlier of two years that follow each other; None where they do not."""
    apart = pair[0].year - pair[1].year
    return (0, 1) if apart == 1 else (1, 0) if apart == -1 else (None, None)


__all__ = ["AGENCIES", "NOW", "THEN", "YEARS", "Comparison", "agency_side", "read_comparison"]
