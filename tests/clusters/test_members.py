from datetime import date

import pytest

from clusters.enums import Block
from clusters.members import SuccessionMap, members_on, rule_day, season_of
from tests.factories.clusters import AgencyFactory, ClusterFactory, MembershipFactory, SeasonFactory, SuccessionFactory

MERGER = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("period_end", "expected"),
    [
        (date(2024, 12, 31), date(2025, 1, 1)),
        (date(2025, 3, 31), date(2025, 3, 31)),
        (date(2025, 1, 1), date(2025, 1, 1)),
    ],
)
def test_rule_day_is_the_later_of_the_period_end_and_new_year(period_end, expected):
    assert rule_day(period_end=period_end, year=2025) == expected


@pytest.fixture
def merged(db):
    """Two agencies of one cluster that became one in another on 1 July 2025."""
    cluster, later = ClusterFactory(), ClusterFactory()
    old = [AgencyFactory(valid_to=MERGER), AgencyFactory(valid_to=MERGER)]
    new = AgencyFactory(valid_from=MERGER)
    for agency in old:
        MembershipFactory(cluster=cluster, agency=agency, valid_from=date(2024, 1, 1), valid_to=MERGER)
        SuccessionFactory(predecessor=agency, successor=new, date=MERGER)
    MembershipFactory(cluster=later, agency=new, valid_from=MERGER)
    return cluster, later, old, new


def test_members_change_on_the_first_day_of_the_merger(merged):
    cluster, later, old, new = merged
    last, first = date(2025, 6, 30), MERGER
    assert set(members_on(cluster.pk, last)) == set(old)
    assert set(members_on(cluster.pk, first)) == set()
    assert set(members_on(later.pk, last)) == set()
    assert set(members_on(later.pk, first)) == {new}


def test_members_of_a_block_leave_out_the_other_block(db):
    cluster = ClusterFactory()
    department = AgencyFactory(block=Block.DEPARTMENT_OF_JUSTICE)
    for agency in (department, AgencyFactory()):
        MembershipFactory(cluster=cluster, agency=agency)
    assert list(members_on(cluster.pk, date(2024, 5, 1), Block.DEPARTMENT_OF_JUSTICE)) == [department]


def test_season_of_an_agency_follows_its_membership_at_the_period_end(merged):
    cluster, later, old, new = merged
    first, second = SeasonFactory(cluster=cluster, year=2025), SeasonFactory(cluster=later, year=2025)
    three_months, nine, ten = date(2024, 12, 31), date(2025, 6, 30), date(2025, 7, 31)
    assert season_of(old[0], period_end=three_months, year=2025) == first
    assert season_of(old[0], period_end=nine, year=2025) == first
    assert season_of(old[0], period_end=ten, year=2025) is None
    assert season_of(new, period_end=ten, year=2025) == second
    assert season_of(new, period_end=nine, year=2025) is None


def test_season_of_an_agency_that_joined_at_new_year_holds_its_first_period(db):
    season = SeasonFactory(year=2025)
    agency = AgencyFactory()
    MembershipFactory(cluster=season.cluster, agency=agency, valid_from=date(2025, 1, 1))
    assert season_of(agency, period_end=date(2024, 12, 31), year=2025) == season


def test_succession_map_follows_chains_both_ways():
    succession = SuccessionMap([(1, 3), (2, 3), (3, 4), (9, 8)])
    assert succession.with_predecessors([4]) == {1, 2, 3, 4}
    assert succession.with_successors([1]) == {1, 3, 4}
    assert succession.with_predecessors([1]) == {1}


def test_succession_map_survives_a_loop():
    assert SuccessionMap([(1, 2), (2, 1)]).with_predecessors([1]) == {1, 2}
