from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.figures import EMPTY, HIDDEN, AmountTable, Cell, Figure, FigureSet, PublishedRef, Rank
from results.figures.rates import Rate
from tests.support.blocks import INDICATORS, agency, block, cells, indicator, rate, submission

TYPED = ("enforced", "stopped", "eligible", "backlog")


def row(enforced, stopped, eligible, backlog=0):
    return dict(zip(TYPED, (enforced, stopped, eligible, backlog), strict=True))


AMOUNTS = st.one_of(st.none(), st.integers(min_value=0, max_value=10**17))
ROWS = st.fixed_dictionaries(dict.fromkeys(TYPED, AMOUNTS))
SEASONS = st.dictionaries(st.text("ABCDEFGH", min_size=1, max_size=2), ROWS, min_size=1, max_size=7)
PERCENTS = st.decimals(min_value=0, max_value=100, places=2)


# -- one agency -------------------------------------------------------------------------------------------------------
def test_value_of_a_derived_sum_and_a_rate():
    figures = block({"A": row(70, 10, 100)})
    assert figures.value("A", "completed") == Figure(amount=80)
    assert figures.value("A", "open") == Figure(amount=20)
    assert figures.value("A", "completion").measured == 80


def test_empty_input_empties_every_sum_and_rate_that_needs_it_and_nothing_else():
    figures = block({"A": row(70, None, 100, 5)})
    assert {code: figures.value("A", code).is_empty for code in INDICATORS} == {
        "enforced": False,
        "stopped": True,
        "eligible": False,
        "backlog": False,
        "remark": True,
        "completed": True,
        "open": True,
        "completion": True,
    }


def test_nothing_arose_adds_as_zero_and_is_told_apart_from_zero_and_empty():
    figures = block({"A": row(70, 0, 100)})
    with_nothing = block({"A": {}}, status={})
    filled = cells({"enforced": 70, "eligible": 100}) | {"stopped": Cell(nothing=True)}
    table = AmountTable({"A": filled}, INDICATORS)
    assert table.figure("A", INDICATORS["stopped"]) == Figure(amount=0, nothing=True)
    assert figures.value("A", "stopped") == Figure(amount=0)
    assert with_nothing.value("A", "stopped") == EMPTY
    assert table.figure("A", INDICATORS["completed"]) == Figure(amount=70)


def test_rate_with_a_zero_denominator_is_empty_and_not_zero():
    figures = block({"A": row(0, 0, 0)}, targets={"A": 80})
    value = figures.value("A", "completion")
    assert (value.rate, value.is_empty, value.measured) == (Rate(0, 0), True, None)
    assert (figures.line("completion", "A").gap, figures.line("completion", "A").met) == (None, None)


def test_gap_is_in_points_and_attainment_a_ratio_of_the_target():
    figures = block({"A": row(845, 0, 1000)}, targets={"A": Decimal("83.25")})
    assert figures.line("completion", "A").gap == Fraction("1.25")
    assert figures.line("completion", "A").attainment == Fraction("84.5") / Fraction("83.25")


def test_meets_target_compares_the_exact_value_not_the_printed_one():
    figures = block({"A": row(83249, 0, 100000)}, targets={"A": Decimal("83.25")})
    assert figures.line("completion", "A").met is False


def test_change_is_points_for_rates_and_a_ratio_for_amounts():
    figures = block({"A": row(80, 0, 100)}, last={"A": row(60, 0, 120)})
    assert figures.line("completion", "A").change == 30
    assert figures.line("enforced", "A").change == Fraction(1, 3)
    assert figures.line("stopped", "A").change is None


def test_change_without_last_year_is_unknown():
    figures = block({"A": row(80, 0, 100)})
    assert (figures.line("completion", "A").change, figures.line("enforced", "A").change) == (None, None)


def test_rank_shares_places_counts_only_those_with_a_value_and_follows_the_direction():
    figures = block(
        {"A": row(80, 0, 100, 1), "B": row(40, 40, 100, 3), "C": row(90, 0, 100, 2), "D": row(1, 0, None, None)}
    )
    assert {a: figures.line("completion", a).place for a in "ABCD"} == {
        "A": Rank(2, 3, 1),
        "B": Rank(2, 3, 1),
        "C": Rank(1, 3, 0),
        "D": None,
    }
    assert {a: figures.line("backlog", a).place.place for a in "ABC"} == {"A": 1, "B": 3, "C": 2}
    assert figures.line("stopped", "A").place is None


def test_rate_may_be_made_of_two_derived_sums_in_any_order_of_the_catalogue():
    listed = {
        i.code: i
        for i in (
            rate("r", "d2", "d1"),
            indicator("d2", formula="d1 - x"),
            indicator("d1", formula="x + y"),
            indicator("x"),
            indicator("y"),
        )
    }
    table = AmountTable({"A": cells({"x": 1, "y": 3})}, listed)
    assert table.figure("A", listed["r"]).rate == Rate(3, 4)


def test_circular_formulas_are_refused():
    listed = {i.code: i for i in (indicator("p", formula="q"), indicator("q", formula="p"))}
    with pytest.raises(ValueError, match="circular"):
        AmountTable({}, listed).of("A")


# -- all members ------------------------------------------------------------------------------------------------------
def test_total_adds_what_is_there_and_names_who_is_missing():
    status = {"A": submission("A"), "B": submission("B", "draft")}
    figures = block({"A": row(70, 10, 100), "B": {}, "C": {}}, status=status)
    assert figures.line("completed").value == Figure(amount=80)
    assert [a.code for a in figures.missing()] == ["B", "C"]
    assert [a.code for a in figures.without_value("completed")] == ["B", "C"]
    assert figures.is_provisional


def test_total_rate_leaves_out_both_parts_of_an_agency_that_lacks_one():
    figures = block({"A": row(70, 10, 100), "B": row(50, 0, None), "C": row(None, 0, 500)})
    assert figures.line("completion").value.rate == Rate(80, 100)


def test_total_of_indicators_that_are_not_added_is_empty():
    figures = block({"A": row(1, 1, 1) | {"remark": 4}, "B": row(1, 1, 1) | {"remark": 5}})
    assert figures.line("remark").value == EMPTY


def test_total_of_nothing_arose_everywhere_says_so():
    nothing = {"A": {"stopped": Cell(nothing=True)}, "B": {"stopped": Cell(nothing=True)}}
    table = AmountTable(nothing, INDICATORS)
    assert table.total("AB", INDICATORS["stopped"]) == Figure(amount=0, nothing=True)
    mixed = AmountTable(nothing | {"B": {"stopped": Cell(0)}}, INDICATORS)
    assert mixed.total("AB", INDICATORS["stopped"]) == Figure(amount=0, nothing=False)


@pytest.mark.parametrize(
    ("states", "provisional"),
    [(("approved", "sealed"), False), (("approved", "received"), True), (("approved", "submitted"), True)],
)
def test_provisional_until_every_member_is_approved(states, provisional):
    status = {a: submission(a, s) for a, s in zip("AB", states, strict=True)}
    figures = block({"A": row(1, 1, 2), "B": row(1, 1, 2)}, status=status)
    assert figures.is_provisional is provisional


def test_total_target_is_derived_from_the_members_that_have_figures():
    figures = block({"A": row(1, 0, 300), "B": row(1, 0, 100), "C": {}}, targets={"A": 80, "B": 90})
    target = figures.line("completion").target
    assert (target.value, target.derived_from, target.is_derived) == (Fraction(165, 2), 2, True)


def test_total_has_no_target_while_a_member_with_figures_has_none():
    figures = block({"A": row(1, 0, 300), "B": row(1, 0, 100)}, targets={"A": 80})
    assert (figures.line("completion").target, figures.line("completion").gap) == (None, None)


def test_total_gap_is_against_the_derived_target():
    figures = block({"A": row(90, 0, 100), "B": row(30, 0, 100)}, targets={"A": 50, "B": 60})
    assert figures.line("completion").gap == 60 - 55


@given(SEASONS)
def test_total_rate_equals_the_ratio_of_sums_over_members_with_both_parts(values):
    done = {
        a: None if None in (r["enforced"], r["stopped"]) else r["enforced"] + r["stopped"] for a, r in values.items()
    }
    both = [(done[a], r["eligible"]) for a, r in values.items() if done[a] is not None and r["eligible"] is not None]
    part, whole = sum(p for p, _ in both), sum(w for _, w in both)
    assert block(values).line("completion").value.ratio == (Fraction(part, whole) if whole else None)


@given(SEASONS, st.randoms(use_true_random=False))
def test_totals_do_not_depend_on_the_order_of_agencies(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    one, other = block(values), block({code: values[code] for code in shuffled})
    assert {c: one.line(c).value for c in INDICATORS} == {c: other.line(c).value for c in INDICATORS}
    assert {a: one.line("completion", a).place for a in values} == {
        a: other.line("completion", a).place for a in values
    }


@given(st.dictionaries(st.text("ABCDEFGH", min_size=1, max_size=2), st.tuples(ROWS, PERCENTS), min_size=1, max_size=6))
def test_derived_target_lies_between_the_lowest_and_highest_target_of_members(members):
    targets = {code: percent for code, (_, percent) in members.items()}
    derived = block({c: r for c, (r, _) in members.items()}, targets=targets).line("completion").target
    if derived is None:
        assert len(set(targets.values())) > 1
    else:
        assert min(targets.values()) <= derived.value <= max(targets.values())


# -- what a viewer may see --------------------------------------------------------------------------------------------
@given(SEASONS, st.data())
def test_restricted_figures_tell_nothing_of_hidden_agencies(values, data):
    visible = frozenset(data.draw(st.sets(st.sampled_from(sorted(values)))))
    hidden = [code for code in values if code not in visible]
    history = {"9m": {code: cells(r) for code, r in values.items()}}
    whole = block(values, last=values, targets=dict.fromkeys(values, 80), history=history)
    seen = whole.restricted(visible)
    emptied = block(
        {code: (r if code in visible else {}) for code, r in values.items()},
        last={code: r for code, r in values.items() if code in visible},
        targets=dict.fromkeys(values, 80),
        history={"9m": {code: cells(r) for code, r in values.items() if code in visible}},
    ).restricted(visible)
    assert _everything(seen) == _everything(emptied)
    assert all(seen.value(a, c) == seen.last_value(a, c) == HIDDEN for a in hidden for c in INDICATORS)
    assert set(seen.cells) | set(seen.last_cells) | set(seen.history["9m"]) <= visible
    assert all(seen.value(a, c) == whole.value(a, c) for a in visible for c in INDICATORS)


def _everything(figures):
    """All that a page could ask for, as one comparable value."""
    per_agency = (figures.cell, figures.value, figures.last_value, figures.target, figures.trend)
    told = [[ask(a, c) for ask in per_agency] for a in figures.codes for c in INDICATORS]
    lines = [figures.line(c, a) for a in (None, *figures.codes) for c in INDICATORS]
    compared = [
        (x.value, x.compared, x.target, x.gap, x.national_gap, x.prorata_gap, x.attainment, x.met, x.change, x.place)
        for x in lines
    ]
    return told, compared, [(figures.last_total(c), figures.without_value(c)) for c in INDICATORS]


def test_restricted_block_has_no_totals_ranks_or_derived_target():
    figures = block({"A": row(1, 0, 2), "B": row(2, 0, 2)}, targets={"A": 10, "B": 20}).restricted(frozenset({"A"}))
    assert (figures.line("completion").value, figures.line("completion").last) == (HIDDEN, HIDDEN)
    assert (figures.line("completion", "A").place, figures.line("completion").target) == (None, None)
    assert figures.line("completion", "A").gap == 40


def test_restricted_block_keeps_states_of_others():
    figures = block({"A": row(1, 0, 2), "B": row(2, 0, 2)}, status={"B": submission("B")}).restricted(frozenset("A"))
    assert [a.code for a in figures.missing()] == ["A"]


# -- printed elsewhere ------------------------------------------------------------------------------------------------
def published(measure="value", indicator="completion", low="84.535", high="84.545"):
    return PublishedRef(
        code="PF",
        block="civil_enforcement",
        indicator=indicator,
        measure=measure,
        value=Decimal("84.54"),
        low=Decimal(low) if low else None,
        high=Decimal(high) if high else None,
        precision="rounded",
        text="",
        period_code="12m",
        status="final",
        source="",
        kind="published",
    )


@pytest.mark.parametrize(
    ("value", "inside"),
    [("84.535", True), ("84.545", True), ("84.5451", False), ("84.53", False)],
)
def test_published_figure_stands_for_an_interval(value, inside):
    assert published().contains(Fraction(value)) is inside


def test_published_figure_may_be_open_on_one_side():
    assert published(low=None).contains(Fraction(1)) is True
    assert published(low=None, high=None).contains(Fraction(1)) is None
    assert published().contains(None) is None


def test_recomputed_speaks_the_published_measure():
    figures = block({"A": row(90, 0, 100)}, targets={"A": 60})
    measures = ("value", "target", "gap_pp", "attainment_pct", "rank")
    assert [figures.recomputed(published(m)) for m in measures] == [90, 60, 30, 150, None]
    assert figures.recomputed(published(indicator="gone")) is None
    assert figures.restricted(frozenset("A")).recomputed(published()) is None


# -- the whole season -------------------------------------------------------------------------------------------------
def season(**blocks):
    return FigureSet(
        season_id=1,
        cluster_code="CTN",
        cluster_slug="cum",
        cluster_name_vi="Cụm",
        cluster_name_en="",
        cluster_short_vi="Cụm",
        cluster_short_en="C",
        year=2024,
        data_version=7,
        blocks=blocks,
    )


def test_figure_set_finds_an_agency_in_its_block():
    first, second = block({"A": row(1, 0, 2)}), block({"B": row(1, 0, 2)})
    figures = season(civil_enforcement=first, department_of_justice=second)
    assert figures.agency("B") == (second, agency("B"))
    with pytest.raises(KeyError):
        figures.agency("C")


def test_figure_set_quotes_its_data_version_and_falls_back_to_vietnamese():
    figures = season(civil_enforcement=block({"A": row(1, 0, 2)}))
    assert (figures.version_code, figures.cluster_name("en"), figures.cluster_short("en")) == (
        "CTN-2024-v7",
        "Cụm",
        "C",
    )
    assert not figures.is_provisional


def test_sums_beyond_fifteen_digits_stay_exact():
    figures = block({"A": row(10**17 + 1, 0, 10**17 + 3), "B": row(10**17 + 1, 0, 10**17 + 3)})
    assert figures.line("completion").value.rate == Rate(2 * 10**17 + 2, 2 * 10**17 + 6)
