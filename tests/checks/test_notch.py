"""Grooves whose opening angle is the one they are drawn with."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from bodies import arc, as_file, box, prism, rod, spun, torus, tri
from hypothesis import given, settings
from hypothesis import strategies as st
from manifold3d import Manifold

from ringgen.catalog.rules import load_rules
from ringgen.checks import notch
from ringgen.checks.subject import Subject
from ringgen.findings import Finding

DEEP = 1.0
LONG = 6.0


def found(solid: Manifold | np.ndarray) -> Finding:
    triangles = tri(solid) if isinstance(solid, Manifold) else solid
    (finding,) = notch.check(as_file(triangles), Subject(None, load_rules()))
    return finding


def cut(points: list[tuple[float, float]]) -> Manifold:
    """A bar with a groove across it, its section drawn from the bar's upper face at height 0 downwards."""
    knife = prism(points, LONG + 2).rotate((90, 0, 0)).translate((0, LONG / 2 + 1, 0))
    return box(12, LONG, 4).translate((0, 0, -2)) - knife


def vee(degrees: float) -> Manifold:
    half = (DEEP + 0.1) * math.tan(math.radians(degrees / 2))
    return cut([(-half, 0.1), (0.0, -DEEP), (half, 0.1)])


@settings(max_examples=20, deadline=None)
@given(st.floats(5.0, 140.0), st.integers(0, 9))
def test_a_groove_opens_by_the_angle_it_was_cut_with(degrees: float, seed: int) -> None:
    finding = found(spun(tri(vee(degrees)), seed))
    assert finding.measured == pytest.approx(degrees, abs=0.11)
    assert (finding.status == "warn") == ((finding.measured or 0.0) < 20.0)


def test_what_is_too_sharp_is_counted_measured_and_placed() -> None:
    finding = found(vee(15))
    assert finding.status == "warn"
    assert f"{LONG:.1f} mm in all" in finding.message
    assert finding.point_mm is not None
    assert (finding.point_mm[0], finding.point_mm[2]) == (pytest.approx(0.0, abs=1e-4), pytest.approx(-DEEP, abs=1e-4))


def test_a_rounded_bottom_is_no_notch() -> None:
    # Flanks 20 degrees apart that end in an arc of 0.125 mm, as Morris & Watson ask.
    lean, r = math.radians(10), 0.125
    x, z = r * math.cos(lean), -DEEP - r * math.sin(lean)
    top = x + (0.1 - z) * math.tan(lean)
    bottom = arc((-x, z), (0.0, -DEEP - r), (x, z), 24)
    assert found(cut([(-top, 0.1), *bottom, (top, 0.1)])).status == "pass"


@pytest.mark.parametrize("body", [box(4, 3, 2), rod(1, 4), torus(0.9)], ids=["box", "rod", "torus"])
def test_a_body_without_inward_corners_passes(body: Manifold) -> None:
    finding = found(body)
    assert (finding.status, finding.measured, finding.message) == ("pass", None, "no inward edge is sharp")


def test_a_post_on_a_plate_stands_in_a_right_angle() -> None:
    assert found(box(6, 6, 2) + box(1, 1, 3).translate((0, 0, 1.5))).measured == pytest.approx(90.0, abs=0.1)


def test_an_outward_edge_as_sharp_is_none() -> None:
    assert found(prism([(0, 0), (4, -0.5), (4, 0.5)], 3)).measured is None


def test_without_a_rule_it_says_nothing() -> None:
    silent = Subject(None, replace(load_rules(), rows=()))
    assert notch.check(as_file(tri(vee(15))), silent) == []
