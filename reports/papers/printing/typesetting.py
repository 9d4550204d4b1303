"""Breaking runs into lines: words of one or several faces, a first-line indent, words longer than a line cut in two."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reports.papers.content.model import Run, Runs

Width = Callable[[str, str], float]  # text, style ('' B I BI) -> millimetres


@dataclass(slots=True)
class Word:
    """Pieces of text with their styles that no space parts."""

    pieces: list[tuple[str, str]]
    width: float


@dataclass(slots=True)
class TypesetLine:
    words: list[Word]
    width: float  # without the spaces at its end
    room: float
    is_last: bool = False


def style_of(run: Run, *, bold: bool, italic: bool) -> str:
    return ("B" if bold or run.bold else "") + ("I" if italic or run.italic else "")


def words_of(runs: Runs, width: Width, *, bold: bool = False, italic: bool = False) -> Iterable[Word | None]:
    """The words of the runs; None is a line break. Only plain spaces part words: a fixed one holds them together."""
    word = Word([], 0)
    for run in runs:
        style = style_of(run, bold=bold, italic=italic)
        for number, part in enumerate(run.text.replace("\t", " ").split("\n")):
            if number:
                yield from _flush(word)
                yield None
                word = Word([], 0)
            for place, piece in enumerate(part.split(" ")):
                if place:
                    yield from _flush(word)
                    word = Word([], 0)
                if piece:
                    word.pieces.append((piece, style))
                    word.width += width(piece, style)
    yield from _flush(word)


def _flush(word: Word) -> Iterable[Word]:
    if word.pieces:
        yield word


def lines_of(
    runs: Runs, room: float, width: Width, *, first: float = 0, bold: bool = False, italic: bool = False
) -> list[TypesetLine]:
    """Lines no wider than ``room`` millimetres, the first one shorter by ``first``."""
    space = width(" ", "")
    lines = [TypesetLine([], 0, room - first)]
    for word in words_of(runs, width, bold=bold, italic=italic):
        if word is None:
            lines[-1].is_last = True
            lines.append(TypesetLine([], 0, room))
            continue
        for part in _fitting(word, room if word.width > room else word.width, width):
            line = lines[-1]
            wanted = line.width + (space if line.words else 0) + part.width
            if line.words and wanted > line.room:
                line = TypesetLine([], 0, room)
                lines.append(line)
                wanted = part.width
            line.words.append(part)
            line.width = wanted
    lines[-1].is_last = True
    return lines


def _fitting(word: Word, room: float, width: Width) -> Iterable[Word]:
    """The word, or its parts where it is wider than a line."""
    if word.width <= room:
        yield word
        return
    part = Word([], 0)
    for piece, style in word.pieces:
        held = ""
        for letter in piece:
            wide = width(letter, style)
            if part.width + wide > room and (held or part.pieces):
                if held:
                    part.pieces.append((held, style))
                yield part
                part, held = Word([], 0), ""
            held += letter
            part.width += wide
        if held:
            part.pieces.append((held, style))
    if part.pieces:
        yield part


__all__ = ["TypesetLine", "Word", "lines_of", "style_of", "words_of"]
