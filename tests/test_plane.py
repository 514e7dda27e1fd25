"""Plane curves against polygons fine enough to be taken for them, and against formulas everyone knows."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringgen.plane import Arc, Curve, Line, Point, arc_through, area, moment, points, shifted

sizes = st.floats(0.05, 20.0)
places = st.floats(-20.0, 20.0)
angles = st.floats(-math.pi, math.pi)


def shoelace(ring: list[Point]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]])) / 2


def polygon_moment(ring: list[Point]) -> float:
    """First moment about the horizontal axis of a polygon, by triangles from the origin."""
    return sum((x0 * y1 - x1 * y0) * (y0 + y1) / 6 for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]))


def circle(centre: Point, radius: float) -> tuple[Curve, ...]:
    return tuple(Arc(centre, radius, q * math.pi / 2, (q + 1) * math.pi / 2) for q in range(4))


def stadium(length: float, radius: float, by: float) -> tuple[Curve, ...]:
    """Two half circles and the straights between them, `by` mm above the axis."""
    return shifted(
        (
            Line((-length / 2, -radius), (length / 2, -radius)),
            Arc((length / 2, 0.0), radius, -math.pi / 2, math.pi / 2),
            Line((length / 2, radius), (-length / 2, radius)),
            Arc((-length / 2, 0.0), radius, math.pi / 2, 3 * math.pi / 2),
        ),
        0.0,
        by,
    )


@given(places, places, sizes)
def test_a_circle_has_the_area_and_moment_of_a_circle(x: float, y: float, r: float) -> None:
    chain = circle((x, y), r)
    assert area(chain) == pytest.approx(math.pi * r * r)
    assert moment(chain) == pytest.approx(math.pi * r * r * y, abs=1e-9)


@given(sizes, sizes, places)
def test_area_and_moment_are_the_limit_of_the_polygons(length: float, radius: float, by: float) -> None:
    chain = stadium(length, radius, by)
    ring = points(chain, deviation=1e-6 * radius)
    assert area(chain) == pytest.approx(shoelace(ring), rel=1e-5)
    assert moment(chain) == pytest.approx(polygon_moment(ring), rel=1e-5, abs=1e-5 * radius**2)


@given(sizes, sizes, places, places, places)
def test_a_shift_keeps_the_area_and_adds_height_to_the_moment(
    length: float, radius: float, by: float, dx: float, dy: float
) -> None:
    chain = stadium(length, radius, by)
    moved = shifted(chain, dx, dy)
    assert area(moved) == pytest.approx(area(chain))
    assert moment(moved) == pytest.approx(moment(chain) + dy * area(chain), abs=1e-7)


@given(st.floats(0.001, 0.5), sizes)
def test_points_stay_within_their_deviation(deviation: float, radius: float) -> None:
    ring = points(circle((0.0, 0.0), radius), deviation)
    middles = [math.hypot((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in pairwise([*ring, ring[0]])]
    assert radius - min(middles) <= deviation + 1e-9


@given(places, places, sizes, angles, st.floats(0.1, 3.0), st.booleans())
def test_an_arc_is_found_again_from_three_of_its_points(
    x: float, y: float, r: float, a0: float, sweep: float, clockwise: bool
) -> None:
    asked = Arc((x, y), r, a0, a0 - sweep if clockwise else a0 + sweep)
    found = arc_through(asked.start, asked.mid, asked.end)
    # a shallow arc's centre is known as well as its sagitta is large against the rounding of its points
    blur = 1e-12 / (1 - math.cos(sweep / 2)) / min(r, 1.0) * max(abs(x), abs(y), r, 1.0)
    assert found.centre == pytest.approx(asked.centre, abs=1e-9 + 10 * r * blur)
    assert found.a1 - found.a0 == pytest.approx(asked.a1 - asked.a0, abs=1e-7 + 100 * blur)
