"""The agency page: what waits for the head's signature or answer, and who is shown it."""

from datetime import date

import pytest

from awards.models import Nomination
from clusters.enums import PhaseKind
from pledges.enums import PledgeState
from pledges.models import MovementResponse
from tests.factories.awards import NominationFactory
from tests.factories.clusters import PhaseFactory
from tests.factories.pledges import MovementFactory, PledgeFactory
from tests.support.pages import BUDGET, address, ask, text


@pytest.fixture
def desk(as_user, world):
    """``desk("head")`` asks for the page of the agency of head and officer; gives what waits on the head's desk."""

    def ask_for(name, agency=None):
        client = as_user(name)
        response = client.get(address(world, "dashboards:agency", (agency or world.enforcement[1]).code))
        assert response.status_code == 200
        return response.context["decisions"]

    return ask_for


def open_pledge(world, block="civil_enforcement"):
    PhaseFactory(
        season=world.season,
        block=block,
        kind=PhaseKind.PLEDGE,
        period_code="",
        opens=date(2024, 9, 20),
        closes=date(2024, 10, 16),
    )
    return PledgeFactory(season=world.season, block=block, state=PledgeState.OPEN, title="Giao ước thử")


def test_report_waits_for_the_head_and_is_shown_to_the_officer(desk, world):
    agency = world.enforcement[1]
    submission = world.fill(agency, state="awaiting_signature")
    [row] = desk("head")
    assert (row.title, row.action) == (
        f"Duyệt và gửi báo cáo 12 tháng năm 2024 của {agency.short_name}",
        "Xem, duyệt và gửi",
    )
    assert "hạn 04/10/2024" in row.meta
    [row] = desk("officer")
    assert (row.title, row.action) == ("Báo cáo 12 tháng năm 2024 đang chờ thủ trưởng duyệt, gửi", "Xem báo cáo")
    assert row.url.endswith(f"/{submission.pk}/")


def test_nobody_is_told_to_sign_what_is_signed_on_paper(desk, world):
    open_pledge(world)
    assert desk("head") == []


def test_movements_wait_until_they_are_joined_or_have_ended(desk, world):
    agency = world.enforcement[1]
    wanted = MovementFactory(season=world.season, name="Đợt cao điểm", ends=date(2024, 10, 31))
    MovementFactory(season=world.season, ends=date(2024, 10, 1))
    MovementFactory(season=world.season, launched_on=date(2024, 10, 3))
    MovementFactory(season=world.other_season)
    joined = MovementFactory(season=world.season)
    MovementResponse.objects.create(movement=joined, agency=agency, responded_on=date(2024, 10, 1))
    endless = MovementFactory(season=None, year=2024, scope="national", name="Toàn ngành", launched_on=date(2024, 1, 1))
    rows = desk("head")
    assert [row.title for row in rows] == ["Hưởng ứng phong trào: Đợt cao điểm", "Hưởng ứng phong trào: Toàn ngành"]
    assert [row.url for row in rows] == [address(world, "pledges:respond", m.pk) for m in (wanted, endless)]
    assert "hạn 31/10/2024" in rows[0].meta


def test_nominations_given_back_wait_for_the_agency_that_made_them(desk, world):
    for agency, note in (
        (world.enforcement[1], "Thiếu báo cáo thành tích"),
        (world.enforcement[1], ""),
        (world.enforcement[2], "Khác"),
    ):
        NominationFactory(season=world.season, agency=agency, note=note)
    [row] = desk("head")
    assert row.title.startswith("Trả lời đề nghị bị trả lại: ") and "lý do: Thiếu báo cáo thành tích" in row.meta


def test_head_of_the_cluster_is_asked_to_submit_on_the_own_page_alone(desk, world):
    for agency in (world.enforcement[1], world.enforcement[2]):
        NominationFactory(season=world.season, agency=agency)
    titles = [row.title for row in desk("cluster_head", world.head_agency)]
    assert titles == ["Trình Bộ 2 đề nghị khen thưởng của cụm"]
    assert desk("secretariat", world.head_agency) == []
    assert desk("head") == []
    Nomination.objects.update(state="submitted")
    assert desk("cluster_head", world.head_agency) == []


@pytest.mark.parametrize("name", ["secretariat", "cluster_head", "deputy", "ministry", "approver", "officer_dept"])
def test_nobody_else_sees_the_desk_of_an_agency(as_user, desk, world, name):
    open_pledge(world)
    world.fill(world.enforcement[1], state="awaiting_signature")
    MovementFactory(season=world.season)
    assert desk(name) == []
    page = text(as_user(name).get(address(world, "dashboards:agency", world.enforcement[1].code)))
    assert 'id="h-decide"' not in page


def test_an_empty_desk_says_so(as_user, world):
    page = text(as_user("head").get(address(world, "dashboards:agency", world.enforcement[1].code)))
    assert "Không có việc nào chờ duyệt, gửi hoặc chờ trả lời." in page


def test_verdict_counts_what_the_reader_can_do(as_user, world):
    open_pledge(world)
    MovementFactory(season=world.season, ends=date(2024, 10, 9))
    world.fill(world.enforcement[1], state="awaiting_signature")
    url = address(world, "dashboards:agency", world.enforcement[1].code)
    waiting = {name: as_user(name).get(url).context["waiting"] for name in ("head", "officer")}
    assert waiting == {"head": 2, "officer": 1}
    assert as_user("head").get(url).context["nearest"] == date(2024, 10, 4)


@pytest.mark.parametrize(
    ("name", "agency"),
    [("head", "enforcement"), ("officer", "enforcement"), ("cluster_head", "head"), ("secretariat", "head")],
)
def test_desk_costs_the_same_for_any_number_of_things(as_user, world, name, agency):
    own = world.enforcement[1] if agency == "enforcement" else world.head_agency
    world.release(world.periods["THADS-2024-12m"])
    world.fill_all()
    counts = []
    for period in ("6m", "10m"):
        for _number in range(2 if period == "6m" else 6):
            MovementFactory(season=world.season, ends=date(2024, 10, 9))
            NominationFactory(season=world.season, agency=own, note="Thiếu")
        if agency == "enforcement":
            world.fill(own, period=world.periods[f"THADS-2024-{period}"], state="awaiting_signature")
            world.fill(own, period=world.periods[f"THADS-2023-{period}"], state="approved")
        counts.append(ask(as_user(name), address(world, "dashboards:agency", own.code))[1])
    assert counts[0] == counts[1] <= BUDGET
