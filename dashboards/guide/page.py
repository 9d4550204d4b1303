"""The guide of the portal as a page: the document that the repository holds, without its pictures of pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from emulation_portal.lib.text import search_key

FILE = Path(settings.BASE_DIR) / "docs" / "huong-dan-su-dung.md"
_NUMBER = re.compile(r"^[\d.]+\s*")
_LINK = re.compile(r"^[^#:]+\.md(#.*)?$")  # another document of the repository, which the portal does not serve


@dataclass(frozen=True, slots=True)
class GuideSection:
    """One heading with what stands under it; ``html`` is markup made of the repository's own document."""

    anchor: str
    title: str
    level: int
    html: str


def anchor_of(title: str) -> str:
    """The heading "3. Nhập số liệu" is at ``nhap-so-lieu``."""
    return re.sub(r"[^a-z0-9]+", "-", search_key(_NUMBER.sub("", title))).strip("-")


def sections() -> tuple[GuideSection, ...]:
    """The guide by its headings; those that show pictures of pages are left out: the pages are at hand."""
    return _sections(FILE.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _sections(_changed: int) -> tuple[GuideSection, ...]:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return tuple(
        GuideSection(
            anchor_of(title), title, level, reader.renderer.render(list(_told(body)), reader.options, {}).strip()
        )
        for title, level, body in _parts(reader.parse(FILE.read_text(encoding="utf-8")))
        if not _shows_pictures(body)
    )


def _parts(tokens: list[Token]) -> Iterator[tuple[str, int, list[Token]]]:
    """Title, level and tokens of every heading; what stands before the first belongs to the document's own."""
    starts = [n for n, token in enumerate(tokens) if token.type == "heading_open"]
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        yield tokens[start + 1].content, int(tokens[start].tag[1:]), tokens[start + 3 : end]


def _shows_pictures(tokens: list[Token]) -> bool:
    return any(child.type == "image" for token in tokens for child in token.children or [])


def _told(tokens: list[Token]) -> Iterator[Token]:
    """Without links to other documents, and without the paragraphs that held nothing else."""
    for token in tokens:
        if token.type == "inline":
            token.children = list(_words(token.children or []))
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        around = token if token.type == "inline" else before if token.type == "paragraph_close" else after
        is_paragraph = token.type in {"paragraph_open", "inline", "paragraph_close"}
        if is_paragraph and around is not None and around.type == "inline" and not around.children:
            continue
        yield token


def _words(children: list[Token]) -> Iterator[Token]:
    aside = False
    for child in children:
        if child.type == "link_open":
            aside = bool(_LINK.match(str(child.attrGet("href"))))
        if not aside:
            yield child
        aside = aside and child.type != "link_close"
