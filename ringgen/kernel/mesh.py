"""A solid's surface as triangles, at an absolute chord error."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from OCP.BRepMesh import BRepMesh_IncrementalMesh
from OCP.BRepTools import BRepTools
from OCP.StlAPI import StlAPI_Writer
from OCP.TopoDS import TopoDS_Shape

from ringgen.errors import BuildError
from ringgen.triangles import TriangleMesh, welded

ANGULAR = 0.2  # rad between neighbouring facets at most: small radii stay round
# The kernel treats its deflection as a wish and overshoots where it splits a face badly; half of it keeps the promise.
SAFETY = 0.5
_RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


def tessellate(shape: TopoDS_Shape, deviation: float, angular: float = ANGULAR) -> TriangleMesh:
    """Triangles no further than `deviation` mm from the surface, welded. Raises BuildError if the kernel gives none.

    The kernel keeps a mesh on the shape it meshed; an older one is dropped first, so a coarse mesh after a fine one
    is coarse.
    """
    BRepTools.Clean_s(shape)
    BRepMesh_IncrementalMesh(shape, deviation * SAFETY, False, angular, True)
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
    return welded(records["corners"])
