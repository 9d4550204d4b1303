"""A row of the national league table."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from results import words


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """One agency, or all of them together; texts as printed.

    ``gap`` is to the target of the year, ``prorata`` to the part of it for a part of the year. ``reached``: the target,
    in a part of the year its part; ``mark`` shows which side of it the value lies on, ``look`` whether that is good.
    """

    name: str
    url: str
    cluster: str
    place: str
    last_place: str
    moved: str
    moved_said: str
    moved_look: str
    value: words.Shown
    value_url: str
    parts: str
    target: str
    is_national: bool
    gap: str
    gap_mark: str
    gap_look: str
    prorata: str
    mark: str
    look: str
    bar: SafeString | str
    last: words.Shown
    change: str
    change_look: str
    state: str
    measured: Fraction | None
    met: bool | None
    reached: bool | None
    step: int | None
    last_over: str = ""  # how many agencies last year's figure is of, where some are left out


__all__ = ["LeagueRow"]
