"""Frames place and turn, outer after inner; parts join and move whole."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringgen.bodies import Frame, Parts, Placed, Revolved, Vec, spun
from ringgen.plane import Arc

BALL = Revolved((Arc((3.0, 0.0), 1.0, 0.0, math.tau),))
LYING = Frame(origin=(1.0, 2.0, 3.0), x=(1.0, 0.0, 0.0), z=(0.0, 1.0, 0.0))  # its z along the finger

lengths = st.floats(-20.0, 20.0)
points = st.tuples(lengths, lengths, lengths)


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    """A right-handed frame from two angles: z anywhere on the sphere, x level."""
    turn, tilt = draw(st.floats(-math.pi, math.pi)), draw(st.floats(0.0, math.pi))
    z = (math.sin(tilt) * math.cos(turn), math.sin(tilt) * math.sin(turn), math.cos(tilt))
    return Frame(draw(points), (-math.sin(turn), math.cos(turn), 0.0), z)


def dot(a: Vec, b: Vec) -> float:
    return sum(p * q for p, q in zip(a, b, strict=True))


@given(frames())
def test_the_axes_are_right_handed_and_square(frame: Frame) -> None:
    x, y, z = frame.x, frame.y, frame.z
    assert [dot(x, y), dot(y, z), dot(z, x)] == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)
    triple = dot(x, (y[1] * z[2] - y[2] * z[1], y[2] * z[0] - y[0] * z[2], y[0] * z[1] - y[1] * z[0]))
    assert triple == pytest.approx(1.0)


def test_a_lying_frame_turns_and_then_moves() -> None:
    # by hand: z × x = (0, 1, 0) × (1, 0, 0) = (0, 0, -1)
    assert LYING.y == (0.0, 0.0, -1.0)
    assert LYING.point((10.0, 20.0, 30.0)) == (11.0, 32.0, -17.0)
    assert LYING.direction((10.0, 20.0, 30.0)) == (10.0, 30.0, -20.0)


@given(frames(), points, points)
def test_a_frame_keeps_distances(frame: Frame, p: Vec, q: Vec) -> None:
    assert math.dist(frame.point(p), frame.point(q)) == pytest.approx(math.dist(p, q), abs=1e-9)


@given(frames(), frames(), points)
def test_within_is_the_inner_frame_first_then_the_outer(inner: Frame, outer: Frame, p: Vec) -> None:
    assert inner.within(outer).point(p) == pytest.approx(outer.point(inner.point(p)), abs=1e-6)


@given(st.floats(-720.0, 720.0))
def test_spun_turns_about_its_own_axis(degrees: float) -> None:
    a = math.radians(degrees)
    assert spun(degrees).point((2.0, 0.0, 5.0)) == pytest.approx((2 * math.cos(a), 2 * math.sin(a), 5.0), abs=1e-9)
    assert spun(degrees).direction((0.0, 1.0, 0.0)) == pytest.approx((-math.sin(a), math.cos(a), 0.0), abs=1e-9)


def test_parts_join_in_order_and_every_place_moves() -> None:
    head = Parts((Placed("prong", BALL, (spun(0), spun(90))),), (Placed("seat", BALL),), (Placed("stone", BALL),))
    band = Parts((Placed("shank", BALL),))
    both = band + head.within(LYING)
    assert [p.part for p in both.metal] == ["shank", "prong"]
    assert [p.part for p in (*both.cutters, *both.stones)] == ["seat", "stone"]
    assert both.metal[0].places == (Frame(),)
    assert both.metal[1].places == (spun(0).within(LYING), spun(90).within(LYING))
    assert both.cutters[0].places == both.stones[0].places == (LYING,)


def test_equal_bodies_are_equal_values() -> None:
    again = Revolved((Arc((3.0, 0.0), 1.0, 0.0, math.tau),))
    assert {BALL: 1}[again] == 1
    assert again is not BALL
