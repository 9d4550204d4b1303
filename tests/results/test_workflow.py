"""Every row of the tables of steps and states tells all that pages, services and notices ask of it."""

import pytest
import rules
from django.urls import reverse
from django.utils import translation

from dashboards.home.page import events
from dashboards.workspace.board import LEGEND, LOOKS
from emulation_portal.lib import dates
from emulation_portal.templatetags import components
from notices.kinds import kind_of
from results import words
from results.enums import Action, State
from results.models import Submission
from results.reviewers import Reviewer
from results.submission.step_questions import question
from results.telling.told import tell_of_submissions
from results.workflow import FINAL_STATES, STATES, STEPS, UNDER_REVIEW, WITH_THE_AGENCY, ActorStanding, StepActor

ACTIONS, ALL_STATES = list(STEPS), list(STATES)
BY_THE_SERVICE = (Action.REOPEN, Action.RECALL)  # they lead to another version, or back to where a step began
TONES = {"ok", "warn", "bad", "info", "seal", "plain"}


@pytest.fixture(params=["vi", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


def test_every_action_and_every_state_has_a_row():
    assert list(Action) == ACTIONS
    assert list(State) == ALL_STATES


# -- what a step does --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", ACTIONS)
def test_a_step_leads_from_known_states_to_a_known_state(action):
    step = STEPS[action]
    assert step.sources and step.sources <= set(State)
    assert step.target in State or (step.target is None and action in BY_THE_SERVICE)


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_a_state_is_reached_by_a_step(state):
    assert state in {step.target for step in STEPS.values()}


@pytest.mark.parametrize("action", ACTIONS)
def test_a_step_has_a_permission_of_its_own_and_an_address(action):
    permissions = [step.permission for step in STEPS.values()]
    assert rules.perm_exists(STEPS[action].permission) and permissions.count(STEPS[action].permission) == 1
    assert reverse(f"results:{action}", args=[1])


@pytest.mark.parametrize("action", ACTIONS)
def test_whose_step_it_is_follows_from_a_standing(action):
    parts = ("is_officer", "is_head", "receives", "approves", "is_ministry_approver", "entry_is_open")
    everything = ActorStanding(**dict.fromkeys(parts, True), recallable=Action.SUBMIT)
    assert everything.may(action)
    assert not ActorStanding().may(action)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_step_fills_fields_that_a_submission_has(action):
    fields = {field.name for field in Submission._meta.get_fields()}
    assert set(STEPS[action].stamps) <= fields
    assert ("return_reason" in STEPS[action].stamps) == (STEPS[action].gives_back and action != Action.REOPEN)


def test_what_may_be_recalled_is_recalled_from_where_it_led():
    assert {step.target for step in STEPS.values() if step.recallable} == STEPS[Action.RECALL].sources


def test_papers_print_what_every_step_changes():
    assert all(step.raises_version for step in STEPS.values())


# -- what is said of a step --------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("action", ACTIONS)
def test_a_step_is_asked_about_in_words(action, world, language):
    for state in STEPS[action].sources:
        submission = world.fill(world.enforcement[1], state=state)
        for reviewer in Reviewer:
            ask = question(action, submission, reviewer)
            assert ask.title and ask.text and ask.verb and ask.kind in ("primary", "return")
        submission.results.all().delete()
        submission.delete()


@pytest.mark.parametrize("action", ACTIONS)
def test_a_step_says_what_it_did_and_asks_for_a_reason_where_it_needs_one(action, language):
    step = STEPS[action]
    assert step.look in ("primary", "quiet", "return")
    assert words.done(action) == str(step.words.done) != ""
    assert bool(step.words.reason) == step.needs_note
    assert bool(step.words.recall) == step.recallable


@pytest.mark.parametrize("action", ACTIONS)
def test_home_tells_a_step_in_a_sentence(action, language):
    class Entry:
        at, actor_name, note = dates.now(), "Nguyễn Văn A", ""

    entry = Entry()
    entry.action = f"submission.{action}"
    (event,) = events([entry], dates.today(), lambda _entry: "Report 1")
    assert str(STEPS[action].words.did) in event.what and "Report 1" in event.what


@pytest.mark.parametrize("action", ACTIONS)
def test_what_comes_back_says_why(action, language):
    step = STEPS[action]
    assert bool(step.words.gave_back) == bool(step.words.given_back) == step.gives_back
    if step.gives_back:
        told = [words.returned(action, who, dates.now(), "Thiếu số liệu") for who in ("Trần B", "")]
        assert "Trần B" in told[0] and all("Thiếu số liệu" in each for each in told)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_notice_of_a_step_is_known_and_has_a_title(action, language):
    notice, title = STEPS[action].notice, STEPS[action].words.notice
    assert bool(notice) == bool(title)
    if notice:
        kind = kind_of(notice.kind)
        assert (kind.icon, kind.tone, kind.tell) == (notice.icon, notice.tone, tell_of_submissions)
        assert kind.tone in ("done", "failed", "plain")
        assert title.format(agency="A", period="B") != title


# -- states ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ALL_STATES)
def test_a_state_looks_and_is_named_alike_wherever_it_is_shown(state, language):
    row = STATES[state]
    assert row.tone in TONES and row.icon
    assert str(row.words.chip) in components.state_chip(state)
    assert row.words.board and row.board in LEGEND and row.board in LOOKS
    assert not row.words.board_on or "%(day)s" in row.words.board_on
    assert Submission(state=state).state_row is row


@pytest.mark.parametrize("state", ALL_STATES)
def test_somebody_is_due_until_a_state_is_final(state):
    row = STATES[state]
    assert (row.waits_for is None) == row.is_final == (state in FINAL_STATES)
    assert row.counts or state in WITH_THE_AGENCY
    assert (state in UNDER_REVIEW) == (row.counts and not row.is_final)


@pytest.mark.parametrize("state", [state for state in ALL_STATES if STATES[state].waits_for])
def test_whoever_a_state_waits_for_has_a_step_there(state):
    parts = {STEPS[action].who for action in STEPS.starting_from(state)}
    assert STATES[state].waits_for in parts
    assert STATES[state].waits_for in StepActor
