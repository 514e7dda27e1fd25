"""The points along a face's borders: those a neighbour has already, or as many as the faces beside need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Curve, BRepAdaptor_Curve2d, BRepAdaptor_Surface
from OCP.GCPnts import GCPnts_TangentialDeflection
from OCP.GeomAbs import GeomAbs_BSplineSurface, GeomAbs_Torus
from OCP.gp import gp_Pnt, gp_Vec
from OCP.Poly import Poly_PolygonOnTriangulation
from OCP.TColStd import TColStd_Array1OfInteger, TColStd_Array1OfReal
from OCP.TopAbs import TopAbs_EDGE, TopAbs_FACE, TopAbs_FORWARD
from OCP.TopExp import TopExp
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS, TopoDS_Edge, TopoDS_Face, TopoDS_Shape
from OCP.TopTools import TopTools_IndexedDataMapOfShapeListOfShape

from ringgen.kernel.steps import FLAT

BORDERS = 0.95  # of the deviation asked for: what chords along a border may stray
HALVED = 5  # times at most that what lies between two of the kernel's points is

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Border:
    """An edge's points in its own order: parameters (n,), places (n, 3) in mm, and places in the face's two (n, 2)."""

    edge: TopoDS_Edge
    own: Floats
    places: Floats
    flat: Floats

    @property
    def ahead(self) -> bool:
        """Whether the face's border runs along it as the edge itself does."""
        return bool(self.edge.Orientation() == TopAbs_FORWARD)


class Borders:
    """The borders of a shape's faces, their chords within `deviation` mm and `angular` rad of one another."""

    def __init__(self, shape: TopoDS_Shape, deviation: float, angular: float) -> None:
        self._deviation, self._angular = deviation, angular
        self._around = TopTools_IndexedDataMapOfShapeListOfShape()
        TopExp.MapShapesAndAncestors_s(shape, TopAbs_EDGE, TopAbs_FACE, self._around)

    def of(self, edge: TopoDS_Edge, face: TopoDS_Face) -> Border:
        """An edge's points, in its face: those a neighbour has already, or as many as the deviation needs."""
        beside = [TopoDS.Face_s(f) for f in self._around.FindFromKey(edge)]
        own, places = _had(edge, beside) or _divided(edge, beside, self._deviation, self._angular)
        curve = BRepAdaptor_Curve2d(edge, face)
        flat = [curve.Value(t) for t in own]
        return Border(edge, own, places, np.array([(p.X(), p.Y()) for p in flat]))


def is_curved(face: TopoDS_Face) -> bool:
    """Whether a face is one that grids are laid on: a torus or a blend."""
    return BRepAdaptor_Surface(face).GetType() in (GeomAbs_Torus, GeomAbs_BSplineSurface)


def polygon(border: Border, numbers: Sequence[int], within: float) -> Poly_PolygonOnTriangulation:
    """A border's points in its face's triangles, by their numbers there."""
    nodes, own = TColStd_Array1OfInteger(1, len(numbers)), TColStd_Array1OfReal(1, len(numbers))
    for k, (number, t) in enumerate(zip(numbers, border.own.tolist(), strict=True), 1):
        nodes.SetValue(k, number)
        own.SetValue(k, t)
    found = Poly_PolygonOnTriangulation(nodes, own)
    found.Deflection(within)  # without it the kernel's own validity check allows its ends, its vertices, nothing
    return found


def _had(edge: TopoDS_Edge, beside: Sequence[TopoDS_Face]) -> tuple[Floats, Floats] | None:
    for neighbour in beside:
        place = TopLoc_Location()
        triangles = BRep_Tool.Triangulation_s(neighbour, place)
        if triangles is None:
            continue
        polygon = BRep_Tool.PolygonOnTriangulation_s(edge, triangles, place)
        if polygon is None or not polygon.HasParameters():
            continue
        move, count = place.Transformation(), polygon.NbNodes()
        nodes = [triangles.Node(polygon.Node(k)).Transformed(move).Coord() for k in range(1, count + 1)]
        return np.array([polygon.Parameter(k) for k in range(1, count + 1)]), np.array(nodes)
    return None


def _divided(
    edge: TopoDS_Edge, beside: Sequence[TopoDS_Face], deviation: float, angular: float
) -> tuple[Floats, Floats]:
    """Points along an edge, as near to one another as it and the faces beside it need.

    A straight edge may run askew through a curved face's parameters: between two of its points, the face's own line
    from one to the other is elsewhere.
    """
    curve = BRepAdaptor_Curve(edge)
    found = GCPnts_TangentialDeflection(curve, angular, deviation)
    faces = [(BRepAdaptor_Curve2d(edge, face), BRepAdaptor_Surface(face)) for face in beside if is_curved(face)]
    own = [found.Parameter(1)]
    for k in range(2, found.NbPoints() + 1):
        own += _between(curve, faces, own[-1], found.Parameter(k), BORDERS * deviation, HALVED)
    places = [curve.Value(t).Coord() for t in own]
    first, last = TopExp.FirstVertex_s(edge), TopExp.LastVertex_s(edge)  # all edges of a vertex end in the same point
    places[0], places[-1] = BRep_Tool.Pnt_s(first).Coord(), BRep_Tool.Pnt_s(last).Coord()
    return np.array(own), np.array(places)


def _between(
    curve: BRepAdaptor_Curve,
    faces: Sequence[tuple[BRepAdaptor_Curve2d, BRepAdaptor_Surface]],
    start: float,
    end: float,
    deviation: float,
    depth: int,
) -> list[float]:
    """The end, and before it what points are needed for the chord to be within `deviation` mm of the middle."""
    a, b, middle = curve.Value(start), curve.Value(end), (start + end) / 2
    chord = gp_Vec(a, b)
    long = chord.Magnitude()
    strays = chord.Crossed(gp_Vec(a, curve.Value(middle))).Magnitude() / long if long else 0.0
    for flat, surface in faces:
        p, q = flat.Value(start), flat.Value(end)
        point, du, dv = gp_Pnt(), gp_Vec(), gp_Vec()
        surface.D1((p.X() + q.X()) / 2, (p.Y() + q.Y()) / 2, point, du, dv)
        across = du.Crossed(dv)
        off = gp_Vec(a, point) - chord * 0.5
        strays = max(strays, abs(off.Dot(across)) / max(across.Magnitude(), FLAT))
    if not depth or strays <= deviation:
        return [end]
    return [
        *_between(curve, faces, start, middle, deviation, depth - 1),
        *_between(curve, faces, middle, end, deviation, depth - 1),
    ]
