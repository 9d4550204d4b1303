"""What CONTRIBUTING promises a newcomer, performed: each errand is a patch that a copy of the tree must take.

A patch changes what its recipe names and adds its own test, which asks for the pages and files that are promised. That
test runs in the copy, on an embedded database, beside the checks that nothing of a change is forgotten.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.programs import said
from tests.support.project import ROOT

PATCHES = Path(__file__).resolve().parent
NO_PRODUCTION = {"tests", "docs", "locale", "migrations"}  # folders: proofs, words, and what Django writes by itself
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-migrations")

RENEW = """{name} no longer applies to the tree. Renew it:
  git worktree add --detach /tmp/{name} && cd /tmp/{name}
  git apply --3way {patch}    # or do the errand by hand, as CONTRIBUTING.md tells
  git add --intent-to-add . && git diff HEAD > {patch}
  git worktree remove --force /tmp/{name}
{error}"""


@dataclass(frozen=True)
class Errand:
    """A recipe as a patch beside this file; ``most`` files of production it may touch, beside words and migrations.

    ``checks`` are tests of the tree that tell what was forgotten.
    """

    name: str
    most: int
    checks: tuple[str, ...] = ()

    @property
    def patch(self) -> Path:
        return PATCHES / f"{self.name}.patch"


ANSWERS = "tests/architecture/test_permission_matrix.py::test_status_of_every_role"
ADDRESSES = "tests/architecture/test_permission_matrix.py::test_every_named_address_has_a_row_and_every_row_an_address"
ERRANDS = (
    Errand("indicator", 1),
    Errand("statistic", 2),
    Errand("step", 3, ("tests/results/test_workflow.py", ADDRESSES)),
    Errand("dashboard", 5, ("tests/architecture/test_dashboards.py", f"{ANSWERS}[dashboards:changes-get]")),
    Errand("paper", 2),
)


@pytest.fixture(params=ERRANDS, ids=lambda errand: errand.name)
def errand(request) -> Errand:
    return request.param


@pytest.fixture
def tree(tmp_path) -> Path:
    """A copy of every tracked file as it stands, with nothing beside; what git says there is about no other tree."""
    copy = tmp_path / "tree"
    for name in said("git", "ls-files", "-z", cwd=ROOT).split("\0"):
        if name and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    said("git", "init", "--quiet", copy)
    return copy


def test_an_errand_is_done_with_few_files_and_keeps_its_promise(errand, tree):
    touched = apply(errand, tree)
    production = [name for name in touched if is_production(name, tree)]
    assert len(production) <= errand.most, f"{errand.name} touches {len(production)} files: {production}"
    proofs = [name for name in touched if Path(name).name.startswith("test_") and not (ROOT / name).exists()]
    assert proofs, f"{errand.patch.name} adds no test of its own: nothing shows what it promises"
    run(tree, "manage.py", "translations", "--check")
    run(tree, "manage.py", "makemigrations", "--check", "--dry-run")
    run(tree, *PYTEST, *proofs, *errand.checks)


def test_every_patch_is_an_errand():
    assert {path.stem for path in PATCHES.glob("*.patch")} == {errand.name for errand in ERRANDS}


def test_a_patch_that_no_longer_applies_says_how_to_renew_it(tree):
    (tree / "setup" / "reference" / "data" / "indicators.csv").write_text("code\n")
    with pytest.raises(AssertionError, match=r"git apply --3way .*indicator\.patch"):
        apply(ERRANDS[0], tree)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("results/workflow.py", True),
        ("templates/home.html", True),
        ("results/migrations/0005_state.py", False),
        ("results/locale/vi/LC_MESSAGES/django.po", False),
        ("tests/results/test_workflow.py", False),
        ("CONTRIBUTING.md", False),
    ],
)
def test_words_migrations_tests_and_documents_are_not_counted(name, counts, tmp_path):
    assert is_production(name, tmp_path) is counts


def apply(errand: Errand, tree: Path) -> list[str]:
    """Put the patch on the tree; the files it touches."""
    try:
        said("git", "apply", errand.patch, cwd=tree)
    except subprocess.CalledProcessError as refused:
        message = RENEW.format(name=errand.name, patch=errand.patch, error=refused.stderr)
        raise AssertionError(message) from None
    return [line.split("\t")[2] for line in said("git", "apply", "--numstat", errand.patch, cwd=tree).splitlines()]


def is_production(name: str, tree: Path) -> bool:
    """An empty file is none to think of: it tells Python that its folder is a package."""
    if NO_PRODUCTION & set(Path(name).parent.parts) or name.endswith(".md"):
        return False
    return not (tree / name).is_file() or bool((tree / name).stat().st_size)


def run(tree: Path, *arguments: str) -> None:
    """A command of the copy, with nothing of this run's databases, brokers and workers."""
    own = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "TMPDIR", "LANG"}}
    env = {**own, "EMBEDDED": "1", "PORTAL_DATA_DIR": str(tree / "var")}
    done = subprocess.run([sys.executable, *arguments], cwd=tree, env=env, capture_output=True, text=True)
    if done.returncode:
        pytest.fail(f"{' '.join(arguments)} in {tree}:\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}", pytrace=False)
