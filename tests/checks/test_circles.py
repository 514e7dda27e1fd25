from __future__ import annotations

import math

import numpy as np
import pytest

from ringgen.checks._circles import GOOD_ENOUGH, Walls, deepest
from ringgen.checks._slices import Slice


def outline(*corners: tuple[float, float]) -> Walls:
    """A polygon, counter-clockwise, with metal inside."""
    start = np.array(corners)
    return Walls(Slice(start, np.roll(start, -1, axis=0)))


RIGHT = outline((0.0, 0.0), (4.0, 0.0), (0.0, 3.0))


@pytest.mark.parametrize("spot", [(1.0, 0.5), (3.0, 0.3), (0.2, 2.4), (1.0, 1.0)])
def test_the_circle_in_a_triangle_of_three_four_five_has_radius_one(spot: tuple[float, float]) -> None:
    middle, radius = deepest(RIGHT, np.array(spot), 0.2, 5.0, np.inf)
    assert radius == pytest.approx(1.0, abs=2 * GOOD_ENOUGH)
    assert middle == pytest.approx([1.0, 1.0], abs=4 * GOOD_ENOUGH)


def test_from_outside_it_gets_in() -> None:
    middle, radius = deepest(RIGHT, np.array([1.0, -0.3]), 0.2, 5.0, np.inf)
    assert radius == pytest.approx(1.0, abs=2 * GOOD_ENOUGH)
    assert middle == pytest.approx([1.0, 1.0], abs=4 * GOOD_ENOUGH)


def test_it_stops_at_enough_and_stays_within_reach() -> None:
    _, radius = deepest(RIGHT, np.array([1.0, 0.2]), 0.1, 5.0, 0.55)
    assert 0.55 <= radius < 0.7
    middle, radius = deepest(RIGHT, np.array([0.3, 0.3]), 0.1, 0.9, np.inf)
    assert math.hypot(*middle) <= 0.9
    assert radius == pytest.approx(0.9 / math.sqrt(2), abs=0.01)


@pytest.mark.parametrize(
    ("spot", "depth"), [((1.0, 1.0), 1.0), ((0.5, 0.25), 0.25), ((-0.3, -0.4), -0.5), ((2.0, -0.5), -0.5)]
)
def test_how_deep_a_spot_lies(spot: tuple[float, float], depth: float) -> None:
    assert RIGHT.seen(*spot).depth == pytest.approx(depth)
