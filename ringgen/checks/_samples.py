"""Points all over a surface: every face has one, large faces have more."""

from __future__ import annotations

import numpy as np

from ringgen.checks._rays import Floats
from ringgen.checks.meshfile import MeshFile


def face_samples(mesh: MeshFile, step: float) -> tuple[Floats, Floats]:
    """Points and outward normals, at most about `step` mm apart on large faces, one in the middle of each small one.

    Slivers give none of their own: their neighbours cover them.
    """
    good = mesh.sound
    corners, normals = mesh.triangles, mesh.outward
    small = good & (mesh.longest <= step)
    big = good & ~small
    points, facing = [corners[small].sum(axis=1) / 3.0], [normals[small]]
    rest, turned = corners[big], normals[big]
    while len(rest):
        rest, turned = _halved(rest, turned)
        sides = rest[:, (1, 2, 0)] - rest
        fine = np.einsum("ijk,ijk->ij", sides, sides).max(axis=1) <= step * step
        points.append(rest[fine].sum(axis=1) / 3.0)
        facing.append(turned[fine])
        rest, turned = rest[~fine], turned[~fine]
    return np.concatenate(points), np.concatenate(facing)


def _halved(corners: Floats, normals: Floats) -> tuple[Floats, Floats]:
    """Every triangle cut in two across its longest side."""
    sides = corners[:, (1, 2, 0)] - corners
    k = np.einsum("ijk,ijk->ij", sides, sides).argmax(axis=1)
    i = np.arange(len(corners))
    a, b, c = corners[i, k], corners[i, (k + 1) % 3], corners[i, (k + 2) % 3]
    middle = (a + b) / 2
    halves = np.concatenate([np.stack([a, middle, c], axis=1), np.stack([middle, b, c], axis=1)])
    return halves, np.concatenate([normals, normals])
