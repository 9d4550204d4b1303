"""The national target as a floor, the nation's own targets, and what the grid of a nation costs."""

import io
import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from clusters.models import Season
from pledges.models import Indicator, Target
from tests.factories.pledges import TargetFactory
from tests.setup.targets.desk import CASES, DECISION, MONEY, Desk, said
from tests.support.pages import grow

pytestmark = pytest.mark.django_db
QUERIES = 20


def national(desk: Desk, code: str = CASES, value: str = "83.25", **more) -> Target:
    indicator = desk.world.indicators[code]
    return TargetFactory(scope="nation", agency=None, indicator=indicator, year=2024, value=value, **more)


def give(desk: Desk, number: int, value: str, **more) -> Target:
    agency, indicator = desk.world.enforcement[number], desk.world.indicators[CASES]
    return TargetFactory(agency=agency, indicator=indicator, year=2024, value=value, **more)


def confirm(desk: Desk, page, **changed):
    proposal = page.context["form"]["proposal"].value()
    return desk.client.post(page.context["action"], {"proposal": proposal, **DECISION, **changed})


# -- the floor --------------------------------------------------------------------------------------------------------
def test_floor_is_shown_and_then_set_and_what_asks_for_more_stays(desk):
    national(desk)
    give(desk, 0, "80")
    give(desk, 1, "85")
    page = desk.client.get(desk.url("floor"))
    found = page.context["page"]
    assert [(row["old"], row["new"]) for row in found.rows] == [
        ("> 80%", "> 83,25%"),
        ("chưa giao chỉ tiêu", "> 83,25%"),
    ]
    assert [(row["old"], row["new"]) for row in found.kept] == [("> 85%", "> 83,25%")]
    assert Target.objects.filter(agency__isnull=False).count() == 2  # a look stores nothing
    assert confirm(desk, page).status_code == 302
    values = [desk.stored(agency=agency).get().value for agency in desk.world.enforcement]
    assert values == [Decimal("83.25"), 85, Decimal("83.25")]
    assert AuditEntry.objects.get(action="target.floor").note == "12/QĐ-BTP, 01/02/2024"


def test_higher_ones_are_lowered_only_where_that_was_asked_for_and_shown(desk):
    national(desk)
    for number in range(3):
        give(desk, number, "85")
    page = desk.client.get(desk.url("floor"))
    assert page.context["page"].rows == []
    assert "giữ nguyên: 3" in said(page)
    page = desk.client.get(page.context["higher_url"])
    assert "thấp hơn trước" in said(page)
    assert confirm(desk, page).status_code == 302
    assert set(Target.objects.filter(agency__isnull=False).values_list("value", flat=True)) == {Decimal("83.25")}


def test_weaker_comparison_of_the_same_number_is_raised(desk):
    national(desk, comparator="gt")
    give(desk, 0, "83.25", comparator="gte")
    give(desk, 1, "83.25", comparator="gt")
    rows = desk.client.get(desk.url("floor")).context["page"].rows
    assert ("≥ 83,25%", "> 83,25%") in [(row["old"], row["new"]) for row in rows]
    assert len(rows) == 2


def test_ceiling_is_set_downwards(desk):
    code = "carried_forward_cases"
    national(desk, code, "100", comparator="lte")
    agencies = desk.world.enforcement
    for agency, value in zip(agencies, (90, 120), strict=False):
        TargetFactory(agency=agency, indicator=desk.world.indicators[code], year=2024, value=value, comparator="lte")
    page = desk.client.get(desk.url("floor"))
    assert [row["old"] for row in page.context["page"].rows] == ["≤ 120\N{NO-BREAK SPACE}việc", "chưa giao chỉ tiêu"]
    assert [row["old"] for row in page.context["page"].kept] == ["≤ 90\N{NO-BREAK SPACE}việc"]


def test_floor_over_a_target_that_somebody_else_set_meanwhile_is_not_stored(desk):
    national(desk)
    page = desk.client.get(desk.url("floor"))
    give(desk, 0, "90")
    again = confirm(desk, page)
    assert again.status_code == 409
    assert "Người khác vừa sửa một số chỉ tiêu này" in said(again)
    assert Target.objects.filter(agency__isnull=False).count() == 1


def test_floor_of_a_period_goes_to_those_that_have_the_years(desk):
    national(desk)
    national(desk, value="60", period_code="9m")
    give(desk, 0, "84")
    desk.query = "?period=9m"
    page = desk.client.get(desk.url("floor"))
    assert len(page.context["page"].rows) == 1
    assert confirm(desk, page).status_code == 302
    assert desk.stored(period="9m").get().value == 60


def test_without_national_targets_there_is_no_floor(desk):
    assert "Áp mức sàn toàn quốc" not in said(desk.client.get(desk.url()))
    assert "Không có gì thay đổi." in said(desk.client.get(desk.url("floor")))


# -- the nation's -----------------------------------------------------------------------------------------------------
def nation_url(year: int = 2024) -> str:
    return reverse("setup:national_targets", args=[year])


def test_national_targets_of_the_reference_data_are_shown_by_year(as_user, world):
    call_command("load_reference", verbosity=0)
    page = as_user("ministry").get(nation_url())
    rows = {row["name"]: [cell["text"] for cell in row["cells"]] for row in page.context["all_years"]}
    assert rows["Tỷ lệ thi hành xong về việc"][:4] == ["> 81,5%", "> 82,5%", "> 83,25%", "≥ 83,9%"][:4]
    assert rows["Tỷ lệ thi hành xong về tiền"][:3] == ["> 40,1%", "> 45,5%", "> 46,45%"]


def test_national_target_is_set_with_a_decision_and_raises_every_season(desk):
    cell = f"0-{desk.world.indicators[CASES].pk}"
    before = dict(Season.objects.values_list("pk", "data_version"))
    sent = {f"v-{cell}": "84", "seen": json.dumps({cell: "gte "}), **DECISION}
    assert desk.client.post(nation_url(), sent).status_code == 302
    target = Target.objects.get(scope="nation")
    assert (target.value, target.comparator, target.decision) == (84, "gte", "12/QĐ-BTP")
    assert all(version == before[pk] + 1 for pk, version in Season.objects.values_list("pk", "data_version"))
    page = desk.client.get(reverse("setup:national_target", args=[2024, CASES]))
    assert [(row["old"], row["new"]) for row in page.context["changes"]] == [("chưa giao chỉ tiêu", "≥ 84%")]
    stale = desk.client.post(nation_url(), sent | {f"v-{cell}": "85"})
    assert (stale.status_code, Target.objects.get(scope="nation").value) == (422, 84)
    assert "nay là ≥ 84%" in said(stale)


def test_year_nobody_can_mean_is_not_found(desk):
    for year in (1999, 2030):
        assert desk.client.get(nation_url(year)).status_code == 404
        address = reverse("setup:targets", args=[desk.world.cluster.slug, year])
        assert desk.client.get(address).status_code == 404


# -- what it costs ----------------------------------------------------------------------------------------------------
@pytest.fixture
def nation_grid(desk):
    """126 agencies in one cluster and ten indicators a block, each with a target at the nation."""
    grow(desk.world, 60)
    for block in ("civil_enforcement", "department_of_justice"):
        chosen = list(Indicator.objects.filter(block=block, is_headline=True)[:10])
        chosen += list(Indicator.objects.filter(block=block, is_headline=False)[: 10 - len(chosen)])
        for indicator in chosen:
            TargetFactory(scope="nation", agency=None, indicator=indicator, year=2024, value=1, comparator="gte")
        desk.query += ("," if desk.query else "?also=") + ",".join(indicator.code for indicator in chosen)
    desk.client.get(desk.url())
    return desk


def test_grid_of_the_nation_takes_twenty_queries_to_see_and_to_save(nation_grid):
    desk = nation_grid
    with CaptureQueriesContext(connection) as seen:
        page = desk.client.get(desk.url())
    cells = json.loads(page.context["seen"])
    assert len(cells) == 1260
    assert len(seen) <= QUERIES
    for value in ("1", "2"):  # all new, then all changed
        typed = {f"v-{cell}": value for cell in cells}
        shown = json.loads(desk.client.get(desk.url()).context["seen"])
        with CaptureQueriesContext(connection) as saved:
            answer = desk.client.post(desk.url(), typed | {"seen": json.dumps(shown), **DECISION})
        assert answer.status_code == 302, answer.context["form"].errors
        assert len(saved) <= QUERIES, [query["sql"][:80] for query in saved]
        assert Target.objects.filter(agency__isnull=False).count() == 1260


def test_floor_and_workbook_of_the_nation_cost_no_more(nation_grid):
    desk = nation_grid
    with CaptureQueriesContext(connection) as looked:
        page = desk.client.get(desk.url("floor"))
    with CaptureQueriesContext(connection) as stored:
        assert confirm(desk, page).status_code == 302
    with CaptureQueriesContext(connection) as made:
        content = desk.client.get(desk.url("template")).content
    upload = SimpleUploadedFile("chi-tieu.xlsx", io.BytesIO(content).getvalue())
    with CaptureQueriesContext(connection) as read:
        again = desk.client.post(desk.url("upload"), {"file": upload})
    assert (again.status_code, again.context["page"].rows) == (200, [])
    assert max(map(len, (looked, stored, made, read))) <= QUERIES
    assert Target.objects.filter(agency__isnull=False).count() == 1260


def test_money_has_no_floor_by_itself(desk):
    national(desk, MONEY, "46.45")
    rows = desk.client.get(desk.url("floor")).context["page"].rows
    assert {row["indicator"] for row in rows} == {"Tỷ lệ thi hành xong về tiền"}
