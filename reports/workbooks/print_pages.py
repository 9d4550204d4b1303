"""Where printed pages begin: as few as hold everything, all about as full, and letters as large as that allows.

Programs that scale a sheet to pages by themselves pass over page breaks, so scale and breaks are worked out here, from
heights and widths in points that the sheet itself sets.
"""

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import TypeVar

INCH, A4_WIDTH, A4_HEIGHT = 72, 841.9, 595.3
A4, MARGINS = 9, {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.55}
PRINTED_WIDTH = A4_WIDTH - INCH * (MARGINS["left"] + MARGINS["right"])
PRINTED_HEIGHT = A4_HEIGHT - INCH * (MARGINS["top"] + MARGINS["bottom"])
LEGIBLE = 70  # printed size in percent at which letters of 11 points are still read at arm's length
LARGEST = 90  # need be no larger
ROW_HEIGHTS = (15.0, 13.5, 12.75)  # points of a row of letters of 11 points: roomy, close, and as low as can be

Breaks = tuple[list[int], list[int]]
Layout = TypeVar("Layout")


def largest_scale(breaks: Callable[[int], Breaks], least: int = LEGIBLE, most: int = LARGEST) -> int:
    """The largest printed size in percent with which there are no more pages than with the least."""
    needed = tuple(map(len, breaks(least)))
    return next(scale for scale in range(most, least - 1, -1) if tuple(map(len, breaks(scale))) == needed)


def roomiest(layouts: Iterable[Layout], pages: Callable[[Layout], int]) -> Layout:
    """The first of these that needs no more pages than any other; the roomiest stands first."""
    return min(layouts, key=pages)


def column_starts(widths: Sequence[float], room: float) -> list[int]:
    """Where each page begins, counted from the first column."""
    total = sum(widths)
    for count in range(max(1, ceil(total / room)), len(widths) + 1):
        goal, before, starts, used = total / count, 0.0, [0], 0.0
        for place, width in enumerate(widths):
            middle = before + width / 2
            if middle > goal * len(starts) and place:
                starts.append(place)
                used = 0.0
            used, before = used + width, before + width
            if used > room:
                break
        else:
            return starts
    return list(range(len(widths)))


def row_breaks(heights: dict[int, float], welcome: set[int], room: float, title: float) -> list[int]:
    """The rows that begin another page, where possible one that is welcome; the title stands on the first page.

    A welcome row ends no page where what follows would then need a page more than it must.
    """
    rows, found, begin = list(heights), [], 0
    left = _fewest_pages(heights.values(), room, title)
    goal = (sum(heights.values()) + title) / left
    while True:
        used, end, left = (0.0 if found else title), begin, left - 1
        reach: dict[int, float] = {}  # how full the page is before a row where it may end
        while end < len(rows) and used + heights[rows[end]] <= room:
            used += heights[rows[end]]
            end += 1
            if end < len(rows) and rows[end] in welcome and used >= goal / 2:
                reach[end] = used
        if end >= len(rows):
            return found
        reach = {at: full for at, full in reach.items() if _fewest_pages(_from(rows[at:], heights), room) <= left}
        begin = min(reach, key=lambda place: abs(reach[place] - goal)) if reach else max(end, begin + 1)
        found.append(rows[begin])


def _from(rows: Sequence[int], heights: dict[int, float]) -> list[float]:
    return [heights[row] for row in rows]


def _fewest_pages(heights: Iterable[float], room: float, used: float = 0.0) -> int:
    """How many pages hold the rows; a row higher than a page stands alone."""
    pages = 1
    for height in heights:
        if used and used + height > room:
            pages, used = pages + 1, 0.0
        used += height
    return pages


__all__ = [
    "A4",
    "LARGEST",
    "LEGIBLE",
    "MARGINS",
    "PRINTED_HEIGHT",
    "PRINTED_WIDTH",
    "ROW_HEIGHTS",
    "Breaks",
    "column_starts",
    "largest_scale",
    "roomiest",
    "row_breaks",
]
