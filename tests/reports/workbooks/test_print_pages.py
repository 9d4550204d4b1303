"""Where pages begin: nothing is wider or higher than a page, no page is needless, groups stay whole where they can."""

from hypothesis import given
from hypothesis import strategies as st

from reports.workbooks.print_pages import column_starts, largest_scale, roomiest, row_breaks

WIDTHS = st.lists(st.floats(20, 100), min_size=1, max_size=60)
HEIGHTS = st.lists(st.sampled_from((13.5, 15, 30, 45)), min_size=1, max_size=150)


@given(WIDTHS)
def test_columns_of_a_page_are_never_wider_than_it(widths):
    starts = column_starts(widths, 400)
    assert starts[0] == 0 and starts == sorted(set(starts))
    for start, end in zip(starts, [*starts[1:], len(widths)], strict=True):
        assert sum(widths[start:end]) <= 400


def test_columns_are_spread_over_as_few_pages_as_hold_them():
    assert column_starts([50] * 16, 400) == [0, 8]
    assert column_starts([50] * 17, 400) == [0, 6, 11]
    assert column_starts([50] * 8, 400) == [0]


def test_a_column_wider_than_any_page_stands_alone():
    assert column_starts([500, 500], 400) == [0, 1]


@given(HEIGHTS, st.sets(st.integers(0, 149)))
def test_rows_of_a_page_are_never_higher_than_it(listed, welcome):
    heights = dict(enumerate(listed))
    breaks = row_breaks(heights, welcome, 400, 66)
    assert breaks == sorted(set(breaks)) and 0 not in breaks
    for start, end in zip([0, *breaks], [*breaks, len(listed)], strict=True):
        assert sum(listed[start:end]) + (66 if start == 0 else 0) <= 400


def test_a_page_ends_where_a_group_ends_if_it_is_full_enough():
    heights = dict.fromkeys(range(40), 15.0)
    assert row_breaks(heights, {0, 18, 30}, 400, 66) == [18]
    assert row_breaks(heights, {0, 3}, 400, 66) == [22]
    assert row_breaks(dict.fromkeys(range(20), 15.0), {0, 10}, 400, 66) == []


def test_no_group_is_kept_whole_at_the_cost_of_a_page():
    heights = dict.fromkeys(range(48), 15.0)
    assert row_breaks(heights, {0, 22}, 400, 66) == [22]
    assert row_breaks(heights, {0, 21}, 400, 66) == [22]


def test_of_layouts_with_as_few_pages_the_roomiest_is_taken():
    pages = {"roomy": 3, "close": 2, "low": 2}
    assert roomiest(pages, pages.get) == "close"


def test_letters_are_as_large_as_they_can_be_without_another_page():
    assert largest_scale(lambda scale: ([9] * (scale > 81), [])) == 81
    assert largest_scale(lambda scale: ([9], [])) == 90
