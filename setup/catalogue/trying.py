"""Trying checks on figures that somebody makes up: which figures they need, and what they say. Plain values only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from results.checks import CheckRule, Findings, Side, findings, typed_cells
from results.checks.relations import in_force
from results.figures import AmountTable, Cell, IndicatorRef
from results.figures.expressions import PREFIXES, names


@dataclass(frozen=True, slots=True)
class TriedFigure:
    """A typed indicator that a check needs: of the report itself (``side`` empty), or of a side it is compared with."""

    code: str
    side: str = ""

    @property
    def name(self) -> str:
        return f"{self.side}.{self.code}" if self.side else self.code


Tried = Mapping[TriedFigure, Cell]


def rules_about(rules: Iterable[CheckRule], indicators: Mapping[str, IndicatorRef], about: str = "") -> list[CheckRule]:
    """The rules one by one, a general one for every flow, or only for the indicator ``about``."""
    found = in_force(rules, indicators)
    return [rule for rule in found if not (about and rule.indicator) or rule.indicator == about]


def needed(rules: Iterable[CheckRule], indicators: Mapping[str, IndicatorRef]) -> list[TriedFigure]:
    """The typed figures that the rules rest on, the report's own first, each once."""
    found: dict[TriedFigure, None] = {}
    for rule in rules:
        for name in names(rule.expression):
            side, _dot, code = name.rpartition(".")
            for typed in typed_cells(code, indicators):
                found[TriedFigure(typed, side)] = None
    order = ("", *PREFIXES)
    return sorted(found, key=lambda each: order.index(each.side))


def tried(rules: Iterable[CheckRule], figures: Tried, indicators: Mapping[str, IndicatorRef]) -> Findings:
    """What the rules say of the figures; sums and rates are worked out on every side."""
    cells: dict[str, dict[str, Cell]] = {side: {} for side in ("", *PREFIXES)}
    for figure, cell in figures.items():
        cells[figure.side][figure.code] = cell
    sides = {side: Side(AmountTable({"": cells[side]}, indicators).of("")) for side in PREFIXES}
    return findings(rules, cells[""], indicators, sides)


def lines_of(text: str) -> list[tuple[int, str, str]]:
    """Pasted lines as number, name and value: ``name = value``, or two cells of a table; blank lines are left out."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        mark = next((each for each in ("\t", "=", ";") if each in line), None)
        name, _mark, value = line.partition(mark) if mark else (line, "", "")
        if line.strip():
            found.append((number, name.strip(), value.strip()))
    return found


__all__ = ["Tried", "TriedFigure", "lines_of", "needed", "rules_about", "tried"]
