from __future__ import annotations

import math

import numpy as np
import pytest
from heads import tri
from hypothesis import given
from hypothesis import strategies as st
from manifold3d import Manifold

from ringgen.bodies import Frame
from ringgen.checks import _slices
from ringgen.checks._slices import Near, Slice, Slicer, Slices, clearance, crossings, local, straddling

X, Y, Z = np.eye(3)
COLUMN = tri(Manifold.cube((2.0, 4.0, 6.0), True))


def enclosed(cut: Slice) -> float:
    """The area on the segments' left."""
    return float(0.5 * (cut.start[:, 0] * cut.end[:, 1] - cut.start[:, 1] * cut.end[:, 0]).sum())


@given(st.floats(-2.9, 2.9))
def test_a_section_has_the_column_s_area_with_metal_on_its_left(height: float) -> None:
    cut = Slicer(COLUMN, X, Y).at(np.array([0.3, -0.2, height]))
    assert enclosed(cut) == pytest.approx(8.0)
    assert cut.points.min(axis=0) == pytest.approx([-1.3, -1.8])


def test_a_plane_through_corners_and_one_beside() -> None:
    assert enclosed(Slicer(COLUMN, X, Y).at(np.array([0.0, 0.0, 3.0]))) == pytest.approx(8.0)
    assert len(Slicer(COLUMN, X, Y).at(np.array([0.0, 0.0, 3.1]))) == 0


def test_clearance_inside_outside_and_at_a_corner() -> None:
    cut = Slicer(COLUMN, X, Y).at(np.zeros(3))
    spots = np.array([[0, 0], [0.75, 0], [1.5, 0], [1.3, 2.4], [-1.3, -2.4], [0.9, 1.9]])
    assert clearance(cut, spots) == pytest.approx([1.0, 0.25, -0.5, -0.5, -0.5, 0.1])


def test_clearance_at_an_inner_corner() -> None:
    bent = tri(Manifold.cube((2.0, 2.0, 2.0), True) - Manifold.cube((2.0, 2.0, 4.0), True).translate((1, 1, 0)))
    cut = Slicer(bent, X, Y).at(np.array([0.0, 0.0, 0.1]))
    assert clearance(cut, np.array([[-0.3, -0.4], [0.3, 0.4]])) == pytest.approx([0.5, -0.3])


def test_many_sections_are_asked_at_once_and_those_that_cut_nothing_have_no_depth() -> None:
    spots = np.array([[0, 0], [0.75, 0], [1.5, 0], [-1.3, -2.4]])
    origins = np.array([[0.0, 0.0, z] for z in (-4.0, -2.9, 0.1, 3.5, 2.0, 5.0)])
    cuts = Slicer(COLUMN, X, Y).along(origins)
    found = cuts.depths(spots)
    assert np.isnan(found[[0, 3, 5]]).all()
    assert found[[1, 2, 4]] == pytest.approx(np.tile([1.0, 0.25, -0.5, -0.5], (3, 1)))
    twice = Slices.joined([cuts, cuts])
    assert [enclosed(cut) for cut in twice] == pytest.approx([0, 8, 8, 0, 8, 0] * 2)
    assert np.array_equal(twice.depths(spots), np.concatenate([found, found]), equal_nan=True)


def test_depths_are_the_same_however_many_are_worked_on_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ball = tri(Manifold.sphere(3.0, 40))
    cuts = Slicer(ball, X, Y).along(np.array([[0.0, 0.0, z] for z in np.linspace(-3.2, 3.2, 33)]))
    spots = np.random.default_rng(3).uniform(-3.0, 3.0, (20, 2))
    at_once = cuts.depths(spots)
    monkeypatch.setattr(_slices, "CHUNK", 1)
    assert np.array_equal(cuts.depths(spots), at_once, equal_nan=True)


def test_within_reach_is_what_comes_as_near_by_its_box() -> None:
    wide = tri(Manifold.cube((2.0, 4.0, 6.0), True) + Manifold.cube((1.0, 1.0, 6.0), True).translate((5, 0, 0)))
    origins = np.array([[0.0, 0.0, -1.0], [0.0, 0.0, 1.5]])
    assert [enclosed(cut) for cut in Slicer(wide, X, Y).along(origins)] == pytest.approx([9.0, 9.0])
    assert [enclosed(cut) for cut in Slicer(wide, X, Y).along(origins, 4.4)] == pytest.approx([8.0, 8.0])
    assert [len(cut) for cut in Slicer(wide, X, Y).along(origins, 0.9)] == [0, 0]


def test_rays_enter_and_leave() -> None:
    tube = tri(Manifold.cylinder(4, 3, 3, 360, True) - Manifold.cylinder(6, 2, 2, 360, True))
    way = np.array([np.cos(0.1), np.sin(0.1)])
    distance, enters = crossings(Slicer(tube, X, Y).at(np.zeros(3)), 0.5 * way, way)
    assert enters.tolist() == [True, False]
    assert distance == pytest.approx([1.5, 2.5], abs=2e-4)


@given(st.floats(0, 360), st.sampled_from([1, 3, 5, 7.5, 10, 45]))
def test_no_triangle_a_half_plane_cuts_is_missed(first: float, step: float) -> None:
    ring = tri(Manifold.cylinder(1, 3, 3, 40, True) - Manifold.cylinder(2, 2, 2, 40, True))
    seen = straddling(ring[..., 0], ring[..., 1], first, step)
    for k in range(int(360 / step)):
        a = math.radians(first + k * step)
        out, side = np.array([math.cos(a), math.sin(a), 0.0]), np.array([-math.sin(a), math.cos(a), 0.0])
        height = ring @ side
        cut = (height.min(axis=1) < -1e-6) & (height.max(axis=1) > 1e-6) & ((ring @ out).min(axis=1) > 0)
        assert not (cut & ~seen).any()


def test_near_and_local() -> None:
    frame = Frame(origin=(1.0, 2.0, 3.0), x=(0.0, 1.0, 0.0), z=(1.0, 0.0, 0.0))
    point = np.array(frame.point((0.5, -0.25, 2.0)))
    assert local(point, frame) == pytest.approx([0.5, -0.25, 2.0])
    assert len(Near(COLUMN).line(np.array([[5.0, 0, 0], [5.0, 0, 1]]), 3.9)) == 0
    assert len(Near(COLUMN).line(np.array([[5.0, 0, 0], [5.0, 0, 1]]), 4.1)) > 0


def test_near_finds_what_comparing_every_box_finds_in_the_same_order() -> None:
    draw = np.random.default_rng(1)
    triangles = draw.uniform(-10.0, 10.0, (5000, 1, 3)) + draw.normal(0.0, 0.2, (5000, 3, 3))
    triangles[:20] += draw.normal(0.0, 5.0, (20, 3, 3))  # a few as large as a band's are
    near, low, high = Near(triangles), triangles.min(axis=1), triangles.max(axis=1)
    for _ in range(100):
        line, reach = draw.uniform(-12.0, 12.0, 3) + draw.normal(0.0, 1.0, (3, 3)), draw.uniform(0.0, 2.0)
        boxed = (high >= line.min(axis=0) - reach) & (low <= line.max(axis=0) + reach)
        assert near.which(line, reach).tolist() == np.flatnonzero(boxed.all(axis=1)).tolist()
    assert len(Near(np.zeros((0, 3, 3))).which(np.zeros((2, 3)), 1.0)) == 0
