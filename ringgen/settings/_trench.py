"""The section of a trench that leads round a middle stone: two walls that reach over the ends of the stones across it.

Drawn as (outwards from the stones' middles, height over their girdles), mm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from ringgen.bodies import Faceted
from ringgen.outline import offset
from ringgen.plane import Point, polyline
from ringgen.settings._row import CLEARANCE
from ringgen.stones import Measures

LIP = 0.33  # mm of metal over the girdles' ends; beads and micro prongs, pushed over stones too, are 0.3 or more
LEAST_SINK = 0.05  # mm a table lies under the walls' top edges at least: what stands proud is chipped
BEARING = 0.25  # of half the stone: how long the ledge is that either end lies on
LONGEST = 0.4  # mm: a ledge longer than that hides the stone from the light
UNDER_KEEL = 0.08  # mm of air under the stones
FLAT = 1e-9
SPECK = 1e-3  # mm: nothing is drawn shorter than that


@dataclass(frozen=True)
class Trench:
    """One trench, as the stones lie in it.

    `side` is the stone's own room there, closed and counter-clockwise. `ledges` is where the bearings end and `edges`
    where the lips do, inwards (negative) and outwards; `floor` and `top` the heights between which the walls stand.
    `slope` is by how many degrees the stones lean outwards.
    """

    side: tuple[Point, ...]
    ledges: tuple[float, float]
    edges: tuple[float, float]
    floor: float
    top: float
    slope: float

    @property
    def inner(self) -> float:
        """How far inside the stones' middles the room beside the girdles reaches, seen from above."""
        return -min(d for d, _ in self.level(self.side))

    @property
    def outer(self) -> float:
        """How far outside them it does."""
        return max(d for d, _ in self.level(self.side))

    @property
    def beside(self) -> float:
        """The height of the outermost of that."""
        return max(self.level(self.side))[1]

    @property
    def bottom(self) -> float:
        """The height of its level floor."""
        return min(z for _, z in self.level([(d, self.floor) for d in self.ledges]))

    def level(self, spots: Iterable[Point]) -> tuple[Point, ...]:
        """Points given as the stones lie, as they are in the ring's own level."""
        cos, sin = math.cos(math.radians(self.slope)), math.sin(math.radians(self.slope))
        return tuple((d * cos + z * sin, z * cos - d * sin) for d, z in spots)

    def over(self, out: float) -> float:
        """How high the walls' upper side lies there, which leans as the stones do; in the ring's level."""
        tan = math.tan(math.radians(self.slope))
        (d, z), *_ = self.level([(0.0, self.top)])
        return z - (out - d) * tan

    def sides(self, over: float) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
        """The inner and the outer side of what is cut out, in the ring's level, from its floor up.

        It goes on `over` mm above the walls' edges.
        """
        lower, upper = self._halves
        (a, b), (c, d), high = self.ledges, self.edges, self.top + over
        inner = [(a, self.floor), (a, _at(lower, a)), *(p for p in reversed(lower) if p[0] < a - FLAT)]
        inner += [*(p for p in upper if p[0] < c - FLAT), (c, _at(upper, c)), (c, high)]
        outer = [(b, self.floor), (b, _at(lower, b)), *(p for p in lower if p[0] > b + FLAT)]
        outer += [*(p for p in reversed(upper) if p[0] > d + FLAT), (d, _at(upper, d)), (d, high)]
        found = [self.level(side) for side in (inner, outer)]
        low, high = (pick(z for side in found for _, z in side) for pick in (min, max))
        one, two = (_distinct([(s[0][0], low), *s, (s[-1][0], high)]) for s in found)
        return one, two

    @property
    def _halves(self) -> tuple[list[Point], list[Point]]:
        """The stone's room from below and from above, from the inner end outwards."""
        first = min(range(len(self.side)), key=lambda k: (self.side[k][0], self.side[k][1]))
        turned = [*self.side[first:], *self.side[:first]]
        last = max(range(len(turned)), key=lambda k: (round(turned[k][0], 9), -turned[k][1]))
        upper = [*turned[last:], turned[0]]
        return turned[: last + 1], list(reversed(upper))


def trench(stone: Measures, solid: Faceted, opening: float, sink: float | None, slope: float, bend: float) -> Trench:
    """The trench for stones that stand round an outline nowhere bent more tightly than that radius.

    Straight ends stand a little further off where the wall outside them is bent: their corners touch it first.
    """
    half = stone.length / 2
    side = _room(solid, bend + half)
    long = min(BEARING * half, LONGEST)
    cover = (1.0 - opening) * half
    floor = min(z for _, z in side) + CLEARANCE - UNDER_KEEL
    found = Trench(side, (long - half, half - long), (cover - half, half - cover), floor, 0.0, slope)
    top = stone.girdle + stone.crown + (least_sink(found, stone) if sink is None else sink)
    return replace(found, top=top)


def least_sink(found: Trench, stone: Measures) -> float:
    """How far the tables lie under the walls' top edges so that the metal over the girdles is thick enough, mm."""
    _, upper = found._halves
    high = max(_at(upper, d) for d in found.edges)
    return max(LEAST_SINK, high + LIP - stone.girdle - stone.crown)


def _room(solid: Faceted, bend: float) -> tuple[Point, ...]:
    """The stone's outline seen along the row, its clearance wider all round; an end's corners as a bent wall sees them.

    `bend` is the radius of the line its middle lies on.
    """
    seen = [(d, z) for x, y, z in solid.vertices for d in (y, math.hypot(bend + y, x) - bend)]
    hull = _hull(seen)
    chain = offset(polyline(*hull, hull[0]), CLEARANCE)
    assert chain is not None, "a convex outline can be gone beside"
    return tuple(c.start for c in chain)


def _hull(spots: Iterable[Point]) -> list[Point]:
    """The convex hull, counter-clockwise, without points all but on a line between others."""
    found = sorted({(round(x, 6), round(z, 6)) for x, z in spots})
    halves = []
    for some in (found, found[::-1]):
        chain: list[Point] = []
        for p in some:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], p) <= 1e-6:
                chain.pop()
            chain.append(p)
        halves.append(chain)
    return [*halves[0][:-1], *halves[1][:-1]]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _at(line: Iterable[Point], d: float) -> float:
    """How high a line that goes outwards lies there."""
    for (d0, z0), (d1, z1) in pairwise(line):
        if d0 - FLAT <= d <= d1 and d1 > d0:
            return z0 + (z1 - z0) * (d - d0) / (d1 - d0)
    raise ValueError("beyond the stone")


def _distinct(spots: Iterable[Point]) -> tuple[Point, ...]:
    """The points without those that all but lie on the one before."""
    out: list[Point] = []
    for p in spots:
        if not out or math.dist(out[-1], p) > SPECK:
            out.append(p)
    return tuple(out)
