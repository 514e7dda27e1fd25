from __future__ import annotations

from dataclasses import replace

import pytest
from heads import BEZEL, GIRDLE_Z, STONE, band, bezel_witness, cup, mesh, nothing_designed, subject
from manifold3d import Manifold

from ringgen.bodies import Frame
from ringgen.checks import bezel_lip, bezel_wall
from ringgen.witness import Witness


@pytest.mark.parametrize(("shift", "status"), [(0.0, "pass"), (0.25, "warn"), (0.4, "fail")])
def test_the_wall_is_read_where_an_off_centre_hole_leaves_least(shift: float, status: str) -> None:
    (found,) = bezel_wall.check(mesh(cup(shift=shift)), subject(bezel_witness()))
    assert found.measured == pytest.approx(0.7 - shift, abs=0.002)
    assert (found.status, found.part) == (status, "centre bezel")
    if status == "fail":
        assert found.point_mm is not None
        assert found.point_mm[0] > 3.0
        # 0.2 short of the 0.5 no rule complains of
        assert found.fix == "settings.centre.wall=0.90"


def test_a_slot_in_the_wall_is_no_wall() -> None:
    slot = Manifold.cube((2.0, 1.0, 3.0), True).translate((3.4, 0, GIRDLE_Z + 0.5))
    (found,) = bezel_wall.check(mesh(cup() - slot), subject(bezel_witness()))
    assert (found.status, found.measured) == ("fail", 0.0)
    assert "open" in found.message


@pytest.mark.parametrize(("lip", "status", "limit"), [(0.6, "pass", 0.5), (0.4, "fail", 0.5), (0.9, "fail", 0.75)])
def test_the_lip_as_a_share_of_a_crown_1_mm_high(lip: float, status: str, limit: float) -> None:
    bezel = replace(BEZEL, lip=lip)
    (found,) = bezel_lip.check(mesh(cup(lip=lip)), subject(bezel_witness(bezel)))
    assert found.measured == pytest.approx(lip, abs=0.002)
    assert (found.status, found.limit, found.unit) == (status, limit, "share")
    if status == "fail":
        assert found.fix in ("settings.centre.lip=0.62", "settings.centre.lip=0.63")  # the middle of 0.5 and 0.75


def test_a_notch_in_the_lip_is_found() -> None:
    notch = Manifold.cube((2.0, 0.8, 1.0), True).translate((-3.4, 0, GIRDLE_Z + 1.0))
    (found,) = bezel_lip.check(mesh(cup() - notch), subject(bezel_witness()))
    assert found.measured == pytest.approx(0.3, abs=0.002)
    assert found.status == "fail"
    assert found.point_mm is not None
    assert found.point_mm[0] < -3.0


def test_a_head_anywhere_reads_the_same() -> None:
    """The cup laid on its side: the stone's frame says where the girdle is."""
    witness = bezel_witness()
    side = replace(STONE, frame=Frame(origin=(GIRDLE_Z, 0.0, 0.0), x=(0.0, 0.0, -1.0), z=(1.0, 0.0, 0.0)))
    body = mesh(cup(shift=0.25).rotate((0, 90, 0)))
    (found,) = bezel_wall.check(body, subject(replace(witness, stones=(side,))))
    assert found.measured == pytest.approx(0.45, abs=0.002)
    (lip,) = bezel_lip.check(body, subject(replace(witness, stones=(side,))))
    assert lip.measured == pytest.approx(0.6, abs=0.002)


def square_cup(wall: float = 0.7, lip: float = 0.6, shift: float = 0.0) -> Manifold:
    """A box round a stone of 6.0 by 4.0 mm with a hole 0.05 mm larger on every side."""
    top = GIRDLE_Z + 0.2 + lip
    body = Manifold.cube((6.1 + 2 * wall, 4.1 + 2 * wall, top - 9.8)).translate((-3.05 - wall, -2.05 - wall, 9.8))
    return band() + (body - Manifold.cube((6.1, 4.1, 10)).translate((-3.05 + shift, -2.05, GIRDLE_Z - 2.0)))


SQUARE = replace(BEZEL, inner=((-3.05, -2.05), (3.05, -2.05), (3.05, 2.05), (-3.05, 2.05)))


@pytest.mark.parametrize("shift", [0.0, 0.3])
def test_the_wall_and_lip_of_a_square_stone(shift: float) -> None:
    (wall,) = bezel_wall.check(mesh(square_cup(shift=shift)), subject(bezel_witness(SQUARE)))
    assert wall.measured == pytest.approx(0.7 - shift, abs=0.002)
    (lip,) = bezel_lip.check(mesh(square_cup(shift=shift)), subject(bezel_witness(SQUARE)))
    assert lip.measured == pytest.approx(0.6, abs=0.002)


def test_a_corner_filed_through_is_found() -> None:
    corner = Manifold.cube((1.6, 1.6, 4.0), True).rotate((0, 0, 45)).translate((3.6, 2.6, GIRDLE_Z + 1.0))
    (wall,) = bezel_wall.check(mesh(square_cup() - corner), subject(bezel_witness(SQUARE)))
    assert (wall.status, wall.measured) == ("fail", 0.0)


def test_a_half_bezel_is_read_only_where_it_says_it_stands() -> None:
    halved = cup() - Manifold.cube((10, 10, 10)).translate((-5, 0.0, GIRDLE_Z - 1.0))
    half = replace(BEZEL, covers=((180.0, 360.0),))
    (wall,) = bezel_wall.check(mesh(halved), subject(bezel_witness(half)))
    assert wall.measured == pytest.approx(0.7, abs=0.002)
    (lip,) = bezel_lip.check(mesh(halved), subject(bezel_witness(half)))
    assert (lip.status, lip.measured) == ("pass", pytest.approx(0.6, abs=0.002))
    (open_wall,) = bezel_wall.check(mesh(halved), subject(bezel_witness()))
    assert (open_wall.status, open_wall.measured) == ("fail", 0.0)


@pytest.mark.parametrize(("lip", "status", "limit"), [(0.6, "pass", 0.25), (0.4, "fail", 0.25), (1.0, "warn", 0.34)])
def test_a_dome_s_lip_covers_a_quarter_to_a_third(lip: float, status: str, limit: float) -> None:
    dome = replace(STONE, table=0.0, crown=2.0)
    witness = replace(bezel_witness(replace(BEZEL, lip=lip)), stones=(dome,))
    (found,) = bezel_lip.check(mesh(cup(lip=lip)), subject(witness))
    assert (found.status, found.limit) == (status, limit)
    assert found.measured == pytest.approx(lip / 2, abs=0.002)
    if status != "pass":
        assert found.fix in ("settings.centre.lip=0.29", "settings.centre.lip=0.30")


def test_does_not_apply_without_bezels_or_design() -> None:
    for check in (bezel_wall.check, bezel_lip.check):
        assert check(mesh(band()), subject(Witness())) == []
        assert check(mesh(cup()), nothing_designed()) == []
