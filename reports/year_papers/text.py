"""What the texts of the year's papers share: sentences from patterns, names, and chapters in order."""

from collections.abc import Iterable, Iterator

from reports.papers.content.decree import ROMAN
from reports.papers.content.filling import capitalised, filled
from reports.papers.content.model import Block, PaperParagraph, Runs, Style, TextRun
from reports.papers.content.numbers import count_words
from reports.papers.content.tables import block_name


class YearText:
    """Text of a paper of one year in ``lang``."""

    lang: str

    def _say(self, pattern: str, style: Style = Style.BODY, /, **values: str | Runs) -> PaperParagraph:
        return PaperParagraph(capitalised(filled(pattern, **values)), style)

    def _count(self, how_many: int) -> str:
        return count_words(how_many, self.lang)

    def _block(self, block: str) -> str:
        return block_name(block, self.lang)


def in_chapters(chapters: Iterable[tuple[str, Iterable[Block]]]) -> Iterator[Block]:
    """Each chapter's blocks under its numbered head."""
    for place, (head, held) in enumerate(chapters):
        yield PaperParagraph((TextRun(f"{ROMAN[place]}. {head}"),), Style.CHAPTER)
        yield from held


__all__ = ["YearText", "in_chapters"]
