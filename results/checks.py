"""Relations that must hold inside one submission, with what makes them fail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import expressions
from .figures import AmountTable, Cell, IndicatorRef


@dataclass(frozen=True, slots=True)
class CheckRule:
    code: str
    expression: str
    is_hard: bool
    message_vi: str
    message_en: str = ""

    def message(self, lang: str = "vi") -> str:
        return self.message_en if lang == "en" and self.message_en else self.message_vi


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """``holds`` None means skipped because a value is missing; ``cells`` are the typed indicators behind it."""

    rule: CheckRule
    holds: bool | None
    operands: Mapping[str, int]
    cells: tuple[str, ...]
    explained: bool = False

    @property
    def blocks(self) -> bool:
        """A hard relation that fails, or a soft one that fails without an explanation."""
        return self.holds is False and (self.rule.is_hard or not self.explained)

    @property
    def asks(self) -> bool:
        return self.holds is False and not self.rule.is_hard and not self.explained


def outcomes(
    rules: Iterable[CheckRule], cells: Mapping[str, Cell], indicators: Mapping[str, IndicatorRef]
) -> list[CheckOutcome]:
    """Every rule worked out over one submission's cells. A soft rule is explained by a note at a cell it rests on."""
    amounts = AmountTable({"": cells}, indicators).of("")
    found = []
    for rule in rules:
        result = expressions.evaluate(rule.expression, amounts)
        typed = typed_cells(rule.expression, indicators)
        explained = any(cells[code].note.strip() for code in typed if code in cells)
        found.append(CheckOutcome(rule, result.holds, result.operands, typed, explained))
    return found


def typed_cells(expression: str, indicators: Mapping[str, IndicatorRef]) -> tuple[str, ...]:
    """The typed indicators an expression rests on, derived sums followed down to their inputs."""
    found: dict[str, None] = {}
    waiting = list(expressions.names(expression))
    while waiting:
        code = waiting.pop(0)
        indicator = indicators.get(code)
        if indicator is None:
            continue
        if indicator.is_typed:
            found[code] = None
        elif indicator.formula:
            waiting.extend(expressions.names(indicator.formula))
        else:
            waiting.extend((indicator.numerator, indicator.denominator))
    return tuple(found)


def missing_required(cells: Mapping[str, Cell], indicators: Mapping[str, IndicatorRef]) -> tuple[IndicatorRef, ...]:
    """Required inputs that hold neither a value nor "nothing arose"."""
    return tuple(
        i for i in indicators.values() if i.is_typed and i.required and cells.get(i.code, Cell()).amount is None
    )
