from __future__ import annotations

import math
from dataclasses import replace

import pytest
from heads import BORE, GIRDLE_Z, SET, TOP, band, claws, mesh, nothing_designed, prong_witness, subject

from ringgen.bodies import Frame
from ringgen.checks import snag
from ringgen.witness import Witness


def test_the_height_of_the_table_over_the_finger() -> None:
    (found,) = snag.check(mesh(band()), subject(Witness(stones=(SET,))))
    # the table's edge is further out than its middle
    assert found.measured == pytest.approx(math.hypot(1.7, GIRDLE_Z + 1.2) - BORE, abs=0.01)
    assert (found.status, found.part) == ("pass", "stone-1")
    assert "4.5 mm over its band" in found.message


def test_a_high_ring_is_warned_of_and_lowered() -> None:
    high = replace(SET, frame=Frame((0.0, 0.0, BORE + 9.0)), lift=4.7)
    (found,) = snag.check(mesh(band()), subject(Witness(stones=(high,))))
    assert (found.status, found.limit) == ("warn", 9.0)
    # 1.28 mm too high: the culet's 6.5 over the bore is 4.7 over the band
    assert found.fix == "settings.centre.lift=3.40"
    assert "catches" in found.message


def test_what_the_setter_cuts_off_is_not_counted_but_said() -> None:
    body = mesh(claws(top=GIRDLE_Z + 1.2 + 2.0))
    (found,) = snag.check(body, subject(replace(prong_witness(), stones=(SET,))))
    assert found.measured == pytest.approx(math.hypot(1.7, GIRDLE_Z + 1.2) - BORE, abs=0.01)
    assert "2.0 mm over the table until the setter cuts them down" in found.message


def test_a_stone_level_with_its_band_speaks_for_the_place() -> None:
    level = replace(SET, frame=Frame((0.0, 0.0, TOP - 1.5)))
    (found,) = snag.check(mesh(band()), subject(Witness(stones=(level,))))
    assert (found.status, found.clock) == ("pass", "12:00")
    assert found.measured == pytest.approx(1.8, abs=0.01)


def test_does_not_apply_without_stones_or_design() -> None:
    assert snag.check(mesh(band()), subject(Witness())) == []
    assert snag.check(mesh(band()), nothing_designed()) == []
