"""How the target of a cluster comes about: Σ target × denominator ÷ Σ denominator, one row an agency.

Beside it the three measures against a target, each under its own name: the gap in points, the share of the target
reached, and in a part of the year the gap to what the months ask for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from dashboards.workspace.links import Links
from emulation_portal.lib import dates
from emulation_portal.lib.numbers import format_decimal, format_percent
from results import words
from results.figures import BlockFigures, IndicatorRef, TargetRef
from results.figures.lines import DerivedTarget, Line, NoTarget, TargetShare
from results.words import columns


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One member: its target, what weighs it, and both multiplied; ``why_not`` where it does not count."""

    name: str
    url: str
    target: str
    weight: str
    product: str
    decision: str
    why_not: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One of the measures against the target, with how it is worked out."""

    name: str
    how: str
    value: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class TargetPage:
    name: str
    unit: str  # of the weights
    is_rate: bool
    target: str
    why: str
    arithmetic: str
    rows: tuple[ShareRow, ...]
    weight: str
    product: str
    measures: tuple[MeasureRow, ...]
    value_url: str


def target_page(figures: BlockFigures, indicator: IndicatorRef, links: Links) -> TargetPage:
    found, line = figures.derived_target(indicator.code), figures.line(indicator.code)
    part = figures.indicators[indicator.denominator] if indicator.is_rate else indicator
    period = figures.period.period_code if figures.period else ""
    weight, product = _amount(Fraction(found.weight), part), _amount(_sum(found), part)
    return TargetPage(
        name=indicator.name(words.lang()),
        unit=words.unit_text(part, money="nghin"),
        is_rate=indicator.is_rate,
        target=columns.target(indicator, found.target),
        why=_why(found.why),
        arithmetic=_arithmetic(found, weight, product),
        rows=tuple(_row(share, indicator, part, links, period) for share in found.shares),
        weight=weight,
        product=product,
        measures=tuple(_measures(line)),
        value_url=links.derivation(indicator.code, "", period),
    )


def _sum(found: DerivedTarget) -> Fraction:
    if found.indicator.is_rate:
        return found.product / 100
    return sum((share.target.value for share in found.counted if share.target), Fraction(0))


def _row(share: TargetShare, indicator: IndicatorRef, part: IndicatorRef, links: Links, period: str) -> ShareRow:
    target, product = share.target, share.product
    asked = product / 100 if indicator.is_rate and product is not None else target.value if target else None
    return ShareRow(
        name=share.agency.short_name,
        url=links.derivation(indicator.code, share.agency.code, period) if not share.value.is_empty else "",
        target=columns.target(indicator, target) or words.NO_VALUE,
        weight=_amount(Fraction(share.weight), part) if share.counts else words.NO_VALUE,
        product=_amount(asked, part) if share.counts and asked is not None else words.NO_VALUE,
        decision=decision_text(target),
        why_not="" if share.counts else _("no figure yet, so not counted"),
    )


def decision_text(target: TargetRef | None) -> str:
    """123/QĐ-BTP, 05/02/2025"""
    if target is None:
        return ""
    return ", ".join(filter(None, [target.decision, dates.format_date(target.decided_on) if target.decided_on else ""]))


def _amount(value: Fraction, part: IndicatorRef) -> str:
    """In the unit of the column: counts with what a share of them leaves over, money in nghìn đồng."""
    if part.is_money:
        return format_decimal(value / 1000, 0, words.lang())
    return format_decimal(value, 0 if value.denominator == 1 else 2, words.lang())


def _arithmetic(found: DerivedTarget, weight: str, product: str) -> str:
    """8.504 ÷ 10.215 = 83,25%"""
    target = found.target
    if target is None or not found.indicator.is_rate:
        return ""
    if not found.weight:
        return _("Every agency carries the same target; nothing has been counted yet.")
    return _("%(product)s ÷ %(weight)s = %(target)s") % {
        "product": product,
        "weight": weight,
        "target": format_percent(target.value / 100, lang=words.lang()),
    }


def _why(why: NoTarget | None) -> str:
    if why is None:
        return ""
    return {
        NoTarget.HIDDEN: _("The figures of this period have not been released to the cluster."),
        NoTarget.NOBODY: _("No agency was assigned a target."),
        NoTarget.NOT_ALL: _("An agency that has a figure was assigned no target, so the cluster has none."),
        NoTarget.COMPARATORS: _("The agencies' targets are compared in different ways, so the cluster has none."),
        NoTarget.NOTHING_COUNTED: _("The targets differ and nothing has been counted that would weigh them."),
    }[why]


def _measures(line: Line) -> Iterable[MeasureRow]:
    """Each under its own name; none of them stands in for another."""
    indicator = line.indicator
    yield MeasureRow(_("Result"), "", words.shown(line.value, indicator, money="nghin").text)
    look = comparison_words.look(line) if line.gap is not None else ""
    yield MeasureRow(_("Gap to the target"), _("result − target"), words.gap_text(line.gap, indicator), look)
    share = words.NO_VALUE if line.attainment is None else format_percent(line.attainment, lang=words.lang())
    yield MeasureRow(_("Share of the target reached"), _("result ÷ target"), share)
    if line.is_part_year and line.portion is not None and line.period is not None:
        gap = words.gap_text(line.prorata_gap, indicator)
        if line.portion.decided:
            asked = words.target_text(TargetRef(line.portion.value, line.portion.comparator), indicator)
            how = _("result − target of the period (%(asked)s, by decision)") % {"asked": asked}
            yield MeasureRow(_("Gap to the target of the period"), how, gap)
        else:
            how = _("result − target × %(months)s") % {"months": comparison_words.months(line.period)}
            yield MeasureRow(_("Gap to the target, pro rata"), how, gap)
    if line.national_target is not None:
        how = _("result − %(target)s") % {"target": words.target_text(line.national_target, indicator)}
        yield MeasureRow(_("Gap to the national target"), how, words.gap_text(line.national_gap, indicator))


__all__ = ["TargetPage", "decision_text", "target_page"]
