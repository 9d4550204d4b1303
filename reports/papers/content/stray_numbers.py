"""Lists every number in a document's words that is none of the season's figures, so that a typed slip is seen.

Only plain words are searched: figures that are bound and facts out of stored rows are right by themselves. Days, months
("12 tháng"), years around the season's own and numbers of law are no figures.
"""

import re
from dataclasses import dataclass

from results.figures import FigureSet

from .cells import Cells
from .model import Document, FigureRun, TextRun
from .placeholders import Lookup, Ref

NUMBER = re.compile(r"\d+(?:[.,\u00a0]\d+)*")
NO_FIGURES = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}/\d{4}\b(?!/)|ngày\s+\d{1,2}(?:\s+tháng\s+\d{1,2})?(?:\s+năm\s+\d{4})?"
    r"|\b\d{1,2}\s+tháng\b|tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?|\d+(?:/\d{4})?/[A-ZĐ][A-ZĐ0-9-]*\w*|\[\[[^\[\]]*\]\]",
    re.IGNORECASE,
)
AROUND = 40


@dataclass(frozen=True, slots=True)
class Stranger:
    """A number nobody can trace: where it stands and the words around it."""

    number: str
    words: str
    section: str
    slot: str


def strangers(document: Document, figures: FigureSet) -> tuple[Stranger, ...]:
    """In the order of the text; empty for a document whose every number is a figure of the season."""
    known = known_numbers(document, figures)
    found = []
    for paragraph in document.paragraphs():
        for run in paragraph.runs:
            if isinstance(run, TextRun):
                text = NO_FIGURES.sub(lambda match: " " * len(match.group()), run.text)
                found += [
                    Stranger(hit.group(), _around(run.text, hit), paragraph.section, paragraph.slot)
                    for hit in NUMBER.finditer(text)
                    if plain(hit.group()) not in known
                ]
    return tuple(found)


def known_numbers(document: Document, figures: FigureSet) -> frozenset[str]:
    """Every number of the season's figures as it may be printed, and the years around it."""
    texts = [run.text for run in document.every_run() if isinstance(run, FigureRun)]
    lookup = Lookup(figures, document.language)
    for block in figures.blocks.values():
        cells = Cells(block, document.language)
        for code in block.indicators:
            for agency in ("", *block.codes):
                texts += [run.text for runs in (cells.value(code, agency), cells.last(code, agency)) for run in runs]
                texts.append(lookup.text(Ref(code, agency)) or "")
    numbers = {plain(number) for text in texts for number in NUMBER.findall(text)}
    return frozenset(numbers | {str(figures.year + step) for step in (-1, 0, 1)})


def plain(number: str) -> str:
    """Padded counts and fixed spaces make no other number."""
    bare = number.replace("\u00a0", "")
    return bare.lstrip("0") or "0" if bare.isdigit() else bare


def _around(text: str, hit: re.Match[str]) -> str:
    start, end = max(0, hit.start() - AROUND), hit.end() + AROUND
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


__all__ = ["Stranger", "known_numbers", "strangers"]
