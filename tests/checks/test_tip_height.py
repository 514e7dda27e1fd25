from __future__ import annotations

from dataclasses import replace

import pytest
from heads import GIRDLE_Z, SET, STONE, claws, mesh, nothing_designed, prong_head, prong_witness, subject

from ringgen.checks import tip_height
from ringgen.witness import Witness


def tips(crown: float = 1.0, table: float = 3.4, tip: float = 0.8) -> Witness:
    witness = prong_witness()
    prongs = tuple(replace(p, tip=tip + STONE.girdle) for p in witness.prongs)
    return replace(witness, prongs=prongs, stones=(replace(SET, crown=crown, table=table),))


@pytest.mark.parametrize(("stands", "status", "limit"), [(0.9, "pass", 0.8), (0.7, "warn", 0.8), (0.5, "fail", 0.6)])
def test_the_height_over_the_girdle_as_a_share_of_a_crown_1_mm_high(stands: float, status: str, limit: float) -> None:
    (found,) = tip_height.check(mesh(claws(top=GIRDLE_Z + 0.2 + stands)), subject(tips(tip=stands)))
    assert found.measured == pytest.approx(stands, abs=1e-3)
    assert (found.status, found.limit, found.unit) == (status, limit, "share")
    assert f"{stands:.2f} mm over the girdle as cast" in found.message
    if status != "pass":
        assert found.fix == "settings.centre.tip=0.80"


def test_what_remains_when_it_is_finished() -> None:
    (found,) = tip_height.check(mesh(claws(top=GIRDLE_Z + 0.2 + 1.2)), subject(tips()))
    assert "finished, 0.60 to 0.80 mm of it remain" in found.message


def test_a_dome_is_held_lower_down() -> None:
    body = mesh(claws(top=GIRDLE_Z + 0.2 + 0.6))
    (found,) = tip_height.check(body, subject(tips(crown=2.0, table=0.0)))
    assert (found.status, found.measured, found.limit) == ("pass", pytest.approx(0.3, abs=1e-3), 0.25)
    (low,) = tip_height.check(body, subject(tips(crown=3.0, table=0.0)))
    assert (low.status, low.measured) == ("fail", pytest.approx(0.2, abs=1e-3))


def test_prongs_that_end_at_the_girdle_stand_nowhere() -> None:
    (found,) = tip_height.check(mesh(prong_head(tips=False)), subject(prong_witness()))
    assert (found.status, found.measured, found.fix) == ("fail", 0.0, None)


def test_does_not_apply_without_prongs_or_design() -> None:
    assert tip_height.check(mesh(claws()), subject(Witness())) == []
    assert tip_height.check(mesh(claws()), nothing_designed()) == []
