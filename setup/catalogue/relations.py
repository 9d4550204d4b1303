"""What names what in the catalogue: the parts of an indicator, and the relations of checks. Plain values only."""

import re
from collections.abc import Callable, Iterable, Mapping

from results.figures import expressions

_NAME = re.compile(r"(?:([a-z_]+)\.)?([a-z][a-z0-9_]*)")
_SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "*": "×", "-": "−"}
_SIGN = re.compile(r"==|!=|<=|>=|\*|-")
_DECIMAL = re.compile(r"\d+\.\d+")


def named(expression: str) -> tuple[str, ...]:
    """The codes an expression names, without their prefixes, each once; none where it cannot be read."""
    try:
        found = expressions.names(expression) if expression else ()
    except expressions.UnsafeExpression:
        return ()
    return tuple(dict.fromkeys(name.rpartition(".")[2] for name in found))


def parts_of(formula: str, numerator: str, denominator: str) -> tuple[str, ...]:
    """The codes an indicator is worked out from; none where it is typed."""
    return tuple(filter(None, (numerator, denominator))) or named(formula)


def used_in(parts: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The other way round: the indicators that are worked out from each code, in their order."""
    found: dict[str, list[str]] = {}
    for code, names in parts.items():
        for name in dict.fromkeys(names):
            found.setdefault(name, []).append(code)
    return found


def spoken(expression: str, name: Callable[[str], str], side: Callable[[str], str], both: str, point: str = ",") -> str:
    """An expression with names in place of codes and the signs of print; ``side`` names what a prefix stands for,
    ``both`` is the word between two relations, ``point`` the decimal sign.

    >>> spoken("a <= b * 0.5 and c > 0", str.upper, str, "và")
    'A ≤ B × 0,5 và C > 0'
    """
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return f"\0{len(kept) - 1}\0"

    def word(match: re.Match[str]) -> str:
        prefix, code = match.groups()
        if prefix:
            return keep(f"{name(code)} ({side(prefix)})")
        return keep(both if code == "and" else code if code == "abs" else name(code))

    text = _DECIMAL.sub(lambda match: keep(match[0].replace(".", point)), expression)
    text = _NAME.sub(word, text)
    text = _SIGN.sub(lambda match: _SIGNS[match[0]], text)
    for at, piece in enumerate(kept):
        text = text.replace(f"\0{at}\0", piece)
    return " ".join(text.split())


__all__ = ["named", "parts_of", "spoken", "used_in"]
