from __future__ import annotations

import math
from dataclasses import replace

import pytest
from heads import (
    FOOT,
    GIRDLE_Z,
    SET,
    STONE,
    TIP,
    band,
    filled,
    gem,
    mesh,
    nothing_designed,
    prong_head,
    prong_witness,
    subject,
)
from manifold3d import Manifold

from ringgen.checks import grip
from ringgen.witness import Witness


def test_how_far_prongs_reach_over_the_girdle() -> None:
    # upright prongs of 1.0 mm on a radius of 3.25 begin at 2.75; the crown's cut takes them back to 2.80
    (found,) = grip.check(mesh(prong_head()), subject(prong_witness()))
    assert found.measured == pytest.approx(3.0 - 2.8, abs=0.005)
    assert found.status == "pass"


def test_thin_prongs_hold_too_little() -> None:
    (found,) = grip.check(mesh(prong_head(thick=0.7)), subject(prong_witness(thick=0.7)))
    assert found.measured == pytest.approx(3.0 - 2.9, abs=0.005)
    assert (found.status, found.limit) == ("fail", 0.15)
    # 0.05 mm are missing, and a prong reaches in by 0.3 of its thickness: 0.7 + 0.05 / 0.3, up to the next 0.05
    assert found.fix == "settings.centre.diameter=0.90"


def test_prongs_that_end_at_the_girdle_hold_nothing() -> None:
    (found,) = grip.check(mesh(prong_head(tips=False)), subject(prong_witness()))
    assert (found.status, found.measured) == ("fail", 0.0)
    assert "no metal" in found.message


def test_a_prong_on_a_straight_side_is_held_to_that_side() -> None:
    """A square stone 6 mm wide: four prongs on the middles of its sides reach in as over a round one's."""
    square = ((-3.0, -3.0), (3.0, -3.0), (3.0, 3.0), (-3.0, 3.0))
    witness = replace(prong_witness(), stones=(replace(STONE, outline=square),))
    (found,) = grip.check(mesh(prong_head()), subject(witness))
    assert found.measured == pytest.approx(3.0 - 2.8, abs=0.01)  # the cut is round, a little deeper beside the middle


def test_a_prong_beside_the_corner_of_a_lozenge_holds_nothing() -> None:
    """Corners on x and y at 3.0: metal that begins at 2.8 on x is inside by 0.2 times the sine of 45 degrees."""
    lozenge = ((3.0, 0.0), (0.0, 3.0), (-3.0, 0.0), (0.0, -3.0))
    witness = replace(prong_witness(), stones=(replace(STONE, outline=lozenge),))
    (found,) = grip.check(mesh(prong_head()), subject(witness))
    assert found.measured == pytest.approx(0.2 * math.sin(math.pi / 4), abs=0.005)
    assert found.status == "fail"


def test_each_of_two_claws_side_by_side_has_its_own_grip() -> None:
    """One of a pair 1.2 mm apart is cut back to the girdle: its neighbour does not lend it metal."""
    rod = Manifold.cylinder(TIP - FOOT, 0.5, 0.5, 96)
    good, bad = rod.translate((3.25, -0.6, FOOT)), rod.translate((3.25, 0.6, FOOT))
    bad -= Manifold.cube((2.0, 1.0, 3.0)).translate((1.0, 0.1, GIRDLE_Z))
    square = ((-3.0, -3.0), (3.0, -3.0), (3.0, 3.0), (-3.0, 3.0))
    pair = tuple(
        replace(p, axis=((3.25, y, FOOT), (3.25, y, TIP)))
        for p, y in zip(prong_witness().prongs[:2], (-0.6, 0.6), strict=True)
    )
    witness = replace(prong_witness(), prongs=pair, stones=(replace(STONE, outline=square),))
    (found,) = grip.check(mesh(band() + good + bad), subject(witness))
    assert (found.part, found.status) == ("centre prong 2", "fail")
    assert found.measured == pytest.approx(0.0, abs=0.01)


def bars(over: float, sides: tuple[int, ...] = (1, -1)) -> Manifold:
    """Upright bars 3 mm long beside the stone, grooved for its girdle, that reach in over it so far."""
    stone = filled(gem(3.05, 1.75, 1.05, 0.2, 2.55), GIRDLE_Z)
    head = band()
    for side in sides:
        bar = Manifold.cube((1.5, 3.0, 4.2), True).translate((3.75 - over, 0, 12.6))
        head += (bar if side > 0 else bar.rotate((0, 0, 180))) - stone
    return head


@pytest.mark.parametrize(("over", "status"), [(0.4, "pass"), (0.1, "fail")])
def test_bars_grip_from_both_sides(over: float, status: str) -> None:
    (found,) = grip.check(mesh(bars(over)), subject(Witness(stones=(SET,))))
    # under a bar that reaches in by less than the crown's slope leaves, its face is straight; else the crown's cut
    assert found.measured == pytest.approx(over, abs=0.02)
    assert (found.status, found.part) == (status, "stone-1")


def test_a_bar_on_one_side_grips_nothing() -> None:
    (found,) = grip.check(mesh(bars(0.4, sides=(1,))), subject(Witness(stones=(SET,))))
    assert (found.status, found.measured) == ("fail", 0.0)


def test_a_flush_stone_s_rim_is_yet_to_be_hammered() -> None:
    assert grip.check(mesh(band()), subject(Witness(stones=(replace(SET, held="flush"),)))) == []


@pytest.mark.parametrize(("over", "status"), [(0.36, "pass"), (0.2, "warn"), (0.1, "fail")])
def test_a_channel_s_walls_are_held_to_a_share_of_the_stone(over: float, status: str) -> None:
    held = replace(SET, held="channel")
    (found,) = grip.check(mesh(bars(over)), subject(Witness(stones=(held,))))
    along_x = replace(held, frame=replace(held.frame, x=(0.0, 1.0, 0.0)))  # the bars stand on x: a row along y
    (turned,) = grip.check(mesh(bars(over)), subject(Witness(stones=(along_x,))))
    assert (found.status, found.measured) == ("fail", 0.0)
    assert turned.measured == pytest.approx(over / held.length, abs=0.002)
    assert (turned.status, turned.unit) == (status, "share")


def test_a_channel_with_one_wall_holds_nothing() -> None:
    held = replace(SET, held="channel", frame=replace(SET.frame, x=(0.0, 1.0, 0.0)))
    (found,) = grip.check(mesh(bars(0.4, sides=(1,))), subject(Witness(stones=(held,))))
    assert (found.status, found.measured) == ("fail", 0.0)


def test_does_not_apply_without_prongs_or_design() -> None:
    assert grip.check(mesh(band()), subject(Witness())) == []
    assert grip.check(mesh(prong_head()), nothing_designed()) == []
