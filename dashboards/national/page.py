"""The whole country on one indicator: who reaches the target, where on the map, who moved, and who has reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from urllib.parse import urlencode

from django.utils.html import SafeString
from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from dashboards.workspace.links import Links
from emulation_portal.lib.printed import Figures, Moves, Over, Parts
from emulation_portal.templatetags import components
from results import words
from results.figures import BlockFigures, Figure, FigureSet
from results.figures.places import Judged, Placing, judged, standings

from . import words as national_words
from .map import MapBuilder, TileMap
from .rows import LeagueRow
from .tiles import ProvinceTile

FEW = 5  # highest and lowest beside the map
DRAWN = ("league", "heat")


@dataclass(frozen=True, slots=True)
class NationalChoice:
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
class Fact:
    """One figure beside the finding."""

    name: str
    value: str
    note: str
    among: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class NationalPage:
    """``kind`` is ok or warn as all together reach the national target; empty where there is none, or time left.

    ``is_part``: a part of the year. ``against``: over whom the total is compared with last year.
    """

    name: str
    unit: str
    finding: str
    rows: tuple[LeagueRow, ...]
    total: LeagueRow | None
    axis: str
    map: TileMap
    high: tuple[LeagueRow, ...]
    low: tuple[LeagueRow, ...]
    missing: tuple[str, ...]
    is_rate: bool
    has_places: bool
    has_targets: bool
    has_national: bool
    last_head: str
    among: int
    kind: str
    facts: tuple[Fact, ...]
    gap_head: str
    change_head: str
    is_part: bool
    has_prorata: bool
    against: comparison_words.Note | None
    part_head: str


class NationalBuilder:
    """``sets`` are the clusters' own figures, from which the merged ``figures`` come; ``names`` are province names."""

    def __init__(
        self,
        figures: BlockFigures,
        code: str,
        sets: Sequence[FigureSet],
        tiles: Sequence[ProvinceTile],
        names: Mapping[str, str],
    ):
        self.figures, self.indicator = figures, figures.indicators[code]
        self.line = figures.line(code)
        self.standings = standings(figures, code)
        self.maps = MapBuilder(self.line, self.standings, tiles, names)
        self.tiles = tiles
        self.links = {each.cluster_slug: Links([each.cluster_slug, each.year]) for each in sets}
        self.homes = {
            agency.code: each
            for each in sets
            if (own := each.blocks.get(figures.block)) and own.period == figures.period
            for agency in own.agencies
        }
        gaps = [self._nearest(row.judged) for row in self.standings] if self.indicator.is_rate else []
        self.axis = components.gap_axis(gaps)
        self.greatest = max((abs(row.value.measured or 0) for row in self.standings), default=0)

    def _nearest(self, found: Judged) -> Fraction | None:
        """The gap that is drawn, as a ratio: to the target, in a part of the year to its part."""
        return words.ratio(found.prorata_gap if self.line.is_part_year else found.gap)

    @property
    def whole(self) -> str:
        """What all members together are called: the country only where every province takes part."""
        provinces = {tile.code for tile in self.tiles if not tile.islands}
        here = {agency.province_code for agency in self.figures.agencies}
        return _("The nation") if provinces and provinces <= here else _("All clusters")

    def page(self) -> NationalPage:
        figures, indicator = self.figures, self.indicator
        rows = tuple(self.row(standing) for standing in self.standings)
        ranked = [row for row in rows if row.place != words.NO_VALUE]
        total = self.total()
        return NationalPage(
            name=indicator.name(words.lang()),
            unit="%" if indicator.is_rate else words.unit_text(indicator),
            finding=national_words.finding(self.line, self.standings, self.whole),
            rows=rows,
            total=total if rows else None,
            axis=self.axis["text"],
            map=self.maps.map([(s.agency, row) for s, row in zip(self.standings, rows, strict=True)]),
            high=_ends(ranked),
            low=_ends(ranked[::-1]),
            missing=tuple(row.name for row in rows if row.value.kind == "empty"),
            is_rate=indicator.is_rate,
            has_places=indicator.direction != "neutral",
            has_targets=any(standing.aim for standing in self.standings),
            has_national=any(row.is_national for row in rows),
            last_head=comparison_words.last_head(figures.period) if figures.period else words.NO_VALUE,
            among=len(ranked),
            kind="" if total.met is None else "ok" if total.met else "warn",
            facts=self._facts(total),
            gap_head=national_words.gap_head(indicator, is_part=self.line.is_part_year),
            change_head=_("Change, points") if indicator.is_rate else _("Change"),
            is_part=self.line.is_part_year,
            has_prorata=any(row.prorata for row in (*rows, total)),
            against=self._against(),
            part_head=comparison_words.pace_head(self.line.period, decided=figures.has_decided_part(indicator.code))
            if self.line.is_part_year
            else "",
        )

    def _against(self) -> comparison_words.Note | None:
        """Over whom the total is compared with last year, and who is left out."""
        return comparison_words.note(self.line.compared, self.figures.period.year - 1) if self.figures.period else None

    def _facts(self, total: LeagueRow) -> tuple[Fact, ...]:
        """All together, how many reach their target, how many are approved."""
        figures = self.figures
        gap = f"{total.gap_mark} {total.gap}" if total.gap_mark else _("no national target")
        if total.gap_mark and self.indicator.is_rate:
            gap = f"{gap} {_('points')}"
        if total.gap_mark and self.line.is_part_year:
            gap = _("%(gap)s to the target of the year") % {"gap": gap}
        members, final = len(figures.agencies), len(figures.agencies) - len(figures.not_final())
        return (
            Fact(self.whole, total.value.text, gap, look=total.gap_look if total.gap_mark else ""),
            self._reached(),
            Fact(
                _("Reports approved"),
                str(final),
                _("%(count)s submitted") % {"count": members - len(figures.missing())},
                among=str(members),
            ),
        )

    def _reached(self) -> Fact:
        aimed = [found for s in self.standings if (found := s.reached) is not None]
        name = _("Reach the target")
        if self.line.is_part_year:
            name = _("At %(months)s of the target") % {"months": comparison_words.months(self.line.period)}
        among = str(len(aimed)) if aimed else ""
        value = str(sum(aimed)) if aimed else words.NO_VALUE
        return Fact(name, value, _("agencies with a target and a figure"), among=among)

    # -- rows ------------------------------------------------------------------------------------------------------
    def row(self, standing: Placing) -> LeagueRow:
        agency, indicator = standing.agency, self.indicator
        home = self.homes[agency.code]
        links, status = self.links[home.cluster_slug], self.figures.status.get(agency.code)
        target = standing.aim.target if standing.aim else None
        return self._made(
            standing.value,
            standing.last,
            standing.judged,
            standing.change,
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
        )

    def total(self) -> LeagueRow:
        """All members together: parts are added, and measured against the national target."""
        figures, line, target = self.figures, self.line, self.line.national_target
        return self._made(
            line.value,
            line.last,
            judged(line.value, target, line.indicator, line.period),
            line.change,
            name=self.whole,
            url="",
            cluster="",
            place="",
            last_place="",
            moved="",
            moved_said="",
            moved_look="flat",
            value_url="",
            target=words.target_text(target, line.indicator),
            is_national=False,
            last_over=comparison_words.counted(line.compared),
            state="provisional" if figures.is_provisional else "approved",
        )

    def _made(self, value: Figure, last: Figure, found: Judged, change, **same) -> LeagueRow:
        indicator, gap, part = self.indicator, found.gap, found.prorata_gap
        before = words.shown(last, indicator)
        nearest = part if self.line.is_part_year else gap
        return LeagueRow(
            value=words.shown(value, indicator),
            parts=self._parts(value),
            gap=words.gap_text(gap, indicator, unit=False),
            gap_mark="" if gap is None else _mark(gap),
            gap_look=_look(found.met),
            prorata="" if part is None else words.gap_text(part, indicator, unit=False),
            mark="" if nearest is None else _mark(nearest),
            look=_look(found.reached),
            bar=self._bar(value, nearest, gap),
            last=before if before.kind != "empty" else words.Shown(words.NO_VALUE, "empty"),
            change=self._change(change),
            change_look=words.change_look(change, indicator),
            measured=value.measured,
            met=found.met,
            reached=found.reached,
            step=found.step,
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
        if change is None:
            return words.NO_VALUE
        if self.indicator.is_rate:
            return words.gap_text(change, self.indicator, unit=False)
        return words.change_text(change, self.indicator)

    def _bar(self, value: Figure, gap: Fraction | None, gap_of_year: Fraction | None) -> SafeString | str:
        """The gap from zero, on one axis for all; without targets the value from zero."""
        if self.indicator.is_rate and gap is not None:
            return components.gapbar(words.ratio(gap), self.axis["low"], self.axis["high"])
        if value.measured is None or gap_of_year is not None or any(row.gap is not None for row in self.standings):
            return ""
        if not self.indicator.is_rate and not 0 <= value.measured <= self.greatest:
            return ""  # a total does not lie on the axis of its parts
        share = value.ratio if self.indicator.is_rate else value.measured / (self.greatest or 1)
        return components.bullet(share, label=words.shown(value, self.indicator).text, height=16)


def _ends(ranked: Sequence[LeagueRow]) -> tuple[LeagueRow, ...]:
    """The first few and no more than half of them; equal results are shown together or not at all."""
    few = min(FEW, len(ranked) // 2)
    beyond = ranked[few].measured if few else None
    return tuple(row for row in ranked[:few] if row.measured != beyond)


def _mark(value: Fraction | int) -> str:
    return "▲" if value > 0 else "▼" if value < 0 else "●"


def _look(reached: bool | None) -> str:
    return "flat" if reached is None else "up" if reached else "down"


def _moved_look(standing: Placing) -> str:
    if standing.moved is None:
        return "muted"
    return "up" if standing.moved > 0 else "down" if standing.moved < 0 else "flat"


def _state(status) -> str:
    """What counts, else how far the newest version is."""
    if status is None:
        return "missing"
    return status.counting_state if status.counts else "returned" if status.returned else status.state


# -- the same as a table to take away ----------------------------------------------------------------------------------
_KINDS: dict[str, type[str]] = {"moved": Moves, "name": str, "cluster": str, "parts": Parts}  # else figures


def table(page: NationalPage) -> tuple[list[str], list[list[str]]]:
    """Heads and rows exactly as the page shows them."""
    columns = [(_("Place"), "place"), (_("Place last year"), "last_place"), (_("Movement"), "moved")]
    columns = columns if page.has_places else []
    columns += [(_("Agency"), "name"), (_("Cluster"), "cluster"), (f"{_('Result')} ({page.unit})", "value")]
    columns += [(_("Parts"), "parts")] if page.is_rate else []
    columns += [(_("Target"), "target"), (page.gap_head, "gap")] if page.has_targets else []
    columns += [(page.part_head, "prorata")] if page.has_prorata else []
    columns += [(page.last_head, "last"), (page.change_head, "change")]
    kinds = _KINDS | ({"last": Over} if any(row.last_over for row in (*page.rows, page.total) if row) else {})
    heads = [kinds.get(name, Figures)(head) for head, name in columns] + [_("Status")]
    rows = [
        [*(_cell(row, name) for _head, name in columns), state_word(row.state)]
        for row in (*page.rows, *([page.total] if page.total else []))
    ]
    return heads, rows


def _cell(row: LeagueRow, name: str) -> str:
    found = getattr(row, name)
    if name == "target" and row.is_national:
        return f"{found} ({_('national')})"
    if name == "last" and row.last_over:
        return f"{found.text} ({row.last_over})"
    return found.text if isinstance(found, words.Shown) else found


def state_word(state: str) -> str:
    return str(components.STATES[state][2])


__all__ = ["Fact", "NationalBuilder", "NationalChoice", "NationalPage", "state_word", "table"]
