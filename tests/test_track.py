"""Going along outlines, against circles and straight lines whose lengths are known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringgen.outline import circle, ellipse, polygon
from ringgen.plane import Curve, at
from ringgen.track import Track, beside

SQUARE = polygon((-2.0, -2.0), (2.0, -2.0), (2.0, 2.0), (-2.0, 2.0))


@given(st.floats(0.5, 20.0), st.floats(-50.0, 50.0))
def test_a_circle_is_gone_along_by_its_arc(radius: float, gone: float) -> None:
    track = Track(circle(radius))
    assert track.length == pytest.approx(math.tau * radius)
    x, y = track.point(gone)
    angle = gone / radius
    assert (x, y) == pytest.approx((radius * math.cos(angle), radius * math.sin(angle)), abs=1e-6)
    assert track.along(gone) == pytest.approx((-math.sin(angle), math.cos(angle)), abs=1e-6)


@pytest.mark.parametrize("outline", [SQUARE, circle(3.0), ellipse(4.0, 3.0)], ids=["square", "circle", "ellipse"])
def test_straight_ahead_is_plus_y(outline: tuple[Curve, ...]) -> None:
    track = Track(outline)
    x, y = track.point(track.ahead)
    assert x == pytest.approx(0.0, abs=1e-9)
    assert y > 0.0


@given(st.floats(0.3, 4.0))
def test_beside_a_square_is_as_long_as_its_sides_and_one_circle(by: float) -> None:
    found = beside(SQUARE, by)
    assert found is not None
    assert Track(found).length == pytest.approx(16.0 + math.tau * by)
    for c in found:
        x, y = at(c, 0.37)
        assert math.hypot(max(abs(x) - 2.0, 0.0), max(abs(y) - 2.0, 0.0)) == pytest.approx(by)
