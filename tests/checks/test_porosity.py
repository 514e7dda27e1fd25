"""Lumps and necks of known thickness, and metal that has none: bars, hoops, plates and rings as they are built."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from bodies import as_file, box, rod, spun, torus, tri, turned
from manifold3d import Manifold

from ringgen.bodies import Vec
from ringgen.catalog.rules import load_rules
from ringgen.checks import gap, porosity, shells, watertight
from ringgen.checks.meshfile import read_mesh
from ringgen.checks.subject import Subject, clock
from ringgen.design.resolve import resolve
from ringgen.findings import Finding
from ringgen.spec.load import load

OFF = 0.01  # mm of thickness: the search stops at half a thousandth of a radius, and what is said is rounded
CLEAR = 2 * math.pi / 64  # rad: a facet of a ball or a rod here


def found(solid: Manifold, seed: int | None = None) -> Finding:
    triangles = tri(solid)
    mesh = as_file(triangles if seed is None else spun(triangles, seed))
    (finding,) = porosity.check(mesh, Subject(None, load_rules()))
    return finding


def numbers(finding: Finding) -> tuple[float, float, float, float]:
    """Of the message: how thick the lump is, its volume, its neck, and how thick metal is beyond."""
    said = re.findall(r"([\d.]+) mm(?:³| thick|)(?=[ ,:])", finding.message)
    lump, volume, neck, beyond = (float(number) for number in said[:4])
    return lump, volume, neck, beyond


def ball(thick: float) -> Manifold:
    """A ball of facets, of which the two that are nearest to one another are `thick` apart."""
    triangles = tri(Manifold.sphere(1.0, 64))
    a, b, c = (triangles[:, k] for k in range(3))
    normal = np.cross(b - a, c - a)
    least = float(np.min(np.abs(np.einsum("ij,ij->i", a, normal)) / np.linalg.norm(normal, axis=1)))
    return Manifold.sphere(thick / 2 / least, 64)


def bar(thick: float, length: float) -> Manifold:
    """A round rod along z from 0 upwards whose flats are `thick` apart."""
    return rod(thick / 2 / math.cos(math.pi / 64), length, 64).translate((0, 0, length / 2))


def two(one: float, other: float, neck: float, apart: float) -> Manifold:
    """Balls with middles `apart` and a bar between them."""
    return ball(one) + ball(other).translate((0, 0, apart)) + bar(neck, apart)


@pytest.mark.parametrize(
    ("one", "other", "neck", "apart"),
    [
        (4.0, 3.0, 1.0, 5.0),
        (2.2, 3.4, 0.7, 4.0),
        (5.0, 4.8, 2.0, 6.0),
        (2.4, 3.0, 0.3, 6.0),
        (6.0, 2.1, 0.9, 8.0),
        (8.0, 7.0, 2.5, 12.0),
        (3.0, 2.5, 1.1, 2.9),
    ],
)
def test_lump_and_neck_are_as_thick_as_they_were_made(one: float, other: float, neck: float, apart: float) -> None:
    for seed in range(3):
        finding = found(two(one, other, neck, apart), seed)
        lump, volume, narrow, beyond = numbers(finding)
        less, more = sorted((one, other))
        assert (lump, narrow, beyond) == (*(pytest.approx(n, abs=OFF) for n in (less, neck, more)),)
        assert finding.measured == pytest.approx(less / neck, rel=0.01)
        assert finding.status == "warn"
        assert volume == pytest.approx(math.pi / 6 * less**3, rel=0.1)  # counted on the grid
        middle = spun(np.array([[[0.0, 0.0, 0.0 if one < other else apart]]]), seed)[0, 0]
        assert finding.point_mm == pytest.approx(middle, abs=0.05)
        assert "a sprue of its own" in finding.message


@pytest.mark.parametrize(("neck", "status"), [(1.45, "warn"), (1.53, "pass")])
def test_a_neck_half_as_thick_is_the_limit(neck: float, status: str) -> None:
    finding = found(two(4.0, 3.0, neck, 5.0), 1)
    assert (finding.status, finding.measured) == (status, pytest.approx(3.0 / neck, abs=0.015))
    assert ("pores" in finding.message) == (status == "warn")


@pytest.mark.parametrize(("lump", "status"), [(1.93, "pass"), (2.07, "warn")])
def test_a_lump_no_thicker_than_a_shank_is_none(lump: float, status: str) -> None:
    finding = found(two(4.0, lump, 0.7, 4.0), 2)
    assert finding.status == status
    assert (finding.measured is None) == (status == "pass")


def test_of_several_lumps_the_worst_is_told() -> None:
    solid = two(5.0, 3.0, 1.4, 6.0) + (ball(3.2).translate((0, 0, 6)) + bar(1.0, 6)).rotate((90, 0, 0))
    lump, _, neck, beyond = numbers(found(solid, 4))
    assert (lump, neck, beyond) == (*(pytest.approx(n, abs=OFF) for n in (3.2, 1.0, 5.0)),)


def test_a_chain_is_fed_from_its_thickest_link() -> None:
    chain = two(3.0, 5.0, 1.2, 6.0) + two(5.0, 4.0, 1.0, 7.0).translate((0, 0, 6.0))
    lump, _, neck, beyond = numbers(found(chain, 5))
    assert (lump, neck, beyond) == (*(pytest.approx(n, abs=OFF) for n in (4.0, 1.0, 5.0)),)


def test_of_lumps_that_the_grid_cannot_tell_apart_the_less_is_fed() -> None:
    for seed in range(4):
        lump, _, neck, beyond = numbers(found(two(3.0, 3.05, 1.2, 5.0), seed))
        assert (lump, neck, beyond) == (*(pytest.approx(n, abs=OFF) for n in (3.0, 1.2, 3.05)),)


@pytest.mark.parametrize("wider", [1.04, 1.1, 1.4])
def test_of_two_ways_the_wider_counts(wider: float) -> None:
    ends = box(6, 3, 3) + box(6, 3.2, 3.2).translate((0, 0, 7))
    ways = bar(1.0, 7).translate((-2, 0, 0)) + bar(wider, 7).translate((2, 0, 0))
    for seed in range(3):
        lump, _, neck, _ = numbers(found(ends + ways, seed))
        assert (lump, neck) == (pytest.approx(3.0, abs=OFF), pytest.approx(wider, abs=OFF))


def test_the_narrowest_place_of_a_long_neck_is_found() -> None:
    notch = turned([(0.5, 3.4), (1.5, 3.0), (1.5, 4.2), (0.5, 3.8)], 64)
    _, _, neck, _ = numbers(found(two(4.0, 3.5, 1.3, 8.0) - notch, 6))
    assert neck == pytest.approx(1.0 * math.cos(CLEAR / 2), abs=OFF)  # the notch's own facets


def test_a_plate_between_lumps_is_as_thick_as_it_is_thin() -> None:
    solid = box(3, 6, 3) + box(3, 6, 3.4).translate((8, 0, 0)) + box(8, 6, 1.1).translate((4, 0, 0))
    lump, volume, neck, _ = numbers(found(solid, 3))
    assert (lump, neck) == (pytest.approx(3.0, abs=OFF), pytest.approx(1.1, abs=OFF))
    assert 40 < volume < 3 * 6 * 3  # a ball leaves the edges out


def test_triangles_that_are_but_lines_are_no_part_of_the_surface() -> None:
    solid = two(4.0, 3.0, 1.0, 5.0)
    triangles = tri(solid)
    far = triangles[np.abs(triangles[:, :, 2] - 2.5).max(axis=1) < 2.4]  # of the bar
    lines = far[:, [0, 1, 1]]
    assert len(lines) > 50
    (finding,) = porosity.check(as_file(np.concatenate([triangles, lines])), Subject(None, load_rules()))
    assert finding.measured == pytest.approx(3.0, abs=0.01)


def test_a_lump_hollowed_is_mended() -> None:
    lump = two(5.0, 4.0, 1.2, 6.0)
    assert found(lump, 7).status == "warn"
    hollow = lump - Manifold.sphere(1.1, 48).translate((0, 0, 6)) - bar(1.2, 4).translate((0, 0, 6))
    assert found(hollow, 7).measured is None


@pytest.mark.parametrize("seed", [None, 1, 2])
@pytest.mark.parametrize(
    "solid",
    [
        box(5, 5, 5),
        torus(3.0),
        torus(2.2),
        turned([(8.5, -2), (10.7, -2), (10.7, 2), (8.5, 2)], 96),
        Manifold.cylinder(20, 0.6, 3.0, 48),
        Manifold.hull_points([(x, y, z) for x, h in ((0, 0.5), (12, 2.0)) for y in (-h, h) for z in (-h, h)]),
        box(12, 12, 2.5),
        ball(4.0) + Manifold.cylinder(9, 2.0, 0.4, 64),
        bar(2.4, 10) + bar(2.4, 10).rotate((90, 0, 0)) + bar(2.4, 10).rotate((0, 90, 0)),
    ],
    ids=["block", "ring", "slim ring", "band", "cone", "wedge", "plate", "ball with a tail", "three bars"],
)
def test_what_thins_out_from_one_place_has_no_lump(solid: Manifold, seed: int | None) -> None:
    finding = found(solid, seed)
    assert (finding.status, finding.measured) == ("pass", None)
    assert finding.message == "no lump over 2 mm is 2 times as thick as what feeds it"


@pytest.mark.parametrize("apart", [5.0, 9.0])
def test_several_bodies_are_another_check_s(apart: float) -> None:
    loose = [tri(ball(4.0)), tri(ball(3.0).translate((0, 0, apart))), tri(bar(1.0, 5.0))]
    mesh, subject = as_file(np.concatenate(loose)), Subject(None, load_rules())
    assert porosity.check(mesh, subject) == []
    assert [f.status for f in shells.check(mesh, subject)] == ["fail"]


def test_a_slit_finer_than_the_grid_is_no_neck() -> None:
    slit = 0.04
    blocks = box(3, 3, 3) + box(3, 3, 3.2).translate((3 + slit, 0, 0))
    bow = box(5, 1.4, 1.4).translate((1.5, 0, 4)) + box(1.4, 1.4, 4).translate((0, 0, 2.7))
    solid = blocks + bow + box(1.4, 1.4, 4).translate((3 + slit, 0, 2.7))
    assert len(solid.decompose()) == 1
    told = [found(solid, seed).measured for seed in (None, 1, 2, 3)]
    assert None in told  # where the slit lies between points of the grid
    assert [ratio for ratio in told if ratio is not None and ratio != pytest.approx(3 / 1.4, abs=0.02)] == []
    assert [f.status for f in gap.check(as_file(tri(solid)), Subject(None, load_rules()))] == ["fail"]


def test_in_a_large_part_it_is_said_how_thin_a_neck_may_be_missed() -> None:
    finding = found(two(30.0, 24.0, 6.0, 40.0), 1)
    lump, _, neck, _ = numbers(finding)
    assert (lump, neck) == (pytest.approx(24.0, rel=0.005), pytest.approx(6.0, abs=OFF))
    assert "may be missed" in finding.message


def test_of_an_open_file_it_says_nothing_which_another_check_refuses() -> None:
    solid = box(3, 3, 3).translate((6, 0, 0)) + box(12, 1, 1) + box(4, 4, 4).translate((-6, 0, 0))
    assert found(solid).status == "warn"
    mesh, subject = as_file(tri(solid)[:-1]), Subject(None, load_rules())
    assert porosity.check(mesh, subject) == []
    assert [f.status for f in watertight.check(mesh, subject)] == ["fail"]


def test_without_a_rule_it_says_nothing_and_who_prints_in_steel_has_none() -> None:
    mesh = as_file(tri(two(4.0, 3.0, 1.0, 5.0)))
    assert porosity.check(mesh, Subject(None, replace(load_rules(), rows=()))) == []
    assert porosity.check(mesh, Subject(None, load_rules("shapeways-steel"))) == []


@dataclass(frozen=True)
class Fed:
    """What two balls of 5 mm (at the bottom) and 3 mm, a bar of 1.2 mm between them, come to with a sprue."""

    down: bool
    thick: float
    length: float = 5.0

    def found(self, seed: int) -> Finding:
        """A sprue from the middle of one of the balls, away from the other."""
        surface = 2.5 if self.down else 1.5
        foot, out = ((0.0, 0.0, -2.5), -1.0) if self.down else ((0.0, 0.0, 7.5), 1.0)
        pin = bar(self.thick, surface + self.length)
        pin = pin.rotate((180, 0, 0)) if self.down else pin.translate((0, 0, 6.0))
        return fed(two(5.0, 3.0, 1.2, 6.0) + pin, foot, (0.0, 0.0, out), self.thick / 2, self.length, seed)


def fed(solid: Manifold, foot: Vec, out: Vec, radius: float, length: float, seed: int) -> Finding:
    """What is found of a body turned anyhow, its sprue with it."""
    a, b = spun(np.array([[foot, np.add(foot, out)]]), seed)[0]
    (fx, fy, fz), (ox, oy, oz) = a.tolist(), (b - a).tolist()
    sprue = porosity.Sprue((fx, fy, fz), (ox, oy, oz), radius, length)
    (finding,) = porosity.fed_from(sprue, as_file(spun(tri(solid), seed)), load_rules().limits("porosity"))
    return finding


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("down", "lump"), [(True, 3.0), (False, 5.0)])
def test_what_is_fed_is_what_the_sprue_is_not_at(down: bool, lump: float, seed: int) -> None:
    finding = Fed(down, 2.6).found(seed)
    assert finding.measured == pytest.approx(lump / 1.2, rel=0.01)
    assert finding.status == "warn"
    assert f"a lump {lump:.2f} mm thick" in finding.message
    assert "is fed through 1.20 mm at " in finding.message
    assert f"thicken the neck to {math.ceil(50 * lump) / 100:.2f} mm, or give" in finding.message
    middle = spun(np.array([[[0.0, 0.0, 6.0 if down else 0.0]]]), seed)[0, 0]
    assert finding.point_mm == pytest.approx(middle, abs=0.05)
    assert finding.point_mm is not None
    assert (finding.part, finding.clock) == (None, clock(finding.point_mm))


@pytest.mark.parametrize("length", [1.0, 6.0])
def test_a_sprue_may_itself_be_the_neck(length: float) -> None:
    finding = Fed(True, 0.9, length).found(3)
    assert finding.measured == pytest.approx(5.0 / 0.9, rel=0.01)
    assert "is fed through 0.90 mm, the sprue itself: the neck freezes first" in finding.message
    assert "take a sprue of 2.50 mm, or give" in finding.message


@pytest.mark.parametrize(
    ("near", "far", "lump", "neck"), [(2.4, 1.1, 3.5, 1.1), (1.2, 1.1, 4.5, 1.2), (1.0, 1.3, 4.5, 1.0)]
)
def test_along_a_chain_from_the_sprue_the_worst_is_told(near: float, far: float, lump: float, neck: float) -> None:
    """From the sprue: a ball of 3 mm, a bar, a ball of 4.5, another bar, a ball of 3.5."""
    chain = two(3.0, 4.5, near, 6.0) + two(4.5, 3.5, far, 7.0).translate((0, 0, 6.0)) + bar(2.6, 6).rotate((180, 0, 0))
    finding = fed(chain, (0.0, 0.0, -1.5), (0.0, 0.0, -1.0), 1.3, 4.5, 4)
    assert finding.measured == pytest.approx(lump / neck, abs=0.02)
    assert f"a lump {lump:.2f} mm thick" in finding.message
    assert " from the sprue at " in finding.message


@pytest.mark.parametrize("wider", [1.04, 1.4])
def test_of_two_ways_to_the_sprue_the_wider_counts(wider: float) -> None:
    """As a head is fed through both sides of its shank, from a sprue where metal is less thick than the head."""
    ends = box(6, 3.2, 3.2) + box(6, 2.5, 2.5).translate((0, 0, 7))
    ways = bar(1.0, 7).translate((-2, 0, 0)) + bar(wider, 7).translate((2, 0, 0))
    solid = ends + ways + bar(2.4, 4.0).translate((0, 0, 7.5))
    for seed in range(2):
        finding = fed(solid, (0.0, 0.0, 8.25), (0.0, 0.0, 1.0), 1.2, 3.25, seed)
        assert finding.measured == pytest.approx(3.2 / wider, abs=0.02)


@pytest.mark.parametrize(("thick", "length"), [(3.0, 4.0), (3.0, 1.0), (6.0, 2.0)])
def test_what_is_of_one_thickness_is_fed_from_anywhere(thick: float, length: float) -> None:
    solid = turned([(8.5, -2), (10.7, -2), (10.7, 2), (8.5, 2)], 96)
    solid += bar(thick, length + 1.1).translate((0, 0, 9.6)).rotate((0, 90, 0))
    finding = fed(solid, (10.7, 0.0, 0.0), (1.0, 0.0, 0.0), thick / 2, length, 5)
    assert (finding.status, finding.measured) == ("pass", None)


def of_ring(ring: Callable[[str], Any], spec: str) -> Finding:
    (finding,) = porosity.check(read_mesh(ring(spec).file("stl")), Subject.of(resolve(load(spec).spec)))
    return finding


@pytest.mark.parametrize("spec", ["solitaire/six-prong", "signet/oval"])
def test_a_ring_that_is_heaviest_where_it_is_fed_has_no_lump(ring: Callable[[str], Any], spec: str) -> None:
    assert of_ring(ring, spec).measured is None


def test_the_ends_of_a_tension_band_are_heavy_and_one_is_fed_through_the_shank(ring: Callable[[str], Any]) -> None:
    finding = of_ring(ring, "tension/solitaire")
    band = resolve(load("tension/solitaire").spec).band
    lump, _, neck, beyond = numbers(finding)
    assert neck == pytest.approx(band.thickness, abs=OFF)
    assert lump == pytest.approx(beyond, abs=OFF)  # two ends alike
    assert finding.measured == pytest.approx(lump / neck, abs=0.01)
    assert (finding.part, finding.status) == ("centre end", "pass")
    assert "(shank at " in finding.message
