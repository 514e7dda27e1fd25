"""The styles of pavé: where beads, scoops and borders stand, what is refused, and rings of each held to every rule."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from matrix.asked import design_of, followed, ring, solitaire
from matrix.trial import trial

from ringgen.bodies import Extruded, Groove, Hoop
from ringgen.design.model import Design
from ringgen.plane import points
from ringgen.settings._beads import Bite, own_bead
from ringgen.settings._scoops import crest

BAND = 'profile = "flat", width = 2.4, thickness = 1.9'
BROAD = 'profile = "flat", width = 3.4, thickness = 1.9'
SOLITAIRE = solitaire(5.0)
SCOOPED = ("u-cut", "french-cut", "fishtail")


def text(style: str, more: str = "cover = 90", d: float = 1.5, band: str = BAND, head: str = "") -> str:
    stone = f'cut = "round", diameter = {d}'
    return ring("pave", stone, band, f'style = "{style}"\n{more}', head)


def designed(style: str, more: str = "cover = 90", d: float = 1.5, band: str = BAND, head: str = "") -> Design:
    return design_of(text(style, more, d, band, head))


def beads_of(design: Design, k: int) -> list[tuple[float, ...]]:
    return [p.axis[-1] for p in design.witness.prongs if p.stone == f"stone-{k}"]


def test_every_stone_has_four_beads_of_its_own_and_metal_flows_between_all_of_them() -> None:
    design = designed("four-bead")
    assert len(design.witness.prongs) == 4 * len(design.witness.stones)
    assert all(len(beads_of(design, k + 1)) == 4 for k in range(len(design.witness.stones)))
    feet = [(p.axis[0], p.diameter) for p in design.witness.prongs]
    least = min(math.dist(a, b) - (d + e) / 2 for (a, d), (b, e) in combinations(feet, 2))
    assert least >= 0.2  # casters: a narrower opening fills


def test_a_bead_of_its_own_is_as_thick_where_it_is_bitten_as_asked() -> None:
    away, radius = own_bead(1.5, Bite(0.4, 0.19))
    inner = away * math.sqrt(2) - radius
    assert inner == pytest.approx(0.75 - 0.19)  # over the girdle by Stuller's 0.15 and a little
    assert 2 * radius - (0.75 + 0.05 + 0.03 - inner) == pytest.approx(0.4)  # beyond seat and draft


@pytest.mark.parametrize("style", SCOOPED)
@pytest.mark.parametrize("d", [1.3, 1.5, 2.2])
def test_scoops_open_the_pavilions_and_leave_the_metal_casters_ask_for(style: str, d: float) -> None:
    design = designed(style, d=d, band='profile = "flat", width = 3.0, thickness = 2.2')
    (cutter,) = (p for p in design.parts.cutters if p.part == "row scoop")
    assert isinstance(cutter.body, Extruded)
    assert cutter.body.z1 - cutter.body.z0 > 3.0  # from side to side
    outline = points(cutter.body.outline, 0.002)
    half, low = max(x for x, _ in outline), min(z for _, z in outline)
    stone = design.witness.stones[0]
    assert 2 * half >= 0.2  # casters: a narrower opening fills
    assert low == pytest.approx(-stone.pavilion - 0.1)  # under the culet
    girdle = math.hypot(stone.frame.origin[0], stone.frame.origin[2])
    assert girdle + low - design.bore_radius >= 0.8
    chord = math.dist(design.witness.stones[0].frame.origin, design.witness.stones[1].frame.origin)
    assert chord * (girdle + low) / girdle - 2 * half >= 0.66 - 1e-6  # between two scoops


def test_a_v_is_a_v_and_a_u_is_round() -> None:
    sections = {}
    for style in ("u-cut", "french-cut"):
        (cutter,) = (p for p in designed(style).parts.cutters if p.part == "row scoop")
        assert isinstance(cutter.body, Extruded)
        outline = points(cutter.body.outline, 0.002)
        low = min(z for _, z in outline)
        sections[style] = max(x for x, z in outline if z < low + 0.1)
    assert sections["french-cut"] < 0.15 < sections["u-cut"]


def test_a_fishtail_s_tips_stand_over_the_stones_on_either_side() -> None:
    design = designed("fishtail")
    stones = {s.id: s for s in design.witness.stones}
    assert len(design.witness.prongs) == 4 * len(stones)
    for prong in design.witness.prongs:
        middle = stones[prong.stone].frame.origin
        away = [
            abs(sum((p - m) * x for p, m, x in zip(v, middle, stones[prong.stone].frame.x, strict=True)))
            for v in (prong.axis[0], prong.axis[-1])
        ]
        if len(prong.axis) > 2:
            assert away[1] < away[0]


def test_the_crest_of_a_split_bead_lies_on_its_dome_and_on_the_split_s_side() -> None:
    stone = designed("fishtail").witness.stones[0]
    x, z = crest(stone, 0.44, 0.68)  # type: ignore[arg-type]
    assert math.hypot(x, z - (0.68 - 0.44)) == pytest.approx(0.44)
    assert math.degrees(math.atan2(x, z - (stone.girdle + 0.1))) == pytest.approx(30.0)


def test_bright_cut_borders_close_round_a_row_s_ends_and_go_all_the_way_round_a_full_one() -> None:
    kinds = {}
    for more in ("cover = 90", "cover = 360"):
        (border,) = (p for p in designed("bright-cut", more, band=BROAD).parts.metal if p.part == "row border")
        kinds[more] = border.body
    half, full = kinds.values()
    assert isinstance(half, Groove)
    assert half.rounded
    assert isinstance(full, Hoop)
    ridge, over = max(((c.start for c in half.half)), key=lambda p: p[1])
    stone = designed("bright-cut", band=BROAD).witness.stones[0]
    assert over == pytest.approx(stone.girdle + stone.crown / 2)
    assert 0.75 + 0.2 < ridge < 1.7  # clear of the stones, on the band


REFUSED = [
    ("four-bead", "gap = 0.1", 1.5, BAND, "settings.row.gap"),
    ("four-bead", "lanes = 2", 1.3, BAND.replace("2.4", "5.0"), "settings.row.lanes"),
    ("bright-cut", "", 1.5, BAND, "band.width"),
    ("bright-cut", "", 1.5, BROAD + ", top = {width = 3.0}", "band.top.width"),
    ("u-cut", "", 1.5, BAND.replace("2.4", "7.0"), "band.width"),
    ("u-cut", "rise = 0.6", 2.0, BAND.replace("2.4", "2.6").replace("1.9", "1.0"), "band.thickness"),
    ("french-cut", "", 1.0, BAND, "settings.row.style"),
]


@pytest.mark.parametrize(("style", "more", "d", "band", "field"), REFUSED)
def test_a_refusal_names_what_works(style: str, more: str, d: float, band: str, field: str) -> None:
    changes = followed(text(style, more, d, band))
    assert changes[0].startswith(field + "=")


TAPERED = 'profile = "court", width = 2.6, thickness = 2.1, top = {width = 2.2}'
RINGS = [
    ("four-bead", "cover = 150", 1.5, BAND, ""),
    ("four-bead", 'where = "shoulders"', 1.3, BAND, SOLITAIRE),
    ("bright-cut", "cover = 120", 1.5, BROAD, ""),
    ("bright-cut", 'where = "shoulders"', 1.3, BROAD, SOLITAIRE),
    ("u-cut", "cover = 120", 1.5, BAND, ""),
    ("u-cut", 'where = "shoulders"', 1.3, TAPERED, SOLITAIRE),
    ("french-cut", "cover = 150\nat = -20", 1.3, BAND, ""),
    ("fishtail", "cover = 120", 1.7, BAND, ""),
    ("fishtail", 'where = "shoulders"', 1.4, BAND, SOLITAIRE),
]


@pytest.mark.parametrize(("style", "more", "d", "band", "head"), RINGS)
def test_rings_of_it_keep_every_rule(style: str, more: str, d: float, band: str, head: str) -> None:
    found = trial(text(style, more, d, band, head), draft=True)
    assert found.good, found
    assert not found.changes
