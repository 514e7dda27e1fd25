"""The cup of a bezel: how wide it is at every height, round any outline, and the pocket its stone lies in.

All in the stone's frame, mm. A cup is drawn once, as the half section through the narrowest half of its stone; every
other direction is that section stretched, about the culet, to the outline's reach. Where the section keeps its wall,
every direction does: stretching only takes inside and outside further apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Faceted
from ringgen.outline import corners, offset, rounded, scaled
from ringgen.plane import Arc, Curve, Line, Point, points
from ringgen.settings._arrangement import Ground, round_outline
from ringgen.stones import Measures, envelope

LOW, HIGH = 0.25, 1.2  # mm from the band up to the culet
CLEARANCE = 0.05  # mm round the girdle; MatrixGold asks 0.1 to 0.2 mm on the diameter
WAIST = -0.28  # of the pavilion: where the cup's side stands upright
UNDER_CULET = 0.12  # mm of air under the culet
LEAST_OPENING = 0.3  # mm, half width of the pocket's bottom
BEARING = 0.45  # mm of ledge under the girdle that carries the stone
LEDGE = 0.3  # of the half width: the widest ledge a small stone is given
LEAST_DROP = 0.04  # mm a ledge falls inwards at least: under a flat back too it is a face of its own
BURY = 0.75  # mm the cup reaches into the band; parts overlap at least 0.15 (Stuller)
BURY_BESIDE = 0.2  # mm it lies in the band where that falls away under the foot
FLOOR = 0.35  # mm of cup left over the band under the pocket
UNDER_FLOOR = 1.2  # mm of metal under a pocket that reaches into the band: 0.85 of it over the foot beside the band
OVER_FINGER = 0.32  # mm the foot ends over the finger at least: out of the way of a rounded inside's flare
DRILL = 0.5  # mm, half width of the hole to the finger under a stone sunk so deep that no floor would be left
SHARP = 105.0  # degrees: a corner sharper than this is a point that chips
SPARE = 0.07  # mm of wall more round a stone with points, whose notches reach so far into it
CORNER = 0.5  # of the wall: the radius of the outside of a sharp corner; up to 1 the wall is no thinner there
DOMED = 0.25  # of the width: a table narrower than this is the crest of a dome
BALL = 0.3  # of the width: a dome with that much below its girdle is a pearl
STEP = 0.01  # mm: how closely outlines are looked at
STEPS_DOWN = 8  # straight pieces a pocket's side follows a curved wall with

Shares = tuple[Point, ...]
"""(height, share of the outline) of a stone below its girdle, from the culet up."""


@dataclass(frozen=True)
class Cup:
    """The half section of a cup. Its side is an arc, upright at the waist, or with a `lean` one straight line."""

    inner: float
    outer: float
    foot: float
    top: float
    waist: float
    bottom: float
    wall: float
    lean: float | None = None

    @property
    def side(self) -> Arc:
        """The curved outside from the foot up to the waist."""
        d, h = self.outer - self.foot, self.waist - self.bottom
        radius = (d * d + h * h) / (2 * d)
        return Arc((self.outer - radius, self.waist), radius, -math.atan2(h, radius - d), 0.0)

    def outside(self, z: float) -> float:
        """Half the width of the cup at that height."""
        if self.lean is not None:
            return self.outer + z * math.tan(self.lean)
        if z >= self.waist:
            return self.outer
        side = self.side
        return side.centre[0] + math.sqrt(max(side.radius**2 - (z - self.waist) ** 2, 0.0))

    def inside(self, z: float) -> float:
        """How wide the cup may be open at that height with its wall all round it."""
        if self.lean is not None:
            return max(0.0, min(self.inner, self.outside(z) - self.wall / math.cos(self.lean)))
        if z >= self.waist:
            return self.outer - self.wall
        radius = self.side.radius - self.wall
        under = radius * radius - (z - self.waist) ** 2
        return max(0.0, self.side.centre[0] + math.sqrt(under)) if radius > 0 and under > 0 else 0.0

    @property
    def deepest(self) -> float:
        """The lowest height at which the cup's wall still leaves the least opening."""
        if self.lean is not None:
            slope = math.tan(self.lean)
            room = self.outer - self.wall / math.cos(self.lean) - LEAST_OPENING
            return -room / slope if slope > 0 else -math.inf
        radius = self.side.radius - self.wall
        across = max(0.0, LEAST_OPENING - self.side.centre[0])
        return self.waist - math.sqrt(radius * radius - across * across) if radius > across else self.waist


@dataclass(frozen=True)
class Pit:
    """Where a pocket ends: its floor, and whether a hole goes on from there to the finger."""

    floor: float
    through: bool
    finger: float


def turned(stone: Measures) -> bool:
    """Whether the cup of a stone can be turned: one circle, the culet under its middle."""
    return round_outline(stone) and math.hypot(*stone.culet) < 1e-9


def pearl(stone: Measures) -> bool:
    """Whether it is a dome above and below: nothing is pressed over one."""
    return stone.table < DOMED * stone.width and stone.pavilion > BALL * stone.width


def inner(stone: Measures) -> tuple[Curve, ...] | None:
    """The inside of the wall round the girdle; None where the outline cannot be followed."""
    return offset(stone.outline, CLEARANCE)


def spare(stone: Measures) -> float:
    """How much thicker than asked a wall is drawn, for the notches at a stone's points, mm."""
    return SPARE if any(degrees < SHARP for _, degrees in corners(stone.outline)) else 0.0


def outer(stone: Measures, wall: float) -> tuple[Curve, ...] | None:
    """The outside of the wall, its corners rounded; None where the outline cannot be followed."""
    moved = offset(stone.outline, CLEARANCE + wall + spare(stone))
    if moved is None or not corners(moved):
        return moved
    return rounded(moved, CORNER * wall)


def half_width(stone: Measures) -> float:
    """Half the inside of the wall where it is narrowest: its least support about the culet, mm."""
    if turned(stone):
        return stone.width / 2 + CLEARANCE
    cx, cy = stone.culet
    found = math.inf
    for c in stone.outline:
        if isinstance(c, Line):
            tx, ty = c.tangent()
            found = min(found, (c.start[0] - cx) * ty - (c.start[1] - cy) * tx)
            continue
        out = 1.0 if c.a1 > c.a0 else -1.0
        for x, y in (*points((c,), STEP), c.end):
            nx, ny = out * (x - c.centre[0]) / c.radius, out * (y - c.centre[1]) / c.radius
            found = min(found, (x - cx) * nx + (y - cy) * ny)
    return found + CLEARANCE


def shares(solid: Faceted, stone: Measures) -> Shares:
    """The narrowest stack of the stone's own outlines that holds its lower half."""
    half = stone.width / 2
    found: dict[float, float] = {}
    for r, z in envelope(solid, stone):
        if z <= 1e-9:
            found[z] = max(found.get(z, 0.0), r / half)
    below = sorted(found.items())
    return (*below, (0.0, 1.0)) if below[-1][0] < -1e-9 else tuple(below)


def cone(stone: Measures) -> Shares:
    """What a lower half is at least, told by the stone's measures alone: straight from the girdle to the culet."""
    return ((-stone.pavilion, 0.0), (0.0, 1.0))


def share_at(held: Shares, z: float) -> float:
    """The share of the outline the stone needs at a height below its girdle."""
    for (z0, s0), (z1, s1) in pairwise(held):
        if z0 <= z <= z1:
            return s0 + (s1 - s0) * (z - z0) / (z1 - z0)
    return 0.0 if z < held[0][0] else held[-1][1]


def bottom_of(foot: float, across: tuple[Curve, ...], culet: Point, ground: Ground, floor: float) -> float:
    """How deep a cup's foot reaches: into the band wherever that lies under it, and never down to the finger.

    `foot` is the foot's share of the outline `across`.
    """
    spots = [p for share in (0.3, 0.5, 0.7, 0.85, 1.0) for p in points(scaled(across, share * foot, culet), 0.05)]
    under = [h for p in spots if (h := ground.under(*p)) is not None]
    fall = ground.top - min(under, default=ground.top)
    wanted = min(ground.top - BURY, ground.top - fall - BURY_BESIDE, floor - UNDER_FLOOR)
    return max(wanted, ground.top - ground.depth + OVER_FINGER)


def pit(stone: Measures, ground: Ground, deepest: float) -> Pit:
    """How deep a pocket goes: to a floor over the band, or as deep as the cup's wall lets it, but under the culet.

    A stone sunk into the band has a floor of metal under it, or where too little would be left, a hole to the finger.
    """
    finger = ground.top - ground.depth
    floor = min(max(ground.top + FLOOR, deepest + 1e-3), -stone.pavilion - UNDER_CULET)
    least = finger + UNDER_FLOOR
    return Pit(max(floor, least), floor < least - 1e-9, finger)


def pocket(cup: Cup, held: Shares, end: Pit) -> Shares:
    """The pocket below the girdle: (height, share of the inside), from the floor up to the girdle.

    A ledge at the stone's own slope, `CLEARANCE` off it in the half section, then as open as the cup's wall leaves it.
    """
    ledge = 1 - min(BEARING, LEDGE * cup.inner) / cup.inner
    seat = bearing(cup.inner, held, ledge)
    z = seat[0][0]
    opened = [(end.floor + (z - end.floor) * i / STEPS_DOWN) for i in range(STEPS_DOWN + 1)]
    sides = [(h, max(LEAST_OPENING / cup.inner, min(ledge, cup.inside(h) / cup.inner))) for h in opened]
    return (*_straightened(sides), *seat[1:])


def bearing(half: float, held: Shares, ledge: float) -> Shares:
    """What carries the stone, from the ledge's inner edge (a share of the inside, `half` mm wide) up to the girdle."""
    seat = [(0.0, 1.0)]
    for z, share in reversed(held):
        wide = _widened(half, share)
        if wide >= seat[-1][1] - 1e-6:  # a girdle's lower edge dips between its facets
            seat[-1] = (min(z, seat[-1][0]), seat[-1][1])
        elif wide > ledge and z < seat[-1][0] - LEAST_DROP / 4:
            seat.append((z, wide))
    inner_edge = (ledge * half - CLEARANCE) / (half - CLEARANCE)
    z = min(height_at(held, inner_edge), seat[-1][0] - LEAST_DROP)
    return ((z, ledge), *reversed(seat))


def clears(cup: Cup, held: Shares, end: Pit) -> bool:
    """Whether the pocket a cup's wall leaves has room for the stone all the way down, and a floor under the culet."""
    if cup.lean is None and cup.outer - cup.foot > cup.waist - cup.bottom:
        return False  # so flat that its side would bulge under the foot
    if cup.deepest > end.floor or cup.inside(end.floor) < LEAST_OPENING:
        return False
    if end.through and drilled(cup, held, end) + cup.wall > cup.outside(cup.bottom):
        return False
    heights = [end.floor * i / 24 for i in range(1, 25)]
    return all(cup.inside(z) >= _widened(cup.inner, share_at(held, z)) * cup.inner - 0.4 * CLEARANCE for z in heights)


def drilled(cup: Cup, held: Shares, end: Pit) -> float:
    """Half the width of the hole to the finger: what is left of the stone below the floor passes through it, mm."""
    return max(DRILL, _widened(cup.inner, share_at(held, end.floor)) * cup.inner)


def _widened(half: float, share: float) -> float:
    """The pocket's share of the inside round the stone's share of its outline."""
    return (share * (half - CLEARANCE) + CLEARANCE) / half


def height_at(held: Shares, share: float) -> float:
    """Where the stone's lower half is as wide as a share of its outline."""
    for (z0, s0), (z1, s1) in pairwise(held):
        if s0 <= share <= s1 and s1 > s0:
            return z0 + (z1 - z0) * (share - s0) / (s1 - s0)
    return held[0][0]


def _straightened(line: list[Point]) -> list[Point]:
    """Without the points inside a straight run."""
    kept = line[:1]
    for p, q in pairwise(line[1:]):
        (x0, y0), (x1, y1) = kept[-1], p
        if abs((x1 - x0) * (q[1] - y1) - (q[0] - x1) * (y1 - y0)) > 1e-9:
            kept.append(p)
    return [*kept, line[-1]]
