"""What a file is made of beside its figures, declared once: how it is read, and by which versions a change of it shows.

The versions that tell whether a file is still of today, and the digest of what a worker has read, both follow from this
declaration, so a file cannot print what its identity does not know of.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from clusters.models import Season
from results.figures import FigureSet

from .scopes import digest

Rows = list[tuple]


@dataclass(frozen=True, slots=True)
class Source:
    """A part of what a file is made of.

    ``read(season, figures, language)`` gives it as plain values. ``versions(season, language)`` are cheap rows of which
    one differs whenever it has changed: data versions of seasons, versions of rows that carry one.
    """

    name: str
    read: Callable[[Season, FigureSet, str], object]
    versions: Callable[[Season, str], Rows]


def version_rows(season: Season, sources: Iterable[Source], language: str) -> dict[str, Rows]:
    """What stands now for the season's own figures and for each source."""
    own = list(Season.objects.filter(pk=season.pk).values_list("pk", "data_version"))
    return {"figures": own} | {source.name: source.versions(season, language) for source in sources}


def digest_of_versions(rows: Mapping[str, Rows]) -> str:
    """What the identity of a run says beside the season's own version; empty where the file prints nothing else."""
    others = {name: [[str(v) for v in row] for row in found] for name, found in rows.items() if name != "figures"}
    return digest(others) if others else ""


__all__ = ["Source", "digest_of_versions", "version_rows"]
