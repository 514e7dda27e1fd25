from __future__ import annotations

import pytest
from heads import PRONG_AXIS, band, mesh, nothing_designed, prong_head, prong_witness, subject

from ringgen.checks import seat_share
from ringgen.witness import Witness


@pytest.mark.parametrize(("seat", "status"), [(3.0, "pass"), (3.2, "warn"), (3.35, "fail")])
def test_the_share_a_seat_takes_of_a_prong_1_mm_thick(seat: float, status: str) -> None:
    (found,) = seat_share.check(mesh(prong_head(seat=seat)), subject(prong_witness()))
    assert found.measured == pytest.approx(1 - (PRONG_AXIS + 0.5 - seat), abs=0.005)
    assert (found.status, found.unit) == (status, "share")


def test_the_deepest_seat_is_named_and_mended() -> None:
    (found,) = seat_share.check(mesh(prong_head(seat=3.0, weak=3.345)), subject(prong_witness()))
    assert found.part == "centre prong 1"
    # designed 0.30 and cut 0.595: 0.195 less than designed brings it to the 0.40 no rule complains of
    assert found.fix == "settings.centre.seat_share=0.10"


def test_does_not_apply_without_prongs_or_design() -> None:
    assert seat_share.check(mesh(band()), subject(Witness())) == []
    assert seat_share.check(mesh(prong_head()), nothing_designed()) == []
