"""The section of a trench that leads round a middle stone: two walls that reach over the ends of the stones across it.

Drawn as (outwards from the stones' middles, height over their girdles), mm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Faceted
from ringgen.outline import offset
from ringgen.plane import Curve, Point, polyline
from ringgen.settings._row import CLEARANCE
from ringgen.stones import Measures

LIP = 0.33  # mm of metal over the girdles' ends; beads and micro prongs, pushed over stones too, are 0.3 or more
LEAST_SINK = 0.05  # mm a table lies under the walls' top edges at least: what stands proud is chipped
BEARING = 0.25  # of half the stone: how long the ledge is that either end lies on
LONGEST = 0.4  # mm: a ledge longer than that hides the stone from the light
UNDER_KEEL = 0.08  # mm of air under the stones
FLAT = 1e-9
SPECK = 1e-3  # mm: nothing is drawn shorter than that
HAIR = 1e-3  # mm


@dataclass(frozen=True)
class Trench:
    """One trench.

    `side` is the stone's own room there, closed and counter-clockwise. `inner` and `outer` are how far the walls stand
    off the stones' middles beside the girdles, `ledges` where the bearings end and `edges` where the lips do, inwards
    (negative) and outwards. `floor` and `top` are the heights between which the walls stand.
    """

    side: tuple[Point, ...]
    inner: float
    outer: float
    ledges: tuple[float, float]
    edges: tuple[float, float]
    floor: float
    top: float

    def sides(self, over: float) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
        """The inner and the outer side of what is cut out, from the floor up to `over` mm over the walls.

        Each goes up all the way: what is level rises by a hair.
        """
        lower, upper = self._halves
        (a, b), (c, d), high = self.ledges, self.edges, self.top + over
        inner = [(a, self.floor), (a, _at(lower, a)), *(p for p in reversed(lower) if p[0] < a - FLAT)]
        inner += [*(p for p in upper if p[0] < c - FLAT), (c, _at(upper, c)), (c, high)]
        outer = [(b, self.floor), (b, _at(lower, b)), *(p for p in lower if p[0] > b + FLAT)]
        outer += [*(p for p in reversed(upper) if p[0] > d + FLAT), (d, _at(upper, d)), (d, high)]
        return _rising(inner), _rising(outer)

    @property
    def _halves(self) -> tuple[list[Point], list[Point]]:
        """The stone's room from below and from above, from the inner end outwards."""
        first = min(range(len(self.side)), key=lambda k: (self.side[k][0], self.side[k][1]))
        turned = [*self.side[first:], *self.side[:first]]
        last = max(range(len(turned)), key=lambda k: (round(turned[k][0], 9), -turned[k][1]))
        upper = [*turned[last:], turned[0]]
        return turned[: last + 1], list(reversed(upper))


def trench(stone: Measures, solid: Faceted, opening: float, sink: float | None, bend: float) -> Trench:
    """The trench for stones that stand round an outline nowhere bent more tightly than that radius.

    Straight ends stand a little further off where the wall outside them is bent: their corners touch it first.
    """
    half = stone.length / 2
    side = _room(solid, bend + half)
    inner, outer = -min(d for d, _ in side), max(d for d, _ in side)
    long = min(BEARING * half, LONGEST)
    cover = (1.0 - opening) * half
    edges = (cover - half, half - cover)
    floor = min(z for _, z in side) + CLEARANCE - UNDER_KEEL
    found = Trench(side, inner, outer, (long - half, half - long), edges, floor, 0.0)
    top = stone.girdle + stone.crown + (least_sink(found, stone) if sink is None else sink)
    return Trench(side, inner, outer, found.ledges, edges, floor, top)


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
    chain: tuple[Curve, ...] | None = polyline(*(hull := _hull(seen)), hull[0])
    chain = offset(chain, CLEARANCE)
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


def _rising(spots: Iterable[Point]) -> tuple[Point, ...]:
    """The points, those that lie twice left out, each a hair over the one before at least."""
    out: list[Point] = []
    for d, z in spots:
        if not out or math.dist(out[-1], (d, z)) > SPECK:
            out.append((d, max(z, out[-1][1] + HAIR) if out else z))
    return tuple(out)
