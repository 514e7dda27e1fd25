"""Triangles of a band's eased edges, laid as a grid along and across them.

The kernel spans a quarter of a circle of 0.15 mm, led round a ring, with one facet here and there, 0.046 mm off,
however close it is asked to come; told to measure, it takes ten times as many triangles as a grid does. What it finds
on a face it keeps, so a face with a grid is left alone by it, and its neighbours take the grid's border for theirs.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from OCP.BRep import BRep_Builder, BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Curve2d, BRepAdaptor_Surface
from OCP.GeomAbs import GeomAbs_Torus
from OCP.gp import gp_Pnt2d
from OCP.Poly import Poly_PolygonOnTriangulation, Poly_Triangle, Poly_Triangulation
from OCP.TColStd import TColStd_Array1OfInteger, TColStd_Array1OfReal
from OCP.TopAbs import TopAbs_EDGE, TopAbs_FORWARD
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS, TopoDS_Edge, TopoDS_Face

from ringgen.kernel._shapes import explore

EASED = 1.0  # mm: edges and corners of a band are rounded by less
FACET = 0.35  # rad between facets across: five to a quarter, 0.003 mm from an edge of 0.15 mm
SHARE = 0.4  # of the deviation: what facets across may take of it
ALONG, ACROSS = 0, 1  # a torus' two parameters
ON = 1e-7  # rad: parameters so near to one another are one


@dataclass(frozen=True)
class _Side:
    """An edge of a face that runs along one of its two parameters: from which to which, in both, and in its own."""

    edge: TopoDS_Edge
    own: tuple[float, float]
    start: tuple[float, float]
    end: tuple[float, float]

    def along(self, axis: int) -> bool:
        """Whether it runs along this parameter, the other one standing still."""
        return abs(self.start[1 - axis] - self.end[1 - axis]) < ON < abs(self.start[axis] - self.end[axis])


def is_eased(face: TopoDS_Face) -> bool:
    """Whether a face is an edge of a band, rounded."""
    surface = BRepAdaptor_Surface(face)
    return bool(surface.GetType() == GeomAbs_Torus and surface.Torus().MinorRadius() < EASED)


def griddable(face: TopoDS_Face) -> bool:
    """Whether an eased edge is bounded along and across, and by nothing else."""
    sides = _sides(face)
    return _bounds(sides, [_lines(sides, axis) for axis in (ALONG, ACROSS)])


def step_along(faces: Iterable[TopoDS_Face], deviation: float, angular: float) -> float:
    """How far apart, rad, the lines of all their grids lie along them: neighbours share their border's."""
    step = angular
    for face in faces:
        torus = BRepAdaptor_Surface(face).Torus()
        outmost = torus.MajorRadius() + torus.MinorRadius()
        left = deviation - torus.MinorRadius() * (1 - math.cos(_step_across(face, deviation) / 2))
        step = min(step, 2 * math.acos(1 - left / outmost))
    return step


def grid(face: TopoDS_Face, step: float, deviation: float) -> None:
    """Lay a grid on a face that is `griddable`: within `deviation` mm where `step` is that of `step_along`."""
    sides = _sides(face)
    us, vs = (
        _divided(_lines(sides, axis), size) for axis, size in ((ALONG, step), (ACROSS, _step_across(face, deviation)))
    )
    _put(face, sides, us, vs, deviation)


def _step_across(face: TopoDS_Face, deviation: float) -> float:
    return min(FACET, 2 * math.acos(1 - SHARE * deviation / BRepAdaptor_Surface(face).Torus().MinorRadius()))


def _sides(face: TopoDS_Face) -> list[_Side]:
    """Every edge, a seam's once for each of its two sides."""
    found = []
    for shape in explore(face.Oriented(TopAbs_FORWARD), TopAbs_EDGE):
        edge = TopoDS.Edge_s(shape)
        curve = BRepAdaptor_Curve2d(edge, face)
        own = (curve.FirstParameter(), curve.LastParameter())
        start, middle, end = (curve.Value(t) for t in (own[0], (own[0] + own[1]) / 2, own[1]))
        straight = math.hypot(start.X() + end.X() - 2 * middle.X(), start.Y() + end.Y() - 2 * middle.Y()) < ON
        if not straight:
            return []
        found.append(_Side(edge, own, (start.X(), start.Y()), (end.X(), end.Y())))
    return found


def _lines(sides: Sequence[_Side], axis: int) -> list[float]:
    """Where edges along a parameter begin and end, in order, each once: the grid has a line at each."""
    ends = sorted(p[axis] for side in sides if side.along(axis) for p in (side.start, side.end))
    return [a for n, a in enumerate(ends) if n == 0 or a - ends[n - 1] > ON]


def _bounds(sides: Sequence[_Side], lines: Sequence[list[float]]) -> bool:
    """Whether the edges are the four sides of the field that the lines span, and nothing else."""
    if not sides or any(len(found) < 2 for found in lines):
        return False
    for axis in (ALONG, ACROSS):
        low, high = lines[1 - axis][0], lines[1 - axis][-1]
        for at in (low, high):
            there = [s for s in sides if s.along(axis) and abs(s.start[1 - axis] - at) < ON]
            length = sum(abs(s.start[axis] - s.end[axis]) for s in there)
            if abs(length - (lines[axis][-1] - lines[axis][0])) > ON:
                return False
    placed = sum(1 for s in sides for axis in (ALONG, ACROSS) if s.along(axis) and _on_border(s, lines, axis))
    return placed == len(sides)


def _on_border(side: _Side, lines: Sequence[list[float]], axis: int) -> bool:
    across = lines[1 - axis]
    return min(abs(side.start[1 - axis] - across[0]), abs(side.start[1 - axis] - across[-1])) < ON


def _divided(lines: Sequence[float], step: float) -> list[float]:
    """The same with equal parts between them, none longer than a step."""
    found = [lines[0]]
    for low, high in itertools.pairwise(lines):
        parts = max(1, math.ceil((high - low) / step - ON))
        found += [low + (high - low) * k / parts for k in range(1, parts)] + [high]
    return found


def _put(face: TopoDS_Face, sides: Sequence[_Side], us: list[float], vs: list[float], deviation: float) -> None:
    """The grid as the face's triangles, and its border as those of its edges."""
    place, rows, columns = TopLoc_Location(), len(vs), len(us)
    surface = BRep_Tool.Surface_s(face, place)
    grid = Poly_Triangulation(columns * rows, 2 * (columns - 1) * (rows - 1), True)
    for (i, u), (j, v) in itertools.product(enumerate(us), enumerate(vs)):
        grid.SetNode(i * rows + j + 1, surface.Value(u, v))
        grid.SetUVNode(i * rows + j + 1, gp_Pnt2d(u, v))
    for n, (i, j) in enumerate(itertools.product(range(columns - 1), range(rows - 1))):
        a = i * rows + j + 1
        grid.SetTriangle(2 * n + 1, Poly_Triangle(a, a + rows, a + rows + 1))
        grid.SetTriangle(2 * n + 2, Poly_Triangle(a, a + rows + 1, a + 1))
    grid.Deflection(deviation)
    build = BRep_Builder()
    build.UpdateFace(face, grid)
    for side in sides:
        polygons = [_polygon(s, us, vs) for s in _both(side, sides)]
        build.UpdateEdge(side.edge, *polygons, grid, place)


def _both(side: _Side, sides: Sequence[_Side]) -> list[_Side]:
    """The edge, or both sides of a seam: the forward one first."""
    found = [s for s in sides if s.edge.IsSame(side.edge)]
    return sorted(found, key=lambda s: s.edge.Orientation() != TopAbs_FORWARD)


def _polygon(side: _Side, us: list[float], vs: list[float]) -> Poly_PolygonOnTriangulation:
    """The grid's nodes on an edge, in the order of the edge's own parameter."""
    axis = ALONG if side.along(ALONG) else ACROSS
    lines, other = (us, vs) if axis == ALONG else (vs, us)
    start, end = side.start[axis], side.end[axis]
    across = min(range(len(other)), key=lambda k: abs(other[k] - side.start[1 - axis]))
    on = [k for k, at in enumerate(lines) if min(start, end) - ON < at < max(start, end) + ON]
    if end < start:
        on.reverse()
    nodes, own = TColStd_Array1OfInteger(1, len(on)), TColStd_Array1OfReal(1, len(on))
    for n, k in enumerate(on, 1):
        i, j = (k, across) if axis == ALONG else (across, k)
        nodes.SetValue(n, i * len(vs) + j + 1)
        share = (lines[k] - start) / (end - start)
        own.SetValue(n, side.own[0] + share * (side.own[1] - side.own[0]))
    return Poly_PolygonOnTriangulation(nodes, own)
