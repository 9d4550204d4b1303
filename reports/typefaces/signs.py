"""Outlines of the signs that people type and the typeface lacks, drawn into its cuts: ≤ → □ ✓ and their like.

Drawn on the typeface's square of 1,000 units: a sign of mathematics stands in the middle of the digits, a box nearly as
high as a capital. ``weight`` is the thickness of a line. Straight lines alone; a circle has two dozen corners.
"""

from collections.abc import Callable
from math import cos, hypot, pi, sin

Point = tuple[float, float]
Contour = list[Point]

WIDTH, MIDDLE, LOW, HIGH = 700, 330, 0, 660
LEFT, RIGHT = 70, 630
CORNERS = 24


def stroke(start: Point, end: Point, weight: float) -> Contour:
    """A straight line with flat ends, drawn clockwise."""
    (x1, y1), (x2, y2) = start, end
    length = hypot(x2 - x1, y2 - y1)
    dx, dy = (y2 - y1) / length * weight / 2, (x2 - x1) / length * weight / 2
    return [(x1 - dx, y1 + dy), (x2 - dx, y2 + dy), (x2 + dx, y2 - dy), (x1 + dx, y1 - dy)]


def filled(*points: Point) -> Contour:
    return list(points)


def hole(contour: Contour) -> Contour:
    """The same outline the other way round, which cuts it out."""
    return contour[::-1]


def circle(radius: float, y: float = MIDDLE) -> Contour:
    turns = (2 * pi * n / CORNERS for n in range(CORNERS))
    return [(WIDTH / 2 + radius * sin(turn), y + radius * cos(turn)) for turn in turns]


def box(size: float, y: float = MIDDLE) -> Contour:
    x, half = WIDTH / 2, size / 2
    return filled((x - half, y + half), (x + half, y + half), (x + half, y - half), (x - half, y - half))


def diamond(size: float) -> Contour:
    x, half = WIDTH / 2, size / 2
    return filled((x, MIDDLE + half), (x + half, MIDDLE), (x, MIDDLE - half), (x - half, MIDDLE))


def triangle(size: float, turn: float) -> Contour:
    """Pointing up for 0, clockwise in quarters of a turn."""
    corners = ((0, 0.55), (0.5, -0.4), (-0.5, -0.4))
    angle = turn * pi / 2
    return [
        (WIDTH / 2 + size * (x * cos(angle) + y * sin(angle)), MIDDLE + size * (y * cos(angle) - x * sin(angle)))
        for x, y in corners
    ]


def ring(outer: Contour, inner: Contour) -> list[Contour]:
    return [outer, hole(inner)]


def arrow(start: Point, end: Point, weight: float, *, both: bool = False, double: bool = False) -> list[Contour]:
    (x1, y1), (x2, y2) = start, end
    length = hypot(x2 - x1, y2 - y1)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    found = [_head(end, (ux, uy), weight)]
    if both:
        found.append(_head(start, (-ux, -uy), weight))
    for offset in (-95, 95) if double else (0,):
        trim = 110 if double else 40
        first = (x1 + ux * trim * both - uy * offset, y1 + uy * trim * both + ux * offset)
        last = (x2 - ux * trim - uy * offset, y2 - uy * trim + ux * offset)
        found.append(stroke(first, last, weight))
    return found


def _head(tip: Point, along: Point, weight: float) -> Contour:
    """An open head of two strokes, as one outline."""
    (x, y), (ux, uy) = tip, along
    far, wide, thick = 190, 190, weight * 1.5

    def at(back: float, side: float) -> Point:
        return x - ux * back - uy * side, y - uy * back + ux * side

    return [
        at(0, 0),
        at(far, wide),
        at(far + thick, wide - thick * 0.3),
        at(thick, 0),
        at(far + thick, -wide + thick * 0.3),
        at(far, -wide),
    ][::-1]


def tick(weight: float, scale: float = 1.0, y: float = MIDDLE) -> list[Contour]:
    x, w = WIDTH / 2, weight * 1.1
    low = (x - 70 * scale, y - 220 * scale)
    return [
        stroke((x - 230 * scale, y - 20 * scale), (low[0] + w * 0.35, low[1]), w),
        stroke(low, (x + 250 * scale, y + 270 * scale), w),
    ]


def cross(weight: float, scale: float = 1.0) -> list[Contour]:
    x, reach = WIDTH / 2, 220 * scale
    return [
        stroke((x - reach, MIDDLE - reach), (x + reach, MIDDLE + reach), weight),
        stroke((x - reach, MIDDLE + reach), (x + reach, MIDDLE - reach), weight),
    ]


def angle(weight: float, *, less: bool) -> list[Contour]:
    """The wedge of ≤ and ≥ over its line."""
    tip, open_end = (LEFT, RIGHT) if less else (RIGHT, LEFT)
    y = MIDDLE + 70
    return [
        stroke((open_end, y + 220), (tip, y), weight),
        stroke((tip, y), (open_end, y - 220), weight),
        stroke((LEFT, MIDDLE - 270), (RIGHT, MIDDLE - 270), weight),
    ]


def wave(y: float, weight: float) -> Contour:
    steps = 16
    width = (RIGHT - LEFT) / steps
    line = [(LEFT + n * width, y + 55 * sin(2 * pi * n / steps)) for n in range(steps + 1)]
    return [(x, up + weight / 2) for x, up in line] + [(x, up - weight / 2) for x, up in reversed(line)]


def _unequal(w: float) -> list[Contour]:
    bars = [stroke((LEFT, y), (RIGHT, y), w) for y in (MIDDLE - 90, MIDDLE + 90)]
    return [*bars, stroke((WIDTH / 2 - 150, MIDDLE - 280), (WIDTH / 2 + 150, MIDDLE + 280), w)]


def _boxed(w: float) -> list[Contour]:
    return ring(box(560), box(560 - 2 * w))


_ACROSS, _BACK = ((LEFT, MIDDLE), (RIGHT, MIDDLE)), ((RIGHT, MIDDLE), (LEFT, MIDDLE))
_UP, _DOWN = ((WIDTH / 2, LOW), (WIDTH / 2, HIGH)), ((WIDTH / 2, HIGH), (WIDTH / 2, LOW))

SHAPES: dict[str, Callable[[float], list[Contour]]] = {
    "≤": lambda w: angle(w, less=True),
    "≥": lambda w: angle(w, less=False),
    "≠": _unequal,
    "≈": lambda w: [wave(MIDDLE - 90, w), wave(MIDDLE + 90, w)],
    "→": lambda w: arrow(*_ACROSS, w),
    "←": lambda w: arrow(*_BACK, w),
    "↑": lambda w: arrow(*_UP, w),
    "↓": lambda w: arrow(*_DOWN, w),
    "↔": lambda w: arrow(*_ACROSS, w, both=True),
    "⇒": lambda w: arrow(*_ACROSS, w, double=True),
    "⇔": lambda w: arrow(*_ACROSS, w, both=True, double=True),
    "■": lambda w: [box(560)],
    "□": _boxed,
    "▪": lambda w: [box(300)],
    "▫": lambda w: ring(box(300), box(300 - 2 * w)),
    "●": lambda w: [circle(280)],
    "○": lambda w: ring(circle(280), circle(280 - w)),
    "◦": lambda w: ring(circle(150), circle(150 - w)),
    "◆": lambda w: [diamond(620)],
    "◇": lambda w: ring(diamond(620), diamond(620 - 2.8 * w)),
    "▲": lambda w: [triangle(560, 0)],
    "△": lambda w: ring(triangle(600, 0), triangle(600 - 4 * w, 0)),
    "▼": lambda w: [triangle(560, 2)],
    "▽": lambda w: ring(triangle(600, 2), triangle(600 - 4 * w, 2)),
    "►": lambda w: [triangle(560, 1)],
    "◄": lambda w: [triangle(560, 3)],
    "✓": lambda w: tick(w),
    "✔": lambda w: tick(w * 1.8),
    "✗": lambda w: cross(w),
    "✘": lambda w: cross(w * 1.8),
    "☐": _boxed,
    "☑": lambda w: [*_boxed(w), *tick(w, 0.7)],
    "☒": lambda w: [*_boxed(w), *cross(w, 0.75)],
}
SLANT = 0.2


def outline(sign: str, weight: float, *, slanted: bool) -> list[Contour]:
    """The contours of a sign in whole units; italic cuts lean."""
    lean = SLANT if slanted else 0
    return [[(round(x + lean * (y - MIDDLE)), round(y)) for x, y in contour] for contour in SHAPES[sign](weight)]


__all__ = ["SHAPES", "WIDTH", "outline"]
