"""One indicator over all members of its block: this period, last year, and the course through the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from dashboards.workspace.columns import ShownTable, TableCell, TableColumn, filed, shown
from dashboards.workspace.comparison_words import Note
from dashboards.workspace.links import Links
from results import words
from results.figures import AgencyRef, AmountTable, BlockFigures, Figure, IndicatorRef, PeriodRef

from .columns import NO_CELL, IndicatorColumns, MemberRow, value_cell


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """``finding``: what the figures say, in one sentence. Page and file are made of the same ``columns``."""

    name: str
    definition: str
    unit: str
    finding: str
    columns: tuple[TableColumn[MemberRow], ...]
    rows: tuple[MemberRow, ...]
    total: MemberRow | None
    missing: tuple[str, ...]
    is_provisional: bool
    compared: Note | None
    is_restricted: bool

    @property
    def table(self) -> ShownTable:
        return shown(self.columns, self.rows, self.total)

    @property
    def file(self) -> tuple[list[str], list[list[str]]]:
        """Heads and rows exactly as the page shows them."""
        return filed(self.columns, [*self.rows, *([self.total] if self.total else [])], _("Agency"))


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
            columns=self.columns(has_targets=any(row.line.target for row in rows)),
            rows=tuple(ordered(rows, indicator)),
            total=self.total() if figures.totals_visible and rows else None,
            missing=tuple(a.short_name for a in figures.missing()) if figures.totals_visible else (),
            is_provisional=figures.is_provisional,
            compared=comparison_words.note(figures.line(indicator.code).compared, figures.period.year - 1)
            if figures.period
            else None,
            is_restricted=not figures.totals_visible,
        )

    def columns(self, *, has_targets: bool) -> tuple[TableColumn[MemberRow], ...]:
        return IndicatorColumns(self.figures, self.indicator, self.earlier, has_targets=has_targets).all()

    def row(self, agency: AgencyRef) -> MemberRow:
        return MemberRow(
            name=agency.short_name,
            url=self.links.agency(agency.code),
            is_own=agency.code in self.own,
            line=self.figures.line(self.indicator.code, agency.code),
            # What was reported last year stands here also before there is anything to set beside it.
            last=self.figures.last_value(agency.code, self.indicator.code),
            value_url=self._derivation(agency.code, self.figures.period),
            target_url="",
            course=tuple(self._earlier(agency.code, p) for p in self.earlier),
        )

    def total(self) -> MemberRow:
        line = self.figures.line(self.indicator.code)
        return MemberRow(
            name=_("Whole cluster"),
            url="",
            is_own=False,
            line=line,
            last=line.last,
            value_url=self._derivation("", self.figures.period),
            target_url=self.links.derived_target(self.indicator.code, line.period.period_code)
            if line.target and line.period
            else "",
            course=tuple(self._earlier_total(p) for p in self.earlier),
        )

    def _earlier(self, agency: str, period: PeriodRef) -> TableCell:
        held = self.figures.history[period.period_code]
        if agency not in held:
            return NO_CELL
        return self._cell(self.tables[period.period_code].figure(agency, self.indicator), agency, period)

    def _earlier_total(self, period: PeriodRef) -> TableCell:
        """The total of an earlier period: only where everybody's figures of that period are there to be seen."""
        members = self.figures.members_of.get(period.period_code, frozenset())
        held = self.figures.history[period.period_code]
        if not members or not members <= set(held):
            return NO_CELL
        return self._cell(self.tables[period.period_code].total(sorted(members), self.indicator), "", period)

    def _cell(self, figure: Figure, agency: str, period: PeriodRef) -> TableCell:
        return value_cell(words.shown(figure, self.indicator, money="nghin"), self._derivation(agency, period))

    def _derivation(self, agency: str, period: PeriodRef | None) -> str:
        return self.links.derivation(self.indicator.code, agency, period.period_code if period else "")


# -- what the figures say ----------------------------------------------------------------------------------------------
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
    said = {"count": len(known), "name": known[0].name, "value": _printed(known[0])}
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
    return f"{', '.join(row.name for row in equal)} ({_printed(equal[0])})"


def _printed(row: MemberRow) -> str:
    return words.shown(row.line.value, row.line.indicator, money="nghin").text
