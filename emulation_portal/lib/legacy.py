"""Words written for the fonts of before Unicode, TCVN3 (.VnTime) and VNI: seen, and read as what they were meant to be.

Such text is stored as other letters: "Céng hßa" shows "Cộng hòa" in its own font alone. A line is taken for one only
where it is no Vietnamese as it stands and nearly every word becomes a Vietnamese syllable when read that way.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Font(StrEnum):
    """The family of fonts a text was written for, as people call it."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


@dataclass(frozen=True, slots=True)
class Legacy:
    """``text`` is the whole text with the lines of the old font read anew."""

    font: Font
    text: str


_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_VNI_MARKS = {
    "ø": "\u0300",
    "ù": "\u0301",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "â": "\u0302",
    "à": "\u0302\u0300",
    "á": "\u0302\u0301",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "è": "\u0306\u0300",
    "é": "\u0306\u0301",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ì": "ì", "í": "í"}
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])", re.IGNORECASE)
# Letters of Vietnamese that no old font has: a line with one of them is written in Unicode.
_UNICODE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]/\\\"“”'‘’\-–—+*=<>%&]+")
_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_NUCLEUS = "(?:uyê|iê|yê|ia|ya|uô|ua|ươ|ưa|oă|oa|oe|uâ|uê|uơ|uya|uy|oo|[aăâeêioôơuưy])"
_CODA = "(?:ng|nh|ch|[cmnptuoiy])?"
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}{_CODA}")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
LEAST_WORDS, LEAST_SHARE = 2, 0.9


def legacy(text: str) -> Legacy | None:
    """The text as it was meant, where lines of it were written for an old font; None where none was."""
    found: set[Font] = set()
    lines = []
    for line in text.split("\n"):
        font, meant = _meant(line)
        found |= {font} if font else set()
        lines.append(meant)
    return Legacy(min(found), "\n".join(lines)) if found else None


def _meant(line: str) -> tuple[Font | None, str]:
    """The likeliest old font of a line and what it says in it; the line itself where it is none."""
    composed = unicodedata.normalize("NFC", line)
    if composed.isascii() or _UNICODE.search(composed):
        return None, line
    readings = [(_evidence(composed, read), font, read(composed)) for font, read in _READERS.items()]
    evidence, font, meant = max(readings, key=lambda reading: reading[0])
    return (font, meant) if evidence >= LEAST_WORDS else (None, line)


def _evidence(line: str, read: Callable[[str], str]) -> int:
    """How many words are no Vietnamese as they stand and are when read; 0 where others fall out of the language."""
    words = [word for word in _WORD.findall(line) if not word.isascii()]
    read_well = [word for word in words if is_syllable(read(word))]
    strange = [word for word in read_well if not is_syllable(word)]
    return len(strange) if words and len(read_well) >= LEAST_SHARE * len(words) else 0


def is_syllable(word: str) -> bool:
    """Whether a word is built like a Vietnamese syllable with one tone at most."""
    letters = unicodedata.normalize("NFD", word.lower())
    bare, tones = _TONES.subn("", letters)
    return tones <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def _from_tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(letter, letter) for letter in text)


def _from_vni(text: str) -> str:
    paired = _VNI_PAIR.sub(lambda found: found.group(1) + _VNI_MARKS[found.group(2).lower()], text)
    alone = "".join(_vni_letter(letter) for letter in paired)
    return unicodedata.normalize("NFC", alone)


def _vni_letter(letter: str) -> str:
    meant = _VNI_ALONE.get(letter.lower(), letter)
    return meant.upper() if letter.isupper() and letter.lower() in _VNI_ALONE else meant


_READERS = {Font.TCVN3: _from_tcvn3, Font.VNI: _from_vni}

__all__ = ["Font", "Legacy", "is_syllable", "legacy"]
