"""A table of steps on plain values: where a step leads, and what starts from a state."""

import pytest

from emulation_portal.lib.steps import IllegalStep, Step, StepTable, StepWords


def step(sources, target, **more) -> Step:
    return Step(
        sources=frozenset(sources), target=target, permission="a.b", who="keeper", words=StepWords(verb="Do"), **more
    )


TABLE = StepTable(
    {"open": step({"shut"}, "open"), "paint": step({"open", "shut"}, None), "shut": step({"open"}, "shut")}
)


def test_a_step_leads_to_its_target_and_one_without_stays():
    assert (TABLE.next_state("shut", "open"), TABLE.next_state("shut", "paint")) == ("open", "shut")


def test_a_step_that_does_not_start_from_the_state_names_both():
    with pytest.raises(IllegalStep) as refused:
        TABLE.next_state("open", "open")
    assert (refused.value.action, refused.value.state) == ("open", "open")


def test_steps_are_offered_in_the_order_of_the_table():
    assert TABLE.starting_from("open") == ["paint", "shut"]
    assert TABLE.starting_from("sold") == []
