"""What can be built: one exporter per kind, found by the kind's name."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from django.utils import translation
from django.utils.functional import Promise

from results.figures import FigureSet

from .scopes import of_months
from .sources import Input, ReadBefore, Source, SubjectReading, declared_in, digest_of_versions, version_rows
from .subject import Rows, Subject

Made = TypeVar("Made", bound=Input)
ExporterClass = TypeVar("ExporterClass", bound="type[Exporter[Any]]")
# steps done, steps in all, what is being done now
Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, label: str) -> None:
    """The progress of a file that nobody watches."""


class Exporter(ABC, Generic[Made]):
    """A kind of output: what it is made of is read of a subject, then written. A file of no figures declares none.

    ``input_type``: what the file is made of; its fields name their sources, and ``write`` reads nothing else.
    ``builder_version`` rises whenever the same input would give another file. ``order``: place in the list of what can
    be built. ``is_whole``: made of the whole cluster only, not of one block or agency. ``is_national``: of several
    clusters, without a season. ``months``: of a file about a part of the year how long that is, whichever periods are
    asked for; else 0. ``is_long``: goes to the queue of long work. ``parts``: kinds that are built first, each
    by a run of its own, and put into the input as its ``parts``. ``is_offered``: may be asked for by itself on the page
    of reports.
    """

    kind = extension = content_type = ""
    title: str | Promise = ""
    sentence: str | Promise = ""
    file_stem: str | Promise = ""
    input_type: type[Made]
    builder_version = 1
    order = 50
    is_whole = False
    is_national = False
    months = 0
    is_long = False
    is_offered = True
    parts: ClassVar[tuple[str, ...]] = ()

    @property
    def sources(self) -> tuple[Source[Any], ...]:
        """What a change of makes another file."""
        return tuple(declared_in(self.input_type).values())

    def read(self, subject: Subject, shared: ReadBefore | None = None) -> Made:
        """What the file of the subject is made of now. InvalidScope, Unsettled.

        ``shared``: what other exporters have read of it at the same moment, and this one reads."""
        declared = declared_in(self.input_type)
        with translation.override(subject.language):
            reading = SubjectReading(subject, declared.values(), shared)
            read = {name: reading.of(source) for name, source in declared.items()}
        return self.input_type(language=subject.language, **read)

    def fitted(self, parameters: Mapping[str, Any], figures: FigureSet) -> Mapping[str, Any]:
        """The parameters that a file of this kind is made of where these are asked for.

        ``figures`` as for ``scope_of``. What is printed, whose right it is and which file it is follow from them.
        """
        return of_months(parameters, figures, self.months) if self.months else parameters

    def is_ready(self, subject: Subject) -> bool:
        """Whether a pack of the subject holds a file of this kind: there is something in it to hand on."""
        return True

    @abstractmethod
    def write(self, made_of: Made, path: Path, progress: Progress = silent) -> None:
        """Write the file; on one day the same input gives the same bytes. NoFigures where there is nothing to write."""

    def versions(self, subject: Subject, rows: Mapping[str, Rows] | None = None) -> str:
        """Digest of the versions of what the file prints beside its own subject: ``rows`` as read, else as of now."""
        return digest_of_versions(version_rows(subject, self.sources) if rows is None else rows)

    def file_name(self, subject: Subject, version_code: str) -> str:
        """The name a reader sees, in plain letters."""
        with translation.override(subject.language):
            stem = str(self.file_stem)
        if subject.season is None:
            return f"{stem}_{version_code}.{self.extension}"
        place, _dash, version = version_code.rpartition("-")
        return "_".join(filter(None, [*place.rsplit("-", 1), stem, subject.agency, version])) + f".{self.extension}"


class UnknownKind(LookupError):
    """Nothing of this name can be built."""


class NoFigures(Exception):
    """The scope holds no member or no period, so there is nothing to write."""


_exporters: dict[str, Exporter[Any]] = {}


def register(exporter_class: ExporterClass) -> ExporterClass:
    """Class decorator: make the exporter available under its ``kind``."""
    add(exporter_class())
    return exporter_class


def add(exporter: Exporter[Any]) -> None:
    """Make an exporter available under its ``kind``."""
    _exporters[exporter.kind] = exporter


def exporter_of(kind: str) -> Exporter[Any]:
    """The exporter of a kind; UnknownKind otherwise."""
    try:
        return _exporters[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def all_exporters(*, national: bool | None = None) -> tuple[Exporter[Any], ...]:
    """Every kind that can be built, in the order of the list; ``national`` picks those of the nation or of a season."""
    found = sorted(_exporters.values(), key=lambda exporter: (exporter.order, exporter.kind))
    return tuple(each for each in found if national is None or each.is_national == national)
