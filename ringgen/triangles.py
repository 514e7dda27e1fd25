"""Triangles as plain arrays."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.bodies import Faceted, Frame

GRAIN = 1e-7  # mm; what float32 can tell apart at 1 mm from the origin


@dataclass(frozen=True)
class TriangleMesh:
    """Welded triangles: vertices (n, 3) in mm, faces (m, 3) counter-clockwise seen from outside."""

    vertices: npt.NDArray[np.float64]
    faces: npt.NDArray[np.int64]

    @property
    def volume(self) -> float:
        """Enclosed volume, mm³ (signed tetrahedra; exact for a closed mesh)."""
        a, b, c = (self.vertices[self.faces[:, i]] for i in range(3))
        return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def scaled(mesh: TriangleMesh, by: float) -> TriangleMesh:
    """The mesh `by` times as large about the origin."""
    return mesh if by == 1.0 else TriangleMesh(by * mesh.vertices, mesh.faces)


def open_edges(mesh: TriangleMesh) -> int:
    """How many edges do not have exactly one triangle on either side; none in a closed mesh."""
    n = len(mesh.vertices)
    a = mesh.faces.ravel()
    b = mesh.faces[:, [1, 2, 0]].ravel()
    there, back_again = np.sort(a * n + b), np.sort(b * n + a)
    if np.array_equal(there, back_again) and (there[1:] > there[:-1]).all():
        return 0
    ways = np.unique(there, return_counts=True)
    back = np.isin(back_again, ways[0])
    return int((ways[1] > 1).sum() + (~back).sum())


def welded(corners: npt.NDArray[np.float32]) -> TriangleMesh:
    """Separate triangles (m, 3, 3) joined where their corners are the same float32 point; collapsed ones dropped.

    Nearer to nought than `GRAIN` a coordinate is nought: there float32 tells rounding errors of 1e-16 mm apart.
    """
    flat = np.ascontiguousarray(corners.reshape(-1, 3), dtype=np.float32) + np.float32(0.0)  # -0.0 becomes 0.0
    seen = np.where(np.abs(flat) < GRAIN, np.float32(0.0), flat)
    keys = np.ascontiguousarray(seen).view(np.dtype((np.void, 12))).ravel()
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")  # keep the order of first appearance: the same input, the same file
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    faces = rank[inverse].reshape(-1, 3)
    distinct = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    vertices, kept = flat[first[order]].astype(np.float64), faces[distinct].astype(np.int64)
    return _without_sheets(TriangleMesh(vertices, kept))


def _without_sheets(mesh: TriangleMesh) -> TriangleMesh:
    """The mesh without triangles that lie back to back on one another.

    Two faces that leave a curved edge at a small angle, both drawn with corners of that edge alone, come to the same
    triangles seen from both sides: a sheet that encloses nothing, and whose edges would have four triangles each.
    """
    n, low, high = len(mesh.vertices), mesh.faces.min(axis=1), mesh.faces.max(axis=1)
    key = (low * n + (mesh.faces.sum(axis=1) - low - high)) * n + high
    _, which, times = np.unique(key, return_inverse=True, return_counts=True)
    if times.max(initial=0) < 2:
        return mesh
    a, b, c = mesh.faces.T
    turn = np.where(((a < b) & (b < c)) | ((b < c) & (c < a)) | ((c < a) & (a < b)), 1, -1)
    back_to_back = (times == 2) & (np.bincount(which.ravel(), turn) == 0)
    faces = mesh.faces[~back_to_back[which.ravel()]]
    used, number = np.unique(faces, return_inverse=True)
    return TriangleMesh(mesh.vertices[used], number.reshape(-1, 3).astype(np.int64))


def of_faceted(body: Faceted, place: Frame) -> TriangleMesh:
    """A stone's facets as triangles, where it stands."""
    vertices = np.array([place.point(v) for v in body.vertices], dtype=np.float64)
    fans = [(f[0], f[i], f[i + 1]) for f in body.faces for i in range(1, len(f) - 1)]
    return TriangleMesh(vertices, np.array(fans, dtype=np.int64))


TURNED = math.cos(math.radians(30.0))  # a sliver's normal further than this from its neighbour's is not the surface's
PASSES = 3  # a row of slivers takes as many as there are side by side


def unfolded(mesh: TriangleMesh, least: float) -> TriangleMesh:
    """The mesh with its slivers' long sides turned: triangles lower than `least` mm that face quite elsewhere.

    Three corners on one curved border can make a triangle that stands upright in the surface, no higher than the chord
    error, as if the metal had a fin there. With its long side turned, it and its neighbour both lie in the surface.
    """
    for _ in range(PASSES):
        faces = _unfolded_once(mesh, least)
        if faces is None:
            return mesh
        mesh = TriangleMesh(mesh.vertices, faces)
    return mesh


def _unfolded_once(mesh: TriangleMesh, least: float) -> npt.NDArray[np.int64] | None:
    f, v, n = mesh.faces, mesh.vertices, len(mesh.vertices)
    sides = v[f[:, [1, 2, 0]]] - v[f]
    long = np.linalg.norm(sides, axis=2)
    crosses = np.cross(sides[:, 0], -sides[:, 2])
    double = np.linalg.norm(crosses, axis=1)
    k = long.argmax(axis=1)
    low = np.flatnonzero((double < least * long.max(axis=1)) & (double > 0))
    keys = (f * n + f[:, [1, 2, 0]]).ravel()
    order = np.argsort(keys)
    ranked = keys[order]
    out, touched, turned = f.copy(), set[int](), False
    for i in low.tolist():
        a, b, c = (int(f[i, (k[i] + j) % 3]) for j in range(3))
        at = _found(ranked, b * n + a)
        if at is None:
            continue
        j, side = divmod(int(order[at]), 3)
        normal = crosses[j]
        if double[j] == 0 or crosses[i] @ normal > TURNED * double[i] * double[j] or touched & {i, j}:
            continue
        d, normal = int(f[j, (side + 2) % 3]), normal / double[j]
        free = _found(ranked, c * n + d) is None and _found(ranked, d * n + c) is None
        if free and all(_faces(v, t) @ normal > TURNED for t in ((a, d, c), (d, b, c))):
            out[i], out[j], turned = (a, d, c), (d, b, c), True
            touched |= {i, j}
    return out if turned else None


def _found(ranked: npt.NDArray[np.int64], key: int) -> int | None:
    at = int(np.searchsorted(ranked, key))
    return at if at < len(ranked) and ranked[at] == key else None


def _faces(v: npt.NDArray[np.float64], t: tuple[int, int, int]) -> npt.NDArray[np.float64]:
    cross = np.cross(v[t[1]] - v[t[0]], v[t[2]] - v[t[0]])
    size = float(np.linalg.norm(cross))
    found: npt.NDArray[np.float64] = cross / size if size else cross
    return found
