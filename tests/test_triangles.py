"""Welding: a closed body stays closed, sheets that enclose nothing go, and the same triangles give the same mesh."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from ringgen.bodies import Frame, spun
from ringgen.facets import prism
from ringgen.triangles import TriangleMesh, of_faceted, unfolded, welded

SQUARE = [(0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5), (0.5, -0.5)]
CUBE = of_faceted(prism(SQUARE, 0.0, 1.0), Frame())


def soup(mesh: TriangleMesh) -> npt.NDArray[np.float32]:
    """Separate triangles, as a kernel or an STL file hands them over."""
    return mesh.vertices[mesh.faces].astype(np.float32)


def edges(mesh: TriangleMesh) -> list[tuple[int, int]]:
    return [(int(f[i]), int(f[(i + 1) % 3])) for f in mesh.faces for i in range(3)]


def test_a_cube_of_facets_is_closed_and_holds_one_cubic_millimetre() -> None:
    assert CUBE.volume == pytest.approx(1.0)
    assert sorted(edges(CUBE)) == sorted((j, i) for i, j in edges(CUBE))


def test_a_placed_body_is_moved_not_changed() -> None:
    moved = of_faceted(prism(SQUARE, 0.0, 1.0), spun(30.0).within(Frame(origin=(3.0, -2.0, 7.0))))
    assert moved.volume == pytest.approx(1.0)
    assert moved.vertices.mean(axis=0) == pytest.approx([3.0, -2.0, 7.5])


def test_loose_triangles_are_welded_to_the_body_they_came_from() -> None:
    mesh = welded(soup(CUBE))
    assert (mesh.vertices.shape, mesh.faces.shape) == ((8, 3), (12, 3))
    assert mesh.volume == pytest.approx(1.0)


def test_minus_zero_is_zero() -> None:
    corners = soup(CUBE)
    corners[corners == 0.0] = -0.0
    assert len(welded(np.concatenate([soup(CUBE), corners])).vertices) == 8


def test_a_collapsed_triangle_is_dropped() -> None:
    line = np.array([[[0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [-0.5, 0.5, 0.0]]], dtype=np.float32)
    assert len(welded(np.concatenate([soup(CUBE), line])).faces) == 12


@pytest.mark.parametrize("turned", [0, 1, 2])
def test_triangles_back_to_back_enclose_nothing_and_go(turned: int) -> None:
    """Both of them, in whatever order their corners come, with the corner only they had."""
    fin = np.array([[[0.5, 0.5, 0.0], [-0.5, 0.5, 0.0], [0.0, 2.0, 0.0]]], dtype=np.float32)
    back = np.roll(fin[:, ::-1], turned, axis=1)
    mesh = welded(np.concatenate([fin, soup(CUBE), back]))
    assert (mesh.vertices.shape, mesh.faces.shape) == ((8, 3), (12, 3))
    assert sorted(edges(mesh)) == sorted((j, i) for i, j in edges(mesh))


def test_the_same_triangle_twice_the_same_way_round_is_kept_for_the_checks_to_see() -> None:
    assert len(welded(np.concatenate([soup(CUBE), soup(CUBE)[:1]])).faces) == 13


def test_nothing_is_nothing() -> None:
    assert len(welded(np.zeros((0, 3, 3), dtype=np.float32)).faces) == 0


def test_a_sliver_standing_upright_between_two_chords_is_laid_into_the_surface() -> None:
    # a strip along x whose long border is broken at its middle, 0.003 mm under the plane: the sliver faces along y
    vertices = np.array([[0.0, 0, 0], [1, 0, 0], [0.5, 0, -0.003], [0.5, 1, 0]])
    mesh = TriangleMesh(vertices, np.array([[0, 1, 3], [0, 2, 1]]))
    flat = unfolded(mesh, 0.005)
    assert {frozenset(f) for f in flat.faces.tolist()} == {frozenset({0, 2, 3}), frozenset({2, 1, 3})}
    a, b, c = (vertices[flat.faces[:, i]] for i in range(3))
    assert (np.cross(b - a, c - a)[:, 2] > 0).all()


def test_a_sliver_that_is_higher_than_asked_stays() -> None:
    vertices = np.array([[0.0, 0, 0], [1, 0, 0], [0.5, 0, -0.003], [0.5, 1, 0]])
    mesh = TriangleMesh(vertices, np.array([[0, 1, 3], [0, 2, 1]]))
    assert np.array_equal(unfolded(mesh, 0.002).faces, mesh.faces)


def test_corners_that_differ_by_rounding_near_nought_alone_are_one() -> None:
    """Float32 tells 1e-16 mm from -1e-16 mm, where two faces on an axis plane each have their own rounding."""
    loose = soup(CUBE)
    first = np.argwhere(np.isclose(loose[..., 2], 0.0))[0]
    loose[(*first, 2)] = 1.3e-16
    mesh = welded(loose)
    assert (mesh.vertices.shape, mesh.faces.shape) == ((8, 3), (12, 3))
