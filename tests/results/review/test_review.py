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


def test_deputy_sees_its_own_block_alone(as_user, world, address):
    world.fill_all(State.SUBMITTED)
    queue = queue_of(as_user("deputy"), address)
    assert [board.block for board in queue.boards] == ["civil_enforcement"]
    assert {item.submission.agency for item in queue.waiting} == {*world.enforcement}


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
        (1, 0, True),
        (0, 1, True),
        (0, 0, True),
        (0, 0, False),
    ]


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
@pytest.mark.parametrize("method", ["get", "post"])
def test_release_is_refused_to_everybody_else(as_user, world, name, who, status, method):
    assert getattr(as_user(who), method)(release_address(world, name)).status_code == status
    assert Release.objects.count() == 0


def test_release_is_asked_about_first_and_names_who_is_not_approved(as_user, world):
    first, second, third = world.enforcement
    world.fill(first, state=State.APPROVED)
    world.fill(second, state=State.SUBMITTED)
    page = as_user("cluster_head").get(release_address(world, "release"))
    said = words(page)
    assert "Khối Thi hành án dân sự, 12 tháng năm 2024: đã duyệt 1/3 đơn vị." in said
    assert f"Chưa duyệt: {second.short_name}; {third.short_name}." in said
    assert "mọi đơn vị trong cụm xem được số liệu kỳ này của nhau" in said
    assert Release.objects.count() == 0


def test_question_without_doubts_names_nobody(as_user, world):
    world.fill_all()
    ask = as_user("cluster_head").get(release_address(world, "release")).context["ask"]
    assert (ask.warning, "3/3" in ask.text) == ("", True)


def test_approved_version_counts_in_the_question_while_the_next_is_a_draft(as_user, world, address):
    for row in world.fill_all():
        if row.agency == world.enforcement[1]:
            world.fill(row.agency, state=State.DRAFT, version=2)
    client = as_user("cluster_head")
    page = client.get(release_address(world, "release"))
    column = client.get(address).context["queue"].boards[0].columns[0]
    assert page.context["ask"] == column.ask
    assert column.ask.warning == ""


def test_withdrawal_is_asked_about_first(as_user, world):
    world.fill(world.enforcement[0], state=State.APPROVED)
    world.release(world.periods["THADS-2024-12m"])
    said = words(as_user("cluster_head").get(release_address(world, "withdraw_release")))
    assert "12 tháng năm 2024: đã duyệt 1/3 đơn vị." in said
    assert "mỗi đơn vị chỉ xem được số liệu của mình" in said
    assert Release.objects.count() == 1


def test_question_that_is_answered_already_leads_back(as_user, world, address):
    client = as_user("cluster_head")
    assert client.get(release_address(world, "withdraw_release")).headers["Location"] == address
    world.release(world.periods["THADS-2024-12m"])
    answer = client.get(release_address(world, "release"), headers={"Referer": "http://testserver/s/x/"})
    assert answer.headers["Location"] == "http://testserver/s/x/"
    assert Release.objects.count() == 1


def test_question_leads_back_to_the_page_it_was_opened_on(as_user, world, address):
    world.fill(world.enforcement[1])
    client, there = as_user("cluster_head"), release_address(world, "release")
    page = client.get(there, headers={"Referer": "http://testserver/s/x/?a=1"})
    assert page.context["hidden"] == [("back", "http://testserver/s/x/?a=1")]
    asked = {"Referer": f"http://testserver{there}"}
    answer = client.post(there, {"back": "http://testserver/s/x/?a=1"}, headers=asked)
    assert answer.headers["Location"] == "http://testserver/s/x/?a=1"
    assert client.post(there, {"back": "https://elsewhere.example/"}, headers=asked).headers["Location"] == address


def test_every_column_of_the_board_asks_and_only_for_whoever_releases(as_user, world, address):
    world.fill_all()
    world.release(world.periods["THADS-2024-12m"])

    def asks(who):
        page = as_user(who).get(address).content.decode()
        return re.findall(r'data-opens="(ask-(?:release|withdraw)-\d+)"', page), re.findall(
            r'<dialog class="confirm" id="(ask-(?:release|withdraw)-\d+)"', page
        )

    openers, dialogs = asks("cluster_head")
    assert openers == dialogs
    assert [each.split("-")[1] for each in openers] == ["withdraw", "release"]
    assert asks("secretariat") == asks("ministry") == ([], [])


def test_release_goes_back_to_the_page_it_was_pressed_on_and_to_no_other_site(as_user, world, address):
    client, there = as_user("cluster_head"), release_address(world, "release")
    assert (
        client.post(there, headers={"Referer": "http://testserver/s/x/"}).headers["Location"]
        == "http://testserver/s/x/"
    )
    assert client.post(there, headers={"Referer": "https://elsewhere.example/"}).headers["Location"] == address
