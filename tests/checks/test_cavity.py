"""Hollows in bodies put together from boxes and balls, so what is trapped is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from bodies import RI, as_file, box, rod, tri, tube, turned
from hypothesis import given, settings
from hypothesis import strategies as st
from manifold3d import Manifold

from ringgen.catalog.rules import load_rules
from ringgen.checks import cavity
from ringgen.checks.subject import Subject
from ringgen.findings import Finding

BLOCK = box(10, 8, 6)


def ball(radius: float, x: float = 0.0, y: float = 0.0) -> Manifold:
    return Manifold.sphere(radius, 32).translate((x, y, 0.3))


def found(triangles: np.ndarray) -> Finding:
    (finding,) = cavity.check(as_file(triangles), Subject(None, load_rules()))
    return finding


def turned_over(triangles: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(triangles[:, ::-1])


@pytest.mark.parametrize("solid", [BLOCK, tube(0.5), BLOCK - rod(1, 9)], ids=["block", "tube", "drilled block"])
def test_a_body_with_no_hollow_or_an_open_one_passes(solid: Manifold) -> None:
    assert (found(tri(solid)).status, found(tri(solid)).measured) == ("pass", 0.0)


def test_a_closed_hollow_fails_and_is_placed() -> None:
    finding = found(tri(BLOCK - box(2, 1, 1).translate((3, 2, 1))))
    assert (finding.status, finding.measured) == ("fail", 1.0)
    assert finding.point_mm == pytest.approx((3, 2, 1), abs=1e-6)
    assert "2.00 mm³" in finding.message


def test_a_drain_hole_opens_it() -> None:
    assert found(tri(BLOCK - ball(2) - rod(0.5, 9).translate((0, 0, 5)))).measured == 0.0


def test_a_file_inside_out_traps_as_much() -> None:
    hollow = tri(BLOCK - ball(1, -3) - ball(1.5, 2))
    assert (found(hollow).measured, found(turned_over(hollow)).measured) == (2.0, 2.0)


def test_a_body_within_a_hollow_is_no_hollow_but_its_own_is() -> None:
    nested = BLOCK - ball(2.5) + ball(1.5)
    assert found(tri(nested)).measured == 1.0
    assert found(tri(nested - ball(0.5))).measured == 2.0


def test_bodies_beside_and_within_one_another_trap_nothing() -> None:
    beside = np.concatenate([tri(BLOCK), tri(BLOCK) + 20.0, tri(ball(1))])
    assert found(beside).measured == 0.0


def test_an_open_shell_is_no_closed_hollow() -> None:
    inside = turned_over(tri(ball(1)))
    assert found(np.concatenate([tri(BLOCK), inside])).measured == 1.0
    assert found(np.concatenate([tri(BLOCK), inside[1:]])).measured == 0.0


def test_a_hollow_hoop_is_found_where_its_middle_is_air() -> None:
    hoop = turned([(RI, -2), (RI + 4, -2), (RI + 4, 2), (RI, 2)])
    finding = found(tri(hoop - turned([(RI + 1, -1), (RI + 3, -1), (RI + 3, 1), (RI + 1, 1)])))
    assert finding.measured == 1.0
    assert finding.point_mm is not None
    assert RI + 1 - 1e-4 <= math.hypot(*finding.point_mm[:2]) <= RI + 3 + 1e-4


@settings(max_examples=15, deadline=None)
@given(st.sets(st.tuples(st.integers(-3, 3), st.integers(-2, 2)), max_size=8))
def test_as_many_as_were_cut(spots: set[tuple[int, int]]) -> None:
    solid = BLOCK
    for x, y in spots:
        solid = solid - box(0.5, 0.5, 0.5).translate((x, y, 0.2))
    assert found(tri(solid)).measured == len(spots)
