"""Holes that are oval, conical or rounded by known amounts, as rings and as files nobody describes."""

from __future__ import annotations

import math
from dataclasses import replace
from types import ModuleType, SimpleNamespace
from typing import cast

import numpy as np
import pytest
from bodies import RI, arc, as_file, box, rod, spun, tri, turned
from hypothesis import given, settings
from hypothesis import strategies as st
from manifold3d import Manifold

from ringgen.catalog.rules import load_rules
from ringgen.checks import roundness, taper
from ringgen.checks.subject import Subject
from ringgen.design.model import Design
from ringgen.findings import Finding
from ringgen.witness import Witness

N = 240
STRANGE = Subject(None, load_rules())


def ours() -> Subject:
    band = SimpleNamespace(thickness=1.5, top_thickness=1.5)
    design = SimpleNamespace(bore_radius=RI, band=band, witness=Witness())
    return Subject(cast(Design, design), load_rules())


def hoop(low: float = RI, high: float = RI) -> Manifold:
    """A band on the finger's axis, Y, whose hole has these radii at its two edges."""
    return turned([(low, -2), (RI + 1.8, -2), (RI + 1.8, 2), (high, 2)], N).rotate((90, 0, 0))


def comfort(low: float, high: float, n: int = N) -> Manifold:
    """The same, rounded inside: narrowest in the middle."""
    inside = arc((low, -2), (RI, 0), (high, 2), 16)
    return turned([*inside, (RI + 1.8, 2), (RI + 1.8, -2)], n).rotate((90, 0, 0))


def oval(wider: float) -> Manifold:
    hole = turned([(0, -5), (RI, -5), (RI, 5), (0, 5)], N).rotate((90, 0, 0))
    return turned([(0, -2), (RI + 1.8, -2), (RI + 1.8, 2), (0, 2)], N).rotate((90, 0, 0)) - hole.scale(
        (1, 1, (RI + wider) / RI)
    )


def found(check: ModuleType, triangles: np.ndarray, subject: Subject) -> Finding:
    (finding,) = check.check(as_file(triangles), subject)
    return cast(Finding, finding)


@pytest.mark.parametrize("subject", [ours(), STRANGE], ids=["ours", "strange"])
@pytest.mark.parametrize("body", [hoop(), comfort(RI + 0.3, RI + 0.3)], ids=["straight", "comfort"])
def test_a_round_hole_passes_both(body: Manifold, subject: Subject) -> None:
    for check in (roundness, taper):
        finding = found(check, tri(body), subject)
        assert (finding.status, finding.measured) == ("pass", pytest.approx(0.0, abs=0.002))


@settings(max_examples=15, deadline=None)
@given(st.floats(0.0, 0.4))
def test_an_oval_hole_is_out_of_round_by_the_difference_of_its_radii(wider: float) -> None:
    finding = found(roundness, tri(oval(wider)), ours())
    assert finding.measured == pytest.approx(wider, abs=0.002)
    # 0.1 mm of radius is 0.2 mm of diameter, a quarter of the 0.8128 mm that a US size is.
    if abs(wider - 0.1) > 0.002:
        assert (finding.status == "fail") == (wider > 0.1)


def test_it_says_which_way_the_hole_is_wide_and_its_ease_is_no_taper() -> None:
    finding = found(roundness, tri(oval(0.06)), ours())
    assert (finding.status, finding.clock) in (("warn", "12:00"), ("warn", "6:00"))
    assert found(taper, tri(oval(0.06)), ours()).measured == pytest.approx(0.0, abs=1e-4)


@settings(max_examples=15, deadline=None)
@given(st.floats(-0.3, 0.3), st.booleans())
def test_a_cone_tapers_by_what_its_cut_edges_differ(by: float, rounded: bool) -> None:
    # Read at 0.8 of the half width either way: of a straight wall 0.8 of the difference of its edges is seen.
    body = comfort(RI + 0.35, RI + 0.35 + by) if rounded else hoop(RI, RI + by)
    finding = found(taper, tri(body), ours())
    if rounded:
        assert (finding.measured or 0.0) <= abs(by)
    else:
        assert finding.measured == pytest.approx(0.8 * abs(by), abs=0.002)


def test_a_taper_is_judged_and_placed_at_the_wide_edge() -> None:
    finding = found(taper, tri(hoop(RI, RI + 0.2)), ours())
    assert (finding.status, finding.part) == ("fail", "shank")
    assert finding.point_mm is not None
    wide = tri(hoop(RI, RI + 0.2)).reshape(-1, 3)
    near = np.abs(wide[:, 1] - math.copysign(2, finding.point_mm[1])) < 1e-4
    assert np.hypot(wide[near, 0], wide[near, 2]).min() == pytest.approx(RI + 0.2, abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_a_strange_file_is_read_however_it_lies(seed: int) -> None:
    moved = spun(tri(oval(0.15)), seed) + np.array([7.0, -2.0, 30.0])
    assert found(roundness, moved, STRANGE).measured == pytest.approx(0.15, abs=0.005)
    tapered = spun(tri(hoop(RI, RI + 0.25)), seed)
    assert found(taper, tapered, STRANGE).measured == pytest.approx(0.2, abs=0.01)


def test_coarse_facets_are_not_out_of_round() -> None:
    # 48 facets sag by RI (1 - cos 3.75 degrees) = 0.0186 mm.
    coarse = comfort(RI + 0.3, RI + 0.3, 48)
    assert found(roundness, tri(coarse), ours()).measured == pytest.approx(0.0, abs=0.001)


def test_holes_through_the_wall_and_a_gap_are_not_of_it() -> None:
    body = hoop()
    for k in range(12):
        body = body - rod(0.5, 5, 24).translate((0, 0, RI + 1)).rotate((0, 30 * k, 0))
    body = body - box(3, 6, 6).translate((0, 0, RI))
    for check in (roundness, taper):
        assert found(check, tri(body), ours()).measured == pytest.approx(0.0, abs=0.002)


@pytest.mark.parametrize("check", [roundness, taper])
def test_they_say_nothing_without_a_hole_or_without_a_rule(check: ModuleType) -> None:
    assert check.check(as_file(tri(box(9, 9, 9))), STRANGE) == []
    silent = replace(STRANGE, rules=replace(load_rules(), rows=()))
    assert check.check(as_file(tri(hoop())), silent) == []
