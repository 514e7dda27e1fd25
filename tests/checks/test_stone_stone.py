from __future__ import annotations

from dataclasses import replace

import pytest
from heads import SET, band, mesh, nothing_designed, subject

from ringgen.bodies import Frame
from ringgen.checks import stone_stone
from ringgen.witness import Stone, Witness


def beside(away: float, turned: bool = False) -> Stone:
    z = (0.6, 0.0, 0.8) if turned else (0.0, 0.0, 1.0)
    x = (0.8, 0.0, -0.6) if turned else (1.0, 0.0, 0.0)
    return replace(SET, id="stone-2", frame=Frame((away, 0.0, 13.5), x=x, z=z))


@pytest.mark.parametrize(("away", "status"), [(6.3, "pass"), (6.05, "warn"), (5.9, "fail")])
def test_the_gap_between_two_girdles(away: float, status: str) -> None:
    (found,) = stone_stone.check(mesh(band()), subject(Witness(stones=(SET, beside(away)))))
    assert found.measured == pytest.approx(away - 6.0, abs=1e-4)
    assert (found.status, found.part) == (status, "stone-1 and stone-2")


def test_stones_that_lean_apart_clear_where_level_ones_would_not() -> None:
    (found,) = stone_stone.check(mesh(band()), subject(Witness(stones=(SET, beside(5.9, turned=True)))))
    assert found.measured is not None
    assert found.measured > 0.1


def test_stones_far_apart_pass_and_one_stone_has_no_neighbour() -> None:
    (found,) = stone_stone.check(mesh(band()), subject(Witness(stones=(SET, beside(12.0)))))
    assert (found.status, found.measured) == ("pass", None)
    assert stone_stone.check(mesh(band()), subject(Witness(stones=(SET,)))) == []
    assert stone_stone.check(mesh(band()), nothing_designed()) == []
