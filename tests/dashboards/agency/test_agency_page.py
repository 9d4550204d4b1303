"""The agency page: verdict, cards, table, and who may see which of them."""

from datetime import date
from fractions import Fraction

import pytest

from clusters.enums import SuccessionKind
from dashboards.workspace.cards import shortfall
from emulation_portal.lib import dates
from results.figures import TargetRef
from results.figures.rates import Rate
from results.models import Release
from tests.factories.clusters import AgencyFactory, MembershipFactory, SuccessionFactory
from tests.factories.pledges import TargetFactory
from tests.factories.results import PublishedFactory
from tests.support.pages import BUDGET, address, ask, grow, text

AFTER_MERGER = date(2024, 7, 1)


@pytest.fixture
def filled(world):
    world.set_targets()
    world.fill_all()
    return world


def page(client, world, agency, **query):
    return client.get(address(world, "dashboards:agency", agency.code), query)


# -- published places --------------------------------------------------------------------------------------------------
def published_place(world, agency, place=4):
    return PublishedFactory(
        scope_kind="province",
        scope_code=agency.province.code,
        year=2024,
        period_code="12m",
        block=agency.kind,
        indicator=world.indicators["accepted_cases"],
        measure="rank",
        value=place,
        text="đứng thứ 4 trên toàn quốc",
    )


def test_a_published_place_stands_beside_the_portals_own(as_user, filled):
    agency = filled.enforcement[1]
    published_place(filled, agency)
    for size, other in enumerate(filled.other_agencies, start=1):
        filled.fill(other, state="approved", size=size)
    enforcement = next(a for a in filled.other_agencies if a.kind == agency.kind)
    Release.objects.create(season=filled.other_season, period=filled.period_of(enforcement), released_at=dates.now())
    filled.release(filled.period_of(agency))
    client = as_user("head")
    for address_ in (
        address(filled, "dashboards:agency", agency.code),
        address(filled, "dashboards:indicator", "accepted_cases"),
    ):
        (row,) = client.get(address_).context["printed_places"]
        assert (row.printed, row.quote) == (4, "đứng thứ 4 trên toàn quốc")
        # by size: 3, 2, 1 times as much here, and the neighbour's beside
        assert (row.own, row.among) == (2, 4)
        assert "Thứ hạng toàn quốc đã công bố" in text(client.get(address_))


def test_a_published_place_alone_says_nothing_of_the_own_one(as_user, filled):
    agency = filled.enforcement[1]
    published_place(filled, agency)
    (row,) = page(as_user("head"), filled, agency).context["printed_places"]
    assert (row.printed, row.own, row.among) == (4, 0, 0)
    assert page(as_user("head"), filled, agency, period="10m").status_code == 200
    other = page(as_user("secretariat"), filled, filled.enforcement[0])
    assert other.context["printed_places"] == []


# -- rows without figures ----------------------------------------------------------------------------------------------
def test_rows_without_figures_are_one_line_a_group(as_user, world):
    """While a department enters its report, seventy rows would say the same."""
    agency = world.departments[1]
    world.fill(agency, state="draft")
    response = page(as_user("officer_dept"), world, agency)
    groups = response.context["groups"]
    among = sum(len(group.rows) for group in groups)
    assert among > 50
    assert sum(len(group.told) for group in groups) < 5
    folded = [group for group in groups if group.folded]
    assert text(response).count("chỉ tiêu thống kê chưa có số liệu</summary>") == len(folded)
    assert f"{len(folded[0].folded)} chỉ tiêu thống kê chưa có số liệu" in text(response)
    world.fill(agency, state="submitted", version=2)
    told = page(as_user("officer_dept"), world, agency).context["groups"]
    assert sum(len(group.told) for group in told) > among / 2


# -- verdict ----------------------------------------------------------------------------------------------------------
def test_verdict_when_every_target_is_reached(as_user, filled):
    verdict = page(as_user("head"), filled, filled.enforcement[1]).context["verdict"]
    assert (verdict.kind, verdict.says, verdict.wants) == ("ok", "Đạt 2 trong 2 chỉ tiêu được giao năm 2024.", "")


def test_verdict_names_what_falls_short_and_by_how_much(as_user, world):
    world.set_targets()
    world.fill(world.enforcement[1], values={"fully_enforced_cases": 1400, "collected_money": 700_000_000})
    response = page(as_user("head"), world, world.enforcement[1])
    verdict = response.context["verdict"]
    assert (verdict.kind, verdict.says) == ("warn", "Đạt 0 trong 2 chỉ tiêu được giao năm 2024.")
    assert verdict.wants.replace("\N{NO-BREAK SPACE}", " ") == (
        "Cần xử lý: tỷ lệ thi hành xong về việc, thấp hơn chỉ tiêu 5,25 điểm % (thiếu 106 việc); "
        "tỷ lệ thi hành xong về tiền, thấp hơn chỉ tiêu 6,25 điểm % (thiếu 125,0 triệu đồng)."
    )


def test_verdict_without_targets(as_user, world):
    world.fill(world.enforcement[1])
    verdict = page(as_user("head"), world, world.enforcement[1]).context["verdict"]
    assert (verdict.kind, verdict.wants) == ("", "")


def test_verdict_names_the_overdue_report_first(as_user, world, clock):
    """However well the figures of ten months are, nothing is well while the year's report is missing."""
    world.set_targets()
    world.fill(world.enforcement[1], period=world.periods["THADS-2024-10m"], state="approved")
    clock(date(2024, 12, 31))
    for role in ("head", "secretariat"):
        verdict = page(as_user(role), world, world.enforcement[1]).context["verdict"]
        assert (verdict.kind, verdict.says) == ("bad", "Chưa gửi báo cáo 12 tháng, quá hạn 62 ngày làm việc.")
        assert verdict.wants.startswith("Không chỉ tiêu nào thấp hơn tiến độ 10/12 chỉ tiêu năm.")
    home = as_user("head").get("/").context["verdict"]
    assert (home.kind, home.says) == ("bad", "Chưa gửi báo cáo 12 tháng, quá hạn 62 ngày làm việc.")


def test_verdict_leaves_out_what_a_later_report_holds(as_user, filled, clock):
    clock(date(2024, 12, 31))
    verdict = page(as_user("head"), filled, filled.enforcement[1]).context["verdict"]
    assert verdict.kind == "ok"


def test_a_part_of_the_year_is_answered_first_and_set_against_its_part_of_the_target(as_user, world):
    world.set_targets()
    world.fill(world.enforcement[1], period=world.periods["THADS-2024-10m"], state="approved")
    context = page(as_user("head"), world, world.enforcement[1]).context
    card = context["cards"][0]
    assert context["verdict"].says == "Không chỉ tiêu nào thấp hơn tiến độ 10/12 chỉ tiêu năm."
    assert (card.pace_target, card.shown_better) == ("10/12 chỉ tiêu: 66,04%", "up")
    assert card.shown_gap == Fraction(84, 100) - Fraction(7925, 10000) * 10 / 12
    assert [period["name"] for period, _cell in context["reports"]] == [
        f"{months} tháng" for months in (12, 10, 9, 6, 3)
    ]


@pytest.mark.parametrize(
    ("part", "comparator", "expected"),
    [(83, "gte", 0), (83, "gt", 1), (82, "gte", 1), (82, "gt", 2), (90, "gt", 0), (10, "lt", 0)],
)
def test_shortfall_is_the_smallest_number_that_reaches_the_target(part, comparator, expected):
    assert shortfall(Rate(part, 100), TargetRef(Fraction(83), comparator)) == expected


def test_shortfall_is_none_where_nothing_was_counted():
    assert shortfall(Rate(0, 0), TargetRef(Fraction(83), "gt")) == 0


# -- cards ------------------------------------------------------------------------------------------------------------
def test_card_shows_value_target_gap_last_year_trend_and_place(as_user, filled):
    agency = filled.enforcement[1]
    filled.release(filled.periods["THADS-2024-12m"])
    filled.fill(agency, period=filled.periods["THADS-2023-12m"], state="approved", values={"terminated_cases": 0})
    filled.fill(agency, period=filled.periods["THADS-2024-10m"], state="approved", values={"fully_enforced_cases": 920})
    card = next(c for c in page(as_user("head"), filled, agency).context["cards"] if c.code == "completion_rate_cases")
    assert (card.value, card.target, card.gap, card.last, card.change) == (
        Fraction(84, 100),
        Fraction(7925, 10000),
        Fraction(475, 10000),
        Fraction(80, 100),
        Fraction(4, 100),
    )
    assert card.parts == "3.360 / 4.000\N{NO-BREAK SPACE}việc"
    assert card.trend == (Fraction(50, 100), Fraction(84, 100))
    assert (card.rank.place, card.rank.among, card.rank.tied_with) == (1, 3, 2)
    assert card.others == (Fraction(84, 100), Fraction(84, 100))


def test_cards_hide_places_until_the_release(as_user, filled):
    cards = page(as_user("head"), filled, filled.enforcement[1]).context["cards"]
    assert {(card.rank, card.others) for card in cards} == {(None, ())}


def test_cards_put_what_is_not_reached_first(as_user, filled):
    TargetFactory(agency=filled.departments[1], indicator=filled.indicators["mediation_success_rate"], value=100)
    cards = page(as_user("head_dept"), filled, filled.departments[1]).context["cards"]
    assert [(card.code, card.met) for card in cards] == [
        ("mediation_success_rate", False),
        ("appraisal_coverage_rate", None),
    ]


# -- the table --------------------------------------------------------------------------------------------------------
def test_table_tells_nothing_arose_from_empty_and_zero(as_user, world):
    agency = world.enforcement[1]
    values = {"newly_accepted_cases": 0, "carried_over_cases": None, "admin_judgments_enforceable": 0}
    values |= {"admin_judgments_completed": 0}
    world.fill(agency, values=values, nothing=["withdrawn_cases"])
    groups = page(as_user("officer"), world, agency).context["groups"]
    cases, _money, judgments, *_duties = ({row.name: row.value.text for row in group.rows} for group in groups)
    assert cases["Thụ lý mới"] == "0"
    assert cases["Số cũ chuyển sang (trừ sổ theo dõi riêng)"] == "chưa có số liệu"
    assert cases["Thu hồi, hủy quyết định thi hành án"] == "không phát sinh"
    assert cases["Tổng số thụ lý"] == "chưa có số liệu"
    assert cases["Thi hành xong"] == "1.680"
    assert judgments["Tỷ lệ thi hành xong án hành chính"] == "không phát sinh"


def test_table_prints_money_in_thousands_and_changes_by_kind(as_user, filled):
    agency = filled.enforcement[1]
    filled.fill(agency, period=filled.periods["THADS-2023-12m"], state="approved", size=1)
    groups = page(as_user("officer"), filled, agency).context["groups"]
    cases, moneys, *_others = ({row.name: row for row in group.rows} for group in groups)
    money = moneys["Thụ lý mới"]
    assert (money.unit, money.value.text, money.last.text) == ("nghìn đồng", "4.000.000", "2.000.000")
    assert (money.change, money.change_look) == ("+100,0%", "flat")
    assert cases["Tỷ lệ thi hành xong về việc"].change == "0,00\N{NO-BREAK SPACE}điểm\N{NO-BREAK SPACE}%"
    assert cases["Chưa có điều kiện thi hành (trừ sổ theo dõi riêng)"].change_look == "down"


# -- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("officer", True),
        ("head", True),
        ("secretariat", True),
        ("cluster_head", True),
        ("deputy", True),
        ("ministry", True),
        ("approver", True),
        ("officer_dept", False),
        ("head_dept", False),
    ],
)
def test_figures_of_an_agency_before_the_release(as_user, filled, name, sees):
    response = page(as_user(name), filled, filled.enforcement[1])
    assert response.context["is_visible"] is sees
    assert ("3.360" in text(response)) is sees


def test_figures_of_an_agency_after_the_release(as_user, filled):
    filled.release(filled.periods["THADS-2024-12m"])
    response = page(as_user("officer_dept"), filled, filled.enforcement[1])
    assert "3.360" in text(response)


@pytest.mark.parametrize("name", ["other_officer", "other_head", "nobody", "administrator"])
def test_agency_of_another_season_does_not_exist(as_user, filled, name):
    assert page(as_user(name), filled, filled.enforcement[1]).status_code == 404


def test_agency_that_is_no_member_does_not_exist(as_user, filled):
    assert page(as_user("secretariat"), filled, filled.other_agencies[0]).status_code == 404
    assert as_user("secretariat").get(address(filled, "dashboards:agency", "KHONG-CO")).status_code == 404


def test_ministry_body_of_one_block_does_not_see_the_other(as_user, filled):
    filled.ministry.supervised_blocks = ["civil_enforcement"]
    filled.ministry.save()
    client = as_user("ministry")
    assert page(client, filled, filled.enforcement[1]).status_code == 200
    assert page(client, filled, filled.departments[1]).status_code == 404
    overview = client.get(address(filled, "dashboards:overview"))
    assert [block.block for block in overview.context["blocks"]] == ["civil_enforcement"]


def test_agency_that_was_a_member_for_a_part_of_the_year_shows_its_last_period(as_user, world):
    old = AgencyFactory(block="civil_enforcement", valid_to=AFTER_MERGER)
    MembershipFactory(cluster=world.cluster, agency=old, valid_to=AFTER_MERGER)
    SuccessionFactory(predecessor=old, successor=world.enforcement[1], date=AFTER_MERGER, kind=SuccessionKind.MERGED)
    world.fill(old, period=world.periods["THADS-2024-6m"], state="approved")
    world.fill(world.enforcement[1], state="approved")
    response = page(as_user("head"), world, old)
    assert response.headers["Location"].endswith("?period=6m")
    shown = as_user("head").get(response.headers["Location"])
    assert (shown.context["period"], shown.context["is_visible"]) == ("6 tháng năm 2024 (10/2023 – 3/2024)", True)


# -- next steps and cost ----------------------------------------------------------------------------------------------
def test_next_steps_are_the_readers_own(as_user, world):
    def titles(name):
        return [task.title for task in page(as_user(name), world, world.enforcement[1]).context["tasks"]]

    world.fill(world.enforcement[1], state="draft")
    assert titles("officer") == ["Hoàn thành báo cáo 12 tháng năm 2024"]
    assert titles("head") == []
    assert titles("secretariat") == []


@pytest.mark.parametrize("name", ["secretariat", "cluster_head", "head", "deputy", "approver"])
def test_agency_page_costs_the_same_for_any_number_of_members(as_user, filled, name):
    filled.release(filled.periods["THADS-2024-12m"])
    client, url = as_user(name), address(filled, "dashboards:agency", filled.enforcement[1].code)
    _page, few = ask(client, url)
    grow(filled, 6)
    _page, many = ask(client, url)
    assert few == many <= BUDGET
