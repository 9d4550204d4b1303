"""The national page in words: the finding, the five steps round a target, the movement against last year."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation_portal.lib.numbers import format_decimal
from results import rates
from results.figures import BlockFigures, IndicatorRef, TargetRef
from results.standing import EDGES, MERGED, NO_LAST_YEAR, NOTHING_LAST_YEAR, STEPS, Standing

from . import words

MOST_NAMES = 3


def step_word(step: int | None) -> str:
    """One of the five steps as a heat table says it; what has no target has no step."""
    return {
        1: _("Far from the target"),
        2: _("Just short of it"),
        3: _("Just reached"),
        4: _("Exceeded"),
        5: _("Far exceeded"),
    }.get(step, _("No target"))


def step_ranges(indicator: IndicatorRef | None) -> list[tuple[int, str, str]]:
    """Step, word and how far from the target it reaches, in points or in percent of the target."""
    far, near, well = (format_decimal(abs(edge), 1, words.lang()) for edge in EDGES)
    unit = _("points") if indicator is None or indicator.is_rate else _("% of the target")
    said = {
        1: _("misses it by more than %(far)s %(unit)s"),
        2: _("misses it by up to %(far)s %(unit)s"),
        3: _("better by less than %(near)s %(unit)s"),
        4: _("better by %(near)s to %(well)s %(unit)s"),
        5: _("better by %(well)s %(unit)s or more"),
    }
    values = {"far": far, "near": near, "well": well, "unit": unit}
    return [(step, step_word(step), said[step] % values) for step in STEPS]


def moved_text(standing: Standing) -> str:
    """▲ 3, ▼ 2, ● 0, or why there is no movement."""
    if standing.moved is not None:
        mark = "▲" if standing.moved > 0 else "▼" if standing.moved < 0 else "●"
        return f"{mark}\N{NO-BREAK SPACE}{abs(standing.moved)}"
    return {
        MERGED: _("new after merger"),
        NO_LAST_YEAR: _("no figures last year"),
        NOTHING_LAST_YEAR: _("nothing arose last year"),
    }.get(standing.without, words.NO_VALUE)


def moved_said(standing: Standing) -> str:
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
def finding(figures: BlockFigures, indicator: IndicatorRef, rows: Sequence[Standing], whole: str) -> str:
    """What the figures say in one sentence; ``whole`` names all members together."""
    known = [row for row in rows if row.value.measured is not None]
    if not known:
        return _("No agency has a figure yet.")
    parts = [_reached(rows, known), _extremes(known, indicator), _together(figures, indicator, whole)]
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}."


def _reached(rows: Sequence[Standing], known: Sequence[Standing]) -> str:
    """How many of those that have a figure and a target reach it."""
    aimed = [row for row in known if row.met is not None]
    if not aimed:
        return _("no agency has a target for this indicator") if not any(row.aim for row in rows) else ""
    values = {"met": sum(row.met for row in aimed), "count": len(aimed)}
    if len(aimed) < len(known):
        return _("%(met)s of %(count)s agencies with a target reach it") % values
    return ngettext(
        "%(met)s of %(count)s agency reaches its target", "%(met)s of %(count)s agencies reach their target", len(aimed)
    ) % values  # fmt: skip


def _extremes(known: Sequence[Standing], indicator: IndicatorRef) -> str:
    high, low = (pick(row.value.measured for row in known) for pick in (max, min))
    if len(known) == 1:
        return _("only %(name)s has a figure, %(value)s") % {
            "name": known[0].agency.short_name, "value": _value(known[0], indicator),
        }  # fmt: skip
    if high == low:
        return _("all %(count)s agencies with a figure are equal, %(value)s") % {
            "count": len(known), "value": _value(known[0], indicator),
        }  # fmt: skip
    named = {"high": _named(known, high, indicator), "low": _named(known, low, indicator)}
    return _("highest is %(high)s, lowest is %(low)s") % named


def _named(known: Sequence[Standing], measured: Fraction, indicator: IndicatorRef) -> str:
    equal = [row for row in known if row.value.measured == measured]
    names = [row.agency.short_name for row in equal]
    shown = ", ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown = _("%(names)s and %(count)s more") % {"names": shown, "count": len(names) - MOST_NAMES}
    return f"{shown} ({_value(equal[0], indicator)})"


def _value(row: Standing, indicator: IndicatorRef) -> str:
    return words.shown(row.value, indicator).text


def _together(figures: BlockFigures, indicator: IndicatorRef, whole: str) -> str:
    """How all members together stand against the national target."""
    total, target = figures.total(indicator.code), figures.national_targets.get(indicator.code)
    if total.measured is None:
        return ""
    values = {"whole": whole[:1].lower() + whole[1:], "value": words.shown(total, indicator).text}
    if not indicator.is_rate:
        values["value"] = f"{values['value']}\N{NO-BREAK SPACE}{words.unit_text(indicator)}"
    if target is None:
        return _("%(whole)s at %(value)s, no national target") % values
    return f"{_('%(whole)s at %(value)s') % values}, {national_gap(total.measured, target, indicator)}"


def national_gap(measured: Fraction, target: TargetRef, indicator: IndicatorRef) -> str:
    """0,63 points above the national target, and whether that reaches it where it is not plain to see."""
    gap = measured - target.value
    if not gap:
        met = rates.meets(measured, target.comparator, target.value)
        return _("equal to the national target") if met else _("equal to the national target, which asks for more")
    values = {
        "gap": words.gap_text(abs(gap), indicator).lstrip("+"), "target": words.target_text(target, indicator),
    }  # fmt: skip
    if gap > 0:
        return _("%(gap)s above the national target of %(target)s") % values
    return _("%(gap)s below the national target of %(target)s") % values


__all__ = ["finding", "moved_said", "moved_text", "national_gap", "step_ranges", "step_word"]
