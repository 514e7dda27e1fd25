"""Grids over bodies whose volume and distances are known."""

from __future__ import annotations

import numpy as np
import pytest
from bodies import as_file, box, rod, spun, torus, tri
from hypothesis import given, settings
from hypothesis import strategies as st
from manifold3d import Manifold

from ringgen.checks import _voxels
from ringgen.checks._voxels import Grid, grid, over, squares

BALL = Manifold.sphere(3.0, 64)


def of(triangles: np.ndarray) -> Grid:
    return grid(as_file(triangles))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("solid", [BALL, torus(2.0), box(5, 4, 3), box(6, 6, 6) - rod(1, 9)])
def test_the_points_in_metal_fill_its_volume(solid: Manifold, seed: int) -> None:
    found = of(spun(tri(solid), seed))
    assert found.closed
    # Each point of the surface is off by half a step at most, one way as often as the other.
    assert found.metal.sum() * found.step**3 == pytest.approx(solid.volume(), rel=0.01)


def test_corners_and_edges_that_lie_on_its_lines_give_no_leaks() -> None:
    for shape in (BALL - Manifold.sphere(2.0, 64), box(3, 3, 3), box(6, 6, 6) - box(3, 3, 3), torus(1.5)):
        assert of(tri(shape)).closed


def test_every_point_is_told_as_arithmetic_tells_it() -> None:
    found = of(tri(box(5.03, 4.07, 3.02).translate((1, 2, 3))))
    at = np.argwhere(np.ones(found.metal.shape, bool))
    inside = (np.abs(found.points(at) - (1, 2, 3)) < (2.515, 2.035, 1.51)).all(axis=1)
    assert np.array_equal(found.metal[tuple(at.T)], inside)
    assert np.array_equal(found.nearest(found.points(at)), at)


def test_a_hollow_is_air_and_an_overlap_metal_whichever_way_faces_look() -> None:
    hollow = tri(BALL - Manifold.sphere(2.0, 64))
    shell = 4 / 3 * np.pi * (27 - 8)
    overlap = np.concatenate([tri(box(4, 4, 4)), tri(box(4, 4, 4)) + np.array([2, 0, 0])])
    for triangles, volume in ((hollow, shell), (hollow[:, ::-1], shell), (overlap, 6 * 4 * 4)):
        found = of(np.ascontiguousarray(triangles))
        assert found.metal.sum() * found.step**3 == pytest.approx(volume, rel=0.03)


def test_a_file_with_a_hole_is_not_closed() -> None:
    assert not of(tri(box(3, 3, 3))[:-1]).closed


def test_a_large_part_has_its_points_further_apart() -> None:
    found = of(tri(box(100, 100, 30)))
    assert found.metal.size <= _voxels.MOST
    assert found.step > _voxels.STEP
    assert found.metal.sum() * found.step**3 == pytest.approx(300_000, rel=0.03)


def test_a_window_is_the_same_grid_about_a_box() -> None:
    whole = of(tri(BALL))
    part, which = whole.window(np.array([0.0, 0.0, 0.0]), np.array([2.0, 1.0, 3.5]))
    assert np.array_equal(part.metal, whole.metal[which])
    assert part.points(np.zeros((1, 3), np.int64)) == pytest.approx(np.zeros((1, 3)), abs=whole.step / 2 + 1e-9)
    assert part.at(np.array([2.0, 1.0, 3.5])) == tuple(n - 1 for n in part.metal.shape)


def test_what_lies_outside_a_box_is_told() -> None:
    found = of(tri(box(4, 3, 2)))
    beyond = found.beyond(np.array([-2, -1.5, -1]), np.array([2, 1.5, 1]))
    assert not (beyond & found.metal).any()
    assert beyond[0].all()
    assert not beyond[tuple(n // 2 for n in beyond.shape)]
    assert not found.marked(beyond, np.zeros(3))
    assert not found.marked(beyond, np.array([9.0, 0, 0]))


def test_a_part_of_a_file_is_cut_from_it() -> None:
    low, high = np.array([-1.0, -1, -1]), np.array([1.0, 1, 1])
    found = over(tri(box(20, 0.5, 20)), low, high, 0.1)
    assert found.metal.sum() == 23 * 23 * 5  # from -1.1 to 1.1 along the sheet, from -0.2 to 0.2 through it


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 8)] * 3), min_size=1, max_size=4), st.sampled_from([2, 5, 12]))
def test_squared_distances_are_those_to_the_nearest_mark(marks: list[tuple[int, int, int]], reach: int) -> None:
    marked = np.zeros((9, 10, 11), bool)
    marked[tuple(np.array(marks).T)] = True
    at = np.argwhere(np.ones(marked.shape, bool))
    true = ((at[:, None] - np.array(marks)[None]) ** 2).sum(axis=2).min(axis=1)
    found = squares(marked, reach)[tuple(at.T)]
    assert np.array_equal(found[true <= reach**2], true[true <= reach**2])
    assert (found[true > reach**2] > reach**2).all()
