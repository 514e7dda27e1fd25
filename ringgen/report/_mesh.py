"""Triangles made ready to be drawn as polished metal: smooth normals with creases kept, and no triangle too big."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Soup = tuple[NDArray[np.float64], NDArray[np.float64]]  # corners and their normals, each (m, 3, 3)

CREASE = 30.0  # degrees between faces above which the edge stays sharp
_WELD = 1e5  # vertices closer than 0.00001 mm are one


def soup(vertices: NDArray[np.float64], faces: NDArray[np.int64], normals: NDArray[np.float64] | None) -> Soup:
    """Each triangle with its own three corners and normals, made where none are given."""
    corners = vertices[faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    corners, faces = corners[area > 1e-14], faces[area > 1e-14]
    if normals is not None:
        return corners, normals[faces]
    return corners, creased(corners, CREASE, 0.5)


def creased(corners: NDArray[np.float64], crease: float, by_area: float) -> NDArray[np.float64]:
    """A normal for each corner: the mean of the faces round its vertex within `crease` degrees of its own face.

    Faces weigh by their angle at the vertex, times their area to the power `by_area`. The root keeps slivers from
    bending the light, and a broad flat side flat up to its rounded edge; 0 is for facets cut into fans of slivers.
    """
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    flat /= np.linalg.norm(flat, axis=1, keepdims=True)
    vertex = _alike(corners.reshape(-1, 3) * _WELD)[1]
    one, other = neighbours(vertex)
    n = np.repeat(flat, 3, axis=0)
    close = np.einsum("ij,ij->i", n[one], n[other]) > np.cos(np.radians(crease))
    one, other = one[close], other[close]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    weighed = n * (_angles(corners) * (area**by_area)[:, None]).reshape(-1, 1)
    total = np.zeros_like(n)
    for k in range(3):
        total[:, k] = np.bincount(one, weighed[other, k], len(n))
    out: NDArray[np.float64] = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-20)
    return out.reshape(-1, 3, 3)


def _alike(rows: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first of each group of rows equal when rounded, and each row's group.

    Rows are compared by a 64 bit fold of their numbers: sorting whole rows takes twenty times as long.
    """
    keys = np.zeros(len(rows), np.uint64)
    for column in np.ascontiguousarray(np.rint(rows).astype(np.int64).T):
        keys = (keys ^ column.view(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    _, first, back = np.unique(keys, return_index=True, return_inverse=True)
    return first, back.ravel()


def neighbours(vertex: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every pair of corners (each with itself too) that share a vertex."""
    order = np.argsort(vertex, kind="stable")
    count = np.bincount(vertex)
    start = np.cumsum(count) - count
    each = count[vertex[order]]
    one = np.repeat(order, each)
    step = np.arange(len(one)) - np.repeat(np.cumsum(each) - each, each)
    return one, order[np.repeat(start[vertex[order]], each) + step]


def _angles(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """The angle at each corner, (m, 3)."""
    out = np.empty(corners.shape[:2])
    for k in range(3):
        a = corners[:, (k + 1) % 3] - corners[:, k]
        b = corners[:, (k + 2) % 3] - corners[:, k]
        out[:, k] = np.arctan2(np.linalg.norm(np.cross(a, b), axis=1), np.einsum("ij,ij->i", a, b))
    return out


def refined(mesh: Soup, longest: float, middle: NDArray[np.float64], radius: float = 0.0, bend: bool = False) -> Soup:
    """The same surface with no edge over `longest` mm, nor over half of that within `radius` of `middle`.

    An edge is split for its own length and place alone, so both its triangles split it alike and no crack opens.
    With `bend` the new points lie where the normals say that the surface runs.
    """
    data = np.concatenate(mesh, axis=2)  # position and normal travel together
    done = []
    for _ in range(12):
        a, b, c = data[:, 0], data[:, 1], data[:, 2]
        long = np.stack([_long(p[:, :3], q[:, :3], longest, middle, radius) for p, q in ((a, b), (b, c), (c, a))], 1)
        whole = ~long.any(1)
        done.append(data[whole])
        if whole.all():
            break
        data = _split(data[~whole], long[~whole], bend)
    else:
        done.append(data)
    both = np.concatenate(done)
    normals = both[:, :, 3:]
    return both[:, :, :3], normals / np.maximum(np.linalg.norm(normals, axis=2, keepdims=True), 1e-20)


def _long(
    p: NDArray[np.float64], q: NDArray[np.float64], longest: float, middle: NDArray[np.float64], radius: float
) -> NDArray[np.bool_]:
    """Which edges are to be split; exactly the same for p, q as for q, p."""
    near = np.linalg.norm((p + q) / 2 - middle, axis=1) < radius
    out: NDArray[np.bool_] = np.linalg.norm(q - p, axis=1) > np.where(near, longest / 2, longest)
    return out


def welded(mesh: Soup) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """Points, their normals and the triangles over them: corners alike in place and normal are one point."""
    data = np.concatenate(mesh, axis=2).reshape(-1, 6)
    first, back = _alike(data * [_WELD, _WELD, _WELD, 1e3, 1e3, 1e3])
    both = data[first].astype(np.float32)
    return both[:, :3], both[:, 3:], back.reshape(-1, 3)


def _halfway(a: NDArray[np.float64], b: NDArray[np.float64], bend: bool) -> NDArray[np.float64]:
    """The middles of edges, position and normal; with `bend` half as far off as the tangent planes at their ends."""
    out: NDArray[np.float64] = (a + b) / 2
    if bend:
        out[:, 3:] /= np.maximum(np.linalg.norm(out[:, 3:], axis=1, keepdims=True), 1e-20)
        half = (b[:, :3] - a[:, :3]) / 2
        for end, way in ((a[:, 3:], half), (b[:, 3:], -half)):
            out[:, :3] -= np.einsum("ij,ij->i", way, end)[:, None] * end / 4
    return out


def _split(t: NDArray[np.float64], long: NDArray[np.bool_], bend: bool) -> NDArray[np.float64]:
    """Triangles with their long edges halved; edge k runs from corner k to the next."""
    # Turn each so that the edges to split come first: (1,0,0), (1,1,0) or (1,1,1).
    turn = np.select([long[:, 0] & ~long[:, 2], long[:, 1] & ~long[:, 0], long[:, 2] & ~long[:, 1]], [0, 1, 2], 0)
    index = (turn[:, None] + np.arange(3)) % 3
    t = np.take_along_axis(t, index[:, :, None], 1)
    count = long.sum(1)
    a, b, c = t[:, 0], t[:, 1], t[:, 2]
    ab, bc, ca = _halfway(a, b, bend), _halfway(b, c, bend), _halfway(c, a, bend)

    def made(pick: NDArray[np.bool_], *corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack([p[pick] for p in corners], 1)

    one, two, three = count == 1, count == 2, count == 3
    return np.concatenate(
        [
            made(one, a, ab, c),
            made(one, ab, b, c),
            made(two, ab, b, bc),
            made(two, a, ab, bc),
            made(two, a, bc, c),
            made(three, a, ab, ca),
            made(three, ab, b, bc),
            made(three, ca, bc, c),
            made(three, ab, bc, ca),
        ]
    )
