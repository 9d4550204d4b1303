"""One indicator over all members of its block: this period, last year, and the course through the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import SafeString
from django.utils.translation import gettext as _

from emulation_portal.templatetags import components
from results import rates
from results.figures import AgencyRef, AmountTable, BlockFigures, Figure, IndicatorRef, PeriodRef

from . import words
from .links import Links


@dataclass(frozen=True, slots=True)
class Value:
    """A value as printed with the address of where it comes from; empty where there is nothing to follow."""

    shown: words.Shown
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    url: str
    is_own: bool
    value: Value
    parts: str
    target: str
    gap: str
    gap_look: str
    last: words.Shown
    change: str
    change_look: str
    rank: str
    course: tuple[Value, ...]
    bar: SafeString | str
    measured: Fraction | None


@dataclass(frozen=True, slots=True)
class Page:
    """``heads``: earlier periods of the year. ``finding``: what the figures say, in one sentence."""

    name: str
    definition: str
    unit: str
    finding: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None
    missing: tuple[str, ...]
    is_provisional: bool
    is_rate: bool
    has_targets: bool
    last_year: int


class Builder:
    """Rows of one indicator; ``figures`` hold the earlier periods of every member."""

    def __init__(self, figures: BlockFigures, indicator: IndicatorRef, links: Links, own: frozenset[str]):
        self.figures, self.indicator, self.links, self.own = figures, indicator, links, own
        self.earlier = [p for p in figures.periods if p.period_code in figures.history]
        self.tables = {
            p.period_code: AmountTable(figures.history[p.period_code], figures.indicators) for p in self.earlier
        }

    def page(self) -> Page:
        figures, indicator, language = self.figures, self.indicator, words.lang()
        rows = [self.row(agency) for agency in figures.agencies if figures.sees(agency.code)]
        return Page(
            name=indicator.name(language),
            definition=indicator.definition(language),
            unit=words.unit_text(indicator, money="nghin"),
            finding=finding(rows, indicator),
            heads=tuple(words.period_head(p) for p in self.earlier),
            rows=tuple(ordered(rows, indicator)),
            total=self.total() if figures.totals_visible and rows else None,
            missing=tuple(a.short_name for a in figures.missing()) if figures.totals_visible else (),
            is_provisional=figures.is_provisional,
            is_rate=indicator.is_rate,
            has_targets=any(row.target != words.NO_VALUE for row in rows),
            last_year=figures.period.year - 1 if figures.period else 0,
        )

    def row(self, agency: AgencyRef) -> Row:
        figures, code, name = self.figures, self.indicator.code, agency.code
        rank = figures.rank(name, code)
        target = figures.target(name, code)
        return self._made(
            agency.short_name,
            self.links.agency(name),
            name in self.own,
            name,
            figures.value(name, code),
            figures.last_value(name, code),
            target,
            figures.gap(name, code),
            figures.meets_target(name, code),
            figures.change(name, code),
            f"{rank.place}/{rank.among}" if rank else words.NO_VALUE,
            tuple(self._earlier(name, p) for p in self.earlier),
        )

    def total(self) -> Row:
        figures, code = self.figures, self.indicator.code
        target, value = figures.total_target(code), figures.total(code)
        met = rates.meets(value.measured, target.comparator, target.value) if target else None
        return self._made(
            _("Whole cluster"), "", False, "", value, figures.last_total(code), target, figures.total_gap(code), met,
            figures.total_change(code), "", tuple(self._earlier_total(p) for p in self.earlier),
        )  # fmt: skip

    def _made(
        self, name, url, is_own, agency, value: Figure, last: Figure, target, gap, met, change, rank, course
    ) -> Row:
        indicator = self.indicator
        before = words.shown(last, indicator, money="nghin")
        period = self.figures.period.period_code if self.figures.period else ""
        return Row(
            name=name,
            url=url,
            is_own=is_own,
            value=Value(
                words.shown(value, indicator, money="nghin"), self.links.derivation(indicator.code, agency, period)
            ),
            parts=self._parts(value),
            target=words.target_text(target, indicator),
            gap=words.gap_text(gap, indicator) if target else words.NO_VALUE,
            gap_look="flat" if met is None else "up" if met else "down",
            last=before if before.kind != "empty" else words.Shown(words.NO_VALUE, "empty"),
            change=words.NO_VALUE if indicator.value_type == "boolean" else words.change_text(change, indicator),
            change_look=words.change_look(change, indicator),
            rank=rank,
            course=course,
            bar=components.bullet(value.ratio, words.target_ratio(target), last.ratio) if indicator.is_rate else "",
            measured=value.measured,
        )

    def _parts(self, value: Figure) -> str:
        if not self.indicator.is_rate:
            return ""
        indicators = self.figures.indicators
        return words.parts_text(value, indicators[self.indicator.numerator], indicators[self.indicator.denominator])

    def _earlier(self, agency: str, period: PeriodRef) -> Value:
        held = self.figures.history[period.period_code]
        if agency not in held:
            return Value(words.Shown(words.NO_VALUE, "empty"))
        return self._value(self.tables[period.period_code].figure(agency, self.indicator), agency, period)

    def _earlier_total(self, period: PeriodRef) -> Value:
        """The total of an earlier period: only where everybody's figures of that period are there to be seen."""
        members = self.figures.members_of.get(period.period_code, frozenset())
        held = self.figures.history[period.period_code]
        if not members or not members <= set(held):
            return Value(words.Shown(words.NO_VALUE, "empty"))
        return self._value(self.tables[period.period_code].total(sorted(members), self.indicator), "", period)

    def _value(self, figure: Figure, agency: str, period: PeriodRef) -> Value:
        url = self.links.derivation(self.indicator.code, agency, period.period_code)
        return Value(words.shown(figure, self.indicator, money="nghin"), url)


def ordered(rows: Sequence[Row], indicator: IndicatorRef) -> list[Row]:
    """The best first, where more or less is better; those without a figure last; else the official order."""
    if indicator.direction == "neutral":
        return list(rows)
    sign = -1 if indicator.direction == "higher" else 1
    return sorted(rows, key=lambda row: (row.measured is None, sign * row.measured if row.measured is not None else 0))


def finding(rows: Sequence[Row], indicator: IndicatorRef) -> str:
    """The sentence over the chart: highest and lowest, named together where they are equal."""
    known = [row for row in rows if row.measured is not None]
    if not known:
        return _("No agency has a figure yet.")
    if len(known) == 1:
        return _("Only %(name)s has a figure: %(value)s.") % {"name": known[0].name, "value": known[0].value.shown.text}
    high, low = max(row.measured for row in known), min(row.measured for row in known)
    if high == low:
        return _("All %(count)s agencies with a figure are equal: %(value)s.") % {
            "count": len(known), "value": known[0].value.shown.text,
        }  # fmt: skip
    return _("Highest: %(high)s; lowest: %(low)s.") % {"high": _named(known, high), "low": _named(known, low)}


def _named(rows: Sequence[Row], measured: Fraction) -> str:
    equal = [row for row in rows if row.measured == measured]
    return f"{', '.join(row.name for row in equal)} ({equal[0].value.shown.text})"


# -- the same as a table to take away ----------------------------------------------------------------------------------
def table(page: Page) -> tuple[list[str], list[list[str]]]:
    """Heads and rows exactly as the page shows them."""
    heads = [
        _("Agency"), *page.heads, _("Result"), _("Parts"), _("Target"), _("Gap"),
        _("Year %(year)s") % {"year": page.last_year}, _("Change"), _("Place"),
    ]  # fmt: skip
    rows = [
        [
            row.name, *(value.shown.text for value in row.course), row.value.shown.text, row.parts, row.target, row.gap,
            row.last.text, row.change, row.rank,
        ]
        for row in (*page.rows, *([page.total] if page.total else []))
    ]  # fmt: skip
    return heads, rows
