"""Stones that stand out from another one like rays: how near two come to one another, and where each stands.

Seen from above, mm. Each stone is its girdle's two long sides: what is between two neighbours is between the one's left
side and the other's right one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ringgen.plane import Curve, Line, Point
from ringgen.stones import Measures
from ringgen.track import Track

ALIKE = 1e-6  # mm
EXACT = 1e-9  # mm
HALVES = 80
SECANTS = 20
CORNERS = 4
SIDE = 0.3  # of the stone's width: how much of either end lies along a wall at least
LEAST = 5  # stones: fewer are no row round anything

Side = tuple[Point, Point]


@dataclass(frozen=True)
class Fan:
    """What spreads one stone out evenly: the widths of its ends, at the middle and away from it, its length, the gap.

    The gap is what two neighbours keep everywhere, where they are nearest.
    """

    narrow: float
    wide: float
    length: float
    gap: float

    def apart(self, track: Track, one: float, two: float) -> float:
        """How near two neighbours come that far along a track, the second further round; negative: they overlap."""
        return _between(self._side(track, one, -1.0), self._side(track, two, 1.0))

    def step(self, track: Track) -> float:
        """How far along a track neighbours stand from one another on the whole, with the gap between them."""
        at, n, guess = 0.0, 0, self.wide + self.gap
        while at < track.length:
            guess = self._next(track, at, self.gap, guess)
            at, n = at + guess, n + 1
        return at / n

    def closed(self, track: Track, start: float, count: int) -> list[float]:
        """Where so many stones stand with the same gap everywhere, the first at `start`; empty where they do not."""
        if count < LEAST:
            return []
        least, most = -self.narrow / 2, track.length / count
        gap, found, off, worst = self.gap, list[float](), math.inf, math.inf
        for _ in range(HALVES):
            found = self._walk(track, start, gap, count)
            off = found[-1] - start - track.length
            least, most = (least, gap) if off > 0.0 else (gap, most)
            if abs(off) < EXACT or most - least < EXACT:
                break
            gap -= off / count
            if not least < gap < most or abs(off) > worst / 2:
                gap = (least + most) / 2
            worst = abs(off)
        return found[:-1] if gap >= self.gap - ALIKE and abs(off) < ALIKE else []

    def _walk(self, track: Track, start: float, gap: float, count: int) -> list[float]:
        found, guess = [start], self.wide + gap
        for _ in range(count):
            guess = self._next(track, found[-1], gap, guess)
            found.append(found[-1] + guess)
        return found

    def _next(self, track: Track, at: float, gap: float, guess: float) -> float:
        """How much further along the next one stands, by the secant, else by halves."""
        one, two = 0.98 * guess, guess
        off = self.apart(track, at, at + one) - gap
        for _ in range(SECANTS):
            now = self.apart(track, at, at + two) - gap
            if abs(now) < EXACT or now == off:
                break
            one, two, off = two, two - now * (two - one) / (now - off), now
            if not 0.2 * guess < two < 3.0 * guess:
                break
        if 0.2 * guess < two < 3.0 * guess and abs(self.apart(track, at, at + two) - gap) < ALIKE:
            return two
        low, high = 0.1 * self.narrow, 4.0 * (self.wide + gap)
        for _ in range(HALVES):
            middle = (low + high) / 2
            low, high = (middle, high) if self.apart(track, at, at + middle) < gap else (low, middle)
        return high

    def _side(self, track: Track, at: float, side: float) -> Side:
        """A stone's long side towards where a track begins (+1), or goes on (-1), from its inner end outwards."""
        (x, y), (tx, ty) = track.point(at), track.along(at)
        spots = []
        for wide, out in ((self.narrow, -self.length / 2), (self.wide, self.length / 2)):
            across = -side * wide / 2
            spots.append((x + across * tx + out * ty, y + across * ty - out * tx))
        return spots[0], spots[1]


def fan(stone: Measures, gap: float) -> Fan | None:
    """What spreads that stone out; None for one whose ends do not lie along a wall, or whose sides are not straight."""
    corners = stone.outline
    if len(corners) != CORNERS or not all(isinstance(c, Line) for c in corners):
        return None
    inner, outer = ends(stone)
    return Fan(inner, outer, stone.length, gap) if min(inner, outer) >= SIDE * stone.width else None


def ends(stone: Measures) -> tuple[float, float]:
    """How wide a stone is at the end towards the middle, and at the other; 0 for one that is no straight side."""
    inner, outer = (_end(stone.outline, y * stone.length / 2) for y in (-1.0, 1.0))
    return inner, outer


def _end(corners: Sequence[Curve], y: float) -> float:
    """How wide a stone is at that end; 0 where it does not end in a straight side across."""
    level = [c for c in corners if abs(c.start[1] - y) + abs(c.end[1] - y) < ALIKE]
    middle = [c.length for c in level if abs(c.start[0] + c.end[0]) < ALIKE]
    return middle[0] if middle else 0.0


def _between(a: Side, b: Side) -> float:
    """How far two sides are apart, the second on the left of the first as both run outwards; negative: they cross."""
    over = max(min(_left(a, p) for p in b), min(-_left(b, p) for p in a))
    if over <= 0.0:
        return over
    return min(*(_from(a, p) for p in b), *(_from(b, p) for p in a))


def _left(side: Side, p: Point) -> float:
    """How far to the left of a side's line a point lies."""
    (ax, ay), (bx, by) = side
    return ((bx - ax) * (p[1] - ay) - (by - ay) * (p[0] - ax)) / math.dist(*side)


def _from(side: Side, p: Point) -> float:
    """How far a point is from a side."""
    (ax, ay), (bx, by) = side
    dx, dy = bx - ax, by - ay
    share = min(1.0, max(0.0, ((p[0] - ax) * dx + (p[1] - ay) * dy) / (dx * dx + dy * dy)))
    return math.dist(p, (ax + share * dx, ay + share * dy))
