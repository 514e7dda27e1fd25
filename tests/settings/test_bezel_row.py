"""The row of bezels: what its walls come to, what it refuses, and rings of it held to every rule."""

from __future__ import annotations

import math

import pytest
from matrix.asked import design_of, followed, ring, solitaire
from matrix.trial import trial

from ringgen.bodies import Revolved
from ringgen.checks._settings import worst_of
from ringgen.design.model import Design
from ringgen.findings import Finding
from ringgen.plane import points

FLAT = 'profile = "flat", width = 3.6, thickness = 1.8'
STONE = 'cut = "round", diameter = 1.7'
SOLITAIRE = solitaire(4.5)


def text(more: str = "", stone: str = STONE, band: str = FLAT, head: str = "") -> str:
    return ring("bezel-row", stone, band, more, head)


def designed(more: str = "", stone: str = STONE, band: str = FLAT) -> Design:
    return design_of(text(more, stone, band))


def test_two_stones_share_one_wall_and_tubes_grow_together() -> None:
    design = designed()
    (tube,) = (p for p in design.parts.metal if p.part == "row bezel")
    (well,) = (p for p in design.parts.cutters if p.part == "row seat")
    assert isinstance(tube.body, Revolved)
    assert isinstance(well.body, Revolved)
    inner = max(r for r, _ in points(well.body.outline, 0.01))
    at_girdle = 0.85 + 0.05 + 0.66
    chord = math.dist(*(s.frame.origin for s in design.witness.stones[:2]))
    assert inner == pytest.approx(0.85 + 0.05)
    assert chord - 2 * inner >= 0.6  # casters: the wall between two stones
    assert 2 * at_girdle - chord >= 0.3  # grown together
    assert len(tube.places) == len(design.witness.stones) == len(design.witness.bezels)


def test_every_bezel_is_held_to_its_own_stone_and_reported_once_a_setting() -> None:
    design = designed("cover = 90")
    assert {b.stone for b in design.witness.bezels} == {s.id for s in design.witness.stones}
    found = [
        Finding("bezel-wall", status, measured, 0.4)
        for status, measured in (("pass", 0.4), ("warn", 0.5), ("warn", 0.45), ("pass", 0.6))  # type: ignore[arg-type]
    ]
    assert worst_of(("row", f) for f in found) == [found[2]]
    assert worst_of((("a", found[0]), ("b", found[3]))) == [found[0], found[3]]


def test_a_thin_band_lifts_the_stones_off_the_finger() -> None:
    design = designed(band=FLAT.replace("1.8", "1.0"))
    stone = design.witness.stones[0]
    girdle = math.hypot(stone.frame.origin[0], stone.frame.origin[2])
    assert girdle - stone.pavilion - design.bore_radius == pytest.approx(0.52)


REFUSED = [
    ("gap = 0.2", STONE, FLAT, "settings.row.gap"),
    ("gap = 2.0", STONE, FLAT, "settings.row.gap"),
    ("", 'cut = "princess", width = 1.7', FLAT, "settings.row.stone.cut"),
    ("", 'cut = "round", diameter = 3.0', FLAT, "band.width"),
    ("rise = 0.0", 'cut = "round", diameter = 1.7', FLAT.replace("1.8", "1.1"), "settings.row.rise"),
    ("", STONE, 'profile = "groove", width = 6.0, thickness = 2.2', "band.profile"),
    ("count = 9", STONE, FLAT, "settings.row.count"),
]


@pytest.mark.parametrize(("more", "stone", "band", "field"), REFUSED)
def test_a_refusal_names_what_works(more: str, stone: str, band: str, field: str) -> None:
    changes = followed(text(more, stone, band))
    assert changes[0].startswith(field + "=")


RINGS = [
    ("cover = 180", STONE, FLAT, ""),
    ("", 'cut = "round", diameter = 1.3', 'profile = "court", width = 3.6, thickness = 2.0', ""),
    (
        'where = "shoulders"',
        'cut = "round", diameter = 1.3',
        'profile = "flat", width = 3.0, thickness = 1.9',
        SOLITAIRE,
    ),
    (
        "cover = 120\nat = 30\nrise = 0.0",
        'cut = "round", diameter = 2.0',
        'profile = "flat", width = 4.0, thickness = 2.1, top = {width = 3.7, thickness = 2.3}',
        "",
    ),
]


@pytest.mark.parametrize(("more", "stone", "band", "head"), RINGS)
def test_rings_of_it_keep_every_rule(more: str, stone: str, band: str, head: str) -> None:
    found = trial(text(more, stone, band, head), draft=True)
    assert found.good, found
    assert not found.changes
