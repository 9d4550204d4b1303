"""Cards of what an agency is measured by, and the verdict over them, for its page and its head's first page."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation_portal.lib.numbers import format_percent, format_points
from results import words
from results.figures import AgencyRef, BlockFigures, IndicatorRef, PeriodRef, Rank, TargetRef
from results.figures.lines import Line
from results.figures.rates import Rate

from . import comparison_words


# -- cards ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Card:
    """One measured promise: value, target, last year, course and place."""

    code: str
    name: str
    parts: str
    value: Fraction | None
    value_text: str
    value_kind: str
    target: Fraction | None
    target_text: str
    last: Fraction | None
    last_text: str
    gap: Fraction | None
    pace_gap: Fraction | None  # to the part of the target that belongs to a part of the year
    pace_target: str
    pace: str
    met: bool | None
    judged: str
    shortfall: str
    change: Fraction | None
    better: str
    gap_better: str
    trend: tuple[Fraction | None, ...]
    trend_label: str
    others: tuple[Fraction, ...]
    rank: Rank | None

    @property
    def look(self) -> str:
        return "kpi--bad" if self.met is False else ""

    @property
    def shown_gap(self) -> Fraction | None:
        """What stands under the target: in a part of the year the gap to its part, where there is one."""
        return self.gap if self.pace_gap is None else words.ratio(self.pace_gap)

    @property
    def shown_better(self) -> str:
        return self.gap_better if self.pace_gap is None else self.better


def cards(figures: BlockFigures, agency: AgencyRef) -> list[Card]:
    """Rates with a target and headline rates, those below their target first."""
    found = [
        _card(figures, figures.line(indicator.code, agency.code))
        for indicator in figures.indicators.values()
        if indicator.is_rate and (indicator.is_headline or figures.target(agency.code, indicator.code))
    ]
    return sorted(found, key=_wants_looking_at, reverse=True)


def _wants_looking_at(card: Card) -> bool:
    return card.met is False or (card.pace_gap is not None and card.pace_gap < 0)


def _card(figures: BlockFigures, line: Line) -> Card:
    indicator, agency = line.indicator, line.agency
    last = figures.last_value(agency.code, indicator.code)
    trend = figures.trend(agency.code, indicator.code)
    said, before = words.shown(line.value, indicator), words.shown(last, indicator)
    part, whole = figures.indicators[indicator.numerator], figures.indicators[indicator.denominator]
    return Card(
        code=indicator.code,
        name=indicator.name(words.lang()),
        parts=words.parts_text(line.value, part, whole),
        value=line.value.ratio,
        value_text=said.text,
        value_kind=said.kind,
        target=words.target_ratio(line.target),
        target_text=_target_text(line),
        last=last.ratio,
        last_text=before.text if before.is_value else words.NO_VALUE,
        gap=words.ratio(line.gap),
        pace_gap=line.prorata_gap if line.is_part_year else None,
        pace_target=_pace_target(line),
        pace=comparison_words.pace(line),
        met=line.met,
        judged=_judged(line, whole),
        shortfall=shortfall_text(line.value.rate, line.target, whole) if line.met is False else "",
        change=words.ratio(line.change),
        better=words.better(indicator),
        gap_better="none" if line.is_part_year else words.better(indicator),
        trend=tuple(figure.ratio for _period, figure in trend),
        trend_label=_trend_label(trend, words.lang()),
        others=_others(figures, agency, indicator.code),
        rank=line.place,
    )


def _target_text(line: Line) -> str:
    if line.target is None:
        return _("no target assigned")
    target = words.target_text(line.target, line.indicator)
    if line.is_part_year:
        return _("target of the whole year %(target)s") % {"target": target}
    return _("target %(target)s") % {"target": target}


def _pace_target(line: Line) -> str:
    """10/12 of the target: 70,00%, or the target that a decision gives the period."""
    if not line.is_part_year or line.prorata_target is None:
        return ""
    portion = format_percent(line.prorata_target / 100, lang=words.lang())
    if comparison_words.is_decided(line):
        return _("target of the period: %(portion)s") % {"portion": portion}
    return _("%(months)s of the target: %(portion)s") % {
        "months": comparison_words.months(line.period),
        "portion": portion,
    }


def _judged(line: Line, whole: IndicatorRef) -> str:
    """What is said under the gap to the target."""
    if line.target is None:
        return _("no target to compare")
    if line.value.measured is None:
        return _("no result yet")
    if line.met is None:
        return _("to the whole year's target, not judged yet")
    if line.met:
        return _("reached")
    lacking = shortfall_text(line.value.rate, line.target, whole)
    return _("not reached") + (f", {lacking}" if lacking else "")


def _trend_label(trend, language: str) -> str:
    values = [words.NO_VALUE if f.ratio is None else format_percent(f.ratio, lang=language) for _period, f in trend]
    said = (f"{words.period_head(period)} {text}" for (period, _figure), text in zip(trend, values, strict=True))
    return _("Course through the year, cumulative: %(values)s") % {"values": ", ".join(said)}


def _others(figures: BlockFigures, agency: AgencyRef, code: str) -> tuple[Fraction, ...]:
    if not figures.totals_visible:
        return ()
    values = (figures.value(other, code).ratio for other in figures.codes if other != agency.code)
    return tuple(value for value in values if value is not None)


def shortfall(rate: Rate | None, target: TargetRef | None) -> int:
    """How much more of the numerator the target would have taken, with the same denominator; 0 where it was reached."""
    if rate is None or target is None or not rate.whole or target.comparator not in ("gt", "gte"):
        return 0
    exact = Fraction(target.value) * rate.whole / 100
    needed = floor(exact) + 1 if target.comparator == "gt" else ceil(exact)
    return max(needed - rate.part, 0)


def shortfall_text(rate: Rate | None, target: TargetRef | None, whole: IndicatorRef) -> str:
    lacking = shortfall(rate, target)
    if not lacking:
        return ""
    return _("%(amount)s short") % {"amount": words.quantity(lacking, whole)}


# -- the verdict ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer in one or two sentences; ``kind`` is ok, warn, bad or empty."""

    kind: str
    says: str
    wants: str


def verdict(found: list[Card], period: PeriodRef | None, year: int) -> Verdict:
    if period is not None and period.is_part_year:
        return _part_year_verdict(found, period, year)
    judged = [card for card in found if card.met is not None]
    if not judged:
        return Verdict("", _("Nothing can be judged against a target yet."), "")
    met = sum(card.met for card in judged)
    says = ngettext(
        "%(met)s of %(all)s target of %(year)s reached.", "%(met)s of %(all)s targets of %(year)s reached.", len(judged)
    ) % {"met": met, "all": len(judged), "year": year}
    below = [card for card in judged if not card.met]
    if not below:
        return Verdict("ok", says, "")
    wants = "; ".join(_want(card) for card in below)
    return Verdict("warn", says, _("To act on: %(list)s.") % {"list": wants})


def _part_year_verdict(found: list[Card], period: PeriodRef, year: int) -> Verdict:
    """Where a part of the year stands; whether a target is reached shows at the year's end."""
    said = {"months": comparison_words.months(period), "year": year}
    held = [card for card in found if card.target is not None and card.gap is not None]
    if not held:
        return Verdict("", _("Nothing can be judged against a target yet."), "")
    says = _("%(months)s of the year: whether the targets of %(year)s are reached shows at the year's end.") % said
    paced = [card for card in held if card.pace_gap is not None]
    behind = [card for card in paced if card.pace_gap < 0]
    if not paced:
        return Verdict("", says, "")
    if not behind:
        return Verdict("ok", _("Not behind %(months)s of the target in anything.") % said, says)
    listed = "; ".join(
        _("%(name)s, %(points)s behind") % {"name": lower_first(card.name), "points": points_text(card.pace_gap)}
        for card in behind
    )
    return Verdict("warn", _("Behind %(months)s of the target: %(list)s.") % (said | {"list": listed}), says)


def overdue_first(found: Verdict, shown: PeriodRef | None, overdue: Iterable[tuple[PeriodRef, str]]) -> Verdict:
    """The verdict behind the reports that are overdue, each with how long: nothing is well before they are there.

    Those before the period shown are left out: figures add up through the year, so that its report holds theirs.
    """
    wanted = [(period, said) for period, said in overdue if shown is None or period.sequence >= shown.sequence]
    if not wanted:
        return found
    listed = "; ".join(f"{words.period_head(period)}, {said}" for period, said in wanted)
    return Verdict(
        "bad", _("Report not sent: %(list)s.") % {"list": listed}, " ".join((found.says, found.wants)).strip()
    )


def points_text(points: Fraction) -> str:
    """A distance in points, without its sign."""
    return format_points(abs(points), words.lang()).lstrip("+")


def _want(card: Card) -> str:
    said = _("%(name)s, %(points)s below the target") % {
        "name": lower_first(card.name),
        "points": points_text(card.gap * 100),
    }
    return f"{said} ({card.shortfall})" if card.shortfall else said


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


__all__ = ["Card", "Verdict", "cards", "lower_first", "overdue_first", "shortfall", "shortfall_text", "verdict"]
