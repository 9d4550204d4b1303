"""A dashboard is whole: its folder has page and views, an address, a template, a way to it, and answers for every role.

What a newcomer forgot is told with the place where it belongs.
"""

from dataclasses import dataclass, replace

import pytest

from clusters.declarations.rail import RailPart, entries
from tests.architecture.matrix import MATRIX
from tests.support.pages import named_addresses
from tests.support.project import ROOT

# Reached otherwise than by a room of the rail: its first line, the menu of the person, the bar at the top.
ELSEWHERE = {"guide", "home", "saved_views"}
NOT_A_DASHBOARD = {"locale", "migrations", "workspace"}


@dataclass(frozen=True)
class DashboardParts:
    """What there is of one dashboard. ``addresses`` are the names of those that its views answer."""

    folder: str
    modules: frozenset[str]
    addresses: frozenset[str]
    railed: bool
    in_matrix: frozenset[str]
    has_template: bool

    def forgotten(self) -> list[str]:
        """What lacks, each with where it belongs."""
        found = [
            f"dashboards/{self.folder}/ has no {module}.py"
            for module in ("__init__", "page", "views")
            if module not in self.modules
        ]
        if not self.addresses:
            found.append(f"no view of dashboards/{self.folder}/ has an address: add its line to dashboards/urls.py")
        if not self.railed:
            found.append(
                f"nothing leads to dashboards/{self.folder}/: add an entry of the rail to dashboards/workspace/own.py, "
                f"or name its address among the pages of another"
            )
        if not self.has_template:
            found.append(f"templates/dashboards/{self.folder}/ has no page")
        found += [
            f"{name} has no answers for the roles: add its row to tests/architecture/matrix.py"
            for name in sorted(self.addresses - self.in_matrix)
        ]
        return found


def folders() -> list[str]:
    held = (path for path in (ROOT / "dashboards").iterdir() if path.is_dir() and any(path.glob("*.py")))
    return sorted(path.name for path in held if path.name not in NOT_A_DASHBOARD)


def parts(folder: str) -> DashboardParts:
    addresses = named_addresses(f"dashboards.{folder}.views")
    rail = {name for part in RailPart for entry in entries(part) for name in (entry.name, *entry.pages)}
    pages = (ROOT / "templates" / "dashboards" / folder).glob("[!_]*.html")
    return DashboardParts(
        folder=folder,
        modules=frozenset(path.stem for path in (ROOT / "dashboards" / folder).glob("*.py")),
        addresses=frozenset(addresses),
        railed=folder in ELSEWHERE or bool(addresses & rail),
        in_matrix=frozenset(addresses & set(MATRIX)),
        has_template=any(pages),
    )


@pytest.mark.parametrize("folder", folders())
def test_nothing_of_a_dashboard_was_forgotten(folder):
    forgotten = parts(folder).forgotten()
    assert not forgotten, "\n".join(forgotten)


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ({"modules": frozenset({"__init__", "views"})}, ["dashboards/overview/ has no page.py"]),
        ({"addresses": frozenset()}, ["add its line to dashboards/urls.py"]),
        ({"railed": False}, ["add an entry of the rail to dashboards/workspace/own.py"]),
        ({"has_template": False}, ["templates/dashboards/overview/ has no page"]),
        (
            {"in_matrix": frozenset()},
            ["dashboards:overview has no answers", "add its row to tests/architecture/matrix.py"],
        ),
    ],
    ids=["page", "address", "rail", "template", "matrix"],
)
def test_what_was_forgotten_is_told_with_its_place(lacking, told):
    (said,) = replace(parts("overview"), **lacking).forgotten()
    assert [words for words in told if words not in said] == []
