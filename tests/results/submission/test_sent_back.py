"""A report that its own head sent back is with the officer again; for the cluster it was never returned."""

from datetime import date

import pytest
from django.urls import reverse

from emulation_portal.lib import dates
from results.enums import ChangeHow
from results.figures.read import read_states
from results.models import ResultChange, Submission
from results.services import CellEntry, save_cells, take_step
from tests.support.pages import text

REASON = "Rà lại biểu E05"


@pytest.fixture
def sent_back(world):
    report = world.fill(world.enforcement[1], state="awaiting_signature")
    return take_step(submission=report, action="send_back", actor=world.users["head"], note=REASON)


def moments(report) -> tuple:
    row = Submission.objects.get(pk=report.pk)
    return row.returned_at, row.sent_back_at


def later(clock, day: int) -> None:
    clock(date(2024, 10, day))


def correct(world, report, **values) -> None:
    save_cells(
        submission=Submission.objects.get(pk=report.pk),
        entries={code: CellEntry(value) for code, value in values.items()},
        actor=world.users["officer"],
    )


def steps(world, report, *taken) -> Submission:
    for action, who in taken:
        report = take_step(submission=report, action=action, actor=world.users[who], note=REASON)
    return report


def test_it_has_a_moment_of_its_own(world, sent_back):
    returned, sent = moments(sent_back)
    assert (returned, sent is not None, sent_back.given_back_at) == (None, True, sent)


def test_no_board_of_the_cluster_says_returned(as_user, world, sent_back):
    ref = read_states(world.season).blocks[sent_back.period.block].board[sent_back.agency.code, "12m"]
    assert (ref.state, ref.returned) == ("draft", False)
    shown = as_user("secretariat").get(reverse("results:review", args=[world.cluster.slug, 2024])).context["queue"]
    cells = [cell for board in shown.boards for line in board.lines for cell in line.cells if cell.submission]
    assert [cell.state for cell in cells] == ["editing"]


def test_what_the_cluster_returned_stays_returned_when_the_head_sends_it_back_too(world):
    report = world.fill(world.enforcement[1], state="submitted")
    report = steps(world, report, ("return", "secretariat"), ("hand_over", "officer"), ("send_back", "head"))
    assert all(moments(report))
    assert read_states(world.season).blocks[report.period.block].board[report.agency.code, "12m"].returned


def test_the_officer_is_asked_to_correct_it_with_the_heads_reason_also_after_the_term(as_user, world, clock):
    report = world.fill(world.enforcement[1], state="awaiting_signature")
    clock(date(2025, 1, 6))
    take_step(submission=report, action="send_back", actor=world.users["head"], note=REASON)
    row = as_user("officer").get("/").context["task_groups"][0].rows[0]
    assert (row.chip_text, row.tone) == ("Trả lại", "bad")
    assert f"lý do: {REASON}" in row.meta
    correct(world, report, newly_accepted_cases=2500)
    assert set(ResultChange.objects.values_list("how", flat=True)) == {ChangeHow.CORRECTION}


def test_a_reopened_version_that_the_head_sent_back_is_corrected_for_the_heads_reason(as_user, world):
    report = world.fill(world.enforcement[1], state="approved")
    draft = steps(world, report, ("reopen", "approver"), ("hand_over", "officer"), ("send_back", "head"))
    row = as_user("officer").get("/").context["task_groups"][0].rows[0]
    assert row.chip_text == "Trả lại"
    assert draft.returned_at < draft.sent_back_at


def test_the_head_sees_what_changed_since_and_the_reviewer_does_not(as_user, world, sent_back, clock):
    page = reverse("results:submission", args=[sent_back.pk])
    later(clock, 3)
    correct(world, sent_back, newly_accepted_cases=2001)
    steps(world, sent_back, ("hand_over", "officer"))
    reading = as_user("head").get(page).context["reading"]
    assert (reading.against, set(reading.changed)) == ("sent_back", {"newly_accepted_cases"})
    assert "Trước khi trả lại chuyên viên" in text(as_user("head").get(page))
    Submission.objects.filter(pk=sent_back.pk).update(state="submitted", submitted_at=dates.now())
    assert as_user("secretariat").get(page).context["reading"].against == ""
