"""Relations that must hold between the figures of a report and those beside it, with what makes them fail.

A name in a relation is a figure of the report itself, or with a prefix one of a *side*: the period before
(``previous.``), the same period of last year (``same_period.``), the end of last year (``last_year.``) or a figure in
print (``published.``). ``this`` stands for each cumulative amount that is typed, so one row holds for all of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from results.figures import expressions
from results.figures.values import AmountTable, Cell, IndicatorRef

THIS = "this"
NOTE_LENGTH = 10  # characters that explain a doubtful figure, where a rule asks for no other number
Amount = int | Fraction | Decimal | None
_THIS = re.compile(rf"\b{THIS}\b")


@dataclass(frozen=True, slots=True)
class CheckRule:
    """A relation; ``exempt`` are the indicators that ``this`` leaves out, ``note_length`` what explains a failure."""

    code: str
    expression: str
    is_hard: bool
    message_vi: str
    message_en: str = ""
    note_length: int = NOTE_LENGTH
    exempt: frozenset[str] = frozenset()
    indicator: str = ""  # which one a general rule is asked of

    def message(self, lang: str = "vi") -> str:
        return self.message_en if lang == "en" and self.message_en else self.message_vi

    @property
    def is_general(self) -> bool:
        return any(name.rpartition(".")[2] == THIS for name in expressions.names(self.expression))

    def about(self, indicator: IndicatorRef) -> "CheckRule":
        """The same rule for one indicator, which its message names."""
        return replace(
            self,
            indicator=indicator.code,
            expression=_instead(self.expression, indicator.code),
            message_vi=self.message_vi.replace("{indicator}", indicator.name("vi")),
            message_en=self.message_en.replace("{indicator}", indicator.name("en")),
        )


@dataclass(frozen=True, slots=True)
class Skip:
    """Why a relation was not worked out, and what is missing for it.

    ``reason`` is no_period, no_last_year, not_there (the agency did not exist), not_reported (by ``missing``), divided
    (the agency ``missing`` passed to several), not_published, no_figure (of the indicators ``missing`` beside the
    report), empty (the inputs ``missing`` of the report), zero (a division by zero) or not_compared.
    """

    reason: str
    side: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """Figures a report is compared with, by indicator; where there are none, ``skip`` says why."""

    amounts: Mapping[str, Amount] = field(default_factory=dict)
    name_vi: str = ""
    name_en: str = ""
    skip: Skip | None = None

    def name(self, lang: str = "vi") -> str:
        return self.name_en if lang == "en" and self.name_en else self.name_vi


Sides = Mapping[str, Side]


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """``holds`` None means skipped, for the reason in ``skip``; ``cells`` are the typed indicators behind it.

    ``notes`` are those at its cells that are long enough to explain a soft relation that fails.
    """

    rule: CheckRule
    holds: bool | None
    operands: Mapping[str, int | Fraction | None]
    cells: tuple[str, ...]
    notes: tuple[str, ...] = ()
    skip: Skip | None = None

    @property
    def explained(self) -> bool:
        return bool(self.notes)

    @property
    def blocks(self) -> bool:
        """A hard relation that fails, or a soft one that fails without an explanation."""
        return self.holds is False and (self.rule.is_hard or not self.explained)

    @property
    def asks(self) -> bool:
        return self.holds is False and not self.rule.is_hard and not self.explained

    @property
    def row(self) -> str:
        """The first indicator of the report that the relation names."""
        return next((name for name in self.operands if "." not in name), next(iter(self.cells), ""))


def outcomes(
    rules: Iterable[CheckRule],
    cells: Mapping[str, Cell],
    indicators: Mapping[str, IndicatorRef],
    sides: Sides | None = None,
) -> list[CheckOutcome]:
    """Every rule worked out over one submission's cells and what stands beside them.

    A soft rule is explained by a note of its length at a cell it rests on. A rule that names an indicator which is not
    in force says nothing.
    """
    sides = sides or {}
    amounts: dict[str, Amount] = dict(AmountTable({"": cells}, indicators).of(""))
    for prefix, side in sides.items():
        amounts |= {f"{prefix}.{code}": amount for code, amount in side.amounts.items()}
    return [_outcome(rule, cells, indicators, sides, amounts) for rule in in_force(rules, indicators)]


def _outcome(
    rule: CheckRule,
    cells: Mapping[str, Cell],
    indicators: Mapping[str, IndicatorRef],
    sides: Sides,
    amounts: Mapping[str, Amount],
) -> CheckOutcome:
    result = expressions.evaluate(rule.expression, amounts)
    typed = typed_cells(rule.expression, indicators)
    written = dict.fromkeys(cells[code].note.strip() for code in typed if code in cells)
    notes = tuple(note for note in written if len(note) >= rule.note_length)
    skip = _skip(result, cells, indicators, sides) if result.holds is None else None
    return CheckOutcome(rule, result.holds, result.operands, typed, notes, skip)


def in_force(rules: Iterable[CheckRule], indicators: Mapping[str, IndicatorRef]) -> Iterator[CheckRule]:
    """The rules over the indicators there are, the general ones once for each flow."""
    for rule in rules:
        if rule.is_general:
            yield from (rule.about(i) for i in flows(indicators) if i.code not in rule.exempt)
        elif all(name.rpartition(".")[2] in indicators for name in expressions.names(rule.expression)):
            yield rule


def flows(indicators: Mapping[str, IndicatorRef]) -> list[IndicatorRef]:
    """Amounts that are typed and add up through the year: neither stocks nor answers of yes and no."""
    return [
        i
        for i in indicators.values()
        if i.is_typed and i.cumulative and i.aggregation == "sum" and i.value_type != "boolean"
    ]


@lru_cache(maxsize=1024)
def _instead(expression: str, code: str) -> str:
    return _THIS.sub(code, expression)


def _skip(
    result: expressions.Outcome, cells: Mapping[str, Cell], indicators: Mapping[str, IndicatorRef], sides: Sides
) -> Skip:
    """The side that is missing comes first, for nobody can fill it in here."""
    if not result.missing:
        return Skip("zero")
    for prefix, side in sides.items():
        absent = [name.rpartition(".")[2] for name in result.missing if name.startswith(f"{prefix}.")]
        if absent:
            return replace(side.skip, side=prefix) if side.skip else Skip("no_figure", prefix, tuple(absent))
    beside = next((name.partition(".")[0] for name in result.missing if "." in name), "")
    if beside:
        return Skip("not_compared", beside)
    typed = (code for name in result.missing for code in typed_cells(name, indicators))
    return Skip("empty", "", tuple(dict.fromkeys(c for c in typed if cells.get(c, Cell()).amount is None)))


def typed_cells(expression: str, indicators: Mapping[str, IndicatorRef]) -> tuple[str, ...]:
    """The typed indicators of the report an expression rests on, derived sums followed down to their inputs."""
    found: dict[str, None] = {}
    waiting = [name for name in expressions.names(expression) if "." not in name]
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
