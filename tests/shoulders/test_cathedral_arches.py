"""Cathedral arches: they leave the band inside its metal, reach the head, and are mirror images."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest

from ringgen import plugins
from ringgen.bodies import Arm
from ringgen.design.shank import Head, Shank, shank
from ringgen.settings._arrangement import Carry
from ringgen.shoulders.cathedral import ARRIVAL, LEAST_HALF, SECTIONS, SPRING, Params, arrange

R, GIRDLE = 8.6614, 14.0
CARRY = Carry(radius=2.6, height=-1.4, half_width=0.66, half_height=0.39, part="centre rail")


def band(width: float = 2.4, thickness: float = 2.0, top: tuple[float, float] | None = None) -> Shank:
    profile = plugins.load("ringgen.profiles", "flat")
    return shank(profile, profile.Params(), R, (width, thickness), top or (width, thickness))


def arch(of: Shank, side: int = 0, carry: Carry = CARRY) -> tuple[Any, ...]:
    body = arrange(Params(), of, Head(carry, GIRDLE))[0].metal[side].body
    assert isinstance(body, Arm)
    return body.sections


def test_an_arch_springs_from_the_middle_of_the_band_along_the_hoop() -> None:
    centre, along, side, wide, high = arch(band())[0]
    assert math.hypot(centre[0], centre[2]) == pytest.approx(R + 1.0)  # half of 2.0 mm over the bore
    assert math.degrees(math.atan2(centre[0], centre[2])) == pytest.approx(SPRING)
    assert centre[0] * along[0] + centre[2] * along[2] == pytest.approx(0.0, abs=1e-9)
    assert along[2] > 0
    assert side == (0.0, 1.0, 0.0)
    assert 2 * wide <= 2.4  # no wider and no higher than the band it leaves
    assert 2 * high <= 2.0


def test_an_arch_arrives_at_the_carry_and_is_no_larger_there_than_it_may_be() -> None:
    centre, along, _, wide, high = arch(band())[-1]
    assert centre == pytest.approx((CARRY.radius, 0.0, GIRDLE + CARRY.height))
    # coming down from the outside at ARRIVAL degrees from upright, so travelling inwards and up
    lean = math.radians(ARRIVAL)
    assert along == pytest.approx((-math.sin(lean), 0.0, math.cos(lean)))
    assert (wide, high) == pytest.approx((CARRY.half_width, CARRY.half_height))


def test_an_arch_rises_all_the_way_without_a_turn_back() -> None:
    sections = arch(band())
    assert len(sections) == SECTIONS
    heights, reach = [s[0][2] for s in sections], [s[0][0] for s in sections]
    assert heights == sorted(heights)
    assert reach == sorted(reach, reverse=True)
    assert all(math.hypot(*s[1]) == pytest.approx(1.0) for s in sections)
    for before, after in pairwise(sections):
        chord = [b - a for a, b in zip(before[0], after[0], strict=True)]
        assert sum(c * t for c, t in zip(chord, before[1], strict=True)) > 0


def test_the_other_arch_is_the_mirror_image() -> None:
    for one, other in zip(arch(band(), 0), arch(band(), 1), strict=True):
        assert other[0] == (-one[0][0], one[0][1], one[0][2])
        assert other[1] == (-one[1][0], one[1][1], one[1][2])
        assert other[2:] == one[2:]


def test_a_slim_band_s_arches_keep_the_least_size_of_a_wire() -> None:
    _, _, _, wide, high = arch(band(1.0, 1.0))[0]
    assert (wide, high) == (LEAST_HALF, LEAST_HALF)
    narrow = Carry(2.6, -1.4, 0.2, 0.39, "centre rail")
    assert arch(band(), carry=narrow)[-1][3] == LEAST_HALF


def test_a_changing_band_is_measured_where_the_arch_leaves_it() -> None:
    of = band(2.0, 1.6, top=(4.0, 2.4))
    centre, _, _, wide, high = arch(of)[0]
    assert math.hypot(centre[0], centre[2]) == pytest.approx(R + of.thickness_at(SPRING) / 2)
    fixed = arch(band(of.width_at(SPRING), of.thickness_at(SPRING)))[0]
    assert (wide, high) == pytest.approx(fixed[3:])


def test_each_arch_has_a_region_that_holds_it() -> None:
    parts, witness = arrange(Params(), band(), Head(CARRY, GIRDLE))
    assert [p.part for p in parts.metal] == ["shoulder", "shoulder"]
    assert (parts.cutters, parts.stones) == ((), ())
    assert [(r.part, r.field) for r in witness.regions] == [("shoulder", "band.thickness")] * 2
    for side, region in enumerate(witness.regions):
        sections = arch(band(), side)
        assert region.points == tuple(s[0] for s in sections)
        assert region.radius > max(s[3] for s in sections)


def test_an_arch_is_a_wall_thick_where_it_meets_a_slim_rail() -> None:
    slim = Carry(1.3, -0.8, 0.4, 0.22, "centre rail")
    assert 2 * arch(band(), carry=slim)[-1][4] >= 0.6  # what casters ask of a wall
