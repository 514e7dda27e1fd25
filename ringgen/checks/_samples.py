"""Points all over a surface: every face has one, large faces have more."""

from __future__ import annotations

import numpy as np

from ringgen.checks._rays import Floats, Ints
from ringgen.checks.meshfile import MeshFile


def face_samples(mesh: MeshFile, step: float) -> tuple[Floats, Floats]:
    """Points and outward normals: the middle of each small face, rows `step` mm apart on every larger one.

    Slivers give none of their own: their neighbours cover them.
    """
    small = mesh.sound & (mesh.longest <= step)
    big = mesh.sound & ~small
    few, many = mesh.triangles[small], mesh.triangles[big]
    middle = (few[:, 0] + few[:, 1] + few[:, 2]) / 3.0
    points, face = rows(many, step)
    return np.concatenate([middle, points]), np.concatenate([mesh.outward[small], mesh.outward[big][face]])


def spots(mesh: MeshFile, faces: Ints, step: float) -> Floats:
    """Points all over some of the faces: their corners, each once, and rows `step` mm apart on the larger ones."""
    large = faces[mesh.longest[faces] > step]
    corners = np.zeros(len(mesh.vertices), bool)
    corners[mesh.faces[faces]] = True
    each = mesh.vertices.take(np.flatnonzero(corners), axis=0)
    return np.concatenate([each, rows(mesh.triangles[large], step)[0]])


def rows(corners: Floats, step: float) -> tuple[Floats, Ints]:
    """Points in rows along the longest side of each triangle, and whose triangle they are."""
    index = np.arange(len(corners))
    sides = corners[:, (1, 2, 0)] - corners
    square = np.einsum("ijk,ijk->ij", sides, sides)
    k = square.argmax(axis=1)
    a, b, c = corners[index, k], corners[index, (k + 1) % 3], corners[index, (k + 2) % 3]
    longest = np.sqrt(square[index, k])
    share = np.einsum("ij,ij->i", c - a, b - a) / square[index, k]
    height = np.linalg.norm(c - a - (b - a) * share[:, None], axis=1)
    row, up = _counted(np.maximum(1, np.ceil(height / step)).astype(np.int64))
    dot, along = _counted(np.maximum(1, np.ceil(longest[row] * (1.0 - up) / step)).astype(np.int64))
    row, up = row[dot], up[dot]
    u, v = (along * (1.0 - up))[:, None], up[:, None]
    return a[row] * (1.0 - u - v) + b[row] * u + c[row] * v, row


def _counted(counts: Ints) -> tuple[Ints, Floats]:
    """For every one of `counts` things in each place: the place, and how far through it lies (0 to 1)."""
    place = np.repeat(np.arange(len(counts)), counts)
    nth = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
    return place, (nth + 0.5) / counts[place]
