"""The bore's triangles: how far they stray from its cylinder, and those that stray too far divided.

Where holes come near one another, the kernel spans what is left between them with one triangle however wide it is, and
whatever chord error is asked of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.GeomAbs import GeomAbs_BSplineSurface, GeomAbs_Cylinder, GeomAbs_Torus
from OCP.gp import gp_Ax1, gp_Dir, gp_Pnt, gp_Vec
from OCP.TopAbs import TopAbs_FACE, TopAbs_REVERSED
from OCP.TopoDS import TopoDS, TopoDS_Face, TopoDS_Shape

from ringgen.kernel._shapes import explore
from ringgen.triangles import TriangleMesh

ON = 1e-4  # mm: a corner so near to a cylinder is on it
BLENDED = 4e-3  # mm: a lofted band's bore is as near to its cylinder, a signet's of 24 sections within 0.003
LOOKED = 7  # points each way on a blended surface, to see whether it is a bore
ROUNDED = 1.0  # mm: a bore's rounding across is of a larger radius than any edge's
CLOSER = 0.5  # of the deviation: what chords on a bore may stray; two that face one another are what a gauge measures
ALONG = 1e-6  # rad and mm: an axis so near to the finger's is the finger's
FINGER = gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(0, 1, 0))
PASSES = (
    40  # each divides a triangle once, the worst sides first; a few are enough but for webs between very large holes
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bore:
    """The narrowest surface round about the finger (y): its radius, and how far corners on it may be from that, mm."""

    radius: float
    off: float


def bore_of(shape: TopoDS_Shape) -> Bore | None:
    """The ring's size, where a cylinder or a blended surface as good as one has it."""
    found = []
    for face in explore(shape, TopAbs_FACE):
        face = TopoDS.Face_s(face)
        surface = BRepAdaptor_Surface(face)
        if surface.GetType() == GeomAbs_Cylinder:
            if _is_finger_s(surface.Cylinder().Axis()):
                found.append(Bore(float(surface.Cylinder().Radius()), ON))
        elif surface.GetType() == GeomAbs_BSplineSurface and _faces_the_finger(face, surface) and is_round(surface):
            found.append(Bore(float(_radii(surface).mean()), BLENDED))
    return min(found, default=None, key=lambda bore: bore.radius)


def is_round(surface: BRepAdaptor_Surface) -> bool:
    """Whether a surface lies at one distance from the finger's axis all over, as a blended band's bore does."""
    return bool(np.ptp(_radii(surface)) < BLENDED)


def is_bore(face: TopoDS_Face) -> bool:
    """Whether a face is what a finger feels: a cylinder, a wide torus or a blend round its axis, and facing it."""
    surface = BRepAdaptor_Surface(face)
    kind = surface.GetType()
    if kind == GeomAbs_Cylinder:
        return _is_finger_s(surface.Cylinder().Axis()) and _faces_the_finger(face, surface)
    if kind == GeomAbs_Torus:
        wide = surface.Torus().MinorRadius() >= ROUNDED
        return wide and _is_finger_s(surface.Torus().Axis()) and _faces_the_finger(face, surface)
    # one point tells most blends, a bore takes a look all over
    return kind == GeomAbs_BSplineSurface and _faces_the_finger(face, surface) and _is_narrowest_within(surface)


def _is_narrowest_within(surface: BRepAdaptor_Surface) -> bool:
    """Whether a blend is a bore, straight across or rounded: narrowest within, where an edge is so at its border."""
    radii = _radii(surface).reshape(LOOKED, LOOKED)
    if np.ptp(radii) < BLENDED:
        return True
    for axis in (0, 1):
        at = radii.argmin(axis=axis)
        if np.ptp(radii.min(axis=axis)) < BLENDED and at.min() > 0 and at.max() < LOOKED - 1:
            return True
    return False


def _is_finger_s(axis: gp_Ax1) -> bool:
    return bool(axis.IsCoaxial(FINGER, ALONG, ALONG) or axis.IsCoaxial(FINGER.Reversed(), ALONG, ALONG))


def _faces_the_finger(face: TopoDS_Face, surface: BRepAdaptor_Surface) -> bool:
    point, du, dv = gp_Pnt(), gp_Vec(), gp_Vec()
    middle = (
        (surface.FirstUParameter() + surface.LastUParameter()) / 2,
        (surface.FirstVParameter() + surface.LastVParameter()) / 2,
    )
    surface.D1(*middle, point, du, dv)
    outwards = du.Crossed(dv).Dot(gp_Vec(point.X(), 0.0, point.Z()))
    return bool((outwards > 0) == (face.Orientation() == TopAbs_REVERSED))


def _radii(surface: BRepAdaptor_Surface) -> Floats:
    """How far points all over a surface are from the finger's axis, mm."""
    us = np.linspace(surface.FirstUParameter(), surface.LastUParameter(), LOOKED)
    vs = np.linspace(surface.FirstVParameter(), surface.LastVParameter(), LOOKED)
    points = [surface.Value(float(u), float(v)) for u in us for v in vs]
    return np.array([np.hypot(p.X(), p.Z()) for p in points])


def rounded(mesh: TriangleMesh, bore: Bore, within: float) -> TriangleMesh:
    """The mesh, its triangles on the bore divided where their sides stray from it by more than `within` mm.

    A side that is also another surface's is left: there the kernel has followed a curve.
    """
    for _ in range(PASSES):
        finer = _divided(mesh, bore, within)
        if finer is None:
            return mesh
        mesh = finer
    return mesh


def _divided(mesh: TriangleMesh, bore: Bore, within: float) -> TriangleMesh | None:
    """Each triangle divided at most once, the worst sides first; None where no side strays."""
    v, n = mesh.vertices, len(mesh.vertices)
    on = np.flatnonzero((np.abs(np.hypot(v[:, 0], v[:, 2]) - bore.radius) < bore.off)[mesh.faces].all(axis=1))
    if not len(on):
        return None
    start, end = mesh.faces[on], np.roll(mesh.faces[on], -1, axis=1)
    middle = (v[start] + v[end]) / 2
    sag = bore.radius - np.hypot(middle[..., 0], middle[..., 2])
    keys = np.minimum(start, end) * n + np.maximum(start, end)
    far = np.argwhere(sag > within)
    if not len(far):
        return None
    known, times = np.unique(keys, return_counts=True)
    shared = set(known[times == 2].tolist())  # a triangle of the bore on either side
    worst = far[np.lexsort((keys[tuple(far.T)], -sag[tuple(far.T)]))].tolist()
    faces, vertices, done = mesh.faces.copy(), list[Floats](), set[int]()
    more, cut = list[list[int]](), dict[int, list[tuple[int, int]]]()
    for row, side in worst:
        key = int(keys[row, side])
        if key in shared:
            cut.setdefault(key, []).append((row, side))
    for pair in cut.values():
        if len(pair) != 2 or done & {row for row, _ in pair}:
            continue
        x, y, z = middle[pair[0]]
        size = bore.radius / np.hypot(x, z)
        vertices.append(np.array([x * size, y, z * size], np.float32).astype(np.float64))  # as all corners are
        new = n + len(vertices) - 1
        for row, side in pair:
            done.add(row)
            a, b, c = (int(faces[on[row], (side + k) % 3]) for k in range(3))
            faces[on[row]] = (a, new, c)
            more.append([new, b, c])
    if not vertices:
        return None
    return TriangleMesh(np.vstack([v, vertices]), np.vstack([faces, np.array(more, dtype=faces.dtype)]))
