"""The pledge page: promise beside result, signatures, and the season without a pledge."""

from datetime import date

import pytest

from pledges.models import PledgeAddendum, PledgeSignature
from tests.factories.pledges import PledgeFactory, PledgeItemFactory
from tests.support.pages import BUDGET, address, ask, grow, text

BLOCK = "civil_enforcement"


@pytest.fixture
def pledged(world):
    world.set_targets()
    world.fill_all()
    world.pledge = PledgeFactory(season=world.season, signed_on=date(2024, 2, 5))
    rates = {name: world.indicators[f"completion_rate_{name}"] for name in ("cases", "money")}
    same = {"pledge": world.pledge, "comparator": "gte"}
    PledgeItemFactory(ordinal=1, indicator=rates["cases"], value="83.50", **same)
    PledgeItemFactory(ordinal=2, indicator=rates["money"], value="50", **same)
    PledgeItemFactory(ordinal=3, pledge=world.pledge)
    return world


def items(response):
    return [(i.assigned, i.promised, i.result and i.result.text, i.kept) for i in response.context["items"]]


def test_promise_stands_beside_assigned_target_and_result(as_user, pledged):
    response = as_user("secretariat").get(address(pledged, "dashboards:pledge", BLOCK))
    assert items(response) == [
        ("79,25%", "83,50%", "84,00%", True),
        ("45,50%", "50,00%", "49,25%", False),
        ("", "", None, None),
    ]
    assert (response.context["kept"], response.context["judged"]) == (1, 2)


def test_member_sees_the_own_result_until_the_release(as_user, pledged):
    url = address(pledged, "dashboards:pledge", BLOCK)
    pledged.fill(pledged.enforcement[1], state="approved", version=2, values={"fully_enforced_cases": 1400})
    assert items(as_user("officer").get(url))[0] == ("79,25%", "83,50%", "74,00%", False)
    assert items(as_user("officer_dept").get(url))[0] == ("", "83,50%", "chưa công bố", None)
    pledged.release(pledged.periods["THADS-2024-12m"])
    assert items(as_user("officer").get(url)) == items(as_user("secretariat").get(url))


def test_signatures_name_every_member(as_user, pledged):
    PledgeSignature.objects.create(
        pledge=pledged.pledge, agency=pledged.enforcement[2], title="Cục trưởng", signed_on=date(2024, 2, 5)
    )
    response = as_user("officer").get(address(pledged, "dashboards:pledge", BLOCK))
    assert sorted((row.agency, row.signed_on) for row in response.context["signatures"]) == [
        (pledged.enforcement[0].name, None),
        (pledged.enforcement[1].name, None),
        (pledged.enforcement[2].name, date(2024, 2, 5)),
    ]
    assert "1/3 đã ký" in text(response)


def test_addenda_are_listed(as_user, pledged):
    PledgeAddendum.objects.create(pledge=pledged.pledge, number=1, date=date(2024, 7, 15), text="Bổ sung dòng 7")
    assert "Phụ lục số 01" in text(as_user("officer").get(address(pledged, "dashboards:pledge", BLOCK)))


def test_season_without_a_pledge_says_so(as_user, world):
    response = as_user("officer").get(address(world, "dashboards:pledge", BLOCK))
    assert response.status_code == 200
    assert "Chưa có giao ước" in text(response)


@pytest.mark.parametrize("block", ["ministry_body", "khong-co"])
def test_unknown_block_does_not_exist(as_user, world, block):
    assert as_user("officer").get(address(world, "dashboards:pledge", block)).status_code == 404


@pytest.mark.parametrize("name", ["other_head", "nobody", "administrator"])
def test_pledge_of_another_season_does_not_exist(as_user, pledged, name):
    assert as_user(name).get(address(pledged, "dashboards:pledge", BLOCK)).status_code == 404


@pytest.mark.parametrize("name", ["secretariat", "cluster_head", "officer", "approver"])
def test_pledge_page_costs_the_same_for_any_number_of_members(as_user, pledged, name):
    client, url = as_user(name), address(pledged, "dashboards:pledge", BLOCK)
    _page, few = ask(client, url)
    grow(pledged, 6)
    _page, many = ask(client, url)
    assert few == many <= BUDGET
