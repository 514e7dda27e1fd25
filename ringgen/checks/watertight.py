"""Whether the mesh closes: every edge shared by exactly two faces that run along it in opposite directions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ringgen.checks._rays import Floats, Ints
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, locate
from ringgen.findings import Finding

NAME = "watertight"


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """Count what keeps the mesh from bounding a solid: open or crowded edges, reversed faces, collapsed faces."""
    faults = _faults(mesh)
    total = float(sum(count for count, _, _ in faults))
    where = next((point for _, _, point in faults if point is not None), None)
    place = _place(where, subject) if where is not None else None
    said = "; ".join(f"{count} {words}" for count, words, _ in faults)
    return [judge(NAME, total, subject.limits(NAME), place, message=said, unit="edges")]


def _faults(mesh: MeshFile) -> list[tuple[int, str, Floats | None]]:
    table, v = mesh.edges, mesh.vertices
    found: list[tuple[int, str, Floats | None]] = []

    def add(chosen: Ints, words: str) -> None:
        if len(chosen):
            middle = (v[table.start[chosen[0]]] + v[table.end[chosen[0]]]) / 2
            found.append((len(chosen), words, middle))

    flat = _collapsed(mesh)
    if flat.any():
        found.append((int(flat.sum()), "collapsed faces", mesh.triangles[flat][0].mean(axis=0)))
    add(table.order[table.first[table.count == 1]], "open edges")
    add(table.order[table.first[table.count > 2]], "edges shared by more than two faces")
    pairs = table.pairs
    same = table.start[pairs[:, 0]] == table.start[pairs[:, 1]]
    add(pairs[same, 0], "edges where the faces on both sides are wound against each other")
    if not found and mesh.volume <= 0:
        found.append((len(mesh.faces), "faces look into the metal: the whole mesh is inside out", None))
    return found


def _collapsed(mesh: MeshFile) -> npt.NDArray[np.bool_]:
    """Faces with two corners in one place, or three in a line: no area at all."""
    f = mesh.faces
    twin = (f[:, 0] == f[:, 1]) | (f[:, 1] == f[:, 2]) | (f[:, 2] == f[:, 0])
    flat: npt.NDArray[np.bool_] = np.einsum("ij,ij->i", mesh.crosses, mesh.crosses) == 0.0
    collapsed: npt.NDArray[np.bool_] = twin | flat
    return collapsed


def _place(point: Floats, subject: Subject) -> Place:
    return locate((float(point[0]), float(point[1]), float(point[2])), subject)
