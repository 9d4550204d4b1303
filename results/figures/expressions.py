"""Reading the relations between indicators: check expressions and the formulas of derived sums. Plain values only.

An expression holds indicator codes, whole and decimal numbers, ``+ - * /``, comparisons, ``and``, ``abs()`` and the
prefixes ``previous.`` (the period before), ``same_period.`` (the same period of last year), ``last_year.`` (the end of
last year) and ``published.`` (a figure in print). Nothing else is read, so nothing else can run. Arithmetic is exact:
0.01 is one hundredth.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

Number = int | Fraction
Work = Callable[[Mapping[str, Number]], Number]

PREFIXES = ("previous", "same_period", "last_year", "published")

_MAX_LENGTH = 400
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NUMERAL = re.compile(r"\d{1,30}(?:\.\d{1,30})?")
_ARITHMETIC: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: Fraction,
}
_EQUALITY: dict[type[ast.cmpop], Callable[[object, object], bool]] = {ast.Eq: operator.eq, ast.NotEq: operator.ne}
_ORDER: dict[type[ast.cmpop], Callable[[Number, Number], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Number, Number], bool]] = {**_EQUALITY, **_ORDER}


class UnsafeExpression(ValueError):
    """The text is not an expression of this small language."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check says: ``holds`` is None when it was skipped, for want of a value or because it divides by zero.

    ``operands`` are the values by name in the order they are written, ``missing`` the names without one.
    """

    holds: bool | None
    operands: dict[str, Number | None]
    missing: tuple[str, ...]


def names(expression: str) -> tuple[str, ...]:
    """The indicator codes in an expression, with their prefixes, each once and in the order written."""
    return _read(expression).names


def require_check(expression: str) -> None:
    """UnsafeExpression unless the text is a relation that can hold or not."""
    if not _read(expression).is_relation:
        raise UnsafeExpression(f"{expression!r} compares nothing")


def require_formula(expression: str) -> None:
    """UnsafeExpression unless the text adds, subtracts or multiplies whole numbers of the same submission."""
    read = _read(expression)
    nodes = list(ast.walk(read.body))
    if read.is_relation or any("." in name for name in read.names):
        raise UnsafeExpression(f"{expression!r} is not a formula")
    if any(isinstance(node, ast.Div) or (isinstance(node, ast.Constant) and _is_decimal(node)) for node in nodes):
        raise UnsafeExpression(f"{expression!r} may leave the whole numbers")


def evaluate(expression: str, values: Mapping[str, Number | Decimal | None]) -> Outcome:
    """Whether a check holds for these values, by name with prefix; UnsafeExpression if it is not a check."""
    require_check(expression)
    read = _read(expression)
    operands = {name: _exact(values.get(name)) for name in read.names}
    known = {name: value for name, value in operands.items() if value is not None}
    if len(known) < len(operands):
        return Outcome(None, operands, tuple(name for name in operands if name not in known))
    try:
        return Outcome(bool(read.work(known)), operands, ())
    except ZeroDivisionError:
        return Outcome(None, operands, ())


def evaluate_formula(formula: str, values: Mapping[str, int | None]) -> int | None:
    """The derived sum, or None when any of its operands is missing; UnsafeExpression if it is not a formula."""
    read = _formula(formula)
    known = {name: value for name in read.names if (value := values.get(name)) is not None}
    return int(read.work(known)) if len(known) == len(read.names) else None


@dataclass(frozen=True, slots=True)
class _Read:
    body: ast.expr
    names: tuple[str, ...]
    is_relation: bool
    work: Work


@lru_cache(maxsize=512)
def _read(expression: str) -> _Read:
    if len(expression) > _MAX_LENGTH:
        raise UnsafeExpression("the expression is too long")
    text = expression.strip()
    try:
        body = ast.parse(text, mode="eval").body
        found: list[str] = []
        is_relation = _reads_relation(body, text, found)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        if isinstance(error, UnsafeExpression):
            raise
        raise UnsafeExpression(f"{expression!r} cannot be read") from error
    return _Read(body, tuple(dict.fromkeys(found)), is_relation, _worked_out(body))


@lru_cache(maxsize=512)
def _formula(expression: str) -> _Read:
    require_formula(expression)
    return _read(expression)


def _reads_relation(node: ast.expr, text: str, found: list[str]) -> bool:
    """Whether the node is a relation (True) or a number (False), after looking at everything in it."""
    match node:
        case ast.Constant():
            _read_numeral(node, text)
            return False
        case ast.Name() | ast.Attribute():
            found.append(_name(node))
            return False
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not isinstance(operand, ast.UnaryOp):
            return _reads_number(operand, text, found)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return _reads_number(left, text, found) or _reads_number(right, text, found)
        case ast.Call(func=ast.Name(id="abs"), args=[ast.expr() as operand], keywords=[]):
            return _reads_number(operand, text, found)
        case ast.BoolOp(op=ast.And(), values=parts):
            return _reads_conjunction(parts, text, found)
        case ast.Compare(left=left, ops=ops, comparators=rights):
            return _reads_comparison([left, *rights], ops, text, found)
    raise UnsafeExpression(f"{text!r} uses {type(node).__name__}, which is not allowed")


def _reads_number(node: ast.expr, text: str, found: list[str]) -> bool:
    if _reads_relation(node, text, found):
        raise UnsafeExpression(f"{text!r} calculates with a relation")
    return False


def _reads_conjunction(parts: list[ast.expr], text: str, found: list[str]) -> bool:
    kinds = [_reads_relation(part, text, found) for part in parts]
    if not all(kinds):
        raise UnsafeExpression(f"{text!r} joins a number with 'and'")
    return True


def _reads_comparison(sides: list[ast.expr], ops: list[ast.cmpop], text: str, found: list[str]) -> bool:
    kinds = {_reads_relation(side, text, found) for side in sides}
    allowed = _EQUALITY if kinds == {True} else _COMPARISONS
    if len(kinds) > 1 or any(type(op) not in allowed for op in ops):
        raise UnsafeExpression(f"{text!r} compares what cannot be compared")
    return True


def _read_numeral(node: ast.Constant, text: str) -> None:
    """Replace the parsed number by the exact one that is written: a float would have lost digits already."""
    written = ast.get_source_segment(text, node) or ""
    if not _NUMERAL.fullmatch(written):
        raise UnsafeExpression(f"{written!r} is not a plain number")
    exact = Fraction(written) if "." in written else int(written)
    node.value = exact  # type: ignore[assignment]  # the parser itself never makes a fraction; only _worked_out reads it


def _is_decimal(node: ast.Constant) -> bool:
    return isinstance(node.value, Fraction)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) if _NAME.fullmatch(name) and name not in PREFIXES:
            return name
        case ast.Attribute(value=ast.Name(id=prefix), attr=name) if prefix in PREFIXES and _NAME.fullmatch(name):
            return f"{prefix}.{name}"
    raise UnsafeExpression("a name is an indicator code, alone or after one of the known prefixes")


def _worked_out(node: ast.expr) -> Work:
    """What works a node out from the operands; made once, asked for every report."""
    match node:
        case ast.Constant(value=number) if isinstance(number, int | Fraction):
            return lambda operands: number
        case ast.UnaryOp(operand=operand):
            inner = _worked_out(operand)
            return lambda operands: -inner(operands)
        case ast.BinOp(left=left, op=op, right=right):
            work, one, other = _ARITHMETIC[type(op)], _worked_out(left), _worked_out(right)
            return lambda operands: work(one(operands), other(operands))
        case ast.Call(args=[operand]):
            return _size(_worked_out(operand))
        case ast.BoolOp(values=parts):
            return _together([_worked_out(part) for part in parts])
        case ast.Compare(left=left, ops=ops, comparators=rights):
            return _compared([_worked_out(side) for side in (left, *rights)], [_COMPARISONS[type(op)] for op in ops])
    return operator.itemgetter(_name(node))


def _size(inner: Work) -> Work:
    def work(operands: Mapping[str, Number]) -> Number:
        number = inner(operands)
        return -number if number < 0 else number

    return work


def _together(parts: list[Work]) -> Work:
    def work(operands: Mapping[str, Number]) -> bool:
        # Every part is worked out first: one that divides by zero skips the check, whatever the others say.
        holds = [part(operands) for part in parts]
        return all(holds)

    return work


def _compared(sides: list[Work], relations: list[Callable[[Number, Number], bool]]) -> Work:
    def work(operands: Mapping[str, Number]) -> bool:
        found = [side(operands) for side in sides]
        return all(holds(found[at], found[at + 1]) for at, holds in enumerate(relations))

    return work


def _exact(value: Number | Decimal | None) -> Number | None:
    return Fraction(value) if isinstance(value, Decimal) else value
