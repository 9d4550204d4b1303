"""Figures printed elsewhere beside ours, each with its period; what is not alike is not judged."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from emulation_portal.lib.numbers import (
    NBSP,
    format_count,
    format_decimal,
    format_money,
    format_percent,
    format_points,
)
from results import words
from results.figures import BlockFigures, IndicatorRef, PublishedRef


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A figure as printed outside beside ours, each with its period; ``fits`` is None where one cannot be told."""

    name: str
    quote: str
    printed: str
    is_derived: bool
    period: str
    recomputed: str
    our_period: str
    fits: bool | None
    national: str
    source: str


def published(figures: BlockFigures) -> list[PublishedRow]:
    """Rows in the order of publication; none where the block's totals are not visible."""
    if not figures.totals_visible:
        return []
    return [_published(ref, figures) for ref in figures.published if ref.indicator in figures.indicators]


def _published(ref: PublishedRef, figures: BlockFigures) -> PublishedRow:
    indicator = figures.indicators[ref.indicator]
    ours = figures.recomputed(ref)
    periods = {period.period_code: period.name(words.lang()) for period in figures.periods}
    national = figures.line(indicator.code).national_gap if ref.measure == "gap_pp" else None
    return PublishedRow(
        name=f"{indicator.name(words.lang())}{_measure_words(ref.measure)}",
        quote=ref.text,
        printed=_printed(ref, indicator),
        is_derived=ref.kind != "published",
        period=periods.get(ref.period_code, ref.period_code),
        recomputed=words.NO_VALUE if ours is None else measure_text(ours, ref.measure, indicator, exact=True),
        our_period=figures.period.name(words.lang()) if figures.period else "",
        fits=ref.contains(ours) if _is_like(ref, figures) else None,
        national=words.gap_text(national, indicator) if national is not None else "",
        source=ref.source,
    )


def _is_like(ref: PublishedRef, figures: BlockFigures) -> bool:
    """Whether what was printed and what we have are of the same period and of every member."""
    same = figures.period is not None and figures.period.period_code == ref.period_code
    return same and all(figures.value(agency, ref.indicator).is_known for agency in figures.codes)


def _measure_words(measure: str) -> str:
    return {
        "target": _(", assigned target"),
        "gap_pp": _(", above or below the target"),
        "attainment_pct": _(", share of the target reached"),
    }.get(measure, "")


def _printed(ref: PublishedRef, indicator: IndicatorRef) -> str:
    if ref.value is not None:
        return measure_text(Fraction(ref.value), ref.measure, indicator)
    if ref.low is None or ref.high is None:
        return words.NO_VALUE
    ends = (measure_text(Fraction(end), ref.measure, indicator, unit=False) for end in (ref.low, ref.high))
    return " – ".join(ends) + (f"{NBSP}{words.unit_text(indicator)}" if ref.measure == "value" else "")


def measure_text(
    value: Fraction, measure: str, indicator: IndicatorRef, *, unit: bool = True, exact: bool = False
) -> str:
    """A published or recomputed value in its measure: percent, points or the indicator's own unit."""
    language = words.lang()
    if measure == "gap_pp":
        return format_points(value, language)
    if measure in ("target", "attainment_pct") or indicator.is_rate:
        return format_percent(value / 100, lang=language)
    if indicator.is_money:
        if exact:
            return format_money(value, "ty", language, with_unit=unit, places=1)
        return format_money(value, "ty", language, with_unit=unit)
    text = format_count(int(value), language) if value.denominator == 1 else format_decimal(value, 2, language)
    return f"{text}{NBSP}{words.unit_text(indicator)}" if unit else text


__all__ = ["PublishedRow", "measure_text", "published"]
