"""The rail: the rooms a person may enter, each declared by the app that its pages belong to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from clusters.current import Current

from .tasks import TaskKind


class RailPart(StrEnum):
    """``NATION`` holds what is about all clusters, ``YEAR`` what is about the season one is in, for whoever may enter
    one; ``MANAGEMENT`` stands under a heading of its own."""

    NATION = "nation"
    YEAR = "year"
    MANAGEMENT = "management"


def everybody(_around: Current) -> bool:
    return True


def of_ministry(around: Current) -> bool:
    return around.rights.is_ministry


def of_season(around: Current) -> dict:
    """The arguments of an address that is about the season one is in."""
    return {"slug": around.season.cluster.slug, "year": around.season.year}


def of_nothing(_around: Current) -> dict:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RailEntry:
    """One room of the rail; ``label`` and ``tab`` are lazy texts.

    It leads to the address ``name`` with its ``arguments``. ``pages`` names what else is inside the room; a page is so
    only where it has the arguments named in ``same`` in common with the room. ``order`` is its place in its part, in
    tens. ``shown`` tells whose room it is, ``counts`` which kinds of tasks are counted beside it. With a ``tab``, its
    short name, it may take one of the places at the bottom of a phone.
    """

    name: str
    label: str
    icon: str
    order: int
    part: RailPart = RailPart.YEAR
    pages: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    arguments: Callable[[Current], Mapping] = of_season
    shown: Callable[[Current], bool] = everybody
    counts: tuple[TaskKind, ...] = ()
    tab: str = ""

    def holds(self, page: str, arguments: Mapping, own: Mapping) -> bool:
        """Whether a page, by its name and arguments, is inside the room, whose ``own`` arguments are given."""
        return page in (self.name, *self.pages) and all(arguments.get(name) == own[name] for name in self.same)


_ENTRIES: dict[str, RailEntry] = {}


def register(*entries: RailEntry) -> None:
    """Make rooms known; ValueError where another leads to the same address or stands at the same place."""
    for entry in entries:
        for other in _ENTRIES.values():
            if entry.name == other.name or (entry.part, entry.order) == (other.part, other.order):
                raise ValueError(
                    f"{entry.name} has the address or the place ({entry.order}) of {other.name} in the rail"
                )
        _ENTRIES[entry.name] = entry


def entries(part: RailPart) -> list[RailEntry]:
    """The rooms of a part in their order, whoever may enter them."""
    return sorted((entry for entry in _ENTRIES.values() if entry.part == part), key=lambda entry: entry.order)


__all__ = ["RailEntry", "RailPart", "entries", "everybody", "of_ministry", "of_nothing", "of_season", "register"]
