"""Wedges of the hoop: what is round about the finger as a sector of itself, and what trims all that stands there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from OCP.BRepLib import BRepLib
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox, BRepPrimAPI_MakeRevol
from OCP.gp import gp_Ax1, gp_Ax2, gp_Dir, gp_Pnt, gp_Vec
from OCP.TopoDS import TopoDS, TopoDS_Shape

from ringgen.bodies import Groove, Hoop, Placed, Revolved, Vec
from ringgen.errors import BuildError
from ringgen.kernel._shapes import PointAt, face_of
from ringgen.kernel.mirrors import ACROSS, along
from ringgen.kernel.runs import FULL, Item
from ringgen.plane import Curve, polyline, reflected, shifted

TRIMMER = (100.0, 0.1)  # mm: the largest and the least radius of what trims a wedge; beyond any ring, and off the axis
FINGER = gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(0, 1, 0))
ON_PLANE = 1e-6  # mm, degrees, and of a unit vector


@dataclass(frozen=True)
class Wedge:
    """A stretch of the hoop with all that stands in it or reaches in: degrees from the top."""

    low: float
    high: float
    margin: float
    halved: bool = False  # where y > 0 alone


@dataclass(frozen=True)
class Profile:
    """What is turned about the finger axis: a chain in (along the finger, radius)."""

    chain: Sequence[Curve]
    base: float = 0.0
    way: float = 1.0
    swapped: bool = False

    def at(self, degrees: float) -> PointAt:
        """The chain's points at that angle from the top."""
        sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))

        def point(p: tuple[float, float]) -> gp_Pnt:
            along, radius = (p[1], p[0]) if self.swapped else p
            return gp_Pnt(radius * sin, self.base + self.way * along, radius * cos)

        return point


def profile(placed: Placed, place: int) -> Profile:
    """What a body round about the finger is turned from, in one of its places."""
    frame = placed.places[place]
    if isinstance(placed.body, Hoop):
        return Profile(placed.body.sections[0][1], frame.origin[1])
    if isinstance(placed.body, Groove):
        half = shifted(placed.body.half, 0.0, placed.body.radius)
        return Profile((*half, *(reflected(c) for c in reversed(half))), frame.origin[1])
    assert isinstance(placed.body, Revolved)
    return Profile(placed.body.outline, frame.origin[1], frame.z[1], swapped=True)


def sector(profile: Profile, low: float, high: float) -> TopoDS_Shape:
    """The profile turned from one angle to another."""
    high = min(high, low + FULL)
    face = face_of(profile.chain, profile.at(low))
    solid = BRepPrimAPI_MakeRevol(face, FINGER, math.radians(high - low)).Shape()
    BRepLib.OrientClosedSolid_s(TopoDS.Solid_s(solid))
    return solid


def trimmers(wedge: Wedge, items: Sequence[Item]) -> list[TopoDS_Shape]:
    """What takes away all metal beyond the wedge's planes."""
    far, near = TRIMMER
    side = [_half_space(ACROSS)] if wedge.halved else []
    wide = wedge.high - wedge.low
    if wide > FULL - ON_PLANE:
        return side
    if abs(wide - FULL / 2) < ON_PLANE:
        return [_half_space(along(wedge.low)), *side]
    over = max([wedge.margin, *(_over(wedge, i) for i in items if not i.cutter)]) + wedge.margin
    if wide + 2 * over > FULL:
        raise BuildError("what stands at one end of a wedge reaches round to the other")
    box = polyline((-far, near), (far, near), (far, far), (-far, far), (-far, near))
    ends = (wedge.low - over, wedge.low), (wedge.high, wedge.high + over)
    return [*(sector(Profile(box), a, b) for a, b in ends), *side]


def _half_space(normal: Vec) -> TopoDS_Shape:
    """All on the far side of the plane through the ring's middle square to `normal`, as far as a ring goes."""
    far, axes = TRIMMER[0], gp_Ax2(gp_Pnt(0, 0, 0), gp_Dir(*(-n for n in normal)))
    axes.Translate(gp_Vec(axes.XDirection()) * -far + gp_Vec(axes.YDirection()) * -far)
    return BRepPrimAPI_MakeBox(axes, 2 * far, 2 * far, far).Shape()


def _over(wedge: Wedge, item: Item) -> float:
    """How far a body reaches out of the wedge where it reaches out furthest, degrees."""
    wide, room = item.high - item.low, wedge.high - wedge.low
    begins = (item.low - wedge.low) % FULL
    if begins <= room:
        return max(0.0, begins + wide - room)
    before = FULL - begins
    return max(before, wide - before - room)
