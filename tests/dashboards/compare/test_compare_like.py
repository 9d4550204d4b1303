"""Comparisons are made of like members in like periods, say how many and who is left out, or are not made."""

from datetime import date

import pytest

from clusters.models import Membership
from tests.factories.clusters import (
    AgencyFactory,
    ClusterFactory,
    MembershipFactory,
    SeasonFactory,
    SuccessionFactory,
)
from tests.factories.pledges import TargetFactory
from tests.factories.reference import load_periods
from tests.support.html import main_of, table_in, text_of
from tests.support.random_season import ENFORCEMENT

from .comparison import address

CASES = "completion_rate_cases"
MERGER = date(2025, 7, 1)


def page_of(client, world, **query):
    return main_of(client.get(address(world, block=ENFORCEMENT, **query)))


def row_of(page, world, code) -> list[str]:
    """The cells of an indicator in the table of all indicators; its difference comes last."""
    name = world.indicators[code].name_vi
    [table] = page.xpath(".//table[contains(@class, 'dtable--sides')]")
    rows = table_in(table).listed
    return next(cells for head, cells in rows if head.split(" · ")[0] in (name, name.rpartition(" - ")[0] or name))


def difference(page, world, code) -> str:
    return row_of(page, world, code)[-1].replace("\N{NO-BREAK SPACE}", " ")


# -- members that are missing -----------------------------------------------------------------------------------------
@pytest.fixture
def one_missing(world):
    """All three reported in 2023; in 2024 the third has not yet."""
    SeasonFactory(cluster=world.cluster, year=2023)
    for agency, last, now in zip(world.enforcement, (2000, 3000, 9000), (2200, 3200, None), strict=True):
        twelve = world.periods["THADS-2023-12m"]
        world.fill(agency, period=twelve, state="approved", values={"eligible_cases": last})
        if now:
            world.fill(agency, state="approved", values={"eligible_cases": now})
    return world


@pytest.mark.parametrize("swapped", [False, True])
def test_two_of_three_are_not_set_against_all_three_of_last_year(as_user, one_missing, swapped):
    query = {"first": "CTN-2023", "second": "CTN-2024"} if swapped else {}
    page = page_of(as_user("ministry"), one_missing, what="years", **query)
    sign, share = ("−", "−7,4%") if swapped else ("+", "+8,0%")  # 5.400 beside 5.000; with the third it were −61,4 %
    assert difference(page, one_missing, "eligible_cases").startswith(f"{sign}400")
    assert share in difference(page, one_missing, "eligible_cases")


def test_who_is_compared_and_who_is_left_out_is_said(as_user, one_missing):
    page = page_of(as_user("ministry"), one_missing, what="years")
    names = [agency.short_name for agency in one_missing.enforcement]
    text = text_of(page)
    assert f"Chênh lệch tính trên 2 trong 3 thành viên có số liệu ở cả hai bên: {names[0]}, {names[1]}." in text
    assert f"Không tính: {names[2]} (thiếu số liệu ở phía năm 2024)" in text
    assert "So sánh trên 2 trong 3 thành viên." in text_of(page)


def test_the_total_of_last_year_stands_with_the_part_that_is_compared(as_user, one_missing):
    cells = row_of(page_of(as_user("ministry"), one_missing, what="years"), one_missing, "eligible_cases")
    assert any("14.000" in cell and "5.000" in cell for cell in cells)


def test_a_cell_left_empty_leaves_its_agency_out_of_that_row_alone(as_user, world):
    SeasonFactory(cluster=world.cluster, year=2023)
    for number, agency in enumerate(world.enforcement):
        for period in ("THADS-2023-12m", "THADS-2024-12m"):
            empty = {"eligible_cases": None} if number == 1 and "2024" in period else {}
            world.fill(agency, period=world.periods[period], state="approved", values=empty)
    page = page_of(as_user("ministry"), world, what="years")
    name = world.enforcement[1].short_name
    assert f"trên 2 trong 3 thành viên, riêng ở đây không tính {name}" in difference(page, world, "eligible_cases")
    assert difference(page, world, "eligible_cases").startswith("bằng nhau")
    assert difference(page, world, "accepted_cases") == "bằng nhau"


def test_nobody_in_common_makes_no_comparison(as_user, world):
    SeasonFactory(cluster=world.cluster, year=2023)
    world.fill(world.enforcement[0], period=world.periods["THADS-2023-12m"], state="approved")
    world.fill(world.enforcement[1], state="approved")
    page = page_of(as_user("ministry"), world, what="years")
    assert "Không so sánh được: không thành viên nào có số liệu ở cả hai bên." in text_of(page)
    assert difference(page, world, "eligible_cases") == "–"


# -- mergers, two years apart -----------------------------------------------------------------------------------------
@pytest.fixture
def merged(world, clock):
    """2024: three agencies, and one in a neighbouring cluster. Since 2025: the first two are one, the third and the
    neighbour's are another, in a cluster of their own; 2026 beside 2024."""
    clock(date(2026, 11, 20))
    world.periods |= load_periods(2025, 2026)
    old, neighbour = world.enforcement, world.other_agencies[1]
    cluster = ClusterFactory(code="CM", slug="cum-moi", short_name_vi="Cụm mới")
    world.season_2026 = SeasonFactory(cluster=cluster, year=2026)
    world.heirs = [AgencyFactory(valid_from=MERGER) for _number in range(2)]
    for before, after in ((old[0], 0), (old[1], 0), (old[2], 1), (neighbour, 1)):
        SuccessionFactory(predecessor=before, successor=world.heirs[after], date=MERGER)
        before.valid_to = MERGER
        before.save()
    for agency, cases in zip((*old, neighbour), (1000, 2000, 4000, 8000), strict=True):
        world.fill(agency, state="approved", values={"eligible_cases": cases})
    Membership.objects.filter(agency__in=[*old, neighbour]).update(valid_to=MERGER)
    for agency, cases in zip(world.heirs, (3300, 13200), strict=True):
        MembershipFactory(cluster=cluster, agency=agency, valid_from=MERGER)
        period = world.periods["THADS-2026-12m"]
        world.fill(agency, period=period, state="approved", values={"eligible_cases": cases})
    return world


def two_years(client, world, **query):
    pair = {"first": "CM-2026", "second": "CTN-2024"}
    return main_of(
        client.get(address(world, season=world.season_2026, what="years", block=ENFORCEMENT, **pair | query))
    )


def test_merged_agencies_are_set_against_those_they_came_from(as_user, merged):
    """16.500 beside 15.000, though 8.000 of them were reported in another cluster; not beside the cluster's 7.000."""
    said = difference(two_years(as_user("ministry"), merged), merged, "eligible_cases")
    assert said.startswith("+1.500") and "+10,0%" in said


def test_as_organised_then_compares_whole_members_alone_and_names_the_rest(as_user, merged):
    page = two_years(as_user("ministry"), merged, organised="then")
    said = difference(page, merged, "eligible_cases")
    assert said.startswith("+300") and "+10,0%" in said
    kept, out = (agency.short_name for agency in merged.heirs)
    assert f"trên 1 trong 2 thành viên có số liệu ở cả hai bên: {kept}. Không tính: {out}" in text_of(page)


def test_a_merged_agency_is_followed_over_several_years(as_user, merged):
    heir = merged.heirs[0]
    page = two_years(as_user("ministry"), merged, agency=heir.code)
    assert difference(page, merged, "eligible_cases").startswith("+300")
    assert all(agency.short_name in text_of(page) for agency in merged.enforcement[:2])


def test_an_agency_that_took_in_another_is_not_set_against_its_former_self(as_user, world, clock):
    """It kept its name and code and took in its neighbour: its last year is that of both."""
    clock(date(2025, 11, 20))
    world.periods |= load_periods(2025)
    SeasonFactory(cluster=world.cluster, year=2025)
    kept, gone = world.enforcement[0], world.enforcement[1]
    for agency, cases in ((kept, 2000), (gone, 1000)):
        world.fill(agency, state="approved", values={"eligible_cases": cases})
    SuccessionFactory(predecessor=gone, successor=kept, date=date(2025, 1, 1))
    gone.valid_to = date(2025, 1, 1)
    gone.save()
    gone.memberships.update(valid_to=date(2025, 1, 1))
    values = {"eligible_cases": 3300}
    world.fill(kept, period=world.periods["THADS-2025-12m"], state="approved", values=values)
    query = {"what": "years", "agency": kept.code, "first": "CTN-2025", "second": "CTN-2024"}
    season = world.cluster.seasons.get(year=2025)
    page = main_of(as_user("ministry").get(address(world, season=season, block=ENFORCEMENT, **query)))
    assert difference(page, world, "eligible_cases").startswith("+300")
    assert "+10,0%" in difference(page, world, "eligible_cases")  # beside its own 2.000 it were +65,0 %


# -- unlike members, unlike periods, parts of a year ------------------------------------------------------------------
def test_two_clusters_are_compared_by_rates_and_not_by_counts(as_user, world):
    world.fill_all()
    world.fill(world.other_agencies[1], state="approved", values={"fully_enforced_cases": 1700})
    page = page_of(as_user("ministry"), world, what="years", first="CTN-2024", second="CKH-2024")
    assert difference(page, world, CASES) == "−5,00 điểm %"
    assert difference(page, world, "eligible_cases") == "–"
    assert "Hai bên gồm các thành viên khác nhau" in text_of(page)


def test_nine_months_are_not_compared_with_twelve(as_user, world):
    """The neighbour's members ended in summer, so that its year stops at nine months."""
    other = world.other_agencies[1]
    other.memberships.update(valid_to=date(2024, 7, 1))
    world.fill(other, period=world.periods["THADS-2024-9m"], state="approved")
    world.fill(world.enforcement[0], state="approved", values={"fully_enforced_cases": 1700})
    page = page_of(as_user("ministry"), world, what="years", first="CTN-2024", second="CKH-2024")
    assert "Không so sánh được: hai bên ở hai kỳ khác nhau." in text_of(page)
    assert {difference(page, world, code) for code in (CASES, "eligible_cases")} == {"–"}


def test_a_part_of_the_year_is_not_said_to_miss_the_target_of_the_year(as_user, world):
    nine = world.periods["THADS-2024-9m"]
    world.set_targets()
    for agency in world.enforcement:
        world.fill(agency, period=nine, state="approved", values={"fully_enforced_cases": 1300})
    query = {"first": world.enforcement[0].code, "second": world.enforcement[1].code, "period": "9m"}
    page = page_of(as_user("secretariat"), world, **query)
    assert not page.xpath(".//table[contains(@class, 'dtable--sides')]//*[@class='down']")
    cells = " ".join(row_of(page, world, CASES)).replace("\N{NO-BREAK SPACE}", " ")
    # 69,00 % beside 79,25 % of the year, of which 59,4375 belong to nine months
    assert "−10,25 điểm %" in cells and "+9,56 điểm % so với 9/12 chỉ tiêu năm" in cells
    assert "Chỉ tiêu là của cả năm" in text_of(page)


def test_answers_of_yes_and_no_are_counted_and_not_added(as_user, world):
    SeasonFactory(cluster=world.cluster, year=2023)
    for year, answers in ((2024, (1, 1, 0)), (2023, (1, 0, 0))):
        for agency, answer in zip(world.departments, answers, strict=True):
            period = world.periods[f"STP-{year}-year_first"]
            world.fill(agency, period=period, state="approved", values={"emulation_plan_issued": answer})
    page = main_of(as_user("ministry").get(address(world, what="years", block="department_of_justice")))
    cells = row_of(page, world, "emulation_plan_issued")
    assert [cell for cell in cells if "/3" in cell] == ["2/3 có", "1/3 có"] and cells[-1] == "+1"


def test_targets_are_those_of_the_side_they_stand_on(as_user, one_missing):
    """Last year's target is derived from last year's members, this year's from this year's."""
    for year, value in ((2023, "70"), (2024, "80")):
        for agency in one_missing.enforcement:
            indicator = one_missing.indicators[CASES]
            TargetFactory(agency=agency, indicator=indicator, year=year, value=value)
    cells = row_of(page_of(as_user("ministry"), one_missing, what="years"), one_missing, CASES)
    assert [cell for cell in cells if cell in ("80,00%", "70,00%")] == ["80,00%", "70,00%"]
