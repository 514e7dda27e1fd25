"""A girdle walked along: where one is, which way is out, and a polygon as near as asked."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringgen.cuts._rim import CLOSE, SAME, Rim
from ringgen.outline import circle, ellipse, gauge, polygon
from ringgen.plane import Arc, area


@given(st.floats(0.5, 10.0), st.floats(-3.0, 3.0))
def test_a_walk_round_a_circle_is_its_angle(radius: float, turns: float) -> None:
    rim = Rim(circle(radius))
    angle = math.tau * turns
    p, out = rim.at(angle * radius)
    near = SAME * math.tau + 1e-9  # as close to a joint as that, the joint is taken
    assert p == pytest.approx((radius * math.cos(angle), radius * math.sin(angle)), abs=near * radius)
    assert out == pytest.approx((math.cos(angle), math.sin(angle)), abs=near)


def test_a_walk_clear_of_the_joints_is_exact() -> None:
    p, out = Rim(circle(4.0)).at(4.0 * math.tau / 12)
    assert p == pytest.approx((4.0 * math.cos(math.tau / 12), 2.0), abs=1e-9)
    assert out == pytest.approx((math.cos(math.tau / 12), 0.5), abs=1e-9)


def test_out_of_a_corner_is_half_way_between_its_sides() -> None:
    rim = Rim(polygon((1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)))
    assert rim.at(2.0) == ((1.0, 1.0), pytest.approx((0.5**0.5, 0.5**0.5)))
    assert rim.at(1.0) == (pytest.approx((1.0, 0.0)), pytest.approx((1.0, 0.0)))
    assert rim.corners() == [0.0, 2.0, 4.0, 6.0]


def test_an_open_chain_ends_where_it_ends() -> None:
    rim = Rim((Arc((0.0, 0.0), 2.0, 0.0, math.pi),), closed=False)
    assert rim.at(100.0)[0] == pytest.approx((-2.0, 0.0))
    assert rim.at(-1.0)[0] == pytest.approx((2.0, 0.0))
    assert rim.polygon((), 4.0)[-1] == pytest.approx((-2.0, 0.0))


@settings(deadline=None)
@given(st.floats(1.0, 5.0), st.floats(1.0, 2.5), st.lists(st.floats(0.0, 1.0), max_size=6))
def test_the_polygon_lies_on_the_outline_and_nowhere_far_inside(half: float, long: float, marks: list[float]) -> None:
    rim = Rim(ellipse(half, long * half))
    ring = rim.polygon([m * rim.length for m in marks], 2 * half)
    for p, q in pairwise([*ring, ring[0]]):
        assert gauge(rim.chain, p) == pytest.approx(1.0, abs=1e-6)
        middle = ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2)
        assert (1 - gauge(rim.chain, middle)) * half <= 2 * CLOSE * 2 * half  # where it tightens
    for extreme in ((half, 0.0), (0.0, long * half)):
        assert min(math.dist(p, extreme) for p in ring) < 2e-4 * rim.length


def test_pairs_stand_left_and_right_of_the_middle() -> None:
    half = [Arc((0.0, 0.0), 1.0, -math.pi / 2, math.pi / 2), Arc((0.0, 0.0), 1.0, math.pi / 2, 3 * math.pi / 2)]
    assert area(half) == pytest.approx(math.pi)
    spots = [a.at for a in Rim(half).pairs(0.5, 1.0)]
    assert spots == [pytest.approx((1.0, 0.0)), pytest.approx((0.0, 1.0)), pytest.approx((-1.0, 0.0))]
