"""A solid's surface as triangles, at an absolute chord error."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepMesh import BRepMesh_IncrementalMesh
from OCP.BRepTools import BRepTools
from OCP.gp import gp_Pnt, gp_Vec
from OCP.IMeshTools import IMeshTools_Parameters
from OCP.StlAPI import StlAPI_Writer
from OCP.TopAbs import TopAbs_FACE, TopAbs_REVERSED
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS, TopoDS_Face, TopoDS_Shape

from ringgen.errors import BuildError
from ringgen.kernel._shapes import compound, explore
from ringgen.kernel.bored import CLOSER, bore_of, rounded
from ringgen.kernel.laid import is_narrow, lay, triangles_of
from ringgen.triangles import TriangleMesh, open_edges, unfolded, welded

ANGULAR = 0.25  # rad between neighbouring facets at most: small radii stay round
LOW = 0.5  # of the deviation: what a triangle's height may be and it still only fills between two chords
SAFETY = 0.8  # of the deviation asked for: the kernel's own chords stray a little further than they are told to
_RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


def tessellate(
    shape: TopoDS_Shape, deviation: float, angular: float = ANGULAR, premeshed: bool = False
) -> TriangleMesh:
    """Triangles no further than `deviation` mm from the surface, welded. Raises BuildError if the kernel gives none.

    The kernel keeps a mesh on the shape it meshed; an older one is dropped first, so a coarse mesh after a fine one
    is coarse. `premeshed`: some of its faces have triangles from `premesh` at that deviation, which are kept.
    """
    if not premeshed:
        BRepTools.Clean_s(shape)
    wishes = _wishes(deviation, angular)
    _mesh(shape, wishes)
    bare = any(triangles_of(face) is None for face in _faces(shape))
    mesh = None if bare else _read(shape, deviation)
    if mesh is None or open_edges(mesh):  # a face too narrow for the kernel between the borders of two grids
        BRepTools.Clean_s(shape)
        _mesh(shape, wishes, grids=False)
        mesh = _read(shape, deviation)
    bore = bore_of(shape)
    return mesh if bore is None else rounded(mesh, bore, CLOSER * deviation * SAFETY)


def premesh(shape: TopoDS_Shape, deviation: float, angular: float = ANGULAR) -> None:
    """Give a shape triangles that its copies take along."""
    _mesh(shape, _wishes(deviation, angular))


def _mesh(shape: TopoDS_Shape, asked: IMeshTools_Parameters, grids: bool = True) -> None:
    """Triangles on a shape: first in grids on what is curved both ways, then the kernel's own on all else.

    Where a narrow torus takes no grid the kernel is told to measure: everywhere, that would be twice as many triangles.
    """
    faces = _faces(shape)
    left = lay(shape, asked.Deflection, asked.Angle) if grids else [f for f in faces if triangles_of(f) is None]
    narrow = [face for face in left if is_narrow(face)]
    if narrow:
        closely = _wishes(asked.Deflection / SAFETY, asked.Angle)
        closely.EnableControlSurfaceDeflectionAllSurfaces = True
        done = [face for face in faces if triangles_of(face) is not None]  # whose borders they share
        BRepMesh_IncrementalMesh(compound([*done, *narrow]), closely)
    BRepMesh_IncrementalMesh(shape, asked)


def _faces(shape: TopoDS_Shape) -> list[TopoDS_Face]:
    return [TopoDS.Face_s(face) for face in explore(shape, TopAbs_FACE)]


def _wishes(deviation: float, angular: float) -> IMeshTools_Parameters:
    asked = IMeshTools_Parameters()
    asked.Deflection, asked.Angle, asked.InParallel = deviation * SAFETY, angular, True
    return asked


def _read(shape: TopoDS_Shape, deviation: float) -> TriangleMesh:
    """The triangles on a shape, welded."""
    # Reading nodes one by one through the binding takes longer than meshing did; a scratch file does not.
    with tempfile.TemporaryDirectory(prefix="ringgen-") as folder:
        scratch = Path(folder) / "mesh.stl"
        writer = StlAPI_Writer()
        writer.ASCIIMode = False
        if not writer.Write(shape, str(scratch)):
            raise BuildError("the kernel could not hand over its triangles")
        records = np.fromfile(scratch, dtype=_RECORD, offset=84)
    if not len(records):
        raise BuildError("the solid has no surface to mesh")
    return unfolded(welded(records["corners"]), LOW * deviation)


@dataclass(frozen=True)
class Shaded:
    """Triangles for a picture: each face's own vertices, with the surface's exact normals (n, 3) pointing outwards."""

    mesh: TriangleMesh
    normals: npt.NDArray[np.float64]


def shaded(shape: TopoDS_Shape, deviation: float, angular: float = ANGULAR) -> Shaded:
    """The shape meshed with the normals of its surfaces, which no averaging of triangles can give."""
    BRepTools.Clean_s(shape)
    BRepMesh_IncrementalMesh(shape, deviation, False, angular, True)
    vertices: list[tuple[float, float, float]] = []
    normals: list[tuple[float, float, float]] = []
    faces: list[tuple[int, int, int]] = []
    for face in explore(shape, TopAbs_FACE):
        _shade(TopoDS.Face_s(face), vertices, normals, faces)
    mesh = TriangleMesh(np.array(vertices), np.array(faces, dtype=np.int64))
    return Shaded(mesh, np.array(normals))


def _shade(
    face: Any,
    vertices: list[tuple[float, float, float]],
    normals: list[tuple[float, float, float]],
    faces: list[tuple[int, int, int]],
) -> None:
    place = TopLoc_Location()
    triangles = BRep_Tool.Triangulation_s(face, place)
    if triangles is None:
        return
    move, surface, first = place.Transformation(), BRepAdaptor_Surface(face), len(vertices)
    outward = -1.0 if face.Orientation() == TopAbs_REVERSED else 1.0
    flat = _flat_normals(triangles, move, outward)
    point, du, dv = gp_Pnt(), gp_Vec(), gp_Vec()
    for i in range(1, triangles.NbNodes() + 1):
        vertices.append(triangles.Node(i).Transformed(move).Coord())
        uv = triangles.UVNode(i)
        surface.D1(uv.X(), uv.Y(), point, du, dv)
        n = du.Crossed(dv)
        size = n.Magnitude()
        # at a pole the surface has no normal of its own; its triangles' will do
        normals.append(tuple(outward * c / size for c in n.Coord()) if size > 1e-9 else flat[i])
    for i in range(1, triangles.NbTriangles() + 1):
        a, b, c = triangles.Triangle(i).Get()
        if outward < 0:
            b, c = c, b
        faces.append((first + a - 1, first + b - 1, first + c - 1))


def _flat_normals(triangles: Any, move: Any, outward: float) -> dict[int, tuple[float, float, float]]:
    """For each node, the normal of one of its triangles."""
    found: dict[int, tuple[float, float, float]] = {}
    for i in range(1, triangles.NbTriangles() + 1):
        nodes = triangles.Triangle(i).Get()
        a, b, c = (triangles.Node(k).Transformed(move) for k in nodes)
        n = gp_Vec(a, b).Crossed(gp_Vec(a, c))
        if n.Magnitude() > 1e-12:
            n = n.Normalized() * outward
            found.update(dict.fromkeys(nodes, n.Coord()))
    return found
