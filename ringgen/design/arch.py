"""An arch of metal from the band up to a head: its line, and its section anywhere along it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ringgen.bodies import Arm, Frame, Lofted, Vec, cross
from ringgen.plane import Arc, Curve, Line, Point

Section = tuple[Vec, Vec, Vec, float, float]
"""Centre, unit direction along, unit direction to the side, half the width, half the height; mm."""

EDGE = 0.1  # mm, radius of a flat top's edges: what polishing leaves of a sharp one
RIM = EDGE * (1 - math.sqrt(0.5))  # mm an eased edge takes of the metal beside a row, about
UNDER = 0.4  # of its height: the radius of its lower edges, which lie over the finger


@dataclass(frozen=True)
class Arch:
    """An arch: `curve` are the (x, z) of a cubic's four points, mm, from inside the band to the head.

    It leaves the band `rail` mm from the middle along the finger and arrives `aside` mm from it; `root` and `tip` are
    half its width and half its height there. Up to `held` of the way it keeps what it has at the band. `flat` ones have
    a level top, others are oval. `side` is -1 for the mirror image, on -x.
    """

    curve: tuple[Point, Point, Point, Point]
    rail: float
    aside: float
    root: Point
    tip: Point
    flat: bool = False
    held: float = 0.0
    side: float = 1.0

    @property
    def reach(self) -> float:
        """How far it is from its beginning to its end in a straight line, seen along the finger, mm."""
        return math.dist(self.curve[0], self.curve[3])

    def section(self, s: float) -> Section:
        """Its section at s, from 0 at the band to 1 at the head."""
        (x, z), (tx, tz) = _bezier(s, *self.curve)
        wide, high = self.size(s)
        lean = (self.aside - self.rail) * 6 * s * (1 - s) / self.reach  # across the finger, for each mm along
        scale = math.hypot(1.0, lean)
        m, low = self.side, self.root[1] - high if self.flat else 0.0
        x, z = x + low * tz, z - low * tx
        along = (m * tx / scale, lean / scale, tz / scale)
        across = (m * (-tx * lean / scale), 1 / scale, -tz * lean / scale)
        return (m * x, self.rail + (self.aside - self.rail) * _ease(s), z), along, across, wide, high

    def size(self, s: float) -> Point:
        """Half its width and half its height at s, mm."""
        share = _ease((s - self.held) / (1 - self.held))
        wide, high = (r + (t - r) * share for r, t in zip(self.root, self.tip, strict=True))
        return wide, high

    def top(self, s: float) -> Vec:
        """The middle of its upper side at s, away from the finger."""
        (x, y, z), _, _, _, high = self.section(s)
        u, v, w = self.up(s)
        return (x + high * u, y + high * v, z + high * w)

    def up(self, s: float) -> Vec:
        """Square to its section's width and direction, away from the finger."""
        _, along, across, _, _ = self.section(s)
        x, y, z = cross(across, along)
        return (self.side * x, self.side * y, self.side * z)

    def body(self, sections: int) -> Arm | Lofted:
        """It, through so many sections."""
        steps = [i / (sections - 1) for i in range(sections)]
        if not self.flat:
            return Arm(tuple(self.section(s) for s in steps))
        return Lofted(tuple(self._drawn(s) for s in steps))

    def _drawn(self, s: float) -> tuple[Frame, tuple[Curve, ...]]:
        """A flat-topped section: y of its frame is up."""
        centre, _, across, wide, high = self.section(s)
        return Frame(centre, across, cross(across, self.up(s))), _outline(wide, high)


def _outline(wide: float, high: float) -> tuple[Curve, ...]:
    """Level above, its upper edges eased, its lower ones round; half sizes, mm."""
    low, right = UNDER * 2 * high, math.pi / 2
    low = min(low, wide - EDGE)
    x, y, a, b = wide - EDGE, high - EDGE, wide - low, low - high
    return (
        Line((x, high), (-x, high)),
        Arc((-x, y), EDGE, right, 2 * right),
        Line((-wide, y), (-wide, b)),
        Arc((-a, b), low, 2 * right, 3 * right),
        Line((-a, -high), (a, -high)),
        Arc((a, b), low, 3 * right, 4 * right),
        Line((wide, b), (wide, y)),
        Arc((x, y), EDGE, 0.0, right),
    )


def _ease(s: float) -> float:
    s = max(0.0, min(1.0, s))
    return s * s * (3 - 2 * s)


def _bezier(s: float, a: Point, b: Point, c: Point, d: Point) -> tuple[Point, Point]:
    """Point and unit tangent of a cubic at s."""
    u = 1 - s
    w = (u**3, 3 * u * u * s, 3 * u * s * s, s**3)
    at = tuple(w[0] * a[i] + w[1] * b[i] + w[2] * c[i] + w[3] * d[i] for i in (0, 1))
    v = (3 * u * u, 6 * u * s, 3 * s * s)
    to = tuple(v[0] * (b[i] - a[i]) + v[1] * (c[i] - b[i]) + v[2] * (d[i] - c[i]) for i in (0, 1))
    length = math.hypot(*to)
    return (at[0], at[1]), (to[0] / length, to[1] / length)
