"""The wall check of a ring's mesh beside the time the kernel takes to tessellate the same solid, in one run.

    python benchmarks/wall.py [SPEC]

Prints the best of several turns of each, taken in turns so that whatever else the machine does falls on both. The
check is timed from the file as read (corners welded to vertices) to the thinnest metal: edges, normals, ray engine and
all. Only imports come before, as they are in a build, where the checks' process starts while the ring is made.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

TURNS = 7


def main(spec: str) -> None:
    import numpy as np
    import scipy.spatial  # noqa: F401  (imported ahead, as in the checks' process)
    from OCP.BRepMesh import BRepMesh_IncrementalMesh
    from OCP.BRepTools import BRepTools

    from ringgen import making
    from ringgen.checks import wall
    from ringgen.checks.meshfile import MeshFile, read_mesh
    from ringgen.kernel.mesh import ANGULAR, SAFETY
    from ringgen.spec.load import load

    made = making.make(load(spec).spec)
    shape, deviation = made.solid.shape, made.design.rules.mesh_deviation_mm
    corners = np.asarray(made.mesh.vertices)[np.asarray(made.mesh.faces)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ring.stl"
        record = np.zeros(len(corners), [("n", "<f4", 3), ("v", "<f4", (3, 3)), ("a", "<u2")])
        record["v"] = corners
        path.write_bytes(bytes(80) + np.uint32(len(corners)).tobytes() + record.tobytes())
        read = read_mesh(path)
    meshing, checking = [], []
    for _ in range(TURNS):
        BRepTools.Clean_s(shape)
        begin = time.perf_counter()
        BRepMesh_IncrementalMesh(shape, deviation * SAFETY, False, ANGULAR, True)
        meshing.append(time.perf_counter() - begin)
        file = MeshFile(read.path, read.format, read.triangles)
        file.faces  # noqa: B018  (welding is reading: every check shares it)
        begin = time.perf_counter()
        found = wall.measure(file)
        checking.append(time.perf_counter() - begin)
    print(f"{spec}: {len(corners)} faces, {len(found.points)} points, thinnest {found.least:.3f} mm")
    print(
        f"tessellate {min(meshing):.3f} s, wall check {min(checking):.3f} s: {min(checking) / min(meshing):.2f} of it"
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "solitaire/six-prong")
