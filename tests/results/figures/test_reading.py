from datetime import date, datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.enums import Block, SuccessionKind
from clusters.members import SuccessionMap
from clusters.models import Membership
from clusters.rights import forget, rights_of
from emulation_portal.lib import dates
from results.enums import State
from results.figures import EMPTY, HIDDEN, Cell, Figure
from results.figures.read import read_figures, read_many, read_states
from results.models import Submission
from tests.factories.clusters import AgencyFactory, ClusterFactory, MembershipFactory, SeasonFactory, SuccessionFactory
from tests.factories.pledges import TargetFactory
from tests.factories.results import PublishedFactory
from tests.support.world import NOW

CASES = "completion_rate_cases"
ENFORCEMENT = Block.CIVIL_ENFORCEMENT
DEPARTMENTS = Block.DEPARTMENT_OF_JUSTICE


def enforcement(world, **options):
    return read_figures(world.season, **options).blocks[ENFORCEMENT]


def eligible(world, agency):
    return enforcement(world).value(agency.code, "eligible_cases").amount


# -- which submissions count ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (State.DRAFT, False),
        (State.AWAITING_SIGNATURE, False),
        (State.SUBMITTED, True),
        (State.RECEIVED, True),
        (State.APPROVED, True),
        (State.SEALED, True),
    ],
)
def test_submission_counts_from_submitted_on(world, state, counts):
    agency = world.enforcement[1]
    world.fill(agency, state=state)
    figures = enforcement(world)
    assert figures.value(agency.code, "eligible_cases") == (Figure(amount=2000) if counts else EMPTY)
    assert (agency.code in {a.code for a in figures.missing()}) is not counts
    assert figures.status[agency.code].state == state


def test_reopened_draft_leaves_the_approved_version_counting(world):
    agency = world.enforcement[1]
    first = world.fill(agency, state=State.APPROVED)
    second = world.fill(agency, version=2, state=State.DRAFT, values={"eligible_cases": 1999})
    status = enforcement(world).status[agency.code]
    assert eligible(world, agency) == 2000
    assert (status.counting_id, status.counting_version, status.version, status.state) == (first.pk, 1, 2, State.DRAFT)
    assert (status.submission_id, status.is_final) == (second.pk, True)


@pytest.mark.parametrize("state", [State.AWAITING_SIGNATURE, State.SUBMITTED, State.RECEIVED])
def test_approved_version_counts_until_the_next_one_is_approved(world, state):
    agency = world.enforcement[1]
    world.fill(agency, state=State.APPROVED)
    second = world.fill(agency, version=2, state=state, values={"eligible_cases": 1999})
    assert eligible(world, agency) == 2000
    Submission.objects.filter(pk=second.pk).update(state=State.APPROVED)
    assert eligible(world, agency) == 1999


def test_returned_submission_stops_counting(world):
    agency = world.enforcement[1]
    submission = world.fill(agency, state=State.RECEIVED)
    assert eligible(world, agency) == 2000
    Submission.objects.filter(pk=submission.pk).update(state=State.DRAFT, returned_at=NOW)
    figures = enforcement(world)
    assert eligible(world, agency) is None
    assert figures.status[agency.code].returned is True
    assert agency.code in {a.code for a in figures.missing()}


# -- values -----------------------------------------------------------------------------------------------------------
def test_nothing_arose_adds_as_zero(world):
    agency = world.enforcement[1]
    world.fill(agency, nothing=["terminated_cases"])
    figures = enforcement(world)
    assert figures.cell(agency.code, "terminated_cases") == Cell(nothing=True)
    assert figures.value(agency.code, "terminated_cases") == Figure(amount=0, nothing=True)
    assert figures.value(agency.code, "completed_cases") == Figure(amount=1600)


def test_empty_input_empties_every_sum_and_rate_that_needs_it(world):
    agency = world.enforcement[1]
    world.fill(agency, values={"terminated_cases": None})
    world.fill(world.enforcement[2])
    figures = enforcement(world)
    empty = {code for code in figures.indicators if figures.value(agency.code, code).is_empty}
    assert empty == {"terminated_cases", "completed_cases", "carried_forward_cases", CASES}
    assert figures.line(CASES).value.rate == figures.value(world.enforcement[2].code, CASES).rate
    assert agency.code in {a.code for a in figures.without_value(CASES)}


def test_note_travels_with_its_cell(world):
    agency = world.enforcement[1]
    submission = world.fill(agency)
    submission.results.filter(indicator__code="eligible_cases").update(note="Đã đối chiếu")
    assert enforcement(world).cell(agency.code, "eligible_cases") == Cell(2000, False, "Đã đối chiếu")


def test_sums_above_ten_to_the_fifteenth_are_exact(world):
    huge = 9_007_199_254_740_993
    for agency in world.enforcement:
        world.fill(agency, values={"collected_money": huge, "terminated_money": 0, "reduced_money": 0})
    assert enforcement(world).line("completed_money").value.amount == 3 * huge


# -- who is missing, what is provisional ------------------------------------------------------------------------------
def test_totals_add_what_is_there_name_who_is_missing_and_are_provisional(world):
    world.fill(world.enforcement[0], state=State.APPROVED, size=1)
    world.fill(world.enforcement[1], state=State.APPROVED, size=2)
    figures = enforcement(world)
    assert figures.line("eligible_cases").value.amount == 6000
    assert [a.code for a in figures.missing()] == [world.enforcement[2].code]
    assert figures.is_provisional


def test_figures_are_provisional_until_all_members_are_approved(world):
    submissions = world.fill_all(state=State.APPROVED)
    Submission.objects.filter(pk=submissions[0].pk).update(state=State.RECEIVED)
    figures = enforcement(world)
    assert (figures.missing(), [a.code for a in figures.not_final()]) == ((), [world.enforcement[0].code])
    assert figures.is_provisional
    Submission.objects.filter(pk=submissions[0].pk).update(state=State.SEALED)
    assert not enforcement(world).is_provisional


# -- which period -----------------------------------------------------------------------------------------------------
def test_latest_counting_period_is_shown_by_sequence(world):
    world.fill(world.enforcement[0], period=world.periods["THADS-2024-9m"])
    world.fill(world.enforcement[0], period=world.periods["THADS-2024-3m"])
    world.fill(world.enforcement[0], period=world.periods["THADS-2024-12m"], state=State.DRAFT)
    assert enforcement(world).period.period_code == "9m"


def test_period_may_be_chosen_for_each_block(world):
    for code in ("THADS-2024-6m", "THADS-2024-12m", "STP-2024-6m"):
        period = world.periods[code]
        world.fill(world.enforcement[0] if period.block == ENFORCEMENT else world.departments[0], period=period)
    figures = read_figures(world.season, period_codes={ENFORCEMENT: "6m"})
    assert {b: f.period.code for b, f in figures.blocks.items()} == {
        ENFORCEMENT: "THADS-2024-6m",
        DEPARTMENTS: "STP-2024-6m",
    }


def test_year_end_reads_the_year_end_period_even_when_nobody_has_reported(world):
    world.fill(world.departments[0])
    figures = read_figures(world.season, year_end=True).blocks
    assert {b: f.period.period_code for b, f in figures.items()} == {ENFORCEMENT: "12m", DEPARTMENTS: "year_official"}
    assert len(figures[DEPARTMENTS].missing()) == 3


def test_without_any_figures_the_last_period_that_has_closed_is_shown(world, clock):
    assert enforcement(world).period.period_code == "12m"
    clock(date(2024, 4, 1))
    assert enforcement(world).period.period_code == "6m"
    clock(date(2023, 11, 1))
    assert enforcement(world).period.period_code == "3m"


# -- members ----------------------------------------------------------------------------------------------------------
def test_members_of_the_first_enforcement_period_are_those_who_start_the_season(world):
    joined, left = AgencyFactory(), world.enforcement[0]
    MembershipFactory(cluster=world.cluster, agency=joined, valid_from=date(2024, 1, 1))
    Membership.objects.filter(agency=left).update(valid_to=date(2024, 1, 1))
    world.fill(joined, period=world.periods["THADS-2024-3m"])
    figures = enforcement(world)
    assert figures.period.end == date(2023, 12, 31)
    assert set(figures.codes) == {joined.code, world.enforcement[1].code, world.enforcement[2].code}


def test_members_change_within_a_year_at_the_end_of_a_period(world):
    joined, left = AgencyFactory(), world.enforcement[0]
    day = date(2024, 7, 1)
    Membership.objects.filter(agency=left).update(valid_to=day)
    MembershipFactory(cluster=world.cluster, agency=joined, valid_from=day)
    members = enforcement(world).members_of
    rest = {a.code for a in world.enforcement[1:]}
    assert {code: set(found) - rest for code, found in members.items()} == {
        "3m": {left.code},
        "6m": {left.code},
        "9m": {left.code},
        "10m": {joined.code},
        "12m": {joined.code},
    }


def test_members_stand_in_vietnamese_order(world):
    for agency, name in zip(world.enforcement, ("Đồng Tháp", "Dak Lak", "An Giang"), strict=True):
        agency.name_vi = name
        agency.save()
    assert [a.name_vi for a in enforcement(world).agencies] == ["An Giang", "Dak Lak", "Đồng Tháp"]


# -- last year --------------------------------------------------------------------------------------------------------
def test_last_year_is_the_same_period_of_the_year_before(world):
    agency = world.enforcement[1]
    world.fill(agency, size=3)
    world.fill(agency, period=world.periods["THADS-2023-12m"], size=2)
    world.fill(agency, period=world.periods["THADS-2023-9m"], size=7)
    figures = enforcement(world)
    assert figures.last_value(agency.code, "eligible_cases").amount == 4000
    assert figures.line("eligible_cases", agency.code).change == Fraction(1, 2)


def test_last_year_draft_is_not_shown(world):
    agency = world.enforcement[1]
    world.fill(agency)
    world.fill(agency, period=world.periods["THADS-2023-12m"], state=State.DRAFT)
    assert enforcement(world).last_value(agency.code, "eligible_cases") == EMPTY


@pytest.fixture
def heir(world):
    """An agency that replaced the first two enforcement agencies on 1 July 2024, and its code."""
    day = date(2024, 7, 1)
    new = AgencyFactory(valid_from=day)
    for old in world.enforcement[:2]:
        SuccessionFactory(predecessor=old, successor=new, date=day)
        old.valid_to = day
        old.save()
    Membership.objects.filter(agency__in=world.enforcement[:2]).update(valid_to=day)
    MembershipFactory(cluster=world.cluster, agency=new, valid_from=day)
    world.fill(new)
    return new


def test_last_year_of_a_successor_is_the_sum_of_those_it_succeeds(world, heir):
    last = world.periods["THADS-2023-12m"]
    world.fill(world.enforcement[0], period=last, size=1, values={"fully_enforced_cases": 1000})
    world.fill(world.enforcement[1], period=last, size=3)
    figures = enforcement(world)
    assert figures.last_value(heir.code, "eligible_cases").amount == 8000
    assert figures.last_value(heir.code, CASES).rate.part == 1080 + 3 * 1680
    assert figures.line("eligible_cases").last.amount == 8000


def test_last_year_of_a_successor_is_unknown_while_one_predecessor_is_missing(world, heir):
    world.fill(world.enforcement[0], period=world.periods["THADS-2023-12m"])
    assert enforcement(world).last_value(heir.code, "eligible_cases") == EMPTY


def test_last_year_cell_of_a_successor_is_empty_where_one_predecessor_left_it_empty(world, heir):
    last = world.periods["THADS-2023-12m"]
    world.fill(world.enforcement[0], period=last, values={"terminated_cases": None}, nothing=["entrusted_out_cases"])
    world.fill(world.enforcement[1], period=last)
    figures = enforcement(world)
    assert figures.last_value(heir.code, "terminated_cases") == EMPTY
    assert figures.last_value(heir.code, CASES) == EMPTY
    assert figures.last_value(heir.code, "entrusted_out_cases") == Figure(amount=50)


def test_last_year_follows_two_successions_in_a_row(world, heir):
    day = date(2024, 9, 1)
    second = AgencyFactory(valid_from=day)
    SuccessionFactory(predecessor=heir, successor=second, date=day)
    heir.valid_to = day
    heir.save()
    Membership.objects.filter(agency=heir).update(valid_to=day)
    MembershipFactory(cluster=world.cluster, agency=second, valid_from=day)
    world.fill(second)
    for old in world.enforcement[:2]:
        world.fill(old, period=world.periods["THADS-2023-12m"])
    assert enforcement(world).last_value(second.code, "eligible_cases").amount == 4000


# -- targets, published, trend ----------------------------------------------------------------------------------------
def test_targets_of_the_year_and_the_derived_cluster_target(world):
    indicator = world.indicators[CASES]
    for number, agency in enumerate(world.enforcement, start=1):
        world.fill(agency, size=number)
        TargetFactory(agency=agency, indicator=indicator, year=2024, value=80 + number)
        TargetFactory(agency=agency, indicator=indicator, year=2023, value=10)
    TargetFactory(scope="nation", agency=None, indicator=indicator, year=2024, value="83.25")
    figures = enforcement(world)
    derived = figures.line(CASES).target
    assert derived.value == Fraction(81 * 1 + 82 * 2 + 83 * 3, 6)
    assert derived.derived_from == 3
    assert figures.national_targets[CASES].value == Fraction("83.25")
    assert figures.line(CASES).national_gap == 84 - Fraction("83.25")


def test_published_figures_of_the_cluster_and_year_stand_beside(world):
    wanted = PublishedFactory(scope_code="CTN", indicator=world.indicators["eligible_cases"], value=2000)
    PublishedFactory(scope_code="CKH", indicator=world.indicators["eligible_cases"])
    PublishedFactory(scope_code="CTN", year=2023, indicator=world.indicators["eligible_cases"])
    world.fill(world.enforcement[0])
    figures = enforcement(world)
    assert [p.code for p in figures.published] == [wanted.code]
    assert figures.published[0].contains(figures.recomputed(figures.published[0])) is True


def test_trend_holds_the_earlier_counting_periods_of_the_asked_agency_only(world):
    asked, other = world.enforcement[:2]
    for number, code in enumerate(("3m", "6m", "10m", "12m"), start=1):
        world.fill(asked, period=world.periods[f"THADS-2024-{code}"], size=number)
        world.fill(other, period=world.periods[f"THADS-2024-{code}"])
    figures = enforcement(world, trend_agency_ids=[asked.pk])
    trend = figures.trend(asked.code, "eligible_cases")
    assert [(p.period_code, f.amount) for p, f in trend] == [("3m", 2000), ("6m", 4000), ("10m", 6000), ("12m", 8000)]
    assert {code for cells in figures.history.values() for code in cells} == {asked.code}


def test_seasons_are_read_in_the_latest_period_they_share(world):
    before = SeasonFactory(cluster=world.cluster, year=2023)
    one, other = world.enforcement[:2]
    for agency, code in (
        (one, "2023-6m"),
        (one, "2023-9m"),
        (other, "2023-6m"),
        (one, "2024-6m"),
        (one, "2024-9m"),
        (one, "2024-12m"),
        (other, "2024-6m"),
    ):
        world.fill(agency, period=world.periods[f"THADS-{code}"])

    def shared(**options):
        sets = read_many([world.season, before], **options)
        return [figures.blocks["civil_enforcement"].period.period_code for figures in sets]

    assert shared() == ["12m", "9m"]
    assert shared(common_to=[]) == shared(common_to=[one.pk]) == ["9m", "9m"]
    assert shared(common_to=[one.pk, other.pk]) == ["6m", "6m"]
    assert shared(common_to=[world.enforcement[2].pk]) == ["9m", "9m"], "nobody has reported: what the seasons share"
    assert shared(common_to=[], period_codes={"civil_enforcement": "12m"}) == ["12m", "12m"]


def test_last_course_holds_last_years_counting_periods_of_the_asked_agency(world):
    asked, other = world.enforcement[:2]
    world.fill(asked, period=world.periods["THADS-2024-6m"])
    for agency in (asked, other):
        world.fill(agency, period=world.periods["THADS-2023-6m"], size=2)
        world.fill(agency, period=world.periods["THADS-2023-12m"], size=5)
    world.fill(asked, period=world.periods["THADS-2023-9m"], state="draft")
    figures = enforcement(world, trend_agency_ids=[asked.pk], with_last_course=True)
    before = figures.last_trend(asked.code, "eligible_cases")
    assert [(p.period_code, f.amount) for p, f in before] == [("6m", 4000), ("12m", 10_000)]
    assert figures.last_trend(other.code, "eligible_cases") == ()
    assert enforcement(world, trend_agency_ids=[asked.pk]).last_trend(asked.code, "eligible_cases") == ()
    assert figures.restricted(frozenset({other.code})).last_history == {"6m": {}, "12m": {}}


def test_last_course_adds_up_those_whom_the_agency_succeeded(world):
    heir, old = world.enforcement[1], AgencyFactory(block="civil_enforcement", valid_to=date(2024, 1, 15))
    SuccessionFactory(predecessor=old, successor=heir, date=date(2024, 1, 15), kind=SuccessionKind.MERGED)
    world.fill(heir, period=world.periods["THADS-2024-6m"])
    for code in ("6m", "12m"):
        world.fill(heir, period=world.periods[f"THADS-2023-{code}"], size=2)
    world.fill(old, period=world.periods["THADS-2023-12m"], size=3)
    figures = enforcement(world, trend_agency_ids=[heir.pk], with_last_course=True)
    assert [(p.period_code, f.amount) for p, f in figures.last_trend(heir.code, "eligible_cases")] == [("12m", 10_000)]


def test_last_course_of_others_is_not_released_with_this_year(world):
    asked = world.enforcement[1]
    world.fill(asked, state="approved")
    world.fill(asked, period=world.periods["THADS-2023-12m"], state="approved")
    world.release(world.periods["THADS-2024-12m"])
    for name, sees in (("head", True), ("secretariat", True), ("deputy", True), ("officer_dept", False)):
        found = read_figures(
            world.season, rights=rights_of(world.users[name]), trend_agency_ids=[asked.pk], with_last_course=True
        )
        shown = found.blocks["civil_enforcement"].last_trend(asked.code, "eligible_cases")
        assert bool(shown) is sees, name


def test_indicators_are_those_in_force_in_the_year(world):
    gone, coming = world.indicators["eligible_cases"], world.indicators["withdrawn_cases"]
    gone.valid_to_year, coming.valid_from_year = 2023, 2025
    gone.save()
    coming.save()
    assert {"eligible_cases", "withdrawn_cases"}.isdisjoint(enforcement(world).indicators)


def test_narrow_figures_equal_the_whole_ones_for_what_they_hold(world):
    world.fill_all()
    world.set_targets()
    whole, narrow = enforcement(world), enforcement(world, narrow=True)
    assert {i.code for i in whole.headline} <= set(narrow.indicators) < set(whole.indicators)
    assert {c: narrow.line(c).value for c in narrow.indicators} == {c: whole.line(c).value for c in narrow.indicators}
    code = world.enforcement[1].code
    assert [narrow.value(code, c) for c in narrow.indicators] == [whole.value(code, c) for c in narrow.indicators]


def test_figure_set_carries_the_data_version_it_was_read_at(world):
    """For a file that of now; for a page that which its season was read with, so that no label is newer."""
    assert read_figures(world.season, settled=True).version_code == "CTN-2024-v1"
    type(world.season).objects.update(data_version=9)
    assert read_figures(world.season, settled=True).version_code == "CTN-2024-v9"
    assert read_figures(world.season).version_code == "CTN-2024-v1"


# -- what a viewer sees -----------------------------------------------------------------------------------------------
def seen_by(world, name):
    """The agencies whose figures somebody reads in each block, and whether the totals are shown."""
    user = world.users[name]
    forget(user)
    figures = read_figures(world.season, rights=rights_of(user))
    agencies = {a.code: a for a in world.agencies}
    shown = {a for b in figures.blocks.values() for a in b.codes if b.value(a, next(iter(b.indicators))) != HIDDEN}
    totals = {b.block for b in figures.blocks.values() if b.totals_visible}
    return {agencies[code] for code in shown}, totals


def test_members_read_their_own_figures_until_the_block_is_released(world):
    world.fill_all()
    own = world.enforcement[1]
    assert seen_by(world, "officer") == ({own}, set())
    world.release(world.period_of(own))
    assert seen_by(world, "officer") == (set(world.enforcement), {ENFORCEMENT})
    assert seen_by(world, "head_dept") == ({world.departments[1], *world.enforcement}, {ENFORCEMENT})


def test_release_of_another_period_or_season_shows_nothing(world):
    world.fill_all()
    world.release(world.periods["THADS-2024-9m"])
    world.season, kept = world.other_season, world.season
    world.release(world.periods["THADS-2024-12m"])
    world.season = kept
    assert seen_by(world, "officer") == ({world.enforcement[1]}, set())


def test_release_shows_the_released_period_when_it_is_chosen(world):
    for agency in world.enforcement:
        world.fill(agency, period=world.periods["THADS-2024-9m"])
        world.fill(agency)
    world.release(world.periods["THADS-2024-9m"])
    rights = rights_of(world.users["officer"])
    chosen = enforcement(world, rights=rights, period_codes={ENFORCEMENT: "9m"})
    assert chosen.totals_visible
    assert not enforcement(world, rights=rights).totals_visible


@pytest.mark.parametrize(
    ("role", "blocks"),
    [
        ("secretariat", {ENFORCEMENT, DEPARTMENTS}),
        ("cluster_head", {ENFORCEMENT, DEPARTMENTS}),
        ("deputy", {ENFORCEMENT}),
        ("ministry", {ENFORCEMENT, DEPARTMENTS}),
        ("approver", {ENFORCEMENT, DEPARTMENTS}),
        ("other_head", set()),
        ("nobody", set()),
        ("administrator", set()),
    ],
)
def test_blocks_read_whole_before_release(world, role, blocks):
    world.fill_all()
    assert seen_by(world, role) == ({a for a in world.agencies if a.kind in blocks}, blocks)


def test_secretariat_of_the_past_goes_on_reading(world, clock):
    world.fill_all()
    clock(datetime(2025, 2, 4, 23, 59, 59, tzinfo=dates.TIME_ZONE))
    assert seen_by(world, "secretariat") == (set(world.agencies), {ENFORCEMENT, DEPARTMENTS})
    clock(datetime(2025, 2, 5, 0, 0, 0, tzinfo=dates.TIME_ZONE))
    assert not rights_of(world.users["secretariat"]).is_secretariat(world.season.pk)
    assert seen_by(world, "secretariat") == (set(world.agencies), {ENFORCEMENT, DEPARTMENTS})


def test_reader_with_rights_gets_the_same_numbers_as_one_without(world):
    world.fill_all()
    world.set_targets()
    assert read_figures(world.season, rights=rights_of(world.users["secretariat"])) == read_figures(world.season)


# -- cost -------------------------------------------------------------------------------------------------------------
def crowd(world, count):
    """A season of ``count`` agencies in each block, each with figures of this and of last year."""
    cluster = ClusterFactory()
    for block in Block.values:
        for _number in range(count):
            agency = AgencyFactory(block=block)
            MembershipFactory(cluster=cluster, agency=agency)
            period = world.period_of(agency)
            values = {"eligible_cases": 100, "fully_enforced_cases": 80} if block == ENFORCEMENT else {"lawyers": 5}
            last = world.periods[period.code.replace("2024", "2023")]
            for each in (period, last):
                submission = Submission.objects.create(
                    agency=agency, period=each, state=State.APPROVED, created_at=NOW, updated_at=NOW
                )
                world.write(submission, values)
    return SeasonFactory(cluster=cluster, year=2024)


def queries_of(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_reading_takes_the_same_seven_queries_at_three_and_at_forty_agencies(world):
    small, large = crowd(world, 3), crowd(world, 40)
    counts = {queries_of(lambda season=season: read_figures(season)) for season in (small, large)}
    assert len(counts) == 1
    assert max(counts) <= 7


def test_reading_several_seasons_takes_as_many_queries_as_one(world):
    seasons = [crowd(world, 2), crowd(world, 5), world.season]
    assert queries_of(lambda: read_many(seasons)) == queries_of(lambda: read_many(seasons[:1]))
    whole = [read_figures(season, narrow=True, with_published=False) for season in seasons]
    assert read_many(seasons) == whole


# -- states alone ------------------------------------------------------------------------------------------------------
def test_states_are_those_of_the_figures_and_hold_no_value(world, django_assert_num_queries):
    world.fill_all(state=State.RECEIVED)
    world.fill(world.enforcement[0], period=world.periods["THADS-2024-9m"], state=State.APPROVED)
    for code in ("THADS-2024-9m", "STP-2024-year_first"):
        world.release(world.periods[code])
    with django_assert_num_queries(4):
        states = read_states(world.season)
    whole = read_figures(world.season)
    same = ("period", "agencies", "everybody", "status", "board", "periods", "members_of", "released", "released_codes")
    for block, held in states.blocks.items():
        assert [getattr(held, name) for name in same] == [getattr(whole.blocks[block], name) for name in same]
        assert (dict(held.indicators), dict(held.targets)) == ({}, {})
        assert not any(held.cells.values())
    assert [states.blocks[block].released_codes for block in (ENFORCEMENT, DEPARTMENTS)] == [{"9m"}, {"year_first"}]
    assert (states.version_code, states.is_provisional) == (whole.version_code, True)


def test_states_of_a_chosen_period_and_with_known_succession_cost_three_queries(world, django_assert_num_queries):
    succession = SuccessionMap.load()
    with django_assert_num_queries(3):
        states = read_states(world.season, period_codes={ENFORCEMENT: "6m"}, succession=succession)
    assert states.blocks[ENFORCEMENT].period.period_code == "6m"
