"""Openings of known width, and shapes that have corners but no opening."""

from __future__ import annotations

import numpy as np
import pytest
from bodies import as_file, box, nearly_touching, rod, spun, tri, tube, turned, v_groove
from manifold3d import Manifold

from ringgen.catalog.rules import load_rules
from ringgen.checks import gap
from ringgen.checks.subject import Subject


def balls(apart: float) -> Manifold:
    return Manifold.compose([Manifold.sphere(2, 64), Manifold.sphere(2, 64).translate((4 + apart, 0, 0))])


def edge_to_edge(apart: float) -> Manifold:
    cube = box(2, 2, 2).rotate((0, 0, 45))
    return Manifold.compose([cube, cube.translate((2 * 2**0.5 + apart, 0, 0))])


def fins(apart: float) -> Manifold:
    fin = box(6, 0.8, 4)
    off = 0.4 + apart / 2
    return box(8, 8, 2) + fin.translate((0, off, 2)) + fin.translate((0, -off, 2))


OPEN = {
    "two bodies": (nearly_touching(0.05), 0.05),
    "a slot": (box(6, 6, 4) - box(0.15, 8, 2).translate((0.3, 0, 2)), 0.15),
    "two balls": (balls(0.2), 0.2),
    "edge to edge": (edge_to_edge(0.1), 0.1),
    "two fins": (fins(0.3), 0.3),
    "a drilled hole": (box(6, 6, 3) - rod(0.15, 5, 32), 0.3),
    "a tube": (tube(0.5), 5.0),
}

CORNERS = {
    "a cube": box(3, 3, 3),
    "a concave corner": box(6, 6, 2) + box(2, 6, 6).translate((-2, 0, 2)),
    "the bottom of a V groove": v_groove(0.3),
    "two rods that cross": rod(0.5, 10) + rod(0.5, 10).rotate((8, 0, 0)),
    "two balls that meet": Manifold.sphere(2, 64) + Manifold.sphere(2, 64).translate((3.5, 0, 0)),
    "a step": box(6, 6, 2) + box(6, 3, 2).translate((0, 1.5, 0.3)),
}


@pytest.mark.parametrize("name", sorted(OPEN))
def test_the_narrowest_opening_is_read(name: str) -> None:
    body, truth = OPEN[name]
    for seed in (1, 2):
        assert gap.measure(as_file(spun(tri(body), seed))).width == pytest.approx(truth, abs=max(0.005, 0.02 * truth))


@pytest.mark.parametrize("name", sorted(CORNERS))
def test_a_corner_is_no_gap(name: str) -> None:
    for seed in (1, 2):
        assert gap.measure(as_file(spun(tri(CORNERS[name]), seed))).width > 1.0


def test_a_narrow_slot_fails_and_the_finger_hole_passes() -> None:
    subject = Subject(None, load_rules(), "gold")
    (narrow,) = gap.check(as_file(tri(OPEN["a slot"][0])), subject)
    assert (narrow.status, narrow.limit) == ("fail", 0.2)
    (wide,) = gap.check(as_file(tri(turned([(8.5, -1), (10, -1), (10, 1), (8.5, 1)]))), subject)
    assert wide.status == "pass"
    assert wide.measured == pytest.approx(17.0, abs=0.02)


def test_nothing_facing_nothing_passes() -> None:
    (finding,) = gap.check(as_file(tri(box(3, 3, 3))), Subject(None, load_rules()))
    assert (finding.status, finding.measured) == ("pass", None)
    assert np.isinf(gap.measure(as_file(tri(box(3, 3, 3)))).width)
