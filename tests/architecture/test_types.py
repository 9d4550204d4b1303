"""Which modules are typed throughout is told once more in the declaration of mypy, so both lists are compared here."""

import tomllib

from tests.support.project import ROOT

TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]


def test_every_pure_module_is_checked_for_its_types():
    typed = {ROOT / name for name in TOOLS["mypy"]["files"]}
    contract = next(each for each in TOOLS["importlinter"]["contracts"] if each["id"] == "pure-modules")
    pure = [ROOT.joinpath(*name.split(".")) for name in contract["source_modules"]]
    pure = [path if path.is_dir() else path.with_suffix(".py") for path in pure]
    assert [path for path in pure if not typed & {path, *path.parents}] == []


def test_every_service_is_checked_for_its_types():
    services = {path for name in TOOLS["importlinter"]["root_packages"] for path in (ROOT / name).rglob("services.py")}
    assert services - {ROOT / name for name in TOOLS["mypy"]["files"]} == set()


def test_what_is_named_for_its_types_is_there():
    assert [name for name in TOOLS["mypy"]["files"] if not (ROOT / name).exists()] == []
    assert TOOLS["mypy"]["strict"] is True


def test_a_line_that_is_not_checked_says_why():
    python = [path for name in TOOLS["importlinter"]["root_packages"] for path in (ROOT / name).rglob("*.py")]
    lines = [line for path in python for line in path.read_text(encoding="utf-8").splitlines()]
    unchecked = [line.partition("# type: ignore") for line in lines if "# type: ignore" in line]
    assert [rest for _, _, rest in unchecked if not (rest.startswith("[") and "]  # " in rest)] == []
