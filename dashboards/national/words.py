"""The national page in words: the finding, the five steps round a target, the movement against last year."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.workspace.comparison_words import months
from emulation_portal.lib.numbers import format_decimal
from results import words
from results.figures import IndicatorRef, rates
from results.figures.classes import Edges, ValueClass
from results.figures.lines import Line, portion
from results.figures.places import EDGES, MERGED, NO_LAST_YEAR, NOTHING_LAST_YEAR, STEPS, Placing

MOST_NAMES = 3


def step_word(step: int | None, *, is_part: bool = False) -> str:
    """One of the five steps as a heat table says it; ``is_part``: those round the part of a target for some months."""
    if step is None:
        return _("Not judged before the year's end") if is_part else _("No target")
    if is_part:
        return {
            1: _("Far behind the part"),
            2: _("Just behind the part"),
            3: _("Just at the part"),
            4: _("Ahead of the part"),
            5: _("Far ahead of the part"),
        }[step]
    return {
        1: _("Far from the target"),
        2: _("Just short of it"),
        3: _("Just reached"),
        4: _("Exceeded"),
        5: _("Far exceeded"),
    }[step]


def step_ranges(
    indicator: IndicatorRef | None, *, is_part: bool = False, edges: Edges = EDGES
) -> list[tuple[int, str, str]]:
    """Step, word and how far from the target it reaches, in points or in percent of the target."""
    far, near, well = (format_decimal(abs(edge), 1, words.lang()) for edge in edges)
    unit = _("points") if indicator is None or indicator.is_rate else _("% of the target")
    below = {1: _("below by more than %(far)s %(unit)s"), 2: _("below by up to %(far)s %(unit)s")}
    if not is_part:
        below = {1: _("misses it by more than %(far)s %(unit)s"), 2: _("misses it by up to %(far)s %(unit)s")}
    said = below | {
        3: _("better by less than %(near)s %(unit)s"),
        4: _("better by %(near)s to %(well)s %(unit)s"),
        5: _("better by %(well)s %(unit)s or more"),
    }
    values = {"far": far, "near": near, "well": well, "unit": unit}
    return [(step, step_word(step, is_part=is_part), said[step] % values) for step in STEPS]


def class_ranges(classes: Sequence[ValueClass], indicator: IndicatorRef) -> list[tuple[int, str]]:
    """The number of each class and between which figures it lies."""
    return [(each.number, _between(each, indicator)) for each in classes]


def _between(held: ValueClass, indicator: IndicatorRef) -> str:
    least, greatest = _value(held.least, indicator), _value(held.greatest, indicator)
    if least == greatest:
        return least
    return _("%(least)s to %(greatest)s") % {"least": least, "greatest": greatest}


def gap_head(indicator: IndicatorRef, *, is_part: bool) -> str:
    """The head of the column of gaps to the target of the year."""
    if is_part:
        return _("Gap to the target of the year, points") if indicator.is_rate else _("Gap to the target of the year")
    return _("Gap, points") if indicator.is_rate else _("Gap")


def moved_text(standing: Placing) -> str:
    """▲ 3, ▼ 2, ● 0, or why there is no movement."""
    if standing.moved is not None:
        mark = "▲" if standing.moved > 0 else "▼" if standing.moved < 0 else "●"
        return f"{mark}\N{NO-BREAK SPACE}{abs(standing.moved)}"
    return {
        MERGED: _("new after merger"),
        NO_LAST_YEAR: _("no figures last year"),
        NOTHING_LAST_YEAR: _("nothing arose last year"),
    }.get(standing.without, words.NO_VALUE)


def moved_said(standing: Placing) -> str:
    """The same as it is read aloud."""
    if standing.moved is None:
        return moved_text(standing)
    count = abs(standing.moved)
    if not count:
        return _("same place as last year")
    if standing.moved > 0:
        return ngettext("up %(count)s place", "up %(count)s places", count) % {"count": count}
    return ngettext("down %(count)s place", "down %(count)s places", count) % {"count": count}


# -- the finding -------------------------------------------------------------------------------------------------------
def finding(line: Line, rows: Sequence[Placing], whole: str) -> str:
    """What the figures say in one sentence; ``line`` is that of all members together, which ``whole`` names."""
    known = [row for row in rows if row.value.measured is not None]
    if not known:
        return _("No agency has a figure yet.")
    parts = [_reached(rows, known, line), _extremes(known, line.indicator), _together(line, whole)]
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}."


def _reached(rows: Sequence[Placing], known: Sequence[Placing], line: Line) -> str:
    """How many of those that have a figure and a target reach it; in a part of the year its part."""
    aimed = [row for row in known if row.reached is not None]
    if not aimed:
        return _("no agency has a target for this indicator") if not any(row.aim for row in rows) else ""
    values = {"met": sum(row.reached for row in aimed), "count": len(aimed)}
    if line.is_part_year:
        values["months"] = months(line.period)
        return _("%(met)s of %(count)s agencies with a target are at %(months)s of it") % values
    if len(aimed) < len(known):
        return _("%(met)s of %(count)s agencies with a target reach it") % values
    return (
        ngettext(
            "%(met)s of %(count)s agency reaches its target",
            "%(met)s of %(count)s agencies reach their target",
            len(aimed),
        )
        % values
    )


def _extremes(known: Sequence[Placing], indicator: IndicatorRef) -> str:
    high, low = (pick(row.value.measured for row in known) for pick in (max, min))
    if len(known) == 1:
        return _("only %(name)s has a figure, %(value)s") % {
            "name": known[0].agency.short_name,
            "value": _value(known[0], indicator),
        }
    if high == low:
        return _("all %(count)s agencies with a figure are equal, %(value)s") % {
            "count": len(known),
            "value": _value(known[0], indicator),
        }
    named = {"high": _named(known, high, indicator), "low": _named(known, low, indicator)}
    return _("highest is %(high)s, lowest is %(low)s") % named


def _named(known: Sequence[Placing], measured: Fraction, indicator: IndicatorRef) -> str:
    equal = [row for row in known if row.value.measured == measured]
    names = [row.agency.short_name for row in equal]
    shown = ", ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown = _("%(names)s and %(count)s more") % {"names": shown, "count": len(names) - MOST_NAMES}
    return f"{shown} ({_value(equal[0], indicator)})"


def _value(row: Placing, indicator: IndicatorRef) -> str:
    return words.shown(row.value, indicator).text


def _together(line: Line, whole: str) -> str:
    """How all members together stand against the national target."""
    total, indicator = line.value, line.indicator
    if total.measured is None:
        return ""
    values = {"whole": whole[:1].lower() + whole[1:], "value": words.shown(total, indicator).text}
    if not indicator.is_rate and not indicator.is_boolean:
        values["value"] = f"{values['value']}\N{NO-BREAK SPACE}{words.unit_text(indicator)}"
    if line.national_target is None:
        return _("%(whole)s at %(value)s, no national target") % values
    said = _of_the_year(line) if line.is_part_year else national_gap(line)
    return f"{_('%(whole)s at %(value)s') % values}, {said}"


def national_gap(line: Line) -> str:
    """0,63 points above the national target, and whether that reaches it where it is not plain to see."""
    target, gap = line.national_target, line.national_gap
    if not gap:
        met = rates.meets(line.value.measured, target.comparator, target.value)
        return _("equal to the national target") if met else _("equal to the national target, which asks for more")
    values = {
        "gap": words.gap_text(abs(gap), line.indicator).lstrip("+"),
        "target": words.target_text(target, line.indicator),
    }
    if gap > 0:
        return _("%(gap)s above the national target of %(target)s") % values
    return _("%(gap)s below the national target of %(target)s") % values


def _of_the_year(line: Line) -> str:
    """The national target is that of the whole year; beside it the part that belongs to a part of the year."""
    target, indicator = line.national_target, line.indicator
    values = {"target": words.target_text(target, indicator)}
    part = portion(target, indicator, line.period)
    if part is None:
        return _("the national target of the whole year is %(target)s") % values
    values |= {
        "part": words.target_text(replace(target, value=part.value), indicator),
        "gap": words.gap_text(line.value.measured - part.value, indicator),
        "months": months(line.period),
    }
    if part.decided:
        return _("the national target of the whole year is %(target)s, that of the period %(part)s (%(gap)s)") % values
    return _("the national target of the whole year is %(target)s, %(months)s of it %(part)s (%(gap)s)") % values


__all__ = [
    "class_ranges",
    "finding",
    "gap_head",
    "moved_said",
    "moved_text",
    "national_gap",
    "step_ranges",
    "step_word",
]
