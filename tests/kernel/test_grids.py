"""Fields filled with cells and a strip: all of the field and nothing else, each border kept as it was."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringgen.kernel.grids import Floats, fill


def ring(count: int, wide: float, high: float, at: tuple[float, float] = (0.0, 0.0), waves: float = 0.0) -> Floats:
    """A closed border, counter-clockwise, that swells and shrinks five times round by a share."""
    t = np.linspace(0.0, math.tau, count, endpoint=False)
    swell = 1 + waves * np.sin(5 * t)
    return np.column_stack([at[0] + wide * swell * np.cos(t), at[1] + high * np.sin(t)])


def shoelace(border: Floats) -> float:
    to = np.roll(border, -1, axis=0)
    return float((border[:, 0] * to[:, 1] - border[:, 1] * to[:, 0]).sum() / 2)


def areas(points: Floats, triangles: np.ndarray) -> Floats:
    a, b, c = (points[triangles[:, k]] for k in range(3))
    found: Floats = ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]) / 2
    return found


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(12, 90),
    wide=st.floats(0.4, 14.0),
    high=st.floats(0.4, 14.0),
    waves=st.floats(0.0, 0.25),
    hole=st.floats(0.01, 0.45),
)
def test_a_field_is_covered_once_and_its_borders_are_kept(
    count: int, wide: float, high: float, waves: float, hole: float
) -> None:
    borders = [
        ring(count, wide, high, waves=waves),
        ring(count // 2, hole * wide, hole * high, (0.1 * wide, 0.1 * high))[::-1],
    ]
    filled = fill(borders)
    assert filled is not None
    assert np.array_equal(filled.points[: count + count // 2], np.concatenate(borders))
    found = areas(filled.points, filled.triangles)
    assert found.min() > -1e-9
    assert found.sum() == pytest.approx(sum(map(shoelace, borders)), rel=1e-9)
    sides = Counter((int(t[k]), int(t[(k + 1) % 3])) for t in filled.triangles for k in range(3))
    assert set(sides.values()) == {1}
    alone = {side for side in sides if side[::-1] not in sides}
    first = {(k, (k + 1) % count) for k in range(count)}
    second = {(count + k, count + (k + 1) % (count // 2)) for k in range(count // 2)}
    assert alone == first | second


def test_a_wide_field_is_made_of_cells_a_step_wide() -> None:
    """A square of 20 steps: 19 lines each way, 0.7 from its borders, and 80 points round about."""
    side = np.linspace(0.0, 20.0, 20, endpoint=False)
    none = np.zeros(20)
    square = np.concatenate(
        [np.column_stack(p) for p in ((side, none), (none + 20, side), (20 - side, none + 20), (none, 20 - side))]
    )
    filled = fill([square])
    assert filled is not None
    inner = filled.points[len(square) :]
    assert len(inner) == 20 * 20
    assert np.diff(np.unique(np.round(inner[:, 0], 9))).max() <= 1.0
    assert inner.min() == pytest.approx(0.7)
    longest = max(
        np.linalg.norm(filled.points[t] - filled.points[np.roll(t, 1)], axis=1).max() for t in filled.triangles
    )
    assert longest < 2.0


def test_no_triangle_lies_flat_on_a_straight_border() -> None:
    """Of points on one line three are no triangle, however many there are between the grid's own lines."""
    side = np.linspace(0.0, 8.0, 80, endpoint=False)
    none = np.zeros(80)
    square = np.concatenate(
        [np.column_stack(p) for p in ((side, none), (none + 8, side), (8 - side, none + 8), (none, 8 - side))]
    )
    filled = fill([square])
    assert filled is not None
    assert areas(filled.points, filled.triangles).min() > 1e-3
    assert areas(filled.points, filled.triangles).sum() == pytest.approx(64.0)


def test_a_narrow_field_has_no_points_but_its_borders() -> None:
    border = ring(40, 9.0, 0.4)
    filled = fill([border])
    assert filled is not None
    assert len(filled.points) == 40
    assert len(filled.triangles) == 38


def test_cells_that_touch_by_a_corner_only_are_led_round_one_by_one() -> None:
    """Two fields joined by a neck across the cells' diagonal, and holes on both sides of it."""
    outer = ring(60, 6.0, 6.0)
    holes = [ring(10, 0.9, 0.9, at)[::-1] for at in ((-1.2, 1.2), (1.2, -1.2), (2.6, 2.6), (-2.6, -2.6))]
    filled = fill([outer, *holes])
    assert filled is not None
    assert areas(filled.points, filled.triangles).sum() == pytest.approx(sum(map(shoelace, [outer, *holes])))


def test_borders_that_cross_are_no_field() -> None:
    eight = np.array([(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0)])
    assert fill([eight]) is None
    assert fill([ring(30, 5.0, 5.0), ring(12, 1.0, 1.0, (4.8, 0.0))[::-1]]) is None
