"""What stands in the way of a catalogue that somebody sends, and what it would change. Plain values only.

The lines of a file stand for the whole catalogue of the blocks one may change: what is not among them goes. Every
problem is found at once, each at its row and column.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from emulation_portal.lib.text import search_key
from results.checks import THIS
from results.figures import expressions

from . import relations

Value = str | int | bool | None
Values = Mapping[str, Value]
Key = tuple[str, ...]  # an indicator's code; a check's block and code

# Whatever is printed of an indicator: with figures, targets or promises of it these stay as they are.
PRINTED = (
    *("block", "ordinal", "group_vi", "group_en", "name_vi", "name_en", "legacy_code", "side", "unit_vi", "unit_en"),
    *("value_type", "aggregation", "direction", "numerator", "denominator", "formula", "calendar", "cumulative"),
    *("required", "entry_scale", "is_headline", "definition_vi", "definition_en"),
)
# What an edition may say otherwise from a year on.
EDITED = (
    *("name_vi", "name_en", "unit_vi", "unit_en", "numerator", "denominator", "formula", "calendar", "required"),
    *("definition_vi", "definition_en"),
)
PREFIX_OF_SCOPE = {
    "same_submission": "",
    "previous_period": "previous",
    "same_period": "same_period",
    "last_year_end": "last_year",
    "published": "published",
}


class SheetKind(StrEnum):
    INDICATORS = "indicators"
    CHECKS = "checks"


class Flaw(StrEnum):
    """What is wrong with one line of a catalogue."""

    TWICE = "twice"
    CASE_TWIN = "case_twin"
    BAD_CODE = "bad_code"
    OTHER_BLOCK = "other_block"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_CALENDAR = "unknown_calendar"
    UNIT_OF_KIND = "unit_of_kind"
    PARTS_MISSING = "parts_missing"
    PARTS_OF_NO_RATE = "parts_of_no_rate"
    UNREADABLE = "unreadable"
    UNKNOWN_CODE = "unknown_code"
    CYCLE = "cycle"
    BELOW = "below"
    OTHER_SCOPE = "other_scope"
    YEARS_TURNED = "years_turned"
    REMOVED_IN_USE = "removed_in_use"
    REMOVED_REFERENCE = "removed_reference"
    ENDS_IN_USE = "ends_in_use"
    CHANGED_IN_USE = "changed_in_use"
    NEW_IN_THE_PAST = "new_in_the_past"


@dataclass(frozen=True, slots=True)
class SentLine:
    """One row of a sheet; ``row`` is its number in the file, 0 where it stands in none."""

    row: int
    values: Values

    def says(self, *names: str) -> bool:
        """Whether all these columns could be read."""
        return all(name in self.values for name in names)

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "")

    def year(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) else None


@dataclass(frozen=True, slots=True)
class SentProblem:
    """A flaw with the place it stands at; ``column`` is the name of a column, ``told`` what the words need."""

    sheet: SheetKind
    row: int
    column: str
    flaw: Flaw
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredCatalogue:
    """What is stored: values by key, the years in which each indicator is used, and what else lines may name.

    ``calendars``: what they are called, by block and code. ``reference``: keys of the reference data, which loading
    would bring back. ``blocks``: those one may change.
    ``year``: the year that runs; what is new must not come into the books of the years before. ``named``: the first
    years of editions that are an indicator's own or made of it.
    """

    indicators: Mapping[Key, Values]
    checks: Mapping[Key, Values]
    used: Mapping[str, Sequence[int]]
    reference: frozenset[Key]
    units: frozenset[str]
    calendars: Mapping[tuple[str, str], str]
    blocks: frozenset[str]
    year: int = 0
    named: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """One difference: a whole line that comes (``old`` None) or goes (``new`` None), or one ``column`` of it."""

    sheet: SheetKind
    key: Key
    column: str
    old: Value
    new: Value
    kind: str = "changed"  # or added, removed


class SentCatalogue:
    """The lines of a file beside what is stored."""

    def __init__(self, indicators: Sequence[SentLine], checks: Sequence[SentLine], stored: StoredCatalogue):
        self.indicators, self.checks, self.stored = indicators, checks, stored

    # -- keys -----------------------------------------------------------------------------------------------------
    @cached_property
    def lines(self) -> dict[SheetKind, dict[Key, SentLine]]:
        """The lines by key, the first where one stands twice."""
        found: dict[SheetKind, dict[Key, SentLine]] = {SheetKind.INDICATORS: {}, SheetKind.CHECKS: {}}
        for sheet, line in self._all():
            found[sheet].setdefault(key_of(sheet, line.values), line)
        return found

    def _all(self) -> Iterator[tuple[SheetKind, SentLine]]:
        yield from ((SheetKind.INDICATORS, line) for line in self.indicators)
        yield from ((SheetKind.CHECKS, line) for line in self.checks)

    def _stored(self, sheet: SheetKind) -> Mapping[Key, Values]:
        return self.stored.indicators if sheet is SheetKind.INDICATORS else self.stored.checks

    @cached_property
    def catalogue(self) -> dict[str, SentLine]:
        """Every indicator as it would be, by code: those of the file, and the stored ones of other blocks."""
        kept = {
            key[0]: SentLine(0, values)
            for key, values in self.stored.indicators.items()
            if values["block"] not in self.stored.blocks
        }
        return kept | {key[0]: line for key, line in self.lines[SheetKind.INDICATORS].items()}

    @cached_property
    def parts(self) -> dict[str, tuple[str, ...]]:
        return {code: _parts(line) for code, line in self.catalogue.items()}

    # -- problems -------------------------------------------------------------------------------------------------
    def problems(self) -> list[SentProblem]:
        """All of them, by sheet and row."""
        found = [
            *self._of_keys(),
            *(problem for line in self.indicators for problem in self._of_indicator(line)),
            *self._cycles(),
            *(problem for line in self.checks for problem in self._of_check(line)),
            *self._removed(),
        ]
        sheets = list(SheetKind)
        return sorted(found, key=lambda p: (sheets.index(p.sheet), p.row))

    def _of_keys(self) -> Iterator[SentProblem]:
        for sheet in SheetKind:
            seen: dict[tuple[str, ...], tuple[Key, int]] = {}
            stored = {_folded(key): key for key in self._stored(sheet)}
            for line in self.indicators if sheet is SheetKind.INDICATORS else self.checks:
                key = key_of(sheet, line.values)
                first = seen.setdefault(_folded(key), (key, line.row))
                twin = stored.get(_folded(key), key)
                if first[1] != line.row and first[0] == key:
                    yield SentProblem(sheet, line.row, "code", Flaw.TWICE, {"code": key[-1], "row": str(first[1])})
                elif first[0] != key or twin != key:
                    other = first[0] if first[0] != key else twin
                    yield SentProblem(sheet, line.row, "code", Flaw.CASE_TWIN, {"code": key[-1], "other": other[-1]})
                elif sheet is SheetKind.INDICATORS and not _is_code(key[0]):
                    yield SentProblem(sheet, line.row, "code", Flaw.BAD_CODE, {"code": key[0]})

    def _of_indicator(self, line: SentLine) -> Iterator[SentProblem]:
        code, sheet = line.text("code"), SheetKind.INDICATORS
        yield from self._of_block(sheet, line)
        yield from _of_years(sheet, line)
        if line.says("unit_vi", "value_type"):
            yield from self._of_unit(line)
        if line.says("block", "calendar") and self._calendar(line) not in self.stored.calendars:
            known = sorted(calendar for block, calendar in self.stored.calendars if block == line.text("block"))
            told = {"calendar": line.text("calendar"), "known": ", ".join(known)}
            yield SentProblem(sheet, line.row, "calendar", Flaw.UNKNOWN_CALENDAR, told)
        if line.says("value_type", "numerator", "denominator", "formula", "block", "code"):
            yield from self._of_parts(line)
        yield from self._in_use(code, line)

    def _of_unit(self, line: SentLine) -> Iterator[SentProblem]:
        unit = line.text("unit_vi")
        if unit not in self.stored.units:
            alike = [each for each in sorted(self.stored.units) if search_key(each) == search_key(unit)]
            told = {"unit": unit, "known": ", ".join(alike or sorted(self.stored.units))}
            yield SentProblem(SheetKind.INDICATORS, line.row, "unit_vi", Flaw.UNKNOWN_UNIT, told)
        elif (unit == "%") != (line.text("value_type") == "rate"):
            yield SentProblem(SheetKind.INDICATORS, line.row, "unit_vi", Flaw.UNIT_OF_KIND)

    def _calendar(self, line: SentLine) -> tuple[str, str]:
        return line.text("block"), line.text("calendar")

    def _of_block(self, sheet: SheetKind, line: SentLine) -> Iterator[SentProblem]:
        if line.text("block") in self.stored.blocks or not line.says("block"):
            return
        old = self._stored(sheet).get(key_of(sheet, line.values))
        if old is None or differing(old, line.values):
            yield SentProblem(sheet, line.row, "block", Flaw.OTHER_BLOCK)

    def _of_parts(self, line: SentLine) -> Iterator[SentProblem]:
        sheet, is_rate = SheetKind.INDICATORS, line.text("value_type") == "rate"
        for column in ("numerator", "denominator"):
            if is_rate and not line.text(column):
                yield SentProblem(sheet, line.row, column, Flaw.PARTS_MISSING)
            elif not is_rate and line.text(column):
                yield SentProblem(sheet, line.row, column, Flaw.PARTS_OF_NO_RATE)
            elif line.text(column):
                yield from self._known(sheet, line, column, [line.text(column)])
        if line.text("formula"):
            yield from self._of_formula(line, is_rate=is_rate)

    def _of_formula(self, line: SentLine, *, is_rate: bool) -> Iterator[SentProblem]:
        sheet, formula = SheetKind.INDICATORS, line.text("formula")
        if is_rate or not _is_formula(formula):
            yield SentProblem(sheet, line.row, "formula", Flaw.UNREADABLE, {"said": formula})
            return
        names = relations.named(formula)
        unknown = list(self._known(sheet, line, "formula", names))
        yield from unknown
        if not unknown and not self._is_in_cycle(line.text("code")):
            below = [name for name in names if self._order(name) >= self._order(line.text("code"))]
            if below:
                yield SentProblem(sheet, line.row, "formula", Flaw.BELOW, {"codes": ", ".join(below)})

    def _order(self, code: str) -> int:
        return self.catalogue[code].year("ordinal") or 0

    def _known(self, sheet: SheetKind, line: SentLine, column: str, names: Iterable[str]) -> Iterator[SentProblem]:
        """Codes of the same block only: figures of another block are in other reports."""
        block = line.text("block")
        known = {code for code, each in self.catalogue.items() if each.text("block") == block} | {THIS}
        unknown = [name for name in names if name not in known]
        if unknown:
            yield SentProblem(sheet, line.row, column, Flaw.UNKNOWN_CODE, {"codes": ", ".join(unknown)})

    def _is_in_cycle(self, code: str) -> bool:
        return any(code in cycle for cycle in self._found_cycles)

    @cached_property
    def _found_cycles(self) -> list[tuple[str, ...]]:
        return cycles(self.parts)

    def _cycles(self) -> Iterator[SentProblem]:
        for cycle in self._found_cycles:
            line = self.catalogue[cycle[0]]
            column = "formula" if line.text("formula") else "numerator"
            told = {"path": " → ".join((*cycle, cycle[0]))}
            yield SentProblem(SheetKind.INDICATORS, line.row, column, Flaw.CYCLE, told)

    def _in_use(self, code: str, line: SentLine) -> Iterator[SentProblem]:
        old, used = self.stored.indicators.get((code,)), self.stored.used.get(code)
        first = line.year("valid_from_year")
        if old is None and self.stored.used and line.says("valid_from_year") and (first or 0) < self.stored.year:
            told = {"year": str(self.stored.year)}
            yield SentProblem(SheetKind.INDICATORS, line.row, "valid_from_year", Flaw.NEW_IN_THE_PAST, told)
        if old is None or not used:
            return
        years = ", ".join(map(str, used))
        last = line.year("valid_to_year")
        if last is not None and last < max(used) and last != old["valid_to_year"]:
            told = {"years": years, "last": str(max(used))}
            yield SentProblem(SheetKind.INDICATORS, line.row, "valid_to_year", Flaw.ENDS_IN_USE, told)
        if first is not None and first > min(used) and first != old["valid_from_year"]:
            told = {"years": years, "last": str(min(used))}
            yield SentProblem(SheetKind.INDICATORS, line.row, "valid_from_year", Flaw.ENDS_IN_USE, told)
        for column in differing(old, line.values):
            if column in PRINTED:
                yield SentProblem(SheetKind.INDICATORS, line.row, column, Flaw.CHANGED_IN_USE, {"years": years})

    def _of_check(self, line: SentLine) -> Iterator[SentProblem]:
        sheet, expression = SheetKind.CHECKS, line.text("expression")
        yield from self._of_block(sheet, line)
        yield from _of_years(sheet, line)
        if not line.says("block", "scope", "expression", "exempt"):
            return
        yield from self._known(sheet, line, "exempt", line.text("exempt").split())
        try:
            expressions.require_check(expression)
        except expressions.UnsafeExpression:
            yield SentProblem(sheet, line.row, "expression", Flaw.UNREADABLE, {"said": expression})
            return
        yield from self._known(sheet, line, "expression", relations.named(expression))
        used = {name.partition(".")[0] for name in expressions.names(expression) if "." in name}
        if used != {PREFIX_OF_SCOPE[line.text("scope")]} - {""}:
            yield SentProblem(sheet, line.row, "scope", Flaw.OTHER_SCOPE)

    def _removed(self) -> Iterator[SentProblem]:
        for sheet, key in self.removed():
            known = (self.stored.used, self.stored.named) if sheet is SheetKind.INDICATORS else ()
            used = sorted({year for years in known for year in years.get(key[0], ())})
            if used:
                told = {"code": key[-1], "years": ", ".join(map(str, used))}
                yield SentProblem(sheet, 0, "code", Flaw.REMOVED_IN_USE, told)
            elif (sheet.value, *key) in self.stored.reference:
                yield SentProblem(sheet, 0, "code", Flaw.REMOVED_REFERENCE, {"code": key[-1]})

    # -- what would change ----------------------------------------------------------------------------------------
    def removed(self) -> list[tuple[SheetKind, Key]]:
        """What is stored in one's own blocks and stands in no line."""
        return [
            (sheet, key)
            for sheet in SheetKind
            for key, values in self._stored(sheet).items()
            if values["block"] in self.stored.blocks and key not in self.lines[sheet]
        ]

    def changes(self) -> list[CatalogueChange]:
        """New lines, changed columns, removed lines, in the order of the file."""
        found = []
        for sheet in SheetKind:
            for key, line in self.lines[sheet].items():
                old = self._stored(sheet).get(key)
                if old is None:
                    found.append(CatalogueChange(sheet, key, "", None, line.text(told_by(sheet)), "added"))
                else:
                    columns = differing(old, line.values)
                    found += [CatalogueChange(sheet, key, each, old[each], line.values[each]) for each in columns]
        for sheet, key in self.removed():
            old = self._stored(sheet)[key]
            found.append(CatalogueChange(sheet, key, "", str(old[told_by(sheet)]), None, "removed"))
        return found


def told_by(sheet: SheetKind) -> str:
    """The column that tells what a whole line is about."""
    return "name_vi" if sheet is SheetKind.INDICATORS else "message_vi"


def key_of(sheet: SheetKind, values: Values) -> Key:
    code = str(values.get("code") or "")
    return (code,) if sheet is SheetKind.INDICATORS else (str(values.get("block") or ""), code)


def differing(old: Values, new: Values) -> list[str]:
    """The columns in which a line says something else than what is stored; columns it lacks say nothing."""
    return [name for name, value in old.items() if name in new and new[name] != value]


def cycles(parts: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Every ring of indicators that are worked out from one another, each once, begun with its first in the order.

    >>> cycles({"a": ["b"], "b": ["c", "x"], "c": ["b"], "d": ["d"]})
    [('b', 'c'), ('d',)]
    """
    found: dict[frozenset[str], tuple[str, ...]] = {}
    order = {code: at for at, code in enumerate(parts)}
    done: set[str] = set()
    for start in parts:
        path: list[str] = []
        waiting: list[tuple[str, bool]] = [(start, False)]
        while waiting:
            code, leaving = waiting.pop()
            if leaving:
                path.pop()
                done.add(code)
            elif code in path:
                ring = path[path.index(code) :]
                first = ring.index(min(ring, key=lambda each: order[each]))
                found.setdefault(frozenset(ring), (*ring[first:], *ring[:first]))
            elif code not in done and code in parts:
                path.append(code)
                waiting.append((code, True))
                waiting += [(part, False) for part in reversed(list(parts[code]))]
    return list(found.values())


def _parts(line: SentLine) -> tuple[str, ...]:
    return relations.parts_of(line.text("formula"), line.text("numerator"), line.text("denominator"))


def _of_years(sheet: SheetKind, line: SentLine) -> Iterator[SentProblem]:
    first, last = line.year("valid_from_year"), line.year("valid_to_year")
    if first is not None and last is not None and last < first:
        yield SentProblem(sheet, line.row, "valid_to_year", Flaw.YEARS_TURNED)


def _folded(key: Key) -> Key:
    return tuple(part.casefold() for part in key)


def _is_code(code: str) -> bool:
    try:
        return expressions.names(code) == (code,) and "." not in code and code != THIS
    except expressions.UnsafeExpression:
        return False


def _is_formula(formula: str) -> bool:
    try:
        expressions.require_formula(formula)
    except expressions.UnsafeExpression:
        return False
    return THIS not in relations.named(formula)


__all__ = [
    "CatalogueChange",
    "Flaw",
    "SentCatalogue",
    "SentLine",
    "SentProblem",
    "SheetKind",
    "StoredCatalogue",
    "cycles",
    "differing",
    "key_of",
]
