"""A report's rows beside the period before, the same period of last year and the target, folded by section.

What is unusual comes first, each finding as a sentence under its row. A column that no row of a section fills is left
out of it, so that a first report shows no empty years.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation_portal.lib.numbers import format_count, format_dong_in_thousands, signed
from emulation_portal.templatetags.components import delta
from emulation_portal.ui.markup import markup
from results import words
from results.checks import CheckOutcome
from results.checks import words as check_words
from results.figures import Cell, IndicatorRef
from results.figures.lines import Line
from results.figures.refs import period_ref
from results.sheets.grid import Grid, Slot
from results.sheets.sheet import Sheet
from results.templatetags.results_cells import figure_text
from results.words import columns


@dataclass(frozen=True)
class Remark:
    """What a check says of a row: the sentence, the figures it compared, and what the agency wrote to explain it."""

    mark: str  # bad or warn
    text: str
    figures: str
    notes: tuple[str, ...]
    is_error: bool


@dataclass(frozen=True)
class ReportRow:
    """A row of the figures, beside the figure it replaced where it did."""

    slot: Slot
    name: str
    sub: str  # code and unit; of a rate its two parts
    line: Line
    is_changed: bool
    before: str
    gap: str
    mark: str  # bad, warn or nothing
    remarks: tuple[Remark, ...]

    @property
    def is_telling(self) -> bool:
        """Changed, or spoken of by a check."""
        return self.is_changed or bool(self.remarks)

    @property
    def look(self) -> str:
        return {"bad": "is-doubt-bad", "warn": "is-doubt-warn"}.get(self.mark, "")

    @property
    def note(self) -> str:
        """What was written at the cell, unless a remark quotes it already."""
        told = {note for remark in self.remarks for note in remark.notes}
        note = self.slot.cell.note.strip()
        return "" if note in told else note


@dataclass(frozen=True)
class RowColumn:
    """``cell`` gives what stands in a row, and nothing where there is nothing to say."""

    head: str
    classes: str
    cell: Callable[[ReportRow], str]


@dataclass(frozen=True)
class RowSection:
    """A folded part of the report; ``summary`` tells what is inside, so that it need not be opened."""

    anchor: str
    title: str
    summary: str
    is_open: bool
    columns: tuple[RowColumn, ...]
    rows: tuple[ReportRow, ...]
    tells: bool = False  # remarks stand under their rows

    @property
    def width(self) -> int:
        return len(self.columns) + 1

    @cached_property
    def shown(self) -> list[tuple[ReportRow, list[tuple[str, str]]]]:
        """Rows with their cells, each with its classes."""
        return [
            (row, [(column.classes, column.cell(row) or words.NO_VALUE) for column in self.columns])
            for row in self.rows
        ]


class ReportRows:
    """The rows of one version, made from its sheet; ``changed`` holds the figures it replaced, by code."""

    def __init__(self, sheet: Sheet, grid: Grid, changed: Mapping[str, tuple[Cell, Cell]]):
        self.sheet, self.changed = sheet, changed
        self.remarks = self._remarks()
        self.rows = {
            slot.code: self._row(slot, row.name) for row in grid.rows for slot in row.slots if slot is not None
        }

    @cached_property
    def telling(self) -> list[ReportRow]:
        """The rows worth reading first: errors, doubts, then what changed."""
        found = [row for row in self.rows.values() if row.is_telling]
        return sorted(found, key=lambda row: (row.mark != "bad", row.mark != "warn"))

    @cached_property
    def rates(self) -> list[ReportRow]:
        return [row for row in self.rows.values() if row.slot.indicator.is_rate]

    def sections(self) -> list[RowSection]:
        found = [self._telling_section(), self._rate_section(), *self._groups()]
        return [section for section in found if section.rows]

    # -- rows -----------------------------------------------------------------------------------------------------
    def _remarks(self) -> dict[str, list[Remark]]:
        found: dict[str, list[Remark]] = {}
        findings = self.sheet.findings
        for outcome in (*findings.errors, *findings.questions, *findings.explained):
            found.setdefault(outcome.row, []).append(self._remark(outcome))
        return found

    def _remark(self, outcome: CheckOutcome) -> Remark:
        indicators = self.sheet.indicators
        return Remark(
            mark="bad" if outcome.rule.is_hard else "warn",
            text=check_words.in_its_row(outcome.rule, indicators),
            figures=check_words.operands(outcome, self.sheet.findings, indicators),
            notes=() if outcome.rule.is_hard else outcome.notes,
            is_error=outcome.rule.is_hard,
        )

    def _row(self, slot: Slot, name: str) -> ReportRow:
        before, now = self.changed.get(slot.code, (Cell(), Cell()))
        is_changed = slot.code in self.changed
        remarks = tuple(self.remarks.get(slot.code, ()))
        marks = {remark.mark for remark in remarks}
        return ReportRow(
            slot=slot,
            name=slot.indicator_name if slot.indicator.is_rate else name,
            sub=self._sub(slot),
            line=self.sheet.line(slot.code),
            is_changed=is_changed,
            before=_before(slot.indicator, before) if is_changed else "",
            gap=_gap(slot.indicator, before, now) if is_changed else "",
            mark="bad" if "bad" in marks else "warn" if marks else "",
            remarks=remarks,
        )

    def _sub(self, slot: Slot) -> str:
        indicator, indicators = slot.indicator, self.sheet.indicators
        if not indicator.is_rate:
            return " · ".join(filter(None, (slot.form_code, slot.unit)))
        parts = indicators[indicator.numerator], indicators[indicator.denominator]
        return words.parts_text(self.sheet.value(slot.code), *parts)

    # -- sections -------------------------------------------------------------------------------------------------
    def _telling_section(self) -> RowSection:
        rows = self.telling
        title = _("Changed or unusual") if any(row.is_changed for row in rows) else _("Unusual cells")
        summary = ngettext("%(n)s cell", "%(n)s cells", len(rows)) % {"n": len(rows)}
        return self._section("unusual", title, summary, rows, self._amount_columns(), is_open=True, tells=True)

    def _rate_section(self) -> RowSection:
        judged = [row.line.met for row in self.rates if row.line.met is not None]
        has_target = any(row.line.target for row in self.rates)
        summary = ""
        if judged:
            summary = _("%(met)s/%(all)s reached") % {"met": sum(judged), "all": len(judged)}
        elif has_target:
            summary = _("judged at the year's end")
        title = _("Rates against the assigned target") if has_target else _("Rates")
        return self._section("rates", title, summary, self.rates, self._rate_columns(), is_open=True)

    def _groups(self) -> Iterable[RowSection]:
        for number, (title, indicators) in enumerate(self.sheet.figures.groups(words.lang()), start=1):
            rows = [self.rows[i.code] for i in indicators if i.code in self.rows and not i.is_rate]
            odd = sum(bool(row.remarks) for row in rows)
            said = ngettext("%(n)s cell", "%(n)s cells", len(rows)) % {"n": len(rows)}
            told = _("nothing unusual")
            if odd:
                told = ngettext("%(n)s unusual, see above", "%(n)s unusual, see above", odd) % {"n": odd}
            yield self._section(f"g{number}", title, f"{said}, {told}", rows, self._amount_columns())

    def _section(
        self,
        anchor: str,
        title: str,
        summary: str,
        rows: Sequence[ReportRow],
        offered: Iterable[RowColumn],
        **more: bool,
    ) -> RowSection:
        kept = tuple(column for column in offered if any(column.cell(row) for row in rows))
        return RowSection(anchor, title, summary, more.pop("is_open", False), kept, tuple(rows), **more)

    # -- columns --------------------------------------------------------------------------------------------------
    def _amount_columns(self) -> list[RowColumn]:
        change = RowColumn(_("Against the same period"), "num", self._change)
        return [self._now(), *self._against_target(), *self._beside(), change]

    def _rate_columns(self) -> list[RowColumn]:
        change = RowColumn(_("Against the same period, points"), "num", self._change)
        return [self._now(), *self._against_target(), *self._beside(" hide-phone"), change]

    def _now(self) -> RowColumn:
        return RowColumn(words.period_head(self.sheet.figures.known_period), "num strong nowrap", _value)

    def _against_target(self) -> list[RowColumn]:
        """In a part of the year the part of the target that belongs to it; nothing is missed before the year's end."""
        period = self.sheet.figures.known_period
        if period.is_part_year:
            part = _("Against %(months)s/12 of the target") % {"months": period.months}
            if any(target.part(period.period_code) for target in self.sheet.figures.targets.values()):
                part = _("Against the target of the period")
            heads = _("Target of the year"), part
        else:
            heads = _("Assigned target"), _("Against the target")
        return [RowColumn(heads[0], "num", lambda row: row.slot.target), RowColumn(heads[1], "num", _against)]

    def _beside(self, last: str = "") -> list[RowColumn]:
        """``last``: more classes of last year's column, where a phone has room for its difference alone."""
        place, year = self.sheet.place, self.sheet.period.year - 1
        found = []
        if place.previous:
            head = _("Period before, %(period)s") % {"period": words.period_head(period_ref(place.previous))}
            found.append(RowColumn(head, "num hide-phone", self._previous))
        return [*found, RowColumn(_("Same period %(year)s") % {"year": year}, f"num{last}", self._last)]

    def _previous(self, row: ReportRow) -> str:
        return row.slot.previous if self.sheet.previous_value(row.slot.code).is_known else ""

    def _last(self, row: ReportRow) -> str:
        return row.slot.last if self.sheet.last_value(row.slot.code).is_known else ""

    def _change(self, row: ReportRow) -> str:
        slot = row.slot
        if slot.change is None:
            return ""
        if slot.change_unit == "points":
            return delta(slot.change, "", slot.better)
        return delta(slot.change, "percent", "none", 1)


def _value(row: ReportRow) -> str:
    return row.slot.read if row.slot.is_typed else figure_text(row.slot)


def _against(row: ReportRow) -> str:
    line = row.line
    gap = line.prorata_gap if line.is_part_year else line.gap
    if gap is None:
        return ""
    if line.indicator.is_rate:
        return delta(words.ratio(gap), "", words.better(line.indicator))
    look = "flat" if line.met is None else "up" if line.met else "down"
    return markup('<span class="{}">{}</span>', look, words.gap_text(gap, line.indicator))


def _before(indicator: IndicatorRef, cell: Cell) -> str:
    return words.empty() if cell.amount is None else columns.cell(indicator, cell)


def _gap(indicator: IndicatorRef, before: Cell, now: Cell) -> str:
    """The difference with its sign, where both are numbers."""
    if before.value is None or now.value is None or indicator.value_type == "boolean":
        return ""
    size = abs(now.value - before.value)
    text = format_dong_in_thousands(size, words.lang()) if indicator.is_money else format_count(size, words.lang())
    return signed(text, now.value - before.value)


__all__ = ["Remark", "ReportRow", "ReportRows", "RowSection"]
