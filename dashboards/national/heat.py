"""Agencies and clusters on all headline indicators: how far each is from its target, in words and five colours."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from dashboards.workspace.links import Links
from emulation_portal.lib.printed import Figures
from results import words
from results.figures import BlockFigures, FigureSet, IndicatorRef, TargetRef, lines
from results.figures.places import aim, judged

from . import words as national_words


@dataclass(frozen=True, slots=True)
class HeatCell:
    value: words.Shown
    url: str
    gap: str
    word: str
    step: int | None


@dataclass(frozen=True, slots=True)
class HeatLine:
    """An agency, or a cluster with ``is_cluster``."""

    name: str
    url: str
    cells: tuple[HeatCell, ...]
    is_cluster: bool = False


@dataclass(frozen=True, slots=True)
class Heat:
    """``groups``: a cluster and its members. ``is_part``: gaps are those to the part of the target for some months."""

    heads: tuple[str, ...]
    gap_heads: tuple[str, ...]
    groups: tuple[tuple[HeatLine, tuple[HeatLine, ...]], ...]
    legend: tuple[tuple[int, str, str], ...]
    is_part: bool = False


def heat(figures: BlockFigures, sets: Sequence[FigureSet], code: str) -> Heat:
    """The headline indicators, and the chosen one if it is none of them."""
    chosen = [i for i in figures.indicators.values() if i.is_headline or i.code == code]
    groups = []
    for each in sets:
        own = each.blocks.get(figures.block)
        if own and own.agencies and own.period == figures.period:
            groups.append(_group(each, own, chosen))
    is_part = bool(figures.period and figures.period.is_part_year)
    legend = national_words.step_ranges(None if any(not i.is_rate for i in chosen) else chosen[0], is_part=is_part)
    part_head = comparison_words.pace_head(figures.period) if is_part else ""
    gap_heads = tuple(part_head or national_words.gap_head(i, is_part=False) for i in chosen)
    return Heat(tuple(i.name(words.lang()) for i in chosen), gap_heads, tuple(groups), tuple(legend), is_part)


def _group(of: FigureSet, own: BlockFigures, chosen: Sequence[IndicatorRef]) -> tuple[HeatLine, tuple[HeatLine, ...]]:
    links, period = Links([of.cluster_slug, of.year]), own.period.period_code if own.period else ""
    head = HeatLine(
        of.cluster_short(words.lang()),
        links.overview,
        tuple(_total(own, i, links.derivation(i.code, "", period)) for i in chosen),
        is_cluster=True,
    )
    lines = tuple(
        HeatLine(
            agency.short_name,
            links.agency(agency.code),
            tuple(_of_agency(own, agency.code, i, links.derivation(i.code, agency.code, period)) for i in chosen),
        )
        for agency in own.agencies
    )
    return head, lines


def _of_agency(own: BlockFigures, agency: str, indicator: IndicatorRef, url: str) -> HeatCell:
    found = aim(own, agency, indicator)
    return _cell(own.line(indicator.code, agency), found.target if found else None, url)


def _total(own: BlockFigures, indicator: IndicatorRef, url: str) -> HeatCell:
    """A cluster against the target derived from its members; for a rate else the national one."""
    line = own.line(indicator.code)
    target = line.target
    if target is None and indicator.is_rate:
        target = line.national_target
    return _cell(line, target, url)


def _cell(line: lines.Line, target: TargetRef | None, url: str) -> HeatCell:
    shown, is_part = words.shown(line.value, line.indicator), line.is_part_year
    if not shown.is_value:
        return HeatCell(shown, "", "", "", None)
    found = judged(line.value, target, line.indicator, line.period)
    gap = found.prorata_gap if is_part else found.gap
    said = "" if gap is None else words.gap_text(gap, line.indicator, unit=False)
    word = national_words.step_word(found.step, is_part=is_part and target is not None)
    return HeatCell(shown, url, said, word, found.step)


def table(heat: Heat) -> tuple[list[str], list[list[str]]]:
    """Heads and rows exactly as the page shows them."""
    heads = [_("Cluster or agency")]
    for name, gap in zip(heat.heads, heat.gap_heads, strict=True):
        heads += [Figures(name), Figures(gap), _("Class")]
    rows = [
        [line.name, *(text for cell in line.cells for text in (cell.value.text, cell.gap, cell.word))]
        for head, lines in heat.groups
        for line in (head, *lines)
    ]
    return heads, rows


__all__ = ["Heat", "HeatCell", "HeatLine", "heat", "table"]
