from __future__ import annotations

from dataclasses import replace

import pytest
from heads import SET, band, mesh, nothing_designed, subject

from ringgen.checks import wear
from ringgen.findings import Finding
from ringgen.witness import Witness


def found(gem: str, protected: bool = False, held: str = "") -> Finding:
    stone = replace(SET, gem=gem, protected=protected, held=held)
    (one,) = wear.check(mesh(band()), subject(Witness(stones=(stone,))))
    return one


@pytest.mark.parametrize("gem", ["diamond", "sapphire", "moissanite", "spinel"])
def test_hard_stones_stand_in_the_open(gem: str) -> None:
    assert found(gem).status == "pass"


@pytest.mark.parametrize("gem", ["opal", "pearl", "emerald", "tanzanite", "quartz", "moonstone"])
def test_soft_and_brittle_stones_in_the_open_are_warned_of_and_why(gem: str) -> None:
    one = found(gem)
    assert (one.status, one.limit, one.unit) == ("warn", 8, "Mohs")
    assert "open to knocks" in one.message
    assert one.fix is None
    assert 'settings.centre.type = "bezel"' in one.message
    assert found(gem, protected=True).status == "pass"


def test_hardness_is_not_all() -> None:
    one = found("topaz")  # Mohs 8, and cleaves
    assert (one.status, one.measured) == ("warn", 8.0)
    assert "cleavage" in one.message
    assert one.source


def test_care_is_said_whatever_the_setting() -> None:
    one = found("emerald", protected=True)
    assert "keep it from heat" in one.message
    assert "never in the ultrasonic" in one.message


@pytest.mark.parametrize(("gem", "status"), [("diamond", "pass"), ("ruby", "pass"), ("spinel", "fail")])
def test_tension_is_for_the_hardest(gem: str, status: str) -> None:
    one = found(gem, held="tension")
    assert (one.status, one.limit) == (status, 9)
    if status == "fail":
        assert "squeezes" in one.message
        assert one.fix == "settings.centre.type=bezel"


@pytest.mark.parametrize(("gem", "status"), [("spinel", "pass"), ("quartz", "warn")])
def test_flush_settings_are_hammered_shut(gem: str, status: str) -> None:
    assert found(gem, protected=True, held="flush").status == status


def test_the_stone_least_fit_speaks_for_its_setting() -> None:
    pair = (SET, replace(SET, id="stone-2", gem="opal"))
    (one,) = wear.check(mesh(band()), subject(Witness(stones=pair)))
    assert (one.part, one.status) == ("stone-2", "warn")


def test_does_not_apply_without_stones_or_design() -> None:
    assert wear.check(mesh(band()), subject(Witness())) == []
    assert wear.check(mesh(band()), nothing_designed()) == []
