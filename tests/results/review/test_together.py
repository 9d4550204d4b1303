"""Several reports at once: only those with nothing open, one by one, and what came of each is told."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from results import services
from results.enums import State
from results.models import Submission
from results.review.together import candidates, take_together
from results.services import CellEntry, save_cells
from tests.support.html import main_of, parse, text_of
from tests.support.pages import BUDGET, ask

SEAL, APPROVE, RECEIVE = (reverse(f"results:{action}_together") for action in ("seal", "approve", "receive"))


def offered(response) -> set[int]:
    return {int(value) for value in parse(response).xpath("//input[@name='s']/@value")}


@pytest.fixture
def year_end(world):
    """Two approved reports of the period that ends the enforcement year."""
    type(world.period_of(world.enforcement[0])).objects.update(is_year_end=True)
    return [world.fill(agency, state=State.APPROVED) for agency in world.enforcement[:2]]


def states(rows) -> list[str]:
    return [Submission.objects.get(pk=row.pk).state for row in rows]


def test_chosen_reports_are_listed_then_sealed_each_with_its_record(as_user, year_end):
    client, pks = as_user("approver"), [row.pk for row in year_end]
    assert offered(client.get(SEAL)) == set(pks)
    question = client.get(SEAL, {"s": pks})
    assert offered(question) == set(pks)
    assert all(row.agency.name in text_of(main_of(question)) for row in year_end)
    assert states(year_end) == [State.APPROVED] * 2  # asking does nothing
    response = client.post(SEAL, {"s": pks}, follow=True)
    assert states(year_end) == [State.SEALED] * 2
    assert "Đã chốt: 2 báo cáo." in response.content.decode()
    acts = AuditEntry.objects.filter(action="submission.seal").values_list("target_id", flat=True)
    assert set(acts) == {str(pk) for pk in pks}


def test_one_that_has_moved_on_leaves_the_others_done(as_user, world, year_end):
    first, second = year_end
    services.take_step(submission=first, action="seal", actor=world.users["approver"])
    response = as_user("approver").post(SEAL, {"s": [first.pk, second.pk]}, follow=True)
    assert states(year_end) == [State.SEALED] * 2
    said = response.content.decode()
    assert "1 báo cáo." in said
    assert f"{first.agency.short_name}, {first.period.name}, báo cáo đã được xử lý trước đó" in said


def test_one_that_fails_in_its_own_step_is_named_with_the_reason(world, year_end, monkeypatch, rf):
    real, (first, second) = services.take_step, year_end

    def failing(*, submission, **more):
        if submission.pk == first.pk:
            raise services.StaleSubmission(submission.pk)
        return real(submission=submission, **more)

    monkeypatch.setattr(services, "take_step", failing)
    request = rf.get("/")
    request.user, request.session = world.users["approver"], {}
    from clusters.current import current_of

    listed = candidates(current_of(request), "seal")
    taken = take_together([first.pk, second.pk], listed, "seal", world.users["approver"])
    assert [label for label, _why in taken.failed] == [f"{first.agency.short_name}, {first.period.name}"]
    assert states(year_end) == [State.APPROVED, State.SEALED]


def test_a_report_with_a_doubt_cannot_be_chosen_and_says_why(as_user, world):
    values = {"fully_enforced_cases": 0, "terminated_cases": 0}
    doubtful = world.fill(world.enforcement[1], state=State.RECEIVED, values=values)
    clean = world.fill(world.enforcement[2], state=State.RECEIVED)
    client = as_user("cluster_head")
    response = client.get(APPROVE)
    assert offered(response) == {clean.pk}
    assert "Còn 1 cảnh báo chưa giải trình, phải mở xem trước" in text_of(main_of(response))
    client.post(APPROVE, {"s": [doubtful.pk, clean.pk]})
    assert states([doubtful, clean]) == [State.RECEIVED, State.APPROVED]


def test_nobody_approves_what_holds_a_value_of_theirs(as_user, world):
    row = world.fill(world.enforcement[1], state=State.DRAFT)
    save_cells(submission=row, entries={"eligible_cases": CellEntry(value=4001)}, actor=world.users["cluster_head"])
    Submission.objects.filter(pk=row.pk).update(state=State.RECEIVED)
    client = as_user("cluster_head")
    response = client.get(APPROVE)
    assert offered(response) == set()
    assert row.agency.short_name in text_of(main_of(response))
    client.post(APPROVE, {"s": [row.pk]})
    assert states([row]) == [State.RECEIVED]


def test_secretariat_receives_and_finds_nothing_to_approve(as_user, world):
    row = world.fill(world.enforcement[1], state=State.SUBMITTED)
    client = as_user("secretariat")
    client.post(RECEIVE, {"s": [row.pk]})
    assert states([row]) == [State.RECEIVED]
    assert offered(client.get(APPROVE)) == set()
    client.post(APPROVE, {"s": [row.pk]})
    assert states([row]) == [State.RECEIVED]


def test_nothing_and_nonsense_move_nothing(as_user, year_end):
    client = as_user("approver")
    assert "Chưa chọn báo cáo nào" in client.post(SEAL, {"s": ["x", "9" * 40]}, follow=True).content.decode()
    assert states(year_end) == [State.APPROVED] * 2


def test_what_one_may_not_see_is_not_named(as_user, world, year_end):
    response = as_user("secretariat").post(RECEIVE, {"s": [10**9]}, follow=True)
    assert "Chưa chọn báo cáo nào" in response.content.decode()


def test_queries_do_not_grow_with_the_reports(as_user, world, year_end):
    client = as_user("approver")
    _page, few = ask(client, SEAL)
    world.fill(world.enforcement[2], state=State.APPROVED)
    world.fill(world.other_agencies[1], state=State.APPROVED)
    page, many = ask(client, SEAL)
    assert len(offered(page)) == 4
    assert many == few <= BUDGET
