"""The grid of targets as it is drawn: one table per block, members as rows, indicators as columns."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import Block
from pledges.enums import Comparator
from pledges.models import Indicator
from results.sheets.grid import Entered
from setup.forms.targets import TargetsForm, slot
from setup.targets.board import NATION, Assigned, Key, TargetBoard
from setup.targets.fields import entry, shown, unit_of
from setup.targets.saving import decision_text


@dataclass(frozen=True, slots=True)
class TargetCell:
    """One cell: ``text`` as typed or stored, ``sign`` how it is compared where the column does not say it.

    ``entered`` where it was not stored; ``url`` leads to the history of a stored one.
    """

    slot: str
    label: str
    text: str
    sign: str
    decision: str
    url: str
    entered: Entered | None


@dataclass(frozen=True, slots=True)
class TargetColumn:
    """``comparators``: how all targets of the column are compared, with the one that is chosen; empty: each its own."""

    indicator: Indicator
    unit: str
    comparators: list[tuple[str, str, bool]]
    national: str

    @property
    def name(self) -> str:
        return f"{self.indicator.name} ({self.unit})" if self.unit else self.indicator.name


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A member with a cell for each column; of the nation an indicator, whose ``column`` says its unit."""

    name: str
    cells: list[TargetCell]
    column: TargetColumn | None = None


@dataclass(frozen=True, slots=True)
class TargetGrid:
    block: str
    name: str
    columns: list[TargetColumn]
    rows: list[TargetRow]


class GridBuilder:
    """Draws a board; what was typed and not stored stays in its cell."""

    def __init__(self, board: TargetBoard, form: TargetsForm):
        self.board, self.form = board, form
        self.keeps_all = form.is_bound and not form.is_valid()
        self._histories = {}

    def grids(self) -> list[TargetGrid]:
        """One grid per block that has members, or of the nation."""
        found = (self._grid(block) for block in Block if block in self.board.blocks)
        return [grid for grid in found if grid.rows and grid.columns]

    def _grid(self, block: Block) -> TargetGrid:
        board = self.board
        indicators = [each for each in board.indicators.values() if each.block == block]
        columns = [self._column(each) for each in indicators]
        mixed = {column.indicator.pk for column in columns if column.comparators[0][0] == ""}
        if board.is_national:
            rows = [
                TargetRow(column.indicator.name, [self._cell((NATION, column.indicator.pk), False)], column)
                for column in columns
            ]
        else:
            members = [agency for agency in board.agencies.values() if agency.kind == block]
            rows = [
                TargetRow(agency.short_name, [self._cell((agency.pk, i.pk), i.pk in mixed) for i in indicators])
                for agency in members
            ]
        return TargetGrid(block.value, str(block.label), columns, rows)

    def _column(self, indicator: Indicator) -> TargetColumn:
        held = self.board.comparators_of(indicator)
        chosen = self.form.data.get(f"c-{indicator.pk}") if self.form.is_bound else None
        if chosen is None:
            chosen = held.copy().pop() if len(held) == 1 else ""
        choices = [(value, str(label), value == chosen) for value, label in Comparator.choices]
        if len(held) > 1:
            choices.insert(0, ("", _("each its own"), chosen == ""))
        national = self.board.national.get(indicator.pk)
        told = "" if national is None or self.board.is_national else shown(indicator, _assigned(national))
        return TargetColumn(indicator, unit_of(indicator), choices, told)

    def _cell(self, key: Key, is_mixed: bool) -> TargetCell:
        board, form, indicator = self.board, self.form, self.board.indicators[key[1]]
        stored, target = board.stored(key), board.targets.get(key)
        kept = key in form.refused or (self.keeps_all and key in form.changes)
        whose = _("Nation") if key[0] == NATION else board.agencies[key[0]].short_name
        return TargetCell(
            slot=slot(key),
            label=f"{whose}: {indicator.name}",
            text=form.typed(key) if kept else entry(indicator, stored),
            sign=shown(indicator, stored).split()[0] if is_mixed and target else "",
            decision=decision_text(target.decision, target.decided_on) if target else "",
            url=self._history(key) if target else "",
            entered=form.refused.get(key),
        )

    def _history(self, key: Key) -> str:
        """Resolved once for a column, then filled in: there are more than a thousand."""
        board, code = self.board, self.board.indicators[key[1]].code
        if board.cluster is None:
            return reverse("setup:national_target", args=[board.year, code])
        if key[1] not in self._histories:
            place = [board.cluster.slug, board.year, "AGENCY", code]
            self._histories[key[1]] = reverse("setup:target", args=place)
        return self._histories[key[1]].replace("/AGENCY/", f"/{board.agencies[key[0]].code}/")


def _assigned(target) -> Assigned:
    return Assigned(target.value.normalize(), target.comparator)


__all__ = ["GridBuilder", "TargetGrid"]
