"""One prong: its axis in its upright plane, and the metal of every style.

A prong stands in an upright plane through a spot of the girdle. There u counts outwards from the girdle's outline and
z from the girdle plane, mm: the foot is at negative u, under the stone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Frame, Placed, Revolved, Stacked, Vec, Wire
from ringgen.plane import Arc, Curve, Line, Point, at, polyline

BEND = 1.6  # bend radius over the prong's diameter; a wire bent tighter than its own diameter cracks
LEAST_BEND = 1.0  # the same at the least
SHORT = 0.85  # of the rise from foot to girdle: the bend of a short prong
MOST_CLOSE = 0.5  # sine of the angle a prong leans in over the stone at most; taller ones go on straight
CLAW_CLOSE = 0.72  # the same for a claw, which bends over the stone
CLAW_BEND = 1.05  # bend radius over a claw's diameter
CLAW_LENGTH = 1.0  # of its diameter: its tapered end at the least
CLAW_TIP = 0.62  # of a claw's thickness: its tip's
LEAST_TIP = 0.84  # mm: a thinner tip is filed away before it is burnished down
SHEATH = 1.02  # a claw's tapered end over its wire, so that the wire's end lies inside it
LEAST_STRAIGHT = 1e-3  # mm; a shorter straight end is left out
LEAST_STAND = 0.25  # of the diameter: the straight rise over the girdle a short crown still needs
TAB_WIDTH = 1.7  # of its thickness
CHAMFER = 0.22  # of a tab's thickness: its edges
STEPS = 6  # points along a bend
TAPER = (0.25, 0.5, 0.75, 1.0)  # of a straight end: where it is looked at
LEAST_LEFT = 0.9  # of a claw's own thickness: what the stone leaves of its tapered end
BELOW = 12  # points along its straight rise
CLOSER = 20  # steps of a search by halves

Side = tuple[Point, ...]


@dataclass(frozen=True)
class Rise:
    """A prong's axis in its plane: straight from the foot, a bend at the girdle, a straight end; mm and radians."""

    thick: float
    foot: float
    foot_z: float
    reach: float
    bend: float
    bend_z: float
    lean: float
    close: float
    stand: float

    def at(self, z: float) -> float:
        """How far outside the girdle the axis is at a height."""
        centre = self.reach - self.bend
        start = self.bend_z - self.bend * math.sin(self.lean)
        if z >= start:
            return centre + math.sqrt(max(self.bend**2 - (z - self.bend_z) ** 2, 0.0))
        return centre + self.bend * math.cos(self.lean) - (start - z) * math.tan(self.lean)

    @property
    def bends_from(self) -> float:
        """The height the bend begins at."""
        return self.bend_z - self.bend * math.sin(self.lean)

    @property
    def path(self) -> tuple[Curve, ...]:
        """The axis as curves in (u, z)."""
        bend = Arc((self.reach - self.bend, self.bend_z), self.bend, -self.lean, self.close)
        path: tuple[Curve, ...] = (Line((self.foot, self.foot_z), bend.start), bend)
        if self.stand < LEAST_STRAIGHT:
            return path
        tx, tz = bend.tangent(at_end=True)
        return (*path, Line(bend.end, (bend.end[0] + self.stand * tx, bend.end[1] + self.stand * tz)))

    @property
    def sound(self) -> bool:
        """Whether it rises from its foot into its bend."""
        return math.hypot(self.foot - (self.reach - self.bend), self.foot_z - self.bend_z) > 1.02 * self.bend


def rise(
    thick: float,
    foot: Point,
    reach: float,
    bend_z: float,
    end: float,
    claw: bool = False,
    over: Side = (),
    kept: float = 0.0,
) -> Rise:
    """A prong from its foot to where its dome begins, at the height `end`; a claw bends in tighter, and further.

    Over a crown steeper than it would close, `over` in (u, z), it closes less, so that nowhere less than `kept` mm of
    it are left beside the stone.
    """
    short = max(LEAST_BEND * thick, SHORT * (bend_z - foot[1]))  # a prong that hardly rises bends in tighter
    bend, close = (CLAW_BEND * thick, CLAW_CLOSE) if claw else (min(BEND * thick, short), MOST_CLOSE)
    up = max(end - bend_z, LEAST_STAND * thick)
    lean = _lean(foot, reach, bend, bend_z)

    def closed(most: float) -> Rise:
        turn = math.asin(min(up / bend, most))
        stand = max(0.0, up - bend * math.sin(turn)) / math.cos(turn)
        return Rise(thick, foot[0], foot[1], reach, bend, bend_z, lean, turn, stand)

    found = closed(close)
    if not over or _spared(found, claw, over, kept):
        return found
    low, high = 0.0, close
    for _ in range(CLOSER):
        middle = (low + high) / 2
        low, high = (middle, high) if _spared(closed(middle), claw, over, kept) else (low, middle)
    return closed(low)


def _spared(r: Rise, claw: bool, over: Side, kept: float) -> bool:
    """Whether the stone leaves that much of a prong, from its bend to its end: mm across, in the prong's plane."""
    bend = r.path[1]
    start, end, _ = claw_end(r) if claw else (bend.end, r.path[-1].end, 0.0)
    first, last = (SHEATH * r.thick / 2, tip_half(r)) if claw else (r.thick / 2, r.thick / 2)
    ends = [((start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1])), t) for t in TAPER]
    spots = [(q, r.thick / 2) for q in (at(bend, i / STEPS) for i in range(STEPS + 1)) if q[1] >= r.bend_z]
    spots += [(p, first + t * (last - first)) for p, t in ends]
    return all(half + _outside(p, over) >= min(kept, LEAST_LEFT * 2 * half) for p, half in spots)


def bitten(r: Rise, side: Side, kept: float, above: float) -> bool:
    """Whether the stone leaves less than `kept` mm of a prong somewhere under the girdle, over that height."""
    line = r.path[0]
    spots = [p for p in (at(line, i / BELOW) for i in range(BELOW + 1)) if p[1] >= above]
    return bool(side) and any(r.thick / 2 + _outside(p, side) < kept for p in spots)


def _outside(p: Point, over: Side) -> float:
    """How far outside a crown's side a point lies; negative inside it. The side runs upwards and inwards."""
    found = math.inf
    inside = False
    for (u0, z0), (u1, z1) in pairwise(over):
        du, dz = u1 - u0, z1 - z0
        share = min(1.0, max(0.0, ((p[0] - u0) * du + (p[1] - z0) * dz) / max(du * du + dz * dz, 1e-18)))
        found = min(found, math.hypot(p[0] - u0 - share * du, p[1] - z0 - share * dz))
        inside |= z0 <= p[1] <= z1 and dz > 0.0 and p[0] < u0 + du * (p[1] - z0) / dz
    return -found if inside else found


def _lean(foot: Point, reach: float, bend: float, bend_z: float) -> float:
    """The angle from upright at which a straight line from the foot runs into the bend without a kink."""
    dx, dz = foot[0] - (reach - bend), foot[1] - bend_z  # the foot from the bend's centre
    far = math.hypot(dx, dz)
    return -(math.atan2(dz, dx) + math.acos(min(1.0, bend / far)))


def axis(r: Rise) -> list[Point]:
    """The axis as points in (u, z), to the top of the dome."""
    path = r.path
    flat = [path[0].start, *(at(path[1], i / STEPS) for i in range(STEPS + 1)), *(c.end for c in path[2:])]
    tx, tz = path[-1].tangent(at_end=True)
    return [*flat, (flat[-1][0] + tx * r.thick / 2, flat[-1][1] + tz * r.thick / 2)]


def upright(points: list[Point], frame: Frame) -> tuple[Vec, ...]:
    """Points of a prong's plane in the stone's frame."""
    return tuple(frame.point((u, 0.0, z)) for u, z in points)


def round_prong(part: str, r: Rise, frame: Frame) -> tuple[Placed, ...]:
    """A bent wire with a domed end."""
    return (Placed(part, Wire(r.path, r.thick / 2), (frame,)),)


def claw_end(r: Rise) -> tuple[Point, Point, float]:
    """Where a claw's taper begins and ends, in (u, z), and the length between, mm."""
    path = r.path
    tx, tz = path[1].tangent(at_end=True)
    start = path[1].end
    length = max(r.stand, CLAW_LENGTH * r.thick)
    return start, (start[0] + length * tx, start[1] + length * tz), length


def tip_half(r: Rise) -> float:
    """Half the thickness of a claw's tip, mm."""
    return min(r.thick, max(CLAW_TIP * r.thick, LEAST_TIP)) / 2


def claw(part: str, r: Rise, frame: Frame) -> tuple[Placed, ...]:
    """A bent wire that tapers over the stone to a rounded point."""
    start, end, length = claw_end(r)
    first, last = SHEATH * r.thick / 2, tip_half(r)
    turn = (first - last) / length  # sine of the taper: the line touches both balls
    sin, cos = turn, math.sqrt(1 - turn * turn)
    low, high = Arc((0.0, 0.0), first, -math.pi / 2, math.asin(sin)), (last * cos, length + last * sin)
    tip = Arc((0.0, length), last, math.asin(sin), math.pi / 2)
    body = Revolved((low, Line(low.end, high), tip, Line((0.0, length + last), (0.0, -first))))
    d = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    place = Frame((start[0], 0.0, start[1]), (d[1], 0.0, -d[0]), (d[0], 0.0, d[1])).within(frame)
    stem = r.path[:2]
    return (Placed(part, Wire(stem, r.thick / 2), (frame,)), Placed(f"{part} tip", body, (place,)))


def tab(part: str, r: Rise, frame: Frame) -> tuple[Placed, ...]:
    """A flat tab, its edges chamfered, its end brought in all round."""
    line = axis(r)[:-1]
    top = line[-1]
    bevel = CHAMFER * r.thick
    low = (r.foot - (0.3 * r.thick) * math.tan(r.lean), r.foot_z - 0.3 * r.thick)
    levels = [(z, _tab_section(u, r.thick, 0.0)) for u, z in [low, *line[1:-1]]]
    head = r.thick / 2
    levels += [  # upright from where the axis ends: an end that leaned on would be a thin lip over the seat
        (top[1], _tab_section(top[0], r.thick, 0.0)),
        (top[1] + head - bevel, _tab_section(top[0], r.thick, 0.0)),
        (top[1] + head, _tab_section(top[0], r.thick, bevel)),
    ]
    levels = [a for a, b in pairwise(levels) if b[0] - a[0] > 0.02] + levels[-1:]
    return (Placed(part, Stacked(tuple(levels)), (frame,)),)


def _tab_section(u: float, thick: float, inwards: float) -> tuple[Curve, ...]:
    """A rectangle with cut corners round the axis' spot, counter-clockwise from its outer side."""
    a, b, c = thick / 2 - inwards, TAB_WIDTH * thick / 2 - inwards, CHAMFER * thick
    corner = [(a, b - c), (a - c, b), (c - a, b), (-a, b - c), (-a, c - b), (c - a, -b), (a - c, -b), (a, c - b)]
    spots = [(u + x, y) for x, y in corner]
    return polyline(*spots, spots[0])
