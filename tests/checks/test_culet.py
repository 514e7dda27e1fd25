from __future__ import annotations

import math
from dataclasses import replace

import pytest
from heads import BORE, GIRDLE_Z, SET, STONE, TOP, band, mesh, nothing_designed, subject

from ringgen.bodies import Frame
from ringgen.checks import culet
from ringgen.facets import prism
from ringgen.witness import Witness


def low(height: float) -> Witness:
    return Witness(stones=(replace(STONE, frame=Frame(origin=(0.0, 0.0, height)), lift=height - 2.5 - TOP),))


def test_culet_to_finger() -> None:
    (found,) = culet.check(mesh(band()), subject(low(GIRDLE_Z)))
    assert found.measured == pytest.approx(GIRDLE_Z - 2.5 - BORE, abs=1e-3)
    assert (found.status, found.part, found.clock) == ("pass", "stone-1", "12:00")


def test_a_stone_set_too_deep_is_lifted() -> None:
    (found,) = culet.check(mesh(band()), subject(low(BORE + 2.5 + 0.3)))
    assert found.measured == pytest.approx(0.3, abs=1e-3)
    assert (found.status, found.limit) == ("fail", 0.5)
    # its culet lies 1.5 mm under the outside of a band 1.8 mm thick, and 0.2 are missing
    assert found.fix == "settings.centre.lift=-1.30"


def test_the_deepest_stone_of_a_setting_counts_wherever_it_sits() -> None:
    lying = replace(STONE, id="stone-2", frame=Frame((BORE + 2.6, 0.0, 0.0), x=(0.0, 0.0, 1.0), z=(1.0, 0.0, 0.0)))
    witness = Witness(stones=(STONE, lying))
    (found,) = culet.check(mesh(band()), subject(witness))
    assert found.measured == pytest.approx(0.1, abs=1e-3)
    assert (found.part, found.clock) == ("stone-2", "9:00")


def test_a_tilted_stone_is_held_to_its_lowest_facet() -> None:
    tilted = replace(SET, frame=Frame((0.0, 0.0, BORE + 1.9), x=(0.6, 0.0, -0.8), z=(0.8, 0.0, 0.6)))
    (found,) = culet.check(mesh(band()), subject(Witness(stones=(tilted,))))
    # the girdle's lower edge, 3 mm along the stone's x and 0.8 down for every mm, reaches deeper than the culet
    lowest = math.hypot(3.0 * 0.6, BORE + 1.9 - 3.0 * 0.8)
    assert found.measured == pytest.approx(lowest - BORE, abs=0.01)
    assert (found.status, found.message) == ("fail", "the stone stands in the finger")
    assert found.fix is None  # nobody said that a field lifts this one


def test_a_tilted_stone_is_lifted_along_its_own_axis() -> None:
    tilted = replace(SET, lift=0.4, frame=Frame((0.0, 0.0, BORE + 2.6), x=(0.6, 0.0, -0.8), z=(0.8, 0.0, 0.6)))
    (found,) = culet.check(mesh(band()), subject(Witness(stones=(tilted,))))
    assert found.fix is not None
    lift = float(found.fix.split("=")[1])
    up = lift - 0.4
    mended = replace(tilted, lift=lift, frame=replace(tilted.frame, origin=(0.8 * up, 0.0, BORE + 2.6 + 0.6 * up)))
    (better,) = culet.check(mesh(band()), subject(Witness(stones=(mended,))))
    assert better.status == "pass"


def test_a_stone_that_overhangs_the_band_is_held_to_the_finger_too() -> None:
    level = replace(SET, frame=Frame((0.0, 6.0, BORE + 2.5 + 0.3)))
    (found,) = culet.check(mesh(band()), subject(Witness(stones=(level,))))
    assert found.measured == pytest.approx(0.3, abs=1e-3)


def test_a_flat_underside_is_nearest_in_its_middle() -> None:
    slab = replace(SET, solid=prism([(-3, -3), (3, -3), (3, 3), (-3, 3)], 0.0, 1.0), frame=Frame((0, 0, BORE + 0.4)))
    (found,) = culet.check(mesh(band()), subject(Witness(stones=(slab,))))
    assert found.measured == pytest.approx(0.4, abs=1e-3)


def test_a_stone_through_the_finger_s_axis() -> None:
    (found,) = culet.check(mesh(band()), subject(Witness(stones=(replace(SET, frame=Frame((0.0, 0.0, 0.5))),))))
    assert (found.status, found.measured) == ("fail", pytest.approx(-BORE, abs=1e-3))


def test_does_not_apply_without_stones_or_design() -> None:
    assert culet.check(mesh(band()), subject(Witness())) == []
    assert culet.check(mesh(band()), nothing_designed()) == []
