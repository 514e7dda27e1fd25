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
from OCP.gp import gp_Ax1, gp_Dir, gp_Pnt
from OCP.TopAbs import TopAbs_FACE
from OCP.TopoDS import TopoDS, TopoDS_Face, TopoDS_Shape

from ringgen.kernel._shapes import explore
from ringgen.triangles import TriangleMesh

ON = 1e-4  # mm: a corner so near to a cylinder is on it
BLENDED = 4e-3  # mm: a lofted band's bore is as near to its cylinder, a signet's of 24 sections within 0.003
LOOKED = 7  # points each way on a blended surface, to see whether it is a bore
ROUNDED = 1.0  # mm: a bore's rounding across is of a larger radius than any edge's
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
        surface = BRepAdaptor_Surface(TopoDS.Face_s(face))
        if surface.GetType() == GeomAbs_Cylinder:
            axis = surface.Cylinder().Axis()
            if axis.IsCoaxial(FINGER, ALONG, ALONG) or axis.IsCoaxial(FINGER.Reversed(), ALONG, ALONG):
                found.append(Bore(float(surface.Cylinder().Radius()), ON))
        elif surface.GetType() == GeomAbs_BSplineSurface:
            radii = _radii(surface)
            if radii.max() - radii.min() < BLENDED:
                found.append(Bore(float(radii.mean()), BLENDED))
    return min(found, default=None, key=lambda bore: bore.radius)


def is_rounded_bore(face: TopoDS_Face) -> bool:
    """Whether a face is a bore that is rounded across: a torus about the finger, seen from where its axis is."""
    surface = BRepAdaptor_Surface(face)
    if surface.GetType() != GeomAbs_Torus or surface.Torus().MinorRadius() < ROUNDED:
        return False
    axis = surface.Torus().Axis()
    low, high = surface.FirstVParameter(), surface.LastVParameter()
    return bool(axis.IsCoaxial(FINGER, ALONG, ALONG) or axis.IsCoaxial(FINGER.Reversed(), ALONG, ALONG)) and (
        low < np.pi < high
    )


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
