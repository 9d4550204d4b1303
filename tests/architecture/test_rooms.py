"""The shape of the house: no room holds too much, no folder too many files, class names and words have one home."""

import ast
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.support.project import PACKAGES, ROOT

OF_AN_APP, OF_A_PACKAGE = 0.32, 0.12  # of the lines of production
FILES = 16
# Names that the framework looks for: every model and form has one of its own.
ASKED_FOR = {"Command", "Media", "Meta", "Migration"}


def production() -> list[Path]:
    """Python files of the rooms, relative to the project, without migrations."""
    found = (path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def shares(depth: int) -> dict[str, float]:
    """How much of all lines stands in each folder that many levels down."""
    lines: Counter[str] = Counter()
    for path in production():
        if len(path.parts) > depth:
            lines["/".join(path.parts[:depth])] += len((ROOT / path).read_text(encoding="utf-8").splitlines())
    whole = sum(len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in production())
    return {folder: count / whole for folder, count in lines.items()}


def test_no_room_holds_more_than_its_share():
    assert {app: round(share, 3) for app, share in shares(1).items() if share > OF_AN_APP} == {}
    assert {package: round(share, 3) for package, share in shares(2).items() if share > OF_A_PACKAGE} == {}


def test_no_folder_of_sources_holds_too_many_files():
    sources = [*production(), *(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py"))]
    pages = [path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*") if path.is_file()]
    held = Counter(path.parent for path in (*sources, *pages))
    assert {str(folder): count for folder, count in held.items() if count > FILES} == {}


def test_a_class_name_has_one_meaning():
    found = defaultdict(list)
    for path in production():
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name not in ASKED_FOR:
                found[node.name].append(str(path))
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def asks_for_the_language(node: ast.AST) -> bool:
    return "get_language" in (getattr(node, "id", ""), getattr(node, "attr", ""))


def writes_the_sign_for_no_value(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == "–"


def names_a_block(node: ast.AST) -> bool:
    """``Block(name).label``."""
    made = node.value if isinstance(node, ast.Attribute) and node.attr == "label" else None
    return isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and made.func.id == "Block"


@pytest.mark.parametrize(
    ("asks", "home"),
    [
        (asks_for_the_language, "emulation_portal/ui/language.py"),
        (writes_the_sign_for_no_value, "emulation_portal/lib/printing.py"),
        (names_a_block, "results/words/common.py"),
    ],
)
def test_words_of_figures_have_one_home(asks, home):
    trees = {str(path): ast.parse((ROOT / path).read_text(encoding="utf-8")) for path in production()}
    assert [path for path, tree in trees.items() if any(asks(node) for node in ast.walk(tree))] == [home]


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def private_names() -> set[str]:
    """Functions and classes that production keeps to itself."""
    trees = (ast.parse((ROOT / path).read_text(encoding="utf-8")) for path in production())
    nodes = (node for tree in trees for node in ast.walk(tree))
    found = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef) and is_private(node.name)}
    return found - {"_meta", "_state"}  # what every model of the framework has


def names_used(node: ast.AST) -> list[str]:
    """What a test takes of something else: by a dot, by an import, or as a text, to put something in its place."""
    if isinstance(node, ast.Attribute):
        is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        return [] if is_own else [node.attr]
    if isinstance(node, ast.ImportFrom):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.Call):
        texts = (part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str))
        return [text.rpartition(".")[2] for text in texts]
    return []


def test_tests_use_what_is_public():
    private = private_names()
    used = {
        f"{path.relative_to(ROOT)}:{node.lineno} {name}"
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in names_used(node)
        if name in private
    }
    assert used == set()
