"""A step just taken is taken back until somebody acts; the Ministry reopens what is sealed; reasons stay told."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from emulation_portal.lib.numbers import format_count
from results.enums import State
from results.models import Submission

from .test_steps import words

REASON = "Thiếu thuyết minh biểu E05"


@pytest.fixture
def agency(world):
    return world.enforcement[1]


def page_of(submission) -> str:
    return reverse("results:submission", args=[submission.pk])


def press(client, submission, step: str, note: str = "", status: int = 302):
    """Presses the button of a step, found on the page of the report or by its address."""
    response = client.post(f"{page_of(submission)}{step}/", {"note": note} if note else {})
    assert response.status_code == status, words(response)
    return response


def now(submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


# -- taking back -------------------------------------------------------------------------------------------------------
RECALLED = [
    ("draft", "hand-over", "officer", ""),
    ("awaiting_signature", "submit", "head", ""),
    ("awaiting_signature", "send-back", "head", REASON),
    ("submitted", "receive", "secretariat", ""),
    ("submitted", "return", "secretariat", REASON),
    ("received", "return", "cluster_head", REASON),
    ("received", "approve", "cluster_head", ""),
]


@pytest.mark.parametrize(("state", "step", "who", "note"), RECALLED)
def test_a_step_just_taken_is_taken_back_as_if_it_had_not_been(as_user, world, agency, state, step, who, note):
    report = world.fill(agency, state=state)
    before = {n: v for n, v in Submission.objects.filter(pk=report.pk).values()[0].items() if n != "updated_at"}
    press(as_user(who), report, step, note)
    assert now(report).state != state
    assert "Rút lại" in words(as_user(who).get(page_of(report)))
    press(as_user(who), report, "recall")
    after = {n: v for n, v in Submission.objects.filter(pk=report.pk).values()[0].items() if n != "updated_at"}
    assert after == before
    assert "Đã rút lại" in words(as_user(who).get(page_of(report)))
    entry = AuditEntry.objects.get(action="submission.recall")
    assert (entry.actor, entry.after["state"]) == (world.users[who], state)


@pytest.mark.parametrize("who", ["officer", "secretariat", "cluster_head", "approver"])
def test_nobody_else_takes_the_step_back(as_user, world, agency, who):
    report = world.fill(agency, state="awaiting_signature")
    press(as_user("head"), report, "submit")
    assert "Rút lại" not in words(as_user(who).get(page_of(report)))
    press(as_user(who), report, "recall", status=403)
    assert now(report).state == "submitted"


def test_once_the_next_person_acts_nothing_is_taken_back(as_user, world, agency):
    report = world.fill(agency, state="awaiting_signature")
    press(as_user("head"), report, "submit")
    press(as_user("secretariat"), report, "receive")
    said = words(press(as_user("head"), report, "recall", status=403))
    assert "Chỉ người vừa thực hiện mới rút lại được" in said
    assert now(report).state == "received"


def test_a_return_is_not_taken_back_once_the_officer_has_typed(as_user, world, agency):
    report = world.fill(agency, state="submitted")
    press(as_user("secretariat"), report, "return", REASON)
    address = reverse("results:cell", args=[agency.code, report.period.code])
    as_user("officer").post(f"{address}?code=eligible_cases", {"v-eligible_cases": "2.010", "ver-eligible_cases": "1"})
    press(as_user("secretariat"), report, "recall", status=403)
    assert now(report).state == "draft"


def test_sealing_is_not_taken_back(as_user, world, agency):
    report = world.fill(agency, state="approved")
    press(as_user("approver"), report, "seal")
    assert "Rút lại" not in words(as_user("approver").get(page_of(report)))


# -- reopening what is sealed ------------------------------------------------------------------------------------------
def test_a_sealed_report_is_reopened_by_the_ministrys_approver_alone_and_with_a_reason(as_user, world, agency):
    sealed = world.fill(agency, state="sealed")
    press(as_user("cluster_head"), sealed, "reopen", REASON, status=403)
    press(as_user("ministry"), sealed, "reopen", REASON, status=403)
    press(as_user("approver"), sealed, "reopen", status=422)
    assert Submission.objects.count() == 1
    press(as_user("approver"), sealed, "reopen", REASON)
    draft = Submission.objects.get(agency=agency, version=2)
    assert (now(sealed).state, draft.state) == ("sealed", "draft")
    assert f"mở lại lúc 09:00 ngày 02/10/2024, lý do: {REASON}" in words(as_user("officer").get(page_of(draft)))


def test_the_sealed_version_counts_until_the_next_is_approved_and_both_stay_readable(as_user, world, agency):
    sealed = world.fill(agency, state="sealed", size=7)
    shown = format_count(sealed.results.get(indicator__code="eligible_cases").value)
    figures = reverse("dashboards:agency", args=[world.cluster.slug, 2024, agency.code])
    press(as_user("approver"), sealed, "reopen", REASON)
    draft = Submission.objects.get(agency=agency, version=2)
    for step, who in (("hand-over", "officer"), ("submit", "head"), ("receive", "secretariat")):
        press(as_user(who), draft, step)
        assert as_user("head").get(figures).status_code == 200
    assert f"Bản {draft.version}" in words(as_user("head").get(page_of(sealed)))
    for version in (sealed, draft):
        assert shown in words(as_user("approver").get(page_of(version)))
    press(as_user("cluster_head"), draft, "approve")
    assert (now(sealed).state, now(draft).state) == ("sealed", "approved")


# -- who has it, and why it came back ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "holder"),
    [("draft", "officer"), ("awaiting_signature", "head"), ("submitted", "secretariat"), ("received", "cluster_head")],
)
def test_the_page_names_who_has_the_report(as_user, world, agency, state, holder):
    report = world.fill(agency, state=state)
    said = words(as_user("officer").get(page_of(report)))
    assert "Báo cáo đang ở:" in said and world.users[holder].person.full_name in said


def test_why_it_was_returned_stays_when_it_comes_again(as_user, world, agency):
    report = world.fill(agency, state="submitted")
    press(as_user("secretariat"), report, "return", REASON)
    told = f"{world.users['secretariat'].display_name} trả lại lúc 09:00 ngày 02/10/2024, lý do: {REASON}"
    entry = reverse("results:entry", args=[agency.code, report.period.code])
    assert told in words(as_user("officer").get(entry))
    for step, who in (("hand-over", "officer"), ("submit", "head")):
        press(as_user(who), report, step)
    queue = words(as_user("secretariat").get(reverse("results:review", args=[world.cluster.slug, 2024])))
    assert queue.count(told) == 2  # in the list and beside the figures
    assert told in words(as_user("cluster_head").get(page_of(report)))


def test_an_inner_sending_back_is_not_told_as_a_return_of_the_cluster(as_user, world, agency):
    report = world.fill(agency, state="awaiting_signature")
    press(as_user("head"), report, "send-back", "Bổ sung ghi chú nội bộ")
    for step, who in (("hand-over", "officer"), ("submit", "head")):
        press(as_user(who), report, step)
    queue = words(as_user("secretariat").get(reverse("results:review", args=[world.cluster.slug, 2024])))
    assert "trả lại lúc" not in queue and "Bổ sung ghi chú nội bộ" not in queue
    assert now(report).state == State.SUBMITTED
