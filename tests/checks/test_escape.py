"""Hollows drilled open: the drill is as wide as the widest way out."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from bodies import as_file, box, rod, spun, tri, turned
from manifold3d import Manifold

from ringgen.catalog.rules import load_rules
from ringgen.checks import escape, watertight
from ringgen.checks.subject import Subject
from ringgen.findings import Finding

OFF = 0.015  # mm: a hundredth, and what it is rounded by
SHELL = Manifold.sphere(2.6, 64) - Manifold.sphere(2.0, 64)
HOLLOW = 4 / 3 * math.pi * 8


def found(solid: Manifold, seed: int | None = None) -> Finding:
    triangles = tri(solid)
    mesh = as_file(triangles if seed is None else spun(triangles, seed))
    (finding,) = escape.check(mesh, Subject(None, load_rules()))
    return finding


def volume(finding: Finding) -> float:
    return float(finding.message.split(" mm³")[0].split()[-1])


def drill(width: float, length: float = 4.0) -> Manifold:
    """A round hole upwards from the middle whose flats are `width` apart."""
    return rod(width / 2 / math.cos(math.pi / 32), length, 32).translate((0, 0, length / 2))


@pytest.mark.parametrize(
    ("width", "status"), [(0.12, "fail"), (0.35, "fail"), (0.48, "fail"), (0.52, "warn"), (0.8, "warn"), (0.97, "warn")]
)
def test_a_hole_is_as_wide_as_its_drill(width: float, status: str) -> None:
    finding = found(SHELL - drill(width), int(100 * width))
    assert finding.measured == pytest.approx(width, abs=OFF)
    assert finding.status == status
    assert finding.point_mm is not None
    assert 2.0 - 0.1 < math.hypot(*finding.point_mm) < 2.6 + 0.1
    assert volume(finding) == pytest.approx(HOLLOW, rel=0.02)


@pytest.mark.parametrize("width", [1.03, 1.3, 2.0])
def test_a_hole_as_wide_as_any_house_asks_passes(width: float) -> None:
    finding = found(SHELL - drill(width), 3)
    assert (finding.status, finding.measured) == ("pass", None)


def test_of_two_holes_the_wider_counts() -> None:
    finding = found(SHELL - drill(0.6) - drill(0.64).rotate((90, 0, 0)), 5)
    assert finding.measured == pytest.approx(0.64, abs=OFF)


def test_a_slot_lets_out_what_its_width_does() -> None:
    finding = found(SHELL - box(0.4, 2.5, 4).translate((0, 0, 2)), 6)
    assert (finding.measured, finding.status) == (pytest.approx(0.4, abs=OFF), "fail")


TWO = box(8, 4, 4) - box(3, 3, 3).translate((-2, 0, 0)) - box(3, 3, 3).translate((2, 0, 0))


def test_a_hole_into_a_second_chamber_is_as_wide_as_the_way_out_of_that() -> None:
    joined = TWO - drill(0.8, 3).translate((0, 0, -1.5)).rotate((0, 90, 0))
    finding = found(joined - drill(0.4).translate((2, 0, 0)), 4)
    assert finding.measured == pytest.approx(0.4, abs=OFF)
    assert volume(finding) == pytest.approx(2 * 27 + 0.4, rel=0.02)  # and the hole between them


def test_a_chamber_that_empties_into_a_second_is_measured_to_there() -> None:
    joined = TWO - drill(0.4, 3).translate((0, 0, -1.5)).rotate((0, 90, 0))
    finding = found(joined - drill(0.8).translate((2, 0, 0)), 4)
    assert finding.measured == pytest.approx(0.4, abs=OFF)
    assert volume(finding) == pytest.approx(27, rel=0.02)
    assert finding.message.startswith("2 hollows")


def test_the_narrowest_of_several_hollows_is_told_and_their_number() -> None:
    finding = found(TWO - drill(0.7).translate((-2, 0, 0)) - drill(0.45).translate((2, 0, 0)))
    assert finding.measured == pytest.approx(0.45, abs=OFF)
    assert finding.message.startswith("2 hollows")
    assert finding.point_mm is not None
    assert finding.point_mm[0] == pytest.approx(2.0, abs=0.1)


def test_a_hollow_hoop_is_one_hollow_wherever_its_hole_is() -> None:
    hoop = turned([(4, -1.5), (7, -1.5), (7, 1.5), (4, 1.5)], 96)
    hoop -= turned([(4.5, -1), (6.5, -1), (6.5, 1), (4.5, 1)], 96)
    finding = found(hoop - drill(0.6, 8).rotate((0, 90, 0)))
    assert finding.measured == pytest.approx(0.6, abs=OFF)


def test_a_long_hole_is_followed_to_its_end() -> None:
    finding = found(box(12, 12, 12) - Manifold.sphere(1.5, 48) - drill(0.5, 7))
    assert finding.measured == pytest.approx(0.5, abs=OFF)


def test_a_closed_hollow_is_another_check_s() -> None:
    assert found(SHELL).status == "pass"
    one_open = (
        box(8, 4, 4) - Manifold.sphere(1.5, 48).translate((-2, 0, 0)) - Manifold.sphere(1.5, 48).translate((2, 0, 0))
    )
    finding = found(one_open - drill(0.45).translate((2, 0, 0)))
    assert finding.measured == pytest.approx(0.45, abs=OFF)
    assert finding.message.startswith("a hollow of 14.")


@pytest.mark.parametrize(
    "solid",
    [
        box(5, 5, 5),
        box(6, 6, 6) - drill(0.6, 9),
        box(6, 6, 6) - drill(1.6, 9),
        box(6, 6, 6) - turned([(0, -2), (0.3, -2), (2.2, 3), (0, 3)], 48),
        box(6, 6, 6) - drill(2.4, 9).translate((0, 0, -2)) - box(6, 0.4, 9).translate((3, 0, 0)),
        turned([(8, -2), (10, -2), (10, 2), (8, 2)], 96),
    ],
    ids=["block", "narrow pit", "pit", "seat", "keyhole", "band"],
)
def test_what_opens_as_wide_as_it_is_holds_nothing_back(solid: Manifold) -> None:
    finding = found(solid, 2)
    assert (finding.status, finding.measured, finding.message) == ("pass", None, "no hollow has a narrow way out")


def test_in_a_large_part_it_is_said_how_small_a_hollow_may_be_missed() -> None:
    slab = box(90, 90, 12) - Manifold.sphere(4, 48) - drill(0.6, 9)
    finding = found(slab)
    assert finding.measured == pytest.approx(0.6, abs=OFF)
    assert "may be missed" in finding.message


def test_of_an_open_file_it_says_nothing_which_another_check_refuses() -> None:
    mesh, subject = as_file(tri(SHELL)[:-1]), Subject(None, load_rules())
    assert escape.check(mesh, subject) == []
    assert [f.status for f in watertight.check(mesh, subject)] == ["fail"]


def test_without_a_rule_it_says_nothing() -> None:
    silent = Subject(None, replace(load_rules(), rows=()))
    assert escape.check(as_file(tri(SHELL)), silent) == []
