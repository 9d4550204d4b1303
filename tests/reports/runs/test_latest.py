"""The latest figures that exist for what is asked, reports a member can have, releases of what is there."""

import pytest
from django.urls import reverse

from results.enums import State
from results.models import Release
from tests.support.pages import address, text


@pytest.fixture
def behind(world):
    """One agency has ten months where the others have twelve."""
    for agency in world.enforcement:
        world.fill(agency, period=world.periods["THADS-2024-10m"], state=State.APPROVED)
    for agency in (world.enforcement[0], world.enforcement[2]):
        world.fill(agency, state=State.APPROVED)
    return world


def names(world):
    return world.periods["THADS-2024-10m"].name_vi, world.periods["THADS-2024-12m"].name_vi


def test_agency_page_shows_the_latest_figures_of_the_agency(as_user, behind):
    response = as_user("head").get(address(behind, "dashboards:agency", behind.enforcement[1].code), follow=True)
    ten, _twelve = names(behind)
    assert ten in response.context["period"]
    assert "84,00%" in text(response)


def test_agency_that_is_up_to_date_keeps_the_latest_period(as_user, behind):
    response = as_user("secretariat").get(address(behind, "dashboards:agency", behind.enforcement[2].code))
    assert names(behind)[1] in response.context["period"]


def test_home_of_a_member_stands_on_the_latest_figures_of_the_agency(as_user, behind):
    assert "84,00%" in text(as_user("head").get(reverse("dashboards:home")))


def test_agency_without_any_figures_is_shown_in_the_period_of_its_cluster(as_user, world):
    world.fill(world.enforcement[0], state=State.APPROVED)
    response = as_user("head").get(address(world, "dashboards:agency", world.enforcement[1].code))
    assert names(world)[1] in response.context["period"]


def test_report_of_one_agency_is_offered_with_its_latest_figures(as_user, behind):
    page = as_user("head").get(address(behind, "reports:runs"))
    (offer,) = page.context["offers"]
    assert (offer.value, dict(offer.scope.periods)) == (
        f"agency:{behind.enforcement[1].code}",
        {"civil_enforcement": "10m"},
    )
    assert page.context["reading"] == "latest"


def test_member_is_offered_no_report_of_the_whole_cluster_it_cannot_have(as_user, world):
    world.fill_all()
    shown = text(as_user("head").get(address(world, "reports:runs")))
    everything = text(as_user("secretariat").get(address(world, "reports:runs")))
    assert ("Báo cáo tổng kết của cụm" in everything, "Báo cáo tổng kết của cụm" in shown) == (True, False)


def test_heads_are_offered_everything_once_all_is_released(as_user, world):
    world.fill_all()
    for code in ("THADS-2024-12m", "STP-2024-year_first"):
        world.release(world.periods[code])
    assert "Báo cáo tổng kết của cụm" in text(as_user("head").get(address(world, "reports:runs")))


# -- release -----------------------------------------------------------------------------------------------------------
def release(world, code="THADS-2024-12m"):
    return reverse("results:release", args=[world.cluster.slug, 2024, world.periods[code].pk])


@pytest.mark.parametrize("state", [None, State.DRAFT, State.AWAITING_SIGNATURE])
def test_release_of_a_period_without_figures_is_not_offered(as_user, world, state):
    if state:
        world.fill(world.enforcement[1], state=state)
    client = as_user("cluster_head")
    pages = [address(world, "dashboards:overview"), reverse("results:review", args=[world.cluster.slug, 2024])]
    assert [release(world) in client.get(page).content.decode() for page in pages] == [False, False]


@pytest.mark.parametrize("code", ["THADS-2024-12m", "STP-2024-year_official"])
def test_release_of_a_period_without_figures_is_refused_with_the_reason(as_user, world, code):
    client = as_user("cluster_head")
    said = [text(client.get(release(world, code), follow=True)), text(client.post(release(world, code), follow=True))]
    assert ["Chưa có đơn vị nào gửi số liệu của kỳ này" in each for each in said] == [True, True]
    assert Release.objects.count() == 0


def test_release_is_offered_from_the_first_figures_on(as_user, world):
    world.fill(world.enforcement[1], state=State.SUBMITTED)
    client = as_user("cluster_head")
    pages = [address(world, "dashboards:overview"), reverse("results:review", args=[world.cluster.slug, 2024])]
    assert [release(world) in client.get(page).content.decode() for page in pages] == [True, True]
    client.post(release(world))
    assert Release.objects.count() == 1
