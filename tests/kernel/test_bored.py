"""A bore's triangles divided: closed as before, round as asked, nothing else touched."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from ringgen.kernel.bored import ON, Bore, rounded
from ringgen.triangles import TriangleMesh, open_edges

INSIDE, OUTSIDE, HALF = 8.0, 10.0, 3.0  # mm
SIDES = 96


def tube(leap: int) -> TriangleMesh:
    """A ring of 96 sides; on its bore one rim is gone along by `leap` corners before the other is."""
    angles = [math.tau * k / SIDES for k in range(SIDES)]
    rows = [(r, y) for r, y in ((INSIDE, -HALF), (INSIDE, HALF), (OUTSIDE, HALF), (OUTSIDE, -HALF))]
    vertices = np.array([(r * math.sin(a), y, r * math.cos(a)) for r, y in rows for a in angles])
    faces = []
    for side in range(4):
        step = leap if side == 0 else 1
        low, high = side * SIDES, (side + 1) % 4 * SIDES
        for k in range(0, SIDES, step):
            ahead = (k + step) % SIDES
            for j in range(k, k + step):
                faces.append((low + j % SIDES, low + (j + 1) % SIDES, high + k))
                faces.append((low + ahead, high + (j + 1) % SIDES, high + j))
    mesh = TriangleMesh(vertices.astype(np.float32).astype(np.float64), np.array(faces))
    return mesh if mesh.volume > 0 else TriangleMesh(mesh.vertices, mesh.faces[:, ::-1])


def strays(mesh: TriangleMesh) -> Any:
    """How far the middle of every side between two triangles of the bore is from it, mm."""
    v = mesh.vertices
    on = (np.abs(np.hypot(v[:, 0], v[:, 2]) - INSIDE) < ON)[mesh.faces].all(axis=1)
    start, end = mesh.faces[on].ravel(), np.roll(mesh.faces[on], -1, axis=1).ravel()
    keys = np.sort(np.stack([start, end], axis=1), axis=1)
    known, times = np.unique(keys, axis=0, return_counts=True)
    middle = v[known[times == 2]].mean(axis=1)
    return INSIDE - np.hypot(middle[:, 0], middle[:, 2])


@pytest.mark.parametrize("within", [0.1, 0.02, 0.008])
@pytest.mark.parametrize("leap", [4, 8, 12])
def test_sides_that_stray_are_divided_until_they_do_not(leap: int, within: float) -> None:
    mesh = tube(leap)
    assert open_edges(mesh) == 0
    assert strays(mesh).max() == pytest.approx(INSIDE * (1 - math.cos(math.pi * leap / SIDES)), abs=1e-5)
    found = rounded(mesh, Bore(INSIDE, ON), within)
    assert open_edges(found) == 0
    assert strays(found).max() <= within
    assert (found.vertices[: len(mesh.vertices)] == mesh.vertices).all()
    # The bore widens towards its cylinder, and never beyond it.
    outside = SIDES / 2 * OUTSIDE**2 * math.sin(math.tau / SIDES)
    assert 2 * HALF * (outside - math.pi * INSIDE**2) < found.volume <= mesh.volume


def test_a_mesh_that_is_round_enough_is_the_very_same() -> None:
    mesh = tube(1)
    assert rounded(mesh, Bore(INSIDE, ON), 0.01) is mesh
    assert rounded(tube(8), Bore(5.0, ON), 0.01).faces.shape == tube(8).faces.shape
