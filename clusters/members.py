"""Who is a member when: one rule, used by every page, right and total."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from .models import Agency, AgencySuccession, Membership, Season
from .querysets import in_force


def rule_day(*, period_end: date, year: int) -> date:
    """The day that decides membership in a period: the later of its end and 1 January of the season's year.

    The first enforcement period of a year ends in the year before; its members are those who start the season.
    """
    return max(period_end, date(year, 1, 1))


def members_on(cluster_id: int, day: date, block: str | None = None):
    """Agencies whose membership in the cluster covers the day, in official order."""
    memberships = Membership.objects.filter(in_force(day), cluster_id=cluster_id)
    agencies = Agency.objects.filter(pk__in=memberships.values("agency_id"))
    return agencies.filter(kind=block) if block else agencies


def overlapping_year(year: int, prefix: str = ""):
    """Validity that touches the calendar year at all."""
    return Q(**{f"{prefix}valid_from__lt": date(year + 1, 1, 1)}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": date(year, 1, 1)})
    )


def season_of(agency: Agency, *, period_end: date, year: int) -> Season | None:
    """The season an agency's figures of a period belong to; None where the agency is in no cluster then."""
    day = rule_day(period_end=period_end, year=year)
    clusters = Membership.objects.filter(in_force(day), agency=agency).values("cluster_id")
    return Season.objects.select_related("cluster").filter(cluster_id__in=clusters, year=year).first()


class SuccessionMap:
    """The edges between agencies, read once: who stands for whom.

    ``lives`` holds the half-open validity of each agency that was succeeded, ``divided`` those that passed to several
    successors in parts: whole numbers of such an agency cannot be handed on.
    """

    def __init__(self, edges: Iterable[tuple[int, int]], lives: Mapping[int, tuple[date, date | None]] | None = None):
        self.predecessors: dict[int, set[int]] = {}
        self.successors: dict[int, set[int]] = {}
        self.lives = dict(lives or {})
        self.divided: frozenset[int] = frozenset()
        self.codes: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self._days: dict[tuple[int, int], date] = {}
        for old, new in edges:
            self.predecessors.setdefault(new, set()).add(old)
            self.successors.setdefault(old, set()).add(new)

    @classmethod
    def load(cls) -> "SuccessionMap":
        rows = list(
            AgencySuccession.objects.values_list(
                "predecessor_id",
                "successor_id",
                "date",
                "predecessor__valid_from",
                "predecessor__valid_to",
                "share",
                "predecessor__code",
                "predecessor__short_name",
            )
        )
        made = cls([row[:2] for row in rows], {row[0]: row[3:5] for row in rows})
        made.codes = {row[0]: row[6] for row in rows}
        made.names = {row[0]: row[7] for row in rows}
        made.divided = frozenset(row[0] for row in rows if row[5] != 1)
        made._days = {row[:2]: row[2] for row in rows}
        return made

    def as_of(self, day: date) -> "SuccessionMap":
        """The edges that hold on a day: nobody stands for an agency before its succession."""
        return SuccessionMap([edge for edge, since in self._days.items() if since <= day], self.lives)

    def with_predecessors(self, agency_ids: Iterable[int]) -> set[int]:
        """The agencies and every ended agency whose chain of successors leads to one of them."""
        return _closure(agency_ids, self.predecessors)

    def with_successors(self, agency_ids: Iterable[int]) -> set[int]:
        return _closure(agency_ids, self.successors)


def _closure(start: Iterable[int], edges: dict[int, set[int]]) -> set[int]:
    found, waiting = set(), list(start)
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(edges.get(current, ()))
    return found
