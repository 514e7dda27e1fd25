"""Depths against another transform, and floods over bodies whose lumps and necks are known."""

from __future__ import annotations

import numpy as np
import pytest
from bodies import as_file, box, rod, spun, torus, tri
from manifold3d import Manifold
from scipy import ndimage

from ringgen.checks import _lumps
from ringgen.checks._lumps import Flood, Metal, depths
from ringgen.checks._voxels import OFF, Grid, grid

SOLIDS = [Manifold.sphere(0.4, 24), box(5, 4, 3), torus(2.0), Manifold.sphere(6.5, 64), box(9, 9, 9) - rod(1.0, 12)]


def metal(solid: Manifold, seed: int = 1) -> Metal:
    return Metal.of(grid(as_file(spun(tri(solid), seed))))


@pytest.mark.parametrize("solid", SOLIDS)
def test_depths_are_those_to_the_nearest_air_however_thick(solid: Manifold) -> None:
    inside = grid(as_file(tri(solid))).metal
    exact = np.rint(ndimage.distance_transform_edt(inside) ** 2).astype(np.int64)
    assert np.array_equal(depths(inside), exact)


def row(heights: list[int]) -> Metal:
    """Points of metal in a row, as deep as they are said to be."""
    inside = np.zeros((len(heights) + 2, 3, 3), bool)
    inside[1:-1, 1, 1] = True
    points = Grid(np.zeros(3), 1.0, (0, 1, 2), inside, True)
    return Metal(points, np.flatnonzero(inside), np.array(heights) ** 2)


def met(heights: list[int]) -> list[tuple[int, int, int]]:
    found = sorted(Flood(row(heights)).lumps.values(), key=lambda lump: lump.turn)
    return [(lump.top, lump.neck, lump.into) for lump in found]


def test_two_floods_meet_where_the_way_between_them_is_lowest() -> None:
    assert met([3, 5, 4, 2, 3, 7, 6]) == [(1, 3, 5)]
    assert met([1, 2, 3, 4, 3]) == []
    assert met([5]) == []


def test_the_thickest_neck_is_met_first_and_the_less_thick_is_the_lump() -> None:
    # the 6 meets the 7 over 4, and only then all of it the 9 over 2
    assert met([7, 4, 6, 2, 9]) == [(2, 1, 0), (0, 3, 4)]
    assert met([9, 1, 6, 5, 8, 3, 7]) == [(2, 3, 4), (6, 5, 4), (4, 1, 0)]


def test_what_a_flood_had_met_by_a_turn() -> None:
    flood = Flood(row([9, 1, 6, 5, 8, 3, 7]))
    assert [flood.tops(4, turn) for turn in (0, 1, 2)] == [[4], [4, 2], [4, 6, 2]]
    assert flood.tops(0, 3) == [0, 4, 6, 2]


def test_the_way_is_between_what_is_thick_of_both() -> None:
    flood = Flood(row([9, 9, 5, 4, 3, 4, 5, 8, 8]))
    (lump,) = flood.lumps.values()
    assert sorted(flood.way(lump).tolist()) == [3, 4, 5]  # the others are deeper than the neck by two steps and more


@pytest.mark.parametrize("seed", range(3))
def test_a_ball_hangs_on_another_by_a_bar(seed: int) -> None:
    solid = (
        Manifold.sphere(2.0, 48) + Manifold.sphere(1.5, 48).translate((0, 0, 5)) + rod(0.6, 5).translate((0, 0, 2.5))
    )
    body = metal(solid, seed)
    flood, step = Flood(body), body.grid.step
    lump = max(flood.lumps.values(), key=lambda one: body.depth[one.top] - body.depth[one.neck])
    for point, radius in ((lump.top, 1.5), (lump.neck, 0.6), (lump.into, 2.0)):
        assert body.depth[point] * step == pytest.approx(radius, abs=OFF * step)
    assert flood.volume(lump.top, lump) == pytest.approx(4 / 3 * np.pi * 1.5**3, rel=0.08)
    assert flood.volume(lump.into, lump) == pytest.approx(4 / 3 * np.pi * 2.0**3, rel=0.08)
    (middle,) = spun(np.array([[[0.0, 0.0, 5.0]]]), seed)[0]
    assert body.points(np.array([lump.top]))[0] == pytest.approx(middle, abs=2 * step)


def test_points_that_are_left_out_part_what_they_joined() -> None:
    body = row([9, 2, 7])
    assert len(Flood(body.without(np.array([2.0, 1.0, 1.0]), 0.5)).lumps) == 0
    assert len(Flood(body).lumps) == 1


def test_a_large_part_is_flooded_on_a_coarser_grid() -> None:
    points = grid(as_file(tri(box(40, 40, 12))))
    body = Metal.of(points)
    assert len(body.at) <= _lumps.MOST < points.metal.sum()
    assert body.grid.step == 2 * points.step
    assert len(body.at) * body.grid.step**3 == pytest.approx(40 * 40 * 12, rel=0.03)
    assert body.depth.max() * body.grid.step == pytest.approx(6.0, abs=OFF * body.grid.step)
