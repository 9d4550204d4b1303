"""Every act that changes something printed raises the data version; one that does not is named here with its reason."""

import ast
from pathlib import Path

from tests.support.project import APPS, ROOT

WRITERS = [app for app in APPS if app != "demo"]
RAISES = {
    "raise_versions",
    "raise_agencies",
    "raise_all_versions",
    "raise_data_version",
    "raise_from_year",
    "raise_season",
}
NOT_PRINTED = {
    "accounts.services.create_account": "an account is no part of any paper",
    "accounts.services.reset_password": "an account is no part of any paper",
    "accounts.services.set_active": "an account is no part of any paper",
    "accounts.services.save_profile": "papers print persons, not accounts",
    "accounts.editing.meet": "a refused save changes nothing",
    "setup.targets.saving.record_refused": "a refused save changes nothing",
    "reports.papers.forms.meet": "a refused save changes nothing",
    "pledges.covenants.checking._verified": "a comparison changes nothing that is printed",
    "clusters.services.withdraw_person": "only somebody who stands nowhere is withdrawn",
    "clusters.services.create_person": "printed with a post, a signature or an award, each an act of its own",
    "results.services._save": "a draft is not printed: handing it over raises the version",
    "setup.seasons.create_cluster": "the cluster has no season yet",
    "setup.corrections.withdraw_cluster": "only a cluster without members and seasons is withdrawn",
    "setup.days_off": "files print how late reports are: setup.lateness raises the version of those that change",
    "awards.ledger.importing._kept": "a preview is not the ledger",
    "results.telling.nudges.nudge": "a reminder changes no report",
    "dashboards.saved_views.services": "a view of one person",
    "reports.runs.selections": "a choice of one person",
    "reports.runs.requests": "asking for a file changes nothing in it",
}


def acts() -> dict[str, bool]:
    """Every function that writes an entry of the record, and whether it or the function that calls it raises."""
    found: dict[str, bool] = {}
    for path in (path for app in WRITERS for path in sorted((ROOT / app).rglob("*.py"))):
        tree = ast.parse(path.read_text("utf-8"))
        functions = {f.name: _called(f) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef)}
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name, called in functions.items():
            if "audit.record" in called:
                callers = [other for other, names in functions.items() if name in names]
                raising = _raises(name, functions) or any(_raises(caller, functions) for caller in callers)
                found[f"{module}.{name}"] = raising
    return found


def _called(function: ast.FunctionDef) -> set[str]:
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            names.add(ast.unparse(node.func))
    return names


def _raises(name: str, functions: dict[str, set[str]]) -> bool:
    seen, waiting = set(), [name]
    while waiting:
        current = waiting.pop()
        if current in RAISES:
            return True
        if current in functions and current not in seen:
            seen.add(current)
            waiting += functions[current]
    return False


def test_every_act_raises_the_version_or_says_why_not():
    silent = {
        name
        for name, raises in acts().items()
        if not raises and name not in NOT_PRINTED and name.rpartition(".")[0] not in NOT_PRINTED
    }
    assert silent == set(), "call clusters.versions in the act's transaction, or say in NOT_PRINTED why not"


def test_the_exceptions_still_exist():
    held = {module for name in acts() for module in (name, name.rpartition(".")[0])}
    assert set(NOT_PRINTED) - held == set()


def test_nothing_else_writes_the_version():
    own = {Path("clusters/querysets.py"), Path("clusters/models.py")}
    writing = {
        path.relative_to(ROOT)
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if 'F("data_version")' in path.read_text("utf-8")
    }
    assert writing - own == set()
