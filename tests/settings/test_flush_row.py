"""The gypsy row: how deep its stones lie, what metal is left, what it refuses, and rings of it held to every rule."""

from __future__ import annotations

import math

import pytest
from matrix.asked import design_of, followed, ring, solitaire
from matrix.trial import trial

from ringgen.bodies import Revolved
from ringgen.design.model import Design
from ringgen.plane import points

FLAT = 'profile = "flat", width = 4.0, thickness = 2.1'
SOLITAIRE = solitaire(4.5)


def text(more: str = "", stone: str = 'cut = "round", diameter = 1.7', band: str = FLAT, head: str = "") -> str:
    return ring("flush-row", stone, band, more, head)


def designed(more: str = "", stone: str = 'cut = "round", diameter = 1.7', band: str = FLAT) -> Design:
    return design_of(text(more, stone, band))


def test_tables_lie_under_the_metal_and_as_much_is_left_between_wells_as_casters_ask() -> None:
    design = designed()
    stone = design.witness.stones[0]
    girdle = math.hypot(stone.frame.origin[0], stone.frame.origin[2])
    outside = design.bore_radius + 2.1
    assert outside - (girdle + stone.girdle + stone.crown) >= 0.1 - 1e-9
    assert girdle - stone.pavilion - design.bore_radius >= 0.5  # Stuller: culet to finger
    (cutter,) = (p for p in design.parts.cutters if p.part == "row seat")
    assert isinstance(cutter.body, Revolved)
    spots = points(cutter.body.outline, 0.01)
    well, finger = max(r for r, _ in spots), -girdle + design.bore_radius
    hole = max(r for r, z in spots if z < finger)
    chord = math.dist(*(s.frame.origin for s in design.witness.stones[:2]))
    assert chord - 2 * well >= 0.6
    assert chord * design.bore_radius / girdle - 2 * hole >= 0.6  # and between the holes, at the finger


def test_stones_lie_deeper_where_the_band_falls_away_beside_them() -> None:
    def sunk(band: str) -> float:
        stone = designed(band=band).witness.stones[0]
        return math.hypot(stone.frame.origin[0], stone.frame.origin[2])

    assert sunk('profile = "d", width = 4.0, thickness = 2.3') < sunk('profile = "flat", width = 4.0, thickness = 2.3')


def test_a_row_may_be_spaced() -> None:
    a, b = (s.frame.origin for s in designed("gap = 2.0\ncover = 100").witness.stones[:2])
    assert math.dist(a, b) >= 3.7 - 1e-6


REFUSED = [
    ("gap = 0.2", 'cut = "round", diameter = 1.7', FLAT, "settings.row.gap"),
    ("", 'cut = "princess", width = 1.7', FLAT, "settings.row.stone.cut"),
    ("", 'cut = "round", diameter = 3.0', FLAT, "band.width"),
    ("", 'cut = "round", diameter = 2.2', FLAT.replace("2.1", "1.6"), "band.thickness"),
    ("sink = 0.0", 'cut = "round", diameter = 1.7', 'profile = "d", width = 4.0, thickness = 2.6', "settings.row.sink"),
    ("", 'cut = "round", diameter = 1.3', 'profile = "groove", width = 6.0, thickness = 2.4', "band.profile"),
    ("across = 1.0", 'cut = "round", diameter = 1.7', FLAT, "band.width"),
]


@pytest.mark.parametrize(("more", "stone", "band", "field"), REFUSED)
def test_a_refusal_names_what_works(more: str, stone: str, band: str, field: str) -> None:
    changes = followed(text(more, stone, band))
    assert changes[0].startswith(field + "=")


RINGS = [
    ("cover = 180", 'cut = "round", diameter = 1.7', FLAT, ""),
    ("", 'cut = "round", diameter = 1.3', 'profile = "court", width = 4.0, thickness = 2.2', ""),
    (
        'where = "shoulders"',
        'cut = "round", diameter = 1.3',
        'profile = "flat", width = 3.4, thickness = 2.0',
        SOLITAIRE,
    ),
    (
        "cover = 120\nat = 30",
        'cut = "round", diameter = 2.0',
        'profile = "flat", width = 4.4, thickness = 2.1, top = {width = 4.0, thickness = 2.4}',
        "",
    ),
]


@pytest.mark.parametrize(("more", "stone", "band", "head"), RINGS)
def test_rings_of_it_keep_every_rule(more: str, stone: str, band: str, head: str) -> None:
    found = trial(text(more, stone, band, head), draft=True)
    assert found.good, found
    assert not found.changes
