"""Where an agency's year is going: both years' course, an estimate of the end, and what the target still asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from dashboards.workspace.links import Links
from emulation_portal.lib import dates
from emulation_portal.lib.numbers import format_percent, format_points, round_half_up
from results import words
from results.figures import (
    EMPTY,
    AgencyRef,
    BlockFigures,
    Figure,
    IndicatorRef,
    PeriodRef,
    TargetRef,
    forecast,
    lines,
    rates,
)
from results.figures.forecast import Elapsed, Estimate, Fallback, Method, Missing, Part, TargetStanding
from results.figures.lines import CARRIED_OVER


@dataclass(frozen=True, slots=True)
class Point:
    """One period of both years. ``url`` leads to where this year's figure comes from."""

    head: str
    now: words.Shown
    last: words.Shown
    url: str = ""


@dataclass(frozen=True, slots=True)
class OutlookLine:
    """One sentence on what is still needed, under the denominator it was worked out with."""

    label: str
    text: str
    look: str  # up, down or flat


@dataclass(frozen=True, slots=True)
class Outlook:
    """One rate to the end of the year. ``finding`` is the sentence over its chart; ratios as charts take them."""

    code: str
    name: str
    finding: str
    tone: str
    target: Fraction | None
    target_text: str
    year: int
    points: tuple[Point, ...]
    values: tuple[Fraction | None, ...]
    previous: tuple[Fraction | None, ...]
    chart_label: str
    estimate: Fraction | None
    estimate_text: str
    estimate_parts: str
    gap_text: str
    method: str
    no_estimate: str
    progress: str
    reach: tuple[OutlookLine, ...]
    made_of: str
    deadline: date
    is_over: bool

    @property
    def heads(self) -> list[str]:
        return [point.head for point in self.points]

    @property
    def has_course(self) -> bool:
        return any(value is not None for value in (*self.values, *self.previous))


def outlooks(figures: BlockFigures, agency: AgencyRef, codes: Iterable[str], links: Links) -> list[Outlook]:
    """One for each of these rates; none where the block has no period yet."""
    if figures.period is None:
        return []
    return [_OutlookBuilder(figures, agency, figures.indicators[code], links).outlook() for code in codes]


class _OutlookBuilder:
    def __init__(self, figures: BlockFigures, agency: AgencyRef, indicator: IndicatorRef, links: Links):
        self.figures, self.agency, self.indicator, self.links = figures, agency.code, indicator, links
        self.period = self._latest()
        self.part = figures.indicators[indicator.numerator]
        self.whole = figures.indicators[indicator.denominator]
        self.value = self._value(indicator.code)
        self.target = figures.target(self.agency, indicator.code)
        self.year_end = figures.year_end
        self.elapsed = Elapsed.between(self.period.start, self.period.end, self.year_end)
        self.ended = self._ended()
        self.left = self._left()
        self.estimate = self._estimate()

    def outlook(self) -> Outlook:
        found = self.estimate if isinstance(self.estimate, Estimate) else None
        points, values, previous = self._course()
        tone, finding = self._finding(found)
        return Outlook(
            code=self.indicator.code,
            name=self.indicator.name(words.lang()),
            finding=finding,
            tone=tone,
            target=words.target_ratio(self.target),
            target_text=words.target_text(self.target, self.indicator) if self.target else "",
            year=self.period.year,
            points=points,
            values=values,
            previous=previous,
            chart_label=self._chart_label(points, found),
            estimate=found.ratio if found else None,
            estimate_text=self._percent(found.ratio) if found else "",
            estimate_parts=self._estimated_parts(found) if found else "",
            gap_text=self._gap_text(found.ratio) if found and self.target else "",
            method=self._method(found) if found else "",
            no_estimate="" if found else self._why_not(),
            progress=self._progress(),
            reach=tuple(self._reach(found)),
            made_of=self._made_of(),
            deadline=self.year_end,
            is_over=self._is_over(),
        )

    def _latest(self) -> PeriodRef:
        """The period shown, or the last one before it that the agency has reported."""
        shown: PeriodRef = self.figures.period
        counted = [p for p, _f in self.figures.trend(self.agency, self.indicator.code) if self._counts(p)]
        return counted[-1] if counted else shown

    def _counts(self, period: PeriodRef) -> bool:
        ref = self.figures.board.get((self.agency, period.period_code))
        return bool(ref and ref.counts)

    def _value(self, code: str) -> Figure:
        found = (f for p, f in self.figures.trend(self.agency, code) if p.period_code == self.period.period_code)
        return next(found, EMPTY)

    # -- the estimate ---------------------------------------------------------------------------------------------
    def _ended(self) -> bool:
        """Whether a later period than the one shown holds the agency's figures of the whole year."""
        return any(
            p.is_year_end and p.sequence > self.period.sequence and self._counts(p) for p in self.figures.periods
        )

    def _is_over(self) -> bool:
        return self.figures.year_has_ended(dates.today())

    def _left(self) -> bool:
        """Whether the agency is no member any more in the period that closes the year."""
        closing = [p.period_code for p in self.figures.periods if p.is_year_end]
        return any(self.agency not in self.figures.members_of.get(code, ()) for code in closing)

    def _estimate(self) -> Estimate | Missing:
        if self.left and not self.value.is_empty:
            return Missing.NO_FIGURES
        if self.ended or self.period.is_year_end:
            return Missing.YEAR_END if self.ended or self.value.ratio is not None else self._empty()
        if self._is_over():
            return Missing.YEAR_OVER
        return forecast.estimate(self._part(self.part), self._part(self.whole), self.elapsed)

    def _empty(self) -> Missing:
        return Missing.NO_FIGURES if self.value.rate is None else Missing.NOTHING_COUNTED

    def _part(self, indicator: IndicatorRef) -> Part:
        before = self.figures.last_trend(self.agency, indicator.code)
        return Part(
            now=self._value(indicator.code).amount,
            last_same=next((f.amount for p, f in before if p.period_code == self.period.period_code), None),
            last_end=next((f.amount for p, f in before if p.is_year_end), None),
            standing=self._standing(indicator),
        )

    def _standing(self, indicator: IndicatorRef) -> Fraction | None:
        """What share of a figure was there when the year began; None where that was not reported."""
        if not indicator.cumulative:
            return Fraction(1)
        if indicator.code not in CARRIED_OVER:
            return Fraction(0)
        known = [code for code in CARRIED_OVER[indicator.code] if code in self.figures.indicators]
        amounts = [self._value(code).amount for code in known]
        if len(amounts) < 2 or None in amounts:
            return None
        carried, accepted = amounts
        return Fraction(carried, accepted) if 0 <= carried <= accepted and accepted else None

    # -- the course -----------------------------------------------------------------------------------------------
    def _course(self):
        """Points and the ratios of both years over every period in which one of them has a figure, and the last."""
        now = {p.period_code: f for p, f in self.figures.trend(self.agency, self.indicator.code)}
        last = {p.period_code: f for p, f in self.figures.last_trend(self.agency, self.indicator.code)}
        periods = {p.period_code: p for p in (*self.figures.last_periods, *self.figures.periods)}
        shown = [
            p
            for p in sorted(periods.values(), key=lambda p: p.sequence)
            if p.period_code in now or p.period_code in last or p.is_year_end
        ]
        points = tuple(self._point(p, now.get(p.period_code), last.get(p.period_code)) for p in shown)
        ratios = [tuple(held.get(p.period_code, EMPTY).ratio for p in shown) for held in (now, last)]
        return points, *ratios

    def _point(self, period: PeriodRef, now: Figure | None, last: Figure | None) -> Point:
        said = self._said(now)
        url = self.links.derivation(self.indicator.code, self.agency, period.period_code) if said.is_value else ""
        return Point(course_head(period), said, self._said(last), url)

    def _said(self, figure: Figure | None) -> words.Shown:
        if figure is None:
            return words.Shown(words.NO_VALUE, "empty")
        return words.shown(figure, self.indicator)

    def _chart_label(self, points: Iterable[Point], found: Estimate | None) -> str:
        """The picture in words: both years, the target and the estimate."""
        year = self.period.year
        said = [
            f"{each}: " + ", ".join(f"{point.head} {figure.text}" for point, figure in rows)
            for each, rows in (
                (year, [(p, p.now) for p in points]),
                (year - 1, [(p, p.last) for p in points]),
            )
        ]
        if self.target:
            said.append(_("target %(target)s") % {"target": words.target_text(self.target, self.indicator)})
        if found:
            said.append(_("estimate of the year's end %(value)s") % {"value": self._percent(found.ratio)})
        return "; ".join(said)

    def _made_of(self) -> str:
        """Said where the period shown is not yet reported and an earlier one stands in."""
        if self.period.period_code == self.figures.period.period_code:
            return ""
        return _("From the report for %(period)s; that for %(shown)s is not there yet.") % {
            "period": words.period_text(self.period),
            "shown": course_head(self.figures.period),
        }

    # -- sentences ------------------------------------------------------------------------------------------------
    def _percent(self, ratio: Fraction) -> str:
        return format_percent(ratio, lang=words.lang())

    def _estimated_parts(self, found: Estimate) -> str:
        said = (words.quantity(found.part, self.part), words.quantity(found.whole, self.whole))
        return " / ".join(said)

    def _gap_text(self, ratio: Fraction) -> str:
        return format_points(ratio * 100 - self.target.value, words.lang())

    def _finding(self, found: Estimate | None) -> tuple[str, str]:
        """Tone (ok, warn or empty) and the sentence over the chart."""
        if found:
            return self._judged(
                found.ratio,
                reached=_("Estimate for the year's end %(value)s: the target would be reached"),
                missed=_("Estimate for the year's end %(value)s: %(points)s from the target, which would be missed"),
                alone=_("Estimate for the year's end %(value)s; no target assigned"),
            )
        if self.value.ratio is None:
            unreported = self._empty() is Missing.NO_FIGURES
            return "", _("No figures yet") if unreported else _("Nothing was counted, so there is no rate")
        if self.period.is_year_end:
            return self._judged(
                self.value.ratio,
                reached=_("The year ended with %(value)s: the target was reached"),
                missed=_("The year ended with %(value)s: %(points)s from the target, which was missed"),
                alone=_("The year ended with %(value)s; no target assigned"),
            )
        said = {"value": self._percent(self.value.ratio), "period": course_head(self.period)}
        return "", _("%(value)s so far (%(period)s)") % said

    def _judged(self, ratio: Fraction, *, reached: str, missed: str, alone: str) -> tuple[str, str]:
        said = {"value": self._percent(ratio)}
        if self.target is None:
            return "", alone % said
        if rates.meets(ratio * 100, self.target.comparator, self.target.value):
            return "ok", reached % said
        return "warn", missed % (said | {"points": self._gap_text(ratio)})

    def _method(self, found: Estimate) -> str:
        """How the estimate was made, with the numbers it was made of."""
        year = self.period.year - 1
        if found.method is Method.SHARE:
            shares = [self._percent(self._part(each).share) for each in (self.part, self.whole)]
            return _(
                "By the share of the same period last year: at this point of %(year)s the numerator stood at %(part)s "
                "and the denominator at %(whole)s of what they were at that year's end. This year's two figures are "
                "divided by these shares, each by its own; the rate is worked out from the two results."
            ) % {"year": year, "part": shares[0], "whole": shares[1]}
        why = {
            Fallback.NO_LAST_YEAR: _("%(year)s has no figures of this period or of its end"),
            Fallback.NO_SHARE: _("%(year)s ended with nothing to compare with"),
            Fallback.MISFIT: _("by the shares of %(year)s more would be completed than there is to complete"),
        }[found.fallback] % {"year": year}
        said = _(
            "Pro rata by days, because %(why)s: %(days)s of the %(of)s days of the reporting year have passed, and "
            "what arose in them is extended to the whole year, numerator and denominator separately."
        ) % {"why": why, "days": self.elapsed.days, "of": self.elapsed.of}
        if self._standing(self.whole):
            said += " " + _("What was carried over from last year is counted once in the denominator.")
        return said

    def _why_not(self) -> str:
        if self.left and not self.value.is_empty:
            return _("No estimate: the agency is no member any more in the period that closes the year.")
        if self.ended:
            return _("The figures of the whole year are there: choose the year-end period to see them.")
        if self.estimate is Missing.YEAR_END and not self.period.is_year_end:
            return _("This report already covers the whole year, its last weeks estimated by the agency itself.")
        return {
            Missing.YEAR_END: _("These are the figures of the year's end: nothing is left to estimate."),
            Missing.YEAR_OVER: _(
                "The reporting year ended on %(day)s: nothing is estimated any more. The result will be in the report "
                "of the whole year."
            )
            % {"day": dates.format_date(self.year_end)},
            Missing.NO_FIGURES: _("No estimate: the figures it needs are not all reported."),
            Missing.NOTHING_COUNTED: _("No estimate: the denominator is zero so far, so there is no rate."),
            Missing.ZERO_SHARE: _(
                "No estimate: at this point of last year nothing had been counted yet, so last year gives no share, "
                "and the pace so far would say too little."
            ),
            Missing.MISFIT: _("No estimate: at this pace more would be completed than there is to complete."),
        }[self.estimate]

    def _progress(self) -> str:
        """Where a part of a year stands against the same part of the target; never the gap of the year's end."""
        portion = lines.portion(self.target, self.indicator, self.period)
        if portion is None or not self.period.is_part_year or self.value.ratio is None:
            return ""
        said = (
            _(
                "Target of the period, by decision: %(portion)s; the result differs from it by %(gap)s. This is not "
                "the gap at the year's end."
            )
            if portion.decided
            else _(
                "Pace, pro rata: %(months)s/12 of the target is %(portion)s; the result differs from it by %(gap)s. "
                "This is not the gap at the year's end."
            )
        )
        return said % {
            "months": self.period.months,
            "portion": self._percent(portion.value / 100),
            "gap": format_points(self.value.measured - portion.value, words.lang()),
        }

    # -- what is still needed -------------------------------------------------------------------------------------
    def _reach(self, found: Estimate | None) -> Iterable[OutlookLine]:
        if self.target is None or self.value.ratio is None or self.ended or self.left:
            return
        rate = self.value.rate
        if self.period.is_year_end:
            label = _("With the figures of the whole year")
        else:
            label = _("With the present denominator, %(whole)s") % {"whole": words.quantity(rate.whole, self.whole)}
        yield self._line(label, rate.part, rate.whole)
        if found:
            whole = int(round_half_up(found.whole, 0))
            said = {"whole": words.quantity(whole, self.whole)}
            yield self._line(_("With the estimated denominator, about %(whole)s") % said, rate.part, whole)

    def _line(self, label: str, part: int, whole: int) -> OutlookLine:
        target: TargetRef = self.target
        found = forecast.reach(part, whole, target.comparator, target.value)
        if found is None:
            return OutlookLine(label, _("no number reaches this target exactly"), "flat")
        said = {
            "amount": words.quantity(found.amount, self.part),
            "left": words.quantity(found.left, self.part),
        }
        if target.comparator in ("lt", "lte"):
            if found.standing is TargetStanding.REACHED:
                return OutlookLine(label, _("kept, with room for %(amount)s more") % said, "up")
            return OutlookLine(label, _("exceeded by %(amount)s") % said, "down")
        if found.standing is TargetStanding.REACHED:
            text = (
                _("already reached, with %(amount)s to spare") if found.amount else _("just reached, nothing to spare")
            )
            return OutlookLine(label, text % said, "up")
        return OutlookLine(
            label, self._lacking(found.standing) % said, "down" if found.standing is TargetStanding.LOST else "flat"
        )

    def _lacking(self, standing: TargetStanding) -> str:
        if self.period.is_year_end:
            return _("%(amount)s short of the target")
        if standing is TargetStanding.LOST:
            return _("can no longer be reached: %(amount)s would be needed, %(left)s are left")
        if self._is_over():
            return _("the report of the whole year has to show %(amount)s more")
        return _("%(amount)s more to be completed")


def course_head(period: PeriodRef) -> str:
    """The short name of a period that two years share: 6 tháng, Năm (chính thức)."""
    return words.period_head(period).replace(f" {period.year}", "")
