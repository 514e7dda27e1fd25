from __future__ import annotations

import pytest
from heads import band, mesh, nothing_designed, prong_head, prong_witness, subject

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


def test_does_not_apply_without_prongs_or_design() -> None:
    assert grip.check(mesh(band()), subject(Witness())) == []
    assert grip.check(mesh(prong_head()), nothing_designed()) == []
