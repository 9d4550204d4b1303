"""Runs that have ended, page by page, by kind and by how they ended."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from reports.enums import RunState
from reports.models import ReportRun
from reports.querysets import MOVING

from .estimates import Estimates
from .page import RunCard, card
from .superseding import FIELDS, newer_than, newest_of_each

PER_PAGE = 20
Closed = Callable[[Collection[ReportRun]], Collection[int]]  # those whose file the person may no longer have
ENDS = (RunState.DONE, RunState.FAILED, RunState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; what it names that is not there is left out."""

    kind: str
    state: str
    kinds: tuple[tuple[str, str], ...]

    @property
    def states(self) -> list[tuple[str, str]]:
        return [(state.value, state.label) for state in ENDS]

    @property
    def is_any(self) -> bool:
        return bool(self.kind or self.state)

    @property
    def query(self) -> str:
        """For the addresses of the other pages."""
        return urlencode({name: value for name in ("kind", "state") if (value := getattr(self, name))})


@dataclass(frozen=True, slots=True)
class History:
    """``moving``: what waits or is built, whatever is asked for; ``cards``: one page of what has ended."""

    filters: Filters
    moving: list[RunCard]
    page: Page
    cards: list[RunCard]


def filters_of(asked: Mapping[str, str], kinds: Iterable[tuple[str, str]]) -> Filters:
    kinds = tuple((kind, str(title)) for kind, title in kinds)
    kind, state = asked.get("kind", ""), asked.get("state", "")
    return Filters(kind if kind in dict(kinds) else "", state if state in ENDS else "", kinds)


def read_history(
    runs: QuerySet[ReportRun], filters: Filters, number: str | None, *, estimates: Estimates, closed: Closed
) -> History:
    """``runs``: those the person may know of, the newest first; two queries and what ``runs`` prefetches."""
    known = list(runs.values_list(*FIELDS))
    moving = [pk for pk, state, *_rest in known if state in MOVING]
    ended = [
        pk
        for pk, state, kind, *_rest in known
        if state not in MOVING and filters.kind in ("", kind) and filters.state in ("", state)
    ]
    page = Paginator(ended, PER_PAGE).get_page(number)
    found = runs.in_bulk([*moving, *page.object_list])
    shown = [found[pk] for pk in page.object_list if pk in found]
    shut, versions, newest = closed(shown), {}, newest_of_each(known)
    return History(
        filters,
        [card(found[pk], versions, estimates=estimates) for pk in moving if pk in found],
        page,
        [card(run, versions, is_closed=run.pk in shut, newer=newer_than(run, newest)) for run in shown],
    )


__all__ = ["Filters", "History", "filters_of", "read_history"]
