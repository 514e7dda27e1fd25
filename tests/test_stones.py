"""The envelope a seat is cut from: it holds the whole stone, and `grown` adds the same everywhere."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringgen.cuts import round as brilliant
from ringgen.cuts.round import Params
from ringgen.plane import Point
from ringgen.spec.models import Stone
from ringgen.stones import envelope, grown

diameters = st.floats(0.8, 20.0)
depths = st.floats(0.45, 0.8)


def outline(diameter: float, share: float) -> tuple[tuple[Point, ...], list[Point]]:
    measures = brilliant.measure(Stone(diameter=diameter, depth=share * diameter), Params())
    stone = brilliant.solid(measures)
    return envelope(stone, measures), [(math.hypot(x, y), z) for x, y, z in stone.vertices]


def over(sides: tuple[Point, ...], p: Point) -> float:
    """How far a point lies outside the nearest of the outline's sides."""
    worst = -math.inf
    for (r0, z0), (r1, z1) in pairwise(sides):
        size = math.hypot(r1 - r0, z1 - z0)
        worst = max(worst, ((z1 - z0) * (p[0] - r0) - (r1 - r0) * (p[1] - z0)) / size)
    return worst


@given(diameters, depths)
def test_the_envelope_holds_every_corner_of_the_stone_and_touches_it(diameter: float, share: float) -> None:
    sides, corners = outline(diameter, share)
    assert max(over(sides, c) for c in corners) == pytest.approx(0.0, abs=1e-7)
    assert max(r for r, _ in sides) == pytest.approx(diameter / 2, rel=1e-6)


@given(diameters, depths)
def test_the_envelope_begins_and_ends_on_the_axis(diameter: float, share: float) -> None:
    sides, _ = outline(diameter, share)
    assert sides[0][0] == 0.0
    assert sides[-1][0] == 0.0
    assert sides[-1][1] - sides[0][1] == pytest.approx(share * diameter, rel=0.01)


@given(diameters, depths, st.floats(0.01, 0.3))
def test_grown_is_that_much_larger_on_every_side(diameter: float, share: float, by: float) -> None:
    sides, corners = outline(diameter, share)
    larger = grown(sides, by)
    assert max(over(larger, c) for c in corners) == pytest.approx(-by, abs=1e-7)
    assert max(r for r, _ in larger) == pytest.approx(diameter / 2 + by, rel=1e-6)
    assert larger[0][0] == pytest.approx(0.0, abs=1e-9)
    assert larger[-1][0] == pytest.approx(0.0, abs=1e-9)
