"""Crossings lie on both curves, and a parallel is as far away as asked."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_plane import angles, places, sizes

from ringgen.crossing import crossings, parallel
from ringgen.plane import Arc, Curve, Line, Point

lines = st.builds(lambda x, y, a: Line((x, y), (x + math.cos(a), y + math.sin(a))), places, places, angles)
arcs = st.builds(lambda x, y, r, a: Arc((x, y), r, a, a + 1.0), places, places, sizes, angles)


def away(c: Curve, p: Point) -> float:
    """From the endless line or the whole circle."""
    if isinstance(c, Line):
        tx, ty = c.tangent()
        return abs((p[0] - c.start[0]) * ty - (p[1] - c.start[1]) * tx)
    return abs(math.dist(p, c.centre) - c.radius)


@given(lines | arcs, lines | arcs)
def test_every_crossing_lies_on_both(a: Curve, b: Curve) -> None:
    for p in crossings(a, b):
        blur = 1e-9 * (1 + math.hypot(*p)) ** 2  # lines nearly parallel cross far away
        assert away(a, p) < 1e-5 + blur
        assert away(b, p) < 1e-5 + blur


def test_how_many_times_two_curves_cross() -> None:
    circle = Arc((0.0, 0.0), 1.0, 0.0, math.tau)
    assert len(crossings(circle, Arc((1.0, 0.0), 1.0, 0.0, 1.0))) == 2
    assert crossings(circle, Arc((3.0, 0.0), 1.0, 0.0, 1.0)) == []
    assert crossings(circle, Line((0.0, 2.0), (1.0, 2.0))) == []
    assert crossings(Line((0.0, 0.0), (1.0, 0.0)), Line((0.0, 1.0), (1.0, 1.0))) == []
    assert crossings(Line((0.0, 0.0), (1.0, 0.0)), Line((0.3, 1.0), (0.3, 2.0))) == [pytest.approx((0.3, 0.0))]


def test_both_may_be_moved_to_their_left_first() -> None:
    """The middle of a fillet of 0.3 in a square corner."""
    east, north = Line((0.0, 0.0), (2.0, 0.0)), Line((2.0, 0.0), (2.0, 2.0))
    assert crossings(east, north, 0.3) == [pytest.approx((1.7, 0.3))]


@given(lines | arcs, st.floats(-3.0, 3.0))
def test_a_parallel_is_as_far_away_as_asked(c: Curve, left: float) -> None:
    moved = parallel(c, left)
    if moved is None:
        assert isinstance(c, Arc)
        assert left >= c.radius - 1e-6
        return
    for p, q in ((c.start, moved.start), (c.end, moved.end)):
        tx, ty = c.tangent() if p == c.start else c.tangent(at_end=True)
        assert q == pytest.approx((p[0] - ty * left, p[1] + tx * left), abs=1e-9)
