import subprocess
import sys
import tomllib

from tests.support.project import ROOT

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def lint_imports(folder):
    # In a process of its own, so that the linter reads the sources and not what the suite has imported.
    ran = subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def declared():
    """The root packages, and every module that a contract names."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    named = [
        f"{container}.{part.strip()}" if container else part.strip()
        for contract in linter["contracts"]
        for line in (*contract.get("layers", ()), *contract.get("source_modules", ()))
        for part in line.split("|")
        for container in contract.get("containers", [""])
    ]
    return linter["root_packages"], named


def test_imports_keep_the_contracts():
    code, output = lint_imports(ROOT)
    assert code == 0, output


def test_an_import_against_the_order_breaks_a_contract(tmp_path):
    packages, modules = declared()
    for module in (*packages, *modules):
        path = tmp_path.joinpath(*module.split("."))
        path.mkdir(parents=True, exist_ok=True)
        for folder in (path, *path.parents):
            if tmp_path in folder.parents:
                (folder / "__init__.py").touch()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    assert lint_imports(tmp_path)[0] == 0
    for module, forbidden in (
        ("accounts/toy.py", "import reports"),
        ("clusters/models/toy.py", "import clusters.services"),
        ("emulation_portal/lib/toy.py", "from django.db import models"),
    ):
        toy = tmp_path / module
        toy.write_text(f"{forbidden}\n")
        assert lint_imports(tmp_path)[0] == 1, module
        toy.unlink()
