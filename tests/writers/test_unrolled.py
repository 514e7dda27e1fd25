"""The hoop laid flat, against lengths and turns that are known."""

from __future__ import annotations

import math

import pytest
from sample_ring import stone

from ringgen.bodies import Frame
from ringgen.checks.subject import clock
from ringgen.witness import Stone
from ringgen.writers._unrolled import Flat, Hoop, lines


def on_hoop(n: int, degrees: float, radius: float = 10.0, y: float = 0.0, turn: float = 0.0) -> Stone:
    """A stone upright on the hoop, its x along it, turned by degrees to the left as seen on its table."""
    a, t = math.radians(degrees), math.radians(turn)
    along, up = (math.cos(a), 0.0, -math.sin(a)), (math.sin(a), 0.0, math.cos(a))
    x = (math.cos(t) * along[0], math.sin(t), math.cos(t) * along[2])
    return stone(n, Frame((radius * up[0], y, radius * up[2]), x, up))


def middles(*stones: Stone) -> list[tuple[float, float]]:
    hoop = Hoop(stones)
    return [hoop.flat(k, s).middle for k, s in enumerate(stones, 1)]


def test_x_is_the_arc_from_the_top_and_y_the_finger() -> None:
    found = middles(on_hoop(1, -90.0), on_hoop(2, 45.0, y=1.5), on_hoop(3, 180.0))
    assert found == [
        pytest.approx((-5 * math.pi, 0.0)),
        pytest.approx((2.5 * math.pi, 1.5)),
        pytest.approx((10 * math.pi, 0.0)),
    ]


def test_neighbours_of_different_heights_keep_their_distance() -> None:
    """A stone 3 mm over the others does not push or pull those beyond it: each arc has the mean radius of its ends."""
    (a, _), (b, _), (c, _) = middles(on_hoop(1, 0.0, 13.0), on_hoop(2, 30.0), on_hoop(3, 60.0))
    assert (a, b - a, c - b) == pytest.approx((0.0, 11.5 * math.pi / 6, 10 * math.pi / 6))


def test_a_girdle_keeps_its_shape_and_its_turn() -> None:
    flat = Hoop([on_hoop(1, 70.0, turn=30.0)]).flat(1, on_hoop(1, 70.0, turn=30.0))
    (x, y), (cx, cy) = flat.outline[0], flat.middle  # the outline's first corner is (1, -1)
    c, s = math.cos(math.pi / 6), math.sin(math.pi / 6)
    assert (x - cx, y - cy) == pytest.approx((c + s, s - c))
    assert flat.room == pytest.approx(1.0)


@pytest.mark.parametrize("lean", [-40.0, 25.0])
def test_a_stone_that_leans_along_or_across_the_hoop_is_laid_down_not_squeezed(lean: float) -> None:
    c, s = math.cos(math.radians(lean)), math.sin(math.radians(lean))
    along = stone(1, Frame((0.0, 0.0, 12.0), (c, 0.0, -s), (s, 0.0, c)))
    across = stone(1, Frame((0.0, 0.0, 12.0), (1.0, 0.0, 0.0), (0.0, s, c)))
    for one in (along, across):
        assert Hoop([one]).flat(1, one).outline[1] == pytest.approx((1.0, 1.0))


def test_the_hours_are_those_of_the_findings() -> None:
    hoop = Hoop([on_hoop(1, 0.0)])
    hours = dict(hoop.hours(-100.0, 100.0))
    assert len(hours) == 12
    for degrees in (-150.0, -90.0, 0.0, 30.0, 180.0):
        assert hours[clock(on_hoop(1, degrees).frame.origin)] == pytest.approx(10 * math.radians(degrees))
    assert dict(hoop.hours(-1.0, 1.0)) == {"12:00": 0.0}


def test_a_strip_wider_than_the_page_goes_on_below() -> None:
    row = [Flat(k, ((2.0 * k, 0.0), (2.0 * k + 1, 0.0), (2.0 * k + 1, 1.0))) for k in range(10)]
    assert [[s.number for s in some] for some in lines(row[::-1], 7.0)] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert lines([], 7.0) == []
