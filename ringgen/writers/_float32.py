"""Triangles as 32-bit files hold them: rounded, and still closed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.triangles import TriangleMesh, welded

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_PASSES = 8


@dataclass(frozen=True)
class Rounded:
    """A mesh whose coordinates are 32-bit numbers, and what rounding took.

    `collapsed` triangles lost an edge: corners that became one point are one vertex everywhere, so its neighbours
    close over them. `turned` are flat ones whose long side was handed to the neighbour across it.
    """

    mesh: TriangleMesh
    collapsed: int = 0
    turned: int = 0


def rounded(mesh: TriangleMesh) -> Rounded:
    """The mesh in 32-bit coordinates, without triangles that have no area, closed if it was closed."""
    joined = mesh
    if (mesh.vertices.astype(np.float32) != mesh.vertices).any():
        joined = _unfolded(welded(mesh.vertices[mesh.faces].astype(np.float32)))
    faces = joined.faces
    turned = 0
    for _ in range(_PASSES):
        faces, count = _turn_flat(joined.vertices, faces)
        if not count:
            break
        turned += count
        faces = _unfolded(TriangleMesh(joined.vertices, faces)).faces
    return Rounded(_used(TriangleMesh(joined.vertices, faces)), len(mesh.faces) - len(faces), turned)


def _used(mesh: TriangleMesh) -> TriangleMesh:
    """Without corners that no triangle has."""
    seen = np.zeros(len(mesh.vertices), dtype=bool)
    seen[mesh.faces] = True
    if seen.all():
        return mesh
    return TriangleMesh(mesh.vertices[seen], (np.cumsum(seen) - 1)[mesh.faces])


def normals(corners: Floats) -> Floats:
    """Unit normals (m, 3) of triangles (m, 3, 3), zero where a triangle has no area: a reader then computes its own."""
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(cross, axis=1, keepdims=True)
    unit: Floats = np.divide(cross, length, out=np.zeros_like(cross), where=length > 0)
    return unit


def _unfolded(mesh: TriangleMesh) -> TriangleMesh:
    """Without pairs of triangles that lie back to back on the same three corners: a fold that encloses nothing."""
    faces = mesh.faces
    ordered = np.sort(faces, axis=1)
    _, inverse, counts = np.unique(ordered, axis=0, return_inverse=True, return_counts=True)
    if not (counts > 1).any():
        return mesh
    even = _permutation_sign(faces)
    balance = np.bincount(inverse.ravel(), weights=even, minlength=len(counts))
    gone = ((counts == 2) & (balance == 0))[inverse.ravel()]
    return TriangleMesh(mesh.vertices, faces[~gone])


def _permutation_sign(faces: Ints) -> Ints:
    a, b, c = faces[:, 0], faces[:, 1], faces[:, 2]
    sign: Ints = np.sign((b - a) * (c - b) * (c - a))
    return sign


def _turn_flat(vertices: Floats, faces: Ints) -> tuple[Ints, int]:
    """Hand the long side of each flat triangle to its neighbour: (a b m) and (b a d) become (m a d) and (b m d).

    The surface stays the same and no edge opens. A turn that would make an edge that exists already is left out.
    """
    corners = vertices[faces].astype(np.float32)
    sides = corners - np.roll(corners, 1, axis=1)
    area = np.cross(sides[:, 1], sides[:, 2])
    flat = np.flatnonzero(~area.any(axis=1))
    if not len(flat):
        return faces, 0
    edges = {(int(a), int(b)): i for i, f in enumerate(faces) for a, b in ((f[0], f[1]), (f[1], f[2]), (f[2], f[0]))}
    result, used, turned = faces.copy(), set(), 0
    for i in flat:
        a, b, m = _long_side(vertices, faces[i])
        j = edges.get((b, a))
        if j is None or j in used or i in used:
            continue
        d = int(next(v for v in faces[j] if v not in (a, b)))
        if d == m or (m, d) in edges or (d, m) in edges:
            continue
        result[i], result[j] = (m, a, d), (b, m, d)
        used |= {i, j}
        turned += 1
    return result, turned


def _long_side(vertices: Floats, face: Ints) -> tuple[int, int, int]:
    """The ends of a triangle's longest side in its own order, then the corner between them."""
    turns = [tuple(int(v) for v in np.roll(face, -k)) for k in range(3)]
    a, b, m = max(turns, key=lambda t: float(np.linalg.norm(vertices[t[1]] - vertices[t[0]])))
    return a, b, m
