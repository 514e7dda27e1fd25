"""The wall check against bodies whose thinnest metal is known from the numbers they are made of (bodies.py)."""

from __future__ import annotations

import bodies
import numpy as np
import pytest
from bodies import BODIES, PLAIN, as_file, known, spun, tri
from manifold3d import Manifold

from ringgen.catalog.rules import Limit, Rules
from ringgen.checks import wall
from ringgen.checks.subject import Subject
from ringgen.witness import Prong, Witness


def rules(value: float) -> Rules:
    row = Limit("wall", value, "mm", "fail", "min", "a test", "H")
    return Rules("test", "test", (row,), 0.01, "", "a test", "H")


def verdict(triangles: np.ndarray, limit: float) -> str:
    (finding,) = wall.check(as_file(triangles), Subject(None, rules(limit)))
    return finding.status


@pytest.mark.parametrize("name", sorted(BODIES))
def test_the_thinnest_metal_is_read(name: str) -> None:
    body = BODIES[name]()
    least = wall.measure(as_file(body.triangles)).least
    if body.truth is None:
        assert least > 0.85, "a convex edge is no wall"
    else:
        assert least == pytest.approx(body.truth, abs=max(0.02, 0.02 * body.truth))


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_none_thin_passes_and_none_sound_is_refused(name: str) -> None:
    body = PLAIN[name]()
    if body.truth is None:
        assert verdict(body.triangles, 0.8) == "pass"
        return
    turned = spun(body.triangles, len(name))
    assert verdict(turned, body.truth + 0.05) == "fail"
    assert verdict(turned, max(body.truth - 0.05, 0.01)) == "pass"


@pytest.mark.parametrize("seed", range(4))
def test_a_turned_body_reads_the_same(seed: int) -> None:
    for name in ("domed comfort", "diagonal web", "notched prong"):
        body = PLAIN[name]()
        least = wall.measure(as_file(spun(body.triangles, seed))).least
        assert least == pytest.approx(body.truth, abs=0.02)


@pytest.mark.parametrize("first", [3, 6, 9, 12])
@pytest.mark.parametrize("apex", [50, 57, 65])
def test_a_rounded_edge_is_no_wall_however_its_facets_lie(apex: int, first: int) -> None:
    """A half bezel's end: a wall 0.9 mm thick, cut off aslant, its outer upper edge rounded by 0.35 mm in facets of 14
    degrees, of which the first turns by so many. Of facets that happened to lie straight 0.54 mm was read once."""
    thick, radius, high, long = 0.9, 0.35, 3.0, 6.0
    turns = np.radians([0, *range(first, 90, 14), 90])
    rounding = [(thick + radius * (np.cos(t) - 1), high + radius * (np.sin(t) - 1)) for t in turns]
    ends = [(0.0, 0.0), (thick, 0.0), *rounding, (0.0, high)]
    aslant = 1 / np.tan(np.radians(apex))
    body = Manifold.hull_points(np.array([(x, y, z) for y, z in ends for x in (aslant * y, -long)]))
    assert 0.8 < wall.measure(as_file(tri(body))).least < 0.91


@pytest.mark.parametrize(("apex", "status"), [(20, "fail"), (30, "fail"), (40, "fail"), (60, "pass"), (90, "pass")])
def test_an_edge_sharper_than_45_degrees_is_a_fin(apex: float, status: str) -> None:
    body = known(bodies.knife_edge, apex)()
    assert verdict(body.triangles, 0.4) == status


@pytest.mark.parametrize("radius", [0.1, 0.2])
@pytest.mark.parametrize("apex", [15, 30, 50])
def test_a_wedge_is_as_thick_as_its_rounded_tip(apex: float, radius: float) -> None:
    least = wall.measure(as_file(tri(bodies.rounded_wedge(apex, radius)))).least
    assert least == pytest.approx(2 * radius, abs=0.02)


@pytest.mark.parametrize("lean", [10, 30, 50, 67])
@pytest.mark.parametrize("side", [0.3, 0.6, 0.9])
def test_a_lean_side_reads_what_a_caliper_reads(lean: float, side: float) -> None:
    assert wall.measure(as_file(tri(bodies.lean_sides(side, lean)))).least == pytest.approx(side, abs=0.02)


def test_the_place_is_where_the_metal_is_thinnest() -> None:
    body = PLAIN["eccentric band"]()  # the bore is shifted to +x: thinnest there
    found = wall.measure(as_file(body.triangles))
    assert found.where[0] > 8.6
    assert abs(found.where[1]) < 0.7


def test_every_face_is_covered() -> None:
    body = PLAIN["torus"]()
    found = wall.measure(as_file(body.triangles))
    assert len(found.points) >= len(body.triangles)
    assert len(found.values) == len(found.points)


def test_a_body_turned_inside_out_reads_the_same() -> None:
    body = PLAIN["tube"]()
    assert wall.measure(as_file(body.triangles[:, ::-1])).least == pytest.approx(0.5, abs=0.02)


def test_without_embree_the_plain_engine_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rtree")
    monkeypatch.setitem(__import__("sys").modules, "embreex.rtcore_scene", None)
    body = known_plate()
    assert wall.measure(as_file(body)).least == pytest.approx(0.6, abs=0.02)


def known_plate() -> np.ndarray:
    return known(bodies.plate, 0.6)().triangles


@pytest.mark.parametrize(("kind", "leaves"), [("melee", True), ("", False)])
def test_a_bead_is_left_to_its_own_rule_and_a_web_is_not(kind: str, leaves: bool) -> None:
    """A post of 0.4 mm is a bead's affair where a bead stands there; a web of 0.3 beside it never is."""
    post, web = tri(Manifold.cylinder(2.0, 0.2, circular_segments=64, center=True)), tri(bodies.box(4.0, 0.5, 3.0))
    found = wall.measure(as_file(post), Witness(prongs=(_post(kind),))).least
    assert (found > 0.45) is leaves
    both = as_file(np.concatenate([post, web + np.array([10.0, 0.0, 0.0])]))
    least = wall.measure(both, Witness(prongs=(_post(kind),))).least
    assert least == pytest.approx(0.5 if leaves else 0.4, abs=0.02)


def test_what_stands_over_a_bead_s_tip_is_not_the_bead_s() -> None:
    """A bead ends with its dome: a plate of 0.3 mm a millimetre over it is a wall as any other."""
    post, plate = tri(Manifold.cylinder(2.0, 0.2, circular_segments=64, center=True)), tri(bodies.box(0.4, 0.4, 0.3))
    both = as_file(np.concatenate([post, plate + np.array([0.0, 0.0, 2.0])]))
    assert wall.measure(both, Witness(prongs=(_post("melee"),))).least == pytest.approx(0.3, abs=0.02)


def _post(kind: str) -> Prong:
    return Prong("row", "row bead", "stone-1", ((0.0, 0.0, -1.0), (0.0, 0.0, 1.0)), 0.4, 0.5, "", kind=kind)
