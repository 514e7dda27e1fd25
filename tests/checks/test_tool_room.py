from __future__ import annotations

from dataclasses import replace

from heads import (
    BEZEL,
    GIRDLE_Z,
    SET,
    band,
    bezel_witness,
    claws,
    cup,
    mesh,
    nothing_designed,
    prong_head,
    prong_witness,
    subject,
)
from manifold3d import CrossSection, Manifold

from ringgen.bodies import Frame
from ringgen.checks import tool_room
from ringgen.witness import Witness


def heads() -> Witness:
    return replace(prong_witness(), stones=(SET,))


def test_a_head_that_stands_free_has_room() -> None:
    (found,) = tool_room.check(mesh(claws()), subject(heads()))
    assert (found.status, found.fix) == ("pass", None)
    assert "nothing stands in a tool's way" in found.message


def test_a_wall_close_by_leaves_none() -> None:
    wall = Manifold.cylinder(8, 6.5, 6.5, 64) - Manifold.cylinder(8, 5.0, 5.0, 64)
    (found,) = tool_room.check(mesh(claws() + wall.translate((0, 0, 9))), subject(heads()))
    assert (found.status, found.limit) == ("warn", 3.0)
    # 1.25 mm beside the prongs stands metal 2.3 mm over the tips: the steepest tool goes up between them
    assert found.measured is not None
    assert 0.5 < found.measured < 2.5
    assert "set this stone first" in found.message


def test_a_neighbour_s_stone_is_in_the_way_too() -> None:
    near = replace(SET, id="stone-2", setting="side", frame=Frame((7.6, 0.0, GIRDLE_Z + 1.0)))
    (found,) = tool_room.check(mesh(claws()), subject(replace(heads(), stones=(SET, near))))
    assert found.measured is not None
    assert found.measured < 9.0


def test_a_lip_wants_room_all_round() -> None:
    witness = replace(bezel_witness(BEZEL), stones=(SET,))
    (free,) = tool_room.check(mesh(cup()), subject(witness))
    assert free.status == "pass"
    post = Manifold.cylinder(8, 1.0, 1.0, 48).translate((0, -5.0, 9))
    (found,) = tool_room.check(mesh(cup() + post), subject(witness))
    assert found.measured is not None
    assert found.measured < 3.0
    assert found.point_mm is not None
    assert found.point_mm[1] < -3.0


def test_the_cleft_of_a_heart_is_no_place_for_a_pusher() -> None:
    """Two lobes of wall that face each other across the cleft: not judged there, and free all round."""
    plan = ((0.0, -4.0), (4.0, 0.0), (2.0, 2.0), (0.0, 0.0), (-2.0, 2.0), (-4.0, 0.0))
    outer = ((0.0, -5.0), (5.0, 0.0), (2.0, 3.0), (0.0, 1.0), (-2.0, 3.0), (-5.0, 0.0))
    wall = CrossSection([outer]).extrude(4) - CrossSection([plan]).extrude(4)
    bezel = replace(BEZEL, inner=plan, lip=0.8)
    witness = replace(bezel_witness(bezel), stones=(SET,))
    (found,) = tool_room.check(mesh(band() + wall.translate((0, 0, GIRDLE_Z + 1.0 - 4.0))), subject(witness))
    assert found.status == "pass"


def test_does_not_apply_without_heads_or_design() -> None:
    assert tool_room.check(mesh(band()), subject(Witness())) == []
    assert tool_room.check(mesh(prong_head()), nothing_designed()) == []


def test_the_least_is_the_room_at_the_worst_spot() -> None:
    one = Manifold.cylinder(8, 1.0, 1.0, 48).translate((5.2, 0, 9))
    (found,) = tool_room.check(mesh(claws() + one), subject(heads()))
    assert (found.part, found.status) == ("centre prong 1", "warn")
    # its side is 0.45 mm off the prong's: an upright tool would have 0.9 mm, one held at 75 degrees a little less
    assert found.measured is not None
    assert found.measured < 0.9
