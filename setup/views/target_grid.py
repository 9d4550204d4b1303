"""The grid of targets as it is drawn: one table per block, members as rows, headline rates as columns."""

from dataclasses import dataclass

from clusters.enums import Block
from clusters.models import Agency
from pledges.enums import Comparator
from pledges.models import Indicator
from results.sheets.grid import Entered
from setup.forms.setup import TargetsForm, shown, slot, token
from setup.targets import Assigned, Key, TargetBoard


@dataclass(frozen=True)
class TargetCell:
    """One cell: ``text`` as typed or stored, ``was`` what the person sees, ``entered`` where it was not stored."""

    slot: str
    label: str
    text: str
    comparator: str
    was: str
    decision: str
    entered: Entered | None


@dataclass(frozen=True)
class TargetGrid:
    block: str
    name: str
    indicators: list[Indicator]
    rows: list[tuple[Agency, list[TargetCell]]]
    comparators: list[tuple[str, str]]


def grid_of(board: TargetBoard, form: TargetsForm) -> list[TargetGrid]:
    """One grid per block that has members; what was typed and not stored stays in its cell."""
    grids = []
    for block in (block for block in Block if block in board.blocks):
        indicators = [each for each in board.indicators.values() if each.block == block]
        rows = [
            (agency, [_cell(board, form, agency, indicator) for indicator in indicators])
            for agency in board.agencies.values()
            if agency.kind == block
        ]
        if rows:
            grids.append(TargetGrid(block, str(block.label), indicators, rows, list(Comparator.choices)))
    return grids


def _cell(board: TargetBoard, form: TargetsForm, agency: Agency, indicator: Indicator) -> TargetCell:
    key: Key = (agency.pk, indicator.pk)
    stored: Assigned = board.stored(key)
    kept = key in form.refused or (key in form.changes and not form.is_valid())
    target = board.targets.get(key)
    return TargetCell(
        slot=slot(key),
        label=f"{agency.short_name}: {indicator.name}",
        text=form.typed(key) if kept else shown(stored),
        comparator=form.comparator(key) if kept else stored.comparator,
        was=token(stored),
        decision=target.decision if target else "",
        entered=form.refused.get(key),
    )
