"""All clusters of a year side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from results.figures import EMPTY, BlockFigures, Figure, FigureSet, IndicatorRef

from . import words
from .overview import anchor


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One cluster's headline rate; ``derived`` is the target worked out from its members."""

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
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class ClusterTable:
    anchor: str
    heading: str
    caption: str
    part_head: str
    whole_head: str
    unit: str
    national: str
    rows: tuple[ClusterRow, ...]
    total: ClusterRow
    gaps: tuple[Fraction, ...]
    better: str


def tables(sets: Sequence[FigureSet], blocks: Sequence[str]) -> list[ClusterTable]:
    """A table for each headline rate of the blocks one supervises."""
    found = []
    for block in blocks:
        held = [(figures, figures.blocks[block]) for figures in sets if figures.blocks[block].everybody]
        headline = held[0][1].headline if held else ()
        found += [_table(held, indicator) for indicator in headline if indicator.is_rate]
    return found


def _table(held: list[tuple[FigureSet, BlockFigures]], indicator: IndicatorRef) -> ClusterTable:
    block = held[0][1]
    language = words.lang()
    part, whole = block.indicators[indicator.numerator], block.indicators[indicator.denominator]
    rows = tuple(_row(figures, of, indicator) for figures, of in held)
    total, national = _total(held, indicator, rows), block.national_targets.get(indicator.code)
    name = f"{words.block_short(block.block)}: {indicator.name(language)}"
    return ClusterTable(
        anchor=anchor(indicator),
        heading=name,
        caption=_("%(name)s by cluster") % {"name": name},
        part_head=words.column_head(part),
        whole_head=words.column_head(whole),
        unit=words.unit_text(whole),
        national=words.target_text(national, indicator) if national else "",
        rows=rows,
        total=total,
        gaps=tuple(row.national_gap for row in (*rows, total) if row.national_gap is not None),
        better=words.better(indicator),
    )


def _row(figures: FigureSet, of: BlockFigures, indicator: IndicatorRef) -> ClusterRow:
    code, place = indicator.code, [figures.cluster_slug, figures.year]
    return _filled(
        of,
        indicator,
        of.total(code),
        name=figures.cluster_short(words.lang()),
        url=reverse("reports:overview", args=place),
        reports_url=reverse("reports:runs", args=place),
        members=len(of.agencies),
        counted=len(of.agencies) - len(of.missing()),
        final=len(of.agencies) - len(of.not_final()),
        derived=words.target_text(of.total_target(code), indicator),
        gap=words.ratio(of.total_gap(code)),
        is_provisional=of.is_provisional,
    )


def _total(held, indicator: IndicatorRef, rows: tuple[ClusterRow, ...]) -> ClusterRow:
    """All clusters together: parts are added, never rates averaged."""
    known = [total.rate for _figures, of in held if (total := of.total(indicator.code)).rate]
    figure = Figure(rate=sum(known[1:], known[0])) if known else EMPTY
    return _filled(
        held[0][1],
        indicator,
        figure,
        name=_("All clusters"),
        url="",
        reports_url="",
        members=sum(row.members for row in rows),
        counted=sum(row.counted for row in rows),
        final=sum(row.final for row in rows),
        derived="",
        gap=None,
        is_provisional=any(row.is_provisional for row in rows),
    )


def _filled(of: BlockFigures, indicator: IndicatorRef, figure: Figure, **same) -> ClusterRow:
    part, whole = of.indicators[indicator.numerator], of.indicators[indicator.denominator]
    national = of.national_targets.get(indicator.code)
    gap = figure.measured - national.value if national and figure.measured is not None else None
    rate = figure.rate
    return ClusterRow(
        part=words.amount_text(rate.part, part) if rate else words.NO_VALUE,
        whole=words.amount_text(rate.whole, whole) if rate else words.NO_VALUE,
        rate=words.shown(figure, indicator),
        national_gap=words.ratio(gap),
        **same,
    )
