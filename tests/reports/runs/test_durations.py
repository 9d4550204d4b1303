"""How long a report usually takes: medians of what is similar, and how one says it."""

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.runs.pages.durations import NEAR, Past, left, rounded, usual

SECONDS = st.floats(0, 100_000, allow_nan=False)
PASTS = st.lists(st.builds(Past, seconds=SECONDS, size=st.integers(0, 300)), max_size=30)


@pytest.mark.parametrize(
    ("past", "size", "expected"),
    [
        ([], 10, None),
        ([Past(8, 10)], 10, 8),
        ([Past(8, 10), Past(20, 10), Past(9, 10)], 10, 9),
        ([Past(8, 10), Past(20, 10)], 10, 14),
        ([Past(8, 1), Past(40, 126)], 126, 40),
        ([Past(8, 1)], 126, None),
        ([Past(8, 5), Past(12, 20), Past(90, 21)], 10, 10),
        ([Past(8, 0)], 126, 8),
        ([Past(8, 0), Past(40, 126)], 126, 40),
        ([Past(8, 1), Past(40, 126)], 0, 24),
        ([Past(-3, 10)], 10, None),
    ],
)
def test_usual_is_the_median_of_similar_reports(past, size, expected):
    assert usual(past, size) == expected


@given(PASTS, st.integers(1, 300))
def test_usual_with_known_sizes_is_the_median_of_those_within_the_factor(past, size):
    near = [p.seconds for p in past if p.size and max(p.size, size) <= NEAR * min(p.size, size)]
    unknown = [p.seconds for p in past if not p.size]
    expected = median(near) if near else median(unknown) if unknown else None
    assert usual(past, size) == expected


@given(PASTS, st.integers(0, 300), st.permutations(range(30)))
def test_usual_does_not_depend_on_the_order(past, size, order):
    shuffled = [past[i] for i in order if i < len(past)]
    assert usual(shuffled, size) == usual(past, size)


@pytest.mark.parametrize(("elapsed", "expected"), [(0, 20), (5, 15), (-3, 20), (20, None), (21, None)])
def test_what_is_left_ends_with_the_usual_time(elapsed, expected):
    assert left(20, elapsed) == expected


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, (1, False)),
        (0.2, (1, False)),
        (1.0, (1, False)),
        (1.1, (2, False)),
        (10, (10, False)),
        (10.5, (15, False)),
        (22, (25, False)),
        (55.1, (1, True)),
        (60, (1, True)),
        (61, (2, True)),
        (600, (10, True)),
        (601, (15, True)),
        (3_601, (65, True)),
    ],
)
def test_durations_are_said_in_round_numbers(seconds, said):
    assert rounded(seconds) == said


@given(SECONDS)
def test_rounded_is_never_less_and_never_much_more(seconds):
    number, minutes = rounded(seconds)
    meant = number * (60 if minutes else 1)
    assert meant >= seconds
    assert meant - seconds <= (1 if seconds <= 10 else 5 if seconds <= 60 else 60 if seconds <= 600 else 300)


@given(SECONDS, SECONDS)
def test_longer_is_never_said_to_be_shorter(one, other):
    def meant(seconds):
        number, minutes = rounded(seconds)
        return number * (60 if minutes else 1)

    short, long = sorted((one, other))
    assert meant(short) <= meant(long)
