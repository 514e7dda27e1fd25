"""The bar channel: its bars by hand, what it refuses, and rings of it held to every rule."""

from __future__ import annotations

import math

import pytest
from matrix.asked import design_of, followed, ring, solitaire
from matrix.trial import trial

from ringgen.bodies import Extruded
from ringgen.design.model import Design
from ringgen.plane import points

FLAT = 'profile = "flat", width = 3.6, thickness = 1.9'
ROUND = 'cut = "round", diameter = 2.4'
BAGUETTE = 'cut = "baguette", width = 2.0, length = 3.5'
BROAD = 'profile = "flat", width = 5.4, thickness = 2.0'
SOLITAIRE = solitaire(5.0)


def text(more: str = "", stone: str = ROUND, band: str = FLAT, head: str = "") -> str:
    return ring("bar-row", stone, band, more, head)


def designed(more: str = "", stone: str = ROUND, band: str = FLAT) -> Design:
    return design_of(text(more, stone, band))


@pytest.mark.parametrize(("more", "beyond"), [("", 0), ("cover = 120", 1)])
def test_a_bar_stands_between_every_two_stones_and_at_either_end(more: str, beyond: int) -> None:
    design = designed(more)
    (bars,) = (p for p in design.parts.metal if p.part == "row bar")
    assert len(bars.places) == len(design.witness.stones) + beyond


@pytest.mark.parametrize(("stone", "width", "band"), [(ROUND, 2.4, FLAT), (BAGUETTE, 2.0, BROAD)])
def test_a_bar_reaches_over_both_girdles_and_its_neck_is_as_thick_as_casters_ask(
    stone: str, width: float, band: str
) -> None:
    design = designed("", stone, band)
    (bars,) = (p for p in design.parts.metal if p.part == "row bar")
    assert isinstance(bars.body, Extruded)
    chord = math.dist(*(s.frame.origin for s in design.witness.stones[:2]))
    gap = chord - width
    assert gap - 2 * 0.05 >= 0.66 - 1e-6  # between two seats
    spots = points(bars.body.outline, 0.01)
    low, high = min(z for _, z in spots), max(z for _, z in spots)
    foot, head = (max(x for x, z in spots if z == low), max(x for x, _ in spots))
    middle = foot + (head - foot) * -low / (high - 0.125 - low)
    assert middle == pytest.approx(gap / 2 + 0.2, abs=0.01)
    seen = design.witness.stones[0]
    assert high > seen.girdle + seen.crown  # to be hammered down


REFUSED = [
    ("gap = 0.2", ROUND, FLAT, "settings.row.gap"),
    ("gap = 2.0", ROUND, FLAT, "settings.row.gap"),
    ("", 'cut = "cabochon", diameter = 2.4', FLAT, "settings.row.stone.cut"),
    ("", BAGUETTE, FLAT.replace("3.6", "2.4"), "band.width"),
    ("", ROUND, 'profile = "groove", width = 6.0, thickness = 2.2', "band.profile"),
    ("", ROUND, 'profile = "d", width = 3.6, thickness = 2.2', "band.profile"),
    ("", 'cut = "square", width = 1.9', 'profile = "step-edge", width = 2.5, thickness = 2.9', "band.profile"),
    ("", ROUND, FLAT.replace("1.9", "1.0"), "settings.row.rise"),
    ("count = 8", ROUND, FLAT, "settings.row.count"),
]


@pytest.mark.parametrize(("more", "stone", "band", "field"), REFUSED)
def test_a_refusal_names_what_works(more: str, stone: str, band: str, field: str) -> None:
    changes = followed(text(more, stone, band))
    assert changes[0].startswith(field + "=")


RINGS = [
    ("cover = 180", ROUND, FLAT, ""),
    ("", BAGUETTE, BROAD, ""),
    ("cover = 150\nat = 20", 'cut = "princess", width = 2.0', 'profile = "flat", width = 3.8, thickness = 1.9', ""),
    (
        'where = "shoulders"',
        'cut = "round", diameter = 1.8',
        'profile = "flat", width = 3.0, thickness = 2.0',
        SOLITAIRE,
    ),
    (
        "cover = 120",
        'cut = "round", diameter = 1.3',
        'profile = "flat", width = 3.0, thickness = 1.8, top = {width = 2.6}',
        "",
    ),
]


@pytest.mark.parametrize(("more", "stone", "band", "head"), RINGS)
def test_rings_of_it_keep_every_rule(more: str, stone: str, band: str, head: str) -> None:
    found = trial(text(more, stone, band, head), draft=True)
    assert found.good, found
    assert not found.changes
