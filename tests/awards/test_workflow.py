"""Every row of the tables of a nomination's steps and states tells all that pages and services ask of it."""

import pytest
import rules
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from awards.enums import NominationAction, NominationState
from awards.models import Nomination
from awards.templatetags.awards_words import nomination_chip
from awards.workflow import DECIDED, OPEN, STATES, STEPS, NominationActor

ACTIONS = list(STEPS)


def has_address(action) -> bool:
    try:
        return bool(reverse(f"awards:{action}", args=[1]))
    except NoReverseMatch:
        return False


def test_every_action_and_every_state_has_a_row():
    assert list(NominationAction) == ACTIONS
    assert list(NominationState) == list(STATES)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_step_says_from_where_to_where_by_whom_and_what_it_fills(action):
    step = STEPS[action]
    assert step.sources and step.sources <= set(NominationState) and step.target in NominationState
    assert rules.perm_exists(step.permission) and step.who in NominationActor
    assert set(step.stamps) <= {field.name for field in Nomination._meta.get_fields()}
    assert step.raises_version


@pytest.mark.parametrize("action", ACTIONS)
def test_a_step_has_a_page_of_its_own_unless_a_decision_takes_it(action):
    assert has_address(action) != STEPS[action].by_decision


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("action", ACTIONS)
def test_a_step_has_a_button(action, language):
    with translation.override(language):
        assert str(STEPS[action].words.verb) and STEPS[action].look in ("primary", "quiet", "return")


@pytest.mark.parametrize("state", list(STATES))
def test_a_state_has_a_look_and_ends_where_no_step_starts(state):
    assert STATES[state].icon in nomination_chip(Nomination(state=state))
    assert bool(STEPS.starting_from(state)) == (state in OPEN)
    assert not OPEN & DECIDED
    assert state == NominationState.PROPOSED or state in {step.target for step in STEPS.values()}
