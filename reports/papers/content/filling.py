"""Filling a wording: what stands in braces becomes runs, and ``[agency|agencies]`` follows the number before it."""

import re
from collections.abc import Iterable
from dataclasses import replace

from .model import FactRun, Run, Runs, TextRun

_PLACE = re.compile(r"\{(\w+)\}|\[([^\[\]|]*)\|([^\[\]|]*)\]")
ONE = ("1", "01")
AND = (" và ", " and ")


def filled(pattern: str, **values: str | Runs) -> list[Run]:
    """The wording with its values: a text is a stored fact; only the pattern's own words are ``TextRun``.

    Of two forms in brackets the first is for one, the second for any other value filled in last before it.
    """
    runs: list[Run] = []
    last, at = "", 0
    for match in _PLACE.finditer(pattern):
        runs += [TextRun(pattern[at : match.start()])]
        name, one, many = match.groups()
        if name is None:
            runs.append(TextRun(one if last in ONE else many))
        else:
            value = values[name]
            held = value if isinstance(value, tuple) else (FactRun(value),)
            runs += held
            last = held[-1].text if held else last
        at = match.end()
    runs.append(TextRun(pattern[at:]))
    return _joined(runs)


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Plain words that follow one another as one run; empty ones are left out."""
    found: list[Run] = []
    for run in runs:
        before = found[-1] if found else None
        if isinstance(run, TextRun) and isinstance(before, TextRun) and _alike(run, before):
            found[-1] = replace(before, text=before.text + run.text)
        elif run.text:
            found.append(run)
    return found


def _alike(one: TextRun, other: TextRun) -> bool:
    return (one.bold, one.italic) == (other.bold, other.italic)


def listed(names: Iterable[str], lang: str) -> Runs:
    """Names in a sentence: A, B và C."""
    held = list(names)
    runs: list[Run] = []
    for number, name in enumerate(held):
        if number:
            runs.append(TextRun(AND[lang == "en"] if number == len(held) - 1 else ", "))
        runs.append(FactRun(name))
    return tuple(runs)


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def capitalised(runs: Iterable[Run]) -> Runs:
    """The runs as a sentence begins."""
    first, *others = runs
    return (replace(first, text=upper_first(first.text)), *others)


__all__ = ["capitalised", "filled", "listed", "upper_first"]
