"""Moving a submission from a page, and reading what happened to it."""

import html
import re
from datetime import date, datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from results.enums import State
from results.models import ResultChange, Submission
from results.services import CellEntry, save_cells, take_step


@pytest.fixture
def agency(world):
    return world.enforcement[1]


@pytest.fixture
def draft(world, agency):
    return world.fill(agency, state=State.DRAFT)


def where(action: str, submission: Submission) -> str:
    return reverse(f"results:{action}", args=[submission.pk])


def state_of(submission: Submission) -> str:
    return Submission.objects.values_list("state", flat=True).get(pk=submission.pk)


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).replace("\u00a0", " ").split())


# The whole way, each step by the one who takes it.
WAY = [
    ("hand_over", "officer", "", "awaiting_signature"),
    ("send_back", "head", "Bổ sung ghi chú", "draft"),
    ("hand_over", "head", "", "awaiting_signature"),
    ("submit", "head", "", "submitted"),
    ("receive", "secretariat", "", "received"),
    ("return", "cluster_head", "Rà lại số thụ lý", "draft"),
    ("hand_over", "officer", "", "awaiting_signature"),
    ("submit", "head", "", "submitted"),
    ("receive", "secretariat", "", "received"),
    ("approve", "cluster_head", "", "approved"),
    ("seal", "approver", "", "sealed"),
]


def test_the_whole_way_over_pages(as_user, draft):
    for action, who, note, after in WAY:
        client = as_user(who)
        asked = client.get(where(action, draft))
        assert (asked.status_code, b"<textarea" in asked.content) == (200, bool(note))
        response = client.post(where(action, draft), {"note": note} if note else {})
        assert (response.status_code, state_of(draft)) == (302, after)
        assert response.headers["Location"] == reverse("results:submission", args=[draft.pk])
    taken = [e.action.removeprefix("submission.") for e in AuditEntry.objects.order_by("pk")]
    assert taken == [action for action, *_ in WAY]


def test_asking_moves_nothing(as_user, draft):
    as_user("officer").get(where("hand_over", draft))
    assert (state_of(draft), AuditEntry.objects.count()) == ("draft", 0)


@pytest.mark.parametrize(
    ("action", "state", "who"),
    [
        ("send_back", "awaiting_signature", "head"),
        ("return", "submitted", "secretariat"),
        ("reopen", "approved", "approver"),
    ],
)
def test_a_missing_reason_is_asked_for_again(as_user, world, agency, action, state, who):
    submission = world.fill(agency, state=state)
    response = as_user(who).post(where(action, submission), {"note": "  "})
    assert (response.status_code, state_of(submission)) == (422, state)
    assert b"is-invalid" in response.content


def test_a_step_sent_twice_has_one_effect_and_says_what_is_now(as_user, draft):
    client = as_user("officer")
    client.post(where("hand_over", draft))
    response = client.post(where("hand_over", draft), follow=True)
    assert AuditEntry.objects.filter(action="submission.hand_over").count() == 1
    assert "Báo cáo đã được xử lý trước đó nên không thực hiện lại." in words(response)
    assert "Tình trạng hiện nay: Chờ thủ trưởng duyệt, gửi." in words(response)


def test_a_step_from_another_window_after_the_state_changed_is_told(as_user, world, draft):
    client = as_user("head")
    take_step(submission=draft, action="hand_over", actor=world.users["officer"])
    client.get(where("submit", draft))
    take_step(submission=draft, action="send_back", actor=world.users["head"], note="Chờ")
    response = client.post(where("submit", draft), follow=True)
    assert (response.status_code, state_of(draft)) == (200, "draft")
    assert "Tình trạng hiện nay: Đang nhập." in words(response)


@pytest.mark.parametrize(
    ("who", "action", "status"),
    [
        ("officer", "submit", 403),
        ("secretariat", "submit", 403),
        ("ministry", "submit", 403),
        ("deputy", "submit", 403),
        ("officer_dept", "submit", 404),
        ("other_head", "submit", 404),
        ("administrator", "submit", 404),
        ("nobody", "submit", 404),
    ],
)
def test_refusal_names_those_who_may_and_others_see_nothing(as_user, world, agency, who, action, status):
    submission = world.fill(agency, state=State.AWAITING_SIGNATURE)
    for response in (as_user(who).get(where(action, submission)), as_user(who).post(where(action, submission))):
        assert (response.status_code, state_of(submission)) == (status, "awaiting_signature")
        named = world.users["head"].person.full_name in words(response)
        assert named == (status == 403)


def test_figures_carry_their_unit_on_a_phone_too(as_user, world, agency):
    submission = world.fill(agency, state=State.AWAITING_SIGNATURE)
    page = as_user("head").get(reverse("results:submission", args=[submission.pk])).content.decode()
    for code, unit in (("newly_accepted_money", "nghìn đồng"), ("newly_accepted_cases", "việc")):
        assert f'id="r-{code}"><th scope="row">Thụ lý mới<small>E02 · {unit}</small></th>' in page


def test_own_change_is_refused_in_words(as_user, world, agency):
    submission = world.fill(agency, state=State.DRAFT)
    save_cells(submission=submission, entries={"eligible_cases": CellEntry(2010)}, actor=world.users["cluster_head"])
    for action, who in (("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat")):
        take_step(submission=submission, action=action, actor=world.users[who])
    response = as_user("cluster_head").post(where("approve", submission))
    assert (response.status_code, state_of(submission)) == (403, "received")
    said = words(response)
    assert "Không ai được duyệt số liệu do chính mình sửa." in said and "dù báo cáo đã được trả lại" in said
    assert world.users["approver"].person.full_name in said  # nobody else at the head agency may approve it
    returned = as_user("cluster_head").post(where("return", submission), {"note": "Rà lại"})
    assert (returned.status_code, state_of(submission)) == (302, "draft")


def test_blocked_hand_over_lists_what_blocks_with_the_way_to_each_cell(as_user, world, agency):
    broken = world.fill(agency, state=State.DRAFT, values={"eligible_cases": 10, "withdrawn_cases": None})
    client = as_user("officer")
    assert client.get(where("hand_over", broken)).status_code == 200
    response = client.post(where("hand_over", broken))
    entry = reverse("results:entry", args=[agency.code, broken.period.code])
    assert (response.status_code, state_of(broken)) == (422, "draft")
    assert "Thi hành xong về việc không được lớn hơn có điều kiện thi hành." in words(response)
    assert f'href="{entry}#c-eligible_cases"' in response.content.decode()
    assert f'href="{entry}#c-withdrawn_cases"' in response.content.decode()


def test_blocked_hand_over_is_told_before_it_is_asked_for(as_user, world, agency):
    broken = world.fill(agency, state=State.DRAFT, values={"eligible_cases": 10})
    response = as_user("officer").get(where("hand_over", broken))
    assert "Chưa trình được báo cáo vì các lý do sau." in words(response)
    assert b'id="confirm"' not in response.content


def test_submitting_late_is_accepted_and_marked(as_user, world, agency, clock):
    submission = world.fill(agency, state=State.AWAITING_SIGNATURE)
    clock(date(2024, 10, 9))
    response = as_user("head").post(where("submit", submission), follow=True)
    submission.refresh_from_db()
    assert (submission.state, submission.late_days) == ("submitted", 3)
    assert "Ghi chậm 3 ngày làm việc." in words(response)


def test_reopening_leads_to_the_new_draft(as_user, world, agency):
    submission = world.fill(agency, state=State.APPROVED)
    response = as_user("approver").post(where("reopen", submission), {"note": "Sai số thụ lý"})
    second = Submission.objects.get(version=2)
    assert response.headers["Location"] == reverse("results:submission", args=[second.pk])
    assert (state_of(submission), second.state) == ("approved", "draft")


# -- reading a version -------------------------------------------------------------------------------------------------
def test_version_tells_who_changed_what_when_and_how(as_user, world, clock, draft):
    clock(datetime(2024, 10, 3, 10, 30))
    save_cells(
        submission=draft, entries={"eligible_cases": CellEntry(2050, note="Đã rà")}, actor=world.users["secretariat"]
    )
    text = words(as_user("officer").get(reverse("results:submission", args=[draft.pk])))
    who = world.users["secretariat"].display_name
    assert f"10:30 ngày 03/10/2024 Có điều kiện thi hành - việc 2.000 2.050 {who}, nhập thay “Đã rà”" in text


def test_second_version_is_shown_beside_the_first(as_user, world, agency):
    first = world.fill(agency, state=State.APPROVED)
    second = take_step(submission=first, action="reopen", actor=world.users["approver"], note="Sai số")
    save_cells(submission=second, entries={"eligible_cases": CellEntry(2010)}, actor=world.users["officer"])
    response = as_user("cluster_head").get(reverse("results:submission", args=[second.pk]))
    reading = response.context["reading"]
    assert (reading.against_words, [line.slot.code for line in reading.telling]) == ("Bản 1", ["eligible_cases"])
    assert [(line.before, line.gap) for line in reading.telling] == [("2.000", "+10")]
    assert "Sai số" in words(response)
    old = as_user("cluster_head").get(reverse("results:submission", args=[first.pk]))
    assert "Đã có bản sau" in words(old)
    assert old.context["reading"].steps == []


def test_returned_version_is_shown_beside_what_was_returned(as_user, world, draft):
    officer, head = world.users["officer"], world.users["head"]
    save_cells(submission=draft, entries={"eligible_cases": CellEntry(2010)}, actor=officer)
    take_step(submission=draft, action="hand_over", actor=officer)
    take_step(submission=draft, action="submit", actor=head)
    take_step(submission=draft, action="return", actor=world.users["secretariat"], note="Rà lại")
    save_cells(submission=draft, entries={"eligible_cases": CellEntry(2020)}, actor=officer)
    save_cells(submission=draft, entries={"eligible_cases": CellEntry(2030)}, actor=officer)
    reading = as_user("secretariat").get(reverse("results:submission", args=[draft.pk])).context["reading"]
    assert (reading.against_words, [(x.before, x.slot.read) for x in reading.telling]) == (
        "Trước khi trả lại",
        [("2.010", "2.030")],
    )
    assert ResultChange.objects.count() == 3


@pytest.mark.parametrize(
    ("state", "who", "buttons"),
    [
        ("draft", "officer", {"hand_over"}),
        ("awaiting_signature", "head", {"send_back", "submit"}),
        ("submitted", "secretariat", {"receive", "return"}),
        ("received", "cluster_head", {"return", "approve"}),
        ("approved", "approver", {"reopen", "seal"}),
        ("approved", "officer", set()),
    ],
)
def test_version_offers_the_steps_that_are_possible(as_user, world, agency, state, who, buttons):
    submission = world.fill(agency, state=state)
    response = as_user(who).get(reverse("results:submission", args=[submission.pk]))
    offered = {step["action"] for step in response.context["reading"].steps}
    assert offered == buttons
    assert all(where(action, submission) in response.content.decode() for action in buttons)


def test_queries_of_a_version_are_few_and_constant(as_user, world, draft, django_assert_max_num_queries):
    client, address = as_user("secretariat"), reverse("results:submission", args=[draft.pk])
    client.get(address)
    with django_assert_max_num_queries(23) as few:
        client.get(address)
    entries = {code: CellEntry(value + 1) for code, value in draft.results.values_list("indicator__code", "value")}
    save_cells(submission=draft, entries=entries, actor=world.users["officer"])
    with django_assert_max_num_queries(23) as many:
        client.get(address)
    assert len(many) == len(few)


def test_reason_with_turned_writing_is_refused_and_stays_typed(as_user, world, agency):
    submission = world.fill(agency, state=State.SUBMITTED)
    client, typed = as_user("secretariat"), "Rà lại \u202esố liệu"
    answer = client.post(where("return", submission), {"note": typed})
    assert (answer.status_code, state_of(submission)) == (422, State.SUBMITTED)
    assert "U+202E" in words(answer)
    assert typed in answer.content.decode()
    client.post(where("return", submission), {"note": "Rà lại\u200e (số\u200f liệu)"})
    submission.refresh_from_db()
    assert submission.return_reason == "Rà lại\u200e (số\u200f liệu)"
