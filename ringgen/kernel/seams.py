"""Turned bodies with a seam wherever a cutter bites them.

Where a round body's surface has no seam within a bite, the kernel may miss the bite altogether: the result is valid,
closed, and too heavy. Seams laid through the middle of every bite leave it nothing to miss.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from OCP.BRepPrimAPI import BRepPrimAPI_MakeRevol
from OCP.gp import gp_Ax1, gp_Dir, gp_Pnt
from OCP.TopAbs import TopAbs_FACE
from OCP.TopoDS import TopoDS_Shape

from ringgen.bodies import Body, Frame, Revolved, Wire
from ringgen.kernel._shapes import explore, solid_of, wire_of
from ringgen.kernel.realise import location
from ringgen.plane import Arc, Curve, Line

NEAR = 5.0  # degrees; seams nearer to one another than this are one
CENTRED = 1e-3  # mm; a cutter on the body's own axis bites all round
AXIS = gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(0, 0, 1))


def seams(body: Frame, cutters: Iterable[Frame]) -> list[float]:
    """The directions, degrees about the body's z from its x, in which the cutters stand; ascending."""
    found = list[float]()
    for cutter in cutters:
        to = [c - o for c, o in zip(cutter.origin, body.origin, strict=True)]
        x, y = (sum(d * v for d, v in zip(axis, to, strict=True)) for axis in (body.x, body.y))
        if math.hypot(x, y) > CENTRED:
            way = math.degrees(math.atan2(y, x)) % 360.0
            if all(abs((way - other + 180.0) % 360.0 - 180.0) > NEAR for other in found):
                found.append(way)
    return sorted(found)


def seamed(body: Body, frame: Frame, ways: Sequence[float]) -> TopoDS_Shape:
    """The turned body in its place, its surface divided at those directions."""
    faces = list[TopoDS_Shape]()
    for first, then in zip(ways, [*ways[1:], ways[0] + 360.0], strict=True):
        sin, cos = math.sin(math.radians(first)), math.cos(math.radians(first))
        wire = wire_of(profile(body), lambda p, s=sin, c=cos: gp_Pnt(p[0] * c, p[0] * s, p[1]))  # type: ignore[misc]
        faces += explore(BRepPrimAPI_MakeRevol(wire, AXIS, math.radians(then - first)).Shape(), TopAbs_FACE)
    return solid_of(faces).Moved(location(frame))


def profile(body: Body) -> tuple[Curve, ...]:
    """What is turned, in (r, z), from axis to axis."""
    if isinstance(body, Revolved):
        chain = body.outline
        on_axis = [k for k, c in enumerate(chain) if max(c.start[0], c.end[0]) < 1e-9 and isinstance(c, Line)]
        k = on_axis[0] + 1 if on_axis else 0
        return (*chain[k:], *chain[: max(k - 1, 0)])
    assert isinstance(body, Wire)
    low, high = sorted(z for c in body.path for _, z in (c.start, c.end))[:: max(2 * len(body.path) - 1, 1)]
    r = body.radius
    return (
        Arc((0.0, low), r, -math.pi / 2, 0.0),
        Line((r, low), (r, high)),
        Arc((0.0, high), r, 0.0, math.pi / 2),
    )
