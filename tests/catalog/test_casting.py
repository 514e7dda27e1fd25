from __future__ import annotations

import pytest

from ringgen.catalog.casting import buttons, find_button, find_orientation, orientations, sprue


def test_the_usual_orientation_is_the_one_with_a_source() -> None:
    usual = orientations()[0]
    assert (usual.id, usual.confidence) == ("tilted", "M")
    assert 30.0 <= usual.lean_deg <= 45.0
    assert [find_orientation(o.id) for o in orientations()] == list(orientations())


def test_a_gate_is_as_large_as_the_trade_asks() -> None:
    rule = sprue()
    assert (rule.share_low, rule.share_high) == (0.7, 1.5)
    assert rule.share_low <= rule.share <= rule.share_high


def test_a_button_is_a_share_or_a_weight() -> None:
    assert find_button("10 %") == buttons()[0]
    assert find_button("10 %").of(40.0) == pytest.approx(4.0)
    assert find_button("12.5 %").of(40.0) == pytest.approx(5.0)
    assert find_button("5 dwt").of(40.0) == pytest.approx(7.7759, abs=1e-4)
    assert str(find_button("10 %")) == "10 %"
