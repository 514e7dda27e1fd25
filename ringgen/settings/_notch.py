"""How wide an end that grips a stone had better be, so that the notch cut into it leaves no sliver at its sides.

An end is a block whose face stands at one place along the hoop; the stone's seat cuts a notch into that face. Where a
wall of the notch looks along the face, the metal between it and the end's side must be thick enough to stand, or none
of it may be left. Worked out in the frame of `ringgen.settings._ends`, mm.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Faceted, Vec
from ringgen.facets import grown as grown_facets
from ringgen.outline import corners, straight
from ringgen.plane import points
from ringgen.settings._ends import Ends
from ringgen.stones import Measures, envelope, grown

CLEARANCE = 0.05  # mm between stone and seat
LEFT = 0.7  # mm of metal left beside a notch at least: casters ask 0.6, and an end swings a little towards its face
ALMOST = 0.2  # mm: no end's side lies so little beyond its notch's own end, whatever that looks like
CLEAR = 0.03  # mm an end's side keeps from a wall it is to lie within
CORNERED = 0.2  # of a wall's normal along the finger: between facets that meet in an edge, more than that is a side
SMOOTH, AWAY = 0.25, 0.67  # of it: on a round girdle more than that, unless it looks so much away from the stone
STEEP = 0.6  # of it: however it looks else
FLAT = 150.0  # degrees: a corner blunter than this is none
OUTLINE = 0.01  # mm: how closely the girdle is followed
STEP = 0.025  # mm: the steps in which an end's half width is looked for
LEAST_HALF = 0.45  # mm, half an end's width

Taken = tuple[float, float]


@dataclass(frozen=True)
class Room:
    """Half the width an end may have, mm: `most` where its notch runs out of its sides, `widest` where it stays within.

    `middle` is where the end's middle lies across the hoop.
    """

    middle: float
    most: float
    widest: float


def clean_half(stone: Measures, solid: Faceted, e: Ends, side: int, room: Room, half: float) -> float:
    """Half the width of the end on the right (1) or the left (-1), as near to `half` mm as leaves no sliver.

    Where every width leaves one it is `half`.
    """
    upper, lower = _taken(stone, solid, e, side)
    ends = [high - LEFT - room.middle for _, high in upper] + [room.middle - low - LEFT for low, _ in lower]
    reach = max(ends, default=0.0)  # how far the notch's own ends lie from the end's middle

    def clean(h: float) -> bool:
        if h > room.most and not (h >= reach + LEFT and reach < room.most):
            return False
        return not (_in(room.middle + h, upper) or _in(room.middle - h, lower))

    count = math.ceil(max(room.widest - LEAST_HALF, 0.0) / STEP)
    tried = [half, *(min(LEAST_HALF + k * STEP, room.widest) for k in range(count + 1))]
    return min((h for h in tried if clean(h)), key=lambda h: abs(h - half), default=half)


def _in(y: float, taken: list[Taken]) -> bool:
    return any(low < y < high for low, high in taken)


def _taken(stone: Measures, solid: Faceted, e: Ends, side: int) -> tuple[list[Taken], list[Taken]]:
    """Where across the hoop the end's side towards +y must not lie, and where that towards -y."""
    face = e.right if side > 0 else e.left
    cornered = _has_corner(stone, e, side, face)
    upper, lower, first, last = [], [], math.inf, -math.inf
    for whole in _walls(stone, solid, e.turn, side):
        wall, (nx, ny) = _clipped(whole, face), _normal(whole)
        if len(wall) < 3:
            continue
        low, high = min(y for _, y, _ in wall), max(y for _, y, _ in wall)
        first, last = min(first, low), max(last, high)
        if not _is_side(nx, abs(ny), cornered):
            continue
        if ny > 0:
            upper.append((low - CLEAR, high + LEFT))
        else:
            lower.append((low - LEFT, high + CLEAR))
    return [*upper, (last - CLEAR, last + ALMOST)], [*lower, (first - ALMOST, first + CLEAR)]


def _is_side(nx: float, ny: float, cornered: bool) -> bool:
    """Whether metal beside a wall that looks so is a sliver, and not the blunt edge of a groove that runs out."""
    return ny > (CORNERED if cornered else SMOOTH) and (cornered or nx < AWAY or ny > STEEP)


def _has_corner(stone: Measures, e: Ends, side: int, face: float) -> bool:
    a = math.radians(e.turn)
    cos, sin = side * math.cos(a), side * math.sin(a)
    return any(x * cos + y * sin > face for (x, y), degrees in corners(stone.outline) if degrees < FLAT)


def _walls(stone: Measures, solid: Faceted, turn: float, side: int) -> Iterator[list[Vec]]:
    """The seat's sides, as polygons seen from one side of the hoop: x outwards from the stone, y along the finger."""
    a = math.radians(turn)
    cos, sin = math.cos(a), math.sin(a)

    def seen(x: float, y: float, z: float) -> Vec:
        return (side * (x * cos + y * sin), y * cos - x * sin, z)

    if straight(stone.outline):
        body = grown_facets(solid, CLEARANCE)
        for f in body.faces:
            yield [seen(*body.vertices[k]) for k in (f if side > 0 else reversed(f))]
        return
    half = stone.width / 2
    rings = []
    for r, z in grown(envelope(solid, stone), CLEARANCE):
        ring = points(stone.outline, OUTLINE)
        share = max(r / half, 1e-6)
        (cx, cy) = stone.culet
        rings.append([seen(cx + share * (x - cx), cy + share * (y - cy), z) for x, y in ring])
    for low, high in pairwise(rings):
        for k in range(len(low)):
            quad = [low[k - 1], low[k], high[k], high[k - 1]]
            yield quad if side > 0 else quad[::-1]


def _clipped(wall: list[Vec], face: float) -> list[Vec]:
    """What of a polygon lies further out than the face."""
    out: list[Vec] = []
    for p, q in pairwise((*wall, wall[0])):
        if p[0] >= face:
            out.append(p)
        if (p[0] >= face) != (q[0] >= face):
            t = (face - p[0]) / (q[0] - p[0])
            out.append((face, p[1] + t * (q[1] - p[1]), p[2] + t * (q[2] - p[2])))
    return out


def _normal(wall: list[Vec]) -> tuple[float, float]:
    """How much a polygon looks away from the stone and along the finger: x and y of its unit normal out of the seat."""
    n = [0.0, 0.0, 0.0]
    for (ax, ay, az), (bx, by, bz) in pairwise((*wall, wall[0])):
        n[0] += (ay - by) * (az + bz)
        n[1] += (az - bz) * (ax + bx)
        n[2] += (ax - bx) * (ay + by)
    length = math.hypot(*n)
    return (n[0] / length, n[1] / length) if length > 1e-12 else (1.0, 0.0)
