"""What the Ministry finds at home, as rows: what waits for it, how the nation stands, which clusters are late. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.workspace import comparison_words
from emulation_portal.lib.dates import WorkCalendar
from results import words
from results.figures import BlockFigures, FigureSet, IndicatorRef
from results.figures.lines import Line
from results.figures.merging import National
from results.overdue import is_overdue


@dataclass(frozen=True, slots=True)
class NationRate:
    """One headline rate of all members that have reported. ``gap`` is to the target derived from theirs (``against``),
    in a part of the year to its part; ``change`` to the same members last year (``over``)."""

    name: str
    value: words.Shown
    url: str
    parts: str
    gap: Fraction | None
    better: str
    against: str
    change: Fraction | None
    over: str


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """One cluster in a block: ``late`` counts members with a report overdue in any period of the year."""

    name: str
    url: str
    review_url: str
    final: int
    members: int
    late: int
    period: str
    chip: tuple[str, str, str]
    rate: words.Shown | None
    gap: Fraction | None
    better: str


@dataclass(frozen=True, slots=True)
class NationBlock:
    """A block of the whole nation in the period that most clusters are in. ``late``: members, ``late_clusters``: in
    how many clusters; ``rows``: late clusters first, then by name. ``gap_head`` is empty where no row has a gap."""

    block: str
    name: str
    period: str
    final: int
    members: int
    sent: int
    late: int
    late_clusters: int
    is_provisional: bool
    rates: tuple[NationRate, ...]
    rate_head: str
    gap_head: str
    rows: tuple[ClusterLine, ...]
    total: ClusterLine

    @property
    def anchor(self) -> str:
        return f"h-clusters-{self.block}"


@dataclass(frozen=True, slots=True)
class NationReader:
    """The day it is read on."""

    calendar: WorkCalendar
    today: date

    def blocks(self, nation: National, blocks: Sequence[str]) -> tuple[NationBlock, ...]:
        held = [nation.latest.blocks[block] for block in blocks if block in nation.latest.blocks]
        return tuple(self._block(together, nation.sets[0]) for together in held if together.period)

    def _block(self, together: BlockFigures, sets: Sequence[FigureSet]) -> NationBlock:
        rates = [indicator for indicator in together.headline if indicator.is_rate]
        first = rates[0] if rates else None
        own = [each for each in sets if (of := each.blocks.get(together.block)) and of.everybody]
        rows = sorted((self._cluster(each, together, first) for each in own), key=lambda row: row.late == 0)
        total = self._line(
            together, first, self._late(together), name=_("The nation"), url="", review_url="", period=""
        )
        return NationBlock(
            block=together.block,
            name=words.block_short(together.block),
            period=together.known_period.name(words.lang()),
            final=total.final,
            members=total.members,
            sent=total.members - len(together.missing()),
            late=total.late,
            late_clusters=sum(bool(row.late) for row in rows),
            is_provisional=together.is_provisional,
            rates=tuple(_rate(together, indicator) for indicator in rates),
            rate_head=first.name(words.lang()) if first else "",
            gap_head=_gap_head(together.line(first.code))
            if first and any(row.gap is not None for row in (*rows, total))
            else "",
            rows=tuple(rows),
            total=total,
        )

    def _cluster(self, each: FigureSet, together: BlockFigures, indicator: IndicatorRef | None) -> ClusterLine:
        own, place = each.blocks[together.block], [each.cluster_slug, each.year]
        return self._line(
            own,
            indicator,
            self._late(own),
            name=each.cluster_short(words.lang()),
            url=reverse("dashboards:overview", args=place),
            review_url=reverse("results:review", args=place),
            period="" if own.period == together.period or own.period is None else own.period.name(words.lang()),
        )

    def _line(self, of: BlockFigures, indicator: IndicatorRef | None, late: int, **same) -> ClusterLine:
        members, final = len(of.agencies), len(of.agencies) - len(of.not_final())
        line = of.line(indicator.code) if indicator else None
        return ClusterLine(
            final=final,
            members=members,
            late=late,
            chip=_chip(of, late, final, members),
            rate=words.shown(line.value, line.indicator) if line else None,
            gap=_gap(line) if line else None,
            better=_better(line) if line else "none",
            **same,
        )

    def _late(self, of: BlockFigures) -> int:
        """How many members have a report overdue."""
        ended = [period for period in of.periods if self.calendar.ends_on(period.due_date) < self.today]
        late = {
            agency
            for period in ended
            for agency in of.members_of.get(period.period_code, ())
            if is_overdue(of.board.get((agency, period.period_code)))
        }
        return len(late)


def _rate(together: BlockFigures, indicator: IndicatorRef) -> NationRate:
    line, indicators = together.line(indicator.code), together.indicators
    query = f"?year={together.known_period.year}&indicator={indicator.code}&period={together.known_period.period_code}"
    return NationRate(
        name=indicator.name(words.lang()),
        value=words.shown(line.value, indicator),
        url=reverse("dashboards:national") + query,
        parts=words.parts_text(line.value, indicators[indicator.numerator], indicators[indicator.denominator]),
        gap=_gap(line),
        better=_better(line),
        against=_against(line),
        change=words.ratio(line.change),
        over=_over(line),
    )


def _gap(line: Line) -> Fraction | None:
    return words.ratio(line.prorata_gap if line.is_part_year else line.gap)


def _better(line: Line) -> str:
    return words.better(line.indicator)


def _gap_head(line: Line) -> str:
    return (
        comparison_words.pace_head(line.period, decided=comparison_words.is_decided(line))
        if line.is_part_year and line.period
        else _("Against the target, points")
    )


def _against(line: Line) -> str:
    """The target it is measured against, worked out from those of the members."""
    if line.target is None:
        return _("no target")
    target = words.target_text(line.target, line.indicator)
    return _("target %(target)s, weighted over the agencies") % {"target": target}


def _over(line: Line) -> str:
    """Over how many agencies the change is counted; empty where nothing is compared."""
    count, year = len(line.compared.members), line.period.year - 1 if line.period else 0
    if not count or line.change is None:
        return ""
    said = ngettext("against the same %(n)s agency of %(year)s", "against the same %(n)s agencies of %(year)s", count)
    return said % {"n": count, "year": year}


def _chip(of: BlockFigures, late: int, final: int, members: int) -> tuple[str, str, str]:
    if late:
        return "bad", "clock", _("Overdue")
    if members and final == members:
        return "ok", "check-lg", _("Approved")
    if of.period is None:
        return "plain", "dash", _("No figures yet")
    return "info", "inbox", _("Under way")


# -- what waits --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class AwaitedDecision:
    """Nominations of one award that a cluster has submitted and nobody has decided."""

    title: str
    meta: str
    url: str


def decisions(nominations: Iterable, place_of) -> tuple[AwaitedDecision, ...]:
    """A row for each award of a season; they are read with both, ``place_of`` names the season's page."""
    groups: dict[tuple[int, int], list] = {}
    for each in nominations:
        groups.setdefault((each.season_id, each.award_id), []).append(each)
    found = []
    for rows in groups.values():
        first, people = rows[0], sum(row.person_id is not None for row in rows)
        said = [str(first.season.cluster.short_name)]
        if count := len(rows) - people:
            said.append(ngettext("%(n)s collective", "%(n)s collectives", count) % {"n": count})
        if people:
            said.append(ngettext("%(n)s individual", "%(n)s individuals", people) % {"n": people})
        title = _("%(award)s, year %(year)s") % {"award": first.award.name, "year": first.season.year}
        found.append(AwaitedDecision(title, " · ".join(said), reverse("awards:season", args=place_of(first.season))))
    return tuple(found)


__all__ = ["AwaitedDecision", "ClusterLine", "NationBlock", "NationRate", "NationReader", "decisions"]
