"""Seats of a row's round stones as burrs leave them, and the holes under them that go on to the finger."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from ringgen.bodies import Placed, Revolved
from ringgen.plane import Line, Point, polyline
from ringgen.settings._row import CLEARANCE, WEB, Row, Under, half_at
from ringgen.stones import Measures, envelope, grown

DRAFT = 0.15  # mm a seat widens over its girdle for every mm up, as a bud burr's does: more than beads lean
LEAST_AZURE = 0.25  # mm, radius: a smaller hole closes when the ring is cast
AZURE = 0.66  # of the stone's width at most: JewelCraft's hole under a round stone
LEDGE = 0.08  # mm of bearing round an azure at least: less is a sliver
THROUGH = 0.4  # mm the azures are cut on beyond the finger's wall


def seat_cutter(row: Row, part: str, hole: float, through: float = THROUGH) -> Placed:
    """A round stone's seat in one cutter with its azure, placed for every stone: as turned burrs leave them.

    `hole` is the azure's radius, 0 for none; it goes on `through` mm beyond the metal under the row.
    """
    spots = _burr(grown(envelope(row.solid, row.stone), CLEARANCE))
    if hole > 0.0:
        spots = _with_hole(spots, hole, -row.rise - row.under.depth - through)
    return Placed(part, Revolved((*polyline(*spots), Line(spots[-1], spots[0]))), row.frames)


def _burr(spots: Sequence[Point]) -> list[Point]:
    """The outline as a burr has it: wider at the top of the girdle, and one cone from there up.

    The kernel misses cylinders that cross almost along one another, and a bead's dome that just reaches the edge of a
    crown's second cone leaves slivers nobody can mesh.
    """
    widest = max(r for r, _ in spots)
    k, last = (f(i for i, (r, _) in enumerate(spots) if r > widest - 1e-9) for f in (min, max))
    low, (_, high) = spots[k][1], spots[last]
    (r, z), top = spots[last + 1], widest + DRAFT * (high - low)
    steep = (z - high) / (widest - r)  # of the crown where it meets the girdle: steeper nowhere
    return [*spots[: k + 1], (top, high), (0.0, high + steep * top)]


def _with_hole(spots: list[Point], hole: float, low: float) -> list[Point]:
    """The outline, its lower end in a hole of that radius which goes down to `low`."""
    k = next(i for i, (r, _) in enumerate(spots) if r > hole)
    (r0, z0), (r1, z1) = spots[k - 1], spots[k]
    meets = z0 + (z1 - z0) * (hole - r0) / (r1 - r0)
    return [(0.0, low), (hole, low), (hole, meets), *spots[k:]]


def azure(row: Row) -> float:
    """The radius of the holes under the stones, mm: what leaves enough metal between two of them at the finger.

    0 where that is too small a hole to cast, and where it would not come out at the finger.
    """
    if not row.under.through:
        return 0.0
    side = row.under.half_width - row.apart * (len(row.lanes) - 1) / 2
    most = min(hole_between(row.stone, row.chord, row.under, row.rise, side), _within_seat(row), _leaning(row))
    if len(row.lanes) > 1:
        at_finger = row.chord * _towards_finger(row.under, row.rise)
        most = min(most, (math.hypot(at_finger / 2, row.apart) - WEB) / 2)
    return most if most >= LEAST_AZURE else 0.0


def _leaning(row: Row) -> float:
    """Half the width of a hole, mm, where neighbours lean towards one another: on a band that grows thicker."""
    low, nearest = -row.rise - row.under.depth, math.inf
    for lane in row.lanes:
        spots = [f.point((0.0, 0.0, low)) for f in lane.stones]
        nearest = min(nearest, *(math.dist(a, b) for a, b in pairwise(spots)), math.inf)
    return (nearest - WEB) / 2


def _within_seat(row: Row) -> float:
    """Half the width of a hole, mm, that leaves a bearing round it where the band's outside cuts the seats off."""
    stone, found = row.stone, AZURE * row.stone.width / 2
    for _ in range(3):  # the outside falls away the less, the nearer to the middle it is looked at
        low = -row.rise + row.under.height(found)
        found = min(found, half_at(stone, low) + CLEARANCE * math.hypot(1.0, stone.width / 2 / stone.pavilion) - LEDGE)
    return found


def hole_between(stone: Measures, chord: float, under: Under, rise: float, side: float) -> float:
    """Half the width of a hole under each of a line of stones, mm: what leaves enough metal between two at the finger.

    `side` is how far the line lies from the band's side, mm.
    """
    return min(AZURE * stone.width / 2, (chord * _towards_finger(under, rise) - WEB) / 2, side - WEB)


def _towards_finger(under: Under, rise: float) -> float:
    """How much nearer to one another two lines square to the band are at the finger than at the girdles, as a share."""
    return (under.radius - under.depth) / (under.radius + rise)
