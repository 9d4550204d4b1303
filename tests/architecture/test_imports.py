import re
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
        name
        for contract in linter["contracts"]
        for key in ("layers", "source_modules")
        for name in contract.get(key, ())
    ]
    return linter["root_packages"], [module.strip(" ()") for line in named for module in re.split(r"[|:]", line)]


def test_imports_keep_the_contracts():
    code, output = lint_imports(ROOT)
    assert code == 0, output


def test_a_lower_app_that_imports_a_higher_one_breaks_the_contract(tmp_path):
    packages, modules = declared()
    for module in (*packages, *modules):
        path = tmp_path.joinpath(*module.split("."))
        path.mkdir(parents=True, exist_ok=True)
        for folder in (path, *path.parents):
            if tmp_path in folder.parents:
                (folder / "__init__.py").touch()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    assert lint_imports(tmp_path)[0] == 0
    (tmp_path / "accounts" / "models.py").write_text("import reports\n")
    assert lint_imports(tmp_path)[0] == 1
    (tmp_path / "accounts" / "models.py").unlink()
    (tmp_path / "emulation_portal" / "lib" / "dates.py").write_text("from django.db import models\n")
    assert lint_imports(tmp_path)[0] == 1
