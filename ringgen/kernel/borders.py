"""The points along a face's borders: those a neighbour has already, or as many as the faces beside need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Curve, BRepAdaptor_Curve2d, BRepAdaptor_Surface
from OCP.GCPnts import GCPnts_TangentialDeflection
from OCP.GeomAbs import GeomAbs_BSplineSurface, GeomAbs_Line, GeomAbs_Torus
from OCP.gp import gp_Pnt, gp_Pnt2d, gp_Vec
from OCP.Poly import Poly_PolygonOnTriangulation
from OCP.TColStd import TColStd_Array1OfInteger, TColStd_Array1OfReal
from OCP.TopAbs import TopAbs_EDGE, TopAbs_FACE, TopAbs_FORWARD
from OCP.TopExp import TopExp
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS, TopoDS_Edge, TopoDS_Face, TopoDS_Shape
from OCP.TopTools import TopTools_IndexedDataMapOfShapeListOfShape

from ringgen.kernel.bored import CLOSER, is_bore
from ringgen.kernel.steps import FLAT

BORDERS = 0.95  # of the deviation asked for: what chords along a border may stray
HALVED = 5  # times at most that what lies between two of the kernel's points is

Floats = npt.NDArray[np.float64]
Beside = tuple[BRepAdaptor_Curve2d, BRepAdaptor_Surface]
"""A curved face beside an edge: the edge in the face's parameters, and its surface."""


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
    """The borders of a shape's faces, their chords within `deviation` mm (half that on a bore) and `angular` rad."""

    def __init__(self, shape: TopoDS_Shape, deviation: float, angular: float) -> None:
        self._deviation, self._angular = deviation, angular
        self._around = TopTools_IndexedDataMapOfShapeListOfShape()
        TopExp.MapShapesAndAncestors_s(shape, TopAbs_EDGE, TopAbs_FACE, self._around)
        self._bores: dict[TopoDS_Face, bool] = {}

    def is_bore(self, face: TopoDS_Face) -> bool:
        """Whether a face is a bore's, asked once: it is looked at in many places, and beside every edge it has."""
        found = self._bores.get(face)
        if found is None:
            found = self._bores[face] = is_bore(face)
        return found

    def of(self, edge: TopoDS_Edge, face: TopoDS_Face) -> Border:
        """An edge's points, in its face: those a neighbour has already, or as many as the deviation needs."""
        found = self._around.FindFromKey(edge)  # to go through such a list takes a hundred times as long as to ask it
        beside = [TopoDS.Face_s(f) for f in (found.First(), found.Last())]  # the same twice along a seam
        own, places = _had(edge, beside) or self._new(edge, beside)
        return Border(edge, own, places, _in_parameters(BRepAdaptor_Curve2d(edge, face), own))

    def _new(self, edge: TopoDS_Edge, beside: Sequence[TopoDS_Face]) -> tuple[Floats, Floats]:
        closer = CLOSER if any(map(self.is_bore, beside)) else 1.0
        return _divided(edge, beside, closer * self._deviation, self._angular)


def is_curved(face: TopoDS_Face) -> bool:
    """Whether a face is one that grids are laid on: a torus or a blend."""
    return BRepAdaptor_Surface(face).GetType() in (GeomAbs_Torus, GeomAbs_BSplineSurface)


def _in_parameters(curve: BRepAdaptor_Curve2d, own: Floats) -> Floats:
    """Where an edge's points (n,) lie in a face's parameters (n, 2)."""
    if curve.GetType() == GeomAbs_Line:
        line = curve.Line()
        found: Floats = np.array(line.Location().Coord()) + own[:, None] * np.array(line.Direction().Coord())
        return found
    points = [curve.Value(t) for t in own.tolist()]
    return np.array([(p.X(), p.Y()) for p in points])


def _is_one_parameter_s(curve: BRepAdaptor_Curve2d) -> bool:
    """Whether an edge is a line of its surface, along which one parameter stays as it is."""
    if curve.GetType() != GeomAbs_Line:
        return False
    return bool(min(map(abs, curve.Line().Direction().Coord())) < FLAT)


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

    An edge may run askew through a curved face's parameters: between two of its points, the face's own line from one to
    the other is elsewhere. Not so where it is a line of the surface itself.
    """
    curve = BRepAdaptor_Curve(edge)
    found = GCPnts_TangentialDeflection(curve, angular, BORDERS * deviation)
    faces = [(BRepAdaptor_Curve2d(edge, face), BRepAdaptor_Surface(face)) for face in beside if is_curved(face)]
    faces = [(flat, surface) for flat, surface in faces if not _is_one_parameter_s(flat)]
    seen = [_Seen.of(curve, faces, found.Parameter(1))]
    for k in range(2, found.NbPoints() + 1):
        end = _Seen.of(curve, faces, found.Parameter(k))
        seen += _between(curve, faces, seen[-1], end, BORDERS * deviation, HALVED)
    own, places = [s.own for s in seen], [s.place.Coord() for s in seen]
    first, last = TopExp.FirstVertex_s(edge), TopExp.LastVertex_s(edge)  # all edges of a vertex end in the same point
    places[0], places[-1] = BRep_Tool.Pnt_s(first).Coord(), BRep_Tool.Pnt_s(last).Coord()
    return np.array(own), np.array(places)


@dataclass(frozen=True)
class _Seen:
    """A point of an edge: its parameter there, its place, and its parameters in the curved faces beside."""

    own: float
    place: gp_Pnt
    flat: tuple[gp_Pnt2d, ...]

    @classmethod
    def of(cls, curve: BRepAdaptor_Curve, faces: Sequence[Beside], own: float) -> _Seen:
        return cls(own, curve.Value(own), tuple(flat.Value(own) for flat, _ in faces))


def _between(
    curve: BRepAdaptor_Curve, faces: Sequence[Beside], start: _Seen, end: _Seen, deviation: float, depth: int
) -> list[_Seen]:
    """The end, and before it what points are needed for the chord to be within `deviation` mm of the middle."""
    middle = _Seen.of(curve, faces, (start.own + end.own) / 2)
    chord = gp_Vec(start.place, end.place)
    long = chord.Magnitude()
    strays = chord.Crossed(gp_Vec(start.place, middle.place)).Magnitude() / long if long else 0.0
    point, du, dv = gp_Pnt(), gp_Vec(), gp_Vec()
    for (_, surface), p, q in zip(faces, start.flat, end.flat, strict=True):
        if strays > deviation:
            break
        surface.D1((p.X() + q.X()) / 2, (p.Y() + q.Y()) / 2, point, du, dv)
        across = du.Crossed(dv)
        off = gp_Vec(start.place, point) - chord * 0.5
        strays = max(strays, abs(off.Dot(across)) / max(across.Magnitude(), FLAT))
    if not depth or strays <= deviation:
        return [end]
    return [
        *_between(curve, faces, start, middle, deviation, depth - 1),
        *_between(curve, faces, middle, end, deviation, depth - 1),
    ]
