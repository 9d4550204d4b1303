"""The grid of targets: what is typed into a cell, and what is stored, asked or refused."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from clusters.models import Season
from emulation_portal.lib.refusal import NotAllowed
from pledges.models import Target
from setup.targets import board as boards
from setup.targets.board import Assigned, TargetBoard
from setup.targets.saving import TargetRefused, Trouble, save_targets
from tests.factories.pledges import TargetFactory
from tests.setup.targets.desk import CASES, DECISION, MONEY, Desk, said

pytestmark = pytest.mark.django_db


def test_target_is_stored_with_its_decision_and_raises_the_version(desk):
    before = Season.objects.get(pk=desk.world.season.pk).data_version
    assert desk.type("84,5", **{f"c-{desk.world.indicators[CASES].pk}": "gt"}).status_code == 302
    target = desk.stored().get()
    assert (target.value, target.comparator, target.decision) == (Decimal("84.5"), "gt", "12/QĐ-BTP")
    assert str(target.decided_on) == "2024-02-01"
    assert Season.objects.get(pk=desk.world.season.pk).data_version == before + 1
    entry = AuditEntry.objects.get(action="target.assign")
    assert entry.after == {f"2024 {desk.world.enforcement[0].code} {CASES}": "gt 84.5"}
    assert entry.note == "12/QĐ-BTP, 01/02/2024"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("120", "Tỷ lệ phần trăm nằm trong khoảng từ 0 đến 100."),
        ("-5", "Tỷ lệ phần trăm nằm trong khoảng từ 0 đến 100."),
        ("8325 %", "Có phải là 83,25% không?"),
        ("84,55555", "Quá nhiều chữ số thập phân."),
        ("tám tư", "Đây không phải là số"),
        ("83.250", "hai cách"),
    ],
)
def test_bad_target_is_asked_or_refused_and_kept(desk, typed, words):
    page = desk.type(typed)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert f'name="v-{desk.cell()}" value="{typed}"' in page.content.decode()
    assert not desk.stored().exists()


def test_point_that_can_only_be_a_decimal_one_is_read_so(desk):
    """83.25 fits one way of writing only: a point that parts thousands has three digits behind it."""
    assert desk.type("83.25").status_code == 302
    assert desk.stored().get().value == Decimal("83.25")


@pytest.mark.parametrize(("typed", "chosen", "stored"), [("83.250", "83,25", "83.25"), ("8325 %", "83,25", "83.25")])
def test_question_is_settled_by_its_button(desk, typed, chosen, stored):
    assert f'name="p-{desk.cell()}" value="{chosen}"' in desk.type(typed).content.decode()
    assert desk.type(typed, **{"p-CELL": chosen}).status_code == 302
    assert desk.stored().get().value == Decimal(stored)


def test_good_cells_are_saved_beside_a_bad_one(desk):
    page = desk.type("120", **{f"v-{desk.cell(code=MONEY)}": "45,5"})
    assert page.status_code == 422
    assert desk.stored(MONEY).get().value == Decimal("45.5")


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"decision": " "}, "Ghi quyết định giao chỉ tiêu."),
        ({"decided_on": ""}, "Ghi ngày quyết định."),
        ({"decided_on": "01/02/2030"}, "Ngày này chưa đến."),
        ({"decided_on": "31/02/2024"}, "Không có ngày này."),
    ],
)
def test_decision_has_a_number_and_a_day(desk, missing, words):
    page = desk.type("84,5", **missing)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert f'name="v-{desk.cell()}" value="84,5"' in page.content.decode()
    assert not desk.stored().exists()


def test_target_changed_by_somebody_else_meanwhile_is_not_overwritten(desk):
    desk.type("84,5")
    page = desk.type("80", seen="gte ")
    assert page.status_code == 422
    assert "Người khác vừa sửa chỉ tiêu này, nay là ≥ 84,5%." in page.content.decode()
    assert f'name="v-{desk.cell()}" value="80"' in page.content.decode()
    assert desk.stored().get().value == Decimal("84.5")
    entry = AuditEntry.objects.get(action="edit.refused")
    assert (list(entry.before.values()), list(entry.after.values())) == (["gte 84.5"], ["80"])
    assert desk.type("80", seen="gte 84.5").status_code == 302
    assert desk.stored().get().value == 80


def test_untouched_and_emptied_cells(desk):
    assert desk.type("").status_code == 302
    assert not AuditEntry.objects.filter(action="target.assign").exists()
    desk.type("84,5")
    assert desk.type("", seen="gte 84.5").status_code == 302
    assert not desk.stored().exists()


def test_target_of_the_reference_data_is_replaced_and_not_removed(desk):
    indicator = desk.world.indicators[CASES]
    TargetFactory(agency=desk.world.enforcement[0], indicator=indicator, year=2024, value=80, source="S48")
    page = desk.type("", seen="gt 80")
    assert (page.status_code, desk.stored().count()) == (422, 1)
    assert "Chỉ tiêu của dữ liệu tham chiếu chỉ được thay bằng số khác" in page.content.decode()
    assert desk.type("81", seen="gt 80").status_code == 302
    assert (desk.stored().get().value, desk.stored().get().source) == (81, "portal")


def test_body_sees_and_sets_targets_of_its_own_block_alone(desk, as_user):
    bureau = Desk(desk.world, as_user("bureau"))
    page = bureau.client.get(bureau.url()).content.decode()
    assert f"v-{desk.cell()}" in page
    department = desk.world.departments[0]
    assert f"v-{department.pk}-" not in page
    bureau.type("90", code="appraisal_coverage_rate", agency=department)
    assert not desk.stored("appraisal_coverage_rate", department).exists()
    board = TargetBoard(desk.world.cluster, 2024, {"department_of_justice"})
    with pytest.raises(NotAllowed):
        save_targets(board=board, changes={}, decision="1", decided_on=None, actor=desk.world.users["bureau"])


# -- counts, money, other indicators ----------------------------------------------------------------------------------
def test_any_indicator_of_the_catalogue_is_found_and_added(desk):
    page = desk.client.get(desk.url(query="?q=thi+hanh+xong+tien"))
    offers = [each["indicator"].code for each in page.context["found"]]
    code = "completed_money"
    assert code in offers
    added = desk.client.get(page.context["found"][offers.index(code)]["url"])
    assert f'name="v-{desk.cell(code=code)}"' in added.content.decode()
    assert "Bỏ khỏi bảng" in said(added)
    nothing = desk.client.get(desk.url(query="?q=khong+co+gi+nhu+the"))
    assert "Không có chỉ tiêu thống kê nào khác có tên như" in said(nothing)


@pytest.mark.parametrize(
    ("code", "typed", "stored", "back"),
    [
        ("eligible_cases", "12.345", 12345, "12.345"),
        ("eligible_money", "7.957", 7_957_000, "7.957"),
        ("eligible_money", "7,5 tỷ", 7_500_000_000, "7.500.000"),
        ("emulation_plan_issued", "có", 1, "Có"),
    ],
)
def test_counts_and_money_are_typed_in_their_unit(desk, code, typed, stored, back):
    agency = desk.world.departments[0] if code == "emulation_plan_issued" else desk.world.enforcement[0]
    lower = desk.world.indicators[code].direction == "lower"
    desk.query = f"?also={code}"
    assert desk.type(typed, code=code, agency=agency, seen="lte " if lower else "gte ").status_code == 302
    assert desk.stored(code, agency).get().value == stored
    desk.query = ""  # once it has a target it stands in the grid by itself
    assert f'name="v-{desk.cell(agency, code)}" value="{back}"' in desk.client.get(desk.url()).content.decode()


@pytest.mark.parametrize(
    ("code", "typed", "words"),
    [
        ("eligible_cases", "12,5", "số nguyên"),
        ("eligible_cases", "-3", "Không được nhỏ hơn 0."),
        ("eligible_cases", "1,234", "hai cách"),
        ("eligible_money", "0,0001", "Quá nhiều chữ số thập phân"),
    ],
)
def test_bad_counts_and_amounts_say_why(desk, code, typed, words):
    desk.query = f"?also={code}"
    page = desk.type(typed, code=code)
    assert (page.status_code, desk.stored(code).count()) == (422, 0)
    assert words in page.content.decode()


def test_indicator_that_is_no_longer_in_force_is_not_offered(desk):
    rows = TargetBoard(desk.world.cluster, 2024, {"civil_enforcement"}).catalogue()
    gone = rows.get(code="eligible_cases")
    type(gone).objects.filter(pk=gone.pk).update(valid_to_year=2023)
    desk.query = "?also=eligible_cases"
    assert f"-{gone.pk}" not in desk.client.get(desk.url()).content.decode()


def test_more_indicators_than_a_form_carries_are_left_out_and_said(desk, monkeypatch):
    monkeypatch.setattr(boards, "MOST_CELLS", 9)
    page = desk.client.get(desk.url(query="?also=eligible_cases,eligible_money"))
    assert "không còn chỗ trong bảng: " in said(page)
    assert f'name="v-{desk.cell()}"' in page.content.decode()  # the headline rates stay


# -- comparisons ------------------------------------------------------------------------------------------------------
def test_comparison_of_a_column_is_that_of_all_its_targets(desk):
    indicator = desk.world.indicators[CASES]
    for agency, comparator in zip(desk.world.enforcement, ("gt", "gte", "gte"), strict=True):
        TargetFactory(agency=agency, indicator=indicator, year=2024, comparator=comparator, value=80)
    page = desk.client.get(desk.url()).content.decode()
    assert "theo từng đơn vị" in page
    cells = {
        desk.cell(agency): target.comparator
        for agency in desk.world.enforcement
        for target in desk.stored(agency=agency)
    }
    sent = {f"v-{cell}": "80" for cell in cells} | DECISION | {f"c-{indicator.pk}": "gte"}
    seen = {cell: f"{comparator} 80" for cell, comparator in cells.items()}
    assert desk.client.post(desk.url(), sent | {"seen": json.dumps(seen)}).status_code == 302
    assert set(Target.objects.filter(indicator=indicator).values_list("comparator", flat=True)) == {"gte"}


def test_each_its_own_leaves_every_comparison(desk):
    indicator = desk.world.indicators[CASES]
    for agency, comparator in zip(desk.world.enforcement[:2], ("gt", "gte"), strict=True):
        TargetFactory(agency=agency, indicator=indicator, year=2024, comparator=comparator, value=80)
    assert desk.type("81", seen="gt 80", **{f"c-{indicator.pk}": ""}).status_code == 302
    assert (desk.stored().get().comparator, desk.stored().get().value) == ("gt", 81)


# -- targets of a period ----------------------------------------------------------------------------------------------
@pytest.fixture
def of_nine_months(desk):
    desk.query = "?period=9m"
    return desk


def test_target_of_a_period_stands_beside_the_years(of_nine_months):
    desk = of_nine_months
    TargetFactory(agency=desk.world.enforcement[0], indicator=desk.world.indicators[CASES], year=2024, value=80)
    assert desk.type("60", seen="gt ").status_code == 302
    assert (desk.stored(period="9m").get().value, desk.stored().get().value) == (60, 80)
    assert desk.stored(period="9m").get().comparator == "gt"  # as the year's
    entry = AuditEntry.objects.get(action="target.assign")
    assert list(entry.after) == [f"2024 {desk.world.enforcement[0].code} {CASES} 9m"]


def test_period_has_no_target_without_the_years(of_nine_months):
    page = of_nine_months.type("60")
    assert (page.status_code, of_nine_months.stored(period="9m").count()) == (422, 0)
    assert "Giao chỉ tiêu cả năm trước" in page.content.decode()


def test_years_target_stays_while_one_of_its_periods_stands(desk):
    agency, indicator = desk.world.enforcement[0], desk.world.indicators[CASES]
    for period, value in (("", 80), ("9m", 60)):
        TargetFactory(agency=agency, indicator=indicator, year=2024, value=value, period_code=period)
    page = desk.type("", seen="gt 80")
    assert (page.status_code, desk.stored().count()) == (422, 1)
    assert "Bỏ các chỉ tiêu đó trước." in page.content.decode()
    board = TargetBoard(desk.world.cluster, 2024, {"civil_enforcement", "department_of_justice"})
    key = (agency.pk, indicator.pk)
    with pytest.raises(TargetRefused) as caught:
        save_targets(
            board=board,
            changes={key: Assigned(None, "gt")},
            decision="1",
            decided_on=None,
            actor=desk.world.users["ministry"],
        )
    assert caught.value.troubles == {key: Trouble.HAS_PERIODS}


def test_whole_years_and_strange_periods_are_no_periods(desk):
    for period in ("12m", "year_official", "khong-co"):
        assert desk.client.get(desk.url(query=f"?period={period}")).status_code == 404


# -- history ----------------------------------------------------------------------------------------------------------
def test_history_tells_who_when_and_from_what_to_what(desk):
    desk.type("84,5")
    desk.type("85", seen="gte 84.5", decision="13/QĐ-BTP")
    url = reverse("setup:target", args=[desk.world.cluster.slug, 2024, desk.world.enforcement[0].code, CASES])
    assert url in desk.client.get(desk.url()).content.decode()
    page = desk.client.get(url)
    rows = [(row["old"], row["new"], row["decision"], row["how"]) for row in page.context["changes"]]
    assert rows == [
        ("≥ 84,5%", "≥ 85%", "13/QĐ-BTP, 01/02/2024", "nhập tay"),
        ("chưa giao chỉ tiêu", "≥ 84,5%", "12/QĐ-BTP, 01/02/2024", "nhập tay"),
    ]
    assert desk.world.users["ministry"].display_name in said(page)
    assert [row["value"] for row in page.context["rows"]] == ["≥ 85%"]
    assert desk.client.get(url.replace(CASES, "khong_co")).status_code == 404
    stranger = desk.world.other_agencies[1].code
    assert desk.client.get(url.replace(desk.world.enforcement[0].code, stranger)).status_code == 404


def test_history_of_a_reference_target_names_its_source(desk):
    indicator = desk.world.indicators[CASES]
    TargetFactory(agency=desk.world.enforcement[0], indicator=indicator, year=2024, source="S48", is_official=False)
    url = reverse("setup:target", args=[desk.world.cluster.slug, 2024, desk.world.enforcement[0].code, CASES])
    told = said(desk.client.get(url))
    assert "Từ dữ liệu tham chiếu, nguồn S48" in told and "không chính thức" in told
    assert "Chưa ai sửa chỉ tiêu này" in told
