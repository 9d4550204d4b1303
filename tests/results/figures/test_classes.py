"""Classes fitted to the spread: the target stays an edge, everybody is in the class that its bounds name."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from results.figures.classes import CLASSES, fitted, target_classes, value_classes
from results.figures.places import EDGES, Judged, Placing, step_between
from results.figures.values import AgencyRef, Figure

FAR = st.lists(st.integers(0, 100_000).map(lambda n: Fraction(n, 1000)), max_size=40)


def placing(number: int, measured: int | None, judged: Judged | None = None) -> Placing:
    name = f"A{number}"
    agency = AgencyRef(number, name, "civil_enforcement", name, name, name, "01", name)
    held = judged or Judged()
    return Placing(agency, Figure(amount=measured), Figure(), None, held, None, None, None, None, "")


@given(short=FAR, better=FAR)
def test_edges_keep_their_order_and_are_figures_that_can_be_read(short, better):
    low, near, well = fitted(short, better)
    assert low < 0 < near < well
    assert all(edge * 10 == int(edge * 10) for edge in (low, near, well))


def test_few_distances_keep_the_fixed_steps():
    assert fitted([Fraction(9)] * 4, [Fraction(7)] * 4) == EDGES


def test_those_who_lie_close_together_are_told_apart():
    # All within one of the fixed steps: 31 agencies 0,30 to 1,20 points above their target.
    better = [Fraction(30 + 3 * number, 100) for number in range(31)]
    edges = fitted([], better)
    counts = [sum(step_between(far, True, edges) == step for far in better) for step in range(1, 6)]
    assert counts[:2] == [0, 0] and min(counts[2:]) >= 8
    assert edges[1:] == (Fraction(6, 10), Fraction(9, 10))


@given(better=st.lists(st.integers(0, 5000), min_size=5, max_size=40))
def test_nobody_short_of_the_target_stands_among_those_who_reach_it(better):
    rows = [placing(number, 80 + far, Judged(Fraction(far), None, True, None, 5)) for number, far in enumerate(better)]
    rows.append(placing(99, 79, Judged(Fraction(-1), None, False, None, 2)))
    found = target_classes(rows, is_rate=True)
    assert found.steps["A99"] in (1, 2)
    assert all(found.steps[row.agency.code] >= 3 for row in rows[:-1])


def test_in_a_part_of_the_year_its_part_is_the_middle():
    rows = [placing(n, 60, Judged(Fraction(-20), Fraction(n, 2), False, True, 3)) for n in range(10)]
    found = target_classes(rows, is_rate=True)
    assert sorted(set(found.steps.values())) == [3, 4, 5]
    assert found.edges[0] == EDGES[0]


def test_an_amount_is_measured_in_percent_of_its_target():
    rows = [placing(n, 1000 + n * 100, Judged(Fraction(n * 100), None, True, None, 3)) for n in range(9)]
    assert target_classes(rows, is_rate=False).edges[1:] == (30, 60)


def test_without_targets_there_are_no_classes_round_them():
    assert target_classes([placing(1, 5)], is_rate=True) is None


@given(values=st.lists(st.integers(0, 60), max_size=60))
def test_equal_figures_are_in_one_group_and_groups_do_not_overlap(values):
    groups = value_classes([placing(n, value) for n, value in enumerate(values)])
    if len(set(values)) < CLASSES:
        assert groups == ()
        return
    assert sum(len(group.agencies) for group in groups) == len(values)
    bounds = [(group.greatest.value.amount, group.least.value.amount) for group in groups]
    assert all(high >= low for high, low in bounds)
    assert all(before[1] > after[0] for before, after in pairwise(bounds))
    assert [group.number for group in groups] == list(range(1, len(groups) + 1))


def test_who_has_no_figure_is_in_no_group():
    groups = value_classes([*(placing(n, n) for n in range(10)), placing(10, None)])
    assert [len(group.agencies) for group in groups] == [2] * 5
