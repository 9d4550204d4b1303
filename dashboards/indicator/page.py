"""One indicator over all members of its block: this period, last year, and the course through the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import SafeString
from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from dashboards.workspace.comparison_words import Note
from dashboards.workspace.links import Links
from emulation_portal.lib.printed import Figures, Places
from emulation_portal.templatetags import components
from results import words
from results.figures import AgencyRef, AmountTable, BlockFigures, Figure, IndicatorRef, PeriodRef, lines
from results.figures.lines import Line


@dataclass(frozen=True, slots=True)
class LinkedValue:
    """A value as printed with the address of where it comes from; empty where there is nothing to follow."""

    shown: words.Shown
    url: str = ""


@dataclass(frozen=True, slots=True)
class MemberRow:
    name: str
    url: str
    is_own: bool
    value: LinkedValue
    parts: str
    target: str
    gap: str
    gap_look: str
    pace: str
    last: words.Shown
    change: str
    change_look: str
    rank: str
    course: tuple[LinkedValue, ...]
    bar: SafeString | str
    measured: Fraction | None


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """``heads``: earlier periods of the year. ``finding``: what the figures say, in one sentence."""

    name: str
    definition: str
    unit: str
    finding: str
    heads: tuple[str, ...]
    rows: tuple[MemberRow, ...]
    total: MemberRow | None
    missing: tuple[str, ...]
    is_provisional: bool
    is_rate: bool
    has_targets: bool
    target_head: str
    pace_head: str
    compared: Note | None
    is_restricted: bool
    last_year: int


class IndicatorBuilder:
    """Rows of one indicator; ``figures`` hold the earlier periods of every member."""

    def __init__(self, figures: BlockFigures, indicator: IndicatorRef, links: Links, own: frozenset[str]):
        self.figures, self.indicator, self.links, self.own = figures, indicator, links, own
        self.earlier = [p for p in figures.periods if p.period_code in figures.history]
        self.tables = {
            p.period_code: AmountTable(figures.history[p.period_code], figures.indicators) for p in self.earlier
        }

    def page(self) -> IndicatorPage:
        figures, indicator, language = self.figures, self.indicator, words.lang()
        rows = [self.row(agency) for agency in figures.agencies if figures.sees(agency.code)]
        return IndicatorPage(
            name=indicator.name(language),
            definition=indicator.definition(language),
            unit=words.unit_text(indicator, money="nghin"),
            finding=finding(rows, indicator, is_restricted=not figures.totals_visible),
            heads=tuple(words.period_head(p) for p in self.earlier),
            rows=tuple(ordered(rows, indicator)),
            total=self.total() if figures.totals_visible and rows else None,
            missing=tuple(a.short_name for a in figures.missing()) if figures.totals_visible else (),
            is_provisional=figures.is_provisional,
            is_rate=indicator.is_rate,
            has_targets=any(row.target != words.NO_VALUE for row in rows),
            target_head=comparison_words.target_head(figures.period),
            pace_head=self._pace_head(),
            compared=comparison_words.note(figures.line(indicator.code).compared, figures.period.year - 1)
            if figures.period
            else None,
            is_restricted=not figures.totals_visible,
            last_year=figures.period.year - 1 if figures.period else 0,
        )

    def _pace_head(self) -> str:
        """The head of the column of what the part of the year asks for, where the figure grows towards a target."""
        period = self.figures.period
        if period is None or not period.is_part_year or not lines.grows(self.indicator):
            return ""
        if self.indicator.is_rate:
            return comparison_words.pace_head(period)
        return _("Against %(months)s of the target") % {"months": comparison_words.months(period)}

    def row(self, agency: AgencyRef) -> MemberRow:
        line = self.figures.line(self.indicator.code, agency.code)
        rank = line.place
        return self._made(
            line,
            name=agency.short_name,
            url=self.links.agency(agency.code),
            is_own=agency.code in self.own,
            # What was reported last year stands here also before there is anything to set beside it.
            last=self.figures.last_value(agency.code, self.indicator.code),
            rank=f"{rank.place}/{rank.among}" if rank else words.NO_VALUE,
            course=tuple(self._earlier(agency.code, p) for p in self.earlier),
        )

    def total(self) -> MemberRow:
        line = self.figures.line(self.indicator.code)
        return self._made(
            line,
            name=_("Whole cluster"),
            url="",
            is_own=False,
            last=line.last,
            rank="",
            course=tuple(self._earlier_total(p) for p in self.earlier),
        )

    def _made(self, line: Line, *, last: Figure, **same) -> MemberRow:
        indicator = self.indicator
        before = words.shown(last, indicator, money="nghin")
        period = self.figures.period.period_code if self.figures.period else ""
        agency = line.agency.code if line.agency else ""
        return MemberRow(
            value=LinkedValue(
                words.shown(line.value, indicator, money="nghin"),
                self.links.derivation(indicator.code, agency, period),
            ),
            parts=self._parts(line.value),
            target=words.target_text(line.target, indicator),
            gap=words.gap_text(line.gap, indicator) if line.target else words.NO_VALUE,
            gap_look=comparison_words.look(line),
            pace=words.gap_text(line.prorata_gap, indicator, unit=False),
            last=before if before.kind != "empty" else words.Shown(words.NO_VALUE, "empty"),
            change=words.NO_VALUE if indicator.is_boolean else words.change_text(line.change, indicator),
            change_look=words.change_look(line.change, indicator),
            bar=components.bullet(line.value.ratio, words.target_ratio(line.target), last.ratio)
            if indicator.is_rate
            else "",
            measured=line.value.measured,
            **same,
        )

    def _parts(self, value: Figure) -> str:
        if not self.indicator.is_rate:
            return ""
        indicators = self.figures.indicators
        return words.parts_text(value, indicators[self.indicator.numerator], indicators[self.indicator.denominator])

    def _earlier(self, agency: str, period: PeriodRef) -> LinkedValue:
        held = self.figures.history[period.period_code]
        if agency not in held:
            return LinkedValue(words.Shown(words.NO_VALUE, "empty"))
        return self._value(self.tables[period.period_code].figure(agency, self.indicator), agency, period)

    def _earlier_total(self, period: PeriodRef) -> LinkedValue:
        """The total of an earlier period: only where everybody's figures of that period are there to be seen."""
        members = self.figures.members_of.get(period.period_code, frozenset())
        held = self.figures.history[period.period_code]
        if not members or not members <= set(held):
            return LinkedValue(words.Shown(words.NO_VALUE, "empty"))
        return self._value(self.tables[period.period_code].total(sorted(members), self.indicator), "", period)

    def _value(self, figure: Figure, agency: str, period: PeriodRef) -> LinkedValue:
        url = self.links.derivation(self.indicator.code, agency, period.period_code)
        return LinkedValue(words.shown(figure, self.indicator, money="nghin"), url)


def ordered(rows: Sequence[MemberRow], indicator: IndicatorRef) -> list[MemberRow]:
    """The best first, where more or less is better; those without a figure last; else the official order."""
    if indicator.direction == "neutral":
        return list(rows)
    sign = -1 if indicator.direction == "higher" else 1
    return sorted(rows, key=lambda row: (row.measured is None, sign * row.measured if row.measured is not None else 0))


def finding(rows: Sequence[MemberRow], indicator: IndicatorRef, *, is_restricted: bool) -> str:
    """The sentence over the chart: highest and lowest, named together where they are equal.

    Of the others nothing is said where their figures are not released to the reader.
    """
    known = [row for row in rows if row.measured is not None]
    if not known:
        return _without(rows, is_restricted=is_restricted)
    said = {"count": len(known), "name": known[0].name, "value": known[0].value.shown.text}
    if is_restricted and len(known) == 1:
        return _("%(name)s: %(value)s. The figures of the other agencies are not released yet.") % said
    if len(known) == 1:
        return _("Only %(name)s has a figure: %(value)s.") % said
    high, low = max(row.measured for row in known), min(row.measured for row in known)
    if high == low:
        return _("All %(count)s agencies with a figure are equal: %(value)s.") % said
    said = {"high": _named(known, high), "low": _named(known, low)}
    if is_restricted:
        return _("Highest among the figures you see: %(high)s; lowest: %(low)s.") % said
    return _("Highest: %(high)s; lowest: %(low)s.") % said


def _without(rows: Sequence[MemberRow], *, is_restricted: bool) -> str:
    if not is_restricted:
        return _("No agency has a figure yet.")
    if rows:
        return _("Your agency has no figure yet; those of the other agencies are not released.")
    return _("The figures of this period are not released yet.")


def _named(rows: Sequence[MemberRow], measured: Fraction) -> str:
    equal = [row for row in rows if row.measured == measured]
    return f"{', '.join(row.name for row in equal)} ({equal[0].value.shown.text})"


# -- the same as a table to take away ----------------------------------------------------------------------------------
def table(page: IndicatorPage) -> tuple[list[str], list[list[str]]]:
    """Heads and rows exactly as the page shows them."""
    targets = [page.target_head, _("Gap"), *([page.pace_head] if page.pace_head else [])]
    last = _("Year %(year)s") % {"year": page.last_year}
    heads = [
        _("Agency"),
        *map(Figures, (*page.heads, _("Result"))),
        _("Parts"),
        *map(Figures, (*targets, last, _("Change"))),
        Places(_("Place")),
    ]
    return heads, [_cells(row, page) for row in (*page.rows, *([page.total] if page.total else []))]


def _cells(row: MemberRow, page: IndicatorPage) -> list[str]:
    return [
        row.name,
        *(value.shown.text for value in row.course),
        row.value.shown.text,
        row.parts,
        row.target,
        row.gap,
        *([row.pace] if page.pace_head else []),
        row.last.text,
        row.change,
        row.rank,
    ]
