"""The whole country on one indicator: who reaches the target, where on the map, who moved, and who has reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from urllib.parse import urlencode

from django.utils.html import SafeString
from django.utils.translation import gettext as _

from emulation_portal.templatetags import components
from results import rates
from results.figures import BlockFigures, Figure, FigureSet
from results.standing import Standing, standings

from ..tiles import Tile
from . import national_words, words
from .links import Links

FEW = 5  # highest and lowest beside the map
DRAWN = ("league", "heat")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for; empty where it asks for nothing the portal holds."""

    year: int
    indicator: str
    period: str = ""
    view: str = DRAWN[0]

    def query(self, **changed) -> str:
        """The address of the same page with something changed."""
        asked = replace(self, **changed)
        pairs = {"year": asked.year, "indicator": asked.indicator, "period": asked.period}
        if asked.view != DRAWN[0]:
            pairs["view"] = asked.view
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


@dataclass(frozen=True, slots=True)
class Row:
    """One agency, or all of them together; texts as printed."""

    name: str
    url: str
    cluster: str
    place: str
    last_place: str
    moved: str
    moved_said: str
    moved_look: str
    value: words.Shown
    value_url: str
    parts: str
    target: str
    is_national: bool
    gap: str
    gap_mark: str
    gap_look: str
    bar: SafeString | str
    last: words.Shown
    change: str
    change_look: str
    state: str
    measured: Fraction | None
    met: bool | None
    step: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the tile grid; ``step`` None where there is no target or no figure."""

    look: str
    step: int | None
    name: str
    below: str
    label: str
    url: str
    is_island: bool = False


@dataclass(frozen=True, slots=True)
class TileMap:
    heading: str
    fields: tuple[Field, ...]
    legend: tuple[tuple[int, str, str, int], ...]  # step, word, range, how many
    provinces: int
    without: int  # provinces that have no figure
    elsewhere: tuple[str, ...]  # agencies whose province has no field


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure beside the finding."""

    name: str
    value: str
    note: str
    among: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """``kind`` is ok or warn as all together reach the national target; empty where there is none."""

    name: str
    unit: str
    finding: str
    rows: tuple[Row, ...]
    total: Row | None
    axis: str
    map: TileMap
    high: tuple[Row, ...]
    low: tuple[Row, ...]
    missing: tuple[str, ...]
    is_rate: bool
    has_places: bool
    has_targets: bool
    has_national: bool
    last_year: int
    among: int
    kind: str
    facts: tuple[Fact, ...]
    gap_head: str
    change_head: str


class Builder:
    """``sets`` are the clusters' own figures, from which the merged ``figures`` come; ``names`` are province names."""

    def __init__(
        self, figures: BlockFigures, code: str, sets: Sequence[FigureSet], tiles: Sequence[Tile],
        names: Mapping[str, str],
    ):  # fmt: skip
        self.figures, self.indicator = figures, figures.indicators[code]
        self.tiles, self.names = tiles, names
        self.standings = standings(figures, code)
        self.links = {each.cluster_slug: Links([each.cluster_slug, each.year]) for each in sets}
        self.homes = {
            agency.code: each
            for each in sets
            if (own := each.blocks.get(figures.block)) and own.period == figures.period
            for agency in own.agencies
        }
        gaps = [self._bar_value(row.gap) for row in self.standings]
        self.axis = components.gap_axis(gaps)
        self.greatest = max((abs(row.value.measured or 0) for row in self.standings), default=0)

    @property
    def whole(self) -> str:
        """What all members together are called: the country only where every province takes part."""
        provinces = {tile.code for tile in self.tiles if not tile.islands}
        here = {agency.province_code for agency in self.figures.agencies}
        return _("The nation") if provinces and provinces <= here else _("All clusters")

    def page(self) -> Page:
        figures, indicator = self.figures, self.indicator
        rows = tuple(self.row(standing) for standing in self.standings)
        ranked = [row for row in rows if row.place != words.NO_VALUE]
        total = self.total()
        return Page(
            name=indicator.name(words.lang()),
            unit="%" if indicator.is_rate else words.unit_text(indicator),
            finding=national_words.finding(figures, indicator, self.standings, self.whole),
            rows=rows,
            total=total if rows else None,
            axis=self.axis["text"],
            map=self.map(rows),
            high=_ends(ranked),
            low=_ends(ranked[::-1]),
            missing=tuple(row.name for row in rows if row.value.kind == "empty"),
            is_rate=indicator.is_rate,
            has_places=indicator.direction != "neutral",
            has_targets=any(standing.aim for standing in self.standings),
            has_national=any(row.is_national for row in rows),
            last_year=figures.period.year - 1 if figures.period else 0,
            among=len(ranked),
            kind="" if total.met is None else "ok" if total.met else "warn",
            facts=self._facts(total),
            gap_head=_("Gap, points") if indicator.is_rate else _("Gap"),
            change_head=_("Change, points") if indicator.is_rate else _("Change"),
        )

    def _facts(self, total: Row) -> tuple[Fact, ...]:
        """All together, how many reach their target, how many are approved."""
        figures, aimed = self.figures, [s for s in self.standings if s.met is not None]
        gap = f"{total.gap_mark} {total.gap}" if total.gap_mark else _("no national target")
        if total.gap_mark and self.indicator.is_rate:
            gap = f"{gap} {_('points')}"
        members, final = len(figures.agencies), len(figures.agencies) - len(figures.not_final())
        return (
            Fact(self.whole, total.value.text, gap, look=total.gap_look if total.gap_mark else ""),
            Fact(_("Reach the target"), str(sum(s.met for s in aimed)) if aimed else words.NO_VALUE,
                 _("agencies with a target and a figure"), among=str(len(aimed)) if aimed else ""),
            Fact(_("Reports approved"), str(final), _("%(count)s submitted") % {
                "count": members - len(figures.missing())}, among=str(members)),
        )  # fmt: skip

    # -- rows ------------------------------------------------------------------------------------------------------
    def row(self, standing: Standing) -> Row:
        agency, indicator = standing.agency, self.indicator
        home = self.homes[agency.code]
        links, status = self.links[home.cluster_slug], self.figures.status.get(agency.code)
        target = standing.aim.target if standing.aim else None
        return self._made(
            standing.value, standing.last, standing.gap, standing.met, standing.change,
            name=agency.short_name,
            url=links.agency(agency.code),
            cluster=home.cluster_short(words.lang()),
            place=str(standing.place) if standing.place else words.NO_VALUE,
            last_place=str(standing.last_place) if standing.last_place else words.NO_VALUE,
            moved=national_words.moved_text(standing),
            moved_said=national_words.moved_said(standing),
            moved_look=_moved_look(standing),
            value_url=links.derivation(indicator.code, agency.code, self._period),
            target=words.target_text(target, indicator),
            is_national=bool(standing.aim and standing.aim.is_national),
            state=_state(status),
            step=standing.step,
        )  # fmt: skip

    def total(self) -> Row:
        """All members together: parts are added, and measured against the national target."""
        figures, code = self.figures, self.indicator.code
        total, target = figures.total(code), figures.national_targets.get(code)
        met = rates.meets(total.measured, target.comparator, target.value) if target else None
        return self._made(
            total, figures.last_total(code), figures.total_national_gap(code), met, figures.total_change(code),
            name=self.whole, url="", cluster="", place="", last_place="", moved="", moved_said="",
            moved_look="flat", value_url="", target=words.target_text(target, self.indicator), is_national=False,
            state="provisional" if figures.is_provisional else "approved", step=None,
        )  # fmt: skip

    def _made(self, value: Figure, last: Figure, gap, met: bool | None, change, **same) -> Row:
        indicator = self.indicator
        before = words.shown(last, indicator)
        return Row(
            value=words.shown(value, indicator),
            parts=self._parts(value),
            gap=words.gap_text(gap, indicator, unit=False),
            gap_mark="" if gap is None else _mark(gap),
            gap_look="flat" if met is None else "up" if met else "down",
            bar=self._bar(value, gap),
            last=before if before.kind != "empty" else words.Shown(words.NO_VALUE, "empty"),
            change=self._change(change),
            change_look=words.change_look(change, indicator),
            measured=value.measured,
            met=met,
            **same,
        )

    @property
    def _period(self) -> str:
        return self.figures.period.period_code if self.figures.period else ""

    def _parts(self, value: Figure) -> str:
        if not self.indicator.is_rate:
            return ""
        indicators = self.figures.indicators
        return words.parts_text(value, indicators[self.indicator.numerator], indicators[self.indicator.denominator])

    def _change(self, change: Fraction | None) -> str:
        """Points without their unit, which the head of the column names; percent for an amount."""
        if change is None or self.indicator.value_type == "boolean":
            return words.NO_VALUE
        if self.indicator.is_rate:
            return words.gap_text(change, self.indicator, unit=False)
        return words.change_text(change, self.indicator)

    def _bar_value(self, gap: Fraction | None) -> Fraction | None:
        return words.ratio(gap) if self.indicator.is_rate else None

    def _bar(self, value: Figure, gap: Fraction | None) -> SafeString | str:
        """The gap from zero, on one axis for all; without targets the value from zero."""
        if self.indicator.is_rate and gap is not None:
            return components.gapbar(self._bar_value(gap), self.axis["low"], self.axis["high"])
        if value.measured is None or any(row.gap is not None for row in self.standings):
            return ""
        if not self.indicator.is_rate and not 0 <= value.measured <= self.greatest:
            return ""  # a total does not lie on the axis of its parts
        share = value.ratio if self.indicator.is_rate else value.measured / (self.greatest or 1)
        return components.bullet(share, label=words.shown(value, self.indicator).text, height=16)

    # -- the grid --------------------------------------------------------------------------------------------------
    def map(self, rows: Sequence[Row]) -> TileMap:
        agencies = {s.agency.province_code: row for s, row in zip(self.standings, rows, strict=True)}
        placed = {tile.code for tile in self.tiles if not tile.islands}
        fields = tuple(self._field(tile, agencies.get(tile.code)) for tile in self.tiles)
        shown = [agencies[code] for code in placed if code in agencies]
        counts = [row.step for row in shown]
        aimed = [row for row in shown if row.met is not None]
        return TileMap(
            heading=_map_heading(aimed, len(placed)),
            fields=fields,
            legend=tuple((*line, counts.count(line[0])) for line in national_words.step_ranges(self.indicator)),
            provinces=len(placed),
            without=sum(code not in agencies or agencies[code].measured is None for code in placed),
            elsewhere=tuple(s.agency.short_name for s in self.standings if s.agency.province_code not in placed),
        )

    def _field(self, tile: Tile, row: Row | None) -> Field:
        if tile.islands:
            province = self.names.get(tile.code, "")
            return Field(tile.look, None, _islands(tile.islands), f"({province})", "", "", is_island=True)
        name = self.names.get(tile.code, tile.code)
        if row is None:
            return Field(tile.look, None, name, words.NO_VALUE, _("%(name)s: in no cluster") % {"name": name}, "")
        below = f"{row.gap_mark} {row.value.text.removesuffix('%')}".strip() if row.value.is_value else row.value.text
        said = f"{name}: {row.value.text}"
        if row.step:
            said += f", {national_words.step_word(row.step)} ({row.gap})"
        return Field(tile.look, row.step, name, below, said, row.value_url if row.value.is_value else row.url)


def _ends(ranked: Sequence[Row]) -> tuple[Row, ...]:
    """The first few and no more than half of them; equal results are shown together or not at all."""
    few = min(FEW, len(ranked) // 2)
    beyond = ranked[few].measured if few else None
    return tuple(row for row in ranked[:few] if row.measured != beyond)


def _map_heading(aimed: Sequence[Row], provinces: int) -> str:
    """The finding of the map."""
    if not aimed:
        return _("%(count)s provinces and cities") % {"count": provinces}
    values = {"met": sum(bool(row.met) for row in aimed), "count": len(aimed)}
    if len(aimed) < provinces:
        return _("%(met)s of %(count)s provinces and cities with a figure and a target reach it") % values
    return _("%(met)s of %(count)s provinces and cities reach the target") % values


def _islands(name: str) -> str:
    return {"hoang_sa": _("Hoang Sa archipelago"), "truong_sa": _("Truong Sa archipelago")}[name]


def _mark(value: Fraction | int) -> str:
    return "▲" if value > 0 else "▼" if value < 0 else "●"


def _moved_look(standing: Standing) -> str:
    if standing.moved is None:
        return "muted"
    return "up" if standing.moved > 0 else "down" if standing.moved < 0 else "flat"


def _state(status) -> str:
    """What counts, else how far the newest version is."""
    if status is None:
        return "missing"
    return status.counting_state if status.counts else "returned" if status.returned else status.state


# -- who has reported --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Reported:
    """Of ``members`` in one period; nobody is a member where it is 0."""

    submitted: int
    approved: int
    members: int


@dataclass(frozen=True, slots=True)
class Completeness:
    heads: tuple[str, ...]
    current: int  # which of the heads is the period of the page
    rows: tuple[tuple[str, str, tuple[Reported, ...]], ...]  # name, address, per period
    total: tuple[Reported, ...]


def completeness(figures: BlockFigures, sets: Sequence[FigureSet]) -> Completeness:
    """How many of each cluster's members have handed in, and are approved, in every period of the year."""
    periods = [p.period_code for p in figures.periods]
    rows = []
    for each in sets:
        own = each.blocks.get(figures.block)
        if own and own.everybody:
            counted = tuple(_reported(own, code) for code in periods)
            rows.append((each.cluster_short(words.lang()), Links([each.cluster_slug, each.year]).overview, counted))
    return Completeness(
        heads=tuple(words.period_head(p) for p in figures.periods),
        current=periods.index(figures.period.period_code) if figures.period else -1,
        rows=tuple(rows),
        total=tuple(_together([row[2][number] for row in rows]) for number in range(len(periods))),
    )


def _reported(own: BlockFigures, code: str) -> Reported:
    members = own.members_of.get(code, frozenset())
    refs = [ref for agency in members if (ref := own.board.get((agency, code)))]
    return Reported(sum(ref.counts for ref in refs), sum(ref.is_final for ref in refs), len(members))


def _together(counted: Sequence[Reported]) -> Reported:
    return Reported(*(sum(getattr(c, name) for c in counted) for name in ("submitted", "approved", "members")))


# -- the same as a table to take away ----------------------------------------------------------------------------------
def table(page: Page) -> tuple[list[str], list[list[str]]]:
    """Heads and rows exactly as the page shows them."""
    columns = [(_("Place"), "place"), (_("Place last year"), "last_place"), (_("Movement"), "moved")]
    columns = columns if page.has_places else []
    columns += [(_("Agency"), "name"), (_("Cluster"), "cluster"), (f"{_('Result')} ({page.unit})", "value")]
    columns += [(_("Parts"), "parts")] if page.is_rate else []
    columns += [(_("Target"), "target"), (page.gap_head, "gap")] if page.has_targets else []
    columns += [(_("Year %(year)s") % {"year": page.last_year}, "last"), (page.change_head, "change")]
    heads = [head for head, _name in columns] + [_("Status")]
    rows = [
        [*(_cell(row, name) for _head, name in columns), state_word(row.state)]
        for row in (*page.rows, *([page.total] if page.total else []))
    ]
    return heads, rows


def _cell(row: Row, name: str) -> str:
    found = getattr(row, name)
    if name == "target" and row.is_national:
        return f"{found} ({_('national')})"
    return found.text if isinstance(found, words.Shown) else found


def state_word(state: str) -> str:
    return str(components.STATES[state][2])


__all__ = [
    "Builder", "Choice", "Completeness", "Fact", "Field", "Page", "Reported", "Row", "TileMap", "completeness",
    "state_word", "table",
]  # fmt: skip
