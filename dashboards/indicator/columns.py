"""The columns of an indicator's table: what is said of each line, from left to right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from dashboards.workspace.columns import TableCell, TableColumn
from emulation_portal.lib.printed import Figures, Parts, Places
from emulation_portal.templatetags import components
from results import words
from results.figures import BlockFigures, Figure, IndicatorRef, PeriodRef, lines
from results.figures.lines import Line

NO_CELL = TableCell(words.NO_VALUE, tone="muted")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member, or all of them, with the line of its figures; ``last`` is there also where nothing is compared.

    ``value_url``, ``target_url`` and ``course`` lead to where the figures come from, ``course`` in earlier periods.
    """

    name: str
    url: str
    is_own: bool
    line: Line
    last: Figure
    value_url: str
    target_url: str  # how the target of all together comes about
    course: tuple[TableCell, ...]

    @property
    def measured(self) -> Fraction | None:
        return self.line.value.measured


def value_cell(value: words.Shown, url: str = "", tone: str = "") -> TableCell:
    """A value that leads to ``url``, or what stands in place of one."""
    return TableCell(value.text, url, tone) if value.is_value else TableCell(value.text, tone="muted")


class IndicatorColumns:
    """The list, and one method for the cell of each column. What is of no use on the page still stands in the file."""

    def __init__(
        self, figures: BlockFigures, indicator: IndicatorRef, earlier: Sequence[PeriodRef], *, has_targets: bool
    ):
        self.indicator, self.period, self.earlier = indicator, figures.period, earlier
        self.of_rate = [figures.indicators[code] for code in (indicator.numerator, indicator.denominator) if code]
        self.has_targets, self.is_decided = has_targets, figures.has_decided_part(indicator.code)

    def all(self) -> tuple[TableColumn[MemberRow], ...]:
        return tuple(self._columns())

    def _columns(self) -> Iterator[TableColumn[MemberRow]]:
        is_rate, has_targets = self.indicator.is_rate, self.has_targets
        for index, period in enumerate(self.earlier):
            yield TableColumn(Figures(words.period_head(period)), lambda row, i=index: row.course[i], "num hide-phone")
        yield TableColumn(Figures(_("Result")), self.value, "num grp-start")
        yield TableColumn(
            _("Result, target, last year"), self.bar, "barcol hide-phone", _scale(), on_page=is_rate, in_file=False
        )
        yield TableColumn(Parts(_("Parts")), self.parts, "num hide-phone", on_page=is_rate)
        target_head = comparison_words.target_head(self.period)
        yield TableColumn(Figures(target_head), self.target, "num hide-phone", on_page=has_targets)
        yield TableColumn(Figures(_("Gap")), self.gap, on_page=has_targets)
        if head := pace_head(self.period, self.indicator, decided=self.is_decided):
            yield TableColumn(Figures(head), self.pace, on_page=has_targets)
        last_head = comparison_words.last_head(self.period) if self.period else words.NO_VALUE
        yield TableColumn(Figures(last_head), self.last, "num grp-start hide-phone")
        yield TableColumn(Figures(_("Change")), self.change, "num hide-phone")
        yield TableColumn(Places(_("Place")), self.place)

    def value(self, row: MemberRow) -> TableCell:
        return value_cell(words.shown(row.line.value, self.indicator, money="nghin"), row.value_url, "strong")

    def bar(self, row: MemberRow) -> TableCell:
        target = words.target_ratio(row.line.target)
        return TableCell(drawing=components.bullet(row.line.value.ratio, target, row.last.ratio))

    def parts(self, row: MemberRow) -> TableCell:
        return TableCell(words.parts_text(row.line.value, *self.of_rate) if self.indicator.is_rate else "")

    def target(self, row: MemberRow) -> TableCell:
        return TableCell(words.target_text(row.line.target, self.indicator), row.target_url)

    def gap(self, row: MemberRow) -> TableCell:
        text = words.gap_text(row.line.gap, self.indicator) if row.line.target else words.NO_VALUE
        return TableCell(text, look=comparison_words.look(row.line))

    def pace(self, row: MemberRow) -> TableCell:
        return TableCell(words.gap_text(row.line.prorata_gap, self.indicator, unit=False))

    def last(self, row: MemberRow) -> TableCell:
        before = words.shown(row.last, self.indicator, money="nghin")
        return NO_CELL if before.kind == "empty" else value_cell(before)

    def change(self, row: MemberRow) -> TableCell:
        change = row.line.change
        text = words.NO_VALUE if self.indicator.is_boolean else words.change_text(change, self.indicator)
        return TableCell(text, look=words.change_look(change, self.indicator))

    def place(self, row: MemberRow) -> TableCell:
        rank = row.line.place
        if row.line.agency is None:
            return TableCell()
        return TableCell(f"{rank.place}/{rank.among}" if rank else words.NO_VALUE)


def _scale() -> str:
    return render_to_string("components/bullet_scale.html")


def pace_head(period: PeriodRef | None, indicator: IndicatorRef, *, decided: bool = False) -> str:
    """The head of the column of what the part of the year asks for, where the figure grows towards a target.

    ``decided``: or where a decision gives somebody a target of the period.
    """
    if period is None or not period.is_part_year or not (decided or lines.grows(indicator)):
        return ""
    if indicator.is_rate:
        return comparison_words.pace_head(period, decided=decided)
    if decided:
        return _("Against the target of the period")
    return _("Against %(months)s of the target") % {"months": comparison_words.months(period)}


__all__ = ["NO_CELL", "IndicatorColumns", "MemberRow", "value_cell"]
