"""Who may ask for which report, and what a report of one agency holds."""

import pytest

from accounts.models import AuditEntry
from clusters.rights import forget
from emulation_portal.lib.refusal import NotAllowed
from reports.exporting.scopes import scope_of
from reports.models import ReportRun
from reports.runs import files
from results.enums import State
from results.figures.read import read_figures
from tests.support.files.report_books import Workbook
from tests.support.running import PERIODS, WHOLE, ask, built

pytestmark = pytest.mark.usefixtures("folder")


def own(agency):
    return {"blocks": [agency.kind], "periods": {agency.kind: PERIODS[agency.kind]}, "agency": agency.code}


def one(block):
    return {"blocks": [block], "periods": {block: PERIODS[block]}}


ENFORCEMENT, DEPARTMENTS = "civil_enforcement", "department_of_justice"
MAY = {
    "secretariat": (True, True, True),
    "cluster_head": (True, True, True),
    "deputy_officer": (False, True, False),
    "deputy": (False, True, False),
    "officer": (False, False, False),
    "head": (False, False, False),
    "officer_dept": (False, False, False),
    "head_dept": (False, False, False),
    "other_head": (False, False, False),
    "ministry": (True, True, True),
    "approver": (True, True, True),
    "administrator": (False, False, False),
    "nobody": (False, False, False),
}


def may(world, who, parameters):
    figures = read_figures(world.season, narrow=True)
    forget(world.users[who])
    return world.users[who].has_perm("reports.request_run", scope_of(world.season, parameters, figures))


@pytest.mark.parametrize("who", MAY)
def test_whole_blocks_are_for_those_who_see_all_of_them(full, who):
    assert tuple(may(full, who, p) for p in (WHOLE, one(ENFORCEMENT), one(DEPARTMENTS))) == MAY[who]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("head", (False, True)),
        ("officer", (False, False)),
        ("head_dept", (False, True)),
        ("other_head", (False, False)),
    ],
)
def test_released_block_opens_to_the_heads_of_members(full, who, expected):
    full.release(full.periods["THADS-2024-12m"])
    assert (may(full, who, WHOLE), may(full, who, one(ENFORCEMENT))) == expected


def test_both_blocks_released_open_the_whole_cluster_to_heads(full):
    for code in ("THADS-2024-12m", "STP-2024-year_first"):
        full.release(full.periods[code])
    assert [may(full, who, WHOLE) for who in ("head", "head_dept", "officer")] == [True, True, False]


def test_another_period_released_opens_nothing(full):
    full.release(full.periods["THADS-2024-9m"])
    assert may(full, "head", one(ENFORCEMENT)) is False


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("officer", True),
        ("head", True),
        ("deputy", True),
        ("secretariat", True),
        ("officer_dept", False),
        ("other_officer", False),
        ("administrator", False),
    ],
)
def test_report_of_one_agency(full, who, expected):
    assert may(full, who, own(full.enforcement[1])) is expected


def test_refused_request_leaves_nothing(full):
    with pytest.raises(NotAllowed):
        ask(full, "officer")
    assert (ReportRun.objects.count(), AuditEntry.objects.filter(action="report.requested").count()) == (0, 0)


def test_own_agencys_report_holds_no_other_agency(world):
    for number, agency in enumerate(world.agencies):
        code = "eligible_cases" if agency in world.enforcement else "notarial_acts"
        world.fill(agency, state=State.APPROVED, values={code: 777_000 + number})
    agency = world.enforcement[1]
    run = built(world, who="officer", parameters=own(agency))
    text = Workbook(files.path_of(run)).texts()
    assert [a for a in world.agencies if a.name_vi in text] == [agency]
    assert [n for n in range(len(world.agencies)) if str(777_000 + n) in text] == [1]
