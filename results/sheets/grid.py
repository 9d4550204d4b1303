"""The entry grid as rows and cells ready to be drawn: labels, units, states and what is compared with what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import takewhile

from pledges.enums import CasesOrMoney
from results import words
from results.checks import typed_cells
from results.checks import words as check_words
from results.figures import Cell, IndicatorRef
from results.words import columns

from .sheet import Sheet


@dataclass(frozen=True)
class Entered:
    """What somebody typed that was not stored: shown again with the reason and the ways out."""

    text: str
    message: str = ""
    choices: tuple = ()  # ways to read an ambiguous figure
    stored: str = ""  # the stored value, where somebody else changed it meanwhile
    stored_by: str = ""
    is_conflict: bool = False
    stale: bool = False  # the whole submission was moved on meanwhile


@dataclass
class Slot:
    """One figure of a row: a cell to type in, or one worked out."""

    indicator: IndicatorRef
    order: int
    row_key: str
    label: str
    short: str
    text: str
    why_open: str  # why a rate has no value, where its denominator is zero
    exact: str
    previous: str
    previous_full: str  # with its unit
    last: str
    last_full: str
    change: Fraction | None  # as a ratio
    change_unit: str
    better: str
    target: str
    cell: Cell = field(default_factory=Cell)
    version: int = 0
    mark: str = ""
    entered: Entered | None = None
    on_behalf: bool = False  # typed by the secretariat for the agency
    is_edge: bool = False  # the first figure of the second half

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def is_typed(self) -> bool:
        return self.indicator.is_typed

    @property
    def is_filled(self) -> bool:
        return self.cell.amount is not None

    @property
    def side(self) -> str:
        """Cases or money, where an indicator has both."""
        return columns.side(self.indicator)

    @property
    def form_code(self) -> str:
        return _form_code(self.indicator)

    @property
    def indicator_name(self) -> str:
        return self.indicator.name(words.lang())

    @property
    def unit(self) -> str:
        return columns.unit(self.indicator)

    @property
    def read(self) -> str:
        """The value as text, where nothing is typed."""
        return columns.cell(self.indicator, self.cell) if self.is_filled else words.empty()

    @property
    def full(self) -> str:
        """The value with its smallest unit."""
        return self.exact if self.is_filled else words.empty()

    @property
    def active_name(self) -> str:
        """What the status bar says of the cell: money also in đồng."""
        return f"{self.short} = {self.exact}" if self.indicator.is_money and self.is_filled else self.short

    @property
    def spoken(self) -> str:
        """The label with the state, as read aloud."""
        state = words.not_saved() if self.entered else words.saved() if self.is_filled else ""
        return ", ".join(filter(None, [self.label, state, words.on_behalf() if self.on_behalf else ""]))

    @property
    def shown(self) -> str:
        """What stands in the input."""
        return self.entered.text if self.entered else columns.entry(self.indicator, self.cell)

    @property
    def css(self) -> str:
        names = ["cell", "grp-edge"] if self.is_edge else ["cell"]
        if self.indicator.is_money:
            names.append("cell--money")
        if self.entered:
            names.append("is-invalid")
        elif self.is_filled:
            names.append("is-saved")
        if self.cell.note:
            names.append("has-note")
        if self.on_behalf:
            names.append("is-behalf")
        return " ".join(names)


@dataclass
class GridRow:
    """One line of the grid: a slot, or one for cases and one for money."""

    key: str
    code: str
    name: str
    slots: list[Slot | None]
    is_part: bool = False
    messages: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_rate(self) -> bool:
        return any(s and s.indicator.is_rate for s in self.slots)

    @property
    def is_sum(self) -> bool:
        return all(s is None or not s.is_typed for s in self.slots)

    @property
    def required(self) -> bool:
        return any(s and s.is_typed and s.indicator.required for s in self.slots)

    @property
    def target(self) -> str:
        """``việc ≥ 83,25%, tiền ≥ 46,45%``; in a row of one figure the target alone."""
        held = [s for s in self.slots if s and s.target]
        if len(self.slots) == 1:
            return held[0].target if held else ""
        return ", ".join(f"{columns.side(s.indicator)} {s.target}" for s in held)

    @property
    def typed(self) -> list[Slot]:
        return [s for s in self.slots if s and s.is_typed]


@dataclass
class GridGroup:
    title: str
    anchor: str
    rows: list[GridRow]

    @property
    def cells(self) -> list[Slot]:
        return [slot for row in self.rows for slot in row.typed]

    @property
    def filled(self) -> int:
        return sum(1 for slot in self.cells if slot.is_filled)

    @property
    def total(self) -> int:
        return len(self.cells)


@dataclass
class GridTable:
    """Groups drawn under the same heads; ``sides`` names cases and money, or is empty for one figure a row."""

    groups: list[GridGroup]
    sides: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(len(group.rows) for group in self.groups)


@dataclass
class Grid:
    tables: list[GridTable]

    @property
    def groups(self) -> list[GridGroup]:
        return [group for table in self.tables for group in table.groups]

    @property
    def rows(self) -> list[GridRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def slots(self) -> dict[str, Slot]:
        return {slot.code: slot for row in self.rows for slot in row.slots if slot}

    def row_of(self, code: str) -> GridRow | None:
        return next((row for row in self.rows if any(s and s.code == code for s in row.slots)), None)

    @property
    def refused(self) -> list[Slot]:
        """Cells whose typed text was not stored."""
        return [slot for slot in self.slots.values() if slot.entered]


def build_grid(sheet: Sheet, entered: Mapping[str, Entered] | None = None) -> Grid:
    """The grid of a sheet; ``entered`` holds texts that were not stored, by indicator code."""
    return _GridBuilder(sheet, entered or {}).grid()


def affected(code: str, sheet: Sheet) -> list[IndicatorRef]:
    """The sums and rates that change when a typed cell does."""
    return [i for i in sheet.indicators.values() if not i.is_typed and code in typed_cells(i.code, sheet.indicators)]


class _GridBuilder:
    def __init__(self, sheet: Sheet, entered: Mapping[str, Entered]):
        self.sheet = sheet
        self.entered = entered
        self.marks = _marks(sheet)
        self.order = 0

    def grid(self) -> Grid:
        tables: list[GridTable] = []
        groups = list(self.sheet.figures.groups(words.lang()))
        while groups:
            title, indicators = groups.pop(0)
            partner = next((g for g in groups if _are_partners(indicators, g[1])), None)
            if partner:
                groups.remove(partner)
                tables.append(self._paired(title, indicators, partner[1]))
            elif tables and not tables[-1].sides:
                tables[-1].groups.append(self._single(title, indicators))
            else:
                tables.append(GridTable([self._single(title, indicators)]))
        for number, group in enumerate((g for t in tables for g in t.groups), start=1):
            group.anchor = f"g{number}"
        self._tell(tables)
        return Grid(tables)

    def _single(self, title: str, indicators: Sequence[IndicatorRef]) -> GridGroup:
        self.order += 1
        stems = {_form_code(i) for i in indicators if i.formula}
        rows = [self._row(i.name(words.lang()), [i], self.order, stems) for i in indicators]
        return GridGroup(title, "", rows)

    def _paired(self, title: str, cases: Sequence[IndicatorRef], money: Sequence[IndicatorRef]) -> GridTable:
        self.order += 2
        stems = {_form_code(i) for i in cases if i.formula}
        rows = []
        for pair in _zipped(cases, money):
            names = [i.name(words.lang()) for i in pair if i]
            rows.append(self._row(_shared_name(names), list(pair), self.order - 1, stems))
        return GridTable([GridGroup(_shared_name([title, money[0].group(words.lang())]), "", rows)], columns.sides())

    def _row(self, name: str, indicators: list[IndicatorRef | None], order: int, stems: set[str]) -> GridRow:
        paired = len(indicators) > 1
        first = next(i for i in indicators if i)
        slots = [
            self._slot(i, order + n, first.code, [name, columns.side(i)] if paired else [name]) if i else None
            for n, i in enumerate(indicators)
        ]
        code = _form_code(first)
        for slot in slots[1:]:
            if slot:
                slot.is_edge = True
        is_part = code[-1:].isalpha() and code[:-1] in stems
        return GridRow(first.code, code, name, slots, is_part)

    def _slot(self, indicator: IndicatorRef, order: int, row_key: str, name: list[str]) -> Slot:
        sheet, code = self.sheet, indicator.code
        value = sheet.value(code)
        cell = sheet.cells.get(code, Cell())
        line = sheet.line(code)
        return Slot(
            indicator=indicator,
            order=order,
            row_key=row_key,
            label=", ".join(dict.fromkeys((*name, columns.unit(indicator)))),
            short=f"{_form_code(indicator)} {columns.side(indicator)}".strip(),
            text=columns.figure(indicator, value),
            why_open=columns.why_open(value),
            exact=columns.exact(indicator, cell),
            previous=columns.figure(indicator, sheet.previous_value(code)),
            previous_full=columns.figure_with_unit(indicator, sheet.previous_value(code)),
            last=columns.figure(indicator, sheet.last_value(code)),
            last_full=columns.figure_with_unit(indicator, sheet.last_value(code)),
            change=line.change / 100 if line.change is not None and indicator.is_rate else line.change,
            change_unit="points" if indicator.is_rate else "percent",
            better={"higher": "up", "lower": "down"}.get(indicator.direction, "none"),
            target=columns.target(indicator, line.target),
            cell=cell,
            version=sheet.version_of(code),
            mark=self.marks.get(code, ""),
            entered=self.entered.get(code),
            on_behalf=sheet.is_on_behalf(code),
        )

    def _tell(self, tables: list[GridTable]) -> None:
        """Puts what a failing relation says under the name of the first row it speaks of."""
        rows = {s.code: row for t in tables for g in t.groups for row in g.rows for s in row.slots if s}
        findings = self.sheet.findings
        for kind, outcomes in (("bad", findings.errors), ("warn", findings.questions)):
            for outcome in outcomes:
                row = rows.get(outcome.row)
                if row:
                    row.messages.append((kind, check_words.in_its_row(outcome.rule, self.sheet.indicators)))


def _marks(sheet: Sheet) -> dict[str, str]:
    found = dict.fromkeys((code for o in sheet.findings.questions for code in o.cells), "warn")
    return found | dict.fromkeys((code for o in sheet.findings.errors for code in o.cells), "bad")


def _form_code(indicator: IndicatorRef) -> str:
    """The code of the row in the paper form; where it stands for two rows, the one that is reported now."""
    return indicator.legacy_code.split(";")[-1]


def _are_partners(first: Sequence[IndicatorRef], second: Sequence[IndicatorRef]) -> bool:
    return {i.side for i in first} == {CasesOrMoney.CASES} and {i.side for i in second} == {CasesOrMoney.MONEY}


def _zipped(cases: Sequence[IndicatorRef], money: Sequence[IndicatorRef]):
    """Cases and money of one row of the form; what is counted in money alone follows its neighbour."""
    by_row = {i.legacy_code: i for i in money}
    pairs = [(i, by_row.pop(i.legacy_code, None)) for i in cases]
    for alone in by_row.values():
        before = money[money.index(alone) - 1].legacy_code if money.index(alone) else ""
        place = next((n for n, (c, m) in enumerate(pairs, 1) if (c or m).legacy_code == before), len(pairs))
        pairs.insert(place, (None, alone))
    return pairs


def _shared_name(names: list[str]) -> str:
    """What two names have in common: "Ủy thác - việc" and "Ủy thác - tiền" give "Ủy thác"."""
    if len(names) == 1:
        return names[0].rsplit(" - ", 1)[0]
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    shared = "".join(letters[0] for letters in same).rstrip(" -–")
    for word in (" về", " in"):
        shared = shared.removesuffix(word)
    return shared.rstrip(" -–") or names[0]
