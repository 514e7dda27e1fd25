"""Which facets of a stone are facets, and which only stand for a curve that a lapidary would have polished round."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ringgen.report._mesh import creased, neighbours

EDGE = 25.0  # degrees: an edge as blunt as this or blunter may lie within a curve
_FLAT = 0.2  # degrees between triangles that are one facet
# A brilliant's crown has 33 facets that meet bluntly and the busiest cuts some 80; a dome is drawn with hundreds.
_MANY = 100


def stone_normals(
    vertices: NDArray[np.float64], faces: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """A normal for each corner (m, 3, 3), and which triangles (m,) lie in a curve.

    Facets that meet at blunt edges make a curve when there are many of them: every blunt edge alone is also found
    among a brilliant's facets.
    """
    corners = vertices[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    flat = cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-20)
    one, other = _edges(faces)
    cosine = np.einsum("ij,ij->i", flat[one], flat[other])
    level, blunt = (cosine > np.cos(np.radians(a)) for a in (_FLAT, EDGE))
    facet = _groups(len(faces), one[level], other[level])
    surface = _groups(len(faces), one[blunt], other[blunt])
    first = np.unique(facet, return_index=True)[1]  # one triangle of each facet
    curved = np.bincount(surface[first], minlength=len(faces))[surface] > _MANY
    normals = np.repeat(flat[:, None], 3, 1)
    if curved.any():
        normals[curved] = creased(corners[curved], EDGE, 0.0)
    return normals, curved


def _edges(faces: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of triangles that share an edge, each pair both ways round."""
    ends = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    edge = np.unique(ends[:, 0] * (int(faces.max()) + 1) + ends[:, 1], return_inverse=True)[1].ravel()
    triangle = np.tile(np.arange(len(faces)), 3)
    one, other = neighbours(edge)
    return triangle[one], triangle[other]


def _groups(n: int, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """The lowest number among all that each of `n` is joined to, directly or through others."""
    label = np.arange(n)
    while True:
        low = label.copy()
        np.minimum.at(low, one, label[other])
        low = low[low]
        if (low == label).all():
            return label
        label = low
