from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from heads import GIRDLE_Z, PRONG_AXIS, band, mesh, nothing_designed, prong_head, prong_witness, subject

from ringgen.checks import prong
from ringgen.witness import Witness


@pytest.mark.parametrize("seat", [2.8, 2.95, 3.05, 3.15])
def test_narrowest_is_what_the_seat_leaves(seat: float) -> None:
    (found,) = prong.check(mesh(prong_head(seat=seat)), subject(prong_witness()))
    left = PRONG_AXIS + 0.5 - seat  # from the seat's wall to the prong's back, on the stone's radius
    # over the girdle the crown's cut (radius 2.8) leaves more; the seat is curved towards the prong, so it is exact
    assert found.measured == pytest.approx(left, abs=0.003)
    assert found.point_mm is not None
    if seat > 2.8:
        assert GIRDLE_Z - 0.11 <= found.point_mm[2] <= GIRDLE_Z + 0.31


def test_a_sound_head_passes_and_a_cut_prong_fails_by_name_with_its_cure() -> None:
    (sound,) = prong.check(mesh(prong_head(seat=2.9)), subject(prong_witness()))
    assert (sound.status, sound.fix) == ("pass", None)
    (found,) = prong.check(mesh(prong_head(seat=2.9, weak=3.33)), subject(prong_witness()))
    assert found.status == "fail"
    assert found.measured == pytest.approx(0.42, abs=0.003)
    assert (found.limit, found.unit) == (0.6, "mm")
    assert found.source is not None
    assert "Gemwares" in found.source
    assert (found.part, found.check) == ("centre prong 1", "prong")
    # 1.0 mm leaves 0.42; 1.0 * 0.80 / 0.42 = 1.905 would leave the 0.80 that no rule complains of
    assert found.fix == "settings.centre.diameter=1.95"
    assert found.clock == "11:33"  # a little to the +X side of the top, seen along -Y


def test_a_prong_cut_right_through_measures_nothing() -> None:
    (found,) = prong.check(mesh(prong_head(weak=5.0)), subject(prong_witness()))
    assert (found.status, found.measured) == ("fail", 0.0)


def test_rails_and_other_metal_never_make_a_prong_thin() -> None:
    plain = prong.check(mesh(prong_head()), subject(prong_witness()))
    from manifold3d import Manifold

    rail = Manifold.cylinder(0.6, 3.6, 3.6, 192) - Manifold.cylinder(0.6, 2.9, 2.9, 192)
    railed = prong.check(mesh(prong_head() + rail.translate((0, 0, 11.8))), subject(prong_witness()))
    assert railed[0].measured == pytest.approx(plain[0].measured, abs=1e-3)


def test_does_not_apply_without_prongs_or_design() -> None:
    assert prong.check(mesh(band()), subject(Witness())) == []
    assert prong.check(mesh(prong_head()), nothing_designed()) == []


def test_a_turned_and_slivered_mesh_reads_the_same() -> None:
    from bodies import split

    body = mesh(prong_head(seat=3.1))
    worse = type(body)(body.path, body.format, np.ascontiguousarray(split(split(body.triangles, 0.5, 1), 0.5, 2)))
    one, two = (prong.check(m, subject(prong_witness()))[0].measured for m in (body, worse))
    assert one == pytest.approx(two, abs=1e-3)


def test_a_cast_prong_is_held_to_what_polishing_leaves_of_it() -> None:
    from dataclasses import replace

    from ringgen.design.model import Stock

    body, plain = mesh(prong_head(seat=2.95)), subject(prong_witness())
    (as_cast,) = prong.check(body, plain)
    (left,) = prong.check(body, replace(plain, stock=Stock(outside=0.1)))
    assert as_cast.status != "fail"
    assert left.measured == pytest.approx(as_cast.measured - 0.2, abs=1e-4)
    assert left.status == "fail"


@pytest.mark.parametrize("weak", [None, 3.2, 3.33, 5.0])
def test_a_bead_s_thinnest_section_is_that_of_a_prong_read_section_by_section(weak: float | None) -> None:
    """Of beads only the least is sought; it must be the one that looking at every section finds."""
    head = prong_head(seat=2.95) if weak is None else prong_head(seat=2.95, weak=weak)
    witness = prong_witness()
    beads = replace(witness, prongs=tuple(replace(p, kind="melee") for p in witness.prongs))
    (closely,) = prong.check(mesh(head), subject(witness))
    (quickly,) = prong.check(mesh(head), subject(beads))
    assert quickly.measured == pytest.approx(closely.measured, abs=5e-4)
    assert quickly.part == closely.part or weak is None  # without a weak one all are alike
