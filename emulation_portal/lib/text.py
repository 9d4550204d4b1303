"""Vietnamese text: one normal form, and keys that make every database sort and find alike."""

from __future__ import annotations

import re
import unicodedata

from .characters import mended, one_line_ends

SORT_KEY_LENGTH = 400

_INVISIBLE = {"Cc", "Cf", "Cs"}
_JOINER = "\u200d"  # makes one picture of several; kept between pictures alone
_MARKS = "\u200e\u200f"  # say which way the next letters run and turn nothing else; kept as typed
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides and isolates
_BLANKS = "\t\n\v\f\r\u0085\u2028\u2029"
_APOSTROPHES = re.compile("(?<=\\w)['\u2018\u2019\u02bb\u02bc\u02b9\u2032`\u00b4\uff07](?=\\w)")
_ETHS = str.maketrans("\u00f0\u0256", "đđ")  # letters of other alphabets that look like Đ when they are capitals
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306", "\u0302", "\u031b"}
# Letters that come in several shapes get a digit after them, the plain shape first: a ă â, d đ, e ê, o ô ơ, u ư.
_LETTERS = {
    "a": "a0",
    "a\u0306": "a1",
    "a\u0302": "a2",
    "d": "d0",
    "đ": "d1",
    "e": "e0",
    "e\u0302": "e1",
    "o": "o0",
    "o\u0302": "o1",
    "o\u031b": "o2",
    "u": "u0",
    "u\u031b": "u1",
    "z": "z0",
}
_PLAIN = frozenset("bcfghijklmnpqrstvwxy")


def localised(vi: str, en: str, lang: str) -> str:
    """The wording in a language; Vietnamese where there is no English one."""
    return en if lang == "en" and en else vi


def nfc(s: str) -> str:
    """The composed form, in which all text is stored."""
    return unicodedata.normalize("NFC", s)


def clean_text(s: str, *, multiline: bool = False) -> str:
    """Typed text fit to be stored: composed, single spaces, Word's bullets as bullets, no control characters nor any
    that turn the direction of what follows. Marks of direction and an emoji made of several stay; a text of marks alone
    is empty.

    `multiline` keeps line breaks, at most one blank line in a row.
    """
    if multiline:
        lines = [clean_text(line) for line in one_line_ends(s).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    spaced = "".join(" " if character in _BLANKS else character for character in nfc(mended(s)))
    visible = "".join(
        c
        for at, c in enumerate(spaced)
        if unicodedata.category(c) not in _INVISIBLE or c in _MARKS or _joins(spaced, at)
    )
    return nfc(" ".join(visible.split())) if visible.strip(f"{_MARKS} ") else ""


def turning_characters(s: str) -> list[str]:
    """Characters that turn the direction of what follows, each once, by their codes: U+202E."""
    return sorted({f"U+{ord(found):04X}" for found in _TURNING.findall(s)})


def bare_text(s: str) -> str:
    """Cleaned text without marks of direction: what is compared, sorted and abbreviated, and codes and numbers."""
    return " ".join("".join(c for c in clean_text(s) if c not in _MARKS).split())


def _joins(text: str, at: int) -> bool:
    """Whether the character is a joiner with a picture, or a picture's variant or tint, before it and one after it."""
    if text[at] != _JOINER or not 0 < at < len(text) - 1:
        return False
    return unicodedata.category(text[at - 1]) in ("So", "Sk", "Mn") and unicodedata.category(text[at + 1]) == "So"


def folded(s: str) -> str:
    """Cleaned text in lower case, with one Đ and without the apostrophe inside a name: H’Hen and H'Hen are hhen."""
    return _APOSTROPHES.sub("", bare_text(s).lower().translate(_ETHS))


def name_key(s: str) -> str:
    """What makes two spellings the same name: letters and tones count; case, apostrophes, dashes and where the tone
    mark stands (hòa, hoà) do not. Lý and Lí stay two names.
    """
    return " ".join(_syllable_key(word) for word in _words(s))


def search_key(s: str) -> str:
    """What a search compares: lower case, no diacritics, đ as d, punctuation as a space; never longer than `s` cleaned.

    hòa and hoà are the same, and so are lý and lí: after a consonant y is written i.
    """
    letters = unicodedata.normalize("NFD", folded(s))
    bare = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn").replace("đ", "d")
    words = "".join(letter if letter.isalnum() else " " for letter in unicodedata.normalize("NFC", bare)).split()
    return re.sub(r"(?<=[bcdghklmnpqrstvx])y|(?<=qu)y", "i", " ".join(words))


def sort_key(s: str) -> str:
    """A text of a-z and 0-9 whose plain order is the order of a Vietnamese dictionary, under any database collation.

    Syllable by syllable: letters first (a ă â b c d đ e ê …), then the tone (ngang huyền hỏi ngã sắc nặng). Case and
    the place of the tone mark (hòa, hoà) do not count. At most `SORT_KEY_LENGTH` long.
    """
    return "".join(_syllable_key(word) for word in _words(s))[:SORT_KEY_LENGTH]


def person_sort_key(full_name: str) -> str:
    """People stand by given name, which comes last, then by family and middle names."""
    words = _words(full_name)
    return sort_key(" ".join(words[-1:] + words[:-1]))


def initials(name: str) -> str:
    """The first letters of the last two words, capitals with their diacritics: Đặng Hoài An is HA."""
    return "".join(nfc(word)[0].upper() for word in bare_text(name).split()[-2:] if word)


def _words(s: str) -> list[str]:
    return "".join(letter if _belongs_to_word(letter) else " " for letter in folded(s)).split()


def _belongs_to_word(character: str) -> bool:
    return character.isalnum() or unicodedata.combining(character) > 0


def _syllable_key(word: str) -> str:
    """Letters, then "0" which stands before every letter and digit, then the tone."""
    letters: list[str] = []
    tone = "0"
    for character in unicodedata.normalize("NFD", word):
        if character in _TONES:
            tone = _TONES[character] if tone == "0" else tone
        elif character in _SHAPES and letters:
            letters[-1] = letters[-1] + character
        elif not unicodedata.combining(character):
            letters.append(character)
    return "".join(_letter_key(letter) for letter in letters) + "0" + tone


def _letter_key(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    base = letter[0]
    if base in _PLAIN:
        return base
    if base in _LETTERS:
        return _LETTERS[base]
    if base.isdecimal():
        return f"1{unicodedata.decimal(base)}"
    return f"z1{ord(base):06x}"
