"""Bodies into kernel solids, each different body once."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, singledispatch
from typing import Any

from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut
from OCP.BRepBuilderAPI import (
    BRepBuilderAPI_MakeEdge,
    BRepBuilderAPI_MakeFace,
    BRepBuilderAPI_MakeWire,
)
from OCP.BRepOffsetAPI import BRepOffsetAPI_MakePipe
from OCP.BRepPrimAPI import BRepPrimAPI_MakePrism, BRepPrimAPI_MakeRevol
from OCP.GC import GC_MakeArcOfCircle
from OCP.gp import gp_Ax1, gp_Ax2, gp_Ax3, gp_Circ, gp_Dir, gp_Elips, gp_Pnt, gp_Trsf, gp_Vec
from OCP.TopAbs import TopAbs_FACE, TopAbs_SOLID
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS_Shape

from ringgen.bodies import (
    Arm,
    Body,
    Extruded,
    Faceted,
    Frame,
    Groove,
    Hoop,
    Lofted,
    Placed,
    Rail,
    Revolved,
    Stacked,
    Vec,
    Wire,
)
from ringgen.errors import BuildError
from ringgen.kernel._shapes import PointAt, explore, face_of, loft, solid_of, wire_of
from ringgen.plane import Line, reflected

KEPT = 64  # stones, each of some hundred faces at the most
PAST = 0.5  # mm an opening's cutter goes on over both ends of what it opens


class Realiser:
    """Turns placed bodies into solids; equal bodies are built once and moved."""

    def __init__(self) -> None:
        self._built: dict[Body, TopoDS_Shape] = {}

    def shapes(self, placed: Placed) -> list[TopoDS_Shape]:
        """One solid for each place. Raises BuildError naming the part."""
        return self._shapes(placed, realise)

    def stones(self, placed: Placed) -> list[TopoDS_Shape]:
        """The same of stones: nothing is joined to them and nothing cuts them, so a process makes each once."""
        return self._shapes(placed, _kept)

    def _shapes(self, placed: Placed, make: Callable[[Body], TopoDS_Shape]) -> list[TopoDS_Shape]:
        shape = self._built.get(placed.body)
        if shape is None:
            try:
                shape = make(placed.body)
            except BuildError as error:
                raise BuildError(f"{placed.part}: {error}") from error
            except Exception as error:  # the kernel raises types of its own, some of them bare
                raise BuildError(f"{placed.part}: the kernel could not make {_words(placed.body)}: {error}") from error
            self._built[placed.body] = shape
        return [shape.Moved(location(f)) for f in placed.places]


def location(frame: Frame) -> TopLoc_Location:
    """A frame as the kernel's placement."""
    t = gp_Trsf()
    t.SetTransformation(gp_Ax3(gp_Pnt(*frame.origin), gp_Dir(*frame.z), gp_Dir(*frame.x)), gp_Ax3())
    return TopLoc_Location(t)


def _words(body: Body) -> str:
    return f"a {type(body).__name__.lower()}"


@singledispatch
def realise(body: Body) -> TopoDS_Shape:
    """The kernel's solid of one body, in the body's own frame."""
    raise BuildError(f"no way to build a {type(body).__name__}")


@lru_cache(maxsize=KEPT)
def _kept(body: Body) -> TopoDS_Shape:
    return realise(body)


@realise.register
def _hoop(body: Hoop) -> TopoDS_Shape:
    def at(degrees: float) -> PointAt:
        sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
        return lambda p: gp_Pnt(p[1] * sin, p[0], p[1] * cos)

    if len(body.sections) == 1:
        degrees, chain = body.sections[0]
        axis = gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(0, 1, 0))
        return BRepPrimAPI_MakeRevol(face_of(chain, at(degrees)), axis).Shape()
    wires = [wire_of(chain, at(degrees)) for degrees, chain in body.sections]
    return loft([*wires, wires[0]])  # the first again, the very same: the kernel then closes the loft on itself


@realise.register
def _lofted(body: Lofted) -> TopoDS_Shape:
    def on(frame: Frame) -> PointAt:
        return lambda p: gp_Pnt(*frame.point((p[0], p[1], 0.0)))

    wires = [wire_of(chain, on(frame)) for frame, chain in body.sections]
    return loft([*wires, wires[0]] if body.closed else wires)


@realise.register
def _stacked(body: Stacked) -> TopoDS_Shape:
    def level(z: float) -> PointAt:
        return lambda p: gp_Pnt(p[0], p[1], z)

    solid = loft([wire_of(chain, level(z)) for z, chain in body.levels], ruled=True)
    if not (body.hole or body.core):
        return solid
    low, high = body.levels[0][0] - PAST, body.levels[-1][0] + PAST
    if body.core:
        ends = ((low, body.core[0][1]), *body.core, (high, body.core[-1][1]))
        opening = loft([wire_of(chain, level(z)) for z, chain in ends], ruled=True)
    else:
        opening = BRepPrimAPI_MakePrism(face_of(body.hole, level(low)), gp_Vec(0, 0, high - low)).Shape()
    return explore(BRepAlgoAPI_Cut(solid, opening).Shape(), TopAbs_SOLID)[0]


@realise.register
def _rail(body: Rail) -> TopoDS_Shape:
    """A closed pipe: a piece of a torus along every arc, of a cylinder along every line."""

    def at(p: tuple[float, float]) -> gp_Pnt:
        return gp_Pnt(p[0], p[1], body.z)

    first = body.path[0]
    t = first.tangent()
    circle = gp_Circ(gp_Ax2(at(first.start), gp_Dir(t[0], t[1], 0), gp_Dir(0, 0, 1)), body.radius)
    ring = BRepBuilderAPI_MakeWire(BRepBuilderAPI_MakeEdge(circle).Edge()).Wire()
    return solid_of(explore(BRepOffsetAPI_MakePipe(wire_of(body.path, at), ring).Shape(), TopAbs_FACE))


@realise.register
def _revolved(body: Revolved) -> TopoDS_Shape:
    face = face_of(body.outline, lambda p: gp_Pnt(p[0], 0, p[1]))
    return BRepPrimAPI_MakeRevol(face, gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(0, 0, 1))).Shape()


@realise.register
def _groove(body: Groove) -> TopoDS_Shape:
    """The sides turned about y and half a turn at either end, sewn: they share their borders exactly."""
    if not body.rounded:
        return _flat_ended(body)
    far = math.radians(body.degrees)

    def at(p: tuple[float, float]) -> gp_Pnt:
        return gp_Pnt(0.0, p[0], body.radius + p[1])

    def at_end(p: tuple[float, float]) -> gp_Pnt:
        r = body.radius + p[1]
        return gp_Pnt(r * math.sin(far), p[0], r * math.cos(far))

    middle, out = gp_Pnt(0, 0, 0), gp_Dir(math.sin(far), 0, math.cos(far))
    wires = (wire_of(body.half, at), wire_of([reflected(c) for c in reversed(body.half)], at))
    sides = [BRepPrimAPI_MakeRevol(w, gp_Ax1(middle, gp_Dir(0, 1, 0)), far).Shape() for w in wires]
    first = BRepPrimAPI_MakeRevol(wires[0], gp_Ax1(middle, gp_Dir(0, 0, 1)), math.pi).Shape()
    last = BRepPrimAPI_MakeRevol(wire_of(body.half, at_end), gp_Ax1(middle, out.Reversed()), math.pi).Shape()
    return solid_of([face for shape in (*sides, first, last) for face in explore(shape, TopAbs_FACE)])


def _flat_ended(body: Groove) -> TopoDS_Shape:
    whole = (*body.half, *(reflected(c) for c in reversed(body.half)))
    face = face_of(whole, lambda p: gp_Pnt(0.0, p[0], body.radius + p[1]))
    axis = gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(0, 1, 0))
    return BRepPrimAPI_MakeRevol(face, axis, math.radians(body.degrees)).Shape()


@realise.register
def _extruded(body: Extruded) -> TopoDS_Shape:
    face = face_of(body.outline, lambda p: gp_Pnt(p[0], p[1], body.z0))
    return BRepPrimAPI_MakePrism(face, gp_Vec(0, 0, body.z1 - body.z0)).Shape()


@realise.register
def _rod(body: Wire) -> TopoDS_Shape:
    """A pipe along the path and a half ball on each end, sewn: every face exact, every join tangent."""
    path, r = body.path, body.radius
    if len(path) == 1 and isinstance(path[0], Line):
        return _capsule(path[0], r)

    def at(p: tuple[float, float]) -> gp_Pnt:
        return gp_Pnt(p[0], 0, p[1])

    tangent = path[0].tangent()
    circle = gp_Circ(gp_Ax2(at(path[0].start), gp_Dir(tangent[0], 0, tangent[1]), gp_Dir(0, 1, 0)), r)
    ring = BRepBuilderAPI_MakeWire(BRepBuilderAPI_MakeEdge(circle).Edge()).Wire()
    pipe = BRepOffsetAPI_MakePipe(wire_of(path, at), ring).Shape()
    first, last = path[0], path[-1]
    ends = [
        _half_ball(first.start, (-tangent[0], -tangent[1]), r),
        _half_ball(last.end, last.tangent(at_end=True), r),
    ]
    return solid_of([*explore(pipe, TopAbs_FACE), *ends])


def _half_ball(centre: tuple[float, float], out: tuple[float, float], r: float) -> Any:
    c, d = gp_Pnt(centre[0], 0, centre[1]), gp_Dir(out[0], 0, out[1])
    quarter = _quarter(centre, out, r)
    return explore(BRepPrimAPI_MakeRevol(quarter, gp_Ax1(c, d)).Shape(), TopAbs_FACE)[0]


def _quarter(centre: tuple[float, float], out: tuple[float, float], r: float) -> Any:
    """The quarter circle from the rim (on +y) to the pole, as an edge."""
    k = r * math.sqrt(0.5)
    rim = gp_Pnt(centre[0], r, centre[1])
    mid = gp_Pnt(centre[0] + k * out[0], k, centre[1] + k * out[1])
    pole = gp_Pnt(centre[0] + r * out[0], 0, centre[1] + r * out[1])
    return BRepBuilderAPI_MakeEdge(GC_MakeArcOfCircle(rim, mid, pole).Value()).Edge()


def _capsule(axis: Line, r: float) -> TopoDS_Shape:
    (x, z), t = axis.start, axis.tangent()
    length, k = axis.length, r * math.sqrt(0.5)

    def at(p: tuple[float, float]) -> gp_Pnt:
        """(distance from the axis, along it)."""
        return gp_Pnt(x + p[1] * t[0], p[0], z + p[1] * t[1])

    make = BRepBuilderAPI_MakeWire()
    make.Add(BRepBuilderAPI_MakeEdge(GC_MakeArcOfCircle(at((0, -r)), at((k, -k)), at((r, 0))).Value()).Edge())
    make.Add(BRepBuilderAPI_MakeEdge(at((r, 0)), at((r, length))).Edge())
    make.Add(
        BRepBuilderAPI_MakeEdge(
            GC_MakeArcOfCircle(at((r, length)), at((k, length + k)), at((0, length + r))).Value()
        ).Edge()
    )
    make.Add(BRepBuilderAPI_MakeEdge(at((0, length + r)), at((0, -r))).Edge())
    face = BRepBuilderAPI_MakeFace(make.Wire(), True).Face()
    return BRepPrimAPI_MakeRevol(face, gp_Ax1(gp_Pnt(x, 0, z), gp_Dir(t[0], 0, t[1]))).Shape()


@realise.register
def _arm(body: Arm) -> TopoDS_Shape:
    return loft([_ellipse(*section) for section in body.sections])


def _ellipse(centre: Vec, along: Vec, side: Vec, wide: float, high: float) -> Any:
    """An ellipse square to `along`, `wide` along `side`; it begins on that side whatever its shape: no loft twists."""
    if abs(wide - high) < 1e-9:
        edge = BRepBuilderAPI_MakeEdge(gp_Circ(gp_Ax2(gp_Pnt(*centre), gp_Dir(*along), gp_Dir(*side)), wide)).Edge()
    elif wide > high:
        axes = gp_Ax2(gp_Pnt(*centre), gp_Dir(*along), gp_Dir(*side))
        edge = BRepBuilderAPI_MakeEdge(gp_Elips(axes, wide, high)).Edge()
    else:
        across = gp_Dir(*along).Crossed(gp_Dir(*side))  # the long axis; a quarter before it lies `side`
        axes = gp_Ax2(gp_Pnt(*centre), gp_Dir(*along), across)
        edge = BRepBuilderAPI_MakeEdge(gp_Elips(axes, high, wide), -math.pi / 2, 1.5 * math.pi).Edge()
    return BRepBuilderAPI_MakeWire(edge).Wire()


@realise.register
def _faceted(body: Faceted) -> TopoDS_Shape:
    edges: dict[tuple[int, int], Any] = {}
    points = [gp_Pnt(*v) for v in body.vertices]
    faces = []
    for face in body.faces:
        make = BRepBuilderAPI_MakeWire()
        for i, j in zip(face, face[1:] + face[:1], strict=True):
            key = (min(i, j), max(i, j))
            if key not in edges:
                edges[key] = BRepBuilderAPI_MakeEdge(points[key[0]], points[key[1]]).Edge()
            make.Add(edges[key])
        faces.append(BRepBuilderAPI_MakeFace(make.Wire(), True).Face())
    return solid_of(faces)
