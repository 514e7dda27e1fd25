from __future__ import annotations

import numpy as np
import pytest
from heads import STONE

from ringgen.checks._girdle import girdle, inside, stations

SQUARE = np.array([[-2.0, -1.0], [2.0, -1.0], [2.0, 1.0], [-2.0, 1.0]])
HEART = np.array([[0.0, -2.0], [2.0, 0.0], [1.0, 1.0], [0.0, 0.0], [-1.0, 1.0], [-2.0, 0.0]])
ALL = ((0.0, 360.0),)


def test_how_deep_a_point_lies_inside() -> None:
    points = np.array([[0.0, 0.0], [1.8, 0.5], [2.5, 0.0], [5.0, 5.0]])
    assert inside(SQUARE, points) == pytest.approx([1.0, 0.2, -0.5, -5.0])


def test_the_cleft_of_a_heart_is_outside() -> None:
    points = np.array([[0.0, 0.5], [0.0, -0.5]])
    assert inside(HEART, points) == pytest.approx([-(0.5**1.5), 0.5])


def test_a_round_stone_nobody_has_drawn_is_a_circle() -> None:
    assert inside(girdle(STONE), np.zeros((1, 2))) == pytest.approx([3.0], abs=0.002)


def test_stations_go_all_round_and_stand_on_every_corner() -> None:
    places = stations(SQUARE, 24, ALL)
    assert np.abs(inside(SQUARE, places.spots)).max() < 1e-9
    corners = [tuple(np.round(p, 6)) for p in places.spots if tuple(np.round(np.abs(p), 6)) == (2.0, 1.0)]
    assert len(corners) == 4
    at = int(np.hypot(*(places.spots - [2.0, 1.0]).T).argmin())
    assert places.out[at] == pytest.approx([0.5**0.5, 0.5**0.5])
    assert np.hypot(*places.out.T) == pytest.approx(np.ones(len(places.out)))


def test_half_a_wall_has_stations_on_its_half_less_its_ends() -> None:
    circle = 3.0 * np.array([[np.cos(t), np.sin(t)] for t in np.radians(np.arange(0, 360, 3))])
    places = stations(circle, 120, ((270.0, 450.0),), ends=0.5)
    off = np.degrees(0.5 / 3.0)
    turn = np.sort((places.azimuth + 90.0) % 360.0)
    assert turn[0] >= off
    assert turn[-1] <= 180.0 - off
    assert len(turn) == pytest.approx((180.0 - 2 * off) / 3.0, abs=2)


def test_of_a_wall_shorter_than_its_ends_the_middle_is_read() -> None:
    circle = 3.0 * np.array([[np.cos(t), np.sin(t)] for t in np.radians(np.arange(0, 360, 3))])
    places = stations(circle, 120, ((0.0, 40.0), (180.0, 220.0)), ends=1.5)
    assert len(places.spots)
    assert ((places.azimuth % 180.0 >= 16.0) & (places.azimuth % 180.0 <= 24.0)).all()
