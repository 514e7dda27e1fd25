"""Holes of known size. A hole cut as a regular polygon of n corners on radius r passes a cylinder of r cos(pi / n)."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from bodies import as_file, box, eccentric, rod, spun, tri, tube, turned
from manifold3d import Manifold

from ringgen.catalog.rules import load_rules
from ringgen.checks import bore
from ringgen.checks.subject import Subject
from ringgen.design.model import Design

N = 256
PASSES = math.cos(math.pi / N)


def ring(radius: float) -> Manifold:
    """A band on the finger's axis, Y."""
    band = turned([(radius, -1), (radius + 1.5, -1), (radius + 1.5, 1), (radius, 1)], N)
    return band.rotate((90, 0, 0))


def headed(radius: float) -> Manifold:
    return (ring(radius) + box(6, 6, 4).translate((0, 0, radius + 2.5))) - rod(radius, 20, N).rotate((90, 0, 0))


def against(radius: float) -> Subject:
    return Subject(cast(Design, SimpleNamespace(bore_radius=radius)), load_rules())


@pytest.mark.parametrize("radius", [7.5, 8.675, 10.0])
def test_the_bore_of_a_ring_is_read_on_its_own_axis(radius: float) -> None:
    assert bore.on_axis(as_file(tri(headed(radius)))).radius == pytest.approx(radius * PASSES, abs=1e-4)


def test_the_right_size_passes_and_a_wrong_one_fails() -> None:
    mesh = as_file(tri(headed(8.5)))
    (right,) = bore.check(mesh, against(8.5))
    assert (right.status, right.limit) == ("pass", 17.0)
    assert right.measured == pytest.approx(17.0, abs=0.003)
    (wrong,) = bore.check(mesh, against(8.52))
    assert wrong.status == "fail"
    assert "0.04" in wrong.message


def test_a_hole_off_the_axis_is_smaller_by_what_it_is_off() -> None:
    assert bore.on_axis(as_file(tri(ring(8.5).translate((0.1, 0, 0))))).radius == pytest.approx(8.4, abs=0.002)


def test_metal_in_the_way_narrows_the_bore() -> None:
    pin = box(0.5, 0.5, 3).translate((0, 0, -8.5))
    (finding,) = bore.check(as_file(tri(ring(8.5) + pin)), against(8.5))
    assert finding.status == "fail"
    assert finding.clock == "6:00"


def test_a_bore_filled_in_is_no_bore() -> None:
    assert bore.on_axis(as_file(tri(rod(9, 2).rotate((90, 0, 0))))).radius == 0.0


@pytest.mark.parametrize("seed", range(4))
def test_the_bore_of_any_file_is_found_however_it_lies(seed: int) -> None:
    moved = spun(tri(headed(8.5)), seed) + np.array([12.0, -3.0, 40.0])
    found = bore.measure(as_file(moved))
    assert found is not None
    assert found.radius == pytest.approx(8.5, abs=0.003)


def test_an_eccentric_hole_is_found() -> None:
    found = bore.measure(as_file(tri(eccentric(0.6))))
    assert found is not None
    assert found.radius == pytest.approx(8.675, abs=0.003)


@pytest.mark.parametrize("body", [box(9, 9, 9), rod(10, 2), tube(0.5)], ids=["cube", "disc", "tube of 5 mm"])
def test_a_body_without_a_finger_hole_is_a_warning(body: Manifold) -> None:
    (finding,) = bore.check(as_file(tri(body)), Subject(None, load_rules()))
    assert (finding.status, finding.message) == ("warn", "no finger hole found")


@pytest.mark.parametrize("seed", [2241, 3672, 5076])
def test_loose_triangles_with_no_end_of_room_beside_them_hold_no_hole(seed: int) -> None:
    # Beside these two triangles there is ever more room the further one goes.
    loose = np.random.default_rng(seed).normal(0, 4, (2, 3, 3))
    assert bore.measure(as_file(loose)) is None
