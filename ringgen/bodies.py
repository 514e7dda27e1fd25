"""The few kinds of body a ring is made of, as frozen data.

Profiles and settings return these and never touch a CAD kernel; `ringgen.kernel` turns them into solids. All lengths
are millimetres. Equal bodies are equal values, so one body in many places is realised once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ringgen.plane import Curve

Vec = tuple[float, float, float]


def cross(a: Vec, b: Vec) -> Vec:
    """The vector square to both, as long as the area between them."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def unit(v: Vec) -> Vec:
    """The same direction, one long."""
    size = math.hypot(*v)
    return (v[0] / size, v[1] / size, v[2] / size)


@dataclass(frozen=True)
class Frame:
    """A right-handed placement: where the local origin and the local x and z axes (unit vectors) lie in the ring."""

    origin: Vec = (0.0, 0.0, 0.0)
    x: Vec = (1.0, 0.0, 0.0)
    z: Vec = (0.0, 0.0, 1.0)

    @property
    def y(self) -> Vec:
        """The local y axis."""
        return cross(self.z, self.x)

    def point(self, p: Vec) -> Vec:
        """A local point in ring coordinates."""
        y = self.y
        o, x, z = self.origin, self.x, self.z
        return (
            o[0] + p[0] * x[0] + p[1] * y[0] + p[2] * z[0],
            o[1] + p[0] * x[1] + p[1] * y[1] + p[2] * z[1],
            o[2] + p[0] * x[2] + p[1] * y[2] + p[2] * z[2],
        )

    def direction(self, v: Vec) -> Vec:
        """A local direction in ring coordinates."""
        p, o = self.point(v), self.origin
        return (p[0] - o[0], p[1] - o[1], p[2] - o[2])

    def within(self, outer: Frame) -> Frame:
        """This frame, given in `outer`'s coordinates, in the coordinates `outer` itself is given in."""
        return Frame(outer.point(self.origin), outer.direction(self.x), outer.direction(self.z))


def spun(degrees: float) -> Frame:
    """The frame turned about its own z axis."""
    a = math.radians(degrees)
    return Frame(x=(math.cos(a), math.sin(a), 0.0))


@dataclass(frozen=True)
class Hoop:
    """A closed band: sections round the finger axis (Y).

    `sections` are (degrees from the top, seen along -Y, closed chain of curves in (y, radius)). One section is
    revolved; several (ascending, each with the same number of curves) are blended smoothly and closed on themselves.
    """

    sections: tuple[tuple[float, tuple[Curve, ...]], ...]


@dataclass(frozen=True)
class Revolved:
    """A closed chain of curves in (r, z), r >= 0, turned about the local z axis."""

    outline: tuple[Curve, ...]


@dataclass(frozen=True)
class Wire:
    """A round wire with domed ends: a tangent-continuous open chain of curves in local (x, z), and a radius."""

    path: tuple[Curve, ...]
    radius: float


@dataclass(frozen=True)
class Extruded:
    """A closed chain of curves in local (x, y), from z0 to z1."""

    outline: tuple[Curve, ...]
    z0: float
    z1: float


@dataclass(frozen=True)
class Arm:
    """A smooth arm through elliptical sections.

    Each section is (centre, unit tangent, unit side direction, half size along the side, half size across it).
    """

    sections: tuple[tuple[Vec, Vec, Vec, float, float], ...]


@dataclass(frozen=True)
class Stacked:
    """Closed outlines in local (x, y) at ascending heights, joined by straight lines from each to the next.

    Every outline has the same number of curves, each joined to its namesake above. `hole`, if any, is the closed
    outline of an opening straight through all of them; `core` are those of one that is not straight, from the lowest
    level to the highest, within theirs.
    """

    levels: tuple[tuple[float, tuple[Curve, ...]], ...]
    hole: tuple[Curve, ...] = ()
    core: tuple[tuple[float, tuple[Curve, ...]], ...] = ()


@dataclass(frozen=True)
class Rail:
    """A round wire along a closed outline without corners in local (x, y), at height z."""

    path: tuple[Curve, ...]
    z: float
    radius: float


@dataclass(frozen=True)
class Lofted:
    """A smooth body through outlines, each in the x and y of its own frame, all of as many curves.

    `closed` joins the last to the first.
    """

    sections: tuple[tuple[Frame, tuple[Curve, ...]], ...]
    closed: bool = False


@dataclass(frozen=True)
class Groove:
    """A section led round the local y axis by `degrees`, from +z towards +x: what a row of stones is sunk into.

    `half` is one half of the section, an open chain of curves in (y, height over `radius`) with y >= 0, from its middle
    at the bottom to its middle at the top; the other half mirrors it. `rounded` ends go on by half a turn of it each.
    """

    half: tuple[Curve, ...]
    radius: float
    degrees: float
    rounded: bool = True


@dataclass(frozen=True)
class Faceted:
    """A polyhedron: vertices and planar faces (vertex numbers, counter-clockwise seen from outside)."""

    vertices: tuple[Vec, ...]
    faces: tuple[tuple[int, ...], ...]


Body = Hoop | Revolved | Wire | Extruded | Arm | Stacked | Rail | Lofted | Groove | Faceted


@dataclass(frozen=True)
class Placed:
    """One body in one or many places, under the name a report calls it by."""

    part: str
    body: Body
    places: tuple[Frame, ...] = (Frame(),)

    def within(self, outer: Frame) -> Placed:
        """The same body, its places given in `outer`'s coordinates, in the ring's."""
        return Placed(self.part, self.body, tuple(p.within(outer) for p in self.places))


@dataclass(frozen=True)
class Parts:
    """Metal to add, cutters to take away, stones to show; `a + b` joins two."""

    metal: tuple[Placed, ...] = ()
    cutters: tuple[Placed, ...] = ()
    stones: tuple[Placed, ...] = ()

    def __add__(self, other: Parts) -> Parts:
        return Parts(self.metal + other.metal, self.cutters + other.cutters, self.stones + other.stones)

    def within(self, outer: Frame) -> Parts:
        """All of it, given in `outer`'s coordinates, in the ring's."""

        def moved(bodies: Iterable[Placed]) -> tuple[Placed, ...]:
            return tuple(b.within(outer) for b in bodies)

        return Parts(moved(self.metal), moved(self.cutters), moved(self.stones))


@dataclass(frozen=True)
class Region:
    """Where a named part lies, for reports: all within `radius` of the polyline `points` (ring coordinates).

    `field` is the field of the spec that makes this part thicker, `value` what it says now, mm: what a finding adds to.
    Without one a finding names the field and offers no number, unless it is the thickness of a prong or a wall.
    """

    part: str
    field: str
    points: tuple[Vec, ...]
    radius: float = 0.0
    value: float | None = None
