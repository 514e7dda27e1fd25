"""Triangles that cross, counted against every pair of them tried."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from bodies import BODIES, as_file, box, rod, spun, torus, tri
from hypothesis import given, settings
from hypothesis import strategies as st
from manifold3d import Manifold

from ringgen.catalog.rules import load_rules
from ringgen.checks import self_intersection
from ringgen.checks._rays import Plain
from ringgen.checks.subject import Subject
from ringgen.findings import Finding


def found(triangles: np.ndarray) -> Finding:
    (finding,) = self_intersection.check(as_file(triangles), Subject(None, load_rules()))
    return finding


def both(*solids: Manifold) -> np.ndarray:
    """Bodies laid into one file as they are, not joined."""
    return np.concatenate([tri(solid) for solid in solids])


def _pierces(p: np.ndarray, q: np.ndarray, face: np.ndarray) -> bool:
    """Whether p + t (q - p) = a + u (b - a) + v (c - a) has an answer further than the weld within both."""
    a, b, c = face
    system = np.stack([p - q, b - a, c - a], axis=1)
    if abs(np.linalg.det(system)) < 1e-12:
        return False
    t, u, v = np.linalg.solve(system, p - a)
    twice = np.linalg.norm(np.cross(b - a, c - a))
    height = abs(np.dot(q - p, np.cross(b - a, c - a))) / twice
    inside = min(u * twice / np.linalg.norm(c - a), v * twice / np.linalg.norm(b - a))
    third = (1 - u - v) * twice / np.linalg.norm(c - b)
    return bool(min(inside, third, t * height, (1 - t) * height) > self_intersection.DEEP)


def by_trying(triangles: np.ndarray) -> int:
    """How many triangles cross another, every edge tried on every face it has no corner in common with."""
    crossing = set()
    for m, n in permutations(range(len(triangles)), 2):
        face = triangles[n]
        if (triangles[m][:, None] == face[None]).all(axis=2).any():
            continue
        if any(_pierces(triangles[m][k], triangles[m][k - 1], face) for k in range(3)):
            crossing |= {m, n}
    return len(crossing)


def test_a_body_of_its_own_surface_passes() -> None:
    finding = found(tri(torus(0.9)))
    assert (finding.status, finding.measured, finding.message) == ("pass", 0.0, "")


@pytest.mark.parametrize("name", [name for name in BODIES if name.endswith("slivers")])
def test_slivers_and_any_lie_of_a_body_are_no_crossing(name: str) -> None:
    assert found(BODIES[name]().triangles).measured == 0.0


def test_two_bars_laid_across_each_other_unjoined_fail() -> None:
    # The four sides of the post, of two triangles each, pass through one triangle of the bar's top and one below.
    bars = both(box(10, 4, 2), box(1, 1, 6).translate((2.0, 0.3, 0)))
    finding = found(bars)
    assert (finding.status, finding.measured, by_trying(bars)) == ("fail", 10.0, 10)
    assert finding.point_mm is not None
    x, y, z = finding.point_mm
    assert max(abs(x - 2.0), abs(y - 0.3)) == pytest.approx(0.5, abs=1e-5)
    assert abs(z) == pytest.approx(1.0, abs=1e-5)
    assert "sticks through by 2.000 mm" in finding.message


def test_joined_the_same_bars_pass() -> None:
    assert found(tri(box(10, 4, 2) + box(1, 1, 6).translate((2.0, 0.3, 0)))).measured == 0.0


def test_bodies_that_touch_do_not_cross() -> None:
    assert found(both(box(4, 4, 2), box(1, 1, 2).translate((0.3, 0.2, 2)))).measured == 0.0


def test_a_body_inside_another_does_not_cross_it() -> None:
    assert found(both(box(6, 6, 6), box(2, 2, 2))).measured == 0.0


@pytest.mark.parametrize(("deep", "status"), [(0.0005, "pass"), (0.002, "fail")])
def test_what_sticks_through_by_less_than_the_weld_is_touching(deep: float, status: str) -> None:
    assert found(both(box(4, 4, 2), box(1, 1, 2).translate((0.3, 0.2, 2 - deep)))).status == status


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(2, 24))
def test_loose_triangles_are_counted_as_every_pair_tried_says(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    triangles = as_file(rng.uniform(-3, 3, (count, 1, 3)) + rng.normal(0, 2, (count, 3, 3))).triangles
    assert found(triangles).measured == pytest.approx(by_trying(triangles), abs=0)


@pytest.mark.parametrize("seed", range(6))
def test_two_round_bars_are_counted_as_every_pair_tried_says(seed: int) -> None:
    one = tri(rod(1.3, 7, 9))
    triangles = as_file(np.concatenate([one, spun(one, seed) + 0.21])).triangles
    assert found(triangles).measured == by_trying(triangles) > 0


def test_the_slower_engine_counts_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rtree")
    bars = as_file(both(box(10, 4, 2), box(1, 1, 6).translate((2.0, 0.3, 0))))
    monkeypatch.setitem(bars.__dict__, "rays", Plain(bars.vertices, bars.faces))
    (finding,) = self_intersection.check(bars, Subject(None, load_rules()))
    assert finding.measured == 10.0
