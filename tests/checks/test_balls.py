"""Balls that grow in bodies whose largest is known, and distances against those another library has."""

from __future__ import annotations

import math

import numpy as np
import pytest
from bodies import as_file, box, rod, spun, tri
from manifold3d import Manifold
from trimesh.triangles import closest_point

from ringgen.checks._balls import across, apart, largest
from ringgen.checks._solids import to_triangles

FACETS = math.cos(math.pi / 64)


def turned(points: np.ndarray, seed: int) -> np.ndarray:
    return spun(points[None], seed)[0]


def test_distances_are_those_to_the_nearest_points() -> None:
    rng = np.random.default_rng(7)
    triangles = rng.normal(size=(500, 3, 3))
    for point in rng.normal(size=(20, 3)):
        away, ways = apart(point, triangles)
        nearest = closest_point(triangles, np.tile(point, (500, 1)))
        assert away == pytest.approx(np.linalg.norm(point - nearest, axis=1))
        assert point - away[:, None] * ways == pytest.approx(nearest)
        assert np.linalg.norm(ways, axis=1) == pytest.approx(np.ones(500))
        assert to_triangles(point[None], triangles)[0] == pytest.approx(away)


def test_a_triangle_that_is_but_a_line_is_as_near_as_its_sides() -> None:
    """Two corners of it are one, or all three lie on a line, as other programs and booleans leave them in files."""
    lines = np.array(
        [[(0, 0, 0), (4, 0, 0), (4, 0, 0)], [(0, 0, 0), (4, 0, 0), (1.5, 0, 0)], [(0, 0, 0), (0, 0, 0), (0, 0, 0)]],
        float,
    )
    points = np.array([(1.0, 3.0, 4.0), (7.0, 4.0, 0.0), (-3.0, 0.0, 4.0)])
    assert to_triangles(points, lines) == pytest.approx(np.array([(5, 5, 26**0.5), (5, 5, 65**0.5), (5, 5, 5)]))


def wedge(slope: float) -> tuple[Manifold, float]:
    """A bar of square section that grows from 1.5 mm over 10, and the largest ball in it: it touches the thick end."""
    ends = ((0.0, 0.75), (10.0, 0.75 + 10 * slope))
    solid = Manifold.hull_points([(x, y, z) for x, h in ends for y in (-h, h) for z in (-h, h)])
    lean = math.hypot(1.0, slope)
    return solid, (0.75 + 10 * slope) / (lean + slope)


@pytest.mark.parametrize("slope", [0.05, 0.1, 0.3])
def test_a_ball_rolls_to_where_a_wedge_is_thickest(slope: float) -> None:
    solid, radius = wedge(slope)
    for seed in range(3):
        mesh = as_file(spun(tri(solid), seed))
        (start,) = turned(np.array([[5.0, 0.1, -0.2]]), seed)
        ball = largest(mesh, start, 2.0)
        assert ball.radius == pytest.approx(radius, abs=0.002)
        assert ball.middle == pytest.approx(turned(np.array([[10 - radius, 0, 0]]), seed)[0], abs=0.02)


@pytest.mark.parametrize(("solid", "radius"), [(box(4, 5, 3), 1.5), (rod(1.2, 8), 1.2 * FACETS)])
def test_between_two_faces_it_is_half_as_large_as_they_are_apart(solid: Manifold, radius: float) -> None:
    mesh = as_file(spun(tri(solid), 5))
    (start,) = turned(np.array([[0.3, 0.4, 0.2]]), 5)
    assert largest(mesh, start, 1.5).radius == pytest.approx(radius, abs=0.002)


def test_across_a_wedge_it_stays_where_the_wedge_is_as_thick() -> None:
    solid, _ = wedge(0.1)
    mesh = as_file(spun(tri(solid), 4))
    start, along = turned(np.array([[4.0, 0.1, -0.15], [1.0, 0.0, 0.0]]), 4)
    ball = across(mesh, start, along, 1.5, 0.3, np.inf)
    assert ball.radius == pytest.approx((0.75 + 0.4) / math.hypot(1.0, 0.1), abs=0.002)
    assert ball.middle == pytest.approx(turned(np.array([[4.0, 0.0, 0.0]]), 4)[0], abs=0.01)


def test_it_goes_no_further_than_it_may_and_is_content_with_enough() -> None:
    mesh, start, along = as_file(tri(box(20, 4, 20))), np.array([0.0, 1.5, 0.0]), np.array([1.0, 0.0, 0.0])
    assert across(mesh, start, along, 1.0, 0.3, np.inf).radius == pytest.approx(0.8, abs=0.002)
    assert across(mesh, start, along, 1.0, 3.0, 0.4).radius == pytest.approx(0.5)
