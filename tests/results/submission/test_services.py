"""Saving cells and moving submissions: who may, what is written, what is refused."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEntry
from clusters.models import Leadership, Season
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.steps import IllegalStep
from results.checks.validation import InvalidValue
from results.enums import Action, ChangeHow, State
from results.models import Release, Result, ResultChange, Submission
from results.services import (
    BlockedByChecks,
    CellEntry,
    NoteRequired,
    StaleSubmission,
    late_days,
    open_submission,
    possible_steps,
    release,
    save_cells,
    take_step,
    withdraw_release,
)
from tests.factories.clusters import AppointmentFactory, SeasonFactory


@pytest.fixture
def draft(world):
    """A complete draft of the enforcement agency that has an officer and a head."""
    return world.fill(world.enforcement[1], state=State.DRAFT)


@pytest.fixture
def move(world):
    """``move(submission, action, who, note)`` takes a step as somebody of the small world."""

    def act(submission, action, who, note="") -> Submission:
        return take_step(submission=submission, action=action, actor=world.users[who], note=note)

    return act


@pytest.fixture
def approved(draft, move):
    for action, who in (("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat")):
        draft = move(draft, action, who)
    return move(draft, "approve", "cluster_head")


def save(world, submission, who="officer", **cells):
    entries = {code: cell if isinstance(cell, CellEntry) else CellEntry(cell) for code, cell in cells.items()}
    return save_cells(submission=submission, entries=entries, actor=world.users[who])


def amounts(submission) -> dict:
    return dict(submission.results.values_list("indicator__code", "value"))


# -- opening ----------------------------------------------------------------------------------------------------------
def test_open_begins_one_draft_and_records_it_once(world):
    agency = world.enforcement[1]
    where = {"agency": agency, "period": world.period_of(agency), "actor": world.users["officer"]}
    first, second = open_submission(**where), open_submission(**where)
    assert (first, first.state, first.version) == (second, State.DRAFT, 1)
    assert AuditEntry.objects.filter(action="submission.open").count() == 1


@pytest.mark.parametrize(
    ("who", "reason"), [("officer_dept", "right_ended"), ("ministry", "right_ended"), ("deputy", "right_ended")]
)
def test_open_refuses_those_without_a_right(world, who, reason):
    agency = world.enforcement[1]
    with pytest.raises(NotAllowed) as refusal:
        open_submission(agency=agency, period=world.period_of(agency), actor=world.users[who])
    assert refusal.value.reason == reason
    assert Submission.objects.count() == 0


def test_open_refuses_outside_the_phase(world, clock):
    agency = world.enforcement[1]
    clock(date(2024, 12, 2))
    with pytest.raises(NotAllowed) as refusal:
        open_submission(agency=agency, period=world.period_of(agency), actor=world.users["officer"])
    assert refusal.value.reason == "entry_closed"


# -- saving -----------------------------------------------------------------------------------------------------------
def test_save_writes_the_value_its_change_and_one_entry_of_the_record(world, draft):
    report = save(world, draft, eligible_cases=2500, terminated_cases=80)
    assert (report.saved, report.unchanged, report.conflicts) == ({"eligible_cases"}, {"terminated_cases"}, {})
    change = ResultChange.objects.get()
    assert (change.indicator.code, change.old_value, change.new_value) == ("eligible_cases", 2000, 2500)
    assert (change.actor, change.how, change.actor_name) == (
        world.users["officer"],
        ChangeHow.FORM,
        world.users["officer"].display_name,
    )
    entry = AuditEntry.objects.get(action="result.save")
    assert (entry.after, entry.on_behalf_of) == ({"cells": ["eligible_cases"], "how": "form"}, "")


def test_save_tells_nothing_arose_from_zero_and_from_empty(world, draft):
    save(world, draft, withdrawn_cases=CellEntry(nothing=True), entrusted_out_cases=0, separate_register_cases=None)
    held = {r.indicator.code: (r.value, r.nothing_arose) for r in draft.results.select_related("indicator")}
    assert held["withdrawn_cases"] == (None, True)
    assert held["entrusted_out_cases"] == (0, False)
    assert held["separate_register_cases"] == (None, False)


def test_save_reports_a_conflict_and_stores_the_other_cells(world, draft):
    seen = {r.indicator.code: r.version for r in draft.results.select_related("indicator")}
    save(world, draft, "head", eligible_cases=CellEntry(2100, version=seen["eligible_cases"]))
    report = save(
        world,
        draft,
        eligible_cases=CellEntry(2200, version=seen["eligible_cases"]),
        terminated_cases=CellEntry(90, version=seen["terminated_cases"]),
    )
    assert (report.saved, set(report.conflicts)) == ({"terminated_cases"}, {"eligible_cases"})
    assert report.conflicts["eligible_cases"].value == 2100
    assert (amounts(draft)["eligible_cases"], amounts(draft)["terminated_cases"]) == (2100, 90)


def test_save_of_a_new_cell_conflicts_with_one_begun_meanwhile(world):
    submission = world.fill(world.enforcement[1], state=State.DRAFT, values={"eligible_cases": None})
    save(world, submission, "head", eligible_cases=CellEntry(1, version=0))
    report = save(world, submission, eligible_cases=CellEntry(2, version=0))
    assert (set(report.conflicts), amounts(submission)["eligible_cases"]) == ({"eligible_cases"}, 1)


def test_save_on_behalf_is_marked_in_the_change_and_in_the_record(world, draft):
    save(world, draft, "secretariat", eligible_cases=2400)
    assert ResultChange.objects.get().how == ChangeHow.ON_BEHALF
    assert AuditEntry.objects.get(action="result.save").on_behalf_of == draft.agency.code


def test_save_after_a_return_is_a_correction(world, draft, move):
    move(draft, "hand_over", "officer")
    move(draft, "submit", "head")
    move(draft, "return", "secretariat", "Rà lại")
    save(world, draft, eligible_cases=2400)
    assert ResultChange.objects.get().how == ChangeHow.CORRECTION


def test_save_refuses_a_submission_that_was_moved_on(world, draft, move):
    move(draft, "hand_over", "officer")
    with pytest.raises(StaleSubmission):
        save(world, draft, eligible_cases=1)
    assert ResultChange.objects.count() == 0


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        ("eligible_cases", -1, "negative"),
        ("eligible_cases", 10**30, "too_large"),
        ("eligible_cases", 1.5, "not_whole"),
        ("completed_cases", 5, "not_typed"),
    ],
)
def test_save_writes_nothing_of_a_batch_with_an_impossible_value(world, draft, code, value, reason):
    with pytest.raises(InvalidValue) as refusal:
        save(world, draft, terminated_cases=70, **{code: value})
    assert (refusal.value.code, refusal.value.reason) == (code, reason)
    assert amounts(draft)["terminated_cases"] == 80


def test_right_that_ends_at_midnight_refuses_the_next_save(world, draft, clock):
    officer = world.users["officer"]
    officer.person.appointments.update(valid_to=date(2024, 10, 3))
    clock(date(2024, 10, 2))
    save(world, draft, eligible_cases=2100)
    clock(date(2024, 10, 3))
    with pytest.raises(NotAllowed) as refusal:
        save(world, draft, eligible_cases=2200)
    assert refusal.value.reason == "right_ended"
    assert amounts(draft)["eligible_cases"] == 2100


# -- steps ------------------------------------------------------------------------------------------------------------
# From each state, the steps each person may take; who is not listed may take none.
TABLE = {
    State.DRAFT: {"officer": {"hand_over"}, "head": {"hand_over"}},
    State.AWAITING_SIGNATURE: {"head": {"send_back", "submit"}},
    State.SUBMITTED: {"secretariat": {"receive", "return"}, "cluster_head": {"receive", "return"}},
    State.RECEIVED: {"secretariat": {"return"}, "cluster_head": {"return", "approve"}},
    State.APPROVED: {"cluster_head": {"reopen"}, "approver": {"reopen", "seal"}},
    State.SEALED: {"approver": {"reopen"}},
}
PEOPLE = (
    "officer",
    "head",
    "officer_dept",
    "head_dept",
    "secretariat",
    "cluster_head",
    "deputy_officer",
    "deputy",
    "other_officer",
    "other_head",
    "ministry",
    "approver",
    "administrator",
    "nobody",
)


@pytest.mark.parametrize("state", State.values)
def test_possible_steps_are_those_of_the_table(world, state):
    submission = world.fill(world.enforcement[1], state=state)
    possible = {who: set(possible_steps(submission, world.users[who])) for who in PEOPLE}
    assert possible == {who: TABLE[state].get(who, set()) for who in PEOPLE}


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("who", ["officer", "head", "secretariat", "cluster_head", "deputy", "approver"])
def test_take_step_obeys_the_table(world, move, action, who):
    worked_on = world.fill(world.enforcement[1], state=State.DRAFT)
    sealed = world.fill(world.enforcement[2], state=State.SEALED)
    for state in sorted(State.values, key=lambda s: s == State.APPROVED):  # last, since reopening begins a version
        submission = sealed if state == State.SEALED else worked_on
        Submission.objects.filter(pk=submission.pk).update(state=state)
        recorded = AuditEntry.objects.count()
        if action in TABLE[state].get(who, ()):
            moved = move(submission, action, who, "Lý do")
            assert AuditEntry.objects.first().action == f"submission.{action}"
            assert moved.pk == submission.pk or moved.version == 2
        else:
            with pytest.raises((IllegalStep, NotAllowed)):
                move(submission, action, who, "Lý do")
            submission.refresh_from_db()
            assert (submission.state, AuditEntry.objects.count()) == (state, recorded)


def test_head_agency_is_received_and_approved_by_the_deputy_of_its_block(world, move):
    Leadership.objects.filter(role="deputy").update(agency=world.departments[1])
    own = world.fill(world.head_agency, state=State.SUBMITTED)
    assert set(possible_steps(own, world.users["cluster_head"])) == set()
    assert set(possible_steps(own, world.users["officer_dept"])) == {"receive", "return"}
    assert set(possible_steps(own, world.users["approver"])) == set()
    move(own, "receive", "officer_dept")
    assert move(own, "approve", "head_dept").state == State.APPROVED


@pytest.mark.parametrize("deputy", ["of another block", "none"])
def test_head_agency_without_a_deputy_of_its_block_is_approved_by_the_ministry(world, move, deputy):
    if deputy == "none":
        Leadership.objects.filter(role="deputy").delete()
    own = world.fill(world.head_agency, state=State.SUBMITTED)
    move(own, "receive", "ministry")
    assert move(own, "approve", "approver").state == State.APPROVED


def test_a_step_is_taken_once(world, draft, move):
    move(draft, "hand_over", "officer")
    with pytest.raises(IllegalStep):
        move(draft, "hand_over", "officer")
    assert AuditEntry.objects.filter(action="submission.hand_over").count() == 1


def test_hand_over_is_blocked_by_errors_questions_and_empty_cells(world, move):
    values = {
        "eligible_cases": 10,
        "collected_money": 0,
        "terminated_money": 0,
        "reduced_money": 0,
        "withdrawn_cases": None,
    }
    broken = world.fill(world.enforcement[1], state=State.DRAFT, values=values)
    with pytest.raises(BlockedByChecks) as blocked:
        move(broken, "hand_over", "officer")
    findings = blocked.value.findings
    assert [o.rule.code for o in findings.errors] == ["C05"]
    assert [o.rule.code for o in findings.questions] == ["X01"]
    assert [i.code for i in findings.missing] == ["withdrawn_cases"]


def test_a_note_explains_a_question_but_no_error(world, move):
    values = {"collected_money": 0, "terminated_money": 0, "reduced_money": 0}
    doubtful = world.fill(world.enforcement[1], state=State.DRAFT, values=values)
    save(world, doubtful, collected_money=CellEntry(0, note="Chưa thu được tiền trong kỳ"))
    assert move(doubtful, "hand_over", "officer").state == State.AWAITING_SIGNATURE


@pytest.mark.parametrize(
    ("state", "action", "who"),
    [
        ("awaiting_signature", "send_back", "head"),
        ("submitted", "return", "secretariat"),
        ("approved", "reopen", "approver"),
    ],
)
def test_steps_back_need_a_reason(world, move, state, action, who):
    submission = world.fill(world.enforcement[1], state=state)
    with pytest.raises(NoteRequired):
        move(submission, action, who, "   ")
    submission.refresh_from_db()
    assert submission.state == state


def test_nobody_approves_own_change(world, draft, move):
    save(world, draft, "cluster_head", eligible_cases=2010)
    for action, who in (("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat")):
        move(draft, action, who)
    with pytest.raises(NotAllowed) as refusal:
        move(draft, "approve", "cluster_head")
    assert refusal.value.reason == "own_change"
    assert possible_steps(Submission.objects.get(pk=draft.pk), world.users["cluster_head"]) == ["return"]


def test_a_note_alone_is_no_own_change(world, draft, move):
    save(world, draft, "cluster_head", eligible_cases=CellEntry(2000, note="Đã đối chiếu"))
    for action, who in (("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat")):
        move(draft, action, who)
    assert move(draft, "approve", "cluster_head").state == State.APPROVED


def test_a_return_does_not_clear_the_own_change_but_another_value_does(world, draft, move):
    save(world, draft, "cluster_head", eligible_cases=2010)
    move(draft, "hand_over", "officer")
    move(draft, "submit", "head")
    move(draft, "return", "secretariat", "Đơn vị tự rà lại")
    for action, who in (("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat")):
        move(draft, action, who)
    with pytest.raises(NotAllowed):
        move(draft, "approve", "cluster_head")
    move(draft, "return", "cluster_head", "Đơn vị nhập lại")
    save(world, draft, eligible_cases=2020)
    for action, who in (("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat")):
        move(draft, action, who)
    assert move(draft, "approve", "cluster_head").state == State.APPROVED


def test_ministry_approves_what_nobody_at_the_head_agency_may(world, draft, move):
    save(world, draft, "cluster_head", eligible_cases=2010)
    for action, who in (("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat")):
        move(draft, action, who)
    assert move(draft, "approve", "approver").state == State.APPROVED


def test_ministry_does_not_approve_where_the_head_agency_may(world, draft, move):
    save(world, draft, "secretariat", eligible_cases=2010)
    for action, who in (("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat")):
        move(draft, action, who)
    with pytest.raises(NotAllowed):
        move(draft, "approve", "approver")
    assert move(draft, "approve", "cluster_head").state == State.APPROVED


def test_reopening_begins_a_copy_and_leaves_the_approved_version(world, approved, move):
    second = move(approved, "reopen", "cluster_head", "Sai số thụ lý")
    assert (second.version, second.state, second.return_reason) == (2, State.DRAFT, "Sai số thụ lý")
    assert amounts(second) == amounts(approved)
    approved.refresh_from_db()
    assert approved.state == State.APPROVED
    save(world, second, eligible_cases=2500)
    assert (amounts(approved)["eligible_cases"], amounts(second)["eligible_cases"]) == (2000, 2500)


def test_an_approved_version_with_a_successor_is_neither_reopened_nor_sealed(world, approved, move):
    move(approved, "reopen", "approver", "Sai số")
    assert possible_steps(approved, world.users["approver"]) == []
    for action in ("reopen", "seal"):
        with pytest.raises(StaleSubmission):
            move(approved, action, "approver", "Lần nữa")
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(("day", "days"), [(3, 0), (4, 0), (7, 1), (9, 3), (11, 5)])
def test_late_days_are_working_days_after_the_due_date(world, draft, move, clock, day, days):
    move(draft, "hand_over", "officer")
    clock(date(2024, 10, day))
    assert move(draft, "submit", "head").late_days == days


def test_a_correction_that_was_asked_for_is_not_late(world, draft, move, clock):
    move(draft, "hand_over", "officer")
    move(draft, "submit", "head")
    move(draft, "return", "secretariat", "Rà lại")
    clock(date(2024, 10, 25))
    move(draft, "hand_over", "officer")
    assert move(draft, "submit", "head").late_days == 0


def test_late_days_of_a_draft_are_those_of_submitting_today(world, draft, clock):
    clock(date(2024, 10, 8))
    assert late_days(draft) == 2


@pytest.mark.parametrize(
    ("state", "action", "who"),
    [
        ("draft", "hand_over", "officer"),
        ("awaiting_signature", "send_back", "head"),
        ("awaiting_signature", "submit", "head"),
        ("submitted", "receive", "secretariat"),
        ("submitted", "return", "secretariat"),
        ("received", "approve", "cluster_head"),
        ("approved", "reopen", "cluster_head"),
        ("approved", "seal", "approver"),
    ],
)
def test_every_step_raises_the_version_of_this_year_and_of_the_next(world, move, state, action, who):
    after = SeasonFactory(cluster=world.cluster, year=2025)
    submission = world.fill(world.enforcement[1], state=state)
    seasons = Season.objects.filter(pk__in=[world.season.pk, after.pk])
    before = dict(seasons.values_list("year", "data_version"))
    move(submission, action, who, "Lý do")
    assert dict(seasons.values_list("year", "data_version")) == {year: number + 1 for year, number in before.items()}


# -- successors --------------------------------------------------------------------------------------------------------
def test_successor_acts_for_an_ended_agency(world, clock):
    from tests.factories.clusters import AgencyFactory, SuccessionFactory

    ended, heir = world.enforcement[2], AgencyFactory(block=world.enforcement[2].kind, valid_from=date(2024, 10, 1))
    SuccessionFactory(predecessor=ended, successor=heir, date=date(2024, 10, 1))
    type(ended).objects.filter(pk=ended.pk).update(valid_to=date(2024, 10, 1))
    newcomer = AppointmentFactory(agency=heir, role="officer", person__user=world.users["nobody"])
    submission = open_submission(agency=ended, period=world.period_of(ended), actor=newcomer.person.user)
    report = save(world, submission, "nobody", eligible_cases=5)
    assert (report.saved, ResultChange.objects.get().how) == ({"eligible_cases"}, ChangeHow.FORM)


# -- release -----------------------------------------------------------------------------------------------------------
def test_release_and_withdrawal_are_idempotent_and_recorded_once(world):
    world.fill(world.enforcement[1])
    where = {"season": world.season, "period": world.periods["THADS-2024-12m"], "actor": world.users["cluster_head"]}
    assert release(**where) == release(**where)
    assert Release.objects.count() == 1
    withdraw_release(**where)
    withdraw_release(**where)
    assert Release.objects.count() == 0
    assert sorted(AuditEntry.objects.values_list("action", flat=True)) == ["figures.release", "figures.withdraw"]


@pytest.mark.parametrize("who", ["secretariat", "deputy", "head", "ministry", "approver", "other_head"])
def test_release_is_for_the_head_of_the_head_agency(world, who):
    with pytest.raises(NotAllowed):
        release(season=world.season, period=world.periods["THADS-2024-12m"], actor=world.users[who])
    assert Release.objects.count() == 0


def test_results_of_a_return_keep_their_rows(world, draft, move):
    before = amounts(draft)
    move(draft, "hand_over", "officer")
    move(draft, "send_back", "head", "Bổ sung")
    assert (amounts(draft), Result.objects.filter(submission=draft).count()) == (before, len(before))
    assert Submission.objects.get(pk=draft.pk).updated_at - draft.updated_at < timedelta(minutes=1)
