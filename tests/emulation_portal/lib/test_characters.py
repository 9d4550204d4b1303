"""One set of characters: what is printed, what is mended, and where what is neither stands."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation_portal.lib.characters import (
    PRINTED,
    PRIVATE,
    is_noncharacter,
    length_of,
    mended,
    one_line_ends,
    strays,
)

ANY = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40)


def test_all_of_vietnamese_is_printed():
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    for letter in letters + letters.upper():
        for tone in tones:
            assert set(unicodedata.normalize("NFC", letter + tone)) <= PRINTED


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\uf0b7\tMột\n\uf0d8 Hai\n\uf0a7 Ba", "•\tMột\n• Hai\n• Ba"),
        ("a\uffff b\ufffe\ufdd0\U0001ffff", "a b"),
        ("\uf0fc đạt", "✓ đạt"),
        ("ảnh \ufffc", "ảnh "),
    ],
)
def test_bullets_of_word_are_bullets_and_what_is_no_character_goes(typed, kept):
    assert mended(typed) == kept


@given(ANY)
def test_whatever_is_typed_is_printed_invisible_or_named_by_its_place(text):
    found = strays(text)
    lines = [unicodedata.normalize("NFC", line) for line in one_line_ends(text).split("\n")]
    assert all(lines[each.line - 1][each.position - 1] == each.character for each in found)
    strange = {each.character for each in found}
    left = "".join(c for c in unicodedata.normalize("NFC", mended(text)) if c not in strange)
    assert all(c in PRINTED or unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in left)
    assert not any(is_noncharacter(c) for c in mended(text))


def test_what_is_mended_is_printed():
    assert set(PRIVATE.values()) <= PRINTED and not set(PRIVATE) & PRINTED


@given(st.lists(st.text(alphabet="ab", max_size=5), min_size=1, max_size=6))
def test_a_text_is_as_long_whatever_ends_its_lines(lines):
    assert {length_of(end.join(lines)) for end in ("\n", "\r\n", "\r")} == {len("\n".join(lines))}
