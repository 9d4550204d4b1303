import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def lint_imports(folder):
    # In a process of its own, so that the linter reads the sources and not what the suite has imported.
    ran = subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def pure_modules():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    return next(contract["source_modules"] for contract in contracts if contract["id"] == "pure-modules")


def test_imports_keep_the_contracts():
    code, output = lint_imports(ROOT)
    assert code == 0, output


def test_a_lower_app_that_imports_a_higher_one_breaks_the_contract(tmp_path):
    for app in ("emulation_portal", "accounts", "clusters", "pledges", "results", "awards", "reports"):
        (tmp_path / app).mkdir()
        (tmp_path / app / "__init__.py").touch()
    for package in ("lib", "ui", "ui/sheets"):
        (tmp_path / "emulation_portal" / package).mkdir()
        (tmp_path / "emulation_portal" / package / "__init__.py").touch()
    for module in pure_modules():
        path = tmp_path.joinpath(*module.split("."))
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        if not path.is_dir():
            path.with_suffix(".py").touch()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    assert lint_imports(tmp_path)[0] == 0
    (tmp_path / "accounts" / "models.py").write_text("import reports\n")
    assert lint_imports(tmp_path)[0] == 1
    (tmp_path / "accounts" / "models.py").unlink()
    (tmp_path / "results" / "rates.py").write_text("from django.db import models\n")
    assert lint_imports(tmp_path)[0] == 1
