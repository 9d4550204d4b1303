"""The season overview: what it says, to whom, and what it costs."""

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from clusters.enums import Block, PhaseKind
from emulation_portal.lib import dates
from results.models import PublishedFigure
from tests.factories.clusters import PhaseFactory
from tests.factories.pledges import PledgeFactory
from tests.support.pages import BUDGET, address, ask, grow, text

CASES = "completion_rate_cases"


@pytest.fixture
def filled(world):
    world.set_targets()
    world.fill_all()
    return world


def block_of(response, block=Block.CIVIL_ENFORCEMENT):
    return next(page for page in response.context["blocks"] if page.block == block)


def test_headline_tile_shows_total_derived_target_gap_and_parts(as_user, filled):
    response = as_user("secretariat").get(address(filled, "dashboards:overview"))
    tile = block_of(response).tiles[0]
    assert (tile.value, tile.target, tile.gap) == (Fraction(84, 100), Fraction(7925, 10000), Fraction(475, 10000))
    assert tile.left_text == "Chỉ tiêu giao: 79,25% (bình quân gia quyền, tính từ chỉ tiêu của 3 đơn vị)"
    assert tile.source_text == "10.080 / 12.000\N{NO-BREAK SPACE}việc"
    assert tile.chip == ("", "", "")


def test_money_tile_is_in_billions(as_user, filled):
    response = as_user("secretariat").get(address(filled, "dashboards:overview"))
    assert block_of(response).tiles[1].source_text == "5 / 12\N{NO-BREAK SPACE}tỷ đồng"


def test_totals_name_who_is_missing_and_are_provisional(as_user, world):
    world.set_targets()
    world.fill(world.enforcement[0], state="approved")
    response = as_user("secretariat").get(address(world, "dashboards:overview"))
    table = block_of(response).tables[0]
    assert table.missing == tuple(a.short_name for a in world.enforcement[1:])
    assert (table.counted, table.among, table.is_provisional) == (1, 3, True)
    assert table.total.part == "1.680"
    assert block_of(response).tiles[0].chip[2] == "Tạm tính"


def test_table_shows_last_year_and_national_gap(as_user, filled):
    for agency in filled.enforcement:
        filled.fill(agency, period=filled.periods["THADS-2023-12m"], state="approved", values={"terminated_cases": 0})
    response = as_user("secretariat").get(address(filled, "dashboards:overview"))
    total = block_of(response).tables[0].total
    assert (total.last, total.change) == ("80,00%", Fraction(4, 100))
    assert total.national_gap == Fraction(475, 10000)


def test_published_stands_beside_recomputed_with_both_periods(as_user, filled):
    same = {"scope_kind": "cluster", "scope_code": filled.cluster.code, "year": 2024, "block": Block.CIVIL_ENFORCEMENT}
    same |= {"indicator": filled.indicators[CASES], "unit": "percent", "status": "unknown", "kind": "published"}
    PublishedFigure.objects.create(
        code="T1",
        period_code="12m",
        measure="value",
        value="84",
        low="83.995",
        high="84.005",
        precision="rounded",
        **same,
    )
    PublishedFigure.objects.create(
        code="T2",
        period_code="10m",
        measure="gap_pp",
        value="1",
        low="0.995",
        high="1.005",
        precision="rounded",
        **same,
    )
    response = as_user("secretariat").get(address(filled, "dashboards:overview"))
    rows = block_of(response).published
    assert [(r.printed, r.recomputed, r.fits) for r in rows] == [
        ("84,00%", "84,00%", True),
        ("+1,00\N{NO-BREAK SPACE}điểm\N{NO-BREAK SPACE}%", "+4,75\N{NO-BREAK SPACE}điểm\N{NO-BREAK SPACE}%", None),
    ]
    assert [(r.period, r.our_period) for r in rows] == [
        ("12 tháng năm 2024", "12 tháng năm 2024"),
        ("10 tháng năm 2024", "12 tháng năm 2024"),
    ]
    assert rows[1].national == rows[1].recomputed


def test_member_sees_states_and_own_figures_until_release(as_user, filled):
    response = as_user("officer").get(address(filled, "dashboards:overview"))
    block = block_of(response)
    own = filled.enforcement[1].short_name
    assert block.is_restricted
    assert [row.name for row in block.tables[0].rows] == [own]
    assert block.tables[0].total is None
    assert {tile.chip[2] for tile in block.tiles} == {own}
    assert len(block.board.rows) == 3
    assert "3.360" in text(response) and "10.080" not in text(response)


def test_member_sees_the_block_once_released(as_user, filled):
    filled.release(filled.periods["THADS-2024-12m"])
    response = as_user("officer").get(address(filled, "dashboards:overview"))
    assert [b.is_restricted for b in response.context["blocks"]] == [False, True]
    assert block_of(response).tables[0].total.part == "10.080"


def test_member_begins_at_the_newest_period_with_figures_that_are_shown(as_user, world):
    earlier = world.periods["THADS-2024-10m"]
    world.release(earlier)
    for agency in world.enforcement:
        world.fill(agency, period=earlier, state="approved")
    for agency in (world.enforcement[0], world.enforcement[2]):
        world.fill(agency, state="approved")

    def shown(role):
        return block_of(as_user(role).get(address(world, "dashboards:overview")))

    assert shown("officer").period.startswith("10 tháng năm 2024")
    assert len(shown("officer").tables[0].rows) == 3
    assert shown("deputy").period.startswith("12 tháng năm 2024")
    world.fill(world.enforcement[1])
    assert shown("officer").period.startswith("12 tháng năm 2024")


def test_deputy_sees_the_own_block_whole(as_user, filled):
    response = as_user("deputy").get(address(filled, "dashboards:overview"))
    assert [b.is_restricted for b in response.context["blocks"]] == [False, True]


def test_board_links_lead_only_where_one_may_go(as_user, filled):
    def linked(name):
        rows = block_of(as_user(name).get(address(filled, "dashboards:overview"))).board.rows
        return [row.name for row in rows if any(cell.url for cell in row.cells)]

    everybody = [agency.short_name for agency in filled.enforcement]
    assert linked("secretariat") == everybody
    assert linked("officer") == everybody[1:2]
    assert linked("officer_dept") == []


@pytest.mark.parametrize(
    ("state", "fields", "kind", "said"),
    [
        ("draft", {}, "draft", "Đang nhập"),
        ("awaiting_signature", {}, "draft", "Chờ thủ trưởng"),
        ("submitted", {}, "draft", "Đã gửi"),
        ("approved", {}, "ok", "Duyệt 02/10"),
        ("approved", {"late_days": 2}, "late", "Duyệt 02/10 · chậm 2 ngày làm việc"),
        ("received", {"late_days": 1}, "late", "Đã tiếp nhận · chậm 1 ngày làm việc"),
        ("sealed", {}, "seal", "Đã chốt"),
    ],
)
def test_board_says_the_state_in_words(as_user, world, state, fields, kind, said):
    world.fill(world.enforcement[2], state=state, **fields)
    response = as_user("secretariat").get(address(world, "dashboards:overview"))
    cell = block_of(response).board.rows[2].cells[0]
    assert (cell.kind, cell.text[: len(said)]) == (kind, said)


def test_board_marks_missing_only_after_the_due_day(as_user, world, clock):
    def cells(response):
        return [(cell.kind, cell.text) for cell in block_of(response).board.rows[2].cells[1::-1]]

    url = address(world, "dashboards:overview")
    (before, overdue), due = cells(as_user("secretariat").get(url))
    assert (before, overdue.partition(" · ")[0], due) == ("miss", "Chưa gửi", ("none", "Hạn 04/10"))
    clock(date(2024, 10, 7))
    assert cells(as_user("secretariat").get(url))[1] == ("miss", "Chưa gửi · quá hạn 1 ngày làm việc")


@pytest.mark.parametrize("state", ["draft", "awaiting_signature"])
def test_board_marks_what_is_overdue_beside_its_state(as_user, world, clock, state):
    world.fill(world.enforcement[2], state=state)
    clock(date(2024, 10, 8))
    board = block_of(as_user("secretariat").get(address(world, "dashboards:overview"))).board
    cell = board.rows[2].cells[0]
    assert (cell.state, cell.lateness, cell.kind) == ("entering", "overdue", "miss")
    assert cell.text.endswith(" · quá hạn 2 ngày làm việc")
    assert {word: count for _kind, _icon, word, count in board.legend}["Quá hạn"] > 2


def test_board_names_the_period_that_runs(as_user, world, clock):
    def current(day):
        clock(day)
        board = block_of(as_user("secretariat").get(address(world, "dashboards:overview"))).board
        return board.heads[0]

    assert [current(day) for day in (date(2024, 2, 1), date(2024, 7, 15), date(2024, 10, 2), date(2025, 1, 1))] == [
        "3 tháng",
        "9 tháng",
        "12 tháng",
        "12 tháng",
    ]


def test_board_shows_a_correction_beside_the_approved_version(as_user, filled):
    filled.fill(filled.enforcement[2], state="draft", version=2, returned_at=dates.now())
    response = as_user("secretariat").get(address(filled, "dashboards:overview"))
    cell = block_of(response).board.rows[2].cells[0]
    assert (cell.state, cell.text) == ("entering", "Đang sửa bản 2")
    assert block_of(response).tables[0].total.part == "10.080"


def test_period_of_a_block_may_be_chosen(as_user, filled):
    url = address(filled, "dashboards:overview")
    response = as_user("secretariat").get(url, {Block.CIVIL_ENFORCEMENT.value: "10m"})
    chosen = [code for code, _text, is_chosen in block_of(response).choice.options if is_chosen]
    assert chosen == ["10m"]
    assert [len(table.missing) for table in block_of(response).tables] == [3, 3]
    unknown = as_user("secretariat").get(url, {Block.CIVIL_ENFORCEMENT.value: "13m'"})
    assert [code for code, _t, is_chosen in block_of(unknown).choice.options if is_chosen] == ["12m"]


def test_phases_say_what_is_open_and_how_long(as_user, world):
    PhaseFactory(season=world.season, kind=PhaseKind.LAUNCH, opens=date(2024, 1, 2), closes=date(2024, 2, 1))
    PhaseFactory(season=world.season, kind=PhaseKind.REVIEW, opens=date(2024, 12, 2), closes=date(2025, 1, 5))
    response = as_user("officer").get(address(world, "dashboards:overview"))
    steps = response.context["steps"]
    told = [(step.state, step.span, step.left) for step in steps if not step.name.startswith("Nhập")]
    assert told == [("done", "02/01 – 31/01", ""), ("later", "02/12 – 04/01/2025", "")]
    assert {step.state for step in steps if step.name.startswith("Nhập")} == {"now"}
    assert len(response.context["open_now"]) == 2


def test_a_step_without_a_room_of_the_portal_is_told_nowhere(as_user, world):
    """Not before an app declares it: nobody is sent to a scoring or a ballot that has no page."""
    step = PhaseFactory(
        season=world.season, kind=PhaseKind.SELF_SCORING, opens=date(2024, 9, 20), closes=date(2024, 10, 6)
    )
    name = str(step.get_kind_display())
    pages = ["dashboards:home", "dashboards:overview", "clusters:phases"]
    for page in pages:
        url = reverse(page) if page == "dashboards:home" else address(world, page)
        assert name not in as_user("secretariat").get(url).content.decode(), page


def test_release_buttons_are_for_the_head_of_the_head_agency(as_user, filled):
    def buttons(name):
        """Links that ask, and the forms of their dialogs."""
        page = as_user(name).get(address(filled, "dashboards:overview")).content.decode()
        return tuple(page.count(f'href="{a}"') + page.count(f'<form action="{a}"') for a in addresses)

    periods = ("release", "THADS-2024-12m"), ("withdraw_release", "STP-2024-year_first")
    addresses = [address(filled, f"results:{act}", filled.periods[period].pk) for act, period in periods]

    filled.release(filled.periods["STP-2024-year_first"])
    assert buttons("cluster_head") == (2, 2)
    assert [buttons(name) for name in ("secretariat", "deputy", "head", "ministry")] == [(0, 0)] * 4


def test_overview_asks_the_same_before_a_release_as_the_page_of_the_question(as_user, filled):
    client = as_user("cluster_head")
    filled.enforcement[1].submissions.update(state="received")
    block = client.get(address(filled, "dashboards:overview")).context["blocks"][0]
    page = client.get(address(filled, "results:release", filled.periods["THADS-2024-12m"].pk))
    assert block.ask == page.context["ask"]
    assert filled.enforcement[1].short_name in block.ask.warning


def test_pledges_are_counted(as_user, world):
    PledgeFactory(season=world.season)
    response = as_user("officer").get(address(world, "dashboards:overview"))
    assert [(row["block"], row["pledge"] and row["pledge"].signed) for row in response.context["pledges"]] == [
        (Block.CIVIL_ENFORCEMENT, 0),
        (Block.DEPARTMENT_OF_JUSTICE, None),
    ]


@pytest.mark.parametrize("name", ["other_officer", "other_head", "nobody", "administrator"])
def test_another_season_does_not_exist(as_user, filled, name):
    assert as_user(name).get(address(filled, "dashboards:overview")).status_code == 404


def test_season_is_found_by_code_too(as_user, world):
    response = as_user("officer").get(f"/s/{world.cluster.code}/2024/")
    assert response.context["season"] == world.season
    assert as_user("officer").get(f"/s/{world.cluster.code}/2025/").status_code == 404


@pytest.mark.parametrize("name", ["secretariat", "cluster_head", "officer", "deputy", "approver"])
def test_overview_costs_the_same_for_any_number_of_members(as_user, filled, name):
    filled.release(filled.periods["THADS-2024-12m"])
    client, url = as_user(name), address(filled, "dashboards:overview")
    _page, few = ask(client, url)
    grow(filled, 6)
    _page, many = ask(client, url)
    assert few == many <= BUDGET


def test_overview_is_small_at_twelve_agencies(as_user, filled):
    grow(filled, 3)
    response = as_user("secretariat").get(address(filled, "dashboards:overview"))
    assert response.context["members"]["agencies"] == 12
    assert len(response.content) <= 150_000
