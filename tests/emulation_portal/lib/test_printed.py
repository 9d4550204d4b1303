"""What the portal has printed is read back as the number it shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation_portal.lib.numbers import format_decimal, format_percent, format_points, round_half_up
from emulation_portal.lib.printed import read_printed

MOST = 10**9 - 1  # in percent with four places 15 digits: a longer figure stays a text


@given(st.fractions(-MOST, MOST), st.integers(0, 4), st.sampled_from(["vi", "en"]))
def test_whatever_is_printed_is_read_back(value, places, lang):
    found = read_printed(format_decimal(value, places, lang), lang)
    assert (found.number, found.decimals) == (round_half_up(value, places), places)
    assert read_printed(format_percent(value, places, lang), lang).number * 100 == round_half_up(value * 100, places)
    assert read_printed(format_points(value, lang, places), lang).number == round_half_up(value, places)


@pytest.mark.parametrize(
    "text", ["", "–", "chưa nộp", "2024", "1.23", "12.345 / 15.200 việc", "1/6", "1.2345", "٣", "9" * 3 + ".999" * 5]
)
def test_words_are_no_figures(text):
    assert read_printed(text) is None
