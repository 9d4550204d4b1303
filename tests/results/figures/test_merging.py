"""Several seasons as one: totals are those of the parts added, whatever the figures."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from results.figures import FigureSet
from results.figures.merging import limited, merged, with_inputs
from tests.support.blocks import INDICATORS, PERIOD, block

BLOCK = "civil_enforcement"
TYPED = ("enforced", "stopped", "eligible", "backlog")
AMOUNTS = st.one_of(st.none(), st.integers(min_value=0, max_value=10**17))
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(TYPED, AMOUNTS)), min_size=1, max_size=4)


def row(*amounts):
    return dict(zip(TYPED, amounts, strict=True))


def season(code, rows, **changes):
    held = replace(block({f"{code}{number}": values for number, values in enumerate(rows)}), **changes)
    return FigureSet(1, code, code.lower(), code, code, code, code, 2024, 3, {BLOCK: held})


def together(*sets):
    return merged(sets, code="VN", names=("Cả nước", "Nation"), year=2024, data_version=7, blocks=[BLOCK])


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_totals_of_the_whole_are_those_of_the_parts_added(parts):
    sets = [season("ABCD"[number], rows) for number, rows in enumerate(parts)]
    whole = together(*sets).blocks[BLOCK]
    assert len(whole.agencies) == sum(map(len, parts))
    for code, indicator in INDICATORS.items():
        totals = [each.blocks[BLOCK].line(code).value for each in sets]
        if indicator.is_rate:
            known = [total.rate for total in totals if total.rate]
            assert whole.line(code).value.rate == (sum(known[1:], known[0]) if known else None)
        else:
            known = [total.amount for total in totals if total.amount is not None]
            assert whole.line(code).value.amount == (sum(known) if known else None)


def test_season_in_another_period_is_left_out():
    half = replace(PERIOD, code="THADS-2024-6m", period_code="6m")
    sets = season("A", [row(1, 0, 2, 0)]), season("X", [row(9, 9, 9, 9)], period=half), season("B", [row(1, 0, 2, 0)])
    assert [a.code for a in together(*sets).blocks[BLOCK].agencies] == ["A0", "B0"]


def test_nothing_to_merge_gives_no_block():
    assert together().blocks == {}
    assert together(season("A", [])).blocks == {}


def test_agency_that_is_in_two_seasons_counts_once():
    held = season("A", [row(7, 0, 10, 0)])
    whole = together(held, replace(held, cluster_code="B")).blocks[BLOCK]
    assert ([a.code for a in whole.agencies], whole.line("enforced").value.amount) == (["A0"], 7)


def test_wanted_indicators_bring_what_they_are_made_of():
    assert with_inputs(["completion", "no_such"], INDICATORS) == {
        "completion",
        "completed",
        "enforced",
        "stopped",
        "eligible",
    }
    assert with_inputs([], INDICATORS) == frozenset()


def test_limited_set_gives_the_same_totals_and_drops_blocks_without_any():
    whole = season("A", [row(70, 10, 100, 0), row(1, 2, 3, 4)])
    few = limited(whole, ["completion"])
    assert "backlog" not in few.blocks[BLOCK].indicators
    assert few.blocks[BLOCK].line("completion").value == whole.blocks[BLOCK].line("completion").value
    assert limited(whole, ["no_such"]).blocks == {}
