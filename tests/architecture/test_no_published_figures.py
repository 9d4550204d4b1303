"""The portal computes what it shows: no figure of the published review stands in code, templates, scripts or words.

They live in the tables of reference and demonstration data, from which every page and file works them out again.
"""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.project import ROOT

SUFFIXES = {".py", ".html", ".txt", ".js", ".css", ".po", ".svg", ".json"}
LEFT_OUT = ("tests/", "docs/", "requirements")
# Each figure as digits: thousands may be grouped by a point, a comma or a space, decimals written with either mark.
FIGURES = {
    "cases completed": r"86[.,  _]?359",
    "completion rate in cases": r"(?:84[.,]54|0[.,]8454)",
    "gap in cases": r"1[.,]29",
    "money completed": r"7[.,  _]?957",
    "completion rate in money": r"(?:50[.,]08|0[.,]5008)",
    "gap in money": r"4[.,]35",
    "drafts appraised": r"468",
}
PATTERNS = {name: re.compile(rf"(?<![\w.,#]){digits}(?!\w)(?![.,]\d)") for name, digits in FIGURES.items()}


def sources() -> list[Path]:
    """Everything under version control, or about to be, that is code or words and not data, tests or documents."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - an exported tree may lack it
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listed.stdout.split("\n") if listed.returncode == 0 else _walked()
    found = [ROOT / n for n in names if Path(n).suffix in SUFFIXES and not n.startswith(LEFT_OUT)]
    return [path for path in found if path.is_file()] + [ROOT / "run"]


def _walked() -> list[str]:
    """An exported tree has no history; the folders that a working copy makes are passed over."""
    made = {".venv", "var", "__pycache__", "node_modules"}
    return [
        str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts[:-1])
    ]


def found_in(text: str) -> list[str]:
    return [name for name, pattern in PATTERNS.items() if pattern.search(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("86.359 việc", ["cases completed"]),
        ("value = 86359", ["cases completed"]),
        ("đạt 84,54%", ["completion rate in cases"]),
        ("+1,29 điểm", ["gap in cases"]),
        ("7.957 tỷ", ["money completed"]),
        ("total == 468", ["drafts appraised"]),
        ("width 14.686, 1.290, 11,29, 0.84541, 4680, 21.468", []),
        ("#468abc", []),
    ],
)
def test_search_finds_figures_in_any_writing_and_nothing_else(text, expected):
    assert found_in(text) == expected


def test_no_published_figure_in_code_templates_or_words():
    listed = sources()
    assert len(listed) > 100
    offending = {
        str(path.relative_to(ROOT)): found for path in listed if (found := found_in(path.read_text(encoding="utf-8")))
    }
    assert offending == {}
