from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from ringgen.plate.packing import Outline, clearance, pack

SQUARE = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])


def box(width: float, depth: float) -> Outline:
    return Outline((SQUARE * (width / 10, depth / 10),), (width, depth, 5.0))


def moved(x: float, y: float) -> np.ndarray:
    return SQUARE + np.array([x, y])


def disc(radius: float, hole: float = 0.0, n: int = 64) -> Outline:
    turn = 2 * math.pi * np.arange(n) / n
    rim = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    polygons = [radius * rim + radius] + ([hole * rim[::-1] + radius] if hole else [])
    return Outline(tuple(polygons), (2 * radius, 2 * radius, 3.0))


def both(one: Outline, other: Outline) -> tuple[Outline, Outline]:
    return one, other


def test_squares_fill_a_bed_as_arithmetic_says() -> None:
    """Four of 10 mm and three gaps of 1 mm take 43 mm; 43.6 leaves what the cells cost: 0.17 mm to each gap."""
    spots = pack([(box(10, 10),)] * 16, 43.6, 43.6, 1.0, 1)
    assert all(s is not None for s in spots)
    assert pack([(box(10, 10),)] * 17, 43.6, 43.6, 1.0, 1).count(None) == 1
    assert pack([(box(10, 10),)] * 16, 42.9, 42.9, 1.0, 1).count(None) >= 1  # 43 are the least there may be


@pytest.mark.parametrize("spacing", [0.0, 0.4, 1.0, 2.5])
def test_no_two_are_nearer_than_asked_and_none_is_off_the_bed(spacing: float) -> None:
    kinds = [both(disc(6, 4), disc(6, 4)), both(box(13, 4), box(4, 13)), both(disc(2.5), disc(2.5))]
    things = [kinds[k % 3] for k in range(18)]
    spots = pack(things, 60.0, 40.0, spacing, 3)
    laid = [(s.plate, things[k][s.turn], np.array([s.x, s.y])) for k, s in enumerate(spots) if s is not None]
    assert len(laid) == 18
    for _, thing, at in laid:
        assert (at >= 0).all()
        assert (at + thing.size[:2] <= np.array([60.0, 40.0]) + 1e-6).all()
    for (p, one, a), (q, two, b) in itertools.combinations(laid, 2):
        if p == q:
            apart = clearance([c + a for c in one.polygons], [c + b for c in two.polygons])
            assert apart >= spacing - 1e-9


def test_a_thing_that_fits_only_turned_is_turned() -> None:
    (spot,) = pack([both(box(30, 8), box(8, 30))], 10.0, 40.0, 1.0, 1)
    assert spot is not None
    assert spot.turn == 1


def test_a_small_thing_lies_in_the_hole_of_a_large_one() -> None:
    spots = pack([(disc(10, 8),), (disc(3),)], 20.0, 20.0, 1.0, 1)
    assert all(s is not None for s in spots)


def test_what_does_not_fit_goes_to_the_next_plate_and_then_nowhere() -> None:
    spots = pack([(box(8, 8),)] * 3, 10.0, 10.0, 1.0, 2)
    assert [s.plate if s else None for s in spots] == [0, 1, None]


def test_a_bed_of_half_a_metre_is_laid_with_larger_cells() -> None:
    spots = pack([(box(100, 100),)] * 9, 500.0, 500.0, 5.0, 1)
    assert None not in spots


def test_clearance_is_the_distance_of_sides_and_nought_where_they_cross() -> None:
    assert clearance([SQUARE], [moved(13.0, 14.0)]) == pytest.approx(5.0)
    assert clearance([SQUARE], [moved(12.0, 3.0)]) == pytest.approx(2.0)
    assert clearance([SQUARE], [moved(5.0, 5.0)]) == 0.0
    ring = disc(10, 8)
    inner = [p + 7.0 for p in disc(3).polygons]
    assert clearance(ring.polygons, inner) == pytest.approx(5.0, abs=0.02)  # 64 sides: a sagitta of 0.01
