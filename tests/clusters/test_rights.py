from datetime import date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from clusters.enums import AppointmentRole, Block, LeadershipRole
from clusters.models import Appointment, ClusterOffice, Leadership
from clusters.rights import forget, rights_of, seasons_of
from emulation_portal.lib import dates
from results.models import Result, Submission
from tests.factories.clusters import (
    AgencyFactory,
    AppointmentFactory,
    LeadershipFactory,
    MembershipFactory,
    PersonFactory,
    SeasonFactory,
    SuccessionFactory,
)
from tests.factories.results import PeriodFactory, ResultFactory, SubmissionFactory
from tests.support.world import appointed

MERGER = date(2025, 7, 1)


def user_at(agency, role=AppointmentRole.OFFICER, **dated):
    return AppointmentFactory(agency=agency, role=role, **dated).person.user


def at(text):
    """A moment in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=dates.TIME_ZONE)


# -- appointments -----------------------------------------------------------------------------------------------------
def test_nobody_signed_in_has_no_rights(db, clock):
    clock(date(2024, 10, 2))
    assert rights_of(AnonymousUser()).is_empty


def test_officer_and_head_are_told_apart(world):
    officer, head = (rights_of(world.users[name]) for name in ("officer", "head"))
    agency = world.enforcement[1].pk
    assert (officer.officer_ids, officer.head_ids) == ({agency}, frozenset())
    assert (head.officer_ids, head.head_ids) == (frozenset(), {agency})
    assert (officer.own_agency_ids, head.own_agency_ids) == ({agency}, {agency})


def test_inactive_account_has_no_rights(world):
    user = world.users["officer"]
    user.is_active = False
    assert rights_of(user).is_empty


def test_administrator_has_no_right_to_figures_or_seasons(world):
    rights = rights_of(world.users["administrator"])
    assert rights.is_empty
    assert not rights.season_ids
    assert not seasons_of(world.users["administrator"]).exists()


@pytest.mark.parametrize(
    ("moment", "has_it"),
    [
        ("2024-03-31 23:59:59", False),
        ("2024-04-01 00:00:00", True),
        ("2024-09-30 23:59:59", True),
        ("2024-10-01 00:00:00", False),
    ],
)
def test_appointment_begins_and_ends_at_midnight_in_vietnam(db, clock, moment, has_it):
    agency = AgencyFactory()
    user = user_at(agency, valid_from=date(2024, 4, 1), valid_to=date(2024, 10, 1))
    clock(at(moment))
    assert (agency.pk in rights_of(user).own_agency_ids) is has_it


def test_rights_kept_on_the_account_are_read_again_after_midnight(db, clock):
    user = user_at(AgencyFactory(), valid_to=date(2024, 10, 1))
    clock(at("2024-09-30 23:59:50"))
    assert not rights_of(user).is_empty
    clock(at("2024-10-01 00:00:00"))
    assert rights_of(user).is_empty


def test_rights_kept_on_the_account_are_dropped_on_request(db, clock):
    clock(date(2024, 10, 2))
    user = user_at(AgencyFactory())
    assert not rights_of(user).is_empty
    Appointment.objects.update(valid_to=date(2024, 10, 2))
    forget(user)
    assert rights_of(user).is_empty


# -- agencies that ended ----------------------------------------------------------------------------------------------
@pytest.fixture
def merged(db):
    old, new = [AgencyFactory(valid_to=MERGER) for _number in range(2)], AgencyFactory(valid_from=MERGER)
    for agency in old:
        SuccessionFactory(predecessor=agency, successor=new, date=MERGER)
    return old, new


def test_successor_represents_the_agencies_that_ended(merged, clock):
    old, new = merged
    clock(date(2025, 7, 2))
    user = user_at(new, AppointmentRole.HEAD, valid_from=MERGER)
    rights = rights_of(user)
    assert rights.head_ids == {new.pk, old[0].pk, old[1].pk}
    assert rights.current_agency_ids == (new.pk,)


def test_agency_that_takes_over_another_represents_it_from_that_day_only(db, clock):
    ending, lasting = AgencyFactory(valid_to=MERGER), AgencyFactory()
    SuccessionFactory(predecessor=ending, successor=lasting, date=MERGER)
    user = user_at(lasting)
    clock(at("2025-06-30 23:59:59"))
    assert rights_of(user).own_agency_ids == {lasting.pk}
    clock(at("2025-07-01 00:00:00"))
    assert rights_of(user).own_agency_ids == {lasting.pk, ending.pk}


def test_chain_of_successions_is_followed(db, clock):
    first, second, third = AgencyFactory(), AgencyFactory(), AgencyFactory()
    SuccessionFactory(predecessor=first, successor=second, date=date(2025, 1, 1))
    SuccessionFactory(predecessor=second, successor=third, date=MERGER)
    clock(date(2025, 8, 1))
    assert rights_of(user_at(third)).own_agency_ids == {first.pk, second.pk, third.pk}


def test_successor_reads_the_submissions_of_those_it_succeeds(merged, clock):
    old, new = merged
    clock(date(2025, 7, 2))
    period = PeriodFactory(year=2025, period_code="9m", end=date(2025, 6, 30))
    theirs = [SubmissionFactory(agency=agency, period=period) for agency in old]
    SubmissionFactory(period=period)
    assert set(Submission.objects.visible_to(user_at(new))) == set(theirs)


def test_successor_sees_the_season_of_those_it_succeeds(merged, clock):
    old, new = merged
    clock(date(2025, 7, 2))
    season = SeasonFactory(year=2025)
    MembershipFactory(cluster=season.cluster, agency=old[0], valid_to=MERGER)
    assert list(seasons_of(user_at(new))) == [season]


# -- leadership -------------------------------------------------------------------------------------------------------
@pytest.fixture
def rotation(db):
    """The lead passes from one department to another at the midnight before 5 February 2025, in one running season."""
    season = SeasonFactory(year=2024)
    outgoing, incoming = (AgencyFactory(block=Block.DEPARTMENT_OF_JUSTICE) for _number in range(2))
    for agency in (outgoing, incoming):
        MembershipFactory(cluster=season.cluster, agency=agency)
    day = date(2025, 2, 5)
    LeadershipFactory(season=season, agency=outgoing, valid_from=date(2024, 1, 1), valid_to=day)
    LeadershipFactory(season=season, agency=incoming, valid_from=day, valid_to=date(2025, 12, 31))
    return season, user_at(outgoing, AppointmentRole.HEAD), user_at(incoming, AppointmentRole.HEAD)


def standing(season, user):
    rights = rights_of(user)
    return rights.is_secretariat(season.pk), rights.heads_cluster(season.pk)


def test_lead_passes_at_midnight_without_a_gap_or_an_overlap(rotation, clock):
    season, outgoing, incoming = rotation
    clock(at("2025-02-04 23:59:59.5"))
    before = standing(season, outgoing), standing(season, incoming)
    clock(at("2025-02-05 00:00:00"))
    after = standing(season, outgoing), standing(season, incoming)
    assert before == ((True, True), (False, False))
    assert after == ((False, False), (True, True))


def test_lead_passes_at_midnight_in_vietnam_not_in_greenwich(rotation, clock):
    season, outgoing, incoming = rotation
    clock(datetime.fromisoformat("2025-02-04T17:00:00+00:00"))
    assert (standing(season, outgoing), standing(season, incoming)) == ((False, False), (True, True))


def test_outgoing_head_goes_on_reading_the_season(rotation, clock):
    season, outgoing, incoming = rotation
    member = AgencyFactory()
    MembershipFactory(cluster=season.cluster, agency=member)
    submission = SubmissionFactory(agency=member)
    clock(at("2025-02-05 00:00:00"))
    rights = rights_of(outgoing)
    assert [(s.is_current, s.role) for s in rights.leads(season.pk, current=False)] == [(False, "head")]
    assert rights.leads(season.pk) == ()
    assert rights.sees_all_of(season.pk, Block.CIVIL_ENFORCEMENT)
    assert (
        list(Submission.objects.visible_to(outgoing)) == list(Submission.objects.visible_to(incoming)) == [submission]
    )


def test_incoming_head_sees_nothing_before_the_first_day(rotation, clock):
    season, _outgoing, incoming = rotation
    clock(at("2025-02-04 23:59:59"))
    assert not rights_of(incoming).sees_all_of(season.pk, Block.DEPARTMENT_OF_JUSTICE)


def test_rights_of_leadership_stay_in_their_season(world):
    rights = rights_of(world.users["cluster_head"])
    assert rights.heads_cluster(world.season.pk)
    assert not rights.heads_cluster(world.other_season.pk)
    assert not rights.sees_all_of(world.other_season.pk, Block.CIVIL_ENFORCEMENT)


def test_officer_of_the_head_agency_is_secretariat_but_does_not_head(world):
    assert standing(world.season, world.users["secretariat"]) == (True, False)


def test_deputy_sees_all_of_its_own_block_only(world):
    rights = rights_of(world.users["deputy"])
    seen = {block: rights.sees_all_of(world.season.pk, block) for block in Block.values}
    assert seen == {Block.CIVIL_ENFORCEMENT: True, Block.DEPARTMENT_OF_JUSTICE: False}
    assert (rights.deputises(world.season.pk, as_head=True), rights.is_secretariat(world.season.pk)) == (True, False)


def test_officer_of_the_deputy_agency_deputises_but_not_as_head(world):
    rights = rights_of(world.users["deputy_officer"])
    assert (rights.deputises(world.season.pk), rights.deputises(world.season.pk, as_head=True)) == (True, False)


def test_successor_of_the_head_agency_leads_in_its_place(world, clock):
    heir = AgencyFactory(block=Block.DEPARTMENT_OF_JUSTICE, valid_from=date(2024, 7, 1))
    SuccessionFactory(predecessor=world.head_agency, successor=heir, date=date(2024, 7, 1))
    assert standing(world.season, user_at(heir)) == (True, False)


def test_two_heads_of_one_season_are_refused(world):
    again = Leadership(
        season=world.season,
        agency=world.departments[1],
        role=LeadershipRole.HEAD,
        valid_from=date(2024, 6, 1),
        valid_to=date(2024, 7, 1),
    )
    with pytest.raises(ValidationError):
        again.clean()


# -- ministry ---------------------------------------------------------------------------------------------------------
def test_ministry_officer_and_approver_differ(world):
    officer, approver = rights_of(world.users["ministry"]), rights_of(world.users["approver"])
    both = frozenset(Block.values)
    assert (officer.officer_blocks, officer.approver_blocks, officer.supervised_blocks) == (both, frozenset(), both)
    assert (approver.officer_blocks, approver.approver_blocks, approver.supervised_blocks) == (frozenset(), both, both)
    assert officer.own_agency_ids == frozenset()


def test_ministry_body_of_one_block_sees_that_block_of_every_season(world):
    user = world.users["bureau"]
    rights = rights_of(user)
    assert all(rights.sees_all_of(s.pk, Block.CIVIL_ENFORCEMENT) for s in (world.season, world.other_season))
    assert not rights.sees_all_of(world.season.pk, Block.DEPARTMENT_OF_JUSTICE)
    seen = world.fill(world.enforcement[0])
    world.fill(world.departments[0])
    assert list(Submission.objects.visible_to(user)) == [seen]


# -- what each role sees ----------------------------------------------------------------------------------------------
@pytest.fixture
def everything(world):
    """One submission of every agency of both clusters, and one of last year, in the same order as ``names``."""
    for agency in [*world.agencies, *world.other_agencies]:
        world.fill(agency)
    world.fill(world.enforcement[2], period=world.periods["THADS-2023-12m"])
    return world


SEEN = {
    "nobody": (),
    "administrator": (),
    "officer": ("E1",),
    "head": ("E1",),
    "officer_dept": ("D1",),
    "head_dept": ("D1",),
    "secretariat": ("E0", "E1", "E2", "D0", "D1", "D2"),
    "cluster_head": ("E0", "E1", "E2", "D0", "D1", "D2"),
    "deputy": ("E0", "E1", "E2"),
    "deputy_officer": ("E0", "E1", "E2"),
    "other_officer": ("O0", "O1"),
    "other_head": ("O0", "O1"),
    "bureau": ("E0", "E1", "E2", "E2 2023", "O1"),
    "ministry": ("E0", "E1", "E2", "E2 2023", "D0", "D1", "D2", "O0", "O1"),
    "approver": ("E0", "E1", "E2", "E2 2023", "D0", "D1", "D2", "O0", "O1"),
}


def named(world, submission):
    places = {"E": world.enforcement, "D": world.departments, "O": world.other_agencies}
    name = next(f"{k}{v.index(submission.agency)}" for k, v in places.items() if submission.agency in v)
    return name if submission.period.year == 2024 else f"{name} {submission.period.year}"


@pytest.mark.parametrize("role", sorted(SEEN))
def test_submissions_and_results_visible_to_each_role(everything, role):
    user = everything.users[role]
    submissions = Submission.objects.visible_to(user).select_related("agency", "period")
    assert sorted(named(everything, s) for s in submissions) == sorted(SEEN[role])
    through_results = Submission.objects.filter(
        pk__in=Result.objects.filter(submission__in=Submission.objects.visible_to(user)).values("submission")
    )
    assert set(through_results) == set(submissions)


def test_seasons_visible_to_each_role(world):
    seen = {name: set(seasons_of(user)) for name, user in world.users.items()}
    none, mine, theirs = set(), {world.season}, {world.other_season}
    expected = dict.fromkeys(seen, mine)
    expected |= {"nobody": none, "administrator": none, "other_officer": theirs, "other_head": theirs}
    expected |= dict.fromkeys(("ministry", "approver", "bureau"), mine | theirs)
    assert seen == expected


def test_rights_are_read_in_at_most_six_queries_and_once(world, django_assert_max_num_queries):
    for user in world.users.values():
        forget(user)
        with django_assert_max_num_queries(6):
            rights_of(user)
            rights_of(user)


def test_result_of_another_agency_is_not_visible(world):
    mine = ResultFactory(
        submission=SubmissionFactory(agency=world.enforcement[1], period=world.periods["THADS-2024-9m"])
    )
    ResultFactory(submission=SubmissionFactory(agency=world.enforcement[2], period=world.periods["THADS-2024-9m"]))
    seen = Submission.objects.visible_to(world.users["officer"])
    assert list(Result.objects.filter(submission__in=seen)) == [mine]


def test_person_without_an_account_gives_nobody_rights(world):
    AppointmentFactory(person=PersonFactory(), agency=world.enforcement[1])
    assert rights_of(world.users["nobody"]).is_empty


def test_office_beside_the_leading_agencies_gives_no_right(world):
    """The host of a conference, or the body of a patron, sees and leads nothing by it."""
    host = world.enforcement[2]
    user = appointed(host, AppointmentRole.HEAD, name="dang.cai")
    before = rights_of(user)
    ClusterOffice.objects.create(cluster=world.other_cluster, year=2024, role="host", agency=host)
    forget(user)
    assert rights_of(user) == before
