from __future__ import annotations

from dataclasses import replace

import pytest
from heads import GIRDLE_Z, SET, band, claws, cup, filled, gem, mesh, nothing_designed, subject
from manifold3d import Manifold

from ringgen.bodies import Frame
from ringgen.checks import stone_metal
from ringgen.witness import Stone, Witness


def held(stone: Stone = SET) -> Witness:
    return Witness(stones=(stone,))


def test_a_seat_a_little_over_the_stone_holds_it() -> None:
    (found,) = stone_metal.check(mesh(claws(0.05)), subject(held()))
    assert (found.status, found.part) == ("pass", "stone-1")
    assert found.measured == pytest.approx(0.035, abs=0.02)  # 0.05 across the girdle, less along the facets


def test_a_seat_cut_too_small_stands_in_the_stone() -> None:
    (found,) = stone_metal.check(mesh(claws(-0.1)), subject(held()))
    assert (found.status, found.limit) == ("fail", -0.02)
    assert found.measured == pytest.approx(-0.1, abs=0.03)
    assert found.point_mm is not None


def test_a_seat_cut_too_large_lets_it_float() -> None:
    (found,) = stone_metal.check(mesh(claws(0.3)), subject(held()))
    assert (found.status, found.limit) == ("fail", 0.15)
    assert found.measured == pytest.approx(0.25, abs=0.06)


def test_metal_on_one_side_only_holds_nothing() -> None:
    (found,) = stone_metal.check(mesh(claws(0.05, turns=(0, 60, 300))), subject(held()))
    assert (found.status, found.measured) == ("fail", None)
    assert "nothing holds" in found.message


def test_two_prongs_opposite_each_other_hold() -> None:
    (found,) = stone_metal.check(mesh(claws(0.05, turns=(0, 180))), subject(held()))
    assert found.status == "pass"


def test_a_stone_buried_in_solid_metal_is_found() -> None:
    block = Manifold.cube((10, 10, 8), True).translate((0, 0, GIRDLE_Z - 0.6))
    (found,) = stone_metal.check(mesh(band() + block), subject(held()))
    assert found.status == "fail"
    assert found.measured is not None
    assert found.measured < -0.5


def test_a_stone_that_lies_out_of_its_seat_by_a_tenth() -> None:
    tipped = replace(SET, frame=Frame(origin=(0.1, 0.0, GIRDLE_Z)))
    (found,) = stone_metal.check(mesh(claws(0.05)), subject(held(tipped)))
    assert (found.status, found.limit) == ("fail", -0.02)
    assert found.measured == pytest.approx(-0.05, abs=0.02)


def test_a_cup_holds_all_round() -> None:
    body = cup() - filled(gem(3.05, 1.75, 1.05, 0.2, 2.55), GIRDLE_Z)
    (found,) = stone_metal.check(mesh(body), subject(held()))
    assert (found.status, found.measured) == ("pass", pytest.approx(0.05, abs=0.01))


def test_does_not_apply_without_a_solid_or_design() -> None:
    assert stone_metal.check(mesh(band()), subject(Witness())) == []
    assert stone_metal.check(mesh(band()), subject(held(replace(SET, solid=None)))) == []
    assert stone_metal.check(mesh(band()), nothing_designed()) == []
