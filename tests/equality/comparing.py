"""Two collections side by side: what is missing, what is new, what differs and how."""

import difflib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

LINES_SHOWN = 14
NAMES_SHOWN = 4


class Allowed:
    """A file of what may differ, a rule a line: a pattern of outputs (as `thuky/s~*`), alone or, after a space, with an
    expression: then only lines that it matches are left out on both sides. Lines with # are remarks."""

    def __init__(self, path: Path | None = None):
        lines = path.read_text().splitlines() if path else []
        rules = [line.split(None, 1) for line in lines if line.strip() and not line.startswith("#")]
        self.outputs = [rule[0] for rule in rules if len(rule) == 1]
        self.lines = [(rule[0], re.compile(rule[1])) for rule in rules if len(rule) == 2]

    def allows(self, name: str) -> bool:
        """Whether the output may be missing, new or whatever."""
        return any(fnmatchcase(name, pattern) for pattern in self.outputs)

    def lines_of(self, name: str, text: str) -> list[str]:
        """The lines of an output that have to be equal."""
        left_out = [expression for pattern, expression in self.lines if fnmatchcase(name, pattern)]
        return [line for line in text.splitlines() if not any(each.search(line) for each in left_out)]


@dataclass
class Comparison:
    """``differing``: outputs by the lines that differ, so that one cause is told once."""

    equal: int = 0
    missing: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    differing: dict[tuple[str, ...], list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def is_equal(self) -> bool:
        return not (self.missing or self.new or self.differing)


def read_comparison(before: Path, after: Path, allowed: Allowed, only: Sequence[str] = ("*",)) -> Comparison:
    """Every output of either collection that is asked for, but those that may differ."""
    found = Comparison()
    names = {side: {str(path.relative_to(side)) for path in side.rglob("*.txt")} for side in (before, after)}
    for name in sorted(names[before] | names[after]):
        if allowed.allows(name) or not any(fnmatchcase(name, pattern) for pattern in only):
            continue
        if name not in names[after]:
            found.missing.append(name)
        elif name not in names[before]:
            found.new.append(name)
        elif lines := _differing(before / name, after / name, name, allowed):
            found.differing[lines].append(name)
        else:
            found.equal += 1
    return found


def _differing(before: Path, after: Path, name: str, allowed: Allowed) -> tuple[str, ...]:
    old, new = before.read_text(), after.read_text()
    if old == new:
        return ()
    lines = (allowed.lines_of(name, old), allowed.lines_of(name, new))
    told = list(difflib.unified_diff(*lines, lineterm="", n=0))[2:]
    return tuple(line for line in told if not line.startswith("@@"))


def compare(
    before: Path, after: Path, *, allow: Path | None = None, only: Sequence[str] = ("*",), shown: int = 20
) -> int:
    """Print the comparison; 0 where all that has to be equal is, 1 else, 2 where there is nothing to compare."""
    found = read_comparison(before, after, Allowed(allow), only)
    for title, names in (("missing", found.missing), ("new", found.new)):
        for name in names[:shown]:
            print(f"{title}: {name}")
        if len(names) > shown:
            print(f"{title}: {len(names) - shown} more")
    groups = sorted(found.differing.items(), key=lambda group: -len(group[1]))
    for lines, names in groups[:shown]:
        _print_group(lines, names)
    if len(groups) > shown:
        print(f"\n{len(groups) - shown} more unlike differences")
    count = sum(len(names) for names in found.differing.values())
    print(f"{found.equal} equal, {count} differ, {len(found.missing)} missing, {len(found.new)} new")
    if not found.equal and found.is_equal:
        print("nothing was compared")
        return 2
    return 0 if found.is_equal else 1


def _print_group(lines: tuple[str, ...], names: list[str]) -> None:
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    print(f"\ndiffers: {', '.join(names[:NAMES_SHOWN])}{more}")
    for line in lines[:LINES_SHOWN]:
        print(f"  {line[:240]}")
    if len(lines) > LINES_SHOWN:
        print(f"  … {len(lines) - LINES_SHOWN} more lines")
