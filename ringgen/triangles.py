"""Triangles as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.bodies import Faceted, Frame


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


def open_edges(mesh: TriangleMesh) -> int:
    """How many edges do not have exactly one triangle on either side; none in a closed mesh."""
    n = len(mesh.vertices)
    a = mesh.faces.ravel()
    b = mesh.faces[:, [1, 2, 0]].ravel()
    ways = np.unique(a * n + b, return_counts=True)
    back = np.isin(b * n + a, ways[0])
    return int((ways[1] > 1).sum() + (~back).sum())


def welded(corners: npt.NDArray[np.float32]) -> TriangleMesh:
    """Separate triangles (m, 3, 3) joined where their corners are the same float32 point; collapsed ones dropped."""
    flat = np.ascontiguousarray(corners.reshape(-1, 3), dtype=np.float32) + np.float32(0.0)  # -0.0 becomes 0.0
    keys = flat.view(np.dtype((np.void, 12))).ravel()
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
