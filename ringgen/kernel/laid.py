"""Triangles of curved faces laid as grids that end at the face's own borders.

The kernel's mesher takes two to six times the triangles that a grid of the same deviation needs on rings of tori and
on blended bands, and on narrow ones may still span a quarter of a circle with one facet. What it finds on a face it
keeps, so a face with triangles is left alone by it, and its neighbours take the points along a border for theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from OCP.BRep import BRep_Builder, BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepTools import BRepTools_WireExplorer
from OCP.GeomAbs import GeomAbs_Torus
from OCP.gp import gp_Pnt
from OCP.Poly import Poly_Triangle, Poly_Triangulation
from OCP.TopAbs import TopAbs_EDGE, TopAbs_FACE, TopAbs_FORWARD, TopAbs_WIRE
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS, TopoDS_Face, TopoDS_Shape

from ringgen.kernel._shapes import explore
from ringgen.kernel.borders import Border, Borders, is_curved, polygon
from ringgen.kernel.bored import CLOSER
from ringgen.kernel.grids import Filled, fill
from ringgen.kernel.steps import Steps, closer, of_blend, of_torus, standing

NARROW = 1.0  # mm: a torus' tube under it may be spanned by the kernel with one facet to a quarter of its circle
MOST = 20_000  # cells: a grid of more is not what anyone needs, and the kernel may do as it likes
ASIDE = 0.3  # of the deviation: what points of a border may lie off the surface; beside looser ones triangles crumple
JOINED = 1e-3  # of a parameter: ends of borders that meet

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def lay(shape: TopoDS_Shape, deviation: float, angular: float) -> list[TopoDS_Face]:
    """Lay grids within `deviation` mm, `angular` rad between facets, on every torus and blend that has no triangles.

    A bore's grid is closer. Returns the faces on which none could be laid.
    """
    borders = Borders(shape, deviation, angular)
    left = []
    for face in map(TopoDS.Face_s, explore(shape, TopAbs_FACE)):
        if not is_curved(face) or triangles_of(face) is not None:
            continue
        within = CLOSER * deviation if borders.is_bore(face) else deviation
        if not _lay(TopoDS.Face_s(face.Oriented(TopAbs_FORWARD)), borders, within, angular):
            left.append(face)
    return left


def is_narrow(face: TopoDS_Face) -> bool:
    """Whether a face is a thin torus: a rounded edge, a wire."""
    surface = BRepAdaptor_Surface(face)
    return bool(surface.GetType() == GeomAbs_Torus and surface.Torus().MinorRadius() < NARROW)


def triangles_of(face: TopoDS_Face) -> Poly_Triangulation | None:
    """What the face has of triangles."""
    found: Poly_Triangulation | None = BRep_Tool.Triangulation_s(face, TopLoc_Location())
    return found


def _lay(face: TopoDS_Face, borders: Borders, deviation: float, angular: float) -> bool:
    rings = _rings(face, borders)
    if not rings:
        return False
    flat = [_joined(ring) for ring in rings]
    whole = np.concatenate(flat)
    surface = BRepAdaptor_Surface(face)
    low, high = whole.min(axis=0), whole.max(axis=0)
    measure = of_torus if surface.GetType() == GeomAbs_Torus else of_blend
    steps = measure(surface, low, high, deviation, angular)
    filled = _filled(flat, steps)
    if filled is None:
        return False
    around = np.concatenate([_around(ring) for ring in rings])
    if np.linalg.norm(steps.places(whole) - around, axis=1).max() > ASIDE * deviation:
        return False
    places = np.concatenate([around, steps.nodes(filled.points[len(whole) :], filled.cell)])
    found = closer(steps, filled, places, _edges(rings, len(places)), deviation)
    if found is None:
        return False
    upright = standing(steps, *found, range(len(whole), len(places)))
    if upright is None:
        return False
    _put(face, rings, upright, found[1], deviation)
    return True


def _filled(borders: Sequence[Floats], steps: Steps) -> Filled | None:
    """The field filled in steps, its points as the surface's parameters."""
    counted = [steps.counted(border) for border in borders]
    if np.prod(np.ptp(counted[0], axis=0) + 1) > MOST:
        return None
    order = sorted(range(len(borders)), key=lambda k: -_area(counted[k]))
    if order[0] != 0 or any(_area(counted[k]) > 0 for k in order[1:]):
        return None
    filled = fill(counted)
    return None if filled is None else Filled(steps.parameters(filled.points), filled.triangles, filled.cell)


def _area(border: Floats) -> float:
    to = np.roll(border, -1, axis=0)
    return float((border[:, 0] * to[:, 1] - border[:, 1] * to[:, 0]).sum() / 2)


def _rings(face: TopoDS_Face, borders: Borders) -> list[list[Border]]:
    """The face's borders, the outermost first; none where one of them does not close in the face's parameters."""
    rings = []
    for wire in map(TopoDS.Wire_s, explore(face, TopAbs_WIRE)):
        ring = []
        walk = BRepTools_WireExplorer(wire, face)
        while walk.More():
            edge = walk.Current()
            if BRep_Tool.Degenerated_s(edge):
                return []
            ring.append(borders.of(edge, face))
            walk.Next()
        if len(ring) != len(explore(wire, TopAbs_EDGE)) or not _closes(ring):
            return []
        rings.append(ring)
    return sorted(rings, key=lambda ring: -_area(_joined(ring)))


def _closes(ring: Sequence[Border]) -> bool:
    for before, after in zip(ring, [*ring[1:], ring[0]], strict=True):
        end = before.flat[-1 if before.ahead else 0]
        start = after.flat[0 if after.ahead else -1]
        if np.abs(end - start).max() > JOINED:
            return False
    return bool(ring)


def _joined(ring: Sequence[Border]) -> Floats:
    """A ring's points in the face's parameters, each once."""
    return np.concatenate([b.flat[:-1] if b.ahead else b.flat[:0:-1] for b in ring])


def _around(ring: Sequence[Border]) -> Floats:
    """The same points in mm."""
    return np.concatenate([b.places[:-1] if b.ahead else b.places[:0:-1] for b in ring])


def _edges(rings: Sequence[Sequence[Border]], count: int) -> Ints:
    """For each of so many points the numbers of the two edges it ends, of the one it lies on, or -1."""
    found = np.full((count, 2), -1, dtype=np.int64)
    at = number = 0
    for ring in rings:
        before = number + len(ring) - 1
        for border in ring:
            end = at + len(border.own) - 1
            found[at:end] = number
            found[at, 1] = before
            at, before, number = end, number, number + 1
    return found


def _put(face: TopoDS_Face, rings: Sequence[Sequence[Border]], filled: Filled, places: Floats, within: float) -> None:
    """The triangles as the face's, and their borders as those of its edges."""
    place = face.Location()  # a surface may lie elsewhere; triangles lie where the face does
    held = Poly_Triangulation(len(places), len(filled.triangles), False)
    back = None if place.IsIdentity() else place.Transformation().Inverted()
    for k, at in enumerate(places.tolist(), 1):
        held.SetNode(k, gp_Pnt(*at) if back is None else gp_Pnt(*at).Transformed(back))
    for k, (a, b, c) in enumerate((filled.triangles + 1).tolist(), 1):
        held.SetTriangle(k, Poly_Triangle(a, b, c))
    held.Deflection(within)
    build = BRep_Builder()
    build.UpdateFace(face, held)
    sides = list(_numbered(rings))
    for border, _ in sides:
        both = [(b, nodes) for b, nodes in sides if b.edge.IsSame(border.edge)]
        both.sort(key=lambda side: not side[0].ahead)
        build.UpdateEdge(border.edge, *(polygon(*side, within) for side in both), held, place)


def _numbered(rings: Sequence[Sequence[Border]]) -> Iterator[tuple[Border, list[int]]]:
    """Every edge with its points' numbers, in its own order."""
    first = 1
    for ring in rings:
        count = sum(len(b.own) - 1 for b in ring)
        at = 0
        for border in ring:
            numbers = [first + (at + k) % count for k in range(len(border.own))]
            yield border, numbers if border.ahead else numbers[::-1]
            at += len(border.own) - 1
        first += count
