from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from ringgen.bodies import Region
from ringgen.catalog.rules import Limit, load_rules
from ringgen.checks.subject import Place, Subject, clock, judge, locate, thicken
from ringgen.design.model import Band, Design
from ringgen.witness import Prong, Witness

BAND = Band("court", 2.2, 1.8, 1.8, 1.6, {"edge": 0.3})
PRONG = Prong("centre", "prong 1", "stone-1", ((0, 0, 9), (0, 0, 14)), 1.1, 0.3, "settings.centre.prong_diameter")
REGIONS = (
    Region("prong 1", PRONG.field, ((3.0, 0.0, 9.0), (3.0, 0.0, 14.0)), 0.7),
    Region("head", "settings.centre.rail", ((0.0, 0.0, 11.0),), 4.0),
)
DESIGN = cast(Design, SimpleNamespace(bore_radius=8.0, band=BAND, witness=Witness(prongs=(PRONG,), regions=REGIONS)))
SUBJECT = Subject(DESIGN, load_rules())


def limit(value: float, severity: str, direction: str = "min") -> Limit:
    return Limit("wall", value, "mm", severity, direction, f"{severity} {value}", "H")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("point", "hour"),
    [
        ((0, 0, 9), "12:00"),
        ((0, 0, -9), "6:00"),
        ((-9, 0, 0), "3:00"),  # seen from +Y towards -Y with +Z up, the right hand side is -X
        ((9, 0, 0), "9:00"),
        ((-9, 0, 9), "1:30"),
        ((0.0001, 0, 9), "12:00"),
    ],
)
def test_the_hour_is_seen_along_minus_y(point: tuple[float, float, float], hour: str) -> None:
    assert clock(point) == hour


@pytest.mark.parametrize(
    ("measured", "status", "value"), [(0.9, "pass", 0.8), (0.7, "warn", 0.8), (0.5, "fail", 0.6), (0.8, "pass", 0.8)]
)
def test_the_worst_limit_broken_decides(measured: float, status: str, value: float) -> None:
    finding = judge("wall", measured, (limit(0.6, "fail"), limit(0.8, "warn")))
    assert (finding.status, finding.limit) == (status, value)
    assert finding.source == f"{'fail' if value == 0.6 else 'warn'} {value}"


def test_without_limits_a_measurement_passes() -> None:
    assert judge("wall", 0.1, ()).status == "pass"
    assert judge("wall", float("inf"), (limit(0.6, "fail"),)).measured is None
    assert judge("bore", 3.0, (limit(2.0, "fail", "max"),)).status == "fail"


def test_a_point_belongs_to_the_part_it_lies_deepest_in() -> None:
    assert locate((3.1, 0.0, 12.0), SUBJECT).part == "prong 1"
    assert locate((1.0, 0.0, 11.0), SUBJECT).part == "head"
    assert locate((0.0, 0.0, -9.0), SUBJECT) == Place("shank", "6:00", (0.0, 0.0, -9.0), "band.thickness")
    assert locate((1.0, 2.0, 3.0), Subject(None, load_rules())) == Place(point=(1.0, 2.0, 3.0))


def test_metal_over_the_band_is_the_nearest_part_s_and_never_the_shank_s() -> None:
    assert locate((3.9, 0.0, 13.0), SUBJECT).part == "prong 1"  # 0.9 mm off its axis, 13.6 mm from the finger's
    assert locate((0.0, 0.0, -9.0), SUBJECT).part == "shank"


def test_the_fix_adds_what_is_missing_and_rounds_up() -> None:
    prong = locate((3.1, 0.0, 12.0), SUBJECT)
    assert thicken(prong, 0.68, 0.8, SUBJECT) == "settings.centre.prong_diameter=1.25"
    assert thicken(Place(field="band.thickness"), 0.6, 0.8, SUBJECT) == "band.thickness=1.80"
    assert thicken(prong, 0.9, 0.8, SUBJECT) is None
    assert thicken(Place(), 0.5, 0.8, SUBJECT) is None


def test_a_region_may_say_what_its_field_is_now_and_without_that_nothing_is_offered() -> None:
    field = "settings.centre.bar"
    bar = Region("bar", field, ((0.0, 0.0, 11.0),), 1.0)
    unknown, known = (
        Subject(cast(Design, SimpleNamespace(bore_radius=8.0, band=BAND, witness=Witness(regions=(r,)))), load_rules())
        for r in (bar, replace(bar, value=1.3))
    )
    assert thicken(Place(field=field), 0.6, 0.8, unknown) is None
    assert thicken(Place(field=field), 0.6, 0.8, known) == f"{field}=1.50"
