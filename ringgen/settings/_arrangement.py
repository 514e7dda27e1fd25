"""What passes between a setting and the ring it stands on."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise

from ringgen.bodies import Faceted, Frame, Parts, Placed, Revolved, Stacked
from ringgen.facets import grown as grown_facets
from ringgen.outline import scaled, straight
from ringgen.plane import Arc, Curve, Line, Point, at, polyline
from ringgen.stones import Measures, envelope, grown
from ringgen.witness import Witness

LEAST_RATE = 0.3  # cosine between a stone's axis and the band's outward direction: further round, it is the band's side
NOTCH = 0.5  # of half the width: a heart's cleft, where no metal stands close, does not widen the whole seat
SPOTS = 16  # looked at along each curve of a girdle
LEAST_SHARE = 0.02  # of the girdle: where a seat's pointed end is cut off, which no metal ever reaches


@dataclass(frozen=True)
class Ground:
    """The band's top, as a setting sees it from its stone: all in mm, heights in the stone's frame.

    `top` is the band's outside under the stone (negative), `half_width` half its width there, `radius` the outer
    radius of the hoop, `depth` how much metal lies under `top` before the finger.
    """

    top: float
    half_width: float
    radius: float
    depth: float
    crown: tuple[Point, ...] = ()
    """(across the band, height over its middle) of the band's outside, from side to side; empty: level."""
    frame: Frame | None = None
    """The stone's frame in the ring, turned and tilted as it stands; None: upright, its x along the hoop."""
    course: tuple[tuple[float, float, float], ...] = ()
    """(degrees round the hoop from the stone, half the band's width, its outer radius) to both sides; empty: the same
    all along."""

    def along(self, degrees: float) -> tuple[float, float]:
        """Half the band's width and its outer radius so many degrees round the hoop from the stone, mm."""
        for (a0, w0, r0), (a1, w1, r1) in pairwise(self.course):
            if a0 <= degrees <= a1:
                share = (degrees - a0) / (a1 - a0)
                return w0 + (w1 - w0) * share, r0 + (r1 - r0) * share
        return self.half_width, self.radius

    def under(self, x: float, y: float) -> float | None:
        """The height of the band's outside under a point of the stone's frame, along its axis; None beside the band."""
        frame = self.frame or Frame(origin=(0.0, 0.0, self.radius - self.top))
        height = self.top
        for _ in range(6):  # the outside is nearly a cylinder: each step takes the rest of the error off
            px, py, pz = frame.point((x, y, height))
            if abs(py) > self.half_width:
                return None
            wanted = self.outside(py)
            away = math.hypot(px, pz)
            rate = (px * frame.z[0] + pz * frame.z[2]) / away
            if rate < LEAST_RATE:
                return None
            height += (wanted - away) / rate
        return height

    def outside(self, y: float) -> float:
        """How far the band's outside lies from the finger's axis at that place across the band, mm."""
        return self.radius + self._crown_at(y)

    def _crown_at(self, y: float) -> float:
        for (y0, h0), (y1, h1) in pairwise(self.crown):
            if y0 <= y <= y1:
                return h0 + (h1 - h0) * (y - y0) / (y1 - y0)
        return 0.0


@dataclass(frozen=True)
class Carry:
    """Where shoulders may reach a head, in the stone's frame: on ±x at this radius and height, half sizes at most."""

    radius: float
    height: float
    half_width: float
    half_height: float
    part: str


@dataclass(frozen=True)
class Arrangement:
    """What a setting comes to, in its stone's frame; `lowest` is the height of its lowest metal, mm."""

    parts: Parts
    witness: Witness
    lowest: float
    carry: Carry | None = None
    notes: tuple[str, ...] = field(default=())
    bare: bool = True
    """Whether the band's own outside lies beside the stones of a row, not a wall or a border."""
    holes: tuple[float, ...] = ()
    """Half the width of the hole under each stone of a row, mm, 0 for none."""
    fans: bool = False
    """Whether its stones stand out from a middle like rays: what is equal is the opening where two are nearest."""


def seat(stone: Measures, solid: Faceted, clearance: float, part: str) -> Placed:
    """The cutter of a seat: the stone, `clearance` mm larger all round.

    A round stone's is turned, a polygon's has its facets, and every other is its outline, larger or smaller at every
    height: few smooth faces, however many facets the stone has. The clearance is that of the girdle's nearest side; the
    further ones have more in proportion.
    """
    if round_outline(stone) and math.hypot(*stone.culet) < 1e-9:
        points = grown(envelope(solid, stone), clearance)
        return Placed(part, Revolved((*polyline(*points), Line(points[-1], points[0]))))
    if straight(stone.outline):
        return Placed(part, grown_facets(solid, clearance))
    nearest, levels = _nearest_side(stone), list[tuple[float, float]]()
    scale = nearest / (stone.width / 2)
    for r, z in grown(tuple((scale * r, z) for r, z in envelope(solid, stone)), clearance):
        share = max(r / nearest, LEAST_SHARE)
        if not levels or z > levels[-1][0] + 1e-6:
            levels.append((z, share))
        elif share > levels[-1][1]:
            levels[-1] = (z, share)
    return Placed(part, Stacked(tuple((z, scaled(stone.outline, share, stone.culet)) for z, share in levels)))


def _nearest_side(stone: Measures) -> float:
    """How far from over the culet the nearest tangent of the girdle passes, mm; in a notch, a share of the width.

    Enlarged about the culet by a share, the outline moves outwards by that share of this distance, or more.
    """
    cx, cy = stone.culet
    sides = []
    for c in stone.outline:
        for k in range(SPOTS + 1):
            (x, y), (tx, ty) = at(c, k / SPOTS), _tangent(c, k / SPOTS)
            sides.append(ty * (x - cx) - tx * (y - cy))
    return max(min(sides), NOTCH * stone.width / 2)


def _tangent(c: Curve, share: float) -> Point:
    if isinstance(c, Line):
        return c.tangent()
    a, turn = c.a0 + share * (c.a1 - c.a0), math.copysign(1.0, c.a1 - c.a0)
    return (-turn * math.sin(a), turn * math.cos(a))


def round_outline(stone: Measures) -> bool:
    """Whether the girdle is one circle round the stone's axis."""
    return all(isinstance(c, Arc) and math.hypot(*c.centre) < 1e-9 for c in stone.outline)
