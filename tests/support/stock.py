"""What the libraries under the portal say by themselves, as patterns to look for in pages."""

import html
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import polib

# allauth brings no Vietnamese: its English is what a Vietnamese page would show. crispy has no catalogue at all.
CATALOGUES = {
    "django": "conf/locale",  # django.forms and django.core.validators speak from here
    "django.contrib.auth": "locale",
    "django.contrib.contenttypes": "locale",
    "django.contrib.sessions": "locale",
    "allauth": "locale",
}
HOLE = re.compile(r"%(?:\([a-z_]+\))?[dsir]|\{[a-z_]*\}")
FEWEST_WORDS = 3  # of the English: "Password" and "Sign in" are anybody's


@dataclass(frozen=True)
class Stock:
    """One text; ``fragment`` is its longest piece without a hole, looked for first because that is quick."""

    text: str
    fragment: str
    pattern: re.Pattern

    def is_in(self, words: str) -> bool:
        return self.fragment in words and bool(self.pattern.search(words))


def stock(language: str) -> list[Stock]:
    """The libraries' texts in a language and the English ones, which are met where a translation is missing."""
    found = {"This field is required."}
    for package, folder in CATALOGUES.items():
        spec = find_spec(package)
        for place in dict.fromkeys(("en", language)):
            path = Path(spec.submodule_search_locations[0]) / folder / place / "LC_MESSAGES" / "django.po"
            if path.exists():
                found.update(_texts(polib.pofile(str(path))))
    return [_of(text) for text in sorted(found - {""})]


def _texts(catalogue):
    for entry in catalogue:
        if _words_of(entry.msgid) < FEWEST_WORDS:
            continue
        for text in (entry.msgid, entry.msgid_plural, entry.msgstr, *entry.msgstr_plural.values()):
            yield " ".join(text.split())


def _words_of(text: str) -> int:
    return len(re.findall(r"\w{2,}", HOLE.sub(" ", text)))


def _of(text: str) -> Stock:
    pieces = HOLE.split(text)
    pattern = re.compile(".{1,80}?".join(map(re.escape, pieces)))
    return Stock(text, max(pieces, key=len), pattern)


ATTRIBUTES = re.compile(r'\s(?:title|alt|placeholder|aria-label|data-[a-z-]+)="([^"]*)"')


def words(response) -> str:
    """What a person reads or hears of a page, without what they typed themselves."""
    if response.streaming:  # a file to take away is no page
        return ""
    page = re.sub(r"<textarea.*?</textarea>", " ", response.content.decode(errors="replace"), flags=re.S)
    text = " ".join([re.sub(r"<[^>]+>", " ", page), *ATTRIBUTES.findall(page)])
    return " ".join(html.unescape(text).replace("\N{NO-BREAK SPACE}", " ").split())
