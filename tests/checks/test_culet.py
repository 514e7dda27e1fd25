from __future__ import annotations

from dataclasses import replace

import pytest
from heads import BORE, GIRDLE_Z, STONE, band, mesh, nothing_designed, subject

from ringgen.bodies import Frame
from ringgen.checks import culet
from ringgen.witness import Witness


def low(height: float) -> Witness:
    return Witness(stones=(replace(STONE, frame=Frame(origin=(0.0, 0.0, height))),))


def test_culet_to_finger() -> None:
    (found,) = culet.check(mesh(band()), subject(low(GIRDLE_Z)))
    assert found.measured == pytest.approx(GIRDLE_Z - 2.5 - BORE, abs=1e-3)
    assert (found.status, found.part, found.clock) == ("pass", "stone-1", "12:00")


def test_a_stone_set_too_deep_is_lifted() -> None:
    (found,) = culet.check(mesh(band()), subject(low(BORE + 2.5 + 0.3)))
    assert found.measured == pytest.approx(0.3, abs=1e-3)
    assert (found.status, found.limit) == ("fail", 0.5)
    assert found.fix == "settings.centre.lift=0.20"


def test_the_deepest_stone_of_a_setting_counts_wherever_it_sits() -> None:
    lying = replace(STONE, id="stone-2", frame=Frame((BORE + 2.6, 0.0, 0.0), x=(0.0, 0.0, 1.0), z=(1.0, 0.0, 0.0)))
    witness = Witness(stones=(STONE, lying))
    (found,) = culet.check(mesh(band()), subject(witness))
    assert found.measured == pytest.approx(0.1, abs=1e-3)
    assert (found.part, found.clock) == ("stone-2", "9:00")


def test_does_not_apply_without_stones_or_design() -> None:
    assert culet.check(mesh(band()), subject(Witness())) == []
    assert culet.check(mesh(band()), nothing_designed()) == []
