"""What is short and by how much: rates against the target and against last year, in points and in cases or money."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from dashboards.workspace.cards import shortfall_text
from emulation_portal.lib.numbers import format_percent, format_points, signed
from results import words
from results.figures import IndicatorRef
from results.figures.lines import Line


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One line: ``gap`` in points as a ratio, or in its place ``end``, what is said of all that is not short."""

    tone: str  # bad, warn or ok
    icon: str
    title: str
    text: str
    gap: Fraction | None = None
    end: str = ""


def shortfalls(lines: Iterable[Line], indicators: Mapping[str, IndicatorRef]) -> list[Shortfall]:
    """What lies below its target, then below last year, then in one line what does not; nothing without figures.

    Before the year's end the target is its part for the period, and nothing is called missed.
    """
    known = [line for line in lines if line.indicator.is_rate and line.value.ratio is not None]
    aimed = [line for line in known if _gap(line) is not None]
    short = [line for line in aimed if _is_short(line)]
    found = [_below_target(line, indicators) for line in short]
    found += [_below_last_year(line, indicators) for line in known if _is_worse(line)]
    kept = [line for line in aimed if line not in short]
    return [*found, _kept(kept, len(aimed))] if kept else found


def _gap(line: Line) -> Fraction | None:
    return line.prorata_gap if line.is_part_year else line.gap


def _is_short(line: Line) -> bool:
    gap = _gap(line)
    return gap is not None and gap < 0 if line.is_part_year else line.met is False


def _is_worse(line: Line) -> bool:
    return words.change_look(line.change, line.indicator) == "down"


def _below_target(line: Line, indicators: Mapping[str, IndicatorRef]) -> Shortfall:
    name, whole = line.indicator.name(words.lang()), indicators[line.indicator.denominator]
    target, portion = line.target, line.prorata_target
    if line.is_part_year and target is not None and portion is not None:
        said = (
            _("%(name)s, against the target of the period: %(portion)s")
            if comparison_words.is_decided(line)
            else _("%(name)s, against %(months)s of the target: %(portion)s")
        )
        title = said % {
            "name": name,
            "months": comparison_words.months(line.period),
            "portion": format_percent(portion / 100, lang=words.lang()),
        }
        lacking = shortfall_text(line.value.rate, replace(target, value=portion), whole)
        return Shortfall("warn", "exclamation-triangle-fill", title, lacking, words.ratio(_gap(line)))
    title = _("%(name)s, against the assigned target %(target)s") % {
        "name": name,
        "target": words.target_text(target, line.indicator),
    }
    lacking = shortfall_text(line.value.rate, target, whole)
    return Shortfall("bad", "x-octagon-fill", title, lacking, words.ratio(_gap(line)))


def _below_last_year(line: Line, indicators: Mapping[str, IndicatorRef]) -> Shortfall:
    now, before = line.compared.value.rate, line.compared.last.rate
    title = _("%(name)s, against the same period of %(year)s") % {
        "name": line.indicator.name(words.lang()),
        "year": line.period.year - 1,
    }
    said = []
    if now and before:
        parts = (
            (line.indicator.numerator, now.part - before.part),
            (line.indicator.denominator, now.whole - before.whole),
        )
        said = [_moved(indicators[code], difference) for code, difference in parts if difference]
    return Shortfall("warn", "exclamation-triangle-fill", title, "; ".join(said), words.ratio(line.change))


def _moved(indicator: IndicatorRef, difference: int) -> str:
    text = signed(words.quantity(abs(difference), indicator), difference)
    return f"{words.column_head(indicator)} {text}"


def _kept(kept: list[Line], among: int) -> Shortfall:
    part_year = kept[0].is_part_year
    said = (f"{line.indicator.name(words.lang())} {format_points(_gap(line), words.lang())}" for line in kept)
    end = _("%(count)s/%(among)s not behind") if part_year else _("%(count)s/%(among)s reached")
    title = _("Part of the target for the period") if part_year else _("Assigned target")
    return Shortfall("ok", "check-circle-fill", title, "; ".join(said), end=end % {"count": len(kept), "among": among})


__all__ = ["Shortfall", "shortfalls"]
