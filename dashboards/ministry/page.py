"""All clusters of a year side by side, and all of them together as far as they stand in one period."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.overview.page import anchor
from results import words
from results.figures import BlockFigures, FigureSet, IndicatorRef
from results.figures.alike import left_out
from results.figures.lines import Line
from results.figures.merging import National


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One cluster's headline rate; ``derived`` is the year's target worked out from its members.

    ``period`` names the period of a cluster that stands in another one than the table and is not in its total. Gaps
    are against the target of the year; in a part of it they judge nothing, and ``prorata_gap`` stands beside them.
    """

    name: str
    url: str
    reports_url: str
    members: int
    counted: int
    final: int
    part: str
    whole: str
    rate: words.Shown
    derived: str
    gap: Fraction | None
    national_gap: Fraction | None
    prorata_gap: Fraction | None
    better: str
    bar: Fraction | None
    is_provisional: bool
    period: str = ""


@dataclass(frozen=True, slots=True)
class ClusterTable:
    """``apart``: clusters that are not in the total, each with its period."""

    anchor: str
    heading: str
    caption: str
    period: str
    part_head: str
    whole_head: str
    unit: str
    national: str
    rows: tuple[ClusterRow, ...]
    total: ClusterRow
    apart: tuple[str, ...]
    gaps: tuple[Fraction, ...]
    has_prorata: bool
    has_derived: bool
    has_gap: bool
    has_national: bool
    better: str


def tables(nation: National, blocks: Sequence[str]) -> list[ClusterTable]:
    """A table for each headline rate of the blocks one supervises."""
    found = []
    for block in blocks:
        together = nation.latest.blocks.get(block)
        if together is not None:
            held = [figures for figures in nation.sets[0] if figures.blocks[block].everybody]
            found += [_table(held, together, indicator) for indicator in together.headline if indicator.is_rate]
    return found


def _table(held: Sequence[FigureSet], together: BlockFigures, indicator: IndicatorRef) -> ClusterTable:
    part, whole = together.indicators[indicator.numerator], together.indicators[indicator.denominator]
    apart = {figures.season_id for figures in left_out(together, held)}
    rows = tuple(_row(figures, together.block, indicator, figures.season_id in apart) for figures in held)
    total, national = _total(together, indicator), together.national_targets.get(indicator.code)
    name = f"{words.block_short(together.block)}: {indicator.name(words.lang())}"
    return ClusterTable(
        anchor=anchor(indicator),
        heading=name,
        caption=_("%(name)s by cluster") % {"name": name},
        period=words.period_text(together.period),
        part_head=words.column_head(part),
        whole_head=words.column_head(whole),
        unit=words.unit_text(whole),
        national=words.target_text(national, indicator) if national else "",
        rows=rows,
        total=total,
        apart=tuple(f"{row.name} ({row.period})" for row in rows if row.period),
        gaps=tuple(row.bar for row in (*rows, total) if row.bar is not None),
        has_prorata=any(row.prorata_gap is not None for row in (*rows, total)),
        has_derived=any(row.derived not in ("", words.NO_VALUE) for row in (*rows, total)),
        has_gap=any(row.gap is not None for row in (*rows, total)),
        has_national=any(row.national_gap is not None for row in (*rows, total)),
        better=words.better(indicator),
    )


def _row(figures: FigureSet, block: str, indicator: IndicatorRef, is_apart: bool) -> ClusterRow:
    of, place = figures.blocks[block], [figures.cluster_slug, figures.year]
    return _filled(
        of,
        of.line(indicator.code),
        name=figures.cluster_short(words.lang()),
        url=reverse("dashboards:overview", args=place),
        reports_url=reverse("reports:runs", args=place),
        period=words.period_text(of.period) if is_apart else "",
    )


def _total(together: BlockFigures, indicator: IndicatorRef) -> ClusterRow:
    """All clusters of the period together: parts are added, never rates averaged."""
    return _filled(together, together.line(indicator.code), name=_("All clusters"), url="", reports_url="")


def _filled(of: BlockFigures, line: Line, **same) -> ClusterRow:
    indicator, rate, national_gap = line.indicator, line.value.rate, words.ratio(line.national_gap)
    part, whole = of.indicators[indicator.numerator], of.indicators[indicator.denominator]
    return ClusterRow(
        members=len(of.agencies),
        counted=len(of.agencies) - len(of.missing()),
        final=len(of.agencies) - len(of.not_final()),
        part=words.amount_text(rate.part, part) if rate else words.NO_VALUE,
        whole=words.amount_text(rate.whole, whole) if rate else words.NO_VALUE,
        rate=words.shown(line.value, indicator),
        derived=words.target_text(line.target, indicator),
        gap=words.ratio(line.gap),
        national_gap=national_gap,
        prorata_gap=words.ratio(line.prorata_gap) if line.is_part_year else None,
        better="none" if line.is_part_year else words.better(indicator),
        bar=None if line.is_part_year else national_gap,
        is_provisional=of.is_provisional,
        **same,
    )
