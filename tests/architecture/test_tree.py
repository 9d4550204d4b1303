from tests.support.project import PACKAGES, ROOT

OURS = (*PACKAGES, "templates", "static")
FOREIGN_SUFFIXES = {".ttf", ".otf", ".woff", ".woff2", ".map", ".whl"}


def files():
    for folder in OURS:
        yield from (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def test_tree_holds_no_source_of_others():
    foreign = [
        str(path.relative_to(ROOT))
        for path in files()
        if path.suffix in FOREIGN_SUFFIXES or ".min." in path.name or {"vendor", "node_modules"} & set(path.parts)
    ]
    assert foreign == []


def test_files_carry_no_licence_of_others():
    marked = [
        str(path.relative_to(ROOT))
        for path in files()
        if path.suffix in {".py", ".js", ".css", ".html"}
        and any(mark in path.read_text(encoding="utf-8") for mark in ("@license", "Copyright (c)", "SPDX-License"))
    ]
    assert marked == []


def test_packages_of_the_tests_are_no_part_of_an_installation():
    needed = (ROOT / "requirements.txt").read_text().lower()
    assert [word for word in ("pytest", "factory-boy", "hypothesis", "playwright", "ruff") if word in needed] == []
