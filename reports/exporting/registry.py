"""What can be built: one exporter per kind, found by the kind's name."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path

from django.utils import translation

from results.figures import FigureSet

from .sources import Source, digest_of_versions, version_rows

# steps done, steps in all, what is being done now
Progress = Callable[[int, int, str], None]


class Exporter(ABC):
    """A kind of output. ``builder_version`` rises whenever the same figures would give another file.

    ``order``: place in the list of what can be built. ``is_whole``: made of the whole cluster only, not of one block
    or agency. ``is_national``: of several clusters, without a season. ``is_long``: goes to the queue of long work.
    ``parts``: kinds that are built first, each by a run of its own, and given to ``build`` as files. ``is_offered``:
    may be asked for by itself on the page of reports. ``sources``: what it is made of beside the figures of its season;
    ``build`` gets what they gave in ``extras.read`` and reads nothing else.
    """

    kind = extension = content_type = title = sentence = file_stem = ""
    builder_version = 1
    order = 50
    is_whole = False
    is_national = False
    is_long = False
    is_offered = True
    parts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    @abstractmethod
    def build(
        self, figures: FigureSet, path: Path, *, language: str = "vi", progress: Progress | None = None, extras=None
    ) -> None:
        """Write the file; the same figures, extras and language give the same bytes. NoFigures if there are none."""

    def versions(self, season, language: str, rows=None) -> str:
        """Digest of the versions of what the file prints beside its own season: ``rows`` as read, else as of now."""
        if season is None or not self.sources:
            return ""
        return digest_of_versions(version_rows(season, self.sources, language) if rows is None else rows)

    def file_name(self, figures: FigureSet, *, language: str, parameters: Mapping) -> str:
        """The name a reader sees, in plain letters."""
        with translation.override(language):
            parts = [figures.cluster_code, str(figures.year), str(self.file_stem)]
        if parameters.get("agency"):
            parts.append(parameters["agency"])
        return "_".join([*parts, f"v{figures.data_version}"]) + f".{self.extension}"


class UnknownKind(LookupError):
    """Nothing of this name can be built."""


class NoFigures(Exception):
    """The scope holds no member or no period, so there is nothing to write."""


_exporters: dict[str, Exporter] = {}


def register(exporter_class):
    """Class decorator: make the exporter available under its ``kind``."""
    _exporters[exporter_class.kind] = exporter_class()
    return exporter_class


def exporter_of(kind: str) -> Exporter:
    """The exporter of a kind; UnknownKind otherwise."""
    try:
        return _exporters[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def all_exporters(*, national: bool | None = None) -> tuple[Exporter, ...]:
    """Every kind that can be built, in the order of the list; ``national`` picks those of the nation or of a season."""
    found = sorted(_exporters.values(), key=lambda exporter: (exporter.order, exporter.kind))
    return tuple(each for each in found if national is None or each.is_national == national)
