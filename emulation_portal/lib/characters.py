"""The characters that every output can hold: pages, Word, PDF, workbooks and tables. What is typed is mended to them.

The typeface of the PDF sets the limit: Latin with all of Vietnamese, Greek, Cyrillic, punctuation, currencies, and the
signs that are drawn for it. Letters of other scripts and pictures are refused on entry, with the place they stand at.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x377),
    (0x37A, 0x37F),
    (0x384, 0x38A),
    (0x38C, 0x38C),
    (0x38E, 0x3A1),
    (0x3A3, 0x3E1),
    (0x3F0, 0x52F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x200A),
    (0x2010, 0x2027),
    (0x202F, 0x205F),
    (0x2070, 0x2071),
    (0x2074, 0x208E),
    (0x2090, 0x209C),
    (0x20A0, 0x20BF),
    (0x2100, 0x215F),
    (0x2212, 0x2212),
    (0xFB00, 0xFB06),
)
# Signs that people type and the typeface lacks; papers draw them (reports.typefaces.signs).
SIGNS = "≤≥≠≈←↑→↓↔⇒⇔■□▪▫●○◦◆◇▲△▼▽►◄✓✔✗✘☐☑☒"
# What Word and its fonts of pictures put before items and into boxes, by codes of their own.
PRIVATE = dict.fromkeys("\uf0b7\uf0d8\uf0a7\uf076\uf09f\uf077\uf0e8\uf0b2\uf0f0\uf02d", "•") | {
    "\uf0fc": "✓",
    "\uf0fb": "✗",
    "\uf0fe": "☑",
    "\uf0fd": "☒",
    "\uf0a8": "□",
    "\uf06f": "□",
    "\uf071": "□",
    "\uf06e": "■",
    "\uf0e0": "→",
    "\uf0df": "←",
    "\uf0b3": "≥",
    "\uf0a3": "≤",
}
OBJECT = "\ufffc"  # stands for a picture that was not copied
_MENDED = str.maketrans(PRIVATE | {OBJECT: ""})
_KEPT = "\t\n\v\f\r\u0085\u2028\u2029\u200e\u200f"  # ends of lines, and marks of direction that turn nothing
_LINE_END = re.compile(r"\r\n?|[\n\v\f\u0085\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Stray:
    """A character that not every output can hold; line and position are counted from 1."""

    character: str
    line: int
    position: int

    @property
    def code(self) -> str:
        return f"U+{ord(self.character):04X}"


def _printed() -> frozenset[str]:
    return frozenset(SIGNS) | {chr(code) for low, high in RANGES for code in range(low, high + 1)}


PRINTED = _printed()


def mended(text: str) -> str:
    """Word's own bullets as the characters they show, without what is no character at all."""
    return "".join(c for c in text.translate(_MENDED) if not is_noncharacter(c))


def is_noncharacter(character: str) -> bool:
    """U+FFFF and its like: codes that never stand for anything and that no file of XML may hold."""
    code = ord(character)
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def strays(text: str) -> list[Stray]:
    """What cannot be printed everywhere, in order, after mending; positions are those of the text as typed.

    Invisible characters are no strays: cleaning leaves them out.
    """
    found = []
    for number, line in enumerate(one_line_ends(text).split("\n"), start=1):
        composed = unicodedata.normalize("NFC", line)
        found += [Stray(c, number, at) for at, c in enumerate(composed, start=1) if not _is_held(c)]
    return found


def _is_held(character: str) -> bool:
    return (
        character in PRINTED
        or character in PRIVATE
        or character in _KEPT
        or character == OBJECT
        or unicodedata.category(character) in ("Cc", "Cf", "Cs")
        or is_noncharacter(character)
    )


def one_line_ends(text: str) -> str:
    """Every end of a line as one character, however the browser sends it."""
    return _LINE_END.sub("\n", text)


def length_of(text: str) -> int:
    """How long a text is, as the box counts it: an end of a line once."""
    return len(one_line_ends(text))


def codes(found: Iterable[Stray]) -> list[str]:
    """The codes of some strays, each once, in their order."""
    return list(dict.fromkeys(stray.code for stray in found))


__all__ = [
    "PRINTED",
    "PRIVATE",
    "RANGES",
    "SIGNS",
    "Stray",
    "codes",
    "is_noncharacter",
    "length_of",
    "mended",
    "one_line_ends",
    "strays",
]
