"""The review page of a season: the queue, the board of all members, the release of figures."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from results.enums import State
from results.models import Release
from results.services import CellEntry, save_cells, take_step


@pytest.fixture
def address(world):
    return reverse("results:review", args=[world.cluster.slug, world.season.year])


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).replace("\u00a0", " ").split())


def queue_of(client, address):
    return client.get(address).context["queue"]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretariat", 200),
        ("cluster_head", 200),
        ("deputy", 200),
        ("deputy_officer", 200),
        ("ministry", 200),
        ("approver", 200),
        ("officer", 403),
        ("head", 403),
        ("head_dept", 403),
        ("other_head", 404),
        ("nobody", 404),
        ("administrator", 404),
    ],
)
def test_review_is_for_those_who_lead_or_supervise(as_user, address, who, status):
    assert as_user(who).get(address).status_code == status


def test_refusal_names_the_head_of_the_head_agency(as_user, world, address):
    assert world.users["cluster_head"].person.full_name in words(as_user("officer").get(address))


def test_review_is_found_by_the_code_of_the_cluster_too(as_user, world):
    assert as_user("secretariat").get(reverse("results:review", args=["CTN", 2024])).status_code == 200


def test_deputy_sees_its_own_block_and_what_the_head_agency_submits(as_user, world, address):
    world.fill_all(State.SUBMITTED)
    queue = queue_of(as_user("deputy"), address)
    assert [board.block for board in queue.boards] == ["civil_enforcement"]
    assert {item.submission.agency for item in queue.waiting} == {*world.enforcement, world.head_agency}


def test_queue_puts_what_is_mine_and_doubtful_first(as_user, world, address):
    sound = world.fill(world.departments[1], state=State.SUBMITTED)
    broken = world.fill(world.departments[2], state=State.SUBMITTED, values={"dissemination_attendees": 1})
    asked = world.fill(
        world.enforcement[1], state=State.SUBMITTED, values={"fully_enforced_cases": 0, "terminated_cases": 0}
    )
    own = world.fill(world.departments[0], state=State.SUBMITTED)
    world.fill(world.enforcement[2], state=State.DRAFT)
    waiting = queue_of(as_user("secretariat"), address).waiting
    assert [item.submission for item in waiting] == [broken, asked, sound, own]
    assert [(item.errors, item.warnings, item.is_mine) for item in waiting] == [
        (1, 0, True), (0, 1, True), (0, 0, True), (0, 0, False),
    ]  # fmt: skip


def test_received_report_waits_for_the_head_alone(as_user, world, address):
    world.fill(world.enforcement[1], state=State.RECEIVED)
    mine = {
        who: queue_of(as_user(who), address).waiting[0].is_mine for who in ("secretariat", "cluster_head", "deputy")
    }
    assert mine == {"secretariat": False, "cluster_head": True, "deputy": False}


def test_queue_counts_what_changed_since_the_version_before(as_user, world, address):
    first = world.fill(world.enforcement[1], state=State.APPROVED)
    second = take_step(submission=first, action="reopen", actor=world.users["approver"], note="Sai số")
    entries = {"eligible_cases": CellEntry(2010), "terminated_cases": CellEntry(81)}
    save_cells(submission=second, entries=entries, actor=world.users["officer"])
    take_step(submission=second, action="hand_over", actor=world.users["officer"])
    take_step(submission=second, action="submit", actor=world.users["head"])
    item = queue_of(as_user("secretariat"), address).waiting[0]
    assert (item.submission.version, item.changed) == (2, 2)


def test_queue_counts_what_changed_since_the_return(as_user, world, address):
    draft = world.fill(world.enforcement[1], state=State.SUBMITTED)
    take_step(submission=draft, action="return", actor=world.users["secretariat"], note="Rà lại")
    save_cells(submission=draft, entries={"eligible_cases": CellEntry(2010)}, actor=world.users["officer"])
    take_step(submission=draft, action="hand_over", actor=world.users["officer"])
    take_step(submission=draft, action="submit", actor=world.users["head"])
    response = as_user("secretariat").get(address)
    assert response.context["queue"].waiting[0].changed == 1
    assert [line.slot.code for line in response.context["reading"].telling] == ["eligible_cases"]


def test_own_change_is_not_mine_to_approve(as_user, world, address):
    draft = world.fill(world.enforcement[1], state=State.DRAFT)
    save_cells(submission=draft, entries={"eligible_cases": CellEntry(2010)}, actor=world.users["cluster_head"])
    for action, who in (("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat")):
        take_step(submission=draft, action=action, actor=world.users[who])
    assert queue_of(as_user("cluster_head"), address).waiting[0].is_mine is False


def test_board_tells_the_state_of_every_member(as_user, world, clock, address):
    world.fill(world.enforcement[0], state=State.APPROVED)
    world.fill(world.enforcement[1], state=State.DRAFT)
    clock(date(2024, 10, 7))
    board = queue_of(as_user("secretariat"), address).boards[0]
    assert [column.period.code for column in board.columns] == ["THADS-2024-12m"]
    states = {line.agency.code: (line.cells[0].state, line.cells[0].is_overdue) for line in board.lines}
    first, second, third = (agency.code for agency in world.enforcement)
    assert states == {first: ("approved", False), second: ("editing", True), third: ("missing", True)}


def test_late_report_is_marked(as_user, world, address):
    world.fill(world.enforcement[1], state=State.SUBMITTED, late_days=3)
    assert "3 ngày làm việc" in words(as_user("secretariat").get(address))


def test_queries_are_few_and_constant(as_user, world, address, django_assert_max_num_queries):
    client = as_user("cluster_head")
    world.fill(world.enforcement[1], state=State.SUBMITTED)
    client.get(address)
    with django_assert_max_num_queries(36) as few:
        client.get(address)
    for agency in world.agencies:
        if agency != world.enforcement[1] and agency.kind == world.enforcement[1].kind:
            world.fill(agency, state=State.SUBMITTED)
    with django_assert_max_num_queries(36) as many:
        client.get(address)
    assert len(many) == len(few)


# -- release -----------------------------------------------------------------------------------------------------------
def release_address(world, name: str) -> str:
    period = world.periods["THADS-2024-12m"]
    return reverse(f"results:{name}", args=[world.cluster.slug, 2024, period.pk])


def test_head_of_the_head_agency_releases_and_withdraws(as_user, world, address):
    client = as_user("cluster_head")
    world.fill_all()
    assert release_address(world, "release") in client.get(address).content.decode()
    for _ in range(2):
        assert client.post(release_address(world, "release")).headers["Location"] == address
    assert Release.objects.count() == 1
    assert release_address(world, "withdraw_release") in client.get(address).content.decode()
    client.post(release_address(world, "withdraw_release"))
    assert Release.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretariat", 403), ("deputy", 403), ("officer", 403), ("ministry", 403), ("other_head", 404), ("nobody", 404)],
)
@pytest.mark.parametrize("name", ["release", "withdraw_release"])
def test_release_is_refused_to_everybody_else(as_user, world, name, who, status):
    assert as_user(who).post(release_address(world, name)).status_code == status
    assert Release.objects.count() == 0


@pytest.mark.parametrize("name", ["release", "withdraw_release"])
def test_release_is_by_post_alone(as_user, world, name):
    assert as_user("cluster_head").get(release_address(world, name)).status_code == 405


def test_release_goes_back_to_the_page_it_was_pressed_on_and_to_no_other_site(as_user, world, address):
    client, there = as_user("cluster_head"), release_address(world, "release")
    assert (
        client.post(there, headers={"Referer": "http://testserver/s/x/"}).headers["Location"]
        == "http://testserver/s/x/"
    )
    assert client.post(there, headers={"Referer": "https://elsewhere.example/"}).headers["Location"] == address
