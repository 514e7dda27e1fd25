"""Rounded corners: tangent on both sides, of the very radius where there is room, and never outside their corner."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from test_plane import angles, sizes, stadium

from ringgen.corners import eased
from ringgen.plane import Arc, Line, polyline


@given(angles, angles, sizes, sizes, st.floats(0.01, 2.0))
def test_an_eased_corner_is_tangent_on_both_sides(a: float, b: float, first: float, second: float, r: float) -> None:
    """Two straights at any angle: joined without a kink, and never outside the corner they came from."""
    assume(0.05 < abs(math.remainder(b - a, math.tau)) < math.pi - 0.05)
    corner = (first * math.cos(a), first * math.sin(a))
    end = (corner[0] + second * math.cos(b), corner[1] + second * math.sin(b))
    done = eased(polyline((0.0, 0.0), corner, end), r)
    assert done[0].start == (0.0, 0.0)
    assert done[-1].end == end
    for one, following in pairwise(done):
        assert following.start == pytest.approx(one.end, abs=1e-8)
    if len(done) == 3:
        assert isinstance(done[1], Arc)
        assert done[1].radius <= r
        for one, following in pairwise(done):
            assert following.tangent() == pytest.approx(one.tangent(at_end=True), abs=1e-6)


def test_a_square_corner_is_eased_by_the_very_radius() -> None:
    done = eased(polyline((0.0, 0.0), (2.0, 0.0), (2.0, 2.0)), 0.3)
    line, arc, up = done
    assert isinstance(arc, Arc)
    assert line.end == pytest.approx((1.7, 0.0))
    assert (arc.radius, arc.centre) == (0.3, pytest.approx((1.7, 0.3)))
    assert up.start == pytest.approx((2.0, 0.3))


def test_a_corner_too_tight_for_its_radius_gets_half_of_it() -> None:
    arc = eased(polyline((0.0, 0.0), (0.4, 0.0), (0.4, 2.0)), 0.5)[1]
    assert isinstance(arc, Arc)
    assert arc.radius == 0.25


def test_only_the_corners_named_are_eased() -> None:
    done = eased(polyline((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)), 0.2, corners=(1,))
    assert [type(c) for c in done] == [Line, Line, Arc, Line]


def test_an_eased_corner_between_an_arc_and_a_line_is_tangent_to_both() -> None:
    dome = Arc((0.0, 0.0), 2.0, 0.2, math.pi - 0.2)
    side = Line(dome.end, (dome.end[0], dome.end[1] - 1.5))
    done = eased((dome, side), 0.2)
    assert len(done) == 3
    for one, following in pairwise(done):
        assert following.start == pytest.approx(one.end, abs=1e-9)
        assert following.tangent() == pytest.approx(one.tangent(at_end=True), abs=1e-6)


def test_a_smooth_joint_stays_as_it_is() -> None:
    chain = stadium(2.0, 0.5, 0.0)
    assert eased(chain, 0.1) == chain
