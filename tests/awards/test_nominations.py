"""Nominations and decisions: who may, what is refused and why, what stands in the ledger."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry
from awards import services
from awards.enums import NominationAction, NominationState
from awards.models import AwardRecord, Decision, Nomination
from awards.wording import refusal
from awards.workflow import OPEN, STEPS
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.steps import IllegalStep
from tests.factories.awards import AwardFactory, AwardRecordFactory, NominationFactory

DAY = date(2024, 10, 1)
ISSUER = "Bộ trưởng Bộ Tư pháp"


def propose(world, award, *, person=None, actor="officer", agency=None, merits="Hoàn thành nhiệm vụ"):
    return services.propose(
        season=world.season,
        award=award,
        agency=agency or world.enforcement[1],
        person=person,
        title="Chấp hành viên",
        merits=merits,
        actor=world.users[actor],
    )


def submitted(world, award, **more):
    found = propose(world, award, **more)
    services.take_step(nomination=found, action=NominationAction.SUBMIT, actor=world.users["secretariat"])
    return found


def decide(world, *nominations, number="12/QĐ-BTP", day=DAY, actor="approver", issuer=ISSUER):
    actor = world.users[actor]
    return services.decide(nominations=nominations, number=number, issuer=issuer, day=day, actor=actor)


def refused(call, *args, **kwargs) -> str:
    """The reason, after its words were made too."""
    with pytest.raises(services.Refusal) as caught:
        call(*args, **kwargs)
    assert refusal(caught.value)[1]
    return caught.value.reason


# -- the table of steps ------------------------------------------------------------------------------------------------
@given(st.lists(st.sampled_from(list(STEPS)), max_size=6))
def test_no_way_through_the_steps_leaves_a_decided_nomination(actions):
    state = NominationState.PROPOSED
    for action in actions:
        try:
            state = STEPS.next_state(state, action)
        except IllegalStep:
            assert action not in STEPS.starting_from(state)
        else:
            assert state in NominationState.values
    assert bool(STEPS.starting_from(state)) == (state in OPEN)


# -- proposing ---------------------------------------------------------------------------------------------------------
def test_an_agency_and_a_person_of_it_are_proposed(world, merit):
    person = world.users["officer"].person
    agency, somebody = propose(world, merit), propose(world, merit, person=person)
    assert (agency.nominee, somebody.nominee) == (world.enforcement[1].name, person.full_name)
    assert AuditEntry.objects.filter(action="nomination.propose").count() == 2


def test_what_cannot_be_proposed_is_refused_with_its_reason(world, merit, flag):
    person = world.users["officer"].person
    propose(world, merit)
    later = AwardFactory(valid_from=date(2025, 1, 1))
    ended = AwardFactory(valid_to=date(2024, 1, 1))
    assert refused(propose, world, merit) == "proposed_already"
    assert refused(propose, world, flag, person=person) == "recipient"
    assert refused(propose, world, later) == "award_unknown"
    assert refused(propose, world, ended) == "award_unknown"
    assert refused(propose, world, merit, person=world.users["deputy"].person) == "not_of_the_agency"
    stranger = world.other_agencies[0]
    assert refused(propose, world, merit, agency=stranger, actor="other_officer") == "not_a_member"
    assert Nomination.objects.count() == 1


@pytest.mark.parametrize("actor", ["secretariat", "deputy", "ministry", "approver", "administrator", "nobody"])
def test_nobody_proposes_for_another_agency(world, merit, actor):
    with pytest.raises(NotAllowed):
        propose(world, merit, actor=actor)


def test_after_a_withdrawal_it_may_be_proposed_again(world, merit):
    first = propose(world, merit)
    services.take_step(
        nomination=first, action=NominationAction.WITHDRAW, actor=world.users["head"], note="Thiếu hồ sơ"
    )
    assert (first.state, first.note) == (NominationState.WITHDRAWN, "Thiếu hồ sơ")
    assert propose(world, merit).pk != first.pk


def test_text_is_kept_as_typed_and_inert(world, merit):
    typed = "=1+1 & <b> \u202eđảo\u202c e\u0302 😀 " + "x" * 9000
    found = propose(world, merit, merits=typed)
    found.refresh_from_db()
    assert found.merits == "=1+1 & <b> đảo ê 😀 " + "x" * 9000


# -- steps -------------------------------------------------------------------------------------------------------------
def test_of_two_who_press_at_once_one_wins(world, merit):
    first = propose(world, merit)
    second = Nomination.objects.get(pk=first.pk)
    services.take_step(nomination=first, action=NominationAction.SUBMIT, actor=world.users["secretariat"])
    with pytest.raises(IllegalStep):
        services.take_step(nomination=second, action=NominationAction.WITHDRAW, actor=world.users["officer"])
    assert Nomination.objects.get().state == NominationState.SUBMITTED


def test_declined_is_decided_without_an_award(world, merit):
    found = submitted(world, merit)
    services.take_step(nomination=found, action="decline", actor=world.users["approver"], note="Chưa đủ điều kiện")
    assert (found.state, AwardRecord.objects.count()) == (NominationState.DECLINED, 0)
    assert refused(decide, world, found) == "decided_already"


# -- deciding ----------------------------------------------------------------------------------------------------------
def test_a_decision_writes_the_ledger_for_an_agency_and_a_person(world, merit):
    person = world.users["officer"].person
    both = [submitted(world, merit), submitted(world, merit, person=person)]
    before = world.season.data_version
    decision = decide(world, *both)
    rows = AwardRecord.objects.order_by("pk")
    assert [(r.agency, r.person, r.at_agency) for r in rows] == [
        (world.enforcement[1], None, None),
        (None, person, world.enforcement[1]),
    ]
    assert {(r.achievement_year, r.decision_number, r.issuer, r.decision) for r in rows} == {
        (2024, "12/QĐ-BTP", ISSUER, decision)
    }
    world.season.refresh_from_db()
    assert world.season.data_version > before
    assert AuditEntry.objects.filter(action="award.decide").count() == 1


def test_a_second_decision_on_the_same_nomination_is_refused(world, merit):
    found = submitted(world, merit)
    decide(world, found)
    assert refused(decide, world, found, number="13/QĐ-BTP") == "decided_already"
    stale = Nomination.objects.get(pk=found.pk)
    stale.state = NominationState.SUBMITTED  # as a page read before the first decision has it
    assert refused(decide, world, stale, number="14/QĐ-BTP") == "decided_already"
    assert (Decision.objects.count(), AwardRecord.objects.count()) == (1, 1)


@pytest.mark.parametrize("number", ["12/QĐ-BTP", " 12/qđ-btp ", "12 / QD-BTP"])
def test_a_number_is_used_once_by_an_issuer_in_a_year(world, merit, flag, number):
    decide(world, submitted(world, merit))
    other = submitted(world, flag)
    assert refused(decide, world, other, number=number) == "number_used"
    assert AwardRecord.objects.count() == 1
    assert Nomination.objects.get(pk=other.pk).state == NominationState.SUBMITTED
    decide(world, other, number=number, issuer="Thủ tướng Chính phủ")
    assert AwardRecord.objects.count() == 2


def test_a_number_that_the_imported_ledger_quotes_is_used_too(world, merit, flag):
    """Else the same decision would stand in the ledger twice, or not be entered for a reason nobody is told."""
    AwardRecordFactory(
        award=merit,
        agency=world.enforcement[1],
        achievement_year=2024,
        decision_number="12/QĐ-BTP",
        decision_date=date(2024, 9, 2),
        issuer=ISSUER,
    )
    found = submitted(world, merit)
    with pytest.raises(services.Refusal) as caught:
        decide(world, found)
    assert caught.value.reason == "number_used" and "02/09/2024" in refusal(caught.value)[1]
    assert (Decision.objects.count(), AwardRecord.objects.count()) == (0, 1)


def test_an_award_that_is_not_in_force_on_the_day_is_refused_and_nothing_is_written(world, merit):
    late = AwardFactory(valid_from=date(2024, 9, 1))
    both = [submitted(world, merit), submitted(world, late)]
    assert refused(decide, world, *both, day=date(2024, 8, 31)) == "award_unknown"
    assert (Decision.objects.count(), AwardRecord.objects.count()) == (0, 0)
    assert set(Nomination.objects.values_list("state", flat=True)) == {NominationState.SUBMITTED}


def test_other_refusals_of_a_decision(world, merit):
    assert refused(decide, world) == "nothing_chosen"
    assert refused(decide, world, propose(world, merit)) == "not_submitted"
    waiting = NominationFactory(season=world.season, agency=world.enforcement[0], state=NominationState.SUBMITTED)
    assert refused(decide, world, waiting, day=date(2024, 12, 31)) == "in_the_future"


@pytest.mark.parametrize("actor", ["ministry", "cluster_head", "head", "administrator"])
def test_only_the_approver_of_the_block_decides(world, merit, actor):
    found = submitted(world, merit)
    with pytest.raises(NotAllowed):
        decide(world, found, actor=actor)
    body = world.ministry
    body.supervised_blocks = ["department_of_justice"]
    body.save()
    with pytest.raises(NotAllowed):
        decide(world, found)


# -- who sees what -----------------------------------------------------------------------------------------------------
def test_nominations_are_seen_by_who_proposed_who_leads_and_the_ministry(world, merit):
    found = propose(world, merit)
    sees = {name for name, user in world.users.items() if Nomination.objects.visible_to(user).exists()}
    deputies, ministry = {"deputy", "deputy_officer"}, {"ministry", "approver", "bureau"}
    assert sees == {"officer", "head", "secretariat", "cluster_head"} | deputies | ministry
    services.take_step(nomination=found, action="submit", actor=world.users["secretariat"])
    decide(world, found)
    sees = {name for name, user in world.users.items() if Nomination.objects.visible_to(user).exists()}
    assert sees == set(world.users) - {"other_officer", "other_head", "administrator", "nobody"}
