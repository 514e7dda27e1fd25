from __future__ import annotations

import math

import numpy as np
import pytest
from heads import gem

from ringgen.bodies import Faceted
from ringgen.checks._solids import Body, between, of_faceted


def block(x: float = 0.0, y: float = 0.0, z: float = 0.0, side: float = 2.0) -> Body:
    c = [(x + i * side, y + j * side, z + k * side) for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    faces = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
    return of_faceted(Faceted(tuple(c), faces))


def angle_iron() -> Body:
    """An L of two blocks 1 mm thick, 3 mm long, 2 mm high."""
    plan = [(0.0, 0.0), (3.0, 0.0), (3.0, 1.0), (1.0, 1.0), (1.0, 3.0), (0.0, 3.0)]
    low, high = [(x, y, 0.0) for x, y in plan], [(x, y, 2.0) for x, y in plan]
    sides = tuple((i, (i + 1) % 6, 6 + (i + 1) % 6, 6 + i) for i in range(6))
    ends = ((5, 4, 3, 0), (3, 2, 1, 0), (6, 7, 8, 9), (6, 9, 10, 11))
    return of_faceted(Faceted((*low, *high), (*ends, *sides)))


def test_distance_from_a_block() -> None:
    points = np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 2.3], [1.0, 1.0, 1.9]])
    assert block().convex
    assert block().off(points, 5.0) == pytest.approx([-1.0, 0.3, -0.1])


def test_distance_from_a_body_with_a_hollow() -> None:
    body = angle_iron()
    assert not body.convex
    points = np.array([[0.5, 2.0, 1.0], [2.0, 2.0, 1.0], [1.3, 1.2, 1.0], [0.5, 0.5, 0.1]])
    assert body.off(points, 5.0) == pytest.approx([-0.5, 1.0, 0.2, -0.1], abs=1e-9)


def test_a_round_stone_is_convex() -> None:
    body = of_faceted(gem())
    assert body.convex
    assert body.off(np.array([[3.1, 0.0, 0.1], [0.0, 0.0, 1.3]]), 1.0) == pytest.approx([0.1, 0.1], abs=0.005)


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        (block(x=2.25), 0.25),
        (block(x=2.5, y=2.5, z=2.5), math.sqrt(0.75)),  # corner to corner
        (block(x=1.8), -0.2),
        (block(x=0.5, y=0.5, z=0.5, side=1.0), -1.5),  # inside: 1.5 brings it out
    ],
)
def test_how_far_two_bodies_are_apart(other: Body, apart: float) -> None:
    assert between(block(), other) == pytest.approx(apart, abs=1e-6)
    assert between(other, block()) == pytest.approx(apart, abs=1e-6)


def heart() -> Body:
    """Two straight-sided lobes over a point, their cleft at the origin, 1 mm thick."""
    plan = [(0.0, -2.0), (2.0, 0.0), (1.0, 1.0), (0.0, 0.0), (-1.0, 1.0), (-2.0, 0.0)]
    low, high = [(x, y, 0.0) for x, y in plan], [(x, y, 1.0) for x, y in plan]
    sides = tuple((i, (i + 1) % 6, 6 + (i + 1) % 6, 6 + i) for i in range(6))
    ends = ((3, 2, 1, 0), (5, 4, 3, 0), (6, 7, 8, 9), (6, 9, 10, 11))
    return of_faceted(Faceted((*low, *high), (*ends, *sides)))


def test_a_heart_falls_into_its_lobes() -> None:
    body = heart()
    assert not body.convex
    assert len(body.pieces) == 2
    points = np.array([[0.0, 0.5, 0.5], [0.0, -0.2, 0.5], [1.2, 0.0, 0.9], [0.5, 0.9, 0.5]])
    exact = body._from_triangles(points)
    assert exact == pytest.approx([math.sqrt(0.125), -0.2, -0.1, 0.4 * math.sqrt(0.5)])
    assert np.sign(body.off(points, 5.0)) == pytest.approx(np.sign(exact))
    assert body.off(points, 5.0)[[0, 2, 3]] == pytest.approx(exact[[0, 2, 3]])


def test_what_lies_in_the_cleft_of_a_heart_is_not_in_it() -> None:
    chip = block(x=-0.1, y=0.5, z=0.4, side=0.2)
    apart = min(between(lobe, chip) for lobe in heart().pieces)
    assert apart == pytest.approx(0.4 * math.sqrt(0.5), abs=1e-6)
