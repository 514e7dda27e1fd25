"""How thick the metal over a channel's stones is, on plain bodies; and that the wall check leaves it to this one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from bodies import as_file
from heads import STONE, mesh, nothing_designed, subject, tri
from manifold3d import Manifold

from ringgen.bodies import Frame
from ringgen.checks import channel_lip, wall
from ringgen.witness import Stone, Witness

GIRDLE = 11.0


def block(lip: float, over: float = 0.3) -> Manifold:
    """A bar along x with a groove 6.1 mm wide, and lips so thick that reach in over a 6 mm stone by `over`."""
    bar = Manifold.cube((20.0, 10.0, 6.0), True).translate((0.0, 0.0, GIRDLE + 0.25 + lip - 3.0))
    notch = Manifold.cube((30.0, 6.1, 2.25), True).translate((0.0, 0.0, GIRDLE + 0.25 - 1.125))
    return bar - notch - Manifold.cube((30.0, 6.0 - 2 * over, 9.0), True).translate((0.0, 0.0, GIRDLE + 4.5))


def stone(held: str = "channel") -> Stone:
    return replace(STONE, held=held, frame=Frame(origin=(0.0, 0.0, GIRDLE)))


@pytest.mark.parametrize(("lip", "status"), [(0.35, "pass"), (0.2, "fail")])
def test_a_lip_is_as_thick_as_its_metal_seen_from_above(lip: float, status: str) -> None:
    (found,) = channel_lip.check(mesh(block(lip)), subject(Witness(stones=(stone(),))))
    assert found.measured == pytest.approx(lip, abs=0.005)
    assert found.status == status


def test_the_thinner_of_both_counts() -> None:
    body = block(0.5) - Manifold.cube((2.0, 3.0, 1.0), True).translate((0.0, -3.5, GIRDLE + 0.25 + 0.2 + 0.5))
    (found,) = channel_lip.check(mesh(body), subject(Witness(stones=(stone(),))))
    assert found.measured == pytest.approx(0.2, abs=0.005)
    assert found.point_mm is not None
    assert found.point_mm[1] < 0


def test_walls_without_a_lip_have_none() -> None:
    (found,) = channel_lip.check(mesh(block(0.35, over=-0.2)), subject(Witness(stones=(stone(),))))
    assert (found.measured, found.status) == (0.0, "fail")


def test_the_wall_check_leaves_a_channel_s_lips_alone_and_no_other_s() -> None:
    row = tuple(replace(stone(), frame=Frame(origin=(x, 0.0, GIRDLE))) for x in np.arange(-12.4, 13.0, 6.2))
    body = as_file(tri(block(0.35)))
    assert wall.measure(body).least == pytest.approx(0.35, abs=0.01)
    assert wall.measure(body, Witness(stones=tuple(replace(s, held="") for s in row))).least == pytest.approx(
        0.35, abs=0.01
    )
    assert wall.measure(body, Witness(stones=row)).least > 0.6


def test_does_not_apply_to_other_stones_or_without_design() -> None:
    assert channel_lip.check(mesh(block(0.35)), subject(Witness(stones=(stone(""),)))) == []
    assert channel_lip.check(mesh(block(0.35)), nothing_designed()) == []


def test_bars_stand_before_and_behind_a_stone() -> None:
    """The same block turned a quarter: what is a wall to the one is a bar to the other."""
    seen = Witness(stones=(stone("bars"),))
    (found,) = channel_lip.check(mesh(block(0.35).rotate((0.0, 0.0, 90.0))), subject(seen))
    assert found.measured == pytest.approx(0.35, abs=0.005)
    (found,) = channel_lip.check(mesh(block(0.35)), subject(seen))
    assert (found.measured, found.status) == (0.0, "fail")
