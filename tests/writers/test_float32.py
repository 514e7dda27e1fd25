from __future__ import annotations

import numpy as np
import trimesh
from hypothesis import given
from hypothesis import strategies as st

from ringgen.triangles import TriangleMesh
from ringgen.writers._float32 import normals, rounded


def closed(mesh: TriangleMesh) -> bool:
    edges = np.concatenate([mesh.faces[:, [i, (i + 1) % 3]] for i in range(3)])
    forth, back = {tuple(e) for e in edges}, {tuple(e[::-1]) for e in edges}
    return len(forth) == len(edges) and forth == back


def flat(mesh: TriangleMesh) -> int:
    corners = mesh.vertices[mesh.faces]
    return int((normals(corners) == 0).all(axis=1).sum())


def octahedron(scale: float = 8.0) -> TriangleMesh:
    vertices = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], float) * scale
    faces = [[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]]
    return TriangleMesh(vertices, np.array(faces, dtype=np.int64))


def split(mesh: TriangleMesh, face: int, point: np.ndarray) -> TriangleMesh:
    """One face made three round a new corner."""
    a, b, c = mesh.faces[face]
    n = len(mesh.vertices)
    new = np.array([[a, b, n], [b, c, n], [c, a, n]])
    return TriangleMesh(np.vstack([mesh.vertices, point]), np.vstack([np.delete(mesh.faces, face, axis=0), new]))


def test_a_mesh_of_32_bit_numbers_is_left_as_it_is() -> None:
    mesh = octahedron()
    result = rounded(mesh)
    assert (result.mesh.vertices == mesh.vertices).all()
    assert (result.mesh.faces == mesh.faces).all()
    assert (result.collapsed, result.turned) == (0, 0)


def test_a_corner_no_triangle_has_is_left_out() -> None:
    mesh = octahedron()
    loose = TriangleMesh(np.vstack([[[9.0, 9.0, 9.0]], mesh.vertices]), mesh.faces + 1)
    assert (rounded(loose).mesh.vertices == mesh.vertices).all()
    assert (rounded(loose).mesh.faces == mesh.faces).all()


def test_corners_that_round_to_one_point_close_over_the_triangles_they_lose() -> None:
    mesh = octahedron()
    near = mesh.vertices[0] + [-1e-9, 0, 0]  # 32-bit numbers near 8 are 5e-7 apart
    result = rounded(split(mesh, 0, near))
    assert result.collapsed == 2
    assert closed(result.mesh)
    assert result.mesh.volume == mesh.volume


def test_a_flat_triangle_hands_its_long_side_to_the_neighbour() -> None:
    mesh = octahedron()
    middle = (mesh.vertices[0] + mesh.vertices[2]) / 2  # exactly on an edge: a triangle without area
    result = rounded(split(mesh, 0, middle))
    assert flat(split(mesh, 0, middle)) == 1
    assert result.turned == 1
    assert flat(result.mesh) == 0
    assert closed(result.mesh)
    assert result.mesh.volume == mesh.volume


@given(st.integers(0, 2**32 - 1), st.floats(-10, -4))
def test_whatever_rounding_does_a_closed_mesh_stays_closed(seed: int, exponent: float) -> None:
    rng = np.random.default_rng(seed)
    mesh = octahedron(7.3)
    for _ in range(12):
        face = int(rng.integers(len(mesh.faces)))
        corners = mesh.vertices[mesh.faces[face]]
        near = corners[0] + 10**exponent * (rng.random(3) - 0.5)
        mesh = split(mesh, face, near if rng.random() < 0.7 else corners.mean(axis=0))
    result = rounded(mesh)
    assert closed(result.mesh) or not result_is_simple(result.mesh)
    assert abs(result.mesh.volume - mesh.volume) < 1e-3


def result_is_simple(mesh: TriangleMesh) -> bool:
    """False where two sheets closer than a 32-bit step were pressed onto one edge."""
    return bool(trimesh.Trimesh(mesh.vertices, mesh.faces, process=False).is_watertight)
