"""What the checks say, in the words of the pages: figures with their units, and why a relation was not worked out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation_portal.lib.numbers import NBSP, format_decimal, format_percent
from emulation_portal.ui.language import lang
from results.figures import Cell, IndicatorRef
from results.words import columns

from . import CheckOutcome, CheckRule, Findings, SkippedGroup

Indicators = Mapping[str, IndicatorRef]


def operands(outcome: CheckOutcome, found: Findings, indicators: Indicators) -> str:
    """The figures of a relation: ``Thụ lý mới - việc 36.000 việc; kỳ trước (9 tháng năm 2026) 36.400 việc``."""
    told = [_operand(name, value, outcome, found, indicators) for name, value in outcome.operands.items()]
    return "; ".join(part for part in (*told, *_averages(outcome, found, indicators)) if part)


def _operand(
    name: str, value: int | Fraction | None, outcome: CheckOutcome, found: Findings, indicators: Indicators
) -> str:
    prefix, _dot, code = name.rpartition(".")
    indicator = indicators.get(code)
    if indicator is None or value is None:
        return ""
    figure = with_unit(indicator, value)
    if not prefix:
        return f"{indicator.name(lang())} {figure}"
    where = side(prefix, found)
    return f"{where} {figure}" if code in outcome.operands else f"{indicator.name(lang())}, {where} {figure}"


def with_unit(indicator: IndicatorRef, value: int | Fraction) -> str:
    """A figure in the unit of its column, which is named: 7.957.000 nghìn đồng."""
    if indicator.is_rate:
        return format_percent(Fraction(value) / 100, lang=lang())
    return columns.cell_with_unit(indicator, Cell(int(value)))


def _averages(outcome: CheckOutcome, found: Findings, indicators: Indicators) -> list[str]:
    """Of a relation over money and what it is counted by: how much falls on one, here and beside."""
    own = [indicators[name] for name in outcome.operands if name in indicators]
    money, counted = [i for i in own if i.is_money], [i for i in own if i.value_type == "count"]
    if len(money) != 1 or len(counted) != 1:
        return []
    prefixes = dict.fromkeys(name.rpartition(".")[0] for name in outcome.operands)
    parts = []
    for prefix in prefixes:
        amounts = [outcome.operands.get(f"{prefix}.{i.code}" if prefix else i.code) for i in (money[0], counted[0])]
        if amounts[0] is not None and amounts[1]:
            average = Fraction(amounts[0]) / amounts[1] / (money[0].entry_scale or 1)
            figure = f"{format_decimal(average, 1, lang())}{NBSP}{columns.unit(money[0])}"
            words = {"average": figure, "unit": counted[0].unit(lang())}
            text = _("on average %(average)s per %(unit)s") % words
            parts.append(f"{text} ({side(prefix, found)})" if prefix else text)
    return parts if len(parts) > 1 else []


def side(prefix: str, found: Findings) -> str:
    """What a relation compares with, and which period that is."""
    name = {
        "previous": _("the period before"),
        "same_period": _("the same period of last year"),
        "last_year": _("the end of last year"),
        "published": _("as published"),
    }[prefix]
    period = found.sides[prefix].name(lang()) if prefix in found.sides else ""
    return f"{name} ({period})" if period else name


_ADVICE = re.compile("[:;] ")
FEW = 6  # names told one by one; of more, how many they are


def _few(names: list[str]) -> str:
    if len(names) <= FEW:
        return "; ".join(names)
    return ngettext("%(n)s indicator", "%(n)s indicators", len(names)) % {"n": len(names)}


def in_its_row(rule: CheckRule, indicators: Indicators) -> str:
    """The message of a rule where the name of the indicator stands beside it."""
    text, about = rule.message(lang()), indicators.get(rule.indicator)
    name = f"{about.name(lang())}: " if about else ""
    if not name or not text.startswith(name):
        return text
    text = text.removeprefix(name)
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Listed:
    """A check on a list: its code, what it is about, the indicators it is asked of, and their number if large."""

    code: str
    text: str
    names: str
    count: str


def listed(outcomes: Iterable[CheckOutcome], indicators: Indicators) -> list[Listed]:
    """The checks by code; a general one stands once, with the indicators it was asked of."""
    by_code: dict[str, list[CheckOutcome]] = {}
    for outcome in outcomes:
        by_code.setdefault(outcome.rule.code, []).append(outcome)
    return [_listed(same, indicators) for same in by_code.values()]


def _listed(same: list[CheckOutcome], indicators: Indicators) -> Listed:
    language, rules = lang(), [outcome.rule for outcome in same]
    first = rules[0]
    names = [indicators[rule.indicator].name(language) for rule in rules if rule.indicator in indicators]
    text = in_its_row(first, indicators)
    if not first.is_hard:  # what is doubtful, without what to do about it
        text = _ADVICE.split(text, maxsplit=1)[0].rstrip(".")
    if same[0].holds and not first.is_hard:  # its message tells a doubt, which is not there
        text = _("Does not occur: %(doubt)s") % {"doubt": text}
    return Listed(first.code, text, "; ".join(names), _few(names) if len(names) > FEW else "")


def why_skipped(group: SkippedGroup, found: Findings, indicators: Indicators) -> str:
    """Why some relations were not worked out, with the period and whoever has no figures."""
    skip = group.skip
    if skip.reason in ("empty", "no_figure"):
        return _what_is_empty(group, found, indicators)
    period = found.sides[skip.side].name(lang()) if skip.side in found.sides else ""
    words = {
        "no_period": _("It is the first period of the year: there is none before it."),
        "no_last_year": _("The portal does not keep this period of last year."),
        "not_there": _("The agency did not exist in the period %(period)s."),
        "not_reported": _("No figures that count for %(period)s: %(who)s."),
        "divided": _("%(who)s passed to several agencies: its figures of %(period)s are not divided among them."),
        "not_published": _("No figure about this period has been published for the agency."),
        "zero": _("The figure to divide by is 0."),
        "not_compared": _("The figures beside the report were not read."),
    }[skip.reason]
    return words % {"period": period, "who": ", ".join(skip.missing)}


def _what_is_empty(group: SkippedGroup, found: Findings, indicators: Indicators) -> str:
    names = [indicators[code].name(lang()) for code in group.skip.missing if code in indicators]
    if group.skip.reason == "empty":
        words = ngettext(
            "A cell of the report is empty: %(names)s.", "Cells of the report are empty: %(names)s.", len(names)
        )
        return words % {"names": _few(names)}
    return _("%(side)s holds no figure of: %(names)s.") % {
        "side": side(group.skip.side, found).capitalize(),
        "names": _few(names),
    }
