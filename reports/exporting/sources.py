"""What a file is made of, declared once: the fields of its input, each with the source that it is read from.

What is read, the digest of it that is stored with the file, and the versions that tell whether the file is still of
today all follow from this declaration. A source reads other sources only as far as it names them, so a file cannot
print what its identity does not know of.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast, get_type_hints

from .scopes import digest
from .subject import Rows, Subject

Value = TypeVar("Value")


class Undeclared(LookupError):
    """A source was read that the reader does not name among what it uses."""


@dataclass(frozen=True, slots=True)
class Source(Generic[Value]):
    """A part of what a file is made of.

    ``read`` gives it as plain values; it may ask the reading for the sources in ``uses``. ``versions`` are cheap rows
    of which one differs whenever it has changed; None where the data version of the subject itself tells it.
    """

    name: str
    read: Callable[["SubjectReading"], Value]
    uses: tuple["Source[Any]", ...] = ()
    versions: Callable[[Subject], Rows] | None = None


ReadBefore = dict[Source[Any], object]


class SubjectReading:
    """One subject while it is read: each source once, whoever asks for it."""

    def __init__(self, subject: Subject, uses: Iterable[Source[Any]], shared: ReadBefore | None = None):
        """``shared``: what has been read of the subject already, and will be."""
        self.subject, self._uses = subject, frozenset(uses)
        self._read = {} if shared is None else shared

    def of(self, source: Source[Value]) -> Value:
        """What a source holds. Undeclared."""
        if source not in self._uses:
            raise Undeclared(source.name)
        if source not in self._read:
            self._read[source] = source.read(SubjectReading(self.subject, source.uses, self._read))
        return cast(Value, self._read[source])


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What a file is made of: plain values, and nothing else is printed.

    A kind of file adds fields, each annotated with the source that it holds, as
    ``figures: Annotated[FigureSet, FIGURES]``.
    """

    language: str = "vi"


def declared_in(input_type: type[Input]) -> dict[str, Source[Any]]:
    """The sources of an input by the names of its fields."""
    hints = get_type_hints(input_type, include_extras=True)
    return {name: source for name, hint in hints.items() for source in _sources_of(hint)}


def _sources_of(hint: object) -> list[Source[Any]]:
    return [each for each in getattr(hint, "__metadata__", ()) if isinstance(each, Source)]


def everything_used(sources: Iterable[Source[Any]]) -> Iterator[Source[Any]]:
    """The sources and those that they use, each before what uses it; one may come twice."""
    for source in sources:
        yield from everything_used(source.uses)
        yield source


def version_rows(subject: Subject, sources: Iterable[Source[Any]]) -> dict[str, Rows]:
    """What stands now for the subject itself and for each source that has versions of its own."""
    told = {source.name: source.versions for source in everything_used(sources) if source.versions}
    return {"subject": subject.versions()} | {name: versions(subject) for name, versions in told.items()}


def digest_of_versions(rows: Mapping[str, Rows]) -> str:
    """What the identity of a run says beside the version of its subject; empty where the file prints nothing else."""
    others = {name: [[str(v) for v in row] for row in found] for name, found in rows.items() if name != "subject"}
    return digest(others) if others else ""


__all__ = [
    "Input",
    "Source",
    "SubjectReading",
    "Undeclared",
    "declared_in",
    "digest_of_versions",
    "everything_used",
    "version_rows",
]
